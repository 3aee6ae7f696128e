"""An act as the line-by-line face prints it: the words of its frame in the full screen, and no others."""

from __future__ import annotations

from collections.abc import Iterator

from pannesi.presentation.line.folded_list import folded_list
from pannesi.presentation.line.frame_words import frame_lines, head_words, option_words, position_words
from pannesi.presentation.line.unknown_answers import waits_for_answer, ways_out_words
from pannesi.presentation.session.session_view import View
from pannesi.procedure.model.lines import text_of
from pannesi.session.projection.read_model import Row
from pannesi.support.i18n import _


def act_headline(view: View, row: Row) -> str:
    """`3 / 5, alerter · !! 3.6 · Prévenir le service informatique`."""
    return f"{position_words(view, row)} · {head_words(view, row)} · {text_of(row.line)}"


def act_lines(view: View, row: Row) -> Iterator[str]:
    """What the act needs, then the answers to a question by their digits."""
    for line in frame_lines(view, row):
        words = line.words.strip()
        yield f"{words} · {line.right}" if words and line.right else words or line.right
    for digit, words, clock, given in option_words(row):
        marks = [mark for mark in (clock, _("(réponse donnée)") if given else "") if mark]
        yield " ".join([f"  {digit}  {words}", *marks])
    if waits_for_answer(view, row):
        words = _("La procédure attend cette réponse : la donner, ou {ways}.")
        yield words.format(ways=ways_out_words(view, row, here=True))


def rest_words(view: View, row: Row) -> str:
    """How much else is to come, counted; empty where nothing is."""
    rest = folded_list(view, row.key, next_shown=0)
    return rest.words(60) if rest.by_answer or rest.by_phase else ""
