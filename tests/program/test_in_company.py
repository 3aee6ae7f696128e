"""The full screen beside other processes and under the system's signals: seen in time, ended properly."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest

from pannesi.session.facts.session import SessionOpened
from tests.support.full_screen import opened, screen_of
from tests.support.recorded_facts import recorded


def test_a_tick_of_another_process_is_seen_within_a_second_and_the_cursor_stays(tmp_path: Path) -> None:
    with opened(tmp_path, "--who", "AB") as first:
        first.ready()
        first.type("6\r")
        first.until("Un seul poste")
        with opened(tmp_path, "--who", "CD") as second:
            second.until("reprendre")
            second.type("\r")
            second.until("Un seul poste")
            first.read(1.0)
            before = [line for line in screen_of(first) if line.startswith("▶")]
            second.type("j")
            second.read(0.3)
            second.type("3.6\r")
            second.read(0.5)
            second.type("\r")
            began = time.monotonic()
            first.until("autre poste ou autre fenêtre")
            assert time.monotonic() - began < 1.5  # a second, and what two processes share of a busy machine
            first.read(0.5)
            shown = screen_of(first)
            assert any("✓ 3.6" in line and "joint" in line for line in shown)
            assert [line for line in shown if line.startswith("▶")] == before
            assert "CD" in "\n".join(shown)


@pytest.mark.parametrize("keys", ["", "6\r", "6\rp11Inventé"])
def test_asked_to_end_by_the_system_it_gives_the_terminal_back_and_leaves_no_name(keys: str, tmp_path: Path) -> None:
    with opened(tmp_path) as program:
        program.ready()
        for key in keys:
            program.type(key)
            program.read(0.4)
        program._process.send_signal(signal.SIGTERM)
        assert program.ended() == 143
        left = program.output[program.output.rindex(b"\x1b[?1049l") :]
        assert program.output.rindex(b"\x1b[?25h") > program.output.rindex(b"\x1b[?25l")
        assert program.output.rindex(b"\x1b[?1000l") > program.output.rindex(b"\x1b[?1000h")
        assert "la session reprend où elle était" in " ".join(left.decode().split())
        assert "Inventé".encode() not in left
    if keys:
        assert SessionOpened.kind in {event.kind for event in recorded(tmp_path)}


def test_a_terminal_that_is_closed_ends_the_program(tmp_path: Path) -> None:
    with opened(tmp_path) as program:
        program.ready()
        program.type("6\r")
        program.until("Un seul poste")
        program._process.send_signal(signal.SIGHUP)
        assert program.ended() != 0
    with opened(tmp_path) as program:
        program.until("reprendre")
