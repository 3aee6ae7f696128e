"""The facts of a session: what each kind of event says, and the form in which it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

RULES = 1
"""Which rules a fact was written under, kept as `rules` where that decides what it asks; absent: the rules before."""


class Kind(StrEnum):
    """Every kind of event. The comment beside each names its payload; any may bear `act`, `real` in an exercise, and
    `clock` where that was in doubt (`doubtful`), or was said to be right (`confirmed`)."""

    OPENED = "session.opened"  # unit, symptom, began, exercise, site, hospital, follows
    VISIT_OPENED = "visit.opened"  # visit, unit, symptom, reason, parent, line
    VISIT_CLOSED = "visit.closed"  # visit, line, outcome
    VISIT_TURNED = "visit.turned"  # visit, line, to (the visit that goes on)
    DONE = "line.done"  # visit, line, verb, seen; text: what was seen (earlier programs: `response`)
    NOT_NEEDED = "line.not_needed"  # visit, line, seen; text: reason
    COULD_NOT = "line.could_not"  # visit, line, seen; text: reason
    LEFT = "line.left"  # visit, line, seen
    ANSWERED = "line.answered"  # visit, line, option, seen, carried? (the fact taken over from an earlier case)
    CALLED = "call.outcome"  # visit, line, contact, outcome, shown
    CONDITION_SET = "condition.set"  # visit, line, holds, seen
    NOTED = "noted"  # visit?, line?; text: the note
    BEGAN_SET = "began.set"  # began
    EXPECTED_SET = "expected.set"  # minutes
    TIME_CORRECTED = "time.corrected"  # event, at
    PATIENT_ADDED = (
        "patient.added"  # patient, label, facts, visits, examined?, filled, form, paper?, draft?; text: fields
    )
    PATIENT_CORRECTED = "patient.corrected"  # patient, facts, examined?, filled, paper?, draft?; text: fields
    PATIENT_VOIDED = "patient.voided"  # patient, rules?; text: reason
    IMAGES_TOLD = "patient.images"  # patient, becomes (none, attach, other), to? (a patient); text: words
    DUTY_DONE = "duty.done"  # patient, key
    DUTY_NOT_NEEDED = "duty.not_needed"  # patient, key; text: reason
    DUTY_COULD_NOT = "duty.could_not"  # patient, key; text: reason
    RECONCILED = "patient.reconciled"  # patient, step; text: note
    HANDED_ON = "patient.handed_on"  # patient, told (when), rules; text: to whom an unknown identity was handed on
    TOLD_APART = "patient.told_apart"  # patient, other (the same for two places of one line), seen, rules; text: why
    WAIVED = "patient.waived"  # patient, rules?; text: reason
    VERIFIED = "patient.verified"  # patient
    NAMED = "person.named"  # name, role
    HANDOVER_OFFERED = "handover.offered"  # text: the word left
    HANDOVER_TAKEN = "handover.taken"  # offer?
    RETURN_ANNOUNCED = "return.announced"  # visit; text: who saw it, and where
    FELL_AGAIN = "return.undone"  # visit
    CLOSED = "session.closed"  # forced, prevented, rules?; text: reason when forced
    REDLINED = "redline.raised"  # visit, line, about (wrong, impossible, unclear); text: a few words
    UNDONE = "undone"  # event, about (its slot), keeps (what stood beside it), with? (later versions), given_up?


UNREADABLE = "unreadable"
"""The kind of a fact of which only the place can still be read. Such a fact is made when a damaged journal is read, and
never written: it is shown where it stood, and says nothing else."""
FIRST_YEAR, LAST_YEAR = 1970, 2100
"""The years in which a fact may be. A machine whose battery is dead says 1970; what is beyond stops a calculation."""
MOST_MINUTES = 400 * 24 * 60
"""How long an outage may be said to last."""


def utc_text(moment: datetime) -> str:
    """A moment as events keep it: UTC, milliseconds, `2026-11-24T02:12:05.123Z`. Raises ValueError if naive."""
    if moment.tzinfo is None:
        raise ValueError("a moment without time zone")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def utc_moment(text: str) -> datetime:
    """The inverse of `utc_text`. Raises ValueError, also for a year in which no fact can be."""
    moment = datetime.fromisoformat(text)
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError("a year in which no fact can be")
    return moment


def rules_of(event: Event | None) -> int:
    """Which rules a fact was written under: 0 for one of an earlier program."""
    said = event.payload.get("rules") if event is not None else None
    return said if isinstance(said, int) and not isinstance(said, bool) else 0


@dataclass(frozen=True)
class Draft:
    """A fact about to be written: the journal gives it its place in the order and in the chain.

    `id` is chosen before the first try, so that a commit which may have landed can be tried again safely.
    `text` is free text or a patient's data: kept apart from the chain, which holds its salted digest only.
    """

    id: str
    session: str
    kind: StrEnum
    """A `Kind`, or one of those that are kept beside sessions."""
    payload: Mapping[str, Any]
    at: str
    """When it is lived (UTC). In an exercise the simulated time; the payload then holds `real`."""
    actor: str = ""
    replaces: tuple[str, ...] = ()
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One immutable fact of a session, as the journal keeps it."""

    id: str
    session: str
    writer: str
    seq: int
    hlc: int
    """Hybrid logical clock: milliseconds since 1970 shifted left by 16, plus a counter."""
    at: str
    actor: str
    kind: str
    """A `Kind`, or one that a newer program wrote: kept and shown, otherwise without effect."""
    payload: Mapping[str, Any] = field(hash=False)
    replaces: tuple[str, ...] = ()
    prev: str = ""
    hash: str = ""
    text: str | None = field(default=None, compare=False)
    """The free text, when it is still there; no part of the chain."""
    salt: str | None = field(default=None, compare=False, repr=False)
    """The salt of the text (hex), where the journal gave it: with both, another journal can take the text in."""
    missing: bool = field(default=False, compare=False)
    """Whether there was a free text that is not there, though nobody erased it."""

    @property
    def order(self) -> tuple[int, str, int]:
        """The place in the total order of a session."""
        return (self.hlc, self.writer, self.seq)

    @property
    def erased(self) -> bool:
        """Whether there was a free text that somebody erased: only its digest is left."""
        return self.text is None and not self.missing and isinstance(self.payload.get("text"), str)

    @property
    def unreadable(self) -> bool:
        """Whether nothing but its place is known of it."""
        return self.kind == UNREADABLE

    @property
    def moment(self) -> datetime:
        """When it was lived; when it was written where `at` cannot be read, so that a damaged session still opens."""
        try:
            told = utc_moment(self.at)
        except ValueError:
            told = None
        if told is not None and told.tzinfo is not None:
            return told
        return datetime.fromtimestamp(max(self.hlc >> 16, 0) / 1000, UTC)


def is_impossible(event: Event) -> bool:
    """Whether a fact holds a value that none can have: it passes every check of shape, and then stops a calculation.
    So it is refused where facts come in."""
    minutes = event.payload.get("minutes")
    moments = (event.at, *(event.payload.get(name) for name in ("at", "began", "real")))
    return any(map(_out_of_time, moments)) or (isinstance(minutes, int) and not 0 <= minutes <= MOST_MINUTES)


def _out_of_time(value: object) -> bool:
    """Whether a text is a moment, and one in which nobody can be. What is no moment is told as it is."""
    if not isinstance(value, str):
        return False
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return False
    return not FIRST_YEAR <= moment.year <= LAST_YEAR
