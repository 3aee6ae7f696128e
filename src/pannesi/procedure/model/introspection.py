"""The fields of the models: their types, and the keys that authors write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
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


_FIELDS: dict[type[Frozen], Mapping[str, ModelField]] = {}
"""The fields of each model that was asked for."""


def model_fields(model: type[Frozen]) -> Mapping[str, ModelField]:
    """The fields of a model by name, in order."""
    if model not in _FIELDS:
        _FIELDS[model] = _read_fields(model)
    return _FIELDS[model]


def _read_fields(model: Any) -> Mapping[str, ModelField]:
    types = get_type_hints(model, include_extras=True)
    return {
        field.name: ModelField(
            written_key(field.name), types[field.name], field.default is MISSING and field.default_factory is MISSING
        )
        for field in fields(model)
    }
