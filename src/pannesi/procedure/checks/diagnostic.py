"""A problem in a site's files, and its renderings: one line that stands alone, in full with a caret, as JSON."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any, Literal

from pannesi.support.i18n import _
from pannesi.support.text_safety import clean_line

_BEFORE, _WINDOW = 60, 100
"""How many characters of a long line are shown before the place, and in all."""


@dataclass(frozen=True)
class Problem:
    """What is wrong, where, and what to write instead. Its texts may quote a file: they are made safe to show.

    `line` and `column` count from 1; None where there is no honest place to point at.
    Codes: P1xx reading, P2xx shape, P3xx links, P4xx gaps of the procedure, P5xx lint, P6xx proof of coverage.
    """

    path: str
    """Relative to the site's folder."""
    line: int | None
    column: int | None
    severity: Literal["error", "warning"]
    code: str
    message: str
    help: str = ""
    """What to write instead; empty when the message says it all."""

    def __post_init__(self) -> None:
        for name in ("path", "message", "help"):
            object.__setattr__(self, name, clean_line(getattr(self, name)))

    @property
    def order(self) -> tuple[str, int, int, str]:
        """By file, then by place, then by code."""
        return (self.path, self.line or 0, self.column or 0, self.code)


def render_on_one_line(problem: Problem) -> str:
    """`cases/cas-3.yaml:41:7: erreur[P203] message`."""
    place = ":".join(str(part) for part in (problem.path, problem.line, problem.column) if part is not None)
    word = _("erreur") if problem.severity == "error" else _("avertissement")
    return f"{place}: {word}[{problem.code}] {problem.message}"


def render_in_full(problem: Problem, text: str | None, cause: str = "") -> str:
    """The one line, the lines around the place in the file (whose whole text is `text`) with a caret under it, the
    cause when it is given, and the remedy."""
    parts = [render_on_one_line(problem)]
    if text is not None and problem.line is not None:
        parts += _excerpt(text.replace("\r\n", "\n").split("\n"), problem.line, problem.column)
    if cause:
        parts.append("  " + _("cause : {cause}").format(cause=clean_line(cause)))
    if problem.help:
        parts.append("  " + _("aide : {help}").format(help=problem.help))
    return "\n".join(parts)


def as_github_command(problem: Problem) -> str:
    """A workflow command, which a forge shows as an annotation beside the line."""
    where = [("file", problem.path), ("line", problem.line), ("col", problem.column), ("title", problem.code)]
    properties = ",".join(f"{key}={_property(str(value))}" for key, value in where if value is not None)
    text = problem.message + (f" {problem.help}" if problem.help else "")
    return f"::{problem.severity} {properties}::{_message(text)}"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")


def _excerpt(lines: list[str], line: int, column: int | None) -> list[str]:
    """The line of a file with its neighbours, and the caret below it; nothing when the text has no such line."""
    if line > len(lines):
        return []
    written = lines[line - 1].removeprefix("\ufeff")
    at = min((column or 1) - 1, len(written))
    start = max(at - _BEFORE, 0)
    before = ("…" if start else "") + clean_line(written[start:at])
    after = clean_line(written[at : start + _WINDOW]) + ("…" if start + _WINDOW < len(written) else "")
    margin = f"{line:>5} | "
    shown = [*_neighbour(lines, line - 1, start), margin + before + after]
    if column is not None:
        shown.append(" " * (len(margin) + _cells(before)) + "^")
    return [*shown, *_neighbour(lines, line + 1, start)]


def _neighbour(lines: list[str], line: int, start: int) -> list[str]:
    """A line beside the one that is told of, unless that one is shown from its middle on; nothing where none is."""
    if start or not 1 <= line <= len(lines) or not (shown := lines[line - 1].removeprefix("\ufeff")).strip():
        return []
    more = "…" if len(shown) > _WINDOW else ""
    return [f"{line:>5} | " + clean_line(shown[:_WINDOW]) + more]


def _cells(text: str) -> int:
    """How many columns of a terminal a text takes: wide characters two, combining ones none."""
    marks = ("Mn", "Me", "Cf")
    widths = ((2 if unicodedata.east_asian_width(one) in "WF" else 1, unicodedata.category(one)) for one in text)
    return sum(0 if kind in marks else width for width, kind in widths)


def problem_as_json(problem: Problem) -> dict[str, Any]:
    """The problem as plain values."""
    return {
        "path": problem.path,
        "line": problem.line,
        "column": problem.column,
        "severity": problem.severity,
        "code": problem.code,
        "message": problem.message,
        "help": problem.help,
    }
