"""What the terminal can do, decided once at the start from what it says of itself."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Mapping
from typing import Literal

Capability = Literal["full", "ansi", "mono", "plain"]
"""`full`: the full screen in its own colours. `ansi`: in the terminal's sixteen. `mono`: without any, as NO_COLOR asks.
`plain`: the line-by-line face, where there is no terminal, or one that would show garbage."""


def capability(environment: Mapping[str, str], *, tty: bool, encoding: str | None, windows: bool = False) -> Capability:
    """The best face for a terminal. `tty`: both input and output are one. `encoding`: of the output."""
    term = environment.get("TERM", "")
    if not tty or term in ("dumb", "unknown") or not (term or windows):
        return "plain"
    if not _is_utf8(encoding):
        return "plain"
    if windows and not _understands_codes(environment):
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
    """Whether all that a face writes to is a terminal: the full screen is drawn on the error output, but on Windows.

    A launcher that sends errors to a file would else leave a person before a blank window."""
    drawn = (sys.stdout,) if sys.platform == "win32" else (sys.stdout, sys.stderr)
    return all(one is not None and one.isatty() for one in drawn)


def _is_utf8(encoding: str | None) -> bool:
    """Under any of its names: `utf8`, `UTF-8`, `cp65001`."""
    try:
        return codecs.lookup(encoding or "").name == "utf-8"
    except LookupError:
        return False


def _understands_codes(environment: Mapping[str, str]) -> bool:
    """Whether a console of Windows says that it is a terminal. The old one does not, and would show garbage."""
    said = environment.get("ConEmuANSI", "OFF") == "ON"
    return said or "WT_SESSION" in environment or "TERM_PROGRAM" in environment
