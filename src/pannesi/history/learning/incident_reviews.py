"""Incident reviews (retours d'expérience): reading one with the outage that it is of, and saying something in it.

A review is a chain of its own in the journal. No fact of the session changes, and it outlives the session.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from pannesi.application.lookup import session_named
from pannesi.history.session_summary import redlines_of, session_summary_of
from pannesi.journal.audit_log import Who
from pannesi.journal.pinned_procedure import hospital_of, pinned_digest, pinned_site
from pannesi.journal.store import Journal, review_chain, reviewed_session
from pannesi.procedure.availability.reachability import zone_of
from pannesi.procedure.model.lines import text_of
from pannesi.procedure.model.procedure import Site
from pannesi.session.incident_review.facts import OutageReviewed
from pannesi.session.incident_review.review import Action, IncidentReview, fold_review
from pannesi.session.incident_review.rules import ReviewContext, Statement, review_drafts
from pannesi.session.labels import title_of
from pannesi.session.state import State, fold
from pannesi.support.errors import Declined, JournalError, NotFound
from pannesi.support.i18n import _

if TYPE_CHECKING:
    from pannesi.application.context import Station
    from pannesi.history.catalogue import SessionCatalogue

ReadFiles = Callable[[Mapping[str, bytes]], Site | None]
"""Makes a site of stored files; None when they cannot be read."""


@dataclass(frozen=True)
class ReviewedOutage:
    """An incident review with the outage that it is of."""

    session: str
    review: IncidentReview
    outage: OutageReviewed
    """As the session tells it now; as the review kept it where the session is gone."""
    exercise: bool
    closed: bool
    there: bool
    """Whether the session is still in the journal."""

    @property
    def chain(self) -> str:
        """The id of its chain in the journal."""
        return review_chain(self.session)


def read_review(journal: Journal, session: str) -> IncidentReview:
    """The incident review of a session, empty before anything was said. Raises JournalError."""
    return fold_review(journal.events(review_chain(session)))


def reviewed_sessions(journal: Journal) -> tuple[str, ...]:
    """The sessions with an incident review, those that are gone included. It reads the id of every session."""
    reviewed = map(reviewed_session, journal.session_ids())
    return tuple(session for session in reviewed if session is not None)


def reviewed_outage(journal: Journal, site: Site, begin: str, read_files: ReadFiles | None = None) -> ReviewedOutage:
    """The review of the only session whose id begins with `begin`, which may be gone and only its review be left.

    Raises NotFound, Ambiguous, JournalError.
    """
    names = [row.id for row in journal.sessions()]
    if not any(name.startswith(begin) for name in names):
        names = [*reviewed_sessions(journal)]
    session = session_named(names, begin)
    review = read_review(journal, session)
    state = fold(journal.events(session))
    if state.opened is None:
        if review.outage is None:
            raise NotFound(_("Le début de la session {id} n'est pas dans ce journal.").format(id=session))
        return ReviewedOutage(session, review, review.outage, False, True, bool(state.events))
    outage = _outage_of(journal, session, state, site, read_files or _reader_of(site))
    return ReviewedOutage(session, review, outage, state.exercise, state.closing is not None, True)


def _reader_of(site: Site) -> ReadFiles:
    from pannesi.procedure.loading.loader import load_files

    return lambda files: load_files(files, site.folder).site


def _outage_of(journal: Journal, session: str, state: State, site: Site, read_files: ReadFiles) -> OutageReviewed:
    """What the review keeps of a session: no free text, no patient."""
    own = pinned_site(journal, state, site, read_files)
    procedure = own or site
    last = max(state.when(event) for event in state.timeline)
    account = session_summary_of(session, state, procedure, last)
    if account is None:
        raise NotFound(_("Le début de la session {id} n'est pas dans ce journal.").format(id=session))
    redlines = redlines_of(state)
    places = [procedure.places.get((redline.unit, redline.line)) for redline in redlines]
    return OutageReviewed(
        session=session,
        title=title_of(account.walk, procedure, state.opening.unit if state.opening is not None else None),
        hospital=hospital_of(state, own),
        systems=account.systems,
        began=account.began,
        returned=account.returned_at,
        closed=account.closed_at,
        procedure=pinned_digest(state) or "",
        redlines=tuple(redline.event for redline in redlines),
        lines=tuple(
            f"{place.number} {text_of(place.line)}" if place is not None else redline.line
            for place, redline in zip(places, redlines, strict=True)
        ),
    )


@dataclass(frozen=True)
class OpenAction:
    """An action that is neither done nor given up, with the session whose review decided it."""

    session: str
    action: Action


def open_actions(sessions: SessionCatalogue) -> tuple[OpenAction, ...]:
    """Every open action, the first due first; by the index, so that only reviews with one are read. Raises
    JournalError."""
    from pannesi.history.index_reviews import sessions_with_open_actions

    with sessions.index.snapshot() as db:
        names = sessions_with_open_actions(db)
    waiting = [
        OpenAction(name, action) for name in names for action in read_review(sessions.journal, name).open_actions
    ]
    return tuple(sorted(waiting, key=lambda due: (due.action.due or date.max, due.session, due.action.about)))


def overdue_actions(sessions: SessionCatalogue, today: date) -> int:
    """How many actions are overdue on a day, by the index. Raises JournalError."""
    from pannesi.history.index_reviews import count_overdue

    with sessions.index.snapshot() as db:
        return count_overdue(db, today)


def context_for(reviewed: ReviewedOutage, site: Site, by: Who) -> ReviewContext:
    """By whom and when something is said in a review."""
    now = by.now()
    return ReviewContext(
        reviewed.chain, reviewed.outage, reviewed.exercise, reviewed.closed, now,
        now.astimezone(zone_of(site.contacts)).date(), by.actor, by.new_id,
    )  # fmt: skip


def say_in_review(
    journal: Journal, reviewed: ReviewedOutage, said: Iterable[Statement], context: ReviewContext
) -> ReviewedOutage:
    """Commits what somebody says in a review, and returns it as it stands then. Raises Refused, NotWritten: then
    nothing is written."""
    journal.append(review_drafts(reviewed.review, tuple(said), context))
    return replace(reviewed, review=read_review(journal, reviewed.session))


class StationReview:
    """The review of one session as a screen of a station reads it and writes in it."""

    def __init__(self, station: Station, session: str) -> None:
        self.station, self.session = station, session

    def read(self) -> ReviewedOutage:
        """The review as it stands. Raises NotFound, JournalError."""
        here = self.station
        return reviewed_outage(here.journal, here.reading.site, self.session, here.site_of_files)

    def context(self, reviewed: ReviewedOutage) -> ReviewContext:
        """By whom and when something is said now."""
        here = self.station
        return context_for(reviewed, here.reading.site, Who(here.clock.real_now, here.new_id, here.actor))

    def say(self, make: Callable[[ReviewedOutage], Iterable[Statement]]) -> ReviewedOutage:
        """Commits what `make` says of the review as it stands, and returns it then. Raises Declined where that cannot
        be written."""
        here = self.station
        if here.problem is not None:
            raise Declined(here.problem)
        try:
            reviewed = self.read()
            return say_in_review(here.journal, reviewed, make(reviewed), self.context(reviewed))
        except (JournalError, NotFound) as failure:
            raise Declined(str(failure)) from failure
