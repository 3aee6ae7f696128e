"""A problem in the files of a site, and its renderings: on one line, in full with a caret, for GitHub, as JSON."""

from __future__ import annotations

import unicodedata
from typing import Any, Literal

from pannesi.support.i18n import _
from pannesi.support.light_dataclass import dataclass
from pannesi.support.text_safety import clean_line

_BEFORE, _WINDOW = 60, 100
"""Characters of a long line that are shown before the place, and in all."""


@dataclass(frozen=True)
class Problem:
    """An error or a warning about a place in a file. Its texts, which may quote the file, are made safe to show.

    Codes: P1xx reading, P2xx shape, P3xx links, P4xx gaps of the procedure, P5xx lint, P6xx proof of coverage.
    """

    path: str
    """Relative to the site's folder."""
    line: int | None
    """From 1; None where the problem has no place in the file."""
    column: int | None
    """From 1, in characters; None where the problem has no place in the line."""
    severity: Literal["error", "warning"]
    code: str
    message: str
    help: str = ""
    """What to write instead; empty when the message says it."""

    def __post_init__(self) -> None:
        for name in ("path", "message", "help"):
            object.__setattr__(self, name, clean_line(getattr(self, name)))

    @property
    def order(self) -> tuple[str, int, int, str]:
        """The sort key: file, place, code."""
        return (self.path, self.line or 0, self.column or 0, self.code)


def render_on_one_line(problem: Problem) -> str:
    """The problem on one line: `cases/cas-3.yaml:41:7: erreur[P203] message`."""
    place = ":".join(str(part) for part in (problem.path, problem.line, problem.column) if part is not None)
    word = _("erreur") if problem.severity == "error" else _("avertissement")
    return f"{place}: {word}[{problem.code}] {problem.message}"


def render_in_full(problem: Problem, text: str | None, cause: str = "") -> str:
    """The problem on several lines: the one line, an excerpt of the file with a caret, the cause, the remedy.

    `text` is the whole text of the file, None for no excerpt; `cause` is left out when it is empty.
    """
    parts = [render_on_one_line(problem)]
    if text is not None and problem.line is not None:
        parts += _excerpt_lines(text.replace("\r\n", "\n").split("\n"), problem.line, problem.column)
    if cause:
        parts.append("  " + _("cause : {cause}").format(cause=clean_line(cause)))
    if problem.help:
        parts.append("  " + _("aide : {help}").format(help=problem.help))
    return "\n".join(parts)


def as_github_command(problem: Problem) -> str:
    """The problem as a workflow command of GitHub Actions, which shows it as an annotation beside the line."""
    where = [("file", problem.path), ("line", problem.line), ("col", problem.column), ("title", problem.code)]
    properties = ",".join(f"{key}={_escaped_property(str(value))}" for key, value in where if value is not None)
    text = problem.message + (f" {problem.help}" if problem.help else "")
    return f"::{problem.severity} {properties}::{_escaped_message(text)}"


def _escaped_message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped_property(text: str) -> str:
    return _escaped_message(text).replace(":", "%3A").replace(",", "%2C")


def _excerpt_lines(lines: list[str], line: int, column: int | None) -> list[str]:
    """A line of a file between its neighbours, with a caret below it; empty when the file has no such line."""
    if line > len(lines):
        return []
    written = lines[line - 1].removeprefix("\ufeff")
    index = min((column or 1) - 1, len(written))
    start = max(index - _BEFORE, 0)
    before = ("…" if start else "") + clean_line(written[start:index])
    after = clean_line(written[index : start + _WINDOW]) + ("…" if start + _WINDOW < len(written) else "")
    margin = f"{line:>5} | "
    shown = [*_neighbour_line(lines, line - 1, start), margin + before + after]
    if column is not None:
        shown.append(" " * (len(margin) + _cells(before)) + "^")
    return [*shown, *_neighbour_line(lines, line + 1, start)]


def _neighbour_line(lines: list[str], line: int, start: int) -> list[str]:
    """A line beside the reported one; empty where there is none, or where `start`, the first column shown, is not 0."""
    if start or not 1 <= line <= len(lines) or not (shown := lines[line - 1].removeprefix("\ufeff")).strip():
        return []
    more = "…" if len(shown) > _WINDOW else ""
    return [f"{line:>5} | " + clean_line(shown[:_WINDOW]) + more]


def _cells(text: str) -> int:
    """The number of columns that a text takes in a terminal: wide characters two, combining ones none."""
    no_width = ("Mn", "Me", "Cf")
    widths = (
        (2 if unicodedata.east_asian_width(character) in "WF" else 1, unicodedata.category(character))
        for character in text
    )
    return sum(0 if category in no_width else width for width, category in widths)


def problem_as_json(problem: Problem) -> dict[str, Any]:
    """The problem as values for JSON."""
    return {
        "path": problem.path,
        "line": problem.line,
        "column": problem.column,
        "severity": problem.severity,
        "code": problem.code,
        "message": problem.message,
        "help": problem.help,
    }
