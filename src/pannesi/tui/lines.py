"""The flat list of a session as texts: phases with their counts, each line with its state in a glyph and words."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

from rich.text import Text

from pannesi.i18n import _, n_
from pannesi.session.rows import Row
from pannesi.session.words import glyph, phase_word, progress, status_word, text_of
from pannesi.site.units import PHASES
from pannesi.telling.card import card
from pannesi.telling.view import View
from pannesi.tui.ink import Ink
from pannesi.tui.widgets.rows import Item

Key = tuple[str, str]
_AFTER = re.compile(r" ([?!:;»])")
_STATE_WIDTH = 19
_NARROW = 60
"""Below this width the state stands after the words."""


def items(
    view: View,
    ink: Ink,
    width: int,
    current: Key | None,
    *,
    unfolded: bool,
    drawn: dict[Key, tuple[Row, tuple[Text, ...]]],
) -> list[Item]:
    """Everything on the list. `unfolded`: the card of the current line stands under it. `drawn` keeps the lines that
    are not current, each with what it was drawn from, for the next call of the same day with the same ink and width."""
    found: list[Item] = []
    for phase in PHASES:
        rows = [row for row in view.walk.rows if row.phase == phase and not _hidden(row)]
        if not rows:
            continue
        found.append(Item(None, (_heading(view, ink, width, phase),)))
        for row in rows:
            key = row.key
            if key != current:
                if key not in drawn or drawn[key][0] != row:
                    drawn[key] = (row, tuple(_line(view, row, ink, width, here=False)))
                texts = drawn[key][1]
            else:
                card = card_texts(view, row, ink, width, margin=6) if unfolded else []
                texts = (*_line(view, row, ink, width, here=True), *card)
            found.append(Item(key if _may_be_looked_at(row) else None, texts))
    return found


def _may_be_looked_at(row: Row) -> bool:
    """The cursor passes over lines whose branch is not taken, unless something can be said or undone there."""
    asleep = row.status in ("not_applicable", "pending")
    return not asleep or row.condition is not None or row.fact is not None or bool(row.conflict)


def _hidden(row: Row) -> bool:
    """Lines below a question that has no answer yet stay out of the way until it has."""
    return row.status == "pending" and row.depth > 1


def _heading(view: View, ink: Ink, width: int, phase) -> Text:  # type: ignore[no-untyped-def]
    settled, of = progress(view.walk, phase)
    name = phase_word(phase)
    waits = phase == "return_to_normal" and view.walk.stage in ("alert", "degraded_mode", "waiting")
    right = _("quand ce sera revenu") if waits else f"{settled} / {of}"
    text = Text()
    text.append(f" {name} ", style=ink.title)
    text.append(" " * max(width - len(name) - len(right) - 4, 1))
    text.append(right, style=ink.quiet)
    return text


def _line(view: View, row: Row, ink: Ink, width: int, *, here: bool) -> list[Text]:
    """A line, wrapped under its own words when it is longer than the screen is wide."""
    style = _style(row, ink)
    head = Text()
    head.append("▶" if here else " ", style=ink.key if here else ink.plain)
    head.append(f"{glyph(row)} ", style=style)
    head.append(f"{row.number:<6}", style=ink.quiet)
    state = _state(view, row)
    narrow = width < _NARROW
    if not narrow:
        head.append(f"{_cut(state, _STATE_WIDTH - 1):<{_STATE_WIDTH}}", style=style)
    margin = head.cell_len
    marks = list(_marks(row))
    words = " ".join([text_of(row.line), *([f"({state})"] if narrow else []), *marks])
    lines = textwrap.wrap(held_together(words), max(width - margin, 12), break_on_hyphens=False) or [""]
    found = []
    for number, part in enumerate(lines):
        text = head if number == 0 else Text(" " * margin)
        text.append(part, style=_words_style(row, ink))
        if marks:
            text.highlight_words(marks, style=ink.warning)
        found.append(text)
    return found


def _cut(words: str, room: int) -> str:
    return words if len(words) <= room else words[: room - 1] + "…"


def held_together(words: str) -> str:
    """French punctuation kept on the line of its word."""
    return _AFTER.sub("\u00a0\\1", words).replace("« ", "«\u00a0")


def _marks(row: Row) -> Iterator[str]:
    if row.patients_due:
        yield n_("({count} patient)", "({count} patients)", row.patients_due)
    if row.line.gap and row.status == "open":
        yield _("(non\u00a0écrit)")


def _state(view: View, row: Row) -> str:
    words = status_word(row)
    if row.at is not None and row.status == "done":
        short = words.split(" : ")[-1] if row.answer else words
        return f"{view.hour(row.at)} {short}"
    return words


def _style(row: Row, ink: Ink) -> str:
    if row.conflict or row.again or (row.status == "open" and row.line.critical == "yes"):
        return ink.danger
    if row.status == "could_not":
        return ink.danger if row.line.critical == "yes" else ink.warning
    if row.reminder or row.status == "left":
        return ink.warning
    if row.status == "done":
        return ink.done
    return ink.quiet if row.status in ("not_applicable", "pending", "not_needed") else ink.plain


def _words_style(row: Row, ink: Ink) -> str:
    return ink.quiet if row.status in ("not_applicable", "pending") else ink.plain


def card_texts(view: View, row: Row, ink: Ink, width: int, margin: int = 0) -> list[Text]:
    """The card of a line: what to do it with, wrapped and indented by `margin`."""
    found: list[Text] = []
    for words in card(view, row):
        style = ink.warning if words.startswith((_("NON ÉCRIT"), _("TEXTE ABSENT"))) else ink.plain
        if words.startswith((_("Procédure :"), _("Ajout à valider"))):
            style = ink.quiet
        found += _indented(words, style, width, margin)
    return found


def _indented(words: str, style: str, width: int, margin: int) -> Iterator[Text]:
    before = margin + len(words) - len(words.lstrip(" "))
    for line in textwrap.wrap(held_together(words.strip()), max(width - before, 12), break_on_hyphens=False) or [""]:
        text = Text(" " * before)
        text.append(line, style=style)
        yield text
