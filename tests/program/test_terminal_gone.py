"""A terminal that is gone, that says no size, or that is left by a signal."""

from __future__ import annotations

import os
import signal
import sys
import termios
import time
from pathlib import Path

import pytest

from pannesi.journal.sqlite.journal import SqliteJournal
from tests.support.full_screen import FULL, screen_of
from tests.support.terminal import Program
from tests.support.writers import fake_writer

MOMENT = 5.0
"""Seconds within which it must have ended: one is enough, a busy machine takes more."""


class Lasting(Program):
    """A program that was told to outlive its terminal, as `nohup` does."""

    def command(self, data: Path, arguments: tuple[str, ...]) -> list[str]:
        words = [sys.executable, "-m", "pannesi", "--data", str(data), *arguments]
        script = f"import os, signal; signal.signal(signal.SIGHUP, signal.SIG_IGN); os.execvp({words[0]!r}, {words!r})"
        return [sys.executable, "-c", script]

    def hang_up(self) -> None:
        """The terminal goes away; the file stands for it until the end."""
        os.close(self._ours)
        self._ours = os.open(os.devnull, os.O_RDWR)


def waited(program: Program) -> int | None:
    end = time.monotonic() + MOMENT
    while program._process.poll() is None and time.monotonic() < end:
        time.sleep(0.02)
    return program._process.poll()


@pytest.mark.parametrize(
    ("arguments", "term", "ready", "code"),
    [((), "xterm-256color", "quitter", 129), (("--plain",), "xterm-256color", "Numéro ou mots", None)],
    ids=["full", "plain"],
)
@pytest.mark.parametrize("keys", ["", "6\r"])
def test_it_ends_when_the_terminal_is_gone_though_it_was_told_to_outlive_it(
    arguments: tuple[str, ...], term: str, ready: str, code: int | None, keys: str, tmp_path: Path
) -> None:
    with Lasting(tmp_path, *arguments, environment=FULL, size=(24, 80), term=term) as program:
        program.until(ready)
        if not arguments:
            program.ready()
        program.type(keys)
        program.until("0  pas su" if arguments and keys else ready)
        program.read(0.5)
        program.hang_up()
        ended = waited(program)
        assert ended is not None, "it lives on without a terminal"
        assert ended == code or (code is None and ended != 1)
    journal = SqliteJournal(tmp_path / "journal.db", fake_writer("reader"))
    assert len(journal.sessions()) == (1 if keys else 0)
    assert journal.verify() == ()


@pytest.mark.parametrize("sent", [signal.SIGHUP, signal.SIGQUIT, signal.SIGABRT, signal.SIGTERM])
@pytest.mark.parametrize("keys", ["", "6\rp"])
def test_whatever_ends_it_leaves_a_terminal_that_can_be_typed_on(
    sent: signal.Signals, keys: str, tmp_path: Path
) -> None:
    with Program(tmp_path, environment=FULL, size=(24, 80), term="xterm-256color") as program:
        before = termios.tcgetattr(program._ours)
        program.ready()
        program.type(keys)
        program.calm()
        assert termios.tcgetattr(program._ours)[3] != before[3]
        os.kill(program._process.pid, sent)
        assert program.ended() == 128 + sent
        assert termios.tcgetattr(program._ours) == before
        for shown, hidden in (
            (b"\x1b[?25h", b"\x1b[?25l"),
            (b"\x1b[?1049l", b"\x1b[?1049h"),
            (b"\x1b[?1000l", b"\x1b[?1000h"),
        ):
            assert program.output.rindex(shown) > program.output.rindex(hidden)
        assert "la session reprend où elle était" in " ".join(program.text.split())


@pytest.mark.parametrize("size", [(0, 0), (24, 0), (0, 80)])
def test_a_terminal_that_says_no_size_is_taken_for_a_usual_one(size: tuple[int, int], tmp_path: Path) -> None:
    with Program(tmp_path, environment=FULL, size=size, term="xterm-256color") as program:
        program.ready()
        program.read(0.5)
        program.type("6")
        program.read(0.5)
        program.type("\r")
        program.until("Un seul poste")
        known = len(program.read(1.0))
        assert any("quitter" in line or "aide" in line for line in screen_of(program)[-1:])
        assert len(program.read(1.0)) - known < 20_000, "it paints without an end"
        program.type("\x11")
        assert program.ended() == 0


def test_a_terminal_in_latin_1_types_the_letters_that_were_meant(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 ended the program."""
    with Program(tmp_path, environment=FULL, size=(24, 80), term="xterm-256color") as program:
        program.ready()
        program.type("6\rm")
        program.until("Note")
        for key in (b"\xe9", b"t", b"\xe9", b" ", b"x"):
            os.write(program._ours, key)
            program.read(0.1)
        program.type("\r")
        program.until("été x")


def test_without_a_size_it_still_ends_when_it_is_asked_to(tmp_path: Path) -> None:
    with Program(tmp_path, environment=FULL, size=(0, 0), term="xterm-256color") as program:
        program.ready()
        os.kill(program._process.pid, signal.SIGTERM)
        assert program.ended() == 143


def test_the_line_by_line_face_does_without_a_size(tmp_path: Path) -> None:
    with Program(tmp_path, "--plain", size=(0, 0)) as program:
        program.until("Numéro ou mots")
        program.type("q\n")
        assert program.ended() == 0
