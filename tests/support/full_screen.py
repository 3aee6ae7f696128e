"""The full screen in a terminal of its own."""

from __future__ import annotations

from pathlib import Path

from tests.support.terminal import Program, ShownScreen

OF_TEXTUAL = b"\x1b[?1000h"
"""The first that Textual asks of a terminal."""
FULL = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}


def screen_of(program: Program, size: tuple[int, int] = (24, 80)) -> list[str]:
    """What a person would see now."""
    return ShownScreen(program, size).rows()


def opened(data: Path, *arguments: str) -> Program:
    return Program(data, *arguments, environment=FULL, size=(24, 80), term="xterm-256color")
