"""A rule of the lint: one object with its code, its severity, its check, and the page that explains it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from pannesi.procedure.checks.code_page import CodePage, Where
from pannesi.procedure.loading.places import Loc
from pannesi.procedure.loading.yaml_reader import Map
from pannesi.procedure.model.lines import Line
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import AnyUnit

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class LintFinding:
    """One thing that a rule found in a file of the site, without its position yet."""

    path: str
    loc: Loc
    message: str
    remedy: str
    severity: Severity | None = None
    """None: that of its rule."""
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


@dataclass(frozen=True)
class LintSite:
    """What every rule is given: the site, its units with their files, and what was read of the files."""

    site: Site
    units: tuple[LintUnit, ...]
    trees: Mapping[str, Map]

    def lines(self) -> Iterator[tuple[str, Line, Loc]]:
        """Every line of every unit: its file, the line, its place there."""
        return ((unit.path, line, loc) for unit in self.units for line, loc in unit.lines)


@dataclass(frozen=True)
class Rule:
    """What one code stands for: how it is looked for, and how it is explained."""

    code: str
    severity: Severity
    check: Callable[[LintSite], Iterable[LintFinding]]
    words: Callable[[], tuple[str, str]]
    """What is wrong in a few words; and in one sentence why that matters."""
    wrong: str
    """An example that the rule finds, as an author would write it."""
    right: str
    where: Where = "case"

    def page(self) -> CodePage:
        """Its page in `pannesi explain`."""
        return CodePage(self.code, *self.words(), self.wrong, self.right, self.where)
