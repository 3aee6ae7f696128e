"""Numbers that two patients of the register share: said at once, and no line is verified on a number that is doubtful.

A *doublon* is one patient under two identities: `likeness` points those out. A *collision* is two patients under one
number, in the same place of the sheet or in another: it mixes two files. Only two lines that say the same name and day
of birth may share a number without a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Literal

from pannesi.procedure.register_fields import Field, Meaning
from pannesi.procedure.search import fold_accents
from pannesi.session.events import Event
from pannesi.session.facts.patients import SharedNumberConfirmed
from pannesi.session.projection.read_model import Patient, fields_of
from pannesi.session.register.field_values import UNKNOWN, value_of_meaning
from pannesi.session.register.images import images_target
from pannesi.session.state import State
from pannesi.support.i18n import _

Family = Literal["person", "stay", "order", "console"]
"""What a number is the number of."""
_FAMILIES: Mapping[Meaning, Family] = {
    "ipp": "person", "temporary-ipp": "person", "console-id": "console", "accession": "order",
    "temporary-accession": "order", "final-accession": "order",
}  # fmt: skip
_FILLED_BY: Mapping[str, Family] = {"episode": "stay", "order": "order"}
_LONG = 4
"""Signs that a number must have to be taken for one of another family: short ones meet by chance."""
_MANY = 12
"""Lines with one number that are compared two by two; of more, each with the first and the one before it."""
_BEFORE = re.compile(r"^n\W*(?:o\W*)?(?=\d)")


@dataclass(frozen=True)
class Number:
    """A number that a line says, in the form in which numbers are compared."""

    value: str
    family: Family
    field: str


@dataclass(frozen=True)
class SharedNumberDoubt:
    """One number at two patients, or in two places of one line."""

    first: str
    second: str
    """Lines, in the order of their entry; the same line twice where one says it in two places."""
    fields: tuple[tuple[str, str], ...]
    """The fields in which each says it."""
    collision: bool
    """Both say it as the number of the same thing."""
    confirmed_by: Event | None = None
    """The fact that it was looked at and is right, with its reason."""

    def concerns(self, patient: str) -> bool:
        """Whether a line is one of the two."""
        return patient in (self.first, self.second)

    def other(self, patient: str) -> str:
        """The other line."""
        return self.second if patient == self.first else self.first


def numbers_of(values: Mapping[str, str], sheet: Iterable[Field]) -> tuple[Number, ...]:
    """The numbers that a line says: none that is empty, unknown or 0, which stands for a number to come."""
    numbers = []
    for field in sheet:
        family = _FAMILIES.get(field.means) if field.means is not None else None
        family = family or _FILLED_BY.get(field.filled_by or "")
        if family is not None and (value := plain_number(values.get(field.id, ""))):
            numbers.append(Number(value, family, field.id))
    return tuple(numbers)


def plain_number(written: str) -> str:
    """A number without what people write around it: `n° 00 44-71` is `4471`."""
    if written == UNKNOWN:
        return ""
    kept = "".join(sign for sign in _BEFORE.sub("", fold_accents(written)) if sign.isalnum())
    return kept.lstrip("0") if kept.isdigit() else kept


def shared_numbers(numbers: Mapping[str, tuple[Number, ...]]) -> dict[str, tuple[str, ...]]:
    """The numbers that are said more than once, with the lines that say them."""
    holders: dict[str, list[str]] = {}
    for patient, mine in numbers.items():
        for number in mine:
            holders.setdefault(number.value, []).append(patient)
    return {value: tuple(dict.fromkeys(lines)) for value, lines in holders.items() if len(lines) > 1}


def number_doubts_of(
    state: State,
    patients: Mapping[str, Patient],
    numbers: Mapping[str, tuple[Number, ...]],
    met: Mapping[str, tuple[str, ...]],
    sheet: tuple[Field, ...],
) -> tuple[SharedNumberDoubt, ...]:
    """Every doubt about a number of the register, those that were looked at and passed included. `met` is what
    `shared_numbers` gives."""
    shared: dict[tuple[str, str], list[tuple[str, Number, Number]]] = {}
    for value, lines in met.items():
        for first, second in [*_pairs(lines), *((line, line) for line in lines)]:
            if first != second and not _different_patients(patients[first], patients[second], sheet):
                continue
            for mine, theirs in _equal(value, numbers[first], numbers[second], alone=first == second):
                shared.setdefault((first, second), []).append((value, mine, theirs))
    doubts = []
    for (first, second), pairs in shared.items():
        if not any(_has_rules(patients[line]) for line in (first, second)):
            continue
        fields = tuple((mine.field, theirs.field) for _value, mine, theirs in pairs)
        collision = first != second and any(mine.family == theirs.family for _value, mine, theirs in pairs)
        values = frozenset(value for value, _mine, _theirs in pairs)
        doubts.append(
            SharedNumberDoubt(first, second, fields, collision, _confirmed_by(state, first, second, values, sheet))
        )
    return tuple(doubts)


def _pairs(lines: tuple[str, ...]) -> Iterable[tuple[str, str]]:
    """Which lines are compared: no line is left out, and a number typed at every patient does not stop the program."""
    if len(lines) <= _MANY:
        return combinations(lines, 2)
    return dict.fromkeys([*((lines[0], line) for line in lines[1:]), *pairwise(lines)])


def _equal(
    value: str, mine: tuple[Number, ...], theirs: tuple[Number, ...], *, alone: bool
) -> Iterator[tuple[Number, Number]]:
    """The places in which two lines say a number, or one line says it twice for two things; what was typed on the
    console is mostly another number of the same line."""
    here, there = ([number for number in said if number.value == value] for said in (mine, theirs))
    pairs = list(combinations(here, 2)) if alone else [(first, other) for first in here for other in there]
    if not alone:
        same = [(first, other) for first, other in pairs if first.family == other.family]
        if same:
            yield same[0]
            return
    for first, other in pairs:
        if first.family == other.family or len(value) < _LONG:
            continue
        if not alone or "console" not in (first.family, other.family):
            yield first, other
            return


def _different_patients(first: Patient, other: Patient, sheet: tuple[Field, ...]) -> bool:
    """Whether two lines are not known to be of one patient: the images of one go to the other, or both say the same
    name, first name and whole day of birth."""
    if images_target(first) == other.id or images_target(other) == first.id:
        return False
    mine, theirs = (_person(line, sheet) for line in (first, other))
    return not (mine[0] & theirs[0] and mine[1] and mine[1] == theirs[1])


def _person(line: Patient, sheet: tuple[Field, ...]) -> tuple[frozenset[str], str]:
    values = line.fields
    names = {plain_number(value_of_meaning(sheet, values, what)) for what in ("birth-name", "used-name")} - {""}
    first, born = (
        plain_number(value_of_meaning(sheet, values, "first-name")),
        value_of_meaning(sheet, values, "birth-date"),
    )
    return frozenset(names), f"{first} {born}" if first and len(born) == len("1950-03-12") else ""


def _confirmed_by(
    state: State, first: str, second: str, values: frozenset[str], sheet: tuple[Field, ...]
) -> Event | None:
    """The word that a doubt is none, where both lines said these very numbers when it was given."""
    fact = state.slot("told_apart", first, second).head
    if fact is None or not isinstance(fact.body, SharedNumberConfirmed):
        return None
    for name in fact.body.seen:
        version = state.events.get(str(name))
        if version is None:
            return None
        said = {number.value for number in numbers_of(fields_of(version.text), sheet)}
        if not version.erased and not values <= said:
            return None
    return fact


def shared_number_words(
    doubt: SharedNumberDoubt, patient: str, labels: Mapping[str, str], sheet: Iterable[Field]
) -> str:
    """What is said of a doubt at one of its lines."""
    names = {field.id: field.label for field in sheet}
    here, there = doubt.fields[0] if patient == doubt.first else doubt.fields[0][::-1]
    mine, theirs = names.get(here, here), names.get(there, there)
    if doubt.first == doubt.second:
        return _("DOUTE : le même numéro pour « {mine} » et « {theirs} »").format(mine=mine, theirs=theirs)
    other = labels.get(doubt.other(patient), "?")
    if mine == theirs:
        return _("COLLISION ? même « {mine} » que {other}").format(mine=mine, other=other)
    words = _("COLLISION ? « {mine} » est « {theirs} » de {other}")
    if not doubt.collision:
        words = _("DOUTE : « {mine} » est aussi « {theirs} » de {other}")
    return words.format(mine=mine, theirs=theirs, other=other)


def _has_rules(patient: Patient) -> bool:
    """Whether a program that knows of such doubts wrote what a line says."""
    return patient.latest is not None and patient.latest.body.rules >= 1
