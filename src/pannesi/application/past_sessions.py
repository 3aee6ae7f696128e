"""Writing into a session from outside: from a list, or by a command, without going on in it."""

from __future__ import annotations

from datetime import datetime

from pannesi.application.context import Station
from pannesi.application.session_service import Desk
from pannesi.session import actions as want
from pannesi.session.event_writer import Refused
from pannesi.session.handlers.session import closing_reason
from pannesi.support.i18n import _


def desk_at(station: Station, session: str) -> Desk:
    """A desk at a session, which leaves the clock of the station as it is. Raises Refused, JournalError."""
    from pannesi.session.facts.session import SessionOpened

    bodies = (event.body for event in station.journal.events(session))
    opening = next((body for body in bodies if isinstance(body, SessionOpened)), None)
    desk = station.desk(exercise=opening is not None and opening.exercise)
    desk.resume(session)
    return desk


def give_word(station: Station, session: str, word: str) -> None:
    """Gives a session a word, open or closed. Raises Refused, JournalError."""
    desk = desk_at(station, session)
    desk.do(want.GiveWord(word))
    station.adopt_journal(desk)


def take_word_back(station: Station, session: str) -> None:
    """Takes back the word that a session was given: the one before stands again. Raises Refused, JournalError."""
    desk = desk_at(station, session)
    given = desk.state.word
    if given is None:
        raise Refused(_("Cette session n'a pas de mot."))
    desk.do(want.Undo(given.id))
    station.adopt_journal(desk)


def returns_missing(desk: Desk) -> tuple[str, ...]:
    """The visits of the cases whose return nobody announced."""
    blocks = desk.look().blocks
    return tuple(block.visit for block in blocks if block.code == "return" and block.visit is not None)


def close_forgotten(desk: Desk, why: str, returned: datetime | None) -> None:
    """Closes a session that was forgotten, with a reason. Where a return is missing it is said to be `returned`; None:
    nobody knows, and no duration is. Raises Refused, JournalError."""
    for act in closing_acts(returns_missing(desk), why, returned):
        desk.do(act)


def closing_acts(missing: tuple[str, ...], why: str, returned: datetime | None) -> tuple[want.Intent, ...]:
    """The acts that close a forgotten session: the return of each case whose return is missing, where its hour is
    known, then the closing. Raises Refused for a reason that says nothing."""
    closing = want.Close(closing_reason(why), forgotten=True, return_unknown=bool(missing) and returned is None)
    if returned is None:
        return (closing,)
    seen = _("heure dite à la clôture d'une session oubliée")
    return (*(want.AnnounceReturn(visit, seen, since=returned) for visit in missing), closing)
