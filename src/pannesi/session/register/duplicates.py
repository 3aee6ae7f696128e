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
    pairs = {pair for numbers in buckets.values() for pair in combinations(numbers, 2)}
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

    def letters_of(what: Meaning) -> str:
        return _letters(value_of_meaning(sheet, values, what))

    names = [
        value_of_meaning(sheet, values, "birth-name"),
        value_of_meaning(sheet, values, "used-name"),
        values.get(BARE_WORDS, ""),
    ]
    firsts = tuple(_words(value_of_meaning(sheet, values, "first-name")))
    kinds: tuple[Meaning, ...] = ("console-id", "ipp", "temporary-ipp", "accession", "temporary-accession")
    numbers = frozenset(f"{kind} {letters_of(kind)}" for kind in kinds if letters_of(kind))
    compared_names = tuple(_name(name) for name in names if _letters(name))
    born = value_of_meaning(sheet, values, "birth-date")
    return _Person(patient.id, compared_names, "".join(firsts), firsts, letters_of("sex"), born, numbers)


def _letters(words: str) -> str:
    return "".join(sign for sign in fold_accents(words) if sign.isalnum())


def _words(written: str) -> list[str]:
    return "".join(sign if sign.isalnum() else " " for sign in fold_accents(written)).split()


def _name(written: str) -> _Name:
    words = _words(written)
    parts = frozenset(word for word in words if word not in _PARTICLES) or frozenset(words)
    return _Name("".join(words), parts, _sound("".join(word for word in words if word in parts)))


def _sound(letters: str) -> str:
    for written, heard in _SOUNDS:
        letters = letters.replace(written, heard)
    return "".join(letter for letter, _same in groupby(letters))


def _keys(person: _Person) -> set[str]:
    """What two lines must share to be compared at all."""
    keys = {f"name {name.whole}" for name in person.names} | set(person.numbers)
    if person.first:
        keys |= {f"name {person.first}", f"first {person.first}"}
    if len(person.born) >= len("1950-03"):
        keys.add(f"born {person.born[:7]}")
    return keys


def _reason_of(person: _Person, other: _Person) -> DuplicateReason | None:
    if person.numbers & other.numbers:
        return "id"
    births, family, first = _births(person.born, other.born), _families(person, other), _firsts(person, other)
    if person.first and other.first and _crossed(person, other):
        family = first = "same"
    if family == first == "same":
        return {"same": "same", "swapped": "swapped", "digit": "digit", "unsure": "name"}.get(births)  # type: ignore[return-value]
    if births != "same" or not (family and first):
        return None
    return "same" if (family, first) == ("same", "unsure") else "close"


def _crossed(first: _Person, other: _Person) -> bool:
    """Whether the first name of each stands where the other has a name."""
    mine, theirs = ({name.whole for name in person.names} for person in (first, other))
    return first.first in theirs and other.first in mine


def _families(first: _Person, other: _Person) -> str:
    """`same`, `near` or nothing: the same words in whatever order; some of them, the same sound, or a letter apart."""
    pairs = [(a, b) for a in first.names for b in other.names]
    if any(a.whole == b.whole or a.parts == b.parts for a, b in pairs):
        return "same"
    if any(a.parts < b.parts or b.parts < a.parts or a.sound == b.sound for a, b in pairs):
        return "near"
    return "near" if any(_one_apart(a.whole, b.whole) for a, b in pairs) else ""


def _firsts(first: _Person, other: _Person) -> str:
    """`same`, `near`, `unsure` where one is not known, or nothing: twins have all but this in common."""
    if not first.first or not other.first:
        return "unsure"
    if first.first == other.first:
        return "same"
    if first.sex in ("f", "m") and other.sex in ("f", "m") and first.sex != other.sex:
        return ""
    short, long = sorted((first.firsts, other.firsts), key=len)
    if len(short) < len(long) and long[: len(short)] == short:
        return "near"
    return "near" if min(len(first.first), len(other.first)) >= _LONG and _one_apart(first.first, other.first) else ""


def _births(first: str, other: str) -> str:
    """`same`, `swapped`, `digit`, `unsure` where one is not known or known in part, or nothing."""
    if not first or not other:
        return "unsure"
    if len(first) != len(other):
        return "unsure" if first.startswith(other) or other.startswith(first) else ""
    if first == other:
        return "same" if len(first) == len("1950-03-12") else "unsure"
    if len(first) < len("1950-03-12"):
        return ""
    if _swapped(first) == other:
        return "swapped"
    return "digit" if sum(a != b for a, b in zip(first, other, strict=True)) == 1 else ""


def _swapped(born: str) -> str:
    year, month, day = born.split("-")
    return f"{year}-{day}-{month}"


def _one_apart(first: str, other: str) -> bool:
    """Whether one letter changed, added, left out or exchanged with its neighbour makes one word of the other."""
    if first == other or abs(len(first) - len(other)) > 1:
        return first == other
    short, long = sorted((first, other), key=len)
    at = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    rest = short[at + 1 :] == long[at + 1 :]
    return rest or (short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :])
