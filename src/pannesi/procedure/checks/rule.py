"""A rule of the lint: its code, its severity, its check, and the page that explains it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from pannesi.procedure.checks.code_page import CodePage, ExamplePlace
from pannesi.procedure.loading.places import Loc
from pannesi.procedure.loading.yaml_reader import Map
from pannesi.procedure.model.lines import Line
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import AnyUnit

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class LintFinding:
    """A problem that a rule detects, without its position in the file yet."""

    path: str
    loc: Loc
    message: str
    remedy: str
    severity: Severity | None = None
    """None: the severity of the rule."""
    key: bool = False
    """Whether its place is the key at `loc`, rather than the value."""


@dataclass(frozen=True)
class LintUnit:
    """A unit with the path of its file, and its lines with their paths, collected once for all rules."""

    unit: AnyUnit
    path: str
    lines: tuple[tuple[Line, Loc], ...]

    @cached_property
    def line_by_id(self) -> dict[str, Line]:
        """The lines by their ids."""
        return {line.id: line for line, _loc in self.lines}


@dataclass(frozen=True)
class LintSite:
    """What every rule checks: the site, its units with their files, and the trees of the files by path."""

    site: Site
    units: tuple[LintUnit, ...]
    trees: Mapping[str, Map]

    def lines(self) -> Iterator[tuple[str, Line, Loc]]:
        """Every line of every unit, with the path of its file before it and its path in the file after it."""
        return ((unit.path, line, loc) for unit in self.units for line, loc in unit.lines)


@dataclass(frozen=True)
class Rule:
    """A rule of the lint."""

    code: str
    severity: Severity
    check: Callable[[LintSite], Iterable[LintFinding]]
    words: Callable[[], tuple[str, str]]
    """The title and the cause of its page; a function, so that they are translated when they are shown."""
    wrong: str
    """An example that breaks the rule, as an author would write it."""
    right: str
    """The same without the problem."""
    where: ExamplePlace = "case"

    def page(self) -> CodePage:
        """The explanation of its code in `pannesi explain`."""
        return CodePage(self.code, *self.words(), self.wrong, self.right, self.where)
