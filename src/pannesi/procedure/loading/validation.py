"""Validation of the models of a site, and their conversion to JSON values, with pydantic."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

__all__ = ["ValidationError", "as_plain_values", "validated"]


@cache
def _adapter_of_model(model: Any) -> TypeAdapter[Any]:
    return TypeAdapter(model)


def validated(model: Any, tree: object) -> Any:
    """The value of a model (a class, or a union of classes) for a tree of plain values. Raises ValidationError."""
    return _adapter_of_model(model).validate_python(tree)


def as_plain_values(value: Any) -> dict[str, Any]:
    """A value of a model as values for JSON, under the keys that authors write."""
    model: Any = type(value)
    values: dict[str, Any] = _adapter_of_model(model).dump_python(value, mode="json", by_alias=True)
    return values
