"""Open questions and annexes that decide whether a critical line is due, and so are as critical as that line."""

from __future__ import annotations

from collections.abc import Iterator

from pannesi.procedure.model.conditions import conditions_in
from pannesi.procedure.model.lines import BranchingLine, Run, When
from pannesi.procedure.model.procedure import split_ref
from pannesi.session.projection.read_model import Row

Key = tuple[str, str]


def names_deciding(when: When | None) -> Iterator[str]:
    """The ids of the questions on which a condition depends, and the annexes, as `run ANNEX`."""
    for _where, part in conditions_in(when, denied=False):
        if part.answer is not None:
            yield part.answer.line
        if part.outcome is not None:
            yield f"run {split_ref('', part.outcome.annex)[1]}"


def open_deciders(rows: tuple[Row, ...]) -> dict[tuple[str, str], Row]:
    """What is still to be answered, or walked to its end, by its visit and the name that conditions have for it; an
    annex that is being walked by its own passage too, whose return lines ask how it ended."""
    deciders: dict[tuple[str, str], Row] = {}
    for row in rows:
        if not isinstance(row.line, BranchingLine) or row.status != "open":
            continue
        name = f"run {row.line.value}" if isinstance(row.line, Run) else row.line.id
        deciders[row.visit, name] = row
        if row.running is not None:
            deciders[row.running, name] = row
    return deciders


def decide_a_critical_line(rows: tuple[Row, ...]) -> frozenset[Key]:
    """The open questions, and the annexes begun and not ended, on which a critical line depends: it lies below them,
    or its condition, or that of a line above it, names them. An annex that nobody began decides nothing yet."""
    waiting = open_deciders(rows)
    if not waiting:
        return frozenset()
    decisive: set[Key] = set()
    above: dict[str, list[Row]] = {}
    for row in rows:
        path = above.setdefault(row.visit, [])
        while path and path[-1].depth >= row.depth:
            path.pop()
        path.append(row)
        if row.status == "pending" and row.line.critical == "yes":
            deciders = _deciders(path, waiting)
            decisive.update(it.key for it in deciders if not isinstance(it.line, Run) or it.running is not None)
    return frozenset(decisive)


def _deciders(path: list[Row], waiting: dict[tuple[str, str], Row]) -> Iterator[Row]:
    """What the last line of a path through the tree waits for."""
    for row in path:
        if row.status == "open" and isinstance(row.line, BranchingLine):
            yield row
        elif row.status == "pending":
            names = ((row.visit, name) for name in names_deciding(row.line.when))
            yield from (waiting[name] for name in names if name in waiting)
