"""The word that a session is given, as it is asked for and shown."""

from __future__ import annotations

from pannesi.session.state import State
from pannesi.support.i18n import _
from pannesi.support.text_safety import clean_line


def session_word(state: State) -> str:
    """The word of a session; empty where nobody gave one, or it was erased."""
    return clean_line((state.word.text if state.word is not None else None) or "")


def session_word_question(state: State) -> str:
    """The question for the word of a session, with the one that it has."""
    word = session_word(state)
    if word:
        return _("Mot pour cette session, dans les listes (maintenant « {word} »)").format(word=word)
    return _("Mot pour cette session, dans les listes (par exemple : nuit du scanner 2)")
