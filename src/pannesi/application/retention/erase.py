"""What may be erased, by the site's retention or by name, and its erasing. What is not reconciled never is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from pannesi.application.retention.settled import patient_unsettled_reason, unsettled_reason
from pannesi.journal.audit_entries import ErasureEntry, RedlineAnswerEntry, RemovalEntry, entry_of
from pannesi.journal.audit_log import Who, audit_draft, audit_events, sessions_concerned
from pannesi.journal.hash_chain import chain_heads
from pannesi.journal.hybrid_clock import milliseconds
from pannesi.journal.pinned_procedure import pinned_site
from pannesi.journal.store import Journal, NothingToDo, NotSettled
from pannesi.procedure.model.contacts import Retention
from pannesi.procedure.model.procedure import Site
from pannesi.session.events import Event
from pannesi.session.facts.lines import RedlineRaised
from pannesi.session.projection.read_model import Patient, Walk
from pannesi.session.projection.walk import walk
from pannesi.session.state import State, fold
from pannesi.support.errors import JournalError
from pannesi.support.i18n import _

ReadSite = Callable[[Mapping[str, bytes]], Site | None]


@dataclass(frozen=True)
class TextErasure:
    """Texts of one session that would go: patients' data, notes, reasons, and the desk's words about it."""

    session: str
    events: tuple[str, ...]
    patients: int
    last: datetime
    why: str
    """`retention` or `asked`."""
    label: str | None = None
    """The one patient line they belong to, when only that was asked for."""
    unanswered: int = 0
    """How many lines signalled lose their words, or go, before anybody answered."""


@dataclass(frozen=True)
class SessionRemoval:
    """A whole session that would go, and what its tombstone says of it."""

    session: str
    heads: tuple[str, ...]
    events: int
    patients: int
    exercise: bool
    first: datetime
    last: datetime
    unanswered: int = 0


@dataclass(frozen=True)
class KeptSession:
    """A session whose time has come and that stays, with the reason in words."""

    session: str
    why: str


@dataclass(frozen=True)
class ErasurePlan:
    """Everything that would go, and what stays though its time has come."""

    texts: tuple[TextErasure, ...] = ()
    removals: tuple[SessionRemoval, ...] = ()
    kept: tuple[KeptSession, ...] = ()
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Words of the desk about a session that is removed, which go before it: ids of events by session."""

    @property
    def is_empty(self) -> bool:
        return not (self.texts or self.removals)


@dataclass(frozen=True)
class _FoldedSession:
    """One session, folded, as far as erasing is concerned."""

    events: tuple[Event, ...]
    state: State
    walk: Walk

    @property
    def last(self) -> datetime:
        """When the last fact was written, by the real clock: an exercise's own hours say nothing of its age."""
        return max(map(_written_at, self.events))

    @property
    def patients(self) -> tuple[Patient, ...]:
        return tuple(patient for patient in self.walk.patients if not patient.voided)


def plan_by_retention(
    journal: Journal, site: Site, retention: Retention, now: datetime, read_site: ReadSite,
    progress: Callable[[int, int], None] = lambda done, whole: None,
) -> ErasurePlan:  # fmt: skip
    """Texts kept longer than `retention.patients` after reconciliation and closing, sessions kept longer than
    `retention.journal`."""
    removals: list[SessionRemoval] = []
    texts: list[TextErasure] = []
    kept: list[KeptSession] = []
    rows = journal.sessions()
    said = _audit_texts(journal, {row.id for row in rows}, retention.patients.before(now))
    answered = _answered_redlines(journal)
    for number, row in enumerate(rows, start=1):
        try:
            seen = _folded_session(journal, row.id, site, read_site)
        except JournalError:
            raise
        except Exception:  # noqa: BLE001  what cannot be told is never erased, and stands in nobody's way
            kept.append(KeptSession(row.id, _("elle est illisible (pannesi verify)")))
            progress(number, len(rows))
            continue
        if seen.last <= retention.patients.before(now):
            unsettled = unsettled_reason(seen.state, seen.walk)
            ids = (*(event.id for event in seen.events if event.text is not None), *said.get(row.id, ()))
            if unsettled is not None:
                kept.append(KeptSession(row.id, unsettled))
            elif seen.last <= retention.journal.before(now):
                removals.append(_removal(row.id, seen, answered))
            elif ids:
                waiting = _unanswered_redlines(seen, answered, words=True)
                texts.append(TextErasure(row.id, ids, len(seen.patients), seen.last, "retention", unanswered=waiting))
        progress(number, len(rows))
    gone = {removal.session for removal in removals}
    return ErasurePlan(tuple(texts), tuple(removals), tuple(kept), _audit_texts(journal, gone))


