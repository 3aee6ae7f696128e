"""What figures need of one session beyond its entry in lists: its calls, and its patients in numbers. Pure.

It is kept in the index, so it holds no free text and nothing about a single patient.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from pannesi.session.register.unidentified import TRAIT_STEP_PREFIX
from pannesi.support.light_dataclass import dataclass

if TYPE_CHECKING:
    from pannesi.history.account.patients import DutyOutcome
    from pannesi.history.session_summary import SessionSummary
    from pannesi.procedure.model.procedure import Site
    from pannesi.session.projection.read_model import Patient


class CallTry(NamedTuple):
    """One call, answered or not."""

    contact: str
    label: str
    at: int
    """Ms since 1970."""
    reached: bool
    waited: int | None
    """Of an answered call, the time since the first try at the same line, in ms; None where an hour is doubtful."""


class DutyCount(NamedTuple):
    """What became of one thing due, by its key in the site, over the patients of a session."""

    key: str
    label: str
    given: int
    impossible: int
    """Said impossible and nothing else since, owed again or not."""
    not_needed: int
    open: int
    made_good: int = 0
    """Of those given or not needed, how many were said impossible first."""

    @property
    def owed(self) -> int:
        """How many times it was due."""
        return self.given + self.impossible + self.not_needed + self.open


class PatientCounts(NamedTuple):
    """The patients of a session, in numbers."""

    examined: int = 0
    """Noted, and not struck."""
    unknown: int = 0
    """Of these, those whom the systems did not know, or with a trait said to be unknown."""
    struck: int = 0
    waived: int = 0
    verified: int = 0


@dataclass(frozen=True)
class SessionDigest:
    """What figures need of one session."""

    degraded_at: datetime | None = None
    """When people began to work otherwise."""
    forced: bool = False
    """Whether it was closed though something prevented it."""
    calls: tuple[CallTry, ...] = ()
    duties: tuple[DutyCount, ...] = ()
    patients: PatientCounts = PatientCounts()

    def as_text(self) -> str:
        """Its calls and patients as the text that the index keeps; empty where there is none of either."""
        if not self.calls and not self.duties and not any(self.patients):
            return ""
        return json.dumps([self.calls, self.duties, self.patients], ensure_ascii=False, separators=(",", ":"))


def read_digest(text: str) -> tuple[list[CallTry], list[DutyCount], PatientCounts]:
    """The calls and patients in a text that the index keeps. Raises ValueError or TypeError for an impossible one."""
    if not text:
        return [], [], PatientCounts()
    calls, duties, patients = json.loads(text)
    return [CallTry(*row) for row in calls], [DutyCount(*row) for row in duties], PatientCounts(*patients)


def session_digest_of(account: SessionSummary, procedure: Site) -> SessionDigest:
    """What figures need of a session, by its summary; `procedure` is the site that it pins."""
    return SessionDigest(
        account.degraded_at if account.elapsed_until(account.degraded_at) is not None else None,
        account.forced,
        tuple(sorted(_calls(account, procedure), key=lambda call: call.at)),
        tuple(_duty_counts(account.duties)),
        _patient_counts(account.walk.patients),
    )


def _calls(account: SessionSummary, procedure: Site) -> Iterator[CallTry]:
    for row in account.walk.rows:
        first = min((attempt.at for attempt in row.attempts), default=None)
        for attempt in row.attempts:
            contact = procedure.contact_by_id.get(attempt.contact)
            reached, doubtful = attempt.outcome == "reached", {attempt.at, first} & account.uncertain
            waited = int((attempt.at - first).total_seconds() * 1000) if reached and first and not doubtful else None
            label = contact.name if contact is not None else attempt.contact
            yield CallTry(attempt.contact, label, int(attempt.at.timestamp() * 1000), reached, waited)


def _duty_counts(outcomes: Iterable[DutyOutcome]) -> Iterator[DutyCount]:
    counts: dict[str, Counter[str]] = {}
    labels: dict[str, str] = {}
    made_good = Counter[str]()
    for outcome in outcomes:
        labels.setdefault(outcome.key, outcome.label)
        became = "could_not" if outcome.impossible else outcome.status
        counts.setdefault(outcome.key, Counter())[became] += 1
        made_good[outcome.key] += outcome.made_good
    for key, count in counts.items():
        settled = count["done"], count["could_not"], count["not_needed"]
        yield DutyCount(key, labels[key], *settled, count.total() - sum(settled), made_good[key])


def _patient_counts(patients: Iterable[Patient]) -> PatientCounts:
    lines = list(patients)
    standing = [patient for patient in lines if not patient.voided]
    return PatientCounts(
        len(standing),
        sum(map(_is_unknown, standing)),
        len(lines) - len(standing),
        sum(patient.state == "waived" for patient in standing),
        sum(patient.state == "verified" for patient in standing),
    )


def _is_unknown(patient: Patient) -> bool:
    traits = any(step.key.startswith(TRAIT_STEP_PREFIX) for step in patient.steps)
    return traits or patient.facts.get("identity") == "inconnue"
