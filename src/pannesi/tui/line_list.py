"""The list of a session as items: phases with their counts, each line with its state as a glyph and in words."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from pannesi.presentation.key_names import FULL_SCREEN
from pannesi.presentation.line_card import (
    clock_suggestion_words,
    content_lines,
    how_to_lines,
    line_state_lines,
    obligation_lines,
    source_lines,
)
from pannesi.presentation.session_view import View
from pannesi.procedure.model.lines import Call, QuestionLine, Ticket, text_of
from pannesi.procedure.model.numbering import options_of
from pannesi.procedure.model.units import PHASES, Phase
from pannesi.session.labels import answer_label, awaited_words, free_words, glyph, progress, status_word
from pannesi.session.projection.read_model import Row
from pannesi.support.i18n import _, n_
from pannesi.support.text_safety import UNBREAKABLE_BLANK
from pannesi.tui.theme.styles import Ink
from pannesi.tui.widgets.item_list import ListItem
from pannesi.tui.wrapping import NARROW, wrapped

Key = tuple[str, str]
Words = tuple[tuple[str, str], ...]
"""Words to wrap, each with its style."""
Kept = dict[tuple[str, ...], tuple[object, ListItem]]
"""Headings, lines, and lines with the cursor, as they were drawn, each with what it was drawn from."""
_STATE = 17
_MARGIN = 9
"""The column of the words of a card: below the words of its line, after glyph and number."""


def session_items(
    view: View, ink: Ink, width: int, current: Key | None, kept: Kept, *, unfolded: bool
) -> list[ListItem]:
    """All items of the list. `unfolded`: the card of the current line stands under it."""
    listed: list[ListItem] = []
    for phase, rows in _parts(view):
        if rows:
            listed.append(_heading(view, ink, width, phase, rows, kept))
        for row in rows:
            key = row.key
            if key == current:
                listed.append(_current_item(view, ink, width, row, kept, unfolded=unfolded))
                continue
            drawn = kept.get(key)
            if drawn is None or drawn[0] is not row:
                if drawn is None or drawn[0] != row:
                    texts = _line(view, row, ink, width, here=False)
                    drawn = row, ListItem(key if _cursor_stops_at(row) else None, tuple(texts))
                kept[key] = row, drawn[1]
            listed.append(drawn[1])
    return listed


def _current_item(view: View, ink: Ink, width: int, row: Row, kept: Kept, *, unfolded: bool) -> ListItem:
    """The line under the cursor, with its card where that stands in the list."""
    before, after = (_before(view, row, ink), _after(view, row, ink)) if unfolded else ((), ())
    drawn, source = kept.get(("▶", *row.key)), (row, before, after, unfolded)
    if drawn is None or drawn[0] != source:
        texts = _line(view, row, ink, width, here=True)
        texts += _card(view, row, ink, width, _margin(width), before, after) if unfolded else []
        drawn = kept["▶", *row.key] = source, ListItem(row.key, tuple(texts))
    return drawn[1]


def _margin(width: int) -> int:
    return _MARGIN if width >= NARROW else 3


def _branch_not_taken(row: Row) -> bool:
    return row.status in ("not_applicable", "pending")


def _cursor_stops_at(row: Row) -> bool:
    """Whether the cursor stops at a line: not where its branch is not taken, unless something can be said or undone
    there."""
    return not _branch_not_taken(row) or row.condition is not None or row.fact is not None or bool(row.conflict)


def _parts(view: View) -> Iterator[tuple[Phase | None, list[Row]]]:
    """The parts of the list with their lines, in order; the search for the case is a part of its own, before all
    phases."""
    parts: dict[Phase | None, list[Row]] = {None: [], **{phase: [] for phase in PHASES}}
    for row in view.walk.rows:
        parts[None if view.is_search(row) else row.phase].append(row)
    yield from parts.items()


def _heading(view: View, ink: Ink, width: int, phase: Phase | None, rows: list[Row], kept: Kept) -> ListItem:
    name, right = view.phase_word(rows[0]), _progress_words(view, phase, rows)
    drawn = kept.get((name, ""))
    if drawn is None or drawn[0] != right:
        text = Text().append(f" {name} ", style=ink.title)
        text.append("─" * max(width - len(name) - len(right) - 4, 1), style=ink.quiet)
        text.append(f" {right}", style=ink.quiet)
        drawn = kept[name, ""] = right, ListItem(None, (text,))
    return drawn[1]


def _progress_words(view: View, phase: Phase | None, rows: list[Row]) -> str:
    """How many lines of a part are settled, or why none is counted."""
    if phase == "return_to_normal" and view.walk.stage in ("alert", "degraded_mode", "waiting"):
        return _("quand ce sera revenu : {key}").format(key=FULL_SCREEN.back)
    settled, of = progress(rows)
    return f"{settled} / {of}" if of else _no_line_yet(rows)


def _no_line_yet(rows: list[Row]) -> str:
    """The words of a part of which no line applies: a count of zero would read as "nothing to do"."""
    return _("selon les réponses") if any(row.status == "pending" for row in rows) else _("sans objet")


def _line(view: View, row: Row, ink: Ink, width: int, *, here: bool) -> list[Text]:
    """A line of the session, wrapped under its own words."""
    style = _style(row, ink)
    head = Text("▶" if here else " ", style=ink.key if here else ink.plain)
    head.append(glyph(row), style=style)
    head.append(f" {row.number:<6}", style=ink.quiet)
    if _branch_not_taken(row):
        return _line_not_taken(row, ink, width, head)
    state = _state(view, row)
    narrow = width < NARROW
    if not narrow:
        shown = _cut(state, _STATE - 1)
        tried = row.status == "open" and row.attempts and not row.again
        head.append(shown, style=ink.warning if tried else style)
        head.append(" " * (_STATE - len(shown)))
    marks = list(_marks(row))
    unbroken = (mark.replace(" ", UNBREAKABLE_BLANK) for mark in marks)
    said = [*([f"({state})"] if narrow else []), *_result_words(row), *unbroken]
    words_style = ink.title if here else ink.plain
    texts = list(_wrapped(head, " ".join([text_of(row.line), *said]), words_style, width))
    for text in texts if marks else ():
        text.highlight_words(marks, style=ink.warning)
    return texts


def _line_not_taken(row: Row, ink: Ink, width: int, head: Text) -> list[Text]:
    """A line whose branch is not taken: readable in full, its state on the right where there is room."""
    head.stylize(ink.quiet)
    texts = list(_wrapped(head, text_of(row.line), ink.quiet, width))
    state = status_word(row)
    last = texts[-1]
    if last.cell_len + len(state) + 2 <= width:
        last.append(" " * (width - last.cell_len - len(state)) + state, style=ink.quiet)
    return texts


def _wrapped(head: Text, words: str, style: str, width: int) -> Iterator[Text]:
    margin = head.cell_len
    for number, part in enumerate(wrapped(words, width - margin)):
        text = head if number == 0 else Text(" " * margin)
        text.append(part, style=style)
        yield text


def _cut(words: str, room: int) -> str:
    return words if len(words) <= room else words[: room - 1] + "…"


def _marks(row: Row) -> Iterator[str]:
    if row.patients_due:
        yield n_("({count} patient)", "({count} patients)", row.patients_due)
    if row.line.gap and row.status == "open":
        yield _("(lacune)")


def _result_words(row: Row) -> Iterator[str]:
    """What was answered, seen, or given as a reason."""
    if isinstance(row.line, QuestionLine) and row.answer is not None:
        yield "→ " + answer_label(row.line, row.answer)
        return
    if awaited_words(row):
        yield f"→ {awaited_words(row)}"
    said = free_words(row.fact) if row.fact is not None else ""
    if said and row.status != "open":
        yield f"→ {said}"


def _state(view: View, row: Row) -> str:
    words = status_word(row)
    if row.status == "left" and not (row.again or row.conflict or row.ended):
        return _("laissé au retour")  # all of it fits its column
    if row.status != "done" or row.at is None or row.again or row.conflict or row.ended:
        return words
    if isinstance(row.line, QuestionLine):
        words = _("répondu")
    hour = view.hour(row.at)
    both = f"{hour} {words}"
    return both if len(both) < _STATE else hour


def _style(row: Row, ink: Ink) -> str:
    if row.conflict or row.again or (row.status == "open" and row.line.critical == "yes"):
        return ink.danger
    if row.status == "could_not":
        return ink.danger if row.line.critical == "yes" else ink.warning
    if row.reminder or row.status == "left":
        return ink.warning
    if row.status == "done" and not row.ended:
        return ink.done
    return ink.quiet if _branch_not_taken(row) or row.status == "not_needed" else ink.plain


def card_texts(view: View, row: Row, ink: Ink, width: int, margin: int = 0) -> list[Text]:
    """The card of a line: what to do it with, then the answers with their digits, then where it comes from."""
    return _card(view, row, ink, width, margin, _before(view, row, ink), _after(view, row, ink))


def _before(view: View, row: Row, ink: Ink) -> Words:
    """What a card says before the answers."""
    tones = {"plain": ink.plain, "heading": ink.title, "warning": ink.warning}
    return (
        *((words, ink.warning) for words in line_state_lines(view, row)),
        *((line.words, tones[line.tone]) for line in content_lines(view, row)),
        *((words, ink.plain) for words in how_to_lines(view, row)),
    )


def _after(view: View, row: Row, ink: Ink) -> Words:
    """What a card says after the answers."""
    return (
        *((words, ink.warning) for words in obligation_lines(view, row)),
        *((words, ink.quiet) for words in source_lines(row)),
    )


def _card(view: View, row: Row, ink: Ink, width: int, margin: int, before: Words, after: Words) -> list[Text]:
    texts = [text for words, style in before for text in _indented(words, style, ink, width, margin)]
    if isinstance(row.line, Call | Ticket):
        _highlight_numbers(texts, view, ink)
    if isinstance(row.line, QuestionLine):
        texts += [text for line in _options(row, ink) for text in _option_lines(line, ink, width, margin)]
    return texts + [text for words, style in after for text in _indented(words, style, ink, width, margin)]


def _highlight_numbers(texts: list[Text], view: View, ink: Ink) -> None:
    """Styles phone numbers and addresses, so that they are seen at a glance among the words."""
    channels = (channel for contact in view.site.contacts.contacts for channel in contact.channels)
    values = {channel.value for channel in channels if channel.value}
    for text in texts:
        for value in values:
            at = text.plain.find(f" : {value}")
            if at >= 0:
                text.stylize(ink.title, at + 3, at + 3 + len(value))


def _options(row: Row, ink: Ink) -> Iterator[Text]:
    """The answers to a question, each with its digit; 0 stands for "I do not know"."""
    if not isinstance(row.line, QuestionLine):
        return
    for number, option in enumerate(options_of(row.line), start=1):
        text = Text().append(f"{number}  ", style=ink.key)
        text.append(option.label, style=ink.title if row.answer == option.id else ink.plain)
        if row.answer == option.id:
            text.append(_("  ✓ réponse donnée"), style=ink.done)
        if row.suggestion == option.id:
            text.append(f"  ({clock_suggestion_words(row)})", style=ink.warning)
        yield text
    text = Text().append("0  ", style=ink.key)
    text.append(_("je ne sais pas"), style=ink.plain)
    yield text


def _option_lines(line: Text, ink: Ink, width: int, margin: int) -> Iterator[Text]:
    """An answer below its question, wrapped under its first word."""
    room = max(width - margin - 3, 12)
    if line.cell_len <= room:
        yield _card_edge(margin, ink) + line
        return
    digit, words = line[:3], line.plain[3:]
    for number, part in enumerate(wrapped(words, room - 3)):
        text = _card_edge(margin, ink)
        text.append_text(digit if number == 0 else Text("   "))
        text.append(part, style=ink.plain)
        yield text


def _card_edge(margin: int, ink: Ink) -> Text:
    """The left edge of a card that stands in the list."""
    text = Text()
    if margin:
        text.append(" " * (margin - 2))
        text.append("│ ", style=ink.quiet)
    return text


def _indented(words: str, style: str, ink: Ink, width: int, margin: int) -> Iterator[Text]:
    before = " " * (len(words) - len(words.lstrip(" ")))
    for line in wrapped(words.strip(), width - margin - len(before)):
        text = _card_edge(margin, ink)
        text.append(before + line, style=style)
        yield text
