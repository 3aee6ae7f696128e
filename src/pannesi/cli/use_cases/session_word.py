"""`pannesi word`: the word that a session is given, shown, given or taken back."""

from __future__ import annotations

from pannesi.application.lookup import no_such_session, session_named
from pannesi.application.past_sessions import give_word, take_word_back
from pannesi.cli.use_cases.folders import Folders, station_to_write
from pannesi.journal.store import Journal
from pannesi.presentation.session_lists.session_words import session_word
from pannesi.session.state import fold
from pannesi.support.console import Output
from pannesi.support.i18n import _


def write_word(folders: Folders, who: str | None, begin: str, word: str, out: Output, *, undo: bool) -> None:
    """Gives the session whose id begins so a word, or takes it back, and prints the word that it has then. Raises
    NotFound, Ambiguous, Refused, JournalError."""
    with station_to_write(folders, who) as station:
        session = session_named([row.id for row in station.journal.sessions()], begin)
        if undo:
            take_word_back(station, session)
        else:
            give_word(station, session, word)
        _print_word(station.journal, session, out)


def print_word(journal: Journal | None, begin: str, out: Output, *, as_json: bool) -> None:
    """Prints the word of a session. Raises NotFound, Ambiguous."""
    if journal is None:
        raise no_such_session(begin)
    session = session_named([row.id for row in journal.sessions()], begin)
    if as_json:
        out.json({"session": session, "word": session_word(fold(journal.events(session)))})
    else:
        _print_word(journal, session, out)


def _print_word(journal: Journal, session: str, out: Output) -> None:
    word = session_word(fold(journal.events(session)))
    words = _("{session} « {word} »") if word else _("{session} : aucun mot")
    out.wrapped(words.format(session=session, word=word))
