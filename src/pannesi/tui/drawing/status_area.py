"""The texts around the list of a session: the state above it, and below it what must not be forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from rich.text import Text

from pannesi.presentation.session.session_view import View
from pannesi.presentation.session.standing_orders import lasting
from pannesi.presentation.session.status_band import (
    banner_lines,
    real_outage_lines,
    recognise_wrapped,
    reminder_lines,
    state_words,
    title_fitting,
)
from pannesi.procedure.availability.moments import format_day, format_length, hour_words
from pannesi.procedure.model.lines import QuestionLine, text_of
from pannesi.procedure.model.numbering import options_of
from pannesi.procedure.wording.order_strip import fitted_rows, strip_rows
from pannesi.session.labels import verb_word
from pannesi.session.projection.return_checks import return_unconfirmed
from pannesi.support.i18n import N_, _, translated
from pannesi.support.text_safety import cut, wrapped_lines
from pannesi.tui.theme.styles import Ink
from pannesi.tui.widgets.wrapping import NARROW, wrapped

LOW = 16
"""Rows of a screen below which each text but the list is kept to a line or two."""
TALL = 36
"""Rows of a screen from which all reminders have room below the list."""
NUMBERED = 9
"""Columns before the words of a line in the list."""
_WAYS = ((True, False, False), (False, False, False), (False, True, False), (False, True, True))
"""With the title of the case, without reminders besides what lasts, without the last message: from the most said around
the list to the least."""
_ONE_MORE, _AT = "+1", N_(" : V")
"""How many orders there was no room for, and the key that shows them."""


def band_lines(
    view: View,
    ink: Ink,
    width: int,
    *,
    recording: bool,
    problem: str | None,
    in_error: bool,
    low: bool,
    since: datetime | None = None,
    titled: bool = True,
) -> list[Text]:
    """The band above the list: exercise and what is not recorded first, then the state, the case and since when, then
    how to recognise the case. `titled`: with the case on a line of its own, where it has no room beside the state."""
    texts = banner_texts(view, ink, width, recording=recording, problem=problem, low=low)
    if in_error:
        words = _("PROCÉDURE D'AVANT : les fichiers d'aujourd'hui sont en erreur (F1)")
        if since is not None:
            day, hour = format_day(since, view.zone), hour_words(since.astimezone(view.zone), short=True)
            words = _("PROCÉDURE DU {day}, {hour} : celle d'aujourd'hui est en erreur (F1)").format(day=day, hour=hour)
        texts.append(Text(cut(words, width), style=ink.warning))
    state = state_line(view, ink, width)
    texts.append(state)
    if not any(title in state.plain for title in (view.title, title_fitting(view, 0))):
        if not titled:
            return texts
        texts.append(Text(cut(title_fitting(view, width - 1), width), style=ink.title))
        if low:
            return texts
    recognised = _last_whole_parts(recognise_wrapped(view, width), 4)
    if view.walk.stage == "closed":
        return texts
    return texts + [
        _highlight_key(Text().append(line, style=ink.quiet), view.keys.other, ink)
        for line in (recognised[-1:] if low else recognised)
    ]


class Around(NamedTuple):
    """What stands around the list of a session."""

    band: list[Text]
    standing: list[Text]
    silent: bool
    """Whether the message of the last act gives its line to the list."""


def texts_around(
    view: View,
    ink: Ink,
    width: int,
    height: int,
    *,
    recording: bool,
    problem: str | None,
    since: datetime | None,
) -> Around:
    """The texts above and below the list. On a low screen what the current act needs comes before all but what lasts:
    the title of the case goes, then other reminders, then the message of the last act. `since`: of which moment the
    procedure is, where the files of today are in error."""
    low = height < LOW
    around = Around([], [], silent=False)
    for titled, lasting_only, silent in _WAYS if low else _WAYS[:1]:
        band = band_lines(
            view, ink, width, recording=recording, problem=problem, in_error=since is not None, low=low, since=since,
            titled=titled,
        )  # fmt: skip
        standing = reminder_texts(view, ink, width, height, lasting_only=lasting_only)
        around = Around(band, standing, silent)
        if height - len(band) - len(standing) - 2 + silent >= _rows_needed(view, width):
            break
    return around


def _rows_needed(view: View, width: int) -> int:
    """The rows of the list that the current line cannot do without: its words, and its answers, or whom to call."""
    row = view.row
    if row is None or not row.is_open:
        return 2
    words = len(wrapped(f"{text_of(row.line)} ({verb_word(row.line)})", width - NUMBERED))
    if isinstance(row.line, QuestionLine):
        return words + len(options_of(row.line)) + 1
    return words + 2


def banner_texts(view: View, ink: Ink, width: int, *, recording: bool, problem: str | None, low: bool) -> list[Text]:
    """The banners that apply, each on a ground of its own as wide as the screen: an exercise is no alarm."""
    texts: list[Text] = []
    for words in banner_lines(view, recording=recording, problem=problem):
        drill = view.state.exercise and not texts
        style = ink.exercise if drill else ink.warning if recording and not view.clock_unreliable else ink.alarm
        texts += _banner(words, style, width, 1 if low else 2)
        if drill:
            for alarm in real_outage_lines(view):
                texts += _banner(alarm, ink.alarm, width, 1 if low else 2)
    return texts


def _banner(words: str, style: str, width: int, most: int) -> list[Text]:
    lines = list(wrapped(words, width))
    if len(lines) > most:
        lines[most - 1 :] = [cut(f"{lines[most - 1]} {lines[most]}", width)]
    return [Text(f"{line:<{width}}", style=style) for line in lines]


def _last_whole_parts(parts: list[list[str]], most: int) -> list[str]:
    """The last of these parts that fit into `most` lines, none cut at its beginning; the last one whatever its
    length."""
    while len(parts) > 1 and sum(map(len, parts)) > most:
        parts = parts[1:]
    return [line for part in parts for line in part]


def _highlight_key(line: Text, key: str, ink: Ink) -> Text:
    """Styles the key that a line ends with, as every key is."""
    if key and line.plain.endswith((f" : {key}", f" ? {key}")):
        line.stylize(ink.key, len(line.plain) - len(key))
    return line


def state_line(view: View, ink: Ink, width: int) -> Text:
    """`▲ MODE DÉGRADÉ · Dysfonctionnement du PACS          depuis 0 h 12 · 03:24`"""
    walk = view.walk
    state = state_words(view, _("{mode}, retour attendu") if width >= NARROW else "{mode}")
    right = view.hour(walk.now)
    if walk.stage != "closed":
        right = f"{view.since_words}{_expected_words(view) if width >= NARROW else ''} · {right}"
    if len(state) + len(right) + 8 > width:
        right = view.hour(walk.now)
    text = Text().append(f"▲ {state}" if walk.stage != "closed" else f"■ {state}", style=_state_style(view, ink))
    room = width - text.cell_len - len(right) - 5
    title = title_fitting(view, room)
    if len(title) <= room:
        text.append(f" · {title}", style=ink.title)
    text.append(" " * max(width - text.cell_len - len(right), 1))
    text.append(right, style=ink.title)
    return text


def _expected_words(view: View) -> str:
    """How long the outage is said to last; empty where nobody said it."""
    expected = view.state.expected_minutes
    if expected is None:
        return ""
    return _(" sur {length} prévues").format(length=format_length(timedelta(minutes=expected)))


def _state_style(view: View, ink: Ink) -> str:
    if view.walk.stage == "closed":
        return ink.title
    returned = view.walk.stage in ("return_to_normal", "to_close") and not return_unconfirmed(view.walk)
    return ink.done if returned else ink.title


def reminder_texts(view: View, ink: Ink, width: int, height: int, *, lasting_only: bool = False) -> list[Text]:
    """All that lasts, in full; then, unless that is all that is wanted, other reminders, in the room that is left: the
    whole takes half the height of the screen at most."""
    tones = {"warning": ink.warning, "heading": ink.title}
    half = height // 2 if height < LOW else height // 2 - 1
    after = [
        _highlight_key(Text().append(words, style=tones.get(line.tone, ink.plain)), line.key, ink)
        for line in (() if lasting_only else reminder_lines(view))
        for words in wrapped_lines(line.words, width, "  ")
    ]
    orders = _order_lines(view, ink, width, height, max(half - bool(after), 1))
    most = min(2 if height < LOW else 5 if height < TALL else 9, half - len(orders))
    return orders + after[: max(most, 0)]


def _order_lines(view: View, ink: Ink, width: int, height: int, most: int) -> list[Text]:
    """The standing orders in short words, those of the program quieter than those of the procedure; on a low screen the
    former have only the room left by the latter."""
    return list(_order_rows(tuple((last.words, last.prescribed) for last in lasting(view)), ink, width, height, most))


@lru_cache(maxsize=16)
def _order_rows(orders: tuple[tuple[str, bool], ...], ink: Ink, width: int, height: int, most: int) -> tuple[Text, ...]:
    """The rows of the standing orders. Cached from key to key, since orders change seldom."""
    if height < LOW:
        first = [words for words, prescribed in orders if prescribed]
        first += [_ONE_MORE + translated(_AT)] if len(first) < len(orders) else []
        most = min(most, max(len(strip_rows(first, width)), 1))
    styles = {"label": ink.title, "between": ink.quiet, "more": ink.key}
    texts = []
    for row in fitted_rows([words for words, _prescribed in orders], width, most, translated(_AT)):
        text = Text()
        for piece in row:
            added = piece.what == "order" and not orders[piece.order][1]
            text.append(piece.words, style=ink.quiet if added else styles.get(piece.what, ink.plain))
        texts.append(text)
    return tuple(texts)
