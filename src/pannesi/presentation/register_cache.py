"""What is still missing of the lines of a register, and what is kept of it from one look to the next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from pannesi.procedure.register_fields import Field
from pannesi.session.projection.read_model import Patient
from pannesi.session.register.collisions import SharedNumberDoubt


class Missing(NamedTuple):
    """What is still missing of a line, in words, by when it is to be done."""

    now: list[str]
    to_fill_in: list[str]
    at_the_return: list[str]

    @property
    def lines(self) -> list[str]:
        """Each part on a line of its own."""
        return [" · ".join(part) for part in self if part]


class RegisterCache:
    """What was last said of the lines of a register, and of what it was said."""

    def __init__(self) -> None:
        self.missing: dict[str, tuple[Patient, Missing]] = {}
        self.missing_by: tuple[Field, ...] = ()
        self.alarms: Mapping[str, list[str]] = {}
        self.alarms_of: tuple[tuple[Patient, ...], tuple[Field, ...], tuple[SharedNumberDoubt, ...]] | None = None
