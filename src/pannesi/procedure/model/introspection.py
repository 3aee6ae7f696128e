"""What a model says of itself: its fields, their types, the keys that authors write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from functools import cache
from typing import Any, get_type_hints

from pannesi.procedure.model.entity import Frozen, written_key


@dataclass(frozen=True)
class ModelField:
    """One field of a model."""

    key: str
    """What an author writes."""
    type: Any
    """With its notes (`Annotated`)."""
    required: bool


def model_fields(model: type[Frozen]) -> Mapping[str, ModelField]:
    """The fields of a model by name, in order."""
    named: Any = model
    return _shapes_of(named)


@cache
def _shapes_of(model: Any) -> Mapping[str, ModelField]:
    types = get_type_hints(model, include_extras=True)
    return {
        field.name: ModelField(
            written_key(field.name), types[field.name], field.default is MISSING and field.default_factory is MISSING
        )
        for field in fields(model)
    }
