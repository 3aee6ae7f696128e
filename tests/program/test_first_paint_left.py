"""The program is left between Textual's start and its first frame: at once, the terminal as it was before."""

from __future__ import annotations

import os
import re
import signal
import sys
import termios
from pathlib import Path

import pytest

from tests.support.full_screen import FULL, OF_TEXTUAL
from tests.support.recorded_facts import recorded
from tests.support.terminal import FIRST_FRAME, Program

STALL = """
import functools, sys, time
from pannesi.tui.app import PannesiApp
here, name = {place}
usual = getattr(here, name)
@functools.wraps(usual)
def stalled(*given, **more):
    done = usual(*given, **more)
    time.sleep(30)
    return done
setattr(here, name, stalled)
sys.argv = {words}
from pannesi.cli.main import main
main()
"""
"""The program, standing still behind one of its functions."""
STARTED = "(__import__('pannesi.tui.runtime.driver').tui.runtime.driver.UnixDriverMethods, 'start_application_mode')"
"""Textual has changed the modes of the terminal."""
MOUNTED = "(PannesiApp, 'on_mount')"
"""The loop of events runs, and nothing is painted by Textual yet."""
BEFORE_MODES = "(PannesiApp, '__init__')"
"""Textual is loaded, and has not touched the terminal."""
HANDED = "(__import__('pannesi.tui.first_paint.terminal').tui.first_paint.terminal.EarlyTerminal, 'hand_over')"
"""Ctrl+C is left to Textual, which has not touched the terminal."""
_MODES = re.compile(rb"\x1b\[\?(1000|1003|1004|1015|1006|1049|2004)([hl])")


class Stalled(Program):
    """A program that stands still at one place of its start."""

    place = STARTED

    def command(self, data: Path, arguments: tuple[str, ...]) -> list[str]:
        words = repr(["pannesi", "--data", str(data), *arguments])
        return [sys.executable, "-c", STALL.format(place=self.place, words=words)]


class Mounted(Stalled):
    """Stands still in the loop of events."""

    place = MOUNTED


class BeforeModes(Stalled):
    """Stands still before Textual has the terminal."""

    place = BEFORE_MODES


class Handed(Stalled):
    """Stands still where Ctrl+C is left to Textual."""

    place = HANDED


def modes_left_on(written: bytes) -> set[bytes]:
    """The modes asked of a terminal and not ended."""
    last = {found[1]: found[2] for found in _MODES.finditer(written)}
    return {mode for mode, end in last.items() if end == b"h"}


def left_by(kind: type[Stalled], data: Path, keys: str, sent: signal.Signals | None) -> int:
    """Leaves such a program by keys or a signal; returns its exit code. The terminal is looked at."""
    with kind(data, environment=FULL, size=(24, 80), term="xterm-256color") as program:
        before = termios.tcgetattr(program._ours)
        program.until("quitter" if kind in (BeforeModes, Handed) else "\x1b[?2004h")
        program.calm(0.2)
        program.send(keys)
        if sent is not None:
            os.kill(program._process.pid, sent)
        code = program.ended()
        assert (OF_TEXTUAL in program.output) is (kind not in (BeforeModes, Handed))
        assert FIRST_FRAME not in program.text
        assert termios.tcgetattr(program._ours) == before
        assert modes_left_on(program.output) == set()
        assert program.output.count(b"\x1b[>") == program.output.count(b"\x1b[<u")  # the protocol of kitty
        assert b"\x1b[?25h" in program.output
        assert b"Traceback" not in program.output
    assert [event for event in recorded(data) if event.session] == []
    return code


@pytest.mark.parametrize("kind", [Stalled, Mounted])
@pytest.mark.parametrize("keys", ["\x11", "\x1b[113;5u", "6\x11", "6\r\x11"], ids=ascii)
def test_ctrl_q_does_not_wait_for_the_first_frame(kind: type[Stalled], keys: str, tmp_path: Path) -> None:
    assert left_by(kind, tmp_path, keys, None) == 0


@pytest.mark.parametrize(
    ("kind", "sent", "code"),
    [
        (Stalled, signal.SIGTERM, 143),
        (Stalled, signal.SIGHUP, 129),
        (BeforeModes, signal.SIGTERM, 143),
        (BeforeModes, signal.SIGINT, 130),
        (Handed, signal.SIGINT, 130),
    ],
)
def test_a_signal_then_leaves_a_terminal_that_can_be_typed_on(
    kind: type[Stalled], sent: signal.Signals, code: int, tmp_path: Path
) -> None:
    assert left_by(kind, tmp_path, "", sent) == code
