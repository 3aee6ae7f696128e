"""The questions of a unit whose answers matter outside their own branches.

Those are the questions that conditions name, that the clock suggests an answer to, or that decide how an annex ends.
"""

from __future__ import annotations

from pannesi.procedure.loading.places import lines_with_paths
from pannesi.procedure.model.conditions import conditions_in
from pannesi.procedure.model.lines import Line, Outcome, QuestionLine
from pannesi.procedure.model.numbering import branches_of
from pannesi.procedure.model.units import AnyUnit


def lasting_questions(unit: AnyUnit) -> frozenset[str]:
    """The ids of the questions of a unit whose answers matter outside their own branches."""
    ids: set[str] = set()
    for line, _loc in lines_with_paths(unit):
        ids.update(part.answer.line for _where, part in conditions_in(line.when) if part.answer is not None)
        if isinstance(line, QuestionLine) and (line.suggests is not None or _ends_annex(line)):
            ids.add(line.id)
    return frozenset(ids)


def _ends_annex(line: Line) -> bool:
    """Whether some line below this one ends the annex."""
    return any(
        isinstance(inner, Outcome) or _ends_annex(inner) for _branch, lines in branches_of(line) for inner in lines
    )
