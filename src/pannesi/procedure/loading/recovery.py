"""What can still be made of a file whose shape is wrong, so that its links are checked in the same go.

The faulty passages are taken out of its tree, as few as will do. What comes out is for checking only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pannesi.procedure.loading.source_positions import ErrorPath, TreeStep, steps_to
from pannesi.procedure.loading.validation import ValidationError, validated
from pannesi.procedure.loading.yaml_reader import Map, Seq

_ROUNDS = 4
"""What goes may leave something else too short, a few times over."""
_STAND_INS = {"format": "1", "title": "…", "recognise": "…", "site": "…"}
"""Keys of a whole file that no link depends on, and what to put in their place."""


@dataclass(frozen=True)
class RemovedContent:
    """What a file lost when it was salvaged."""

    names: frozenset[str] = frozenset()
    """Every key and text that went: any of them may be a name that is referred to elsewhere."""
    incomplete: frozenset[int] = frozenset()
    """The mappings and lists of the tree (by `id`) in which something is missing now."""


def recover_model(tree: Map, model: Any, failure: ValidationError) -> tuple[Any, RemovedContent]:
    """The `model` of what is sound in a tree, None if that is nothing; and what had to go.

    `failure` is what validating said of the tree, which is changed.
    """
    gone: set[str] = set()
    torn: set[int] = set()
    for _round in range(_ROUNDS):
        paths = [error["loc"] for error in failure.errors(include_url=False, include_context=False)]
        for way in _faulty(tree, model, paths):
            torn.update(id(step.owner) for step in way)
            owner, part = way[-1].owner, way[-1].part
            gone.update(_names(owner[part]))  # type: ignore[index]
            _remove(owner, part)
        try:
            return validated(model, tree), RemovedContent(frozenset(gone), frozenset(torn))
        except ValidationError as again:
            failure = again
    return None, RemovedContent(frozenset(gone.union(_names(tree))), frozenset(torn))


def _faulty(tree: Map, model: Any, paths: list[ErrorPath]) -> list[list[TreeStep]]:
    """The ways to the smallest passage around each error that can go, the last items of a list first. Where the whole
    file would have to go, a key is given a stand-in if it has one."""
    found: dict[tuple[int, str | int], list[TreeStep]] = {}
    for path in paths:
        way = list(steps_to(tree, path, model))
        while way and not way[-1].removable:
            way.pop()
        if way:
            found[id(way[-1].owner), way[-1].part] = way
        elif path and path[-1] in _STAND_INS:
            key = str(path[-1])
            tree[key] = _STAND_INS[key]
            tree.values_at[key] = tree.place
    return sorted(found.values(), key=_index, reverse=True)


def _index(way: list[TreeStep]) -> int:
    part = way[-1].part
    return part if isinstance(part, int) else -1


def _remove(owner: Map | Seq, part: Any) -> None:
    del owner[part]
    if isinstance(owner, Seq):
        del owner.items_at[part]


def _names(node: Any) -> Iterator[str]:
    """Every key and text of a passage."""
    if isinstance(node, Map):
        yield from node
        for value in node.values():
            yield from _names(value)
    elif isinstance(node, Seq):
        for item in node:
            yield from _names(item)
    else:
        yield node
