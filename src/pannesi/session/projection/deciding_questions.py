"""Open questions and annexes that decide whether a critical line is due, and so are as critical as that line."""

from __future__ import annotations

from collections.abc import Iterator

from pannesi.procedure.model.conditions import conditions_in
from pannesi.procedure.model.lines import BranchingLine, Run, When
from pannesi.procedure.model.procedure import split_ref
from pannesi.session.projection.read_model import Row

Key = tuple[str, str]


def deciding_names(when: When | None) -> Iterator[str]:
    """The ids of the questions on which a condition depends, and the annexes, as `run ANNEX`."""
    for _where, part in conditions_in(when, denied=False):
        if part.answer is not None:
            yield part.answer.line
        if part.outcome is not None:
            yield f"run {split_ref('', part.outcome.annex)[1]}"


def open_deciding_rows(rows: tuple[Row, ...]) -> dict[tuple[str, str], Row]:
    """The open questions and annexes, by visit and by the name that conditions use (see `deciding_names`).

    An annex that is being walked through is also listed under its own visit, whose return lines ask for its outcome.
    """
    deciders: dict[tuple[str, str], Row] = {}
    for row in rows:
        if not isinstance(row.line, BranchingLine) or row.status != "open":
            continue
        name = f"run {row.line.value}" if isinstance(row.line, Run) else row.line.id
        deciders[row.visit, name] = row
        if row.running is not None:
            deciders[row.running, name] = row
    return deciders


def rows_deciding_critical_lines(rows: tuple[Row, ...]) -> frozenset[Key]:
    """The keys of the open questions, and of the annexes begun and not ended, that decide whether a critical line is
    due.

    They decide it when the critical line lies below them, or when its condition, or that of a line above it, names
    them. An annex that nobody began decides nothing yet.
    """
    waiting = open_deciding_rows(rows)
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
            deciders = _deciding_rows(path, waiting)
            decisive.update(it.key for it in deciders if not isinstance(it.line, Run) or it.running is not None)
    return frozenset(decisive)


def _deciding_rows(path: list[Row], waiting: dict[tuple[str, str], Row]) -> Iterator[Row]:
    """The open rows that the last line of a path through the tree depends on."""
    for row in path:
        if row.status == "open" and isinstance(row.line, BranchingLine):
            yield row
        elif row.status == "pending":
            names = ((row.visit, name) for name in deciding_names(row.line.when))
            yield from (waiting[name] for name in names if name in waiting)
