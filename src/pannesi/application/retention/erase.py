"""Planning and carrying out an erasure, by retention or by name. What is not reconciled is never erased."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from pannesi.application.retention.settled import open_actions_reason, patient_unsettled_reason, unsettled_reason
from pannesi.journal.audit_entries import ErasureEntry, NumberAnswerEntry, RedlineAnswerEntry, RemovalEntry
from pannesi.journal.audit_log import Who, audit_draft, audit_events, sessions_concerned, standing_answers
from pannesi.journal.chain.hash_chain import chain_heads
from pannesi.journal.hybrid_clock import milliseconds
from pannesi.journal.pinned_procedure import pinned_site
from pannesi.journal.store import (
    Journal,
    NothingToDo,
    NotSettled,
    OnProgress,
    no_progress,
    review_chain,
    reviewed_session,
)
from pannesi.procedure.model.contacts import Retention
from pannesi.procedure.model.procedure import Site
from pannesi.session.events import Event
from pannesi.session.facts.lines import RedlineRaised
from pannesi.session.facts.session import NoteWritten
from pannesi.session.projection.read_model import Patient, Walk
from pannesi.session.projection.walk import walk
from pannesi.session.state import State, fold
from pannesi.support.errors import JournalError
from pannesi.support.i18n import _
from pannesi.support.program_faults import fault_sentence

ReadSite = Callable[[Mapping[str, bytes]], Site | None]
"""Makes a site of stored files; None when they cannot be read."""


@dataclass(frozen=True)
class Unanswered:
    """What of a session goes before anybody answered it."""

    redlines: int = 0
    numbers: int = 0
    """Phone numbers noted for contacts without one."""


@dataclass(frozen=True)
class TextErasure:
    """The free texts of one session to erase: patients' data, notes, reasons, and texts of the audit log about it."""

    session: str
    events: tuple[str, ...]
    patients: int
    last: datetime
    why: str
    """`retention` or `asked`."""
    label: str | None = None
    """The patient line they belong to, when only that one is erased."""
    unanswered: Unanswered = Unanswered()
    """What loses its words before anybody answered it."""


@dataclass(frozen=True)
class SessionRemoval:
    """A whole session to remove, and what its tombstone in the audit log will say."""

    session: str
    heads: tuple[str, ...]
    events: int
    patients: int
    exercise: bool
    first: datetime
    last: datetime
    unanswered: Unanswered = Unanswered()


@dataclass(frozen=True)
class ReviewRemoval:
    """A whole incident review to remove, and what its tombstone in the audit log will say."""

    session: str
    """The session that it is of, which may be gone for long."""
    heads: tuple[str, ...]
    events: int
    first: datetime
    last: datetime


@dataclass(frozen=True)
class KeptSession:
    """A session, or an incident review, past its retention that is not erased, with the reason in French."""

    session: str
    why: str


@dataclass(frozen=True)
class ErasurePlan:
    """What an erasure would erase, and which sessions it keeps though their retention is over."""

    texts: tuple[TextErasure, ...] = ()
    removals: tuple[SessionRemoval, ...] = ()
    kept: tuple[KeptSession, ...] = ()
    reviews: tuple[ReviewRemoval, ...] = ()
    """Incident reviews to remove: they outlive their sessions, until their own retention is over."""
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Audit events with texts about sessions to remove, erased before these: event ids by session."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to erase."""
        return not (self.texts or self.removals or self.reviews)


@dataclass(frozen=True)
class _FoldedSession:
    """One session with its state and its walk."""

    events: tuple[Event, ...]
    state: State
    walk: Walk

    @property
    def last(self) -> datetime:
        """When its last event was written, by the real clock: the simulated time of an exercise says nothing of its
        age."""
        return max(map(_written_at, self.events))

    @property
    def patients(self) -> tuple[Patient, ...]:
        """The patient lines that are not voided."""
        return tuple(patient for patient in self.walk.patients if not patient.voided)


