"""The list of a session as items: phases with their counts, each line with its state as a glyph and in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.text import Text

from pannesi.presentation.commands.key_bar import Hint
from pannesi.presentation.line.folded_list import FoldedList, folded_list, words_left
from pannesi.presentation.line.frame_line import FrameLine
from pannesi.presentation.line.frame_words import (
    frame_lines,
    head_words,
    option_words,
    position_words,
    provenance_lines,
)
from pannesi.presentation.line.word_count import SCREEN_WORDS
from pannesi.presentation.session.session_view import View
from pannesi.presentation.text.key_names import FULL_SCREEN
from pannesi.procedure.model.lines import QuestionLine, text_of
from pannesi.procedure.model.units import Phase
from pannesi.session.labels import answer_label, awaited_words, free_words, glyph, outcome_label, progress, status_word
from pannesi.session.projection.read_model import Row
from pannesi.support.i18n import _, n_
from pannesi.support.text_safety import UNBREAKABLE_BLANK
from pannesi.tui.drawing.line_frame import (
    FRAME_EDGES,
    LEAST_WIDTH,
    Frame,
    Framed,
    body_texts,
    framed,
    inner_width,
    with_air,
)
from pannesi.tui.theme.styles import Ink
from pannesi.tui.widgets.item_list import Button, ListItem
from pannesi.tui.widgets.wrapping import NARROW, wrapped

Key = tuple[str, str]
Kept = dict[tuple[str, ...], tuple[object, ListItem]]
"""Headings, lines, and lines with the cursor, as they were drawn, each with what it was drawn from."""
_STATE = 17
_MARGIN = 9
"""The column of the words of a card: below the words of its line, after glyph and number."""


@dataclass(frozen=True)
class FrameItem(ListItem):
    """The current line in its frame."""

    pages: int = 1
    """How many pages the frame has."""


@dataclass(frozen=True)
class Shown:
    """How the list of a session is shown."""

    width: int
    current: Key | None
    whole: bool
    """Whether every line is listed, rather than those around the current one."""
    card: bool
    """Whether what the current line needs stands in the list, rather than beside it."""
    frame_keys: tuple[Hint, ...] = ()
    """The keys of the current line, in the lower border of its frame."""
    sourced: bool = False
    """Whether the frame also says where its line comes from."""
    most: int = 0
    """Lines that the frame may take; 0 where it may take any."""
    page: int = 0
    """The page of a frame that has more to say than there is room for."""
    spacious: bool = False
    """Whether the frame has a column of its own, where its answers may stand apart."""

    @property
    def is_short(self) -> bool:
        """Whether lines are listed without the word of what each asks."""
        return not self.whole and self.width >= NARROW

    @property
    def in_frame(self) -> bool:
        """Whether there is room for a frame around the current line."""
        return self.width >= LEAST_WIDTH and self.card


def session_items(view: View, ink: Ink, shown: Shown, kept: Kept) -> list[ListItem]:
    """All items of the list."""
    folded = (
        None
        if shown.whole
        else folded_list(view, shown.current, most_words=_words_left(view, shown), all_to_come=not shown.card)
    )
    listed: list[ListItem] = []
    part: str | None = None
    for row in view.walk.rows if folded is None else folded.rows:
        name = view.phase_word(row)
        if name != part and (folded is None or part is not None):
            listed.append(_part_heading(view, ink, shown, row, kept))
        part = name
        listed.append(_item_of_line(view, ink, shown, row, kept))
    if folded is not None and not folded.nothing_folded:
        listed.append(_fold_item(folded, ink, shown.width))
    return listed


def _words_left(view: View, shown: Shown) -> int:
    """How many words the lines to come may have below the current one."""
    row = view.row
    if row is None or not shown.card:
        return SCREEN_WORDS
    parts = [head_words(view, row), text_of(row.line), position_words(view, row)]
    parts += [f"{line.words} {line.right}" for line in frame_lines(view, row)]
    parts += [" ".join(answer[:3]) for answer in option_words(row)]
    parts += [f"{hint.key} {hint.words}" for hint in shown.frame_keys]
    return words_left(view, "\n".join(parts))


def _item_of_line(view: View, ink: Ink, shown: Shown, row: Row, kept: Kept) -> ListItem:
    key = row.key
    if key == shown.current:
        return _current_item(view, ink, shown, row, kept)
    drawn = kept.get((*key, str(shown.whole)))
    if drawn is None or drawn[0] is not row:
        if drawn is None or drawn[0] != row:
            texts = _lines_of_row(view, row, ink, shown.width, here=False, short=shown.is_short)
            drawn = row, ListItem(key if _cursor_stops_at(row) else None, tuple(texts))
        kept[*key, str(shown.whole)] = row, drawn[1]
    return drawn[1]


def _fold_item(folded: FoldedList, ink: Ink, width: int) -> ListItem:
    """How many lines are not listed, and the key that lists them."""
    right = _("+ : tout")
    text = Text().append(" " * 10 + folded.words(width - 12 - len(right)), style=ink.quiet)
    text.append(" " * max(width - text.cell_len - len(right), 1))
    first = text.cell_len
    text.append("+", style=ink.key).append(right[1:], style=ink.quiet)
    return ListItem(None, (text,), buttons=(Button(0, first, text.cell_len, "plus"),))


def _current_item(view: View, ink: Ink, shown: Shown, row: Row, kept: Kept) -> ListItem:
    """The line under the cursor, with what it needs where that stands in the list."""
    lines = _frame_lines(view, row, sourced=shown.sourced) if shown.card else ()
    where = (head_words(view, row), position_words(view, row))
    drawn, source = kept.get(("▶", *row.key)), (row, lines, where, shown)
    if drawn is None or drawn[0] != source:
        if shown.in_frame:
            drawn_frame = line_frame(view, row, ink, shown, lines)
            item = FrameItem(row.key, tuple(drawn_frame.texts), 0, drawn_frame.buttons, drawn_frame.pages)
        else:
            texts = _lines_of_row(view, row, ink, shown.width, here=True, short=shown.is_short)
            texts += _card_lines(row, ink, shown.width, _margin_width(shown.width), lines) if shown.card else []
            item = FrameItem(row.key, tuple(texts))
        drawn = kept["▶", *row.key] = source, item
    return drawn[1]


def line_frame(view: View, row: Row, ink: Ink, shown: Shown, lines: tuple[FrameLine, ...] | None = None) -> Framed:
    """The frame of a line: what it needs, its answers one below the other, its keys in the lower border."""
    inner = inner_width(shown.width)
    if lines is None:
        lines = _frame_lines(view, row, sourced=shown.sourced)
    said = body_texts((line for line in lines if line.tone != "quiet"), ink, inner)
    options = [list(_option_lines(option, ink, inner)) for option in _answer_texts(row, ink)]
    quiet = body_texts((line for line in lines if line.tone == "quiet"), ink, inner)
    body = [*said, *(text for option in options for text in option), *quiet]
    spaced = with_air([part for part in (said, *options, quiet) if part])
    if shown.spacious and len(spaced) + FRAME_EDGES <= shown.most // 2:
        body = spaced
    style = _style_of_row(row, ink)
    head = Text(" ").append(f"{glyph(row)} ", style=style).append(head_words(view, row), style=style)
    title = Text().append(text_of(row.line), style=ink.title)
    frame = Frame(title, head, position_words(view, row), body, shown.frame_keys, shown.most, shown.page)
    return framed(frame, ink, shown.width, cursor=shown.card)


def _frame_lines(view: View, row: Row, *, sourced: bool) -> tuple[FrameLine, ...]:
    return (*frame_lines(view, row), *(provenance_lines(view, row) if sourced else ()))


def _margin_width(width: int) -> int:
    return _MARGIN if width >= NARROW else 3


def _branch_not_taken(row: Row) -> bool:
    return row.status in ("not_applicable", "pending")


def _cursor_stops_at(row: Row) -> bool:
    """Whether the cursor stops at a line: not where its branch is not taken, unless something can be said or undone
    there."""
    return not _branch_not_taken(row) or row.condition is not None or row.fact is not None or bool(row.conflict)


def _part_heading(view: View, ink: Ink, shown: Shown, row: Row, kept: Kept) -> ListItem:
    """The part of the list that begins; how far it has come, where the whole of it is listed."""
    name = view.phase_word(row)
    right = ""
    if shown.whole:
        rows = [other for other in view.walk.rows if view.phase_word(other) == name]
        right = f" {_progress_words(view, None if view.is_search(row) else row.phase, rows)}"
    drawn = kept.get((name, ""))
    if drawn is None or drawn[0] != right:
        text = Text().append(f" {name} ", style=ink.title)
        text.append("─" * max(shown.width - len(name) - len(right) - 2, 1), style=ink.quiet)
        text.append(right, style=ink.quiet)
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


def _lines_of_row(view: View, row: Row, ink: Ink, width: int, *, here: bool, short: bool) -> list[Text]:
    """A line of the session, wrapped under its own words. `short`: without the word of what it asks."""
    if short:
        return _line_with_state(view, row, ink, width, _short_state(view, row), here=here)
    if width >= NARROW and not _branch_not_taken(row):
        return _line_with_state(view, row, ink, width, _state_words(view, row), here=here)
    style = _style_of_row(row, ink)
    head = Text("▶" if here else " ", style=ink.key if here else ink.plain)
    head.append(glyph(row), style=style)
    head.append(f" {row.number:<6}" + (" " if width >= NARROW else ""), style=ink.quiet)
    if _branch_not_taken(row):
        return _line_not_taken(row, ink, width, head)
    marks = list(_mark_words(row))
    unbroken = (mark.replace(" ", UNBREAKABLE_BLANK) for mark in marks)
    said = [f"({_state_words(view, row)})", *_result_words(view, row), *unbroken]
    words_style = ink.title if here else ink.plain
    texts = list(_wrapped_under(head, " ".join([text_of(row.line), *said]), words_style, width))
    for text in texts if marks else ():
        text.highlight_words(marks, style=ink.title)
    return texts


def _line_with_state(view: View, row: Row, ink: Ink, width: int, state: str, *, here: bool) -> list[Text]:
    """A line around the current one, or in the whole list: what became of it, its words, and at the right its state."""
    style = _style_of_row(row, ink)
    head = Text("▶" if here else " ", style=ink.key if here else ink.plain)
    head.append(glyph(row), style=style).append(f" {row.number:<6} ", style=ink.quiet)
    if row.call_due and len(_("à rappeler maintenant")) + len(text_of(row.line)) <= width - head.cell_len - 2:
        state = _("à rappeler maintenant")
    marks = [mark.replace(" ", UNBREAKABLE_BLANK) for mark in _mark_words(row)]
    words = " ".join([text_of(row.line), *_result_words(view, row), *marks])
    texts = list(
        _wrapped_under(head, words, ink.title if here else ink.plain, width - len(state) - (2 if state else 0))
    )
    for text in texts if marks else ():
        text.highlight_words(list(_mark_words(row)), style=ink.title)
    if state:
        tried = row.status == "open" and row.attempts and not row.again
        texts[0].append(" " * max(width - texts[0].cell_len - len(state), 1))
        texts[0].append(state, style=ink.title if tried else style)
    return texts


def _short_state(view: View, row: Row) -> str:
    """What became of a line, with its hour; of a question the hour alone, since its answer is said; of a message
    that is awaited, that it is; nothing of a line that is only to be done."""
    if row.status == "open" and not (row.again or row.conflict or row.attempts or row.running or row.ended):
        return status_word(row) if awaited_words(view.site, row) else ""
    plain = row.status == "done" and row.at is not None and not (row.again or row.conflict or row.ended or row.carried)
    if plain and row.at is not None and isinstance(row.line, QuestionLine):
        return view.hour(row.at)
    return _("à redire") if row.again and isinstance(row.line, QuestionLine) else _state_words(view, row)


def _line_not_taken(row: Row, ink: Ink, width: int, head: Text) -> list[Text]:
    """A line whose branch is not taken: readable in full, its state on the right; where that is narrow, behind its last
    words, if there is room."""
    head.stylize(ink.quiet)
    state, narrow = status_word(row), width < NARROW
    texts = list(_wrapped_under(head, text_of(row.line), ink.quiet, width - (0 if narrow else len(state) + 2)))
    beside = texts[-1] if narrow else texts[0]
    if beside.cell_len + len(state) + 2 <= width:
        beside.append(" " * (width - beside.cell_len - len(state)) + state, style=ink.quiet)
    return texts


def _wrapped_under(head: Text, words: str, style: str, width: int) -> Iterator[Text]:
    margin = head.cell_len
    for number, part in enumerate(wrapped(words, width - margin)):
        text = head if number == 0 else Text(" " * margin)
        text.append(part, style=style)
        yield text


def _mark_words(row: Row) -> Iterator[str]:
    if row.patients_due:
        yield n_("({count} patient)", "({count} patients)", row.patients_due)


def _result_words(view: View, row: Row) -> Iterator[str]:
    """What was answered, seen, or given as a reason; how the annex run from there ended."""
    if isinstance(row.line, QuestionLine) and row.answer is not None:
        yield "→ " + answer_label(row.line, row.answer)
        return
    if ended := outcome_label(view.site, row):
        yield f"→ {ended}"
    said = free_words(row.fact) if row.fact is not None else ""
    if said and row.status != "open":
        yield f"→ {said}"


def _state_words(view: View, row: Row) -> str:
    words = status_word(row)
    if row.call_due:
        return _("à rappeler")
    if row.call_again_at is not None:
        again = _("rappeler à {hour}").format(hour=view.hour(row.call_again_at))
        return again if len(again) < _STATE else words
    if row.status == "left" and not (row.again or row.conflict or row.ended):
        return _("laissé au retour")  # all of it fits its column
    if row.status != "done" or row.at is None or row.again or row.conflict or row.ended:
        return words
    if isinstance(row.line, QuestionLine):
        words = _("répondu")
    hour = view.hour(row.at)
    both = f"{hour} {words}"
    return both if len(both) < _STATE else hour


def _style_of_row(row: Row, ink: Ink) -> str:
    if row.conflict or row.again or (row.status == "open" and row.line.critical == "yes"):
        return ink.danger
    if row.status == "could_not":
        return ink.danger if row.line.critical == "yes" else ink.title
    if row.reminder or row.status == "left":
        return ink.warning if row.reminder else ink.title
    if row.status == "done" and not row.ended:
        return ink.done
    return ink.quiet if _branch_not_taken(row) or row.status == "not_needed" else ink.plain


def _card_lines(row: Row, ink: Ink, width: int, margin: int, lines: tuple[FrameLine, ...]) -> list[Text]:
    """What a line needs, below it where there is no room for a frame: the answers before all else."""
    edge, room = _card_edge(margin, ink), width - margin
    texts = [text for option in _answer_texts(row, ink) for text in _option_lines(option, ink, room)]
    return [edge + text for text in (*texts, *body_texts(lines, ink, room))]


def _answer_texts(row: Row, ink: Ink) -> Iterator[Text]:
    """The answers to a question, each with its digit; 0 stands for "I do not know"."""
    for digit, words, clock, given in option_words(row):
        text = Text().append(f"{digit}  ", style=ink.key)
        text.append(words, style=ink.title if given or digit != "0" else ink.plain)
        if given:
            text.append(_("  ✓ réponse donnée"), style=ink.done)
        if clock:
            text.append(f"  {clock}", style=ink.plain)
        yield text


def _option_lines(line: Text, ink: Ink, width: int) -> Iterator[Text]:
    """An answer, wrapped under its first word."""
    room = max(width, 12)
    if line.cell_len <= room:
        yield line
        return
    digit, words = line[:3], line.plain[3:]
    for number, part in enumerate(wrapped(words, room - 3)):
        text = digit.copy() if number == 0 else Text("   ")
        text.append(part, style=ink.plain)
        yield text


def _card_edge(margin: int, ink: Ink) -> Text:
    """The left edge of a card that stands in the list."""
    text = Text()
    if margin:
        text.append(" " * (margin - 2))
        text.append("│ ", style=ink.quiet)
    return text
