"""A problem in a site's files, and its renderings: one line that stands alone, in full with a caret, as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from pannesi.i18n import _
from pannesi.text import clean_line


@dataclass(frozen=True)
class Problem:
    """What is wrong, where, and what to write instead.

    `line` and `column` count from 1; None where there is no honest place to point at.
    """

    path: str
    line: int | None
    column: int | None
    severity: Literal["error", "warning"]
    code: str
    message: str
    help: str = ""

    @property
    def order(self) -> tuple[str, int, int, str]:
        return (self.path, self.line or 0, self.column or 0, self.code)


def one_line(problem: Problem) -> str:
    """`cases/cas-3.yaml:41:7: erreur[P203] message`."""
    place = ":".join(str(part) for part in (problem.path, problem.line, problem.column) if part is not None)
    word = _("erreur") if problem.severity == "error" else _("avertissement")
    return clean_line(f"{place}: {word}[{problem.code}] {problem.message}")


def full(problem: Problem, text: str | None) -> str:
    """The one line, the line of the file with a caret under the place, and the remedy."""
    parts = [one_line(problem)]
    if text is not None and problem.line is not None:
        lines = text.split("\n")
        if problem.line <= len(lines):
            written = lines[problem.line - 1]
            start = max((problem.column or 1) - 1 - 60, 0)
            shown, caret = clean_line(written[start : start + 100]), len(
                clean_line(written[start : (problem.column or 1) - 1])
            )
            margin = f"{problem.line:>5} | "
            parts += [margin + shown, " " * (len(margin) + caret) + "^"]
    if problem.help:
        parts.append("  " + clean_line(_("aide : {help}").format(help=problem.help)))
    return "\n".join(parts)


def as_json(problem: Problem) -> dict[str, Any]:
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
