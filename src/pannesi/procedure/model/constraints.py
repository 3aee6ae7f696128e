"""What the models say of their values beyond the type, in words that pydantic is told only once something is validated:
a site found in the cache is used without it, and the first screen does not wait for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from pannesi.procedure.model.entity import Frozen

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema


class Bounds(Frozen):
    """The shape of a text, the length of a text or of a list."""

    pattern: str | None = None
    min_length: int | None = None
    max_length: int | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic import Field

        constraints = Field(pattern=self.pattern, min_length=self.min_length, max_length=self.max_length)
        return handler(Annotated[source, constraints])


@dataclass(frozen=True, eq=False, repr=False)
class ReadBy:
    """What makes the value of what was written. It calls `refuse` when that cannot be."""

    read: Callable[[object], object]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic import BeforeValidator

        return handler(Annotated[source, BeforeValidator(self.read)])


@dataclass(frozen=True, eq=False, repr=False)
class DiscriminatedBy:
    """The field by which the models of a union are told apart."""

    field: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic import Field

        return handler(Annotated[source, Field(discriminator=self.field)])


def unreadable(kind: str) -> Exception:
    """The error of a value that cannot be read, to be raised by what reads it; `kind` says which sentence it gets."""
    from pydantic_core import PydanticCustomError

    return PydanticCustomError(kind, kind)
