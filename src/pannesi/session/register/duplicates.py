"""Lines of the register that may be about the same person: pointed out, never merged. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, groupby
from typing import Literal

from pannesi.procedure.register_fields import Field, Meaning
from pannesi.procedure.search import fold_accents
from pannesi.session.projection.read_model import BARE_WORDS, Patient
from pannesi.session.register.field_values import value_of_meaning

DuplicateReason = Literal["same", "swapped", "digit", "name", "close", "id"]
"""Same name and day of birth; day and month swapped; one digit of the birth differs; same name, a birth not known or
known in part; same day of birth and nearly the same name; same identifier."""

_PARTICLES = frozenset(
    ("de", "la", "le", "les", "du", "des", "d", "l", "el", "al", "van", "von", "der", "den", "di", "da")
)
_SOUNDS = (
    ("ou", "w"), ("ph", "f"), ("sh", "ch"), ("qu", "k"), ("ch", "§"), ("h", ""), ("c", "k"), ("q", "k"), ("y", "i"),
)  # fmt: skip
"""What is written in two ways for one sound, where names were written down by ear; applied in order."""
_LONG = 5
"""Letters that a first name must have for one of them to be a slip: shorter ones differ by a letter among people."""


@dataclass(frozen=True)
class PossibleDuplicate:
    """Two lines that may be one person."""

    first: str
    second: str
    """Their ids, in the order of entry."""
    reason: DuplicateReason


@dataclass(frozen=True)
class _Name:
    """One name as it may be compared."""

    whole: str
    """Its letters without blanks, hyphens and accents."""
    parts: frozenset[str]
    """Its words without particles: in whatever order, some may be left out."""
    sound: str


@dataclass(frozen=True)
class _Person:
    id: str
    names: tuple[_Name, ...]
    """Birth name and used name."""
    first: str
    firsts: tuple[str, ...]
    """The words of the first name."""
    sex: str
    born: str
    numbers: frozenset[str]


class DuplicatesCache:
    """The lines as they were last read, by which fields, and the pairs that were found."""

    def __init__(self) -> None:
        self.patients: tuple[Patient, ...] | None = None
        self.sheet: tuple[Field, ...] = ()
        self.lines: dict[str, _ReadLine] = {}
        self.found: tuple[PossibleDuplicate, ...] = ()


def possible_duplicates(
    patients: tuple[Patient, ...], sheet: tuple[Field, ...], cache: DuplicatesCache | None = None
) -> tuple[PossibleDuplicate, ...]:
    """Every pair of standing lines that may be one person, with the strongest reason.

    `cache`, given again, spares reading again the lines that did not change, and everything when none did.
    """
    cache = cache or DuplicatesCache()
    same_sheet = cache.sheet == sheet
    if cache.patients is not patients or not same_sheet:
        lines = _lines(patients, sheet, cache.lines if same_sheet else {})
        cache.patients, cache.sheet, cache.lines, cache.found = patients, sheet, lines, _pairs(lines)
    return cache.found


def _lines(
    patients: tuple[Patient, ...], sheet: tuple[Field, ...], before: dict[str, _ReadLine]
) -> dict[str, _ReadLine]:
    """The standing lines as they are read; those that stayed as they were are not read again."""
    now: dict[str, _ReadLine] = {}
    for patient in patients:
        if not patient.voided:
            read = before.get(patient.id)
            now[patient.id] = read if read is not None and read.patient is patient else _read(patient, sheet)
    return now


def _pairs(now: dict[str, _ReadLine]) -> tuple[PossibleDuplicate, ...]:
    people = [read.person for read in now.values()]
    buckets: dict[str, list[int]] = {}
    for number, read in enumerate(now.values()):
        for key in read.keys:
            buckets.setdefault(key, []).append(number)
    pairs = {pair for found in buckets.values() for pair in combinations(found, 2)}
    judged = [(pair, _reason_of(people[pair[0]], people[pair[1]])) for pair in sorted(pairs)]
    return tuple(PossibleDuplicate(people[a].id, people[b].id, why) for (a, b), why in judged if why is not None)


@dataclass(frozen=True)
class _ReadLine:
    """A line as it was read, and what it must share with another to be compared with it."""

    patient: Patient
    person: _Person
    keys: frozenset[str]


def _read(patient: Patient, sheet: tuple[Field, ...]) -> _ReadLine:
    person = _person(patient, sheet)
    return _ReadLine(patient, person, frozenset(_keys(person)))


def _person(patient: Patient, sheet: tuple[Field, ...]) -> _Person:
    values = patient.fields

    def told(what: Meaning) -> str:
        return _letters(value_of_meaning(sheet, values, what))

    names = [
        value_of_meaning(sheet, values, "birth-name"),
        value_of_meaning(sheet, values, "used-name"),
        values.get(BARE_WORDS, ""),
    ]
    firsts = tuple(_words(value_of_meaning(sheet, values, "first-name")))
    kinds: tuple[Meaning, ...] = ("console-id", "ipp", "temporary-ipp", "accession", "temporary-accession")
    numbers = frozenset(f"{kind} {told(kind)}" for kind in kinds if told(kind))
    found = tuple(_name(name) for name in names if _letters(name))
    born = value_of_meaning(sheet, values, "birth-date")
    return _Person(patient.id, found, "".join(firsts), firsts, told("sex"), born, numbers)


def _letters(words: str) -> str:
    return "".join(one for one in fold_accents(words) if one.isalnum())


def _words(written: str) -> list[str]:
    return "".join(one if one.isalnum() else " " for one in fold_accents(written)).split()


def _name(written: str) -> _Name:
    words = _words(written)
    parts = frozenset(word for word in words if word not in _PARTICLES) or frozenset(words)
    return _Name("".join(words), parts, _sound("".join(one for one in words if one in parts)))


def _sound(letters: str) -> str:
    for written, heard in _SOUNDS:
        letters = letters.replace(written, heard)
    return "".join(one for one, _same in groupby(letters))


def _keys(one: _Person) -> set[str]:
    """What two lines must share to be compared at all."""
    found = {f"name {name.whole}" for name in one.names} | set(one.numbers)
    if one.first:
        found |= {f"name {one.first}", f"first {one.first}"}
    if len(one.born) >= len("1950-03"):
        found.add(f"born {one.born[:7]}")
    return found


def _reason_of(one: _Person, other: _Person) -> DuplicateReason | None:
    if one.numbers & other.numbers:
        return "id"
    births, family, first = _births(one.born, other.born), _families(one, other), _firsts(one, other)
    if one.first and other.first and _crossed(one, other):
        family = first = "same"
    if family == first == "same":
        return {"same": "same", "swapped": "swapped", "digit": "digit", "unsure": "name"}.get(births)  # type: ignore[return-value]
    if births != "same" or not (family and first):
        return None
    return "same" if (family, first) == ("same", "unsure") else "close"


def _crossed(one: _Person, other: _Person) -> bool:
    """Whether the first name of each stands where the other has a name."""
    mine, theirs = ({name.whole for name in person.names} for person in (one, other))
    return one.first in theirs and other.first in mine


def _families(one: _Person, other: _Person) -> str:
    """`same`, `near` or nothing: the same words in whatever order; some of them, the same sound, or a letter apart."""
    pairs = [(a, b) for a in one.names for b in other.names]
    if any(a.whole == b.whole or a.parts == b.parts for a, b in pairs):
        return "same"
    if any(a.parts < b.parts or b.parts < a.parts or a.sound == b.sound for a, b in pairs):
        return "near"
    return "near" if any(_one_apart(a.whole, b.whole) for a, b in pairs) else ""


def _firsts(one: _Person, other: _Person) -> str:
    """`same`, `near`, `unsure` where one is not known, or nothing: twins have all but this in common."""
    if not one.first or not other.first:
        return "unsure"
    if one.first == other.first:
        return "same"
    if one.sex in ("f", "m") and other.sex in ("f", "m") and one.sex != other.sex:
        return ""
    short, long = sorted((one.firsts, other.firsts), key=len)
    if len(short) < len(long) and long[: len(short)] == short:
        return "near"
    return "near" if min(len(one.first), len(other.first)) >= _LONG and _one_apart(one.first, other.first) else ""


def _births(one: str, other: str) -> str:
    """`same`, `swapped`, `digit`, `unsure` where one is not known or known in part, or nothing."""
    if not one or not other:
        return "unsure"
    if len(one) != len(other):
        return "unsure" if one.startswith(other) or other.startswith(one) else ""
    if one == other:
        return "same" if len(one) == len("1950-03-12") else "unsure"
    if len(one) < len("1950-03-12"):
        return ""
    if _swapped(one) == other:
        return "swapped"
    return "digit" if sum(a != b for a, b in zip(one, other, strict=True)) == 1 else ""


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
