"""Closing a forgotten session, from the list of sessions or the screen of a past one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from pannesi.application.past_sessions import close_forgotten, closing_acts, desk_at, returns_missing
from pannesi.application.session_service import Desk
from pannesi.presentation.session_lists.forgotten import BACK_SINCE, WHY_CLOSED, back_since
from pannesi.presentation.text.common_phrases import FORGOTTEN
from pannesi.procedure.availability.reachability import zone_of
from pannesi.session import actions as want
from pannesi.session.event_writer import Refused
from pannesi.support.errors import Declined, JournalError
from pannesi.support.i18n import _, all_translated, translated
from pannesi.tui.screen import BaseScreen

if TYPE_CHECKING:
    from pannesi.tui.screens.session_base import SessionBaseScreen
    from pannesi.tui.screens.sessions import SessionsScreen


def ask_to_close(here: BaseScreen, session: str, closed: Callable[[], None]) -> None:
    """Asks what is missing to close a session, then closes it; `closed` shows that."""
    station = here.station
    try:
        desk = desk_at(station, session)
    except (Refused, JournalError) as failure:
        here.say(str(failure), alarm=True)
        return

    def close(why: str, returned: datetime | None) -> None:
        try:
            close_forgotten(desk, why, returned)
            station.adopt_journal(desk)
        except JournalError as failure:
            raise Declined(str(failure)) from failure
        closed()
        here.say(_("Close, avec son motif. Elle se rouvre en annulant la clôture : ⏎, R, A."))

    _ask(here, desk, close)


def close_at_work(here: SessionBaseScreen) -> None:
    """Asks what is missing to close the session at work, which was forgotten, then closes it."""
    missing = returns_missing(here.desk)
    _ask(here, here.desk, lambda why, returned: _do_each(here, closing_acts(missing, why, returned)))


def _do_each(here: SessionBaseScreen, acts: Sequence[want.Intent]) -> None:
    if acts:
        here.do(acts[0], lambda _written: _do_each(here, acts[1:]))


def _ask(here: BaseScreen, desk: Desk, close: Callable[[str, datetime | None], None]) -> None:
    """Asks since when it works again, where no return was announced, and why the session is closed."""

    def hour_given(words: str) -> None:
        ask_why(back_since(words, here.station.clock.now(), zone_of(here.station.site.contacts)))

    def ask_why(returned: datetime | None) -> None:
        here.ask(translated(WHY_CLOSED), lambda why: close(why, returned), usual=all_translated(FORGOTTEN), doubts=True)

    if returns_missing(desk):
        here.ask(translated(BACK_SINCE), hour_given)
    else:
        ask_why(None)


def close_current(here: SessionsScreen) -> None:
    """Asks what closes the forgotten session under the cursor of the list."""
    if here.current is not None:
        ask_to_close(here, here.current.id, here.poll_journal)
