"""A redline in words: where the line is written, what was said against it, what was answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from pannesi.history.learning.redlines import CORRECTED, QueuedRedline
from pannesi.presentation.learning.lessons import SHOWN_OF_ID
from pannesi.presentation.line.line_as_written import line_as_written
from pannesi.presentation.text.side_boxes import SideBox, said
from pannesi.procedure.model.procedure import Site
from pannesi.session.labels import redline_word
from pannesi.support.i18n import _


def redline_lines(queued: QueuedRedline, hour: Callable[[datetime], str]) -> tuple[str, ...]:
    """A redline as lines: its place in the file; the line as it stood; what was said, by whom and when; the answer."""
    redline = queued.redline
    words = f" : {redline.words}" if redline.words else ""
    by = f", {redline.who}" if redline.who else ""
    drill = _(" (EXERCICE)") if queued.exercise else ""
    return (
        f"{redline.event[:SHOWN_OF_ID]}  {queued.where}",
        queued.words_then,
        f"{redline_word(redline.about).upper()}{words}",
        f"{hour(redline.at)}{by}, {queued.session}{drill}",
        reply_words(queued, hour),
    )


def redline_boxes(queued: QueuedRedline, site: Site) -> Iterator[SideBox]:
    """What a redline is about, for a second column: the line as `site` writes it today, and what an answer does."""
    unit, line = queued.redline.unit, queued.redline.line
    place = site.places.get((unit, line))
    today = tuple(line_as_written(site, unit, place.line)) if place is not None else tuple(said(queued.where))
    yield SideBox(_("La ligne aujourd'hui"), today)
    if queued.reply is not None:
        words = _("Répondu : la ligne n'est plus dite signalée. Une autre réponse remplace celle-ci, Z l'annule.")
    elif queued.exercise:
        words = _("Sans réponse, la ligne est dite signalée aux exercices suivants.")
    else:
        words = _("Sans réponse, la ligne est dite signalée aux sessions suivantes, comme qui elle appelle.")
    yield SideBox(_("Ce que fait une réponse"), (*said(words), *said(_("La session passée ne change pas."))))


def reply_words(queued: QueuedRedline, hour: Callable[[datetime], str]) -> str:
    """The answer to a redline, with who and when; that there is none yet."""
    reply = queued.reply
    if reply is None:
        return _("sans réponse")
    when = f"{hour(reply.at)}{f', {reply.who}' if reply.who else ''}"
    if reply.answer == CORRECTED:
        gone = _("(mot manquant)") if reply.missing else _("(mot effacé)")
        return _("corrigé dans la version {version} ({when})").format(version=reply.version or gone, when=when)
    gone = _("motif manquant") if reply.missing else _("motif effacé")
    return _("gardé tel quel : {why} ({when})").format(why=reply.words or gone, when=when)
