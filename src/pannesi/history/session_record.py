"""One session read as a whole for reports: its state, the site it pins, its summary, the digest of its chains."""

from __future__ import annotations

from dataclasses import dataclass

from pannesi.application.lookup import no_such_session, session_named
from pannesi.history.session_summary import SessionSummary, session_summary_of
from pannesi.journal.hash_chain import digest_of_heads
from pannesi.journal.pinned_procedure import pinned_site
from pannesi.journal.store import Journal
from pannesi.procedure.model.procedure import Site
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


def read_session(journal: Journal | None, site: Site, begin: str) -> SessionRecord:
    """The only session whose id begins with `begin`; without a journal there is none.

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
    return SessionRecord(name, state, procedure, account, digest_of_heads(events))


def _pinned_procedure(journal: Journal, state: State, site: Site) -> Site:
    from pannesi.procedure.loading.loader import load_files

    return pinned_site(journal, state, site, lambda files: load_files(files, site.folder).site) or site