def plan_by_retention(
    journal: Journal, site: Site, retention: Retention, now: datetime, read_site: ReadSite,
    progress: OnProgress = no_progress,
) -> ErasurePlan:  # fmt: skip
    """The erasure of texts older than `retention.patients` and of sessions older than `retention.journal`, by their
    last event, at `now`.

    Sessions that are open or not reconciled are kept. `progress` gets sessions read and sessions in all. Raises
    JournalError.
    """
    removals: list[SessionRemoval] = []
    texts: list[TextErasure] = []
    kept: list[KeptSession] = []
    reviews: list[ReviewRemoval] = []
    rows, chains = journal.sessions(), _review_chains(journal)
    whole = len(rows) + len(chains)
    said = _audit_texts(journal, {row.id for row in rows}, retention.patients.before(now))
    answered = _answered(journal)
    for number, row in enumerate(rows, start=1):
        try:
            seen = _folded_session(journal, row.id, site, read_site)
        except JournalError:
            raise
        except Exception as failure:  # noqa: BLE001  what cannot be told is never erased, and stands in nobody's way
            kept.append(KeptSession(row.id, fault_sentence(failure)))
            progress(number, whole)
            continue
        if seen.last <= retention.patients.before(now):
            unsettled = unsettled_reason(seen.state, seen.walk)
            ids = (*(event.id for event in seen.events if event.text is not None), *said.get(row.id, ()))
            if unsettled is not None:
                kept.append(KeptSession(row.id, unsettled))
            elif seen.last <= retention.journal.before(now):
                removals.append(_session_removal(row.id, seen, answered))
            elif ids:
                waiting = _unanswered(seen, answered, words=True)
                texts.append(TextErasure(row.id, ids, len(seen.patients), seen.last, "retention", unanswered=waiting))
        progress(number, whole)
    for number, chain in enumerate(chains, start=len(rows) + 1):
        due = _review_to_remove(journal, chain, retention.reviews.before(now))
        if isinstance(due, KeptSession):
            kept.append(due)
        elif due is not None:
            reviews.append(due)
        progress(number, whole)
    gone = {removal.session for removal in removals} | {review_chain(removal.session) for removal in reviews}
    return ErasurePlan(tuple(texts), tuple(removals), tuple(kept), tuple(reviews), _audit_texts(journal, gone))


def _review_chains(journal: Journal) -> tuple[str, ...]:
    return tuple(chain for chain in journal.session_ids() if reviewed_session(chain) is not None)


def _review_to_remove(journal: Journal, chain: str, until: datetime) -> ReviewRemoval | KeptSession | None:
    """What becomes of an incident review whose retention is over when its last event was written at `until` or before:
    it is removed, or kept where an action is open or a fact cannot be read; None before that."""
    events, session = journal.events(chain), reviewed_session(chain) or ""
    last = max(map(_written_at, events))
    if last > until:
        return None
    why = open_actions_reason(events)
    if why is None and any(event.unreadable for event in events):
        why = _("un fait y est illisible, peut-être celui d'une action")
    if why is not None:
        return KeptSession(session, _("son retour d'expérience : {why}").format(why=why))
    return ReviewRemoval(session, chain_heads(events), len(events), min(map(_written_at, events)), last)


def plan_for_review(journal: Journal, session: str) -> ErasurePlan:
    """The erasure of the words of the incident review of a session, whatever their age.

    Raises NotSettled while an action of it is open, NothingToDo when there are no words, JournalError.
    """
    chain = review_chain(session)
    events = journal.events(chain)
    why = open_actions_reason(events)
    if why is not None:
        words = _("Le retour d'expérience de la session {session} n'est pas effacé : {why}.")
        raise NotSettled(words.format(session=session, why=why))
    ids = tuple(event.id for event in events if event.text is not None)
    if not ids:
        raise NothingToDo(
            _("Le retour d'expérience de la session {session} n'a aucun mot à effacer.").format(session=session)
        )
    return ErasurePlan((TextErasure(chain, ids, 0, max(map(_written_at, events)), "asked"),))


def plan_for_session(journal: Journal, session: str, label: str | None, site: Site, read_site: ReadSite) -> ErasurePlan:
    """The erasure of the texts of one session, or of its patient line `label`, whatever their age.

    Raises NotSettled when they are not reconciled, NothingToDo when there are none, JournalError.
    """
    seen = _folded_session(journal, session, site, read_site)
    if label is not None:
        return ErasurePlan((_of_patient(session, seen, label),))
    unsettled = unsettled_reason(seen.state, seen.walk)
    if unsettled is not None:
        raise NotSettled(_("La session {session} n'est pas effacée : {why}.").format(session=session, why=unsettled))
    said = _audit_texts(journal, {session}).get(session, ())
    ids = (*(event.id for event in seen.events if event.text is not None), *said)
    if not ids:
        raise NothingToDo(_("La session {session} n'a plus aucun texte à effacer.").format(session=session))
    waiting = _unanswered(seen, _answered(journal), words=True)
    return ErasurePlan((TextErasure(session, ids, len(seen.patients), seen.last, "asked", unanswered=waiting),))


