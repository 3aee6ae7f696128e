"""A label may begin with any letter that is a command: what its first sign did or undid is put back, and said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from pannesi.application.session_service import Desk
from pannesi.presentation.commands.command import Command
from pannesi.presentation.commands.patients import ON_PATIENT_LINE, ON_REGISTER
from pannesi.presentation.commands.session import ON_LARGE, ON_SESSION
from pannesi.procedure.model.lines import Broadcast
from pannesi.tui.runtime import key_queue
from pannesi.tui.screens.patient_line import PatientLineScreen
from pannesi.tui.screens.session import SessionScreen
from tests.support.driving import play, running, screen_line, session_screen, settled
from tests.support.hands import Hand
from tests.support.recordings import evenly, scanned


def letters_of(commands: tuple[Command[Any], ...]) -> str:
    keys = dict.fromkeys(key for command in commands for key in command.keys.split(","))
    return "".join(key.upper() for key in keys if len(key) == 1 and key.isalpha())


def in_force(desk: Desk) -> dict[object, list[str]]:
    """The facts in force, by what they are about."""
    state = desk.state
    return {key: [fact.id for fact in slot.heads] for key, slot in state.slots.items() if slot.heads}


async def scans_every_letter(pilot: Pilot[Any], hand: Hand, desk: Desk, letters: str, *, late: str = "") -> set[str]:
    """Scans a label for each letter, those `late` also with its first sign read alone; returns the letters that had
    written something."""
    screen, stack, before, wrote = pilot.app.screen, pilot.app.screen_stack, in_force(desk), set()
    labels = [(f"{letter}2604", scanned(f"{letter}2604")) for letter in letters]
    labels += [(f"{letter}2604", [*evenly(letter, 0.0), *evenly("2604\n", 0.0, begin=0.12)]) for letter in late]
    for label, recording in labels:
        count = len(desk.state.timeline)
        hand.now += 1.0
        await hand.types(pilot, recording)
        assert in_force(desk) == before, label
        assert (pilot.app.screen, pilot.app.screen_stack) == (screen, stack), label
        assert f"lu : {label}" in screen_line(pilot), label
        assert "rien d'enregistré" in screen_line(pilot), label
        if len(desk.state.timeline) > count:
            wrote.add(label[0])
    hand.now += 1.0
    return wrote


def test_whatever_letter_a_label_begins_with_the_session_holds_the_same_facts(tmp_path: Path) -> None:
    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            await hand.presses(pilot, "6", "enter", "1", "1", "enter")
            here = session_screen(pilot)
            assert await scans_every_letter(pilot, hand, here.desk, "SLU") >= {"U"}
            here.go_to(next(row.key for row in here.view.walk.rows if row.status == "done"))
            await settled(pilot)
            at = here.cursor
            wrote = await scans_every_letter(pilot, hand, here.desk, letters_of(ON_SESSION), late="UZ")
            assert wrote >= {"U", "Z"}
            assert here.cursor == at
            await hand.types(pilot, scanned("Z2604"))
            assert "ce que son premier signe avait annulé est rétabli" in screen_line(pilot)
            await hand.presses(pilot, "tab", "f9")
            assert await scans_every_letter(pilot, hand, here.desk, letters_of(ON_LARGE)) >= {"U"}
            await hand.presses(pilot, "escape", "u")
            assert here.desk.state.timeline[-1].kind == "undone", "what a hand undoes stays undone"
            assert "est rétabli" not in screen_line(pilot)

    play(act)


def test_a_label_neither_opens_a_closed_session_again_nor_opens_another(tmp_path: Path) -> None:
    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            await hand.presses(pilot, "3", "enter", "x", "end", "enter")
            await hand.types(pilot, evenly("essai fini\n", 0.1))
            here = session_screen(pilot)
            if here.desk.state.closing is None:
                pytest.fail(screen_line(pilot))
            await scans_every_letter(pilot, hand, here.desk, letters_of(ON_SESSION))
            assert len(here.station.journal.sessions()) == 1

    play(act)


def test_what_nothing_takes_back_is_done_a_moment_later_where_a_hand_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(key_queue, "SURE_BY_HAND", 0.01)

    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            await hand.presses(pilot, "6", "enter", "1", "1")
            here = session_screen(pilot)
            here.go_to(next(row.key for row in here.view.walk.rows if isinstance(row.line, Broadcast)))
            await hand.presses(pilot, "e")
            while pilot.app._put_off is not None:
                await settled(pilot)
            assert "Écrit dans" in screen_line(pilot)
            assert len(list(Path.home().glob("message-*.txt"))) == 1
            monkeypatch.setattr(key_queue, "SURE_BY_HAND", 60.0)
            await hand.types(pilot, scanned("E2604"))
            assert pilot.app._put_off is None
            assert len(list(Path.home().glob("message-*.txt"))) == 1

    play(act)


def test_whatever_letter_a_label_begins_with_a_patient_line_holds_the_same_facts(tmp_path: Path) -> None:
    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            await hand.presses(pilot, "7", "enter", "p", "1", "f5", "p", "1", "f5", "d")
            desk = next(screen for screen in pilot.app.screen_stack if isinstance(screen, SessionScreen)).desk
            await scans_every_letter(pilot, hand, desk, letters_of(ON_REGISTER))
            await hand.presses(pilot, "enter", "enter", "up")
            assert isinstance(pilot.app.screen, PatientLineScreen)
            assert "Z" in await scans_every_letter(pilot, hand, desk, letters_of(ON_PATIENT_LINE))

    play(act)
