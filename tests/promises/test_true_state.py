"""The state of a session is one in every face: where nothing is out of order no return is awaited anywhere."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pannesi.history.index_entry_builder import build_entry
from pannesi.presentation.session.session_view import View
from pannesi.presentation.session.status_band import state_parts
from pannesi.session import actions as want
from pannesi.tui.drawing.status_area import state_line
from pannesi.tui.theme.styles import ink_for
from tests.support.building import Played, start
from tests.support.session_playing import usual_sending_works
from tests.support.shipped_site import shipped


def nothing_left() -> Played:
    """Case 2 without its schedule, in which all is done that could be."""
    played = start(shipped(), "cas-2", "planning")
    while (row := played.look().next) is not None:
        played.do(want.Settle(*row.key))
    return played


def faces(played: Played) -> list[str]:
    """The state as each face tells it: line by line, the full screen wide and narrow, the list of sessions in its long
    and in its short words."""
    walk = played.look()
    assert walk.stage == "waiting"
    view = View(played.site, played.state, walk, None, "AB")
    entry = build_entry(played.session, played.state, played.site, played.now)
    assert entry is not None
    seen = entry.overview
    wide = [state_line(view, ink_for("mono", ""), width).plain for width in (120, 80, 40)]
    return [next(iter(state_parts(view))), *wide, seen.sentence(), *seen.title_suffixes[1:2]]


@pytest.mark.parametrize("answer", ["a-faire", "ne-sait-pas"])
def test_where_the_usual_sending_works_the_return_is_to_be_announced_in_every_face(answer: str) -> None:
    told = faces(usual_sending_works(answer))
    assert not [words for words in told if "dégradé" in words.casefold() or "attend" in words]
    assert all("annoncer" in words.casefold() for words in told)


def test_where_an_outage_lasts_every_face_says_so() -> None:
    assert all("dégradé" in words.casefold() for words in faces(nothing_left()))


def test_programs_read_the_stages_that_they_know() -> None:
    played = usual_sending_works("a-faire")
    entry = build_entry(played.session, played.state, played.site, played.now)
    assert entry is not None
    assert entry.overview.as_json()["stage"] == "waiting"
    assert replace(entry.overview, stage="alert").as_json()["stage"] == "alert"
