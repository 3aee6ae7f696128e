"""Lines of the register that may be about the same person: pointed out, never merged. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

from pannesi.session.rows import BARE, Patient
from pannesi.session.sheet import meaning
from pannesi.site.fields import Field, Meaning
from pannesi.site.search import fold

Why = Literal["same", "swapped", "name", "close", "id"]
"""Same name and day of birth; day and month swapped; same name, a day of birth not known; same day of birth and nearly
the same name; same identifier."""


@dataclass(frozen=True)
class Alike:
    """Two lines that may be one person."""

    first: str
    second: str
    """Their ids, in the order of entry."""
    why: Why


@dataclass(frozen=True)
class _Person:
    id: str
    names: frozenset[str]
    """Birth name and used name."""
    first: str
    born: str
    numbers: frozenset[str]


def alike(
    patients: Iterable[Patient], sheet: tuple[Field, ...], kept: dict[str, Any] | None = None
) -> tuple[Alike, ...]:
    """Every pair of standing lines that may be one person, with the strongest reason.

    `kept`, given again, spares reading again the lines that did not change, and everything when none did.
    """
    found: tuple[object, tuple[Field, ...], tuple[Alike, ...]] = (kept or {}).get("alike", (None, (), ()))
    if found[0] is not patients or found[1] != sheet:
        found = patients, sheet, _alike(patients, sheet, kept)
        if kept is not None and isinstance(patients, tuple):
            kept["alike"] = found
    return found[2]


def _alike(patients: Iterable[Patient], sheet: tuple[Field, ...], kept: dict[str, Any] | None) -> tuple[Alike, ...]:
    read_with, before = kept.get("people", (sheet, {})) if kept is not None else (sheet, {})
    if read_with != sheet:
        before = {}
    now: dict[str, _Read] = {}
    for one in patients:
        if not one.voided:
            read = before.get(one.id)
            now[one.id] = read if read is not None and read.patient is one else _read(one, sheet)
    if kept is not None:
        kept["people"] = sheet, now
    people = [read.person for read in now.values()]
    buckets: dict[str, list[int]] = {}
    for number, read in enumerate(now.values()):
        for key in read.keys:
            buckets.setdefault(key, []).append(number)
    pairs = {pair for found in buckets.values() for pair in combinations(found, 2)}
    judged = [(pair, _judged(people[pair[0]], people[pair[1]])) for pair in sorted(pairs)]
    return tuple(Alike(people[a].id, people[b].id, why) for (a, b), why in judged if why is not None)


@dataclass(frozen=True)
class _Read:
    """A line as it was read, and what it must share with another to be compared with it."""

    patient: Patient
    person: _Person
    keys: frozenset[str]


def _read(patient: Patient, sheet: tuple[Field, ...]) -> _Read:
    person = _person(patient, sheet)
    return _Read(patient, person, frozenset(_keys(person)))


def _person(patient: Patient, sheet: tuple[Field, ...]) -> _Person:
    values = patient.fields

    def told(what: Meaning) -> str:
        return "".join(one for one in fold(meaning(sheet, values, what)) if one.isalnum())

    bare = "".join(sorted("".join(c if c.isalnum() else " " for c in fold(values.get(BARE, ""))).split()))
    names = frozenset(name for name in (told("birth-name"), told("used-name"), bare) if name)
    kinds: tuple[Meaning, ...] = ("console-id", "ipp", "temporary-ipp", "accession", "temporary-accession")
    numbers = frozenset(f"{kind} {told(kind)}" for kind in kinds if told(kind))
    return _Person(patient.id, names, told("first-name"), meaning(sheet, values, "birth-date"), numbers)


def _keys(one: _Person) -> set[str]:
    """What two lines must share to be compared at all."""
    found = {f"name {name}" for name in (*one.names, one.first) if name} | set(one.numbers)
    return found | ({f"born {one.born}"} if one.born else set())


def _judged(one: _Person, other: _Person) -> Why | None:
    if one.numbers & other.numbers:
        return "id"
    named = bool(one.names & other.names) and (one.first == other.first or not one.first or not other.first)
    crossed = one.first in other.names and other.first in one.names
    if named or crossed:
        if not one.born or not other.born:
            return "name"
        if one.born == other.born:
            return "same"
        return "swapped" if _swapped(one.born) == other.born else None
    near = any(_one_apart(a, b) for a in one.names for b in other.names) and _first_alike(one.first, other.first)
    return "close" if near and one.born and one.born == other.born else None


def _first_alike(one: str, other: str) -> bool:
    return one == other or not one or not other or _one_apart(one, other)


def _swapped(born: str) -> str:
    year, month, day = born.split("-")
    return f"{year}-{day}-{month}"


def _one_apart(one: str, other: str) -> bool:
    """Whether one letter changed, added, left out or exchanged with its neighbour makes one word of the other."""
    if one == other or abs(len(one) - len(other)) > 1:
        return one == other
    short, long = sorted((one, other), key=len)
    at = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    rest = short[at + 1 :] == long[at + 1 :]
    return rest or (short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :])
