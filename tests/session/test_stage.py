"""The stage in the band is the outage's: no line that is next, or looked at, changes it."""

from __future__ import annotations

import pytest

from pannesi.presentation.session.session_view import View
from pannesi.presentation.session.status_band import recognise_lines
from pannesi.session import actions as want
from tests.support.building import Played, start
from tests.support.session_playing import to_the_end
from tests.support.shipped_site import shipped


def degraded() -> Played:
    """Case 3 at night, IT told, every line of the degraded mode settled; the message was not seen yet."""
    played = start(shipped(), "cas-3", "images-invisibles")
    visit = played.look().current_cases[0]
    for line, answer in (("combien-de-postes", "plusieurs"), ("quels-examens", "aucun"), ("imadis-recoit", "oui")):
        played.do(want.Answer(visit, line, answer))
    played.do(want.Called(visit, "prevenir-informatique", "astreinte-informatique", "reached"))
    for line in ("production", "consultation", "dictee", "cd-coupe", "films-rea", "noter-examens"):
        played.do(want.Settle(visit, line))
    return played


def test_a_message_that_others_still_owe_does_not_bring_the_alert_back() -> None:
    played = degraded()
    assert played.look().stage == "degraded_mode"
    played.do(want.Answer(*played.line("ris-aussi").key, "oui"))
    following = played.look().next
    assert following is not None
    assert (following.line.id, following.phase) == ("message-panne", "alert")
    assert played.look().stage == "degraded_mode"


def test_an_alert_line_taken_up_again_in_the_degraded_mode_does_not_bring_the_alert_back() -> None:
    played = degraded()
    played.do(want.Undo(next(e.id for e in played.events if e.payload.get("line") == "imadis-recoit")))
    assert played.look().next.phase == "alert"  # type: ignore[union-attr]
    assert played.look().stage == "degraded_mode"


def test_a_question_of_the_alert_that_the_clock_brings_late_does_not_either() -> None:
    played = degraded()
    played.do(want.Answer(*played.line("combien-de-postes").key, "ne-sait-pas"))
    assert played.look().next.line.id == "essayer-ailleurs"  # type: ignore[union-attr]
    assert played.look().stage == "degraded_mode"


def test_what_fell_again_is_an_alert_again_and_a_second_outage_is_one_too() -> None:
    played = degraded()
    visit = played.look().current_cases[0]
    played.do(want.AnnounceReturn(visit, "AB, salle 2"))
    assert played.look().stage == "return_to_normal"
    played.do(want.FellAgain(visit))
    assert played.look().stage == "alert"
    played.do(want.Called(visit, "prevenir-informatique", "astreinte-informatique", "reached"))
    assert played.look().stage == "degraded_mode"
    played.do(want.Join("cas-2", "ris"))
    assert played.look().stage == "alert"


def test_before_anything_is_done_it_is_an_alert() -> None:
    assert start(shipped(), "cas-4", "ris-et-pacs").look().stage == "alert"


def recognised(played: Played) -> list[str]:
    return list(recognise_lines(View(played.site, played.state, played.look(), None, "AB")))


@pytest.mark.parametrize(
    ("unit", "symptom", "begins"),
    [
        ("cas-2", "ris", "RIS : Impossible de lancer le RIS"),
        ("cas-6", "vueshare", "Accès patient : Pas d'édition depuis VueShare"),
        ("cas-7", "cache-seul", "Archives : Plus d'accès au Datacenter"),
    ],
)
def test_of_two_outages_each_confirmation_says_its_case(unit: str, symptom: str, begins: str) -> None:
    played = start(shipped(), "cas-3", "images-invisibles")
    assert recognised(played) == ["Le RIS fonctionne, mais les images ne s'affichent plus. Pas ça ? t"]
    played.do(want.Join(unit, symptom))
    first, second = recognised(played)
    assert first == "PACS : Le RIS fonctionne, mais les images ne s'affichent plus."
    assert second.startswith(begins)


def test_two_outages_of_one_system_are_told_apart_by_what_was_seen() -> None:
    played = start(shipped(), "cas-2", "ris")
    played.do(want.Join("cas-2", "dictee"))
    played.do(want.Join("cas-3", "images-invisibles"))
    assert [one.partition(" : ")[0] for one in recognised(played)] == [
        "Le RIS ne fonctionne pas",
        "Impossible de dicter",
        "PACS",
    ]


def test_no_line_of_a_case_left_before_anything_was_done_in_it_is_left_open() -> None:
    played = start(shipped(), "cas-3", "images-invisibles")
    visit = played.look().current_cases[0]
    played.do(want.Answer(visit, "combien-de-postes", "un-seul"))
    played.do(want.Follow(visit, "poste-seul"))
    assert to_the_end(played).stage == "closed"
    assert [row.line.id for row in played.look().rows if row.is_open] == []


@pytest.mark.parametrize("answer", ["recents", "un-seul"])
def test_a_case_that_was_not_the_right_one_leaves_nothing_to_put_back(answer: str) -> None:
    played = start(shipped(), "cas-3", "images-invisibles")
    visit = played.look().current_cases[0]
    line, leads = ("quels-examens", "vers-cas-7") if answer == "recents" else ("combien-de-postes", "poste-seul")
    played.do(want.Answer(visit, line, answer))
    played.do(want.Follow(visit, leads))
    assert {row.status for row in played.look().rows if row.visit == visit and row.phase == "return_to_normal"} == {
        "not_applicable"
    }


def test_what_was_done_in_a_case_before_it_was_left_is_still_to_be_put_back() -> None:
    played = degraded()
    visit = played.look().current_cases[0]
    played.do(want.Settle(visit, "message-panne"))
    played.do(want.Answer(visit, "combien-de-postes", "un-seul"))
    played.do(want.Follow(visit, "poste-seul"))
    due = {row.line.id for row in played.look().todo if row.phase == "return_to_normal"}
    assert due == {"message-retour", "reconcilier"}
    assert {block.row for block in played.look().blocks} >= {(visit, "message-retour"), (visit, "reconcilier")}


@pytest.mark.parametrize("corrected", [False, True])
def test_a_patient_noted_in_a_case_is_reconciled_even_if_nothing_else_was_done_in_it(corrected: bool) -> None:
    played = start(shipped(), "cas-3", "images-invisibles")
    visit = played.look().current_cases[0]
    noted = played.do(want.AddPatient({"origin": "externe"}, "Inventé"))
    if corrected:
        played.do(want.CorrectPatient(noted.patients[0].id, {"origin": "urgences"}))
    played.do(want.Answer(visit, "quels-examens", "recents"))
    played.do(want.Follow(visit, "vers-cas-7"))
    assert played.line("reconcilier").status == "open"


def test_a_failure_that_goes_on_as_a_part_of_another_keeps_what_its_return_asks() -> None:
    played = start(shipped(), "cas-3", "images-invisibles")
    visit = played.look().current_cases[0]
    played.do(want.Answer(visit, "ris-aussi", "non"))
    played.do(want.Follow(visit, "vers-cas-4"))
    assert played.look().row(visit, "reconcilier").status == "open"  # type: ignore[union-attr]


def test_a_case_entered_anew_after_a_search_asks_for_its_return_once() -> None:
    played = start(shipped(), "cas-3", "images-invisibles")
    visit = played.look().current_cases[0]
    played.do(want.TurnAll((visit,), "triage", None))
    played.do(want.TurnAll(played.look().current_cases, "cas-3", "images-invisibles"))
    again = played.look().current_cases[0]
    assert [row.visit for row in played.look().rows if row.line.id == "reconcilier" and row.status == "open"] == [again]
