"""The sessions that may be about the same outage as one, read from the index by its systems and its times."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from pannesi.history.catalogue import SessionCatalogue
from pannesi.history.outages import NEAR, HalfState, OutageLink, half_states, same_outage_candidates
from pannesi.history.overview import Overview
from pannesi.history.session_filter import SessionFilter
from pannesi.journal.store import Journal
from pannesi.session.projection.same_outage import same_outages_said
from pannesi.session.state import State, fold
from pannesi.support.errors import JournalError

_LONGEST = timedelta(days=31)
"""How long before a session another one may have begun and still be looked at."""
MOST = 9
"""How many sessions are proposed."""


def links_of(catalogue: SessionCatalogue, session: str, state: State) -> tuple[OutageLink, ...]:
    """What a session and others say of each other: of those that it or they name, by the index, read from their own
    chains as they stand now, since the index may be behind. Raises JournalError."""
    return _links_read(catalogue.journal, session, state, _naming(catalogue, session))


def halves_of(journal: Journal, session: str, state: State, catalogue: SessionCatalogue | None) -> dict[str, HalfState]:
    """What a session and others say of each other, by the id of the other; those that name it without being named by it
    are known by the catalogue. A chain that cannot be read says nothing."""
    naming = _naming(catalogue, session) if catalogue is not None else set()
    return half_states(session, _links_read(journal, session, state, naming, or_nothing=True))


def _naming(catalogue: SessionCatalogue, session: str) -> set[str]:
    return {link.session for link in catalogue.index.links() if link.other == session}


def _links_read(
    journal: Journal, session: str, state: State, naming: set[str], *, or_nothing: bool = False
) -> tuple[OutageLink, ...]:
    mine = _links_said(session, state)
    links = [*mine]
    for other in sorted(naming | {link.other for link in mine}):
        try:
            links += _links_said(other, fold(journal.events(other)))
        except JournalError:
            if not or_nothing:
                raise
    return tuple(links)


def _links_said(session: str, state: State) -> tuple[OutageLink, ...]:
    return tuple(OutageLink(session, said.other, said.stands) for said in same_outages_said(state))


def sessions_proposed(
    catalogue: SessionCatalogue, session: str, systems: Iterable[str], now: datetime, *, exercise: bool
) -> tuple[Overview, ...]:
    """The sessions that may be about the same outage, the likeliest first; none where the index does not know this
    one."""
    everything = SessionFilter(exercise=exercise)
    overviews = catalogue.index.select([session], everything, now)
    if not overviews:
        return ()
    (mine,) = overviews
    around = replace(everything, since=mine.began - _LONGEST, until=(mine.closed_at or now) + NEAR)
    sharing = {other.id for name in systems for other in catalogue.find(now, replace(around, system=name))}
    return same_outage_candidates(mine, catalogue.find(now, around), sharing)[:MOST]
