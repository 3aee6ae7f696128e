"""Numbers that two patient lines share: possible collisions, pointed out at once.

A duplicate (doublon) is one patient under two identities: see `duplicates`. A collision is two patients under one
number, in the same field or in two fields: it mixes two files. A line with a doubt on one of its numbers is not
verified before somebody confirms it. Only two lines with the same name and date of birth may share a number without a
doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, pairwise
from typing import Literal

from pannesi.procedure.model.register_fields import Field, FieldMeaning
from pannesi.session.events import Event
from pannesi.session.facts.patients import SharedNumberConfirmed
from pannesi.session.projection.read_model import Patient, fields_of
from pannesi.session.register.field_values import UNKNOWN_VALUE, value_of_meaning
from pannesi.session.register.images import images_target
from pannesi.session.state import State
from pannesi.support.i18n import _
from pannesi.support.light_dataclass import dataclass
from pannesi.support.text_safety import fold_accents

Family = Literal["person", "stay", "order", "console"]
"""What a number identifies: a person, a stay, an order, or a patient as typed on the console."""
_FAMILIES: Mapping[FieldMeaning, Family] = {
    "ipp": "person", "temporary-ipp": "person", "console-id": "console", "accession": "order",
    "temporary-accession": "order", "final-accession": "order",
}  # fmt: skip
_FILLED_BY: Mapping[str, Family] = {"episode": "stay", "order": "order"}
_SHORTEST_ACROSS_FAMILIES = 4
"""Length from which equal numbers of two families are a doubt: shorter ones are often equal by chance."""
_MOST_COMPARED_PAIRWISE = 12
"""Lines sharing one number that are compared pair by pair; above, each is compared with the first and the previous
one."""
_NUMBER_SIGN = re.compile(r"^n\W*(?:o\W*)?(?=\d)")


@dataclass(frozen=True)
class Number:
    """A number held by a patient line, in the form in which numbers are compared."""

    value: str
    family: Family
    field: str
    """The id of the field that holds it."""


@dataclass(frozen=True)
class SharedNumberDoubt:
    """One number held by two patient lines, or by two fields of one line."""

    first: str
    second: str
    """Ids of the lines, in order of entry; twice the same id where one line holds the number in two fields."""
    fields: tuple[tuple[str, str], ...]
    """The pairs of fields (of the first line, of the second) that hold the same number."""
    collision: bool
    """Whether both lines hold it as a number of the same family."""
    confirmed_by: Event | None = None
    """The event by which somebody confirmed, with a reason, that the number is right."""

    def concerns(self, patient: str) -> bool:
        """Whether a patient line is one of the two."""
        return patient in (self.first, self.second)

    def other(self, patient: str) -> str:
        """The id of the other line of the two."""
        return self.second if patient == self.first else self.first


def numbers_of(values: Mapping[str, str], sheet: Iterable[Field]) -> tuple[Number, ...]:
    """The numbers that a line holds, without the empty and unknown ones, and 0, which stands for a number to come."""
    numbers = []
    for field in sheet:
        family = _FAMILIES.get(field.means) if field.means is not None else None
        family = family or _FILLED_BY.get(field.filled_by or "")
        if family is not None and (value := comparable_number(values.get(field.id, ""))):
            numbers.append(Number(value, family, field.id))
    return tuple(numbers)


def comparable_number(written: str) -> str:
    """A number without number sign, leading zeros, separators and accents: `n° 00 44-71` is `4471`; empty if
    unknown."""
    if written == UNKNOWN_VALUE:
        return ""
    kept = "".join(sign for sign in _NUMBER_SIGN.sub("", fold_accents(written)) if sign.isalnum())
    return kept.lstrip("0") if kept.isdigit() else kept


def shared_numbers(numbers: Mapping[str, tuple[Number, ...]]) -> dict[str, tuple[str, ...]]:
    """The numbers held more than once, with the ids of the lines that hold them."""
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
    """Every doubt about a number of the register, confirmed ones included.

    `met` is the result of `shared_numbers`. Lines written by a program that did not check numbers (rules 0) raise no
    doubt among themselves.
    """
    shared: dict[tuple[str, str], list[tuple[str, Number, Number]]] = {}
    for value, lines in met.items():
        for first, second in [*_pairs_to_compare(lines), *((line, line) for line in lines)]:
            if first != second and not _different_patients(patients[first], patients[second], sheet):
                continue
            for mine, theirs in _places_of_number(value, numbers[first], numbers[second], alone=first == second):
                shared.setdefault((first, second), []).append((value, mine, theirs))
    doubts = []
    for (first, second), pairs in shared.items():
        if not any(_is_checked_for_doubts(patients[line]) for line in (first, second)):
            continue
        fields = tuple((mine.field, theirs.field) for _value, mine, theirs in pairs)
        collision = first != second and any(mine.family == theirs.family for _value, mine, theirs in pairs)
        values = frozenset(value for value, _mine, _theirs in pairs)
        doubts.append(
            SharedNumberDoubt(first, second, fields, collision, _confirmed_by(state, first, second, values, sheet))
        )
    return tuple(doubts)


def _pairs_to_compare(lines: tuple[str, ...]) -> Iterable[tuple[str, str]]:
    """The pairs of lines compared: no line is left out, and a number held by every line costs no quadratic time."""
    if len(lines) <= _MOST_COMPARED_PAIRWISE:
        return combinations(lines, 2)
    return dict.fromkeys([*((lines[0], line) for line in lines[1:]), *pairwise(lines)])


def _places_of_number(
    value: str, mine: tuple[Number, ...], theirs: tuple[Number, ...], *, alone: bool
) -> Iterator[tuple[Number, Number]]:
    """The pairs of numbers equal to `value`: of two lines, or of one line (`alone`) in two families.

    A number of the console family that equals another one of its own line is not given: people often type that one
    there.
    """
    here, there = ([number for number in said if number.value == value] for said in (mine, theirs))
    pairs = list(combinations(here, 2)) if alone else [(first, other) for first in here for other in there]
    if not alone:
        same = [(first, other) for first, other in pairs if first.family == other.family]
        if same:
            yield same[0]
            return
    for first, other in pairs:
        if first.family == other.family or len(value) < _SHORTEST_ACROSS_FAMILIES:
            continue
        if not alone or "console" not in (first.family, other.family):
            yield first, other
            return


def _different_patients(first: Patient, other: Patient, sheet: tuple[Field, ...]) -> bool:
    """Whether two lines may be about different patients.

    They are not where the images of one are attached to the other, or where both have the same name, first name and
    full date of birth.
    """
    if images_target(first) == other.id or images_target(other) == first.id:
        return False
    mine, theirs = (_name_and_birth(line, sheet) for line in (first, other))
    return not (mine[0] & theirs[0] and mine[1] and mine[1] == theirs[1])


def _name_and_birth(line: Patient, sheet: tuple[Field, ...]) -> tuple[frozenset[str], str]:
    """The names of a line, and its first name with the date of birth; empty unless both are complete."""
    values = line.fields
    names = {comparable_number(value_of_meaning(sheet, values, what)) for what in ("birth-name", "used-name")} - {""}
    first, born = (
        comparable_number(value_of_meaning(sheet, values, "first-name")),
        value_of_meaning(sheet, values, "birth-date"),
    )
    return frozenset(names), f"{first} {born}" if first and len(born) == len("1950-03-12") else ""


def _confirmed_by(
    state: State, first: str, second: str, values: frozenset[str], sheet: tuple[Field, ...]
) -> Event | None:
    """The event that confirmed a doubt, if both lines held these very numbers when it was recorded."""
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
    """The sentence shown about a doubt on one of its lines."""
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


def _is_checked_for_doubts(patient: Patient) -> bool:
    """Whether the program that wrote a line checked its numbers (rules 1 and later)."""
    return patient.latest is not None and patient.latest.body.rules >= 1
