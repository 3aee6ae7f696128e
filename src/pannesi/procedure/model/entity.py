"""The base class of the models, immutable values whose fields are declared by annotations, and the constraints on them.

They are dataclasses that pydantic validates (`loading/validation.py`) rather than classes of pydantic, so that the
program starts on a site from the cache without loading pydantic. Constraints are converted to pydantic's only when
something is validated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import MISSING, dataclass, field, fields
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, NoReturn, Self, dataclass_transform

from pannesi.support import light_dataclass

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

_KEYS = {"start": "from", "end": "to"}


def written_key(name: str) -> str:
    """The key that authors write for a field: its name, but where that is a keyword of Python (`from`)."""
    return _KEYS.get(name, name)


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field,))
class Frozen:
    """An immutable value with declared fields.

    Built directly (`Duty(key="cd")`), it takes values without validation. Raises TypeError for an unknown or a missing
    field, AttributeError when a field is set.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid", "alias_generator": written_key}

    def __init_subclass__(cls) -> None:
        dataclass(init=False, repr=False, eq=False, kw_only=True)(cls)

    def __init__(self, **given: Any) -> None:
        self.__dict__.update(_with_defaults(type(self), given))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__}.{name} is frozen")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__}.{name} is frozen")

    def __eq__(self, other: object) -> bool:
        return self is other or (type(self) is type(other) and self.__dict__ == other.__dict__)

    def __hash__(self) -> int:
        return hash((type(self), *self.__dict__.values()))

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={value!r}" for name, value in self.__dict__.items())
        return f"{type(self).__name__}({values})"

    def replace(self, **changes: Any) -> Self:
        """A copy with some fields changed, without validation. Raises TypeError for an unknown field."""
        return type(self)(**{**self.__dict__, **changes})


def _with_defaults(model: type[Any], given: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The name and value of each field of a model: what was given, else its default. Raises TypeError."""
    declared = fields(model)
    unknown = given.keys() - {each.name for each in declared}
    if unknown:
        raise TypeError(f"{model.__name__} has no field {', '.join(sorted(unknown))}")
    for each in declared:
        if each.name in given:
            yield each.name, given[each.name]
        elif each.default is not MISSING:
            yield each.name, each.default
        elif each.default_factory is not MISSING:
            yield each.name, each.default_factory()
        else:
            raise TypeError(f"{model.__name__} needs {each.name}")


class Bounds(Frozen):
    """A pattern for a text, and bounds for the length of a text or of a list."""

    pattern: str | None = None
    min_length: int | None = None
    max_length: int | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic import Field

        constraints = Field(pattern=self.pattern, min_length=self.min_length, max_length=self.max_length)
        return handler(Annotated[source, constraints])


@light_dataclass.dataclass(frozen=True, eq=False, repr=False)
class ProposedValues:
    """The values of a text that an editor proposes; others are possible."""

    values: tuple[str, ...]


@light_dataclass.dataclass(frozen=True, eq=False, repr=False)
class ReadBy:
    """A function that converts what is written to the value; it raises `unreadable` when that is impossible."""

    read: Callable[[object], object]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic import BeforeValidator

        return handler(Annotated[source, BeforeValidator(self.read)])


@light_dataclass.dataclass(frozen=True, eq=False, repr=False)
class DiscriminatedBy:
    """The field (tag) that distinguishes the models of a union."""

    field: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic import Field

        return handler(Annotated[source, Field(discriminator=self.field)])


def unreadable(kind: str) -> Exception:
    """The exception for a `ReadBy` function to raise; `kind` selects the message (`validation_messages`)."""
    from pydantic_core import PydanticCustomError

    return PydanticCustomError(kind, kind)
