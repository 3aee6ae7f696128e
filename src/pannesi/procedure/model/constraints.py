"""Constraints on the values of the models, which are converted to pydantic's only when something is validated.

A site from the cache is used without pydantic, so that the first screen does not wait until it is loaded.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

from pannesi.procedure.model.entity import Frozen
from pannesi.support.light_dataclass import dataclass

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema


class Bounds(Frozen):
    """A pattern for a text, and bounds for the length of a text or of a list."""

    pattern: str | None = None
    min_length: int | None = None
    max_length: int | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic import Field

        constraints = Field(pattern=self.pattern, min_length=self.min_length, max_length=self.max_length)
        return handler(Annotated[source, constraints])


@dataclass(frozen=True, eq=False, repr=False)
class ReadBy:
    """A function that converts what is written to the value; it raises `unreadable` when that is impossible."""

    read: Callable[[object], object]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic import BeforeValidator

        return handler(Annotated[source, BeforeValidator(self.read)])


@dataclass(frozen=True, eq=False, repr=False)
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
