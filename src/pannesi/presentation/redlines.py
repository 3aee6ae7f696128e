"""A redline in words: where the line is written, what was said against it, what was answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from pannesi.history.redlines import CORRECTED, SHORT, QueuedRedline
from pannesi.session.labels import redline_word
from pannesi.support.i18n import _


def redline_lines(one: QueuedRedline, hour: Callable[[datetime], str]) -> tuple[str, ...]:
    """A redline as lines: its place in the file; the line as it stood; what was said, by whom and when; the answer."""
    said = one.redline
    words = f" : {said.words}" if said.words else ""
    by = f", {said.who}" if said.who else ""
    drill = _(" (EXERCICE)") if one.exercise else ""
    return (
        f"{said.event[:SHORT]}  {one.where}",
        one.words_then,
        f"{redline_word(said.about).upper()}{words}",
        f"{hour(said.at)}{by}, {one.session}{drill}",
        reply_words(one, hour),
    )


def reply_words(one: QueuedRedline, hour: Callable[[datetime], str]) -> str:
    """The answer to a redline, with who and when; that there is none yet."""
    reply = one.reply
    if reply is None:
        return _("sans réponse")
    when = f"{hour(reply.at)}{f', {reply.who}' if reply.who else ''}"
    if reply.answer == CORRECTED:
        gone = _("(mot manquant)") if reply.missing else _("(mot effacé)")
        return _("corrigé dans la version {version} ({when})").format(version=reply.version or gone, when=when)
    gone = _("motif manquant") if reply.missing else _("motif effacé")
    return _("gardé tel quel : {why} ({when})").format(why=reply.words or gone, when=when)
