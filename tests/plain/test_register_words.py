"""What the register says, line by line, of what can be typed and of what was done."""

from __future__ import annotations

import io

import pytest

from pannesi.plain.actions.duties import NumberedDues, _what_is_asked, _what_to_type
from pannesi.plain.app import run_plain
from pannesi.session.projection.walk import walk
from pannesi.support.console import Output
from tests.support.plain_playing import ALERTED, NIGHT, site_of, state_of, station_of
from tests.support.plain_words import NOTED, typed


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
    assert said in _what_to_type(shown, "3")
    numbers = {word.strip(",.;()") for word in _what_is_asked(shown, "3").split(" ; par ligne")[0].split()}
    assert {number for number in numbers if number.isdigit()} <= {str(number) for number in shown} or not shown


def test_the_number_of_a_sheet_that_is_not_in_the_register_leads_to_how_a_sheet_is_noted() -> None:
    said, _facts = typed(*ALERTED, *NOTED, "p 17")
    assert "Aucun patient 17 au registre" in said
    assert "Fiche papier : p, et son numéro à la dernière question." in said


def test_the_line_that_is_named_as_an_example_is_one_of_the_register() -> None:
    said, _facts = typed(*ALERTED, *NOTED, "d", "")
    assert "par ligne : v 1 (vérifiée), dis 1 (dispenser), l 1 (ouvrir)" in said
    said, _facts = typed(*ALERTED, *NOTED, "d", "l 1", "")
    assert "Aucun patient" not in said
    assert "Que faire ?" in said


def test_what_is_done_patient_by_patient_is_said_in_their_list_when_its_line_is_ticked() -> None:
    said, _facts = typed(*ALERTED, *NOTED, "r", "AB", "poste 2", "", "j 3.23", "1", "")
    assert "3.23 · Réconcilier les images" in said
    assert "Il reste 1 patient à traiter. 1 ligne · 1 à reprendre" in said
    assert "Identité confirmée" in said


def test_a_number_stays_that_of_the_same_thing() -> None:
    owed = NumberedDues()
    assert [owed.place(("a", name, False)) for name in ("cd", "film")] == [1, 2]
    owed.shown.clear()
    assert owed.place(("a", "film", False)) == 2
    assert (owed.shown, owed.is_number(1), owed.is_number(3)) == ([2], True, False)


def test_an_unknown_word_in_the_register_is_told_what_works_there() -> None:
    said, _facts = typed(*ALERTED, *NOTED, "d", "zz", "", "q")
    answer = said.split("? zz")[-1] if "? zz" in said else said
    assert "numéros" in answer
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
        "1", "lu", "p", "2", "DUPONT", "ANNE", "", "", "", "", "", "", "", "", "", "d", "3", "o", "1", "", "q"
    )
    assert "d'abord IPP définitif" in said
    assert "Redonner le numéro" not in said
    assert "patient.reconciled" not in dict(facts)


def test_what_is_owed_in_a_closed_session_is_looked_at_and_not_asked_about() -> None:
    said, facts = typed(*ALERTED, *NOTED, "clore", "fin de service", "d", "quitter")
    shown = said.rpartition("> ")[0].rpartition("> ")[2]
    assert "session.closed" in dict(facts)
    assert "CD" in shown
    assert "Session close : à lire seulement." in shown
    assert "n'est pas possible ici" not in said
    assert "Numéros de ce qui est fait" not in shown


def test_a_very_short_definitive_number_is_doubted_once() -> None:
    unknown = ("p", "2", "DUPONT", "ANNE", "", "", "", "", "", "", "", "", "")
    said, facts = typed("1", "lu", *unknown, "d", "2", "3", "", "", "", "q")
    assert "« 3 » est un numéro bien court" in said
    assert "patient.reconciled" not in dict(facts)
    said, facts = typed("1", "lu", *unknown, "d", "2", "3", "o", "", "q")
    assert "patient.reconciled" in dict(facts)


def test_an_hour_that_nobody_knows_is_kept_as_not_told() -> None:
    for hour, hour_given in (("?", False), ("0300", True)):
        station, written = station_of(), io.StringIO()
        lines = (*ALERTED, "p", "1", "1", "DUPONT", "", hour)
        run_plain(station, (*lines, "", "", "", ""), Output(written), echo=False)
        patient = walk(site_of(station), state_of(station), NIGHT).patients[0]
        assert (patient.draft, patient.hour_given) == (False, hour_given), written.getvalue()[-1500:]


RETURNED = ("r", "AB", "poste 2", "", "j 3.23", "1")


def test_what_was_said_done_is_not_asked_again() -> None:
    said, _facts = typed(*ALERTED, *NOTED, *RETURNED, "2", "3", "2", "", "q")
    again = said.rpartition("Identité confirmée : fait")[2]
    assert "« Identité confirmée » est déjà dit. l A-01 ouvre la ligne." in again
    assert "fusion automatique" not in again


def test_a_duty_that_was_said_is_left_and_the_others_are_done() -> None:
    said, facts = typed(*ALERTED, *NOTED, "d", "1", "1", "", "q")
    assert "« CD remis » est déjà dit." in said
    assert [kind for kind, _fact in facts].count("duty.done") == 1


def test_what_was_said_impossible_may_be_said_done_under_its_number() -> None:
    said, facts = typed(*ALERTED, *NOTED, "d", "i 1", "graveur en panne", "1", "", "q")
    assert "est déjà dit" not in said
    assert [kind for kind, _fact in facts][-2:] == ["duty.could_not", "duty.done"]


def test_a_line_done_patient_by_patient_is_said_to_lead_to_them() -> None:
    said, _facts = typed(*ALERTED, *NOTED, "r", "AB", "poste 2", "", "j 3.23", "voir les patients", "", "q")
    assert "1 voir les patients" in said
    assert "Il reste 1 patient à traiter." in said


def test_a_line_is_offered_for_verifying_once_nothing_of_it_is_owed() -> None:
    said, _facts = typed("11", "1", "p", "1", "1", "DUPONT", "", "", "d", "1", "", "q")
    before, _done, after = said.partition("A-01 · CD remis : fait")
    assert "à vérifier" not in before
    assert "à vérifier : v A-01" in after
