"""Whom to call, on the first screen of both faces: a number first, and no answer promised without one."""

from __future__ import annotations

from pannesi.plain.home import answering
from pannesi.presentation.home.lines import answering_lines
from pannesi.procedure.loading.validation import validated
from pannesi.procedure.model.contacts import ContactsFile
from pannesi.procedure.model.procedure import Site
from tests.support.plain_playing import NIGHT


def contacts_of(*people: tuple[str, str | None]) -> ContactsFile:
    """People who are all there at any hour, with their number or without."""
    always = {"label": "Toujours", "windows": [{"days": ["tous"], "from": "00:00", "to": "24:00"}]}
    written = [
        {
            "id": name.casefold(), "name": name, "hours": "toujours",
            "channels": [{"kind": "phone", "value": number} if number else {"kind": "phone", "missing": "non écrit"}],
        }
        for name, number in people
    ]  # fmt: skip
    contacts = {"format": "1", "site": "Hôpital inventé", "schedules": {"toujours": always}, "contacts": written}
    made: ContactsFile = validated(ContactsFile, contacts)
    return made


def test_whoever_has_a_number_is_among_the_two_to_call() -> None:
    contacts = contacts_of(("Astreinte", None), ("Cadre", None), ("Support", "01 00 00 00 00"))
    first, second = (line.plain for line in answering_lines(contacts, NIGHT, 78))
    assert first.startswith("Qui appeler Astreinte")
    assert "numéro non écrit" in first
    assert "Support" in second
    assert "01 00 00 00 00" in second
    assert answering(Site(contacts, (), "0" * 64, "/nowhere"), NIGHT) == (
        "Qui appeler maintenant : Astreinte (numéro non écrit) ; Cadre (numéro non écrit) ; Support 01 00 00 00 00. Tous : c"
    )


def test_nobody_is_said_to_answer_where_nobody_can() -> None:
    contacts = contacts_of(("Astreinte", None), ("Cadre", None))
    shown = "\n".join(line.plain for line in answering_lines(contacts, NIGHT, 78))
    assert "pond" not in shown + answering(Site(contacts, (), "0" * 64, "/nowhere"), NIGHT)
    nobody = "".join(line.plain for line in answering_lines(contacts_of(), NIGHT, 78))
    assert nobody == "Qui appeler : personne, d'après contacts.yaml ; F2 donne les horaires"
