"""A session in a list of sessions, told from the others there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pannesi.history.overview import Overview
from pannesi.support.i18n import _
from pannesi.support.text_safety import clean_line


def told_apart(session: Overview, listed: Sequence[Overview]) -> str:
    """The sentence of a session in a list; what was seen stands before it where another has the same title, its number
    behind it where that tells nothing either."""
    alike = [other for other in listed if other.title == session.title and other.id != session.id]
    words = session.sentence()
    if not alike:
        return words
    seen = clean_line(session.seen)
    if seen and seen != session.title:
        words = _("{seen} · {sentence}").format(seen=seen, sentence=words)
    same = [other for other in alike if other.seen == session.seen and _minute(other) == _minute(session)]
    return _("{sentence} · {id}").format(sentence=words, id=session.id) if same else words


def _minute(session: Overview) -> datetime:
    return session.began.replace(second=0, microsecond=0)
