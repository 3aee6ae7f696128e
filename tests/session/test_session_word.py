"""A session is given a word: a fact of its own, erasable, undone like any other."""

from __future__ import annotations

import pytest

from pannesi.history.catalogue import SessionCatalogue
from pannesi.history.index import SessionIndex
from pannesi.history.session_filter import SessionFilter
from pannesi.presentation.home.lines import session_line
from pannesi.presentation.session_lists.session_words import session_word, session_word_question
from pannesi.session import actions as want
from pannesi.session.event_writer import Refused
from pannesi.session.facts.session import SessionWord
from pannesi.session.free_text import may_name
from pannesi.session.handlers.session import MOST_WORD
from pannesi.support.text_safety import cell_width
from tests.support.building import NIGHT
from tests.support.every_fact import HOSPITAL, Kept
from tests.support.session_playing import pacs

WORD = "nuit du scanner 2"


def test_a_word_is_given_changed_taken_back_and_given_to_a_closed_session_too() -> None:
    played, _visit = pacs()
    assert session_word(played.state) == ""
    played.do(want.GiveWord(f"  {WORD} "))
    assert session_word(played.state) == WORD
    assert WORD in session_word_question(played.state)
    played.do(want.GiveWord("nuit du 24"))
    assert session_word(played.state) == "nuit du 24"
    played.do(want.UndoLast())
    assert session_word(played.state) == WORD
    played.do(want.Close("fini, vu avec le cadre"))
    played.do(want.GiveWord("le matin"))
    played.do(want.Undo(played.state.word.id))  # type: ignore[union-attr]
    assert session_word(played.state) == WORD
    assert may_name(played.state.word) == "anybody"  # type: ignore[arg-type]


@pytest.mark.parametrize("word", ["", "   ", "?", "0", "x" * (MOST_WORD + 1)])
def test_a_word_that_says_nothing_or_is_too_long_is_refused(word: str) -> None:
    played, _visit = pacs()
    with pytest.raises(Refused):
        played.do(want.GiveWord(word))
    assert played.state.word is None


def test_lists_read_the_word_for_what_they_show_and_the_index_keeps_none() -> None:
    kept = Kept(HOSPITAL)
    kept.do_all(want.Open("cas-3", "images"), want.GiveWord(WORD))
    index = SessionIndex(None)
    catalogue = SessionCatalogue(kept.journal, index, HOSPITAL).caught_up(NIGHT)
    (listed,) = index.page(SessionFilter(), NIGHT)
    assert (listed.word, bool(listed.word_event)) == ("", True)
    assert not any(
        WORD in str(row)
        for table in ("sessions", "names", "tags")
        for row in index._db.execute(f"SELECT * FROM {table}")
    )
    (shown,) = catalogue.open_now(NIGHT, exercise=False)
    assert shown.sentence().startswith(f"{listed.title} « {WORD} », ")
    assert next(iter(catalogue.find(NIGHT, SessionFilter()))).word == WORD
    assert "word" not in shown.as_json()
    kept.do_all(want.Undo(next(event.id for event in kept.events if event.kind == SessionWord.kind)))
    catalogue.caught_up(NIGHT)
    assert catalogue.open_now(NIGHT, exercise=False)[0].word == ""


@pytest.mark.parametrize("width", [40, 60, 78])
def test_on_home_the_title_is_cut_before_the_word(width: int) -> None:
    kept = Kept(HOSPITAL)
    kept.do_all(want.Open("cas-3", "images"), want.GiveWord(WORD))
    (shown,) = (
        SessionCatalogue(kept.journal, SessionIndex(None), HOSPITAL).caught_up(NIGHT).open_now(NIGHT, exercise=False)
    )
    line = session_line(shown, width, real=False).plain
    assert cell_width(line) <= width
    assert WORD in line or width < 60
