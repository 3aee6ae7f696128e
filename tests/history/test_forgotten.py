"""Open sessions in which nothing is noted any more: after how long, how they are closed, and what is counted then."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pannesi.application.past_sessions import close_forgotten, desk_at, give_word, returns_missing
from pannesi.history.catalogue import forgotten_before, station_catalogue
from pannesi.history.figures.statistics import outage_statistics
from pannesi.history.forgotten import is_forgotten
from pannesi.history.period import DayRange
from pannesi.history.session_filter import SessionFilter
from pannesi.history.session_summary import session_summary_of
from pannesi.presentation.facts.timeline import SentenceWriter
from pannesi.presentation.session_lists.forgotten import back_since, forgotten_words
from pannesi.presentation.session_lists.session_summary import named_length_words
from pannesi.presentation.text.common_phrases import FORGOTTEN
from pannesi.procedure.availability.reachability import zone_of
from pannesi.procedure.model.contacts import Forgotten
from pannesi.procedure.model.scalars import RetentionPeriod
from pannesi.session import actions as want
from pannesi.session.event_writer import Refused
from pannesi.session.facts.session import SessionClosed
from pannesi.session.state import fold
from pannesi.support.errors import Declined
from tests.support.building import NIGHT
from tests.support.forgotten import LATER, later, left_open


@pytest.mark.parametrize(("days", "forgotten"), [(6, False), (7, True), (12, True)])
def test_a_session_without_a_new_fact_for_long_is_said_to_be_forgotten(
    days: int, forgotten: bool, tmp_path: Path
) -> None:
    session = left_open(tmp_path)
    here = later(tmp_path, NIGHT + timedelta(days=days, hours=1))
    now, catalogue = here.clock.now(), station_catalogue(here)
    (listed,) = catalogue.caught_up(now).open_now(now, exercise=False)
    assert listed.forgotten is forgotten
    assert (f"ouverte depuis {days} jours, oubliée ?" in listed.sentence()) is forgotten
    assert any("oubliée ?" in words for words in listed.title_suffixes) is forgotten
    assert is_forgotten(fold(here.journal.events(session)), here.site, now) is forgotten
    assert [other.id for other in catalogue.forgotten(now, exercise=False)] == [session] * forgotten
    assert not replace(listed, in_doubt=True).forgotten


def test_an_exercise_is_forgotten_likewise_and_the_site_may_say_after_how_long(tmp_path: Path) -> None:
    left_open(tmp_path, exercise=True)
    here = later(tmp_path)
    now = here.clock.now()
    (listed,) = station_catalogue(here).caught_up(now).forgotten(now, exercise=True)
    assert listed.at(here.clock).forgotten
    site = here.site
    assert forgotten_before(site, now) == now - timedelta(days=7)
    assert "7 jours, durée de pannesi" in forgotten_words(2, site)
    own = replace(site, contacts=site.contacts.replace(forgotten=Forgotten(after=RetentionPeriod(1, "months"))))
    assert forgotten_before(own, now) == now.replace(month=now.month - 1)
    assert forgotten_words(1, own).endswith("1 mois")


@pytest.mark.parametrize("given", [None, NIGHT + timedelta(hours=3)])
def test_closing_one_invents_no_duration(given: datetime | None, tmp_path: Path) -> None:
    session = left_open(tmp_path)
    here = later(tmp_path)
    desk, now = desk_at(here, session), here.clock.now()
    assert len(returns_missing(desk)) == 1
    close_forgotten(desk, str(FORGOTTEN[0]), given)
    closing = desk.state.closing
    assert closing is not None
    assert isinstance(closing.body, SessionClosed)
    assert (closing.body.forced, closing.body.return_unknown, closing.text) == (True, given is None, FORGOTTEN[0])
    assert len(closing.body.prevented) > 0
    account = session_summary_of(session, desk.state, desk.procedure, now)
    assert account is not None
    outage, *_others, whole = account.lengths
    assert (outage.shown, account.duration is None) == (timedelta(hours=3) if given else None, given is None)
    assert whole.shown is not None
    assert ("heure du retour pas sue" in named_length_words(account, outage, str)) is (given is None)
    sentence = SentenceWriter(desk.procedure, desk.state, str).sentence(closing)
    assert ("heure du retour pas sue" in sentence) is (given is None)
    catalogue = station_catalogue(here).caught_up(now)
    (listed,) = catalogue.page(SessionFilter(), now)
    assert ("fin de la panne pas sue" in listed.sentence()) is (given is None)
    assert not listed.forgotten
    figures = outage_statistics(catalogue.index, DayRange(None, None), now, zone_of(here.site.contacts))
    assert (figures.outages, figures.still_open) == (1, 0)
    assert figures.downtime == (account.duration or timedelta(0))
    assert figures.overall.median == account.duration


def test_one_whose_return_was_announced_is_closed_with_its_reason_and_can_be_opened_again(tmp_path: Path) -> None:
    session = left_open(tmp_path, returned=True)
    desk = desk_at(later(tmp_path), session)
    assert returns_missing(desk) == ()
    for reason in ("", "1", "?", "oui", "non"):
        with pytest.raises(Refused):
            close_forgotten(desk, reason, None)
    close_forgotten(desk, "essai du poste", None)
    closing = desk.state.closing
    assert closing is not None
    assert (closing.body.forced, closing.body.return_unknown) == (True, False)  # type: ignore[union-attr]
    desk.do(want.Undo(closing.id))
    assert desk.state.closing is None


def test_a_forced_closing_needs_a_reason_in_words(tmp_path: Path) -> None:
    desk = desk_at(later(tmp_path), left_open(tmp_path))
    with pytest.raises(Refused, match="ne suffit pas"):
        desk.do(want.Close("1"))
    desk.do(want.Close("HS"))


def test_the_hour_of_the_return_is_typed_said_to_be_unknown_or_asked_again() -> None:
    paris = ZoneInfo("Europe/Paris")
    assert back_since("24/11/2026 08:00", LATER, paris) == datetime(2026, 11, 24, 7, tzinfo=UTC)
    assert [back_since(words, LATER, paris) for words in ("?", "0", "pas su")] == [None, None, None]
    with pytest.raises(Declined, match="aucune durée n'est inventée"):
        back_since("  ", LATER, paris)


def test_a_word_may_be_given_to_a_forgotten_session_and_keeps_it_from_being_forgotten(tmp_path: Path) -> None:
    session = left_open(tmp_path)
    here = later(tmp_path)
    give_word(here, session, "nuit du scanner 2")
    assert not is_forgotten(fold(here.journal.events(session)), here.site, here.clock.now())
