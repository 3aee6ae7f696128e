"""From one case to another: annexes, cases beside and after, the search, passages through the same case again."""

from __future__ import annotations

import pytest

from pannesi.session import actions as want
from pannesi.session.event_writer import Refused
from tests.support.building import Played, start
from tests.support.session_playing import alerted, pacs
from tests.support.session_sites import HOSPITAL
from tests.support.shipped_site import shipped


def test_a_failed_annex_can_bring_another_case_beside() -> None:
    played, visit = alerted()
    played.do(want.Answer(visit, "teleradio", "non"))
    played.do(want.RunAnnex(visit, "secours"))
    annex = played.line("secours").running
    assert annex is not None
    played.do(want.Answer(annex, "recu", "non"))
    played.do(want.Conclude(annex, "fin-non"))
    played.do(want.Follow(visit, "cas-cinq"))
    assert [visit.unit for visit in played.state.visits] == ["cas-3", "annexe", "cas-5"]
    assert len(played.look().current_cases) == 2


def test_a_case_going_on_already_is_not_to_be_opened_again() -> None:
    played, visit = alerted()
    played.do(want.Join("cas-5", "envoi"))
    played.do(want.Answer(visit, "teleradio", "non"))
    played.do(want.RunAnnex(visit, "secours"))
    annex = played.line("secours").running
    assert annex is not None
    played.do(want.Answer(annex, "recu", "non"))
    played.do(want.Conclude(annex, "fin-non"))
    row = played.line("cas-cinq")
    assert (row.status, row.carried) == ("done", True)


def test_a_case_that_becomes_another_carries_over_only_what_the_target_names() -> None:
    played, visit = alerted()
    played.do(want.Settle(visit, "cd"))
    played.do(want.AddPatient({"origin": "externe", "exam": "coupe"}, "Inventé Un"))
    played.do(want.Answer(visit, "ris-aussi", "non"))
    played.do(want.Follow(visit, "tourne"))
    seen = played.look()
    (both,) = seen.current_cases
    assert seen.row(both, "cd").status == "done"  # type: ignore[union-attr]
    assert seen.row(both, "appel").status == "open"  # type: ignore[union-attr]
    assert seen.row(visit, "reconcilier").status == "not_applicable"  # type: ignore[union-attr]
    assert seen.row(visit, "images-continuent").status == "not_applicable"  # type: ignore[union-attr]
    assert [duty.key for duty in seen.duties] == ["cd", "images"]
    assert [message.state for message in seen.messages] == ["in_force"]
    played.do(want.Settle(both, "message"))
    assert {message.ref: message.state for message in played.look().messages} == {
        "cas-3/panne": "superseded",
        "cas-4/panne": "in_force",
    }
    assert played.look().row(visit, "message-retour").status == "not_applicable"  # type: ignore[union-attr]


def in_the_case_after(played: Played, visit: str, line: str) -> tuple[str, bool]:
    """The status of a line in the case that follows, the RIS being down too, and whether it was carried over."""
    played.do(want.Answer(visit, "ris-aussi", "non"))
    played.do(want.Follow(visit, "tourne"))
    (both,) = played.look().current_cases
    row = played.look().row(both, line)
    assert row is not None
    return row.status, row.carried


def test_a_line_that_could_not_be_done_is_not_done_in_the_case_after() -> None:
    played, visit = alerted()
    played.do(want.CouldNot(visit, "cd", "graveur en panne"))
    assert in_the_case_after(played, visit, "cd") == ("open", False)


def test_what_was_done_before_it_all_fell_again_is_not_done_in_the_case_after() -> None:
    played, visit = alerted()
    played.do(want.AnnounceReturn(visit, "AB, salle 2"))
    played.do(want.Settle(visit, "reconcilier"))
    played.do(want.FellAgain(visit))
    assert in_the_case_after(played, visit, "reconcilier") == ("open", False)


def test_a_partial_return_keeps_what_is_owed_to_patients_and_to_the_hospital() -> None:
    played = start(HOSPITAL, "cas-4", "tout")
    both = played.look().current_cases[0]
    played.do(want.Called(both, "appel", "informatique", "reached"))
    played.do(want.Settle(both, "message"))
    played.do(want.Settle(both, "film"))
    played.do(want.AddPatient({"unit": "réanimation", "origin": "service"}))
    played.do(want.Answer(both, "qui-revient", "ris"))
    played.do(want.Follow(both, "reste-pacs"))
    (pacs_alone,) = played.look().current_cases
    assert {duty.key for duty in played.look().duties if duty.sure} == {"film", "demande", "images"}
    played.do(want.AnnounceReturn(pacs_alone, "AB, salle 2"))
    due = {block.row[1] for block in played.look().blocks if block.row and block.row[0] == both}
    assert {"message-retour", "recreer"} <= due


