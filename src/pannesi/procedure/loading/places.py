"""Paths inside a file: from a path to a position, and every line of a unit with its path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, assert_never

from pannesi.procedure.loading.decode import Position
from pannesi.procedure.loading.site_files import CONTACTS
from pannesi.procedure.loading.yaml_reader import Map, Seq
from pannesi.procedure.model.lines import Ask, BranchingLine, Line, Run, Verify
from pannesi.procedure.model.numbering import branches_of
from pannesi.procedure.model.units import PHASES, AnyUnit

Loc = tuple[str | int, ...]
"""A path inside a file: the keys and indexes that lead from its root to a value."""


def place_of(tree: Map, loc: Loc) -> Position:
    """The position of the value at `loc`; when it is not written, that of the nearest value around it."""
    node: Any = tree
    place = tree.place
    for part in loc:
        if isinstance(node, Map) and isinstance(part, str) and part in node:
            place, node = node.values_at[part], node[part]
        elif isinstance(node, Seq) and isinstance(part, int) and part < len(node):
            place, node = node.items_at[part], node[part]
        else:
            return place
    return place


def key_place_of(tree: Map, loc: Loc) -> Position:
    """The position of the last key of `loc`."""
    owner = node_at(tree, loc[:-1])
    return owner.keys_at.get(str(loc[-1]), owner.place) if isinstance(owner, Map) else place_of(tree, loc)


def unit_paths(trees: Mapping[str, Map]) -> dict[str | None, str]:
    """The path of the file of each unit, by the unit's id; `trees` are those of all files, by path."""
    return {tree.get("id"): path for path, tree in trees.items() if path != CONTACTS}


def node_at(tree: Map, loc: Loc) -> Any:
    """The value at `loc`; when it is not written, the nearest value around it."""
    node: Any = tree
    for part in loc:
        of_list = isinstance(node, Seq) and isinstance(part, int) and 0 <= part < len(node)
        if not of_list and not (isinstance(node, Map) and part in node):
            return node
        node = node[part]
    return node


def lines_with_paths(unit: AnyUnit) -> Iterator[tuple[Line, Loc]]:
    """Every line of a unit with its path in the file: the unit's own, then those of its symptoms."""
    for phase in (*PHASES, "steps"):
        yield from _lines_with_those_below(getattr(unit, phase, ()), (phase,))
    for index, symptom in enumerate(unit.symptoms):
        for phase in PHASES:
            yield from _lines_with_those_below(getattr(symptom, phase) or (), ("symptoms", index, phase))


def _lines_with_those_below(lines: tuple[Line, ...], loc: Loc) -> Iterator[tuple[Line, Loc]]:
    for index, line in enumerate(lines):
        here = (*loc, index)
        yield line, here
        for (_branch, inner), below in zip(branches_of(line), lists_below(line), strict=True):
            yield from _lines_with_those_below(inner, (*here, *below))


def lists_below(line: Line) -> list[Loc]:
    """The keys that lead from a line to each list of lines below it, in the order of `branches_of`."""
    if not isinstance(line, BranchingLine):
        return []
    if isinstance(line, Ask):
        return [*(("options", number, "lines") for number in range(len(line.options))), ("unknown",)]
    if isinstance(line, Verify):
        return [("yes",), ("no",), ("unknown",)]
    if isinstance(line, Run):
        return [("outcomes", number, "lines") for number in range(len(line.outcomes))]
    assert_never(line)
