"""Warnings at patient lines that may be confused: duplicates, shared numbers, persons without a name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pannesi.procedure.model.register_fields import Field
from pannesi.session.events import Event
from pannesi.session.labels import fact_word
from pannesi.session.projection.read_model import Patient, Walk
from pannesi.session.register.collisions import SharedNumberDoubt, shared_number_words
from pannesi.session.register.contradictions import contradictions
from pannesi.session.register.duplicates import PossibleDuplicate
from pannesi.support.i18n import _

_NAMED = 4
"""How many other patient lines without a name are named in a warning."""


@dataclass(frozen=True)
class NumberDoubt:
    """A doubt about a patient number, as one of the two lines shows it."""

    other: str
    """The id of the other line; the same line where it gives a number in two places."""
    words: str
    confirmed_by: Event | None
    """The event that says that both numbers are right; None while the doubt is open."""


def number_doubts(walk: Walk, patient: str, fields: Iterable[Field]) -> list[NumberDoubt]:
    """The doubts about the numbers of one patient line, those already confirmed included."""
    labels = {line.id: line.label for line in walk.patients}
    fields = tuple(fields)
    return [
        NumberDoubt(doubt.other(patient), shared_number_words(doubt, patient, labels, fields), doubt.confirmed_by)
        for doubt in walk.number_doubts
        if doubt.concerns(patient)
    ]


def doubt_question(doubt: NumberDoubt) -> str:
    """The question before a doubt is confirmed: why the numbers are right."""
    return _("{what}. Pourquoi est-ce juste ?").format(what=doubt.words)


def identity_alarms(
    labels: Mapping[str, str],
    duplicates: Iterable[PossibleDuplicate],
    doubts: Iterable[SharedNumberDoubt],
    unnamed: list[Patient],
    asked: Iterable[Patient],
    fields: tuple[Field, ...],
) -> dict[str, list[str]]:
    """The warnings of each patient line, by its id.

    Two lines that share a number are warned of once, as a shared number. Of `asked`, the lines to which something is
    owed that depends on closed facts, also what they say against themselves. `unnamed` are lines whose name nobody
    knows.
    """
    alarms = dict[str, list[str]]()
    shared = set[frozenset[str]]()
    for doubt in doubts:
        shared.add(frozenset((doubt.first, doubt.second)))
        for mine in dict.fromkeys((doubt.first, doubt.second)) if doubt.confirmed_by is None else ():
            alarms.setdefault(mine, []).append(shared_number_words(doubt, mine, labels, fields))
    for pair in duplicates:
        if pair.reason == "id" and frozenset((pair.first, pair.second)) in shared:
            continue
        for mine, other in ((pair.first, pair.second), (pair.second, pair.first)):
            alarms.setdefault(mine, []).append(duplicate_words(pair, labels[other]))
    for line in asked:
        for contradiction in contradictions(line, fields):
            words = _("À PRÉCISER : « {field} : {value} », mais la ligne dit « {fact} »").format(
                field=contradiction.field.label,
                value=contradiction.value,
                fact=fact_word(contradiction.fact, line.facts[contradiction.fact]),
            )
            alarms.setdefault(line.id, []).append(words)
    for patient in unnamed:
        if others := [other.label for other in unnamed[: _NAMED + 1] if other is not patient][:_NAMED]:
            named = ", ".join(others) + ("…" if len(unnamed) > _NAMED + 1 else "")
            words = _("SANS NOM, comme {others} : ne pas confondre").format(others=named)
            alarms.setdefault(patient.id, []).append(words)
    return alarms


def identity_marks(
    labels: Mapping[str, str],
    duplicates: Iterable[PossibleDuplicate],
    doubts: Iterable[SharedNumberDoubt],
    unnamed: list[Patient],
) -> dict[str, list[str]]:
    """The numbers of the other lines that each patient line may be taken for, by its id: of the same warnings."""
    pairs = [(pair.first, pair.second) for pair in duplicates]
    pairs += [(doubt.first, doubt.second) for doubt in doubts if doubt.confirmed_by is None]
    marks: dict[str, list[str]] = {}
    for mine, theirs in [*pairs, *((second, first) for first, second in pairs)]:
        if mine != theirs:
            marks.setdefault(mine, []).append(labels[theirs])
    for patient in unnamed:
        others = [other.label for other in unnamed[: _NAMED + 1] if other is not patient][:_NAMED]
        marks.setdefault(patient.id, []).extend(others)
    return {name: list(dict.fromkeys(others)) for name, others in marks.items() if others}


def duplicate_words(pair: PossibleDuplicate, other: str) -> str:
    """Why a patient line may be about the same person as the line numbered `other`."""
    return {
        "same": _("DOUBLON ? même nom et même naissance que {other}"),
        "digit": _("DOUBLON ? même nom que {other}, un chiffre de la naissance diffère"),
        "swapped": _("DOUBLON ? même nom que {other}, jour et mois de naissance inversés"),
        "name": _("DOUBLON ? même nom que {other}, une naissance pas connue, ou en partie"),
        "close": _("DOUBLON ? même naissance et presque le même nom que {other}"),
        "id": _("DOUBLON ? même identifiant que {other}"),
    }[pair.reason].format(other=other)
