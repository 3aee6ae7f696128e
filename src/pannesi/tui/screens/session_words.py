"""The word of a session, asked for above the list of sessions or on the screen of a past one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pannesi.application.past_sessions import give_word
from pannesi.presentation.session_lists.session_words import session_word, session_word_question
from pannesi.session.event_writer import Refused
from pannesi.session.state import State, fold
from pannesi.support.errors import Declined, JournalError
from pannesi.support.i18n import _
from pannesi.tui.screen import BaseScreen

if TYPE_CHECKING:
    from pannesi.tui.screens.sessions import SessionsScreen


def ask_word(here: BaseScreen, session: str, state: State, written: Callable[[], None]) -> None:
    """Asks for the word of a session; `written` shows it once it is given."""

    def given(words: str) -> None:
        try:
            give_word(here.station, session, words)
        except (Refused, JournalError) as failure:
            raise Declined(str(failure)) from failure
        written()
        here.say(_("Mot donné : il se lit dans les listes."))

    here.ask(session_word_question(state), given, session_word(state))


def ask_word_of_current(here: SessionsScreen) -> None:
    """Asks for the word of the session under the cursor of the list."""
    if here.current is not None:
        session = here.current.id
        ask_word(here, session, fold(here.station.journal.events(session)), here.poll_journal)
