"""The fields of the models that hold lines, derived from their types, so that no list of them is to be maintained."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pannesi.procedure.model.entity import Frozen
from pannesi.procedure.model.introspection import model_fields
from pannesi.procedure.model.lines import LINES, Line

_NESTING: dict[type[Frozen], tuple[tuple[str, ...], tuple[str, ...]]] = {}
"""A cache: the `line_fields` and the `branch_fields` of the models that were asked about."""


def line_fields(model: type[Frozen]) -> tuple[str, ...]:
    """The names of the fields that are lists of lines, as `yes` of a verification or `alert` of a case."""
    return _fields_that_nest(model)[0]


def branch_fields(model: type[Frozen]) -> tuple[str, ...]:
    """The names of the fields that are lists of branches, each with its own `lines`, as the options of a question."""
    return _fields_that_nest(model)[1]


def _fields_that_nest(model: type[Frozen]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if model not in _NESTING:
        items = {name: _item_type(field.type) for name, field in model_fields(model).items()}
        lines = tuple(name for name, item in items.items() if item == Line)
        _NESTING[model] = lines, tuple(name for name, item in items.items() if _is_branch(item))
    return _NESTING[model]


@cache
def fields_of_lines() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The `line_fields` and the `branch_fields` of all verbs together."""
    return _distinct_names(map(line_fields, LINES)), _distinct_names(map(branch_fields, LINES))


def _distinct_names(names: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(itertools.chain.from_iterable(names)))


def _is_branch(item: Any) -> bool:
    return isinstance(item, type) and issubclass(item, Frozen) and line_fields(item) == ("lines",)


def _item_type(expected: Any) -> Any:
    """The type of the items of a list, ignoring annotations and None; None for a type that is no list."""
    if get_origin(expected) is Annotated or get_origin(expected) in (Union, UnionType):
        return next((item for part in get_args(expected) if (item := _item_type(part)) is not None), None)
    return get_args(expected)[0] if get_origin(expected) is tuple else None
