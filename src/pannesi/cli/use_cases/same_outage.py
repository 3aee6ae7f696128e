"""`pannesi same`: the sessions that are about the same outage as one, and those that may be."""

from __future__ import annotations

from datetime import datetime

from pannesi.application.lookup import no_such_session, session_named
from pannesi.application.outage_links import say_same_outage
from pannesi.cli.use_cases.folders import Folders, station_to_write
from pannesi.history.catalogue import SessionCatalogue, catalogue_of
from pannesi.history.outages import half_states
from pannesi.history.same_outage import sessions_proposed
from pannesi.history.session_record import read_session
from pannesi.journal.store import Journal
from pannesi.presentation.session_lists.same_outage import outcome_words, same_outage_words
from pannesi.procedure.availability.moments import format_moment
from pannesi.procedure.availability.reachability import zone_of
from pannesi.procedure.model.procedure import Site
from pannesi.support.console import Output
from pannesi.support.i18n import _
from pannesi.support.progress import Progress


def link_sessions(folders: Folders, who: str | None, sessions: tuple[str, str], out: Output, *, same: bool) -> None:
    """Says of two sessions, each by its id or the beginning of it, that they are about the same outage, or takes it
    back. Raises NotFound, Ambiguous, Refused, JournalError."""
    with station_to_write(folders, who) as station:
        names = [row.id for row in station.journal.sessions()]
        session, other = (session_named(names, begin) for begin in sessions)
        outcome = say_same_outage(station, session, other, same=same)
    out.wrapped(outcome_words(session, other, same=same, written=len(outcome.written), refused=outcome.refused))


def print_links(journal: Journal | None, site: Site, begin: str, now: datetime, out: Output, *, as_json: bool) -> None:
    """Prints what one session and others say of each other, and the sessions proposed. Raises NotFound, Ambiguous."""
    if journal is None:
        raise no_such_session(begin)
    record = read_session(journal, site, begin)
    catalogue: SessionCatalogue = catalogue_of(journal, site).caught_up(now, Progress(_("faits lus")))
    halves = half_states(record.name, catalogue.index.links())
    proposed = [
        other
        for other in sessions_proposed(
            catalogue, record.name, record.account.systems, now, exercise=record.state.exercise
        )
        if other.id not in halves
    ]
    if as_json:
        out.json({"session": record.name, "same": halves, "proposed": [other.id for other in proposed]})
        return
    for other, state in halves.items():
        out.wrapped(same_outage_words(other, state))
    if not halves:
        out.wrapped(_("Aucune autre session n'est dite la même panne."))
    zone = zone_of(site.contacts)
    for overview in proposed:
        hour = format_moment(overview.began, now, zone, short=True)
        words = _("Peut-être : {session}  {hour} · {title}")
        out.wrapped(words.format(session=overview.id, hour=hour, title=overview.sentence()), "", "    ")
    if proposed:
        out.wrapped(_("Le dire : pannesi same {session} AUTRE.").format(session=record.name))
