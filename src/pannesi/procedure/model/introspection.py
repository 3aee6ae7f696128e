"""The fields of the models: their types, and the keys that authors write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from functools import cache
from typing import Any, get_type_hints

from pannesi.procedure.model.entity import Frozen, written_key


@dataclass(frozen=True)
class ModelField:
    """A field of a model."""

    key: str
    """The key that authors write."""
    type: Any
    """Its type, including the constraints of `Annotated`."""
    required: bool
    """Whether it has no default."""


def model_fields(model: type[Frozen]) -> Mapping[str, ModelField]:
    """The fields of a model by name, in order."""
    hashable: Any = model
    return _model_fields(hashable)


@cache
def _model_fields(model: Any) -> Mapping[str, ModelField]:
    types = get_type_hints(model, include_extras=True)
    return {
        field.name: ModelField(
            written_key(field.name), types[field.name], field.default is MISSING and field.default_factory is MISSING
        )
        for field in fields(model)
    }