def plan_for_session(journal: Journal, session: str, label: str | None, site: Site, read_site: ReadSite) -> ErasurePlan:
    """The texts of one session, or of one of its patient lines, whatever their age. Raises NotSettled when they
    are not reconciled, NothingToDo when there is none."""
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
    waiting = _unanswered_redlines(seen, _answered_redlines(journal), words=True)
    return ErasurePlan((TextErasure(session, ids, len(seen.patients), seen.last, "asked", unanswered=waiting),))


def _of_patient(session: str, seen: _FoldedSession, label: str) -> TextErasure:
    known = {one.label: one for one in seen.walk.patients}
    patient = next((one for name, one in known.items() if name.casefold() == label.strip().casefold()), None)
    if patient is None:
        raise NothingToDo(
            _("La session {session} n'a pas de ligne {label}. Il y a : {known}.").format(
                session=session, label=label, known=", ".join(known) or _("aucune")
            )
        )
    unsettled = patient_unsettled_reason(patient)
    if unsettled is not None:
        raise NotSettled(_("La ligne {label} n'est pas effacée : {why}.").format(label=patient.label, why=unsettled))
    theirs = {
        event.id for key, slot in seen.state.slots.items() if patient.id in key[1:] for event in slot.events.values()
    }
    ids = tuple(one.id for one in seen.events if one.id in theirs and one.text is not None)
    if not ids:
        raise NothingToDo(_("La ligne {label} n'a plus aucun texte à effacer.").format(label=patient.label))
    return TextErasure(session, ids, 1, seen.last, "asked", patient.label)


def _folded_session(journal: Journal, session: str, site: Site, read_site: ReadSite) -> _FoldedSession:
    events = journal.events(session)
    state = fold(events)
    procedure = pinned_site(journal, state, site, read_site) or site
    return _FoldedSession(events, state, walk(procedure, state, max(map(_written_at, events))))


def _removal(session: str, seen: _FoldedSession, answered: frozenset[str]) -> SessionRemoval:
    return SessionRemoval(
        session, chain_heads(seen.events), len(seen.events), len(seen.patients), seen.state.exercise,
        seen.events[0].moment, seen.last, _unanswered_redlines(seen, answered),
    )  # fmt: skip


def _answered_redlines(journal: Journal) -> frozenset[str]:
    told = map(entry_of, audit_events(journal))
    return frozenset(entry.redline for entry in told if isinstance(entry, RedlineAnswerEntry))


def _unanswered_redlines(seen: _FoldedSession, answered: frozenset[str], *, words: bool = False) -> int:
    """How many lines signalled wait for an answer; with `words`, of those that have some left."""
    found = (head for head in seen.state.heads(RedlineRaised.kind) if head.id not in answered)
    return sum(not words or one.text is not None for one in found)


def _audit_texts(journal: Journal, sessions: set[str], until: datetime | None = None) -> dict[str, tuple[str, ...]]:
    """The desk's words about some sessions, written at `until` or before: they may be younger than the session."""
    found: dict[str, tuple[str, ...]] = {}
    for entry in audit_events(journal):
        if entry.text is None or (until is not None and _written_at(entry) > until):
            continue
        for session in sessions.intersection(sessions_concerned(entry)):
            found[session] = (*found.get(session, ()), entry.id)
    return found


def _written_at(event: Event) -> datetime:
    """When a fact was written, by the real clock."""
    return datetime.fromtimestamp(milliseconds(event.hlc) / 1000, UTC)


def carry_out_plan(
    journal: Journal, plan: ErasurePlan, who: Who, progress: Callable[[int, int], None] = lambda done, whole: None
) -> None:
    """Erase what a plan says, one session a transaction, then leave no byte of it. Raises NotWritten: what was
    erased until then stays so, and erasing again goes on."""
    steps = list(_steps(plan))
    for number, entry in enumerate(steps, start=1):
        journal.append([audit_draft(entry, who)])
        progress(number, len(steps))
    journal.scrub()


def _steps(plan: ErasurePlan) -> Iterator[ErasureEntry | RemovalEntry]:
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
