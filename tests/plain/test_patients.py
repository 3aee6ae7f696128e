"""Patients line by line: noted, corrected, struck out, settled, each under their own number."""

from __future__ import annotations

import pytest

from pannesi.application.context import Station
from pannesi.session import actions as want
from pannesi.session.facts.patients import (
    DutyDone,
    DutyImpossible,
    DutyNotNeeded,
    PatientCorrected,
    PatientVersion,
    PatientVoided,
    PatientWaived,
)
from pannesi.session.projection.walk import walk
from tests.support.plain_playing import (
    ALERTED,
    NIGHT,
    PACS,
    beside,
    flat,
    play,
    site_of,
    state_of,
    station_of,
)

DUTIES = (DutyDone.kind, DutyNotNeeded.kind, DutyImpossible.kind)


def test_a_patient_is_noted_asked_for_and_settled() -> None:
    station = station_of()
    screen = flat(
        play(station, *ALERTED, "fait", "fait", "fait", "p", "1", "1", "DUPONT", "", "0230", "d", "i 1", "3", "", "d")
    )
    kinds = [event.kind for event in state_of(station).timeline]
    assert kinds[-2:] == [PatientCorrected.kind, DutyImpossible.kind]
    patient = state_of(station).timeline[-2]
    assert patient.payload["examined"] == "2026-11-24T01:30:00.000Z"
    assert (patient.text, "dû : CD remis" in screen) == ('{"nom": "DUPONT"}', True)
    assert "A-01 D. · externe, imagerie en coupe" in screen
    assert state_of(station).timeline[-1].text == "matériel en panne"


def test_what_is_not_known_of_a_patient_is_skipped_and_asked_later() -> None:
    station = station_of()
    screen = flat(
        play(
            station,
            *ALERTED,
            "fait",
            "fait",
            "fait",
            "p",
            "",
            "",
            "",
            "Inventé",
            "",
            "",
            "p 1",
            "1",
            "1",
            "1",
            "",
            "",
            "",
        )
    )
    assert "à vérifier : renseigner le patient" in screen
    corrected = state_of(station).timeline[-1]
    assert corrected.kind == PatientCorrected.kind
    assert corrected.payload["facts"]["origin"] == "externe"


@pytest.mark.parametrize(
    ("answer", "kinds"),
    [("1", [DutyDone.kind]), ("2", [DutyNotNeeded.kind]), ("", [])],
    ids=["owed", "not", "unsaid"],
)
def test_what_a_line_contradicts_is_asked_before_it_is_said_to_be_done(answer: str, kinds: list[str]) -> None:
    station = station_of()
    desk = station.desk()
    desk.open(want.Open("cas-3", "images-invisibles"))
    facts = {"origin": "externe", "exam": "autre", "unit": "autre", "identity": "connue"}
    desk.do(want.AddPatient(facts, fields={"nom": "INVENTÉ", "modalite": "scanner"}))
    before = len(state_of(station).timeline)
    screen = flat(play(station, "d", "1", answer, "", resume=desk.session))
    assert "« CD remis » : la ligne ne dit pas si c'est dû à ce patient" in screen
    assert [event.kind for event in state_of(station).timeline[before:] if event.kind in DUTIES] == kinds


def test_a_line_gone_through_without_a_change_is_written_no_second_time() -> None:
    station = station_of()
    noted = (*ALERTED, "p", "1", "1", "DUPONT", "", "", "")
    screen = flat(play(station, *noted, "p A-01", "1", "1", "1", *[""] * 6))
    assert "A-01 : rien de changé, rien d'écrit" in screen
    assert (
        len({event.payload["act"] for event in state_of(station).timeline if isinstance(event.body, PatientVersion)})
        == 1
    )


def test_a_patient_line_is_struck_out_with_a_reason() -> None:
    station = station_of()
    play(station, *ALERTED, "p", "2", "1", "", "", "", "", "p A-01", "2", "doublon")
    voided = state_of(station).timeline[-1]
    assert (voided.kind, voided.text) == (PatientVoided.kind, "doublon")


def test_the_name_of_a_patient_is_not_in_the_history() -> None:
    screen = play(station_of(), *ALERTED, "p", "1", "1", "DUPONT", "", "", "jo").rpartition("> jo")[2]
    assert "patient noté : A-01" in screen
    assert "DUPONT" not in screen


def test_an_impossible_time_is_refused_aloud_and_asked_again() -> None:
    station = station_of()
    screen = play(station, *ALERTED, "p", "1", "1", "", "", "25:99", "23h", "")
    assert "n'est pas une heure possible" in screen
    assert state_of(station).timeline[-1].payload["examined"] == "2026-11-23T22:00:00.000Z"


def test_closing_says_what_is_owed_to_whom_and_by_which_keys_it_is_settled() -> None:
    screen = flat(play(station_of(), PACS, "p", "1", "1", "", "", "", "cl", "", "q"))
    assert "Reste dû à A-01 : CD remis" in screen
    assert "d, puis son numéro (n ou i devant, avec un motif)" in screen


def two_namesakes(station: Station) -> None:
    """`A-01` to `A-12`, and an `A-01-2` that somebody entered without knowing of them."""
    first, second = beside(station, "CD"), beside(station, "EF")
    second.do(want.AddPatient({}, fields={"nom": "Autre"}))
    for number in range(1, 13):
        first.do(want.AddPatient({}, fields={"nom": f"Essai{number}"}))


def waived(station: Station) -> list[str]:
    """The numbers of the lines of which nothing more is asked."""
    lines = walk(site_of(station), state_of(station), NIGHT).patients
    return [line.label for line in lines if line.state == "waived"]


@pytest.mark.parametrize(
    ("typed", "label"), [("A-12", "A-12"), ("12", "A-12"), ("a-1-2", "A-01-2"), ("1-2", "A-01-2"), ("1", "A-01")]
)
def test_a_line_is_waived_under_its_own_number_and_never_another(typed: str, label: str) -> None:
    station = station_of()
    play(station, *ALERTED)
    two_namesakes(station)
    play(station, "", "d", f"dis {typed} jamais venu", "")
    assert waived(station) == [label]
    assert [event.text for event in state_of(station).timeline if event.kind == PatientWaived.kind] == ["jamais venu"]


def test_a_number_that_two_lines_have_is_asked_anew_with_its_letter() -> None:
    station = station_of()
    play(station, *ALERTED)
    desk = beside(station, "CD")
    desk.do(want.AddPatient({}, fields={"nom": "Essai"}))
    desk.do(want.AddPatient({}, fields={"nom": "Papier"}, paper="1", examined=NIGHT))
    screen = flat(play(station, "", "d", "dis 1 absent", "dis p-1 absent", ""))
    assert "Plusieurs lignes ont ce numéro : A-01, P-001. Taper la lettre aussi." in screen
    assert waived(station) == ["P-001"]


def test_what_was_typed_of_a_patient_is_not_lost_to_a_refusal() -> None:
    station = station_of()
    play(station, *ALERTED)
    beside(station, "CD").do(want.AddPatient({}, fields={"nom": "Papier"}, paper="17", examined=NIGHT))
    screen = flat(play(station, "", "p", "1", "1", "DUPONT", "", "p 17", "p 18", "0230"))
    assert "La fiche P-017 est déjà au registre." in screen
    lines = walk(site_of(station), state_of(station), NIGHT).patients
    assert [(line.label, line.identity) for line in lines][1:] == [("P-018", '{"nom": "DUPONT"}')]
