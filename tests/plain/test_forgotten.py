"""Line by line, a forgotten session is closed once it is said when the outage ended, and why; each is asked again."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import pytest

from pannesi.plain.app import run_plain
from pannesi.session.facts.visits import ReturnAnnounced
from pannesi.session.state import State, fold
from pannesi.support.console import Output
from tests.support.building import NIGHT
from tests.support.forgotten import later, left_open
from tests.support.plain_playing import flat


def closed(folder: Path, *lines: str) -> tuple[State, str]:
    """A session that was left open for twelve days, once these lines were typed in it; what the screen said."""
    session = left_open(folder)
    here = later(folder, NIGHT + timedelta(days=12))
    written = io.StringIO()
    run_plain(here, ["clore", *lines, "quitter"], Output(written), resume=session)
    state = fold(here.journal.events(session))
    here.journal.close()
    return state, flat(written.getvalue())


def test_what_is_refused_is_asked_again_and_nothing_is_invented(tmp_path: Path) -> None:
    state, screen = closed(tmp_path, "25h70", "2600451278", "?", "oui", "4021", "-", "1")
    assert state.closing is not None
    assert not state.heads("return")
    assert screen.count("Quand la panne a-t-elle pris fin ?") == 3
    assert screen.count("Pourquoi la clore ?") == 4
    assert "le garder ?" not in screen


def test_a_time_that_is_given_is_that_of_the_return(tmp_path: Path) -> None:
    state, _screen = closed(tmp_path, "24/11 08:00", "l'équipe de jour reprend")
    assert state.closing is not None
    (back,) = state.heads("return")
    assert isinstance(back.body, ReturnAnnounced)


@pytest.mark.parametrize("lines", [("",), (".",), ("non",), ("?", ""), ("?", "non"), ("?", ".")])
def test_it_may_be_left_open_at_either_question(lines: tuple[str, ...], tmp_path: Path) -> None:
    state, screen = closed(tmp_path, *lines)
    assert state.closing is None
    assert "La session reste ouverte." in screen or "Rien de plus n'est noté." in screen
