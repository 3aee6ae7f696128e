"""What is missing of each patient line, and a cache of it between two looks at the register."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from pannesi.procedure.model.register_fields import Field
from pannesi.session.projection.read_model import Patient
from pannesi.session.register.collisions import SharedNumberDoubt


class Missing(NamedTuple):
    """What is missing of a patient line, in words, by when it is to be done."""

    now: list[str]
    to_fill_in: list[str]
    at_the_return: list[str]

    @property
    def lines(self) -> list[str]:
        """One line of text for each part that is not empty."""
        return [" · ".join(part) for part in self if part]


class RegisterCache:
    """What was last worked out about the patient lines, with what it was worked out from."""

    def __init__(self) -> None:
        self.missing: dict[str, tuple[Patient, Missing]] = {}
        """What is missing of each patient line, by its id, with the line that it was worked out from."""
        self.missing_fields: tuple[Field, ...] = ()
        """The fields that were asked when `missing` was worked out."""
        self.alarms: Mapping[str, list[str]] = {}
        """The warnings of each patient line, by its id."""
        self.marks: Mapping[str, list[str]] = {}
        """The numbers of the lines that each may be taken for, by its id."""
        self.alarms_source: tuple[tuple[Patient, ...], tuple[Field, ...], tuple[SharedNumberDoubt, ...]] | None = None
        """The patient lines, fields and doubts that `alarms` was worked out from."""
