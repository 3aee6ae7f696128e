"""What stands around the list: the band that says the state, and all that must not be forgotten meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from rich.text import Text

from pannesi.i18n import _
from pannesi.session.words import stage_word, text_of
from pannesi.site.when import format_day, format_length
from pannesi.telling.header import band, recognise_lines, to_remember
from pannesi.telling.in_force import messages_in_force
from pannesi.telling.view import View
from pannesi.text import lines_of
from pannesi.tui.home_lines import cut
from pannesi.tui.ink import Ink
from pannesi.tui.wrapping import NARROW, wrapped


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
) -> list[Text]:
    """Exercise and what is not recorded first; then the state, the case, since when; then how to recognise the case."""
    found: list[Text] = []
    for words in band(view, recording=recording, problem=problem):
        drill = view.state.exercise and not found
        style = ink.exercise if drill else ink.warning if recording else ink.alarm
        most, lines = 1 if low else 2, list(wrapped(words, width))
        if len(lines) > most:
            lines[most - 1 :] = [cut(f"{lines[most - 1]} {lines[most]}", width)]
        found += [Text(f"{line:<{width}}", style=style) for line in lines]
    if in_error:
        words = _("PROCÉDURE D'AVANT : les fichiers d'aujourd'hui sont en erreur (F1)")
        if since is not None:
            day, hour = format_day(since, view.where), f"{since.astimezone(view.where):%H:%M}"
            words = _("PROCÉDURE DU {day}, {hour} : celle d'aujourd'hui est en erreur (F1)").format(day=day, hour=hour)
        found.append(Text(cut(words, width), style=ink.warning))
    state = state_line(view, ink, width)
    found.append(state)
    if view.title not in state.plain:
        found.append(Text(cut(view.title, width), style=ink.title))
        if low:
            return found
    recognised = _whole_ones([list(lines_of(words, width)) for words in recognise_lines(view)], 4)
    if view.walk.stage == "closed":
        return found
    return found + [
        _key_out(Text().append(line, style=ink.quiet), view.keys.other, ink)
        for line in (recognised[-1:] if low else recognised)
    ]


def _whole_ones(parts: list[list[str]], most: int) -> list[str]:
    """The last of these in so many lines, none cut at its beginning; the last itself whatever its length."""
    while len(parts) > 1 and sum(map(len, parts)) > most:
        parts = parts[1:]
    return [line for part in parts for line in part]


def _key_out(line: Text, key: str, ink: Ink) -> Text:
    """The key that a line ends with stands out from its words, as every key does."""
    if line.plain.endswith(f" : {key}"):
        line.stylize(ink.key, len(line.plain) - len(key))
    return line


def state_line(view: View, ink: Ink, width: int) -> Text:
    """`MODE DÉGRADÉ · Dysfonctionnement du PACS          depuis 0 h 12 · 03:24`"""
    walk = view.walk
    searching = view.searching and walk.stage != "closed"
    state = _("RECHERCHE DU CAS") if searching else stage_word(walk.stage)
    if walk.stage == "waiting" and width >= NARROW and not searching:
        state = _("MODE DÉGRADÉ, retour attendu")
    right = view.hour(walk.now)
    if walk.stage != "closed":
        since = _("depuis {length}").format(length=format_length(walk.elapsed))
        expected = view.state.expected_minutes
        if expected is not None and width >= NARROW:
            since += _(" sur {hours} h {minutes:02d} prévues").format(hours=expected // 60, minutes=expected % 60)
        right = f"{since} · {right}"
    if len(state) + len(right) + 8 > width:
        right = view.hour(walk.now)
    text = Text().append(f"▲ {state}" if walk.stage != "closed" else f"■ {state}", style=_state_style(view, ink))
    room = width - text.cell_len - len(right) - 5
    if len(view.title) <= room:
        text.append(f" · {view.title}", style=ink.title)
    text.append(" " * max(width - text.cell_len - len(right), 1))
    text.append(right, style=ink.title)
    return text


def _state_style(view: View, ink: Ink) -> str:
    if view.walk.stage == "closed":
        return ink.title
    return ink.done if view.walk.stage in ("return_to_normal", "to_close") else ink.warning


def remembered(view: View, ink: Ink, width: int, most: int) -> list[Text]:
    """Standing orders, messages that the hospital reads, then what else waits, in `most` lines."""
    after = [
        _key_out(Text().append(line, style=_style_of(words, ink)), words[-1:], ink)
        for words in to_remember(view)
        for line in lines_of(words, width, "  ")
    ]
    room = max(most - len(after), 1)
    before = [*_packed(_("TANT QUE ÇA DURE"), list(_orders(view)), ink, width)]
    before += _packed(_("AFFICHÉ À L'HÔPITAL"), list(dict.fromkeys(messages_in_force(view))), ink, width)
    if len(before) > room:
        before = before[:room]
        more = _(" … V : tout")
        before[-1] = Text(cut(before[-1].plain, width - len(more)), style=ink.plain) + Text(more, style=ink.key)
    return (before + after)[: most + 1]


def _style_of(words: str, ink: Ink) -> str:
    """What is only counted is calm; all else waits for somebody."""
    return ink.plain if words[:1].isdigit() and "RÉPONSE" not in words else ink.warning


def _orders(view: View) -> Iterator[str]:
    """The orders of the degraded mode; those that nobody has taken note of yet too, once it has begun."""
    if view.walk.stage == "closed":
        return
    begun = view.walk.stage != "alert"
    for row in view.walk.standing:
        if row.status == "done" or begun:
            due = f" ({row.patients_due})" if row.patients_due else ""
            yield f"{'■' if row.status == 'done' else '□'} {text_of(row.line)}{due}"


def _packed(label: str, parts: Sequence[str], ink: Ink, width: int) -> list[Text]:
    """A label, then as many parts a line as fit; a part is never split unless it is longer than a line."""
    if not parts:
        return []
    found = [Text().append(label, style=ink.title)]
    for part in parts:
        if found[-1].cell_len + 2 + len(part) > width and found[-1].plain.strip():
            found.append(Text(""))
        for number, line in enumerate(lines_of(part, width - 2)):
            if number:
                found.append(Text("  "))
            found[-1].append("  ")
            found[-1].append(line, style=ink.plain)
    return found