def test_two_failures_seen_together_propose_a_case_and_never_impose_it() -> None:
    played, visit = pacs()
    assert played.look().proposals == ()
    played.do(want.Join("cas-2", "ris"))
    (proposal,) = played.look().proposals
    assert proposal.unit == "cas-4"
    assert len(played.look().current_cases) == 2
    played.do(want.TurnAll(played.look().current_cases, proposal.unit, proposal.symptom))
    (both,) = played.look().current_cases
    assert {one.unit for one in played.state.visits if one.id != both} == {"cas-3", "cas-2"}
    assert visit not in played.look().current_cases


def test_a_triage_leads_to_a_case_and_needs_no_return_of_its_own() -> None:
    played = start(HOSPITAL, "triage")
    visit = played.look().current_cases[0]
    played.do(want.Answer(visit, "ris", "oui"))
    played.do(want.Follow(visit, "vers-3"))
    assert [one.unit for one in played.state.visits] == ["triage", "cas-3"]
    assert played.look().next.line.id == "un-seul"  # type: ignore[union-attr]


def test_an_entry_brings_its_answers_along() -> None:
    played = start(HOSPITAL, "annexe", "portail")
    assert played.line("recu").answer == "oui"
    assert played.events[-1].payload["preset"] is True


def test_a_follow_on_names_the_session_it_goes_on_from() -> None:
    played = start(HOSPITAL, "cas-3", "images", follows="20261123-0312-abcd")
    assert played.state.opened.payload["follows"] == "20261123-0312-abcd"  # type: ignore[union-attr]


def test_undoing_a_turn_brings_the_case_back() -> None:
    played, visit = alerted()
    played.do(want.Answer(visit, "ris-aussi", "non"))
    played.do(want.Follow(visit, "tourne"))
    played.do(want.UndoLast())
    assert played.look().current_cases == (visit,)
    assert played.line("tourne").status == "open"


def test_a_case_that_becomes_one_going_on_already_joins_it() -> None:
    played, visit = alerted()
    played.do(want.Join("cas-4", "tout"))
    both = played.look().current_cases[-1]
    played.do(want.Answer(visit, "ris-aussi", "non"))
    played.do(want.Follow(visit, "tourne"))
    assert played.look().current_cases == (both,)
    played.do(want.UndoLast())
    assert set(played.look().current_cases) == {visit, both}


def test_looking_for_the_case_is_over_once_one_is_entered_beside_it() -> None:
    played = start(shipped(), "triage", None)
    played.do(want.Join("cas-4", "ris-et-pacs"))
    walk = played.look()
    assert [played.state.events and one.unit for one in played.state.visits if one.id in walk.current_cases] == [
        "cas-4"
    ]
    assert walk.next is not None
    assert walk.next.unit == "cas-4"
    played.do(want.UndoLast())
    assert [one.unit for one in played.state.visits if one.id in played.look().current_cases] == ["triage"]
    played.do(want.Join("cas-4", "ris-et-pacs"))
    played.do(want.Join("triage", None))
    assert {one.unit for one in played.state.visits if one.id in played.look().current_cases} == {"cas-4", "triage"}


def test_a_case_does_not_give_way_to_itself() -> None:
    played = start(HOSPITAL, "cas-3", "images")
    visit = played.look().current_cases[0]
    played.do(want.Called(visit, "appel", "informatique", "reached"))
    with pytest.raises(Refused, match="déjà en cours"):
        played.do(want.TurnAll((visit,), "cas-3", "images"))
    assert (played.look().current_cases, played.line("appel").status) == ((visit,), "done")


def test_a_message_sent_again_in_a_second_passage_is_in_force_whatever_ended_the_first() -> None:
    played = start(HOSPITAL, "cas-3", "images")
    first = played.look().current_cases[0]
    played.do(want.Settle(first, "message"))
    played.do(want.TurnAll((first,), "cas-5", "envoi"))
    played.do(want.AnnounceReturn(played.look().current_cases[0], "AB, salle 2"))
    played.do(want.Settle(first, "message-retour"))
    assert [one.state for one in played.look().messages] == ["closed"]
    played.do(want.Join("cas-3", "images"))
    second = played.look().current_cases[-1]
    played.do(want.Settle(second, "message"))
    assert [(one.visit, one.state) for one in played.look().messages] == [(second, "in_force")]


def test_a_case_that_gave_way_does_not_fall_again() -> None:
    played, visit = alerted()
    played.do(want.AnnounceReturn(visit, "AB, salle 2"))
    played.do(want.TurnAll((visit,), "cas-5", "envoi"))
    with pytest.raises(Refused, match="n'est pas en cours"):
        played.do(want.FellAgain(visit))


def test_a_check_that_opens_the_return_of_a_case_comes_before_what_its_annexes_leave_to_it() -> None:
    played = start(shipped(), "cas-6", "vueshare")
    visit = played.state.visits[0].id
    played.do(want.RunAnnex(visit, "vue-motion"))
    played.do(want.AnnounceReturn(visit, "AB, poste 2"))
    back = [row.line.id for row in played.look().rows if row.phase == "return_to_normal"]
    assert back == ["acces-retabli", "panne-dure", "internet-revenu", "panne-dure", "code-a-desactiver"]
    following = [row.line.id for row in played.look().todo if row.phase == "return_to_normal"]
    assert following == ["acces-retabli", "code-a-desactiver"]
