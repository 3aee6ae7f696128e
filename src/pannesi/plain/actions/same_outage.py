"""Saying that another session is about the same outage, in the chains of both, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pannesi.application.lookup import session_named
from pannesi.history.catalogue import station_catalogue
from pannesi.plain.session import Guide
from pannesi.session.event_writer import Refused, is_unknown
from pannesi.support.errors import JournalError, UsageError
from pannesi.support.i18n import _

if TYPE_CHECKING:
    from pannesi.presentation.session_lists.same_outage import OutageChoice


def say_same(guide: Guide, given: str) -> None:
    """Lists what is said of other sessions, to take back or to complete, and those proposed by system and time; with
    the id of a session, or its beginning, says that it is the same outage."""
    if given and not is_unknown(given):
        other = _named(guide, given)
        if other:
            write_halves(guide, other, same=True)
        return
    pairs = _choices(guide)
    if not pairs:
        guide.say(
            _("Aucune autre session à ces heures-là. Une autre : mp et le début de son numéro, comme mp 20261124.")
        )
        return
    choices = [(str(place), words) for place, (_key, words) in enumerate(pairs)]
    chosen = guide.talk.choose(_("La même panne que quelle session ?"), choices, otherwise=_("ne rien faire"))
    if chosen is not None:
        other, same = pairs[int(chosen)][0]
        write_halves(guide, other, same=same)


def write_halves(guide: Guide, other: str, *, same: bool) -> None:
    """Writes both halves, or takes both back; a half that is missing is told."""
    from pannesi.application.outage_links import say_same_outage
    from pannesi.presentation.session_lists.same_outage import outcome_words

    session = guide.desk.session or ""
    guide.talk.interrupts.hold()
    try:
        outcome = say_same_outage(guide.station, session, other, same=same, here=guide.desk)
    except (Refused, JournalError) as failure:
        guide.say(str(failure))
        return
    guide.say(outcome_words(session, other, same=same, written=len(outcome.written), refused=outcome.refused))


def _named(guide: Guide, begin: str) -> str:
    """The session whose id begins so; empty, with a message, where there is none, or several."""
    try:
        return session_named([row.id for row in guide.station.journal.sessions()], begin)
    except UsageError as unknown:
        guide.say(str(unknown))
        return ""


def _choices(guide: Guide) -> list[tuple[OutageChoice, str]]:
    from pannesi.history.same_outage import halves_of, sessions_proposed
    from pannesi.history.session_summary import systems_concerned
    from pannesi.presentation.session_lists.same_outage import outage_choices

    desk, station = guide.desk, guide.station
    session, now = desk.session or "", desk.environment.now()
    catalogue = station_catalogue(station).caught_up(now)
    halves = halves_of(station.journal, session, desk.state, catalogue)
    entered = [(visit.unit, visit.symptom) for visit in desk.state.visits if visit.reason != "run"]
    systems = systems_concerned(desk.procedure, entered)
    proposed = sessions_proposed(catalogue, session, systems, now, exercise=desk.state.exercise)
    return outage_choices(halves, proposed, now, guide.view.zone)
