"""Ctrl-C in the middle of an act: what is on record is said, and what is not said is not on record."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pytest

from pannesi.application.context import Station
from pannesi.journal.memory import MemoryJournal
from pannesi.plain.interrupts import Interrupts
from pannesi.session.events import Draft, Event
from pannesi.session.facts.lines import CallMade
from pannesi.session.facts.visits import ReturnAnnounced
from pannesi.support import errors as exits
from tests.support.plain_playing import play_from, state_of, station_of


@pytest.fixture(autouse=True)
def _ctrl_c_as_in_a_terminal() -> Iterator[None]:
    """Also where the tests run in the background, whose programs ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@dataclass
class Pressed:
    """Presses Ctrl-C as soon as a fact of a kind is on record, before anything of it can be said."""

    journal: MemoryJournal
    kind: str
    times: int = 1
    done: bool = field(default=False)

    def append(self, drafts: Sequence[Draft]) -> tuple[Event, ...]:
        """Commits, then presses."""
        written = self.write(drafts)
        if not self.done and any(event.kind == self.kind for event in written):
            self.done = True
            for _time in range(self.times):
                signal.raise_signal(signal.SIGINT)
        return written

    def __post_init__(self) -> None:
        self.write = self.journal.append


def pressed(station: Station, kind: str, times: int = 1) -> None:
    """A station whose journal presses Ctrl-C behind a fact of this kind."""
    assert isinstance(station.journal, MemoryJournal)
    station.journal.append = Pressed(station.journal, kind, times).append  # type: ignore[method-assign]


@pytest.mark.parametrize(
    ("kind", "lines", "said"),
    [
        ("session.opened", ("6",), "✓ session"),
        ("line.answered", ("6", "1"), "3.1 Un seul poste, ou plusieurs ? · réponse : Plusieurs"),
        (CallMade.kind, ("6", "1", "1", "joint"), "3.6 Prévenir le service informatique · Astreinte"),
        (ReturnAnnounced.kind, ("6", "re CD, poste 2"), "retour à la normale annoncé"),
    ],
)
def test_what_was_recorded_when_ctrl_c_came_is_said_before_the_program_ends(
    kind: str, lines: tuple[str, ...], said: str
) -> None:
    station = station_of()
    pressed(station, kind)
    screen, code = play_from(station, iter((*lines, *["1"] * 20)))
    assert code == exits.INTERRUPTED
    assert any(event.kind == kind for event in state_of(station).timeline)
    assert said in " ".join(screen.split())
    assert "--resume" in screen


def test_pressed_twice_it_does_not_wait() -> None:
    station = station_of()
    pressed(station, "line.answered", times=2)
    screen, code = play_from(station, iter(("6", "1", "1")))
    assert code == exits.INTERRUPTED
    assert "réponse : Plusieurs" not in screen
    assert "--resume" in screen


def test_between_two_acts_ctrl_c_is_the_one_of_python() -> None:
    def typed() -> Iterator[str]:
        yield "6"
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
        yield "1"
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler

    _screen, code = play_from(station_of(), typed())
    assert code == exits.OK
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_who_ignores_ctrl_c_goes_on_ignoring_it() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        interrupts = Interrupts()
        interrupts.hold()
        signal.raise_signal(signal.SIGINT)
        interrupts.release()
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
