"""Recovers the usable part of a file that is not valid, so that its references can be checked too.

As few passages as possible are removed from its tree. The result is for checks only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pannesi.procedure.loading.source_positions import ErrorPath, TreeStep, steps_to
from pannesi.procedure.loading.validation import ValidationError, validated
from pannesi.procedure.loading.yaml_reader import Map, Seq

_ROUNDS = 4
"""How often passages are removed: what is left may then be too short, a few times over."""
_PLACEHOLDERS = {"format": "1", "title": "…", "recognise": "…", "site": "…"}
"""Keys of a whole file on which no reference depends, with a valid value to replace them."""


@dataclass(frozen=True)
class RemovedContent:
    """What was removed from a file that is not valid."""

    names: frozenset[str] = frozenset()
    """Every key and text removed: any of them may be a name that other files refer to."""
    incomplete: frozenset[int] = frozenset()
    """The mappings and lists of the tree, by Python's `id()`, from which something was removed."""


def recover_model(tree: Map, model: Any, failure: ValidationError) -> tuple[Any, RemovedContent]:
    """The value of `model` for the usable part of a tree, None if there is none; and what had to be removed.

    `failure` is the error of validating the tree, which is changed in place.
    """
    removed: set[str] = set()
    incomplete: set[int] = set()
    for _round in range(_ROUNDS):
        paths = [error["loc"] for error in failure.errors(include_url=False, include_context=False)]
        for steps in _faulty_passages(tree, model, paths):
            incomplete.update(id(step.owner) for step in steps)
            owner, part = steps[-1].owner, steps[-1].part
            removed.update(_names_in(owner[part]))  # type: ignore[index]
            _remove_part(owner, part)
        try:
            return validated(model, tree), RemovedContent(frozenset(removed), frozenset(incomplete))
        except ValidationError as next_failure:
            failure = next_failure
    return None, RemovedContent(frozenset(removed.union(_names_in(tree))), frozenset(incomplete))


def _faulty_passages(tree: Map, model: Any, paths: list[ErrorPath]) -> list[list[TreeStep]]:
    """The steps to the smallest removable passage around each error, the last items of a list first.

    Where the whole file would have to be removed, the faulty key gets its placeholder if there is one.
    """
    by_place: dict[tuple[int, str | int], list[TreeStep]] = {}
    for path in paths:
        steps = list(steps_to(tree, path, model))
        while steps and not steps[-1].removable:
            steps.pop()
        if steps:
            by_place[id(steps[-1].owner), steps[-1].part] = steps
        elif path and path[-1] in _PLACEHOLDERS:
            key = str(path[-1])
            tree[key] = _PLACEHOLDERS[key]
            tree.values_at[key] = tree.place
    return sorted(by_place.values(), key=_index_in_list, reverse=True)


def _index_in_list(steps: list[TreeStep]) -> int:
    part = steps[-1].part
    return part if isinstance(part, int) else -1


def _remove_part(owner: Map | Seq, part: Any) -> None:
    del owner[part]
    if isinstance(owner, Seq):
        del owner.items_at[part]


def _names_in(node: Any) -> Iterator[str]:
    """Every key and text of a passage."""
    if isinstance(node, Map):
        yield from node
        for value in node.values():
            yield from _names_in(value)
    elif isinstance(node, Seq):
        for item in node:
            yield from _names_in(item)
    else:
        yield node
