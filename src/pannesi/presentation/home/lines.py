"""The lines of the first screen as texts: the hospital, open sessions, entries, whom to call. Each fits on its line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from pannesi.history.overview import TO_TAKE_OVER, Overview
from pannesi.procedure.availability.moments import format_day, hour_words
from pannesi.procedure.availability.reachability import (
    ContactRow,
    answering_rows,
    answering_until_words,
    called_name,
    has_spoken_number,
    missing_number_words,
    spoken_number,
    zone_of,
)
from pannesi.procedure.model.contacts import ContactsFile
from pannesi.procedure.model.units import UnwrittenTopic
from pannesi.support.i18n import _, translated
from pannesi.support.styled_text import NARROW, Meaning, StyledText
from pannesi.support.text_safety import cell_width, clean_line, cut, cut_start, wrapped_lines

if TYPE_CHECKING:
    from pannesi.history.catalogue import SessionCatalogue
    from pannesi.presentation.home.content import HomeSubject

_TELLING = 36
"""How many letters of a title tell one outage from another."""
_SHORTEST = 6
"""Fewer letters of anything tell nothing."""
_LABELLED = 50
"""Columns from which whom to call has its label: fewer are needed for the name."""
_LEAST = 12
"""Columns that words are wrapped at, at least."""


def _wrapped_words(words: str, width: int) -> list[str]:
    """Words wrapped at `width` columns; one empty line for no words."""
    return wrapped_lines(words, max(width, _LEAST)) or [""]


def head_line(station: HomeSubject, now: datetime, width: int) -> StyledText:
    """The first line: exercise and not recorded, the hospital, its folder, the day and the hour."""
    where = zone_of(station.site.contacts)
    doubt = station.doubt()
    hour = hour_words(now.astimezone(where), short=True)
    if doubt is not None and doubt.alarm:
        from pannesi.presentation.text.common_phrases import doubtful_hour

        hour = doubtful_hour(hour)
    right = f"{format_day(now, where)} · {hour}" if width >= NARROW else hour
    tags = _tags(station)
    room = width - tags.width - len(right) - 2
    name = station.site.contacts.site if tags.plain else _("pannesi · {site}").format(site=station.site.contacts.site)
    name = cut(name, room)
    left = room - len(name) - 3
    folder = "" if station.reading.folder.shipped or left < 6 else clean_line(str(station.site.folder))
    text = tags.append(name, "title")
    if folder:
        text.append(f" · {cut_start(folder, left)}", "quiet")
    text.append(" " * max(width - text.width - len(right), 1))
    text.append(right, "title")
    return text


def _tags(station: HomeSubject) -> StyledText:
    """Whether it is an exercise, whether nothing is recorded; most often nothing, for which nothing is imported."""
    tags = StyledText()
    if not station.exercise and station.recording:
        return tags
    from pannesi.presentation.text.common_phrases import EXERCISE, NOT_RECORDED

    if station.exercise:
        tags.append(f" {translated(EXERCISE)} ", "exercise")
        tags.append(" ")
    if not station.recording:
        tags.append(f" {translated(NOT_RECORDED)} ", "alarm")
        tags.append(" ")
    return tags


def warning_lines(banners: tuple[str, ...], width: int, most: int, *, lost: bool = False) -> list[StyledText]:
    """The warnings about the site and the journal, in `most` lines at most; the help has them in full. `lost`: the
    first says that nothing is kept, as loudly as in a session."""
    wrapped = [_wrapped_words(clean_line(banner), width) for banner in banners]
    lines = [line for banner in wrapped for line in banner]
    grave = len(wrapped[0]) if lost and wrapped else 0
    if len(lines) > most:
        lines = list(_wrapped_words(" ".join(map(clean_line, banners)), width))
        grave = len(lines) if grave else 0
    if len(lines) > most:
        lines = [*lines[: most - 1], cut(lines[most - 1], width - 5).rstrip("… ") + _("… F1")]
    alarms = [StyledText(f"{line:<{width}}", "alarm") for line in lines[:grave]]
    return [*alarms, *(StyledText(line, "warning") for line in lines[grave:])]


def doubt_lines(station: HomeSubject, width: int) -> list[StyledText]:
    """Why the clock should be looked at; no line when it can be trusted."""
    doubt = station.doubt()
    if doubt is None:
        return []
    from pannesi.presentation.text.common_phrases import clock_doubt_words
    from pannesi.presentation.text.key_names import FULL_SCREEN

    words = clock_doubt_words(doubt, zone_of(station.site.contacts), FULL_SCREEN.clock)
    style: Meaning = "alarm" if doubt.alarm else "warning"
    return [StyledText(f"{line:<{width}}", style) for line in _wrapped_words(words, width)]


def session_line(session: Overview, width: int, *, real: bool) -> StyledText:
    """`● Dysfonctionnement du RIS, mode dégradé depuis 0 h 47, 3 patients, AB`, in `width` columns. Enough of the title
    stays to tell outages apart; the rest is shortened first. `real`: a real outage seen during an exercise."""
    before = _(" ● VRAIE PANNE : ") if real else " ● "
    title, waits = clean_line(session.heading), translated(TO_TAKE_OVER) if session.to_take_over else ""
    whole, with_persons, without, *others = session.title_suffixes
    room = width - len(before) - len(", ")
    if room - len(f"{waits}, ") - len(others[-1]) < _SHORTEST:
        waits = ""
    room -= len(f"{waits}, ") if waits else 0
    left = room - min(len(title), _TELLING, width // 2)
    if len(title) + len(others[-1]) <= room:
        left = room - len(title)
    tail = next((words for words in (whole, with_persons, without, *others) if len(words) <= left), others[-1])
    if tail == without and left - len(tail) >= _SHORTEST:
        tail = cut(with_persons, left)
    text = StyledText().append(before, "danger" if real else "title")
    text.append(_cut_heading(session, max(room - len(tail), _SHORTEST)), "title")
    ends: tuple[tuple[str, Meaning], ...] = ((waits, "title"), (tail, "plain"))
    for words, style in ends:
        if words:
            text.append(", ", "plain").append(words, style)
    return text.cut(width)


def _cut_heading(session: Overview, width: int) -> str:
    """The title and the word of a session in `width` columns: the title is cut first, since the word tells it from
    others."""
    heading, title = clean_line(session.heading), clean_line(session.title)
    word = heading.removeprefix(title)
    if len(heading) <= width or not word or width - len(word) < _LEAST:
        return cut(heading, width)
    return cut(title, width - len(word)) + word


def answering_lines(contacts: ContactsFile, now: datetime, width: int, *, in_doubt: bool = False) -> list[StyledText]:
    """Whom to call now, in two lines: the name, the number, until when. `in_doubt`: the clock is not trusted."""
    shown = [row for row in answering_rows(contacts, now) if row.reachable == "yes"]
    spoken_to = next((row for row in shown if has_spoken_number(row)), None)
    shown = shown[:1] + ([spoken_to] if spoken_to is not None and spoken_to not in shown[:2] else shown[1:2])
    label = _("Qui appeler") + " "
    if not shown:
        nobody = _(": personne, d'après contacts.yaml ; F2 donne les horaires")
        words = _(": selon l'heure, à confirmer ; F2 donne les numéros") if in_doubt else nobody
        return [StyledText(cut(label + words, width), "warning")]
    lines = []
    narrow = width < _LABELLED
    label = "" if narrow else label
    all_columns = [tuple(_contact_columns(row, contacts, now, narrow=narrow)) for row in shown]
    number_need = max(len(number) + 1 for _name, number, _until in all_columns)
    until_wide = max(len(until) for _name, _number, until in all_columns)
    for number, columns in enumerate(all_columns):
        text = StyledText().append(label if number == 0 else " " * len(label), "quiet")
        room = width - len(label)
        number_wide = max(number_need, room * 28 // 100)
        name_wide = max(room - number_wide, 1)
        if room >= NARROW:
            name_wide = min(room * 45 // 100, room - number_need - until_wide)
            number_wide = min(number_wide, room - name_wide - until_wide)
        widths = (name_wide, number_wide, max(room - name_wide - number_wide, 0))[: 3 if room >= NARROW else 2]
        styles: tuple[Meaning, ...] = ("plain", "title", "quiet")
        for at, (words, wide, style) in enumerate(zip(columns, widths, styles, strict=False), start=1):
            gap = 1 if at < len(widths) else 0
            text.append(f"{cut(words, wide - gap):<{wide}}", style)
        lines.append(text.cut(width))
    return lines


def _contact_columns(row: ContactRow, contacts: ContactsFile, now: datetime, *, narrow: bool) -> Iterator[str]:
    """The name, the number and the end of availability of a contact."""
    yield called_name(row)
    yield spoken_number(row) or (_("n° non écrit") if narrow else missing_number_words(row))
    yield answering_until_words(row, now, zone_of(contacts))


def entry_lines(number: int, system: str, label: str, width: int) -> list[StyledText]:
    """An entry of home with its number, its whole label on as many lines as it needs; the system stands in a column on
    the left where there is room."""
    wide = 14 if width >= 70 else 0
    text = StyledText(" ")
    if wide:
        text.append(f"{cut(system, wide):<{wide}} ", "quiet")
    text.append(f"{number:>2}  ", "key")
    room = width - text.width
    first, *rest = [label] if cell_width(label) <= room else _wrapped_words(label, room)
    blank = " " * text.width
    return [text.append(first, "plain"), *(StyledText(blank).append(line, "plain") for line in rest)]


def choice_line(key: str, words: str, width: int, style: Meaning = "plain") -> StyledText:
    """A choice offered below an entry, under its label, however long; without a key, what is said of the choices."""
    return StyledText(" " * (choice_hang(width) - 4)).append(f"{key:>2}  ", "key").append(words, style)


def choice_hang(width: int) -> int:
    """The column at which the words of a choice begin."""
    return 20 if width >= 70 else 5


def unwritten_lines(
    topic: UnwrittenTopic, contacts: ContactsFile, now: datetime, width: int, *, in_doubt: bool
) -> Iterator[StyledText]:
    """That what was searched for is not written in the procedure, and whom to ask."""
    from pannesi.presentation.line.unwritten import unwritten_words, whom_to_ask

    for line in _wrapped_words(unwritten_words(topic), width - 1):
        yield StyledText(f" {line}", "warning")
    for line in _wrapped_words(whom_to_ask(topic, contacts, now, in_doubt=in_doubt), width - 3):
        yield StyledText(f"   {line}", "plain")


def catching_up_words() -> str:
    """Said while the index catches up with a long journal."""
    return _("Lecture du journal en cours : une session ouverte peut encore manquer ici.")


def elsewhere_words(catalogue: SessionCatalogue) -> tuple[str, ...]:
    """That other hospitals have open sessions in a journal. The words are imported only where there are some."""
    if not catalogue.index.other_hospitals():
        return ()
    from pannesi.presentation.session_lists.session_filter import other_hospitals_words

    words = other_hospitals_words(catalogue, state="open")
    return (words,) if words else ()
