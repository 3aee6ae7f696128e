"""The return announced and undone, closing, what prevents it, and what may still be written afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pannesi.session import actions as want
from pannesi.session.event_writer import Refused
from pannesi.session.labels import status_word
from tests.support.building import start
from tests.support.session_playing import alerted, pacs
from tests.support.session_sites import HOSPITAL


def test_the_return_is_announced_undone_and_announced_again() -> None:
    played, visit = alerted()
    to_return: list[want.Intent] = [want.AnnounceReturn(visit, "AB, salle 2"), want.Settle(visit, "message-retour")]
    for intent in to_return:
        played.do(intent)
    assert played.look().messages[0].state == "closed"
    played.do(want.FellAgain(visit))
    seen = played.look()
    assert status_word(played.line("appel")) == "à refaire"
    assert seen.stage == "alert", "the hospital reads that all is well: tell again"
    assert seen.row(visit, "appel").again  # type: ignore[union-attr]
    assert seen.row(visit, "message").again  # type: ignore[union-attr]
    played.do(want.Called(visit, "appel", "informatique", "reached"))
    played.do(want.Settle(visit, "message"))
    played.do(to_return[0])
    assert played.line("message-retour").again
    played.do(to_return[1])
    assert played.look().messages[0].state == "closed"


def test_closing_says_what_prevents_it_and_is_forced_only_with_a_reason() -> None:
    played, visit = pacs()
    with pytest.raises(Refused, match="Retour à la normale non annoncé"):
        played.do(want.Close())
    for no in ("non", " N "):
        with pytest.raises(Refused, match="n'est pas un motif"):
            played.do(want.Close(no))
    played.do(want.Close("changement de logiciel"))
    closing = played.state.closing
    assert closing is not None
    assert (closing.payload["forced"], closing.text) == (True, "changement de logiciel")
    assert any("non annoncé" in one for one in closing.payload["prevented"])
    with pytest.raises(Refused, match="close"):
        played.do(want.Answer(visit, "un-seul", "oui"))


def test_nothing_that_prevents_closing_is_settled_by_itself() -> None:
    """An empty register is not "all reconciled": the line wants somebody's word."""
    played, visit = alerted()
    played.do(want.AnnounceReturn(visit, "AB, salle 2"))
    assert played.look().patients == ()
    assert played.line("reconcilier").status == "open"
    assert any(block.row == (visit, "reconcilier") for block in played.look().blocks)


def test_a_fact_written_after_closing_is_shown_as_such() -> None:
    played, visit = alerted()
    other = played.apart("w2")
    played.do(want.Close("fin"))
    other.now += timedelta(minutes=30)
    other.do(want.Settle(visit, "cd"))
    played.take(other.events[-1])
    assert played.line("cd").late


def test_once_the_return_is_announced_the_band_says_so_even_with_a_critical_line_of_the_alert_still_due() -> None:
    played, visit = pacs()
    played.do(want.Answer(visit, "un-seul", "oui"))
    assert played.look().stage == "alert"
    played.do(want.AnnounceReturn(visit, "AB, poste 2"))
    walk = played.look()
    assert walk.next is not None
    assert (walk.next.line.id, walk.next.phase) == ("appel", "alert")
    assert walk.stage == "return_to_normal"
    played.do(want.FellAgain(visit))
    assert played.look().stage == "alert"


def test_a_closed_session_is_changed_no_more_by_undoing_but_for_its_closing_and_what_may_still_be_written() -> None:
    played = start(HOSPITAL, "cas-3", "images")
    visit = played.look().current_cases[0]
    played.do(want.Answer(visit, "un-seul", "oui"))
    answered = played.events[-1].id
    played.do(want.Close("fin de service"))
    played.do(want.Note("mot du matin"))
    with pytest.raises(Refused, match="La session est close"):
        played.do(want.Undo(answered))
    played.do(want.UndoLast())
    assert (played.state.notes, played.look().stage) == ((), "closed")
    played.do(want.UndoLast())
    assert played.look().stage != "closed"
    played.do(want.Undo(answered))
    assert played.line("un-seul").status == "open"


def test_what_was_answered_twice_prevents_closing_with_its_line_or_its_patient_named() -> None:
    mine = start(HOSPITAL, "cas-3", "images")
    visit = mine.look().current_cases[0]
    mine.do(want.AddPatient({"origin": "externe"}, "Inventé"))
    patient = mine.look().patients[0]
    theirs = mine.apart("w2")
    known = len(mine.events)
    mine.do(want.Answer(visit, "un-seul", "oui"))
    mine.do(want.CorrectPatient(patient.id, {"origin": "service"}))
    theirs.do(want.Answer(visit, "un-seul", "non"))
    theirs.do(want.VoidPatient(patient.id, "doublon"))
    for event in theirs.events[known:]:
        mine.take(event)
    blocks = [one for one in mine.look().blocks if one.code == "conflict"]
    assert {(one.row, one.patient) for one in blocks} == {((visit, "un-seul"), None), (None, patient.id)}
    number = mine.line("un-seul").number
    assert {one.text.partition(" :")[0] for one in blocks} == {f"{number} Plusieurs postes ?", patient.label}
