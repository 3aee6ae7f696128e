"""One session read as a whole for reports: its state, the site it pins, its summary, the digest of its chains."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from pannesi.application.lookup import no_such_session, session_named
from pannesi.history.catalogue import catalogue_of
from pannesi.history.exercises.exercises import real_outages_met
from pannesi.history.learning.incident_reviews import read_review
from pannesi.history.outages import HalfState
from pannesi.history.same_outage import halves_of
from pannesi.history.session_summary import SessionSummary, session_summary_of
from pannesi.journal.chain.hash_chain import digest_of_heads
from pannesi.journal.pinned_procedure import pinned_site
from pannesi.journal.store import Journal, OnProgress, no_progress
from pannesi.procedure.model.procedure import Site
from pannesi.session.incident_review.review import IncidentReview
from pannesi.session.state import State, fold
from pannesi.support.errors import NotFound
from pannesi.support.i18n import _


@dataclass(frozen=True)
class SessionRecord:
    """A session as it stands at its last event."""

    name: str
    state: State
    procedure: Site
    """The site that it pins; the present one when that is not stored or cannot be read."""
    account: SessionSummary
    digest: str
    """SHA-256 (hex) of the heads of its hash chains."""
    same: Mapping[str, HalfState] = field(default_factory=dict)
    """The sessions said to be about the same outage, each with which of the two says so."""
    review: IncidentReview = field(default_factory=IncidentReview)
    """What is said of it in a chain of its own: the participants of an exercise, the actions decided."""
    real_outages: tuple[str, ...] = ()
    """Of an exercise the real sessions that were opened meanwhile."""


def read_session(
    journal: Journal | None, site: Site, begin: str, now: datetime | None = None, progress: OnProgress = no_progress
) -> SessionRecord:
    """The only session whose id begins with `begin`; without a journal there is none. With `now` the index is asked
    too which sessions say that they are about the same outage without being named by it.

    Raises NotFound, Ambiguous, JournalError.
    """
    if journal is None:
        raise no_such_session(begin)
    name = session_named([row.id for row in journal.sessions()], begin)
    events = journal.events(name)
    state = fold(events)
    procedure = _pinned_procedure(journal, state, site)
    last = max((state.when(event) for event in state.timeline), default=None)
    account = session_summary_of(name, state, procedure, last) if last is not None else None
    if account is None:
        raise NotFound(_("Le début de la session {id} n'est pas dans ce journal.").format(id=name))
    catalogue = catalogue_of(journal, site).caught_up(now, progress) if now is not None else None
    try:
        same = halves_of(journal, name, state, catalogue)
    finally:
        if catalogue is not None:
            catalogue.close()
    return SessionRecord(name, state, procedure, account, digest_of_heads(events), same, read_review(journal, name),
                         real_outages_met(journal, state))  # fmt: skip


def _pinned_procedure(journal: Journal, state: State, site: Site) -> Site:
    from pannesi.procedure.loading.loader import load_files

    return pinned_site(journal, state, site, lambda files: load_files(files, site.folder).site) or site
