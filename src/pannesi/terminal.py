"""What the terminal can do, decided once at the start from what it says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Capability = Literal["full", "ansi", "mono", "plain"]
"""`full`: the full screen in its own colours. `ansi`: in the terminal's sixteen. `mono`: without any, as NO_COLOR asks.
`plain`: the line-by-line face, where there is no terminal, or one that would show garbage."""


def capability(environment: Mapping[str, str], *, tty: bool, encoding: str | None, windows: bool = False) -> Capability:
    """The best face for a terminal. `tty`: both input and output are one. `encoding`: of the output."""
    term = environment.get("TERM", "")
    if not tty or (term in ("", "dumb", "unknown") and not windows):
        return "plain"
    if (encoding or "").lower().replace("-", "").replace("_", "") != "utf8":
        return "plain"
    if windows and not ({"WT_SESSION", "TERM_PROGRAM", "ConEmuANSI"} & set(environment)):
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
