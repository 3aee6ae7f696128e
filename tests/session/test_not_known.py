"""A question whose answer nobody knows holds up its annex, and nothing else."""

from __future__ import annotations

from pannesi.procedure.model.numbering import UNKNOWN
from pannesi.session import actions as want
from pannesi.session.projection.retries import questions_answered_unknown
from tests.support.building import start
from tests.support.session_playing import at
from tests.support.unforeseen_sites import unforeseen, waiting


def test_what_else_is_to_be_done_comes_before_the_question() -> None:
    played = waiting("cas-3", "images-invisibles", "3.11", ("3.1", "plusieurs"), ("3.4", "aucun"), ("3.10", "non"))
    seen = played.look()
    assert [row.number for row in questions_answered_unknown(seen.todo)] == ["A4.4"]
    assert seen.todo[-1].number == "A4.4"
    assert seen.next is not None
    assert seen.next.number == "3.6"
    offered = {row.number for row in seen.todo}
    assert {"3.7", "3.13", "3.19"} <= offered


def test_an_annex_that_only_waits_holds_no_case_in_its_alerting() -> None:
    played = waiting("cas-3", "images-invisibles", "3.11", ("3.1", "plusieurs"), ("3.4", "aucun"), ("3.10", "non"))
    assert played.look().stage == "alert"
    played.do(want.Called(*at(played, "3.6").key, "service-informatique", "reached"))
    assert played.look().stage == "degraded_mode"


def test_the_question_comes_last_where_nothing_else_is_left() -> None:
    played = waiting("cas-5", "images-non-recues", "5.2", ("5.1", "a-faire"))
    seen = played.look()
    assert [row.number for row in seen.todo] == ["A4.4"]
    played.do(want.CouldNot(*at(played, "A4.4").key, "personne ne sait"))
    assert [row.number for row in played.look().todo] == ["5.2"]
    played.do(want.CouldNot(*at(played, "5.2").key, "personne ne sait"))
    assert "A4.4" not in [row.number for row in played.look().todo]


def test_of_two_questions_without_answer_the_later_is_the_way_on() -> None:
    played = start(unforeseen(), "cas-5", "images-non-recues")
    played.do(want.Answer(*at(played, "5.1").key, "a-faire"))
    played.do(want.RunAnnex(*at(played, "5.2").key))
    for number in ("A4.2", "A4.4"):
        played.do(want.Answer(*at(played, number).key, UNKNOWN))
    played.do(want.Settle(*at(played, "A4.3").key))
    played.do(want.CouldNot(*at(played, "A4.6").key, "pas de ligne"))
    assert [row.number for row in played.look().todo] == ["A4.4"]
