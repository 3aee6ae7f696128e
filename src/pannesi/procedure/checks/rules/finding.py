"""What the lint looks at and what it finds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from pannesi.procedure.loading.places import Loc
from pannesi.procedure.model.lines import Line
from pannesi.procedure.model.units import AnyUnit


@dataclass(frozen=True)
class Finding:
    """One thing found in one file, without its position yet."""

    loc: Loc
    code: str
    message: str
    remedy: str
    severity: Literal["error", "warning"] = "warning"
    key: bool = False
    """Whether it stands at the key rather than at its value."""


@dataclass(frozen=True)
class LintUnit:
    """A unit with its lines and their places, walked once for all rules."""

    unit: AnyUnit
    path: str
    lines: tuple[tuple[Line, Loc], ...]

    @cached_property
    def line_by_id(self) -> dict[str, Line]:
        return {line.id: line for line, _loc in self.lines}


def text_of(line: Line) -> str:
    """A line as the operator reads it, whatever its verb."""
    label = line.__dict__.get("label")
    return label if isinstance(label, str) else line.value
