"""A scanner, a held key and a fast hand at a real terminal: the times are taken where bytes are read."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from tests.support.full_screen import FULL, opened, screen_of
from tests.support.recorded_facts import recorded
from tests.support.terminal import Program

LABEL = "2600451278"


def one_by_one(program: Program, keys: str, seconds: float) -> None:
    """Each key by itself, as a scanner or a held key sends them; a machine too busy for that tries nothing."""
    last = time.monotonic()
    for key in keys:
        program.send(key)
        now = time.monotonic()
        if now - last > seconds + 0.015:
            pytest.skip("the machine is too busy to type as fast as a scanner")
        last = now
        time.sleep(seconds)


def kinds(data: Path) -> list[str]:
    return [str(event.kind) for event in recorded(data)]


def shown(program: Program) -> str:
    return " ".join("\n".join(screen_of(program)).split())


@pytest.mark.parametrize("seconds", [0.004, 0.0], ids=["scanned", "pasted"])
def test_a_label_at_a_question_leaves_nothing_and_is_shown(seconds: float, tmp_path: Path) -> None:
    with opened(tmp_path) as program:
        program.ready()
        program.type("6\r")
        program.until("Un seul poste")
        program.calm()
        if seconds:
            one_by_one(program, "11111111\r", seconds)
        else:
            program.send("11111111\r")
        program.until("rien d'enregistr")
        program.calm()
        assert "3.4" not in shown(program) or "▶" in shown(program)
        told = kinds(tmp_path)
        assert told.count("line.answered") == told.count("undone")


def test_enter_held_at_a_line_says_at_most_one_thing_done(tmp_path: Path) -> None:
    with opened(tmp_path) as program:
        program.ready()
        program.type("2\r")
        program.until("0 h 00")
        program.calm(0.6)
        before = len(kinds(tmp_path))
        program.send("\r")
        time.sleep(0.5)
        one_by_one(program, "\r" * 45, 0.033)
        program.calm()
        told = kinds(tmp_path)[before:]
        assert told.count("line.done") - told.count("undone") <= 1, told


def test_what_a_hand_typed_while_the_program_stood_still_is_all_obeyed(tmp_path: Path) -> None:
    with opened(tmp_path) as program:
        program.ready()
        program.type("6\r")
        program.until("Un seul poste")
        program.calm()
        os.kill(program._process.pid, signal.SIGSTOP)
        for key in "mposte 2\r":
            program.send(key)
            time.sleep(0.1)
        os.kill(program._process.pid, signal.SIGCONT)
        program.until("poste 2")
        program.calm()
        assert kinds(tmp_path)[-1] == "noted"


def test_a_label_in_the_form_is_offered_to_its_numbers_and_answers_nothing(tmp_path: Path) -> None:
    """All at once, as some terminals paste: how late a busy machine reads what a scanner types is tried with the clock
    that is passed in."""
    with Program(tmp_path, environment=FULL, size=(24, 80), term="xterm-256color") as program:
        program.ready()
        program.type("7\rp")
        program.until("NOUVEAU PATIENT")
        program.calm()
        program.send(f"{LABEL}\r")
        program.until("Dans quel champ")
        program.send("\x1b")
        program.calm()
        assert "patient.added" not in kinds(tmp_path)
