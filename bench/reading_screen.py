"""The scripted reader on the screen: opens an entry at 80×24, gives the first answer to every question, settles every
line, announces the return, and stops when the session could be closed. The clock of the night is the reader's own."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.support.building import NIGHT
from tests.support.driving import press, prompt_words, screen_text, settled, write
from textual.pilot import Pilot

import pannesi
from bench.reading_model import CriticalLine, Reader, framed, listed, shows
from pannesi.application.context import open_station
from pannesi.procedure.loading.site_choice import shipped_folder
from pannesi.procedure.model.lines import Becomes, Joins, Know, Line, QuestionLine, Run, text_of
from pannesi.procedure.model.numbering import options_of
from pannesi.support.clock import Clock
from pannesi.tui.app import PannesiApp
from pannesi.tui.screens.choice_list import ChoiceListScreen
from pannesi.tui.screens.session import SessionScreen

SIZE = (80, 24)
WHO_SAW_IT = "AB, poste 2"
_MOST_STEPS = 120
pannesi.BUILT = f"{NIGHT:%Y-%m-%d}"  # or a program made since would doubt the hour of that night


@dataclass(frozen=True)
class Act:
    """A line that was settled: what the reader of paper does too."""

    unit: str
    line: Line
    answer: str | None
    """The words of the answer to a question."""


@dataclass
class Played:
    """What a night cost, and what was done in it."""

    reader: Reader = field(default_factory=Reader)
    to_first_act: int | None = None
    """The words until the first act: home's list, or the front page, then the frames of the lines, or the rows of
    paper."""
    pressed_at: float = 0
    """The seconds of the night until the last key: what is shown until the next one is of that moment."""
    critical: list[CriticalLine] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    orders: dict[str, frozenset[str]] = field(default_factory=dict)
    """The prescribed orders in force when the next patient comes, each with the units that give it."""


def leads_on(line: Line) -> bool:
    """Whether a line is none to act on by itself: a question, something to know, the way to other lines."""
    return isinstance(line, QuestionLine | Know | Run | Becomes | Joins)


async def play_entry(number: int, *, to_first_act: bool = False) -> Played:
    """A night that begins at an entry of home, to its end or only to its first act. Raises RuntimeError when it does
    not end."""
    played, frames = Played(), Reader()
    with tempfile.TemporaryDirectory() as folder:
        clock = Clock(real_now=lambda: NIGHT + timedelta(seconds=round(played.pressed_at)))
        station = open_station(str(shipped_folder()), folder, "AB", {}, Path(folder), clock=clock)
        async with PannesiApp(station, "full").run_test(size=SIZE) as pilot:
            await settled(pilot)
            rows = await _rows(pilot)
            played.reader.read(rows)
            frames.read(listed(rows))
            _act(played, len(str(number)) + 1)
            await press(pilot, *str(number), "enter")
            for _step in range(_MOST_STEPS):
                goes_on = await _step_on(pilot, played, frames)
                if not goes_on or (to_first_act and played.to_first_act is not None):
                    station.journal.close()
                    return played
    raise RuntimeError(f"entry {number} has no end")


async def _rows(pilot: Pilot[Any]) -> list[str]:
    """The rows before the reader's eyes, of the minute of the night: as the screen's next look at its clock, which
    comes twice a second of the machine's time, would leave them."""
    if isinstance(pilot.app.screen, SessionScreen):
        pilot.app.screen.refresh_from_journal()
        await settled(pilot)
    return screen_text(pilot).split("\n")


async def _step_on(pilot: Pilot[Any], played: Played, frames: Reader) -> bool:
    """Reads the screen and presses what comes next; False when nothing is left before closing."""
    rows = await _rows(pilot)
    played.reader.read(rows)
    screen = pilot.app.screen
    if isinstance(screen, ChoiceListScreen):
        _act(played, 1)
        await press(pilot, "1")
        return True
    assert isinstance(screen, SessionScreen), screen
    walk = screen.view.walk
    if screen.asking:
        typed = "" if "Depuis quand" in prompt_words(screen) else WHO_SAW_IT
        _act(played, len(typed) + 1)
        await write(pilot, typed)
    elif walk.next is not None:
        row = walk.next
        frames.read(framed(rows))
        if played.to_first_act is None and not leads_on(row.line):
            played.to_first_act = frames.words
        options = options_of(row.line) if isinstance(row.line, QuestionLine) else ()
        _note(played, Act(row.unit, row.line, options[0].label if options else None), rows)
        _act(played, 1)
        await press(pilot, "1" if options else "enter")
    elif walk.stage == "waiting":
        _note_orders(played, screen, rows)
        _act(played, 1)
        await press(pilot, "r")
    else:
        return False
    return True


def _act(played: Played, keys: int) -> None:
    played.reader.act(keys)
    played.pressed_at = played.reader.seconds


def _note(played: Played, act: Act, rows: Sequence[str]) -> None:
    played.acts.append(act)
    if act.line.critical == "yes":
        name = f"{act.unit} {act.line.id}"
        played.critical.append(CriticalLine(name, shows(rows, text_of(act.line))))


def _note_orders(played: Played, screen: SessionScreen, rows: Sequence[str]) -> None:
    """What lasts, when the next patient comes: each prescribed order is to be thought of."""
    for order in screen.view.walk.orders:
        if order.prescribed:
            played.orders[order.short] = frozenset(row.unit for row in order.rows)
            played.critical.append(CriticalLine(order.short, shows(rows, order.words)))
