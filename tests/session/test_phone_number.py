"""Of a note, only a phone number that it begins with goes to later sessions."""

from __future__ import annotations

import pytest

from pannesi.session.phone_number import phone_number_in


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("05 59 00 00 00", "05 59 00 00 00"),
        ("0559000000 demander Luc Inventé", "0559000000"),
        ("  Tél. : 05.59.00.00.00", "05.59.00.00.00"),
        ("poste 4021", "4021"),
        ("numéro de poste", ""),
        ("+33 5 59 00 00 00", "+33 5 59 00 00 00"),
        ("05\u200b59 00 00\x1b 00", ""),
        ("05\u200b 59 00 00 00", "05 59 00 00 00"),
        ("3114, le soir", "3114"),
        ("12h30 : rappelle", ""),
        ("24/11 pas de réponse", ""),
        ("03:26", ""),
        ("1234567890 IPP de M. Inventé", ""),
        ("personne ne l'a, voir 4021", ""),
        ("12", ""),
        ("", ""),
    ],
)
def test_a_phone_number_is_what_a_note_begins_with(words: str, number: str) -> None:
    assert phone_number_in(words) == number
