"""The full-screen face under a real terminal: what it had shown as done is kept, and nothing hostile gets through."""

from __future__ import annotations

import random
import re
import time
from pathlib import Path

import pyte
import pytest

from pannesi.journal.sqlite import SqliteJournal
from tests.journal.edges import edge
from tests.program.terminal import Program
from tests.program.test_hostile import hostile_site
from tests.site.test_coverage import shipped

FULL = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
KEYS = ("6", "\r", "1", "1", "\r", "\r", "\r", "u", "\r", "p", "1", "1", "Inventé\r", "\x1b[15~", "\r", "\r")


def screen_of(program: Program, size: tuple[int, int] = (24, 80)) -> list[str]:
    """What a person would see now."""
    screen = pyte.Screen(size[1], size[0])
    stream = pyte.ByteStream(screen)
    stream.feed(re.sub(rb"\x1b\[[>=<?][0-9;]*[a-zA-Z]", b"", program.output))
    return list(screen.display)


def opened(data: Path, *arguments: str) -> Program:
    return Program(data, *arguments, environment=FULL, size=(24, 80), term="xterm-256color")


@pytest.mark.parametrize("length", range(2, len(KEYS) + 1))
def test_what_the_screen_had_shown_as_done_is_on_disk_after_a_kill_at_any_key(length: int, tmp_path: Path) -> None:
    dice = random.Random(length)
    with opened(tmp_path) as program:
        program.until("quitter")
        for key in KEYS[:length]:
            program.type(key)
            program.read(dice.choice([0.05, 0.1, 0.25]))
        program.kill()
        shown = {found[1] for line in screen_of(program) if (found := re.match(r"^[▶ ]✓ (\d+\.\d+) ", line))}
    journal = SqliteJournal(tmp_path / "journal.db", edge("reader"))
    told = {str(event.payload.get("line")) for row in journal.sessions() for event in journal.events(row.id)}
    assert journal.verify() == ()
    by_number = {place.number: line for (unit, line), place in shipped().places.items() if unit == "cas-3"}
    assert {by_number[number] for number in shown} <= told


def test_it_leaves_a_usable_terminal_and_the_session_to_go_on_with(tmp_path: Path) -> None:
    with opened(tmp_path) as program:
        program.until("quitter")
        program.type("6\r")
        program.until("Un seul poste")
        program.type("\x11")
        assert program.ended() == 0
        assert b"\x1b[?1049l" in program.output
    with opened(tmp_path) as program:
        program.until("reprendre")


def test_a_nasty_site_and_hostile_keys_send_nothing_of_theirs_to_the_terminal(tmp_path: Path) -> None:
    site = hostile_site(tmp_path / "site")
    with opened(tmp_path / "data", "--site", str(site), "--who", "A\x1b]0;pris\x07B") as program:
        program.until("quitter")
        program.type("6\r")
        time.sleep(0.5)
        program.type("m")
        program.read(0.3)
        program.type("\x1b[200~mot \x1b]0;pris\x07 \u202efin\x1b[201~\r")
        program.read(0.5)
        program.type("\x11")
        assert program.ended() == 0
        assert b"\x1b]0;pris" not in program.output
        assert "\u202e".encode() not in program.output
        assert b"Traceback" not in program.output
