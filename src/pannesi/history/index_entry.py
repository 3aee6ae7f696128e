"""What the index keeps of one session: its overview, its moments, and what it can be found and counted by."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from pannesi.history.overview import Overview
from pannesi.procedure.model.lines import text_of
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.search import fold_accents

if TYPE_CHECKING:
    from pannesi.history.session_summary import SessionSummary

TagKind = Literal[
    "case", "symptom", "system", "who", "title", "day", "with", "line", "skipped", "could_not", "redline", "silent"
]
SEARCHED: tuple[TagKind, ...] = ("case", "symptom", "system", "who", "title", "line")
"""The kinds whose words a search looks through. No free text is among them, and nothing of patients."""
COULD_NOT, REDLINES, TO_TAKE_OVER = "could-not", "redlines", "to-take-over"


@dataclass(frozen=True)
class Tag:
    """Something that a session has, by which it is found and counted."""

    kind: TagKind
    value: str
    """What it is known by: an id, `unit/line`, a folded name, a day."""
    label: str
    """As it is shown; the words of a line are those of the procedure that the session ran."""


@dataclass(frozen=True)
class IndexEntry:
    """One session in the index."""

    overview: Overview
    first_action_at: datetime | None = None
    alerted_at: datetime | None = None
    returned_at: datetime | None = None
    reconciled_at: datetime | None = None
    month: str = ""
    """The local month in which it began, `2026-11`."""
    hour: int = 0
    """The local hour of the day in which it began, 0 to 23."""
    tags: tuple[tuple[Tag, int], ...] = ()
    """Each with how many times the session has it."""


def index_entry_of(overview: Overview, account: SessionSummary, procedure: Site, local: datetime) -> IndexEntry:
    """`procedure` is the one that the session ran; `local` its beginning in the local time of the site."""
    return IndexEntry(
        overview,
        _counted(account, account.first_action_at),
        _counted(account, account.alerted_at),
        _counted(account, account.returned_at),
        _counted(account, account.reconciled_at),
        f"{local:%Y-%m}",
        local.hour,
        tuple(_tags(overview, account, procedure, f"{local:%Y-%m-%d}").items()),
    )


def _counted(account: SessionSummary, moment: datetime | None) -> datetime | None:
    """A moment to which a length can be counted: one that a wrong clock told is in no figure."""
    return moment if account.elapsed_until(moment) is not None else None


def _tags(overview: Overview, account: SessionSummary, procedure: Site, day: str) -> Counter[Tag]:
    found: Counter[Tag] = Counter([Tag("title", fold_accents(overview.title), overview.title), Tag("day", day, day)])
    for unit, symptom in account.cases:
        known = procedure.unit_by_id.get(unit)
        found[Tag("case", unit, known.title if known is not None else unit)] = 1
        for one in known.symptoms if known is not None else ():
            if one.id == symptom:
                found[Tag("symptom", f"{unit}/{symptom}", one.label)] = 1
    found.update(Tag("system", fold_accents(name), name) for name in account.systems)
    found.update(Tag("who", fold_accents(name), name) for name in overview.persons)
    for row in (*account.done, *account.skipped, *account.could_not):
        found[_line(procedure, "line", row.unit, row.line.id)] = 1
    found.update(_line(procedure, "skipped", row.unit, row.line.id) for row in account.skipped)
    found.update(_line(procedure, "could_not", row.unit, row.line.id) for row in account.could_not)
    found.update(_line(procedure, "redline", redline.unit, redline.line) for redline in account.redlines)
    for silence in account.unanswered_calls:
        contact = procedure.contact_by_id.get(silence.contact)
        found[Tag("silent", silence.contact, contact.name if contact is not None else silence.contact)] += 1
    marks = {COULD_NOT: overview.could_not, REDLINES: overview.redlines, TO_TAKE_OVER: overview.to_take_over}
    found.update(Tag("with", name, name) for name, there in marks.items() if there)
    return found


def _line(procedure: Site, kind: TagKind, unit: str, line: str) -> Tag:

    place = procedure.places.get((unit, line))
    words = f"{place.number} {text_of(place.line)}" if place is not None else line
    return Tag(kind, f"{unit}/{line}", words)
