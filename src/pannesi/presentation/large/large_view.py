"""The current act alone, to be read at two metres by the person who acts while another reads the rest.

As large as the room allows: air goes first, then the size of letters, then the end of what is said beside; the answers
to a question, and the number to dial, never.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Literal

from pannesi.presentation.calls.line_callee import alternative_contacts, callee_for
from pannesi.presentation.calls.noted_numbers import number_notices
from pannesi.presentation.large.large_font import tall_lines, tall_number
from pannesi.presentation.large.large_letters import capital_lines, spread_lines, units_of
from pannesi.presentation.line.frame_line import FrameLine
from pannesi.presentation.line.frame_words import frame_lines, option_words, position_words
from pannesi.presentation.session.session_view import View
from pannesi.presentation.session.status_band import title_fitting
from pannesi.presentation.text.toned_line import Tone
from pannesi.procedure.availability.reachability import reachability_words, spoken_number
from pannesi.procedure.model.lines import Call, text_of
from pannesi.session.projection.read_model import Row
from pannesi.support.i18n import _
from pannesi.support.styled_text import Meaning, StyledText
from pannesi.support.text_safety import cell_width, wrapped_lines


@dataclass(frozen=True)
class LargeAct:
    """What a line is done with, before it is laid out."""

    title: str
    whom: str = ""
    """Whom to call."""
    number: str = ""
    """The number to dial; empty where nothing is to be dialled."""
    number_missing: bool = False
    """Whether somebody is to be called whose number is not written."""
    to_note: str = ""
    """The key that notes such a number once it was found elsewhere, with its word."""
    answers: tuple[tuple[str, str], ...] = ()
    """The digits of the answers with their words."""
    situation: tuple[str, ...] = ()
    """What became of it so far, who is awaited, what is not written."""
    warnings: tuple[str, ...] = ()
    """Where people err."""
    said: tuple[FrameLine, ...] = ()
    """What is to be said or known with the act; its words to say stand out."""


@dataclass(frozen=True)
class _Scale:
    """How large, and how much."""

    title: Literal["tall", "spread", "capitals"]
    answers: bool
    """Whether the answers are spread, one below the other; else they follow one another."""
    digits: int
    """The rows of the number to dial; 0: as ordinary digits."""
    air: bool


_TITLES: tuple[Literal["tall", "spread", "capitals"], ...] = ("tall", "spread", "capitals")
_SCALES = [
    _Scale(title, answers, digits, air)
    for title, answers, digits, air in product(_TITLES, (True, False), (5, 3, 0), (True, False))
]
"""From the largest to the smallest: air goes first, the size of the title last."""


def large_head(view: View, row: Row | None, width: int) -> StyledText:
    """`PACS en panne · 3 / 5 +, alerter                  03:16`"""
    hour = view.hour(view.walk.now)
    where = position_words(view, row) if row is not None else ""
    room = max(width - cell_width(hour) - cell_width(where) - 5, 1)
    title = title_fitting(view, room)
    head = StyledText(title, "title") if cell_width(title) <= room else StyledText()
    if where:
        head.append(" · " if head.parts else "").append(where, "quiet")
    return head.cut(max(width - len(hour) - 1, 1)).append(" " * max(width - head.width - len(hour), 1)).append(hour)


def act_of(view: View, row: Row) -> LargeAct:
    """What a line is done with, by the words of its frame."""
    line, frame = row.line, list(frame_lines(view, row))
    if isinstance(line, Call):
        return _call_act(view, row, line, frame)
    act = LargeAct(
        text_of(line),
        situation=_of_tone(frame, "missing"),
        warnings=_of_tone(frame, "warning"),
        said=tuple(_with_right(shown) for shown in frame if shown.tone not in ("missing", "warning")),
    )
    return replace(act, answers=tuple((digit, words) for digit, words, _clock, _given in option_words(row)))


def _of_tone(frame: Sequence[FrameLine], tone: Tone) -> tuple[str, ...]:
    return tuple(shown.words for shown in frame if shown.tone == tone)


def _with_right(shown: FrameLine) -> FrameLine:
    """A line of the frame with what stands at its right end behind its words."""
    return shown._replace(words="  ".join(part for part in (shown.words.strip(), shown.right) if part), right="")


def _call_act(view: View, row: Row, line: Call, frame: Sequence[FrameLine]) -> LargeAct:
    """A call: whom and by which number in a place of their own, then what the frame has from what to say on."""
    first = next((place for place, shown in enumerate(frame) if shown.strong == line.say), 0)
    act = LargeAct(
        text_of(line),
        situation=_of_tone(frame[:first], "missing"),
        warnings=_of_tone(frame[:first], "warning"),
        said=tuple(map(_with_right, frame[first:])),
    )
    who = callee_for(view.site.contacts, row, view.walk.now)
    if who is None:
        return replace(act, number_missing=True)
    contact, number = who.contact, spoken_number(who.contact) or ""
    if contact.reachable != "yes":
        hours = reachability_words(contact, view.walk.now, view.zone)
        act = replace(act, situation=(*act.situation, hours))
    to_note = "" if number else _("{note} : noter").format(note=view.keys.note)
    if not number:
        others = alternative_contacts(view.site.contacts, contact.id, view.walk.now)
        ways = ((other.name, spoken_number(other)) for other in others)
        more = tuple(_("autre moyen : {name}, {ways}").format(name=name, ways=way) for name, way in ways if way)
        noted = number_notices(view.site.contacts, view.lessons, contact.id)
        act = replace(act, said=(*act.said, *map(FrameLine, (*noted, *more))))
    return replace(act, whom=contact.name, number=number, number_missing=not number, to_note=to_note)


def large_lines(act: LargeAct, width: int, height: int) -> list[StyledText]:
    """The act on at most `height` lines of `width` columns, as large as they allow."""
    lines: list[StyledText] = []
    for scale in _SCALES:
        lines = list(_laid_out(act, scale, width))
        if len(lines) <= height:
            spare = (height - len(lines)) // 3 if scale.air else 0
            return [StyledText() for _line in range(spare)] + lines
    return _needed_only(act, width, height)


def _needed_only(act: LargeAct, width: int, height: int) -> list[StyledText]:
    """Where there is no room for all: the title, cut if it must be, then the answers or the number to dial, then as
    much of the rest as has room."""
    smallest = _SCALES[-1]
    title = list(_title_lines(act, smallest, width))
    needed = list(_laid_out(replace(act, title="", situation=(), warnings=(), said=()), smallest, width))
    room = max(height - len(needed), 1)
    if len(title) > room:
        title = [*title[: room - 1], StyledText(f"{title[room - 1].plain} …", "title").cut(width)]
    rest = list(_laid_out(LargeAct("", situation=act.situation, warnings=act.warnings, said=act.said), smallest, width))
    whole = [*title, *needed, *rest]
    if len(whole) > height > len(title) + len(needed):  # never behind a number, which would look cut
        whole[height - 1] = whole[height - 1].append(" …", "quiet").cut(width)
    return whole[:height]


def _laid_out(act: LargeAct, scale: _Scale, width: int) -> Iterator[StyledText]:
    blank = [StyledText()] if scale.air else []
    if act.title:
        yield from _title_lines(act, scale, width)
    if act.whom or act.number_missing:
        yield from blank
        yield from _number_lines(act, scale, width)
    if act.answers:
        yield from blank
        yield from _answer_lines(act, scale, width)
    below: tuple[tuple[tuple[str, ...], Meaning], ...] = ((act.situation, "plain"), (act.warnings, "warning"))
    for words, meaning in below:
        lines = [line for text in words for line in wrapped_lines(text, width)]
        if lines:
            yield from blank
            yield from (StyledText(line, meaning) for line in lines)
    for number, shown in enumerate(act.said):
        yield from blank if not number or (shown.strong and scale.air) else ()
        yield from _strengthened(shown, width)


def _strengthened(shown: FrameLine, width: int) -> Iterator[StyledText]:
    """A line of the frame, wrapped, with the part of it that must be seen first the strongest."""
    first = shown.words.find(shown.strong) if shown.strong else -1
    after, at = first + len(shown.strong), 0
    for line in wrapped_lines(shown.words, width):
        at = max(shown.words.find(line, at), at)
        begin, end = (min(max(place - at, 0), len(line)) for place in (first, after))
        text = StyledText(line[:begin]) if first >= 0 else StyledText(line)
        if first >= 0:
            text.append(line[begin:end], "strong").append(line[end:])
        yield text
        at += len(line)


def _title_lines(act: LargeAct, scale: _Scale, width: int) -> Iterator[StyledText]:
    """The title; tall only where no number to dial is to be the strongest."""
    tall = tall_lines(list(units_of(act.title)), width) if scale.title == "tall" and not act.number else []
    lines = tall or _in_large_letters(act.title, width, spread=scale.title != "capitals")
    yield from (StyledText(line, "title") for line in lines)


def _in_large_letters(words: str, width: int, *, spread: bool) -> list[str]:
    """Words in spaced letters, or in capitals where there is no room for that."""
    return spread_lines(words, width) if spread else capital_lines(words, width)


def _number_lines(act: LargeAct, scale: _Scale, width: int) -> Iterator[StyledText]:
    """Whom to call, and the number: in ordinary digits as well, since tall ones can be misread."""
    tall = tall_number(act.number, width, scale.digits) if scale.digits else []
    name = [act.whom] if act.whom else []
    yield from (StyledText(line, "plain") for words in name for line in wrapped_lines(words, width))
    if act.number_missing:
        spread = scale.title != "capitals"
        *lines, last = (
            StyledText(line, "title") for line in _in_large_letters(_("n° non écrit"), width, spread=spread)
        )
        beside = bool(act.to_note) and last.width + 3 + cell_width(act.to_note) <= width
        yield from (*lines, last.append("   ").append(act.to_note, "key") if beside else last)
        if act.to_note and not beside:
            yield StyledText(act.to_note, "key")
    else:
        yield StyledText(act.number, "title")
    if tall:
        yield from ([StyledText()] if scale.air else [])
        yield from (StyledText(line, "title") for line in tall)


def _answer_lines(act: LargeAct, scale: _Scale, width: int) -> Iterator[StyledText]:
    if scale.answers:
        for digit, words in act.answers:
            first, *others = spread_lines(words, max(width - 5, 5))
            yield StyledText(f"{digit}    ", "key").append(first, "title")
            yield from (StyledText(f"     {line}", "title") for line in others)
        return
    line = StyledText()
    for digit, words in act.answers:
        if line.parts and line.width + 4 + len(words) > width:
            yield line
            line = StyledText()
        first, *others = wrapped_lines(words, max(width - 2, 5))
        line.append("   " if line.parts else "").append(digit, "key").append(f" {first}", "title")
        for other in others:
            yield line
            line = StyledText(f"  {other}", "title")
    yield line
