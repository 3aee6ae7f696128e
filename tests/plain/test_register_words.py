"""What the register says, line by line, of what can be typed and of what was done."""

from __future__ import annotations

import pytest

from pannesi.plain.actions.patients import Numbered, _what_is_asked, _what_to_type
from tests.plain.test_words_asked import NOTED, typed
from tests.support.plain_playing import ALERTED


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        ([], "Aucun numéro ici"),
        ([1], "Taper 1, ou n 1, ou i 1."),
        ([4], "Taper 4, ou n 4, ou i 4."),
        ([2, 4], "2, 4 ; ou n 4, ou i 4."),
        ([1, 2, 3, 4, 5, 6, 7], "1 à 7 ; ou n 7"),
    ],
)
def test_only_numbers_that_are_shown_are_named(shown: list[int], said: str) -> None:
    assert said in _what_to_type(shown)
    numbers = {word.strip(",.;()") for word in _what_is_asked(shown).split(" ; par ligne")[0].split()}
    assert {one for one in numbers if one.isdigit()} <= {str(one) for one in shown} or not shown


def test_a_number_stays_that_of_the_same_thing() -> None:
    owed = Numbered()
    assert [owed.place(("a", name, False)) for name in ("cd", "film")] == [1, 2]
    owed.shown.clear()
    assert owed.place(("a", "film", False)) == 2
    assert (owed.shown, owed.is_number(1), owed.is_number(3)) == ([2], True, False)


def test_an_unknown_word_in_the_register_is_told_what_works_there() -> None:
    said, _facts = typed(*ALERTED, *NOTED, "d", "zz", "", "q")
    told = said.split("? zz")[-1] if "? zz" in said else said
    assert "numéros" in told
    said, _facts = typed(*ALERTED, *NOTED, "d", "n 1", "1", "n 2", "1", "n 3", "1", "n 4", "1", "zz", "", "q")
    assert "de 1 à" not in said


def test_a_patient_noted_in_two_goes_is_noted() -> None:
    begun = ("p", "1", "1", "", "DUPONT", ".", "1")
    said, facts = typed(*ALERTED, *begun, "p 1", "1", "", "", "", "", "", "", "", "", "", "", "", "q")
    assert "patient.corrected" in dict(facts)
    assert "patient noté" in said
    assert "patient corrigé" not in said


def test_how_an_identity_was_merged_is_no_number_to_give_again() -> None:
    said, facts = typed(
        "1", "lu", "p", "2", "DUPONT", "ANNE", "", "", "", "", "", "", "", "", "", "d", "4", "o", "1", "", "q"
    )
    assert "d'abord IPP définitif" in said
    assert "Redonner le numéro" not in said
    assert "patient.reconciled" not in dict(facts)
