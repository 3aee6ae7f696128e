"""Edits of a site in memory: every line passed through a function, wherever it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from pannesi.procedure.model.lines import Ask, Line, Run, Verify
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import PHASES, AnyUnit

Edit = Callable[[Line], tuple[Line, ...]]
"""What stands instead of a line: itself changed, itself and another, nothing."""


def with_unit(site: Site, unit: AnyUnit) -> Site:
    """The site with a unit in the place of the one of its id."""
    return replace(site, units=tuple(unit if old.id == unit.id else old for old in site.units))


def edited(site: Site, unit: str, edit: Edit) -> Site:
    """The site with every line of a unit passed through `edit`."""
    before: Any = site.unit_by_id[unit]
    changes: dict[str, Any] = {
        phase: _all(getattr(before, phase), edit) for phase in (*PHASES, "steps") if hasattr(before, phase)
    }
    changes["symptoms"] = tuple(
        symptom.replace(
            **{phase: _all(lines, edit) for phase in PHASES if (lines := getattr(symptom, phase)) is not None}
        )
        for symptom in before.symptoms
    )
    return with_unit(site, before.replace(**changes))


def _all(lines: tuple[Line, ...], edit: Edit) -> tuple[Line, ...]:
    return tuple(new for line in lines for edited_line in edit(line) for new in (_inside(edited_line, edit),))


def _inside(line: Line, edit: Edit) -> Line:
    if isinstance(line, Verify):
        return line.replace(**{key: _all(getattr(line, key), edit) for key in ("yes", "no", "unknown")})
    if isinstance(line, Ask):
        options = tuple(option.replace(lines=_all(option.lines, edit)) for option in line.options)
        return line.replace(options=options, unknown=_all(line.unknown, edit))
    if isinstance(line, Run):
        ends = tuple(outcome.replace(lines=_all(outcome.lines, edit)) for outcome in line.outcomes)
        return line.replace(outcomes=ends)
    return line
