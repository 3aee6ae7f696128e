"""The sessions that may be about the same outage as one, read from the index by its systems and its times."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from pannesi.history.catalogue import SessionCatalogue
from pannesi.history.outages import NEAR, OutageLink, same_outage_candidates
from pannesi.history.overview import Overview
from pannesi.history.session_filter import SessionFilter
from pannesi.session.projection.same_outage import same_outages_said
from pannesi.session.state import State, fold

_LONGEST = timedelta(days=31)
"""How long before a session another one may have begun and still be looked at."""
MOST = 9
"""How many sessions are proposed."""


def links_of(catalogue: SessionCatalogue, session: str, state: State) -> tuple[OutageLink, ...]:
    """What a session and others say of each other: of those that it or they name, by the index, read from their own
    chains as they stand now, since the index may be behind. Raises JournalError."""
    mine = _links_said(session, state)
    naming = {link.session for link in catalogue.index.links() if link.other == session}
    others = sorted(naming | {link.other for link in mine})
    read = (_links_said(other, fold(catalogue.journal.events(other))) for other in others)
    return (*mine, *(link for links in read for link in links))


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