def _of_patient(session: str, seen: _FoldedSession, label: str) -> TextErasure:
    by_label = {patient.label: patient for patient in seen.walk.patients}
    patient = next((patient for name, patient in by_label.items() if name.casefold() == label.strip().casefold()), None)
    if patient is None:
        raise NothingToDo(
            _("La session {session} n'a pas de ligne {label}. Il y a : {known}.").format(
                session=session, label=label, known=", ".join(by_label) or _("aucune")
            )
        )
    unsettled = patient_unsettled_reason(patient)
    if unsettled is not None:
        raise NotSettled(_("La ligne {label} n'est pas effacée : {why}.").format(label=patient.label, why=unsettled))
    theirs = {
        event.id for key, slot in seen.state.slots.items() if patient.id in key[1:] for event in slot.events.values()
    }
    ids = tuple(event.id for event in seen.events if event.id in theirs and event.text is not None)
    if not ids:
        raise NothingToDo(_("La ligne {label} n'a plus aucun texte à effacer.").format(label=patient.label))
    return TextErasure(session, ids, 1, seen.last, "asked", patient.label)


def _folded_session(journal: Journal, session: str, site: Site, read_site: ReadSite) -> _FoldedSession:
    events = journal.events(session)
    state = fold(events)
    procedure = pinned_site(journal, state, site, read_site) or site
    return _FoldedSession(events, state, walk(procedure, state, max(map(_written_at, events))))


def _session_removal(session: str, seen: _FoldedSession, answered: frozenset[str]) -> SessionRemoval:
    return SessionRemoval(
        session, chain_heads(seen.events), len(seen.events), len(seen.patients), seen.state.exercise,
        seen.events[0].moment, seen.last, _unanswered(seen, answered),
    )  # fmt: skip


def _answered(journal: Journal) -> frozenset[str]:
    """The ids of the redlines and of the notes whose answer stands."""
    redlines, numbers = standing_answers(journal, RedlineAnswerEntry), standing_answers(journal, NumberAnswerEntry)
    return frozenset((*redlines, *numbers))


def _unanswered(seen: _FoldedSession, answered: frozenset[str], *, words: bool = False) -> Unanswered:
    """What of a session has no answer; with `words`, only the redlines that still have a text. A number is in its
    words."""
    redlines = [head for head in seen.state.heads(RedlineRaised.kind) if not words or head.text is not None]
    notes = [
        note for note in seen.state.notes if isinstance(note.body, NoteWritten) and note.body.contact and note.text
    ]
    return Unanswered(*(sum(event.id not in answered for event in events) for events in (redlines, notes)))


def _audit_texts(journal: Journal, sessions: set[str], until: datetime | None = None) -> dict[str, tuple[str, ...]]:
    """The ids of audit events with texts about some sessions, by session; only those written at `until` or before,
    since they may be younger than the session."""
    texts: dict[str, tuple[str, ...]] = {}
    for entry in audit_events(journal):
        if entry.text is None or (until is not None and _written_at(entry) > until):
            continue
        for session in sessions.intersection(sessions_concerned(entry)):
            texts[session] = (*texts.get(session, ()), entry.id)
    return texts


def _written_at(event: Event) -> datetime:
    """When an event was written, by the real clock (UTC)."""
    return datetime.fromtimestamp(milliseconds(event.hlc) / 1000, UTC)


def carry_out_plan(journal: Journal, plan: ErasurePlan, who: Who, progress: OnProgress = no_progress) -> None:
    """Carries out a plan, one transaction for each session, then removes every erased byte from the file.

    `progress` gets steps done and steps in all. Raises NotWritten: what was erased stays erased, and erasing again
    goes on from there.
    """
    steps = list(_audit_entries(plan))
    for number, entry in enumerate(steps, start=1):
        journal.append([audit_draft(entry, who)])
        progress(number, len(steps))
    journal.scrub()


def _audit_entries(plan: ErasurePlan) -> Iterator[ErasureEntry | RemovalEntry]:
    for texts in plan.texts:
        yield ErasureEntry(session=texts.session, events=tuple(texts.events), why=texts.why)
    for gone in plan.removals:
        answers = plan.answers.get(gone.session, ())
        if answers:
            yield ErasureEntry(session=gone.session, events=answers, why="retention")
        yield RemovalEntry(
            session=gone.session, heads=tuple(gone.heads), events=gone.events, patients=gone.patients,
            exercise=gone.exercise, first_at=gone.first.isoformat(), last_at=gone.last.isoformat(), why="retention",
        )  # fmt: skip
    for review in plan.reviews:
        chain = review_chain(review.session)
        said = plan.answers.get(chain, ())
        if said:
            yield ErasureEntry(session=chain, events=said, why="retention")
        yield RemovalEntry(
            session=chain, heads=tuple(review.heads), events=review.events, patients=0, exercise=False,
            first_at=review.first.isoformat(), last_at=review.last.isoformat(), why="retention",
        )  # fmt: skip
