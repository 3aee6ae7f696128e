"""The second column of the first screen on a wide terminal: what goes on, whom to call now, the last outages.

Quiet boxes, to be read: what may be chosen is in the list beside them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from pannesi.history.overview import Overview
from pannesi.procedure.availability.moments import format_moment
from pannesi.procedure.availability.reachability import (
    ContactRow,
    answering_rows,
    answering_until_words,
    called_name,
    missing_number_words,
    next_to_answer,
    spoken_number,
    zone_of,
)
from pannesi.procedure.model.contacts import ContactsFile
from pannesi.support.i18n import _, n_
from pannesi.support.styled_text import StyledText
from pannesi.support.text_safety import clean_line, cut, wrapped_lines

_LEAST = 12
"""Columns that words are wrapped at, at least."""
MOST_TITLE = 3
"""Lines that the title of an open session takes at most, with how long it has lasted."""
MOST_CALLED = 4
"""How many contacts who answer now are named."""


def box(title: str, lines: Sequence[StyledText], width: int) -> list[StyledText]:
    """Lines in a quiet frame of `width` columns, with its title in the upper edge."""
    inner, head = width - 4, cut(title, width - 6)
    framed = [StyledText(f"╭─ {head} {'─' * (width - len(head) - 5)}╮", "quiet")]
    for line in lines:
        short = line.cut(inner)
        row = StyledText("│ ", "quiet")
        row.parts += short.parts
        framed.append(row.append(" " * (inner - short.width)).append(" │", "quiet"))
    return [*framed, StyledText(f"╰{'─' * (width - 2)}╯", "quiet")]


def open_lines(sessions: Sequence[Overview], count: int, width: int, room: int, *, exercise: bool) -> list[StyledText]:
    """The open sessions in `room` lines at most, each with its next act, then how many more are open. `exercise`:
    during an exercise, where a real outage is described apart."""
    if not sessions:
        return [StyledText(_("Aucune panne en cours."), "quiet")]
    lines: list[StyledText] = []
    shown = 0
    for session in sessions:
        described = _open_session(session, width, real=exercise and not session.exercise)
        last = shown + 1 == count
        if shown and len(lines) + len(described) + (not last) > room:
            break
        lines += described
        shown += 1
    if count > shown:
        more = count - shown
        lines.append(StyledText(n_("et {count} autre : F3", "et {count} autres : F3", more), "quiet"))
    return lines


def _open_session(session: Overview, width: int, *, real: bool) -> list[StyledText]:
    """A session in a few lines: its title and how long it has lasted, then its next act."""
    mark = StyledText(_("● VRAIE PANNE ") if real else "● ", "danger" if real else "title")
    length, inner = f", {session.length}", max(width - mark.width, _LEAST)
    title = clean_line(session.heading)
    if len(wrapped_lines(title + length, inner)) > MOST_TITLE:
        title = cut(title, max(MOST_TITLE * inner - len(length) - _LEAST, _LEAST))
    head, *rest = wrapped_lines(title + length, inner)
    titles = [mark.append(head, "title"), *(StyledText("  ").append(line, "title") for line in rest)]
    act = clean_line(session.next_act) or _("rien à faire maintenant")
    if session.call_due:
        act = _("à rappeler maintenant : {line}").format(line=clean_line(session.call_again))
    inner = max(width - 4, _LEAST)
    first, *others = wrapped_lines(act, inner)
    acts = [StyledText(f"  → {first}"), *(StyledText(f"    {cut(line, inner)}") for line in [" ".join(others)] if line)]
    return [*titles, *acts]


def call_lines(contacts: ContactsFile, now: datetime, width: int, *, in_doubt: bool) -> list[StyledText]:
    """Who answers now, by which number and until when, then who is there next. `in_doubt`: the clock is not trusted."""
    if in_doubt:
        return _warning_lines(_("Selon l'heure, à confirmer ; F2 donne les numéros."), width)
    there = answering_rows(contacts, now)
    lines = [line for row in there[:MOST_CALLED] for line in _contact_lines(row, contacts, now, width)]
    if not there:
        lines += _warning_lines(_("Personne, d'après contacts.yaml ; F2 donne les horaires."), width)
    following = next_to_answer(contacts, now)
    if following is not None:
        moment, row = following
        when = format_moment(moment, now, zone_of(contacts))
        lines.append(StyledText(row.name, "quiet"))
        lines.append(StyledText(_("  ensuite, dès {when}").format(when=when), "quiet"))
    return lines


def _warning_lines(words: str, width: int) -> list[StyledText]:
    return [StyledText(line, "warning") for line in wrapped_lines(words, width)]


def _contact_lines(row: ContactRow, contacts: ContactsFile, now: datetime, width: int) -> Iterator[StyledText]:
    yield StyledText(called_name(row))
    until = answering_until_words(row, now, zone_of(contacts))
    number = StyledText(f"  {spoken_number(row) or missing_number_words(row)}", "title")
    if number.width + len(until) + 2 <= width:
        yield number.append(f"  {until}", "quiet")
        return
    yield number
    yield StyledText(f"  {until}", "quiet")


def past_lines(sessions: Sequence[Overview], contacts: ContactsFile, now: datetime) -> list[StyledText]:
    """The last outages that are over: when each began, how long it lasted, which it was."""
    if not sessions:
        return [StyledText(_("Aucune dans ce journal."), "quiet")]
    zone = zone_of(contacts)
    return [
        StyledText(f"{session.began.astimezone(zone):%d/%m %H:%M}  ", "quiet")
        .append(f"{session.length}  ")
        .append(clean_line(session.heading))
        for session in sessions
    ]
