"""The choice of another session that is about the same outage, offered on the screen of a past session."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pannesi.application.outage_links import say_same_outage
from pannesi.history.catalogue import station_catalogue
from pannesi.history.outages import HalfState
from pannesi.history.same_outage import sessions_proposed
from pannesi.history.session_summary import systems_concerned
from pannesi.presentation.session_lists.same_outage import OutageChoice, outage_choices, outcome_words
from pannesi.procedure.availability.reachability import zone_of
from pannesi.session.event_writer import Refused
from pannesi.support.errors import JournalError
from pannesi.support.i18n import _
from pannesi.tui.screens.choice_list import ChoiceListScreen, choices

if TYPE_CHECKING:
    from pannesi.tui.screens.past_session import PastSessionScreen


def offer_same_outage(here: PastSessionScreen, halves: Mapping[str, HalfState]) -> None:
    """Lists what is said already, to take back or to complete, then the sessions proposed by system and time."""
    station, now = here.station, here.station.clock.now()
    entered = [(visit.unit, visit.symptom) for visit in here.state.visits if visit.reason != "run"]
    systems = systems_concerned(here.procedure, entered)
    catalogue = station_catalogue(station)
    proposed = sessions_proposed(catalogue, here.session, systems, now, exercise=here.state.exercise)
    pairs = outage_choices(halves, proposed, now, zone_of(station.site.contacts))
    if not pairs:
        words = _("Aucune autre session à ces heures-là. Pour une autre : pannesi same {id} AUTRE.")
        here.say(words.format(id=here.session))
        return

    def chosen(key: OutageChoice | None) -> None:
        if key is not None:
            _write(here, *key)

    listed = choices(pairs, here.ink.key, here.ink.plain)
    question = _("La même panne que quelle session ?")
    here.app.push_screen(ChoiceListScreen(station, question, listed, digits=True), chosen)


def _write(here: PastSessionScreen, other: str, same: bool) -> None:
    try:
        outcome = say_same_outage(here.station, here.session, other, same=same)
    except (Refused, JournalError) as failure:
        here.say(str(failure), alarm=True)
        return
    here.poll_journal()
    words = outcome_words(here.session, other, same=same, written=len(outcome.written), refused=outcome.refused)
    here.say(words, alarm=bool(outcome.refused))
