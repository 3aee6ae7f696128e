"""The second column of the contacts: the hours of the contact under the cursor, and the lines that call it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pannesi.presentation.text.side_boxes import INNER, SideBox, said
from pannesi.procedure.availability.week_grid import ContactWeek, Stretch
from pannesi.procedure.model.lines import Call, Ticket, text_of
from pannesi.procedure.model.procedure import Site
from pannesi.support.i18n import _
from pannesi.support.styled_text import Meaning, StyledText
from pannesi.support.text_safety import wrapped_lines

_DAY = 11
"""Columns of the days of the week."""


def contact_boxes(site: Site, week: ContactWeek, names: Iterable[str], today: int) -> Iterator[SideBox]:
    """The hours of a contact, then the lines of `site` that call it. `names`: those of the days of the week, in short;
    `today`: the one looked at, 0 for the first."""
    yield SideBox(week.name, tuple(_hours_lines(week, names, today)))
    calling = tuple(calling_lines(site, week.contact_id))
    yield SideBox(_("Qui l'appelle"), calling or tuple(said(_("Aucune ligne de la procédure."), "quiet")))


def _hours_lines(week: ContactWeek, names: Iterable[str], today: int) -> Iterator[StyledText]:
    """The hours of a contact day by day, or in one line where every day is alike."""
    if len(set(week.days)) == 1:
        yield from said(_("Cette semaine, chaque jour : {hours}").format(hours=_hours(week.days[0])))
        return
    for number, (name, stretches) in enumerate(zip(names, week.days, strict=True)):
        style: Meaning = "title" if number == today else "plain"
        for place, words in enumerate(wrapped_lines(_hours(stretches), INNER - _DAY)):
            label = name if not place else ""
            yield StyledText(f"{label:<{_DAY}}", style if number == today else "quiet").append(words, style)


def _hours(stretches: tuple[Stretch, ...]) -> str:
    """`08:00-17:30`: when it is open; with what is not known, or for urgent matters only, said so."""
    if len(stretches) == 1:
        return {
            "open": _("ouvert toute la journée"), "urgent-only": _("urgences toute la journée"),
            "unknown": _("pas écrit"), "closed": _("fermé"),
        }[stretches[0].state]  # fmt: skip
    words = {"open": "{hours}", "urgent-only": _("urgences {hours}"), "unknown": _("pas écrit {hours}")}
    parts = [
        words[stretch.state].format(hours=f"{_hour(stretch.start)}-{_hour(stretch.end)}")
        for stretch in stretches
        if stretch.state != "closed"
    ]
    return ", ".join(parts)


def _hour(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def calling_lines(site: Site, contact: str) -> Iterator[StyledText]:
    """The lines of the procedure that call a contact, itself or among others, with their numbers."""
    groups = {each.id for each in site.contacts.contacts if contact in each.members} | {contact}
    for place in site.places.values():
        line = place.line
        wanted = line.value if isinstance(line, Call) else line.contact if isinstance(line, Ticket) else None
        if wanted in groups:
            yield from said(f"{place.number} {text_of(line)}", hanging="  ")
