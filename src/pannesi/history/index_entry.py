"""The entry of one session in the index: its overview, the moments of its milestones, and its tags."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from pannesi.history.index_schema import COULD_NOT, FORCED, REDLINES, TO_TAKE_OVER, TagKind
from pannesi.history.overview import Overview
from pannesi.procedure.model.lines import text_of
from pannesi.procedure.model.procedure import Site
from pannesi.support.light_dataclass import dataclass
from pannesi.support.text_safety import fold_accents

if TYPE_CHECKING:
    from pannesi.history.account.patients import DutyOutcome
    from pannesi.history.figures.session_digest import SessionDigest
    from pannesi.history.learning.lessons import Lesson
    from pannesi.history.outages import OutageLink
    from pannesi.history.session_summary import SessionSummary


@dataclass(frozen=True)
class Tag:
    """A property of a session by which it is found and counted: a case, a person, a skipped line…"""

    kind: TagKind
    value: str
    """What is compared: an id, `unit/line`, a folded name, a day."""
    label: str
    """What is shown; for a line, in the words of the procedure that the session pins."""


@dataclass(frozen=True)
class IndexEntry:
    """One session in the index."""

    overview: Overview
    first_action_at: datetime | None = None
    alerted_at: datetime | None = None
    returned_at: datetime | None = None
    reconciled_at: datetime | None = None
    month: str = ""
    """The local month of its beginning, `2026-11`."""
    hour: int = 0
    """The local hour of its beginning, 0 to 23."""
    tags: tuple[tuple[Tag, int], ...] = ()
    """Each tag with how many times the session has it."""
    lessons: tuple[Lesson, ...] = ()
    """What it taught the next ones."""
    links: tuple[OutageLink, ...] = ()
    """What it says of other sessions: that they are about the same outage, or not any more."""
    digest: SessionDigest | None = None
    """What figures need of it besides."""


def index_entry_of(overview: Overview, account: SessionSummary, procedure: Site, local: datetime) -> IndexEntry:
    """The entry of a session, by its summary; `procedure` is the site that it pins, `local` its beginning in the time
    zone of that site."""
    return IndexEntry(
        overview,
        certain_moment(account, account.first_action_at),
        certain_moment(account, account.alerted_at),
        certain_moment(account, account.returned_at),
        certain_moment(account, account.reconciled_at),
        f"{local:%Y-%m}",
        local.hour,
        tuple(_tags_of_session(overview, account, procedure, f"{local:%Y-%m-%d}").items()),
        tuple(_lessons_of_session(account, procedure)),
    )


def _lessons_of_session(account: SessionSummary, procedure: Site) -> Iterator[Lesson]:
    if account.redlines:
        from pannesi.history.learning.lessons import Lesson
        from pannesi.procedure.model.lines import Call
    for said in account.redlines:
        tag, place = _line_tag(procedure, "redline", said.unit, said.line), procedure.places.get((said.unit, said.line))
        called = place.line.value if place is not None and isinstance(place.line, Call) else ""
        yield Lesson(
            "redline", account.session, said.event, tag.value, tag.label, called, said.about, said.who, said.at
        )


def certain_moment(account: SessionSummary, moment: datetime | None) -> datetime | None:
    """A moment, or None where the time until it is uncertain: it must not be in any statistics."""
    return moment if account.elapsed_until(moment) is not None else None


def _tags_of_session(overview: Overview, account: SessionSummary, procedure: Site, day: str) -> Counter[Tag]:
    tags: Counter[Tag] = Counter([Tag("title", fold_accents(overview.title), overview.title), Tag("day", day, day)])
    for unit_id, symptom_id in account.cases_standing:
        unit = procedure.unit_by_id.get(unit_id)
        tags[Tag("case", unit_id, unit.title if unit is not None else unit_id)] = 1
        for symptom in unit.symptoms if unit is not None else ():
            if symptom.id == symptom_id:
                tags[Tag("symptom", f"{unit_id}/{symptom_id}", symptom.label)] = 1
    tags.update(Tag("system", fold_accents(name), name) for name in account.systems)
    tags.update(Tag("who", fold_accents(name), name) for name in overview.persons)
    for row in (*account.done, *account.skipped, *account.could_not):
        tags[_line_tag(procedure, "line", row.unit, row.line.id)] = 1
    tags.update(_line_tag(procedure, "skipped", row.unit, row.line.id) for row in account.skipped)
    failed = (*account.could_not, *(line.row for line in account.overcome))
    tags.update(_line_tag(procedure, "could_not", row.unit, row.line.id) for row in failed)
    for duty in account.duties:
        if duty.status != "open" or duty.impossible:
            tags[_duty_tag(procedure, "line", duty)] = 1
    tags.update(_duty_tag(procedure, "skipped", duty) for duty in account.duties_skipped)
    tags.update(_duty_tag(procedure, "could_not", duty) for duty in account.duties_said_impossible)
    tags.update(_line_tag(procedure, "redline", redline.unit, redline.line) for redline in account.redlines)
    for call in account.unanswered_calls:
        contact = procedure.contact_by_id.get(call.contact)
        tags[Tag("silent", call.contact, contact.name if contact is not None else call.contact)] += 1
    marks = {
        COULD_NOT: overview.could_not,
        REDLINES: overview.redlines,
        TO_TAKE_OVER: overview.to_take_over,
        FORCED: account.forced,
    }
    tags.update(Tag("with", name, name) for name, there in marks.items() if there)
    return tags


def _duty_tag(procedure: Site, kind: TagKind, duty: DutyOutcome) -> Tag:
    """The tag of something due to a patient: that of the line that owes it; where the program does, its own."""
    if duty.row is None:
        return Tag(kind, f"/{duty.key}", duty.label)
    return _line_tag(procedure, kind, duty.row.unit, duty.row.line.id)


def _line_tag(procedure: Site, kind: TagKind, unit: str, line: str) -> Tag:
    place = procedure.places.get((unit, line))
    words = f"{place.number} {text_of(place.line)}" if place is not None else line
    return Tag(kind, f"{unit}/{line}", words)
