"""Possible duplicates: patient lines that may be about the same person. They are pointed out, never merged.

Two lines are compared when they share a name, a first name, a month of birth or an identifier. Names are compared
without accents and particles, by their sound (French spellings of one sound), and by edit distance
(Damerau-Levenshtein, optimal string alignment) of at most one.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, groupby
from typing import Literal

from pannesi.procedure.model.register_fields import Field, FieldMeaning
from pannesi.session.projection.read_model import BARE_WORDS, Patient
from pannesi.session.register.field_values import value_of_meaning
from pannesi.support.text_safety import fold_accents

DuplicateReason = Literal["same", "swapped", "digit", "name", "close", "id"]
"""`same`: same name and date of birth; `swapped`: day and month swapped; `digit`: one digit of the birth date differs;
`name`: same name, a birth date unknown or known in part; `close`: same birth date and nearly the same name; `id`: same
identifier."""

_PARTICLES = frozenset(
    ("de", "la", "le", "les", "du", "des", "d", "l", "el", "al", "van", "von", "der", "den", "di", "da")
)
_SOUNDS = (
    ("ou", "w"), ("ph", "f"), ("sh", "ch"), ("qu", "k"), ("ch", "§"), ("h", ""), ("c", "k"), ("q", "k"), ("y", "i"),
)  # fmt: skip
"""Spellings of one sound, replaced in order, for names written down by ear."""
_SHORTEST_MISSPELT = 5
"""Letters from which a first name with one letter changed is taken as misspelt: shorter ones are often two names."""


@dataclass(frozen=True)
class PossibleDuplicate:
    """Two lines that may be about one person."""

    first: str
    second: str
    """Their ids, in order of entry."""
    reason: DuplicateReason


@dataclass(frozen=True)
class _Name:
    """A name in the forms in which it is compared."""

    whole: str
    """Its letters without blanks, hyphens and accents."""
    parts: frozenset[str]
    """Its words without particles."""
    sound: str
    """Its letters as they sound, by `_SOUNDS`, doubled letters once."""


@dataclass(frozen=True)
class _Person:
    """The identity held by a line, in the forms in which it is compared."""

    id: str
    names: tuple[_Name, ...]
    """Birth name and used name."""
    first_name: str
    first_names: tuple[str, ...]
    """The words of the first name."""
    sex: str
    born: str
    numbers: frozenset[str]


class DuplicatesCache:
    """The lines as last read, with the fields by which they were read, and the duplicates among them."""

    def __init__(self) -> None:
        self.patients: tuple[Patient, ...] | None = None
        self.sheet: tuple[Field, ...] = ()
        self.lines: dict[str, _ReadLine] = {}
        self.duplicates: tuple[PossibleDuplicate, ...] = ()


def possible_duplicates(
    patients: tuple[Patient, ...], sheet: tuple[Field, ...], cache: DuplicatesCache | None = None
) -> tuple[PossibleDuplicate, ...]:
    """Every pair of lines, not voided, that may be about one person, with the strongest reason.

    With the same `cache`, unchanged lines are not read again, and nothing is computed when no line changed.
    """
    cache = cache or DuplicatesCache()
    same_sheet = cache.sheet == sheet
    if cache.patients is not patients or not same_sheet:
        lines = _compared_lines(patients, sheet, cache.lines if same_sheet else {})
        cache.patients, cache.sheet, cache.lines, cache.duplicates = patients, sheet, lines, _possible_pairs(lines)
    return cache.duplicates


def _compared_lines(
    patients: tuple[Patient, ...], sheet: tuple[Field, ...], before: dict[str, _ReadLine]
) -> dict[str, _ReadLine]:
    """The lines that are not voided, as they are compared; unchanged ones are taken from `before`."""
    now: dict[str, _ReadLine] = {}
    for patient in patients:
        if not patient.voided:
            read = before.get(patient.id)
            now[patient.id] = read if read is not None and read.patient is patient else _read_line(patient, sheet)
    return now


def _possible_pairs(now: dict[str, _ReadLine]) -> tuple[PossibleDuplicate, ...]:
    """The possible duplicates among lines, comparing only lines that share a key."""
    people = [read.person for read in now.values()]
    buckets: dict[str, list[int]] = {}
    for number, read in enumerate(now.values()):
        for key in read.keys:
            buckets.setdefault(key, []).append(number)
    pairs = {pair for numbers in buckets.values() for pair in combinations(numbers, 2)}
    reasons = [(pair, _reason_of(people[pair[0]], people[pair[1]])) for pair in sorted(pairs)]
    return tuple(PossibleDuplicate(people[a].id, people[b].id, why) for (a, b), why in reasons if why is not None)


@dataclass(frozen=True)
class _ReadLine:
    """A line with its identity in comparable form, and the keys of which it must share one with another to be
    compared."""

    patient: Patient
    person: _Person
    keys: frozenset[str]


def _read_line(patient: Patient, sheet: tuple[Field, ...]) -> _ReadLine:
    person = _person_of(patient, sheet)
    return _ReadLine(patient, person, frozenset(_blocking_keys(person)))


def _person_of(patient: Patient, sheet: tuple[Field, ...]) -> _Person:
    values = patient.fields

    def letters_of(what: FieldMeaning) -> str:
        return _letters(value_of_meaning(sheet, values, what))

    names = [
        value_of_meaning(sheet, values, "birth-name"),
        value_of_meaning(sheet, values, "used-name"),
        values.get(BARE_WORDS, ""),
    ]
    first_names = tuple(_words_in(value_of_meaning(sheet, values, "first-name")))
    kinds: tuple[FieldMeaning, ...] = ("console-id", "ipp", "temporary-ipp", "accession", "temporary-accession")
    numbers = frozenset(f"{kind} {letters_of(kind)}" for kind in kinds if letters_of(kind))
    compared_names = tuple(_name_of(name) for name in names if _letters(name))
    born = value_of_meaning(sheet, values, "birth-date")
    return _Person(patient.id, compared_names, "".join(first_names), first_names, letters_of("sex"), born, numbers)


def _letters(words: str) -> str:
    return "".join(sign for sign in fold_accents(words) if sign.isalnum())


def _words_in(written: str) -> list[str]:
    return "".join(sign if sign.isalnum() else " " for sign in fold_accents(written)).split()


def _name_of(written: str) -> _Name:
    words = _words_in(written)
    parts = frozenset(word for word in words if word not in _PARTICLES) or frozenset(words)
    return _Name("".join(words), parts, _phonetic_form("".join(word for word in words if word in parts)))


def _phonetic_form(letters: str) -> str:
    for written, heard in _SOUNDS:
        letters = letters.replace(written, heard)
    return "".join(letter for letter, _same in groupby(letters))


def _blocking_keys(person: _Person) -> set[str]:
    """The keys of a person: two lines without a common key are not compared."""
    keys = {f"name {name.whole}" for name in person.names} | set(person.numbers)
    if person.first_name:
        keys |= {f"name {person.first_name}", f"first {person.first_name}"}
    if len(person.born) >= len("1950-03"):
        keys.add(f"born {person.born[:7]}")
    return keys


def _reason_of(person: _Person, other: _Person) -> DuplicateReason | None:
    """The strongest reason why two persons may be one, or None."""
    if person.numbers & other.numbers:
        return "id"
    births = _birth_match(person.born, other.born)
    family, first = _family_match(person, other), _first_name_match(person, other)
    if person.first_name and other.first_name and _names_crossed(person, other):
        family = first = "same"
    if family == first == "same":
        return {"same": "same", "swapped": "swapped", "digit": "digit", "unsure": "name"}.get(births)  # type: ignore[return-value]
    if births != "same" or not (family and first):
        return None
    return "same" if (family, first) == ("same", "unsure") else "close"


def _names_crossed(person: _Person, other: _Person) -> bool:
    """Whether name and first name of one line stand in the place of first name and name of the other."""
    mine, theirs = ({name.whole for name in compared.names} for compared in (person, other))
    return person.first_name in theirs and other.first_name in mine


def _family_match(person: _Person, other: _Person) -> str:
    """`same`: the same words in any order; `near`: some of the words, the same sound, or one letter apart; else
    empty."""
    pairs = [(a, b) for a in person.names for b in other.names]
    if any(a.whole == b.whole or a.parts == b.parts for a, b in pairs):
        return "same"
    if any(a.parts < b.parts or b.parts < a.parts or a.sound == b.sound for a, b in pairs):
        return "near"
    return "near" if any(_one_edit_apart(a.whole, b.whole) for a, b in pairs) else ""


def _first_name_match(person: _Person, other: _Person) -> str:
    """`same`, `near`, `unsure` where one is not known, or empty: twins have all in common but their first names."""
    if not person.first_name or not other.first_name:
        return "unsure"
    if person.first_name == other.first_name:
        return "same"
    if person.sex in ("f", "m") and other.sex in ("f", "m") and person.sex != other.sex:
        return ""
    short, long = sorted((person.first_names, other.first_names), key=len)
    if len(short) < len(long) and long[: len(short)] == short:
        return "near"
    if min(len(person.first_name), len(other.first_name)) < _SHORTEST_MISSPELT:
        return ""
    return "near" if _one_edit_apart(person.first_name, other.first_name) else ""


def _birth_match(first: str, other: str) -> str:
    """`same`, `swapped` (day and month), `digit` (one differs), `unsure` (unknown, or known in part), or empty."""
    if not first or not other:
        return "unsure"
    if len(first) != len(other):
        return "unsure" if first.startswith(other) or other.startswith(first) else ""
    if first == other:
        return "same" if len(first) == len("1950-03-12") else "unsure"
    if len(first) < len("1950-03-12"):
        return ""
    if _month_and_day_swapped(first) == other:
        return "swapped"
    return "digit" if sum(a != b for a, b in zip(first, other, strict=True)) == 1 else ""


def _month_and_day_swapped(born: str) -> str:
    year, month, day = born.split("-")
    return f"{year}-{day}-{month}"


def _one_edit_apart(first: str, other: str) -> bool:
    """Whether two words are equal, or one letter changed, added, left out or exchanged with the next makes them
    equal."""
    if first == other or abs(len(first) - len(other)) > 1:
        return first == other
    short, long = sorted((first, other), key=len)
    at = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    rest = short[at + 1 :] == long[at + 1 :]
    return rest or (short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :])
