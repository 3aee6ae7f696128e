"""Searching the register: by name, by date of birth, by a number of the patient, by the number of the line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from pannesi.presentation.patients.register import RegisterView
from pannesi.presentation.patients.register_foot import NUMBERS
from pannesi.procedure.model.register_fields import ReadAs
from pannesi.session.event_writer import Refused
from pannesi.session.projection.read_model import BARE_WORDS, Patient
from pannesi.session.register.field_values import UNKNOWN_VALUE, checked_value
from pannesi.support.text_safety import fold_accents

_NAMES = ("birth-name", "first-name", "used-name")
_Part = tuple[str, dict[str, str]]
"""A word that is searched, and the birth dates that it may be."""
_BETWEEN_SIGNS = re.compile(r"[\s./_-]+")


def lines_with(view: RegisterView, patients: Iterable[Patient], words: str, today: date) -> list[Patient]:
    """The lines with all of these words: parts of names, a birth date or its year, a number or a part of it."""
    searched = words.strip()
    born = _birth_dates(view, searched, today)
    parts = [(part, _birth_dates(view, part, today)) for part in fold_accents(searched).split() if part]
    return [patient for patient in patients if _is_match(view, patient, parts, born)]


def _birth_dates(view: RegisterView, words: str, today: date) -> dict[str, str]:
    """The words as the beginning of a birth date, by the id of each field that they may be a value of."""
    dates = {}
    for field in view.fields:
        if field.means == "birth-date" and field.traits.read_as is ReadAs.DAY:
            try:
                value = checked_value(field, words, today)
            except Refused:
                continue
            if value and value != UNKNOWN_VALUE:
                dates[field.id] = value
    return dates


def _is_match(view: RegisterView, patient: Patient, parts: list[_Part], born: dict[str, str]) -> bool:
    values = patient.fields
    if _is_born(values, born):
        return True
    names = [values[field.id] for field in view.fields if field.means in _NAMES and field.id in values]
    names += [values[BARE_WORDS]] if BARE_WORDS in values else []
    numbers = [values[field.id] for field in view.fields if field.means in NUMBERS and field.id in values]
    text = fold_accents(" ".join(names))
    closed = [_without_separators(number) for number in (*numbers, patient.label)]
    return bool(parts) and all(
        part in text or _in_numbers(part, closed) or _is_born(values, dates) for part, dates in parts
    )


def _is_born(values: dict[str, str], dates: dict[str, str]) -> bool:
    """Whether a birth date begins with one that was typed."""
    return any(values.get(name, "").startswith(value) for name, value in dates.items())


def _in_numbers(part: str, numbers: Iterable[str]) -> bool:
    sought = _without_separators(part)
    return bool(sought) and any(character.isdigit() for character in sought) and any(sought in held for held in numbers)


def _without_separators(number: str) -> str:
    return _BETWEEN_SIGNS.sub("", fold_accents(number))
