"""The return of a case that another one turned into: what is asked first, of which passage, and for which patients."""

from __future__ import annotations

import pytest

from pannesi.presentation.closing.closing_blocks import block_words, block_words_without_keys
from pannesi.presentation.line.line_numbers import number_to_type, passage_words, passages, row_numbered
from pannesi.presentation.session.session_view import View
from pannesi.presentation.text.key_names import PLAIN
from pannesi.session import actions as want
from pannesi.session.event_writer import Refused
from tests.support.building import Played, start
from tests.support.session_playing import at
from tests.support.shipped_site import shipped


def turned(played: Played, unit: str, symptom: str) -> None:
    played.do(want.TurnAll(played.look().current_cases, unit, symptom))


def test_the_question_of_the_case_in_force_comes_before_what_the_case_before_left() -> None:
    played = start(shipped(), "cas-2", "ris")
    played.do(want.Called(*at(played, "2c.1").key, "service-informatique", "reached"))
    played.do(want.AddPatient({"origin": "externe", "exam": "coupe"}))
    turned(played, "cas-4", "ris-et-pacs")
    played.do(want.AnnounceReturn(played.look().current_cases[0], "AB, salle 2"))
    back = [row.number for row in played.look().todo if row.phase == "return_to_normal"]
    assert back[0] == "4.21"
    assert "2c.9" in back


def test_a_line_of_two_passages_says_which_and_each_can_be_gone_to() -> None:
    played = start(shipped(), "cas-2", "ris")
    played.do(want.Called(*at(played, "2c.1").key, "service-informatique", "reached"))
    turned(played, "cas-3", "images-invisibles")
    played.do(want.Called(*at(played, "3.6").key, "service-informatique", "reached"))
    turned(played, "cas-2", "ris")
    walk = played.look()
    twice = [number for number in dict.fromkeys(row.number for row in walk.rows) if len(passages(walk, number)) == 2]
    assert twice
    first, second = passages(walk, twice[0])
    assert first.visit != second.visit
    assert [passage_words(walk, row) for row in (first, second)] == ["passage 1 sur 2", "passage 2 sur 2"]
    for row in (first, second):
        found = row_numbered(walk, number_to_type(walk, row))
        assert found is not None
        assert found.key == row.key
    assert row_numbered(walk, twice[0]) == second
    assert row_numbered(walk, f"{twice[0]} 3") is None
    assert row_numbered(walk, "") is None


def test_obstacles_in_the_same_words_are_told_apart() -> None:
    played = start(shipped(), "cas-2", "ris")
    played.do(want.Called(*at(played, "2c.1").key, "service-informatique", "reached"))
    turned(played, "cas-3", "images-invisibles")
    played.do(want.Called(*at(played, "3.6").key, "service-informatique", "reached"))
    turned(played, "cas-2", "ris")
    played.do(want.AnnounceReturn(played.look().current_cases[0], "AB, salle 2"))
    view = View(played.site, played.state, played.look(), None, "AB", PLAIN)
    for told in (block_words, block_words_without_keys):
        words = [told(view, block) for block in view.walk.blocks]
        assert len(words) == len(set(words)), words
    assert any("passage 1 sur 2" in block_words(view, block) for block in view.walk.blocks)


@pytest.mark.parametrize("number", ["3.23"])
def test_what_a_case_owed_its_patients_is_owed_where_it_goes_on(number: str) -> None:
    played = start(shipped(), "cas-4", "ris-et-pacs")
    played.do(want.AddPatient({"origin": "externe", "exam": "coupe"}))
    turned(played, "cas-3", "images-invisibles")
    assert at(played, number).patients_due == 1
    played.do(want.AnnounceReturn(played.look().current_cases[0], "AB, salle 2"))
    with pytest.raises(Refused, match="Il reste 1 patient"):
        played.do(want.Settle(*at(played, number).key))
    line = played.look().patients[0]
    for step in line.steps:
        played.do(want.Reconcile(line.id, step.key, ""))
    assert at(played, number).patients_due == 0
    played.do(want.Settle(*at(played, number).key))


def test_what_is_not_owed_is_not_counted_as_done() -> None:
    played = start(shipped(), "cas-3", "images-invisibles")
    for _one in range(3):
        played.do(want.AddPatient({"origin": "externe", "exam": "coupe"}))
    first, second, _third = played.look().patients
    played.do(want.MarkDutyNotNeeded(first.id, "cd", "pas dû à ce patient"))
    played.do(want.MarkDutyImpossible(second.id, "cd", "graveur en panne"))
    order = next(one for one in played.look().orders if one.short.startswith("CD"))
    assert order.words.endswith("0/2")
    assert (order.done, order.concerned, order.due) == (0, 2, 1)
