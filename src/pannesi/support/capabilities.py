"""What the terminal can do, decided once at the start from its environment variables."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Mapping
from typing import Literal

Capability = Literal["full", "ansi", "mono", "plain"]
"""`full`: the full screen in true or 256 colours. `ansi`: in the terminal's sixteen. `mono`: none (NO_COLOR).
`plain`: the line-by-line face, where there is no terminal or one that would show escape codes as text."""


def capability(environment: Mapping[str, str], *, tty: bool, encoding: str | None, windows: bool = False) -> Capability:
    """The most capable face for a terminal. `tty`: input and output are terminals. `encoding`: the output's."""
    term = environment.get("TERM", "")
    if not tty or term in ("dumb", "unknown") or not (term or windows):
        return "plain"
    if not _is_utf8(encoding):
        return "plain"
    if windows and not _interprets_escapes(environment):
        return "plain"
    if environment.get("NO_COLOR"):
        return "mono"
    if (
        environment.get("COLORTERM", "").lower() in ("truecolor", "24bit")
        or "256color" in term
        or "WT_SESSION" in environment
    ):
        return "full"
    return "ansi"


def outputs_are_terminals() -> bool:
    """Whether standard output is a terminal, and standard error too except on Windows.

    The full screen is drawn on standard error: redirected to a file, the person would see a blank window.
    """
    outputs = (sys.stdout,) if sys.platform == "win32" else (sys.stdout, sys.stderr)
    return all(stream is not None and stream.isatty() for stream in outputs)


def _is_utf8(encoding: str | None) -> bool:
    """Whether an encoding is UTF-8 under any of its names (`utf8`, `UTF-8`, `cp65001`)."""
    try:
        return codecs.lookup(encoding or "").name == "utf-8"
    except LookupError:
        return False


def _interprets_escapes(environment: Mapping[str, str]) -> bool:
    """Whether a Windows console announces that it interprets escape codes; the old console does not."""
    conemu = environment.get("ConEmuANSI", "OFF") == "ON"
    return conemu or "WT_SESSION" in environment or "TERM_PROGRAM" in environment
