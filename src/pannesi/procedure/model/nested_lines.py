"""Which fields of a model hold lines, derived from their types: a verb with lines below it is named nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pannesi.procedure.model.entity import Frozen
from pannesi.procedure.model.introspection import model_fields
from pannesi.procedure.model.lines import LINES, Line


def line_fields(model: type[Frozen]) -> tuple[str, ...]:
    """The fields that are lists of lines, as `yes` of a verification or `alert` of a case."""
    return tuple(name for name, shape in model_fields(model).items() if _item(shape.type) == Line)


def way_fields(model: type[Frozen]) -> tuple[str, ...]:
    """The fields that are lists of ways on, each with its own `lines`, as the options of a question."""
    return tuple(name for name, shape in model_fields(model).items() if _is_way(_item(shape.type)))


@cache
def fields_of_lines() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The same of all verbs together: lists of lines, lists of ways on."""
    return _once(map(line_fields, LINES)), _once(map(way_fields, LINES))


def _once(names: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for some in names for name in some))


def _is_way(item: Any) -> bool:
    return isinstance(item, type) and issubclass(item, Frozen) and line_fields(item) == ("lines",)


def _item(expected: Any) -> Any:
    """The type of what stands in a list, whose own notes and None are left out; None where it is no list."""
    if get_origin(expected) is Annotated or get_origin(expected) in (Union, UnionType):
        return next((item for part in get_args(expected) if (item := _item(part)) is not None), None)
    return get_args(expected)[0] if get_origin(expected) is tuple else None
