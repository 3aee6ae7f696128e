"""A sheet of the binder: one case, annex or the triage with its entries, phases, messages and gaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any

from pannesi.documents.binder.cross_references import continuation_after, has_title, sheet_name
from pannesi.documents.binder.document_control import edition_words
from pannesi.documents.binder.provenance import gap_origins, line_origins, unit_origin
from pannesi.documents.binder.sheet_lines import PaperRow, SheetRows
from pannesi.procedure.model.contacts import Gap
from pannesi.procedure.model.lines import Line
from pannesi.procedure.model.numbering import phases_of, places_of
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import (
    AnyUnit,
    Phase,
    Symptom,
    Triage,
    is_card,
    own_phases,
    part_word,
    symptom_of,
)
from pannesi.support.i18n import _

Heading = dict[str, str]
"""The title of a symptom that has lines of its own: its id, mark, words, and how it is recognised."""


def unit_sheets(site: Site, unit: AnyUnit, printed: Collection[str]) -> Iterator[dict[str, Any]]:
    """The sheets of a unit as plain values: its own, then one for each card of the triage; `printed` are the ids of the
    units whose page may be referred to."""
    yield _case_sheet(site, unit, printed)
    for symptom in unit.symptoms:
        if is_card(unit, symptom):
            yield _card_sheet(site, unit, symptom, printed)


def _card_sheet(site: Site, unit: AnyUnit, symptom: Symptom, printed: Collection[str]) -> dict[str, Any]:
    rows = SheetRows(site, unit, printed)
    parts = (
        part
        for phase, lines in phases_of(unit, symptom.id)
        for part in _phase_part(site, unit, rows, phase, lines, symptom.id)
    )
    return {
        "id": f"{unit.id}/{symptom.id}",
        "name": symptom.label,
        "title": symptom.label,
        "mark": f"{unit.mark}{symptom.mark or ''}",
        "system": symptom.system,
        "edition": edition_words(unit),
        "recognise": symptom.recognise or unit.recognise,
        "added": symptom.source is None and unit.added is not None,
        "entries": [symptom.label],
        "parts": list(parts),
        "messages": [],
        "gaps": [],
        "questions": [],
        "origins": [
            *unit_origin(symptom.source, None if symptom.source else unit.added, symptom.label),
            *line_origins(site, unit, _printed_lines(unit, symptom.id), ()),
        ],
    }


def _case_sheet(site: Site, unit: AnyUnit, printed: Collection[str]) -> dict[str, Any]:
    sheet = SheetRows(site, unit, printed)
    return {
        "id": unit.id,
        "name": sheet_name(unit),
        "title": unit.title,
        "mark": unit.mark,
        "system": next((symptom.system for symptom in unit.symptoms if not is_card(unit, symptom)), ""),
        "edition": edition_words(unit),
        "recognise": unit.recognise,
        "added": unit.added is not None,
        "entries": [symptom.label for symptom in unit.symptoms if symptom.opens is None and not is_card(unit, symptom)],
        "parts": list(_phase_parts(site, unit, sheet)),
        "messages": sheet.messages.at_the_end(),
        "gaps": [*({**_gap_values(gap), "ask": "", "source": ""} for gap in unit.gaps), *_searched_in_vain(site, unit)],
        "questions": [_gap_values(gap) for gap in unit.questions],
        "origins": [
            *unit_origin(unit.source, unit.added, sheet_name(unit)),
            *line_origins(site, unit, _printed_lines(unit, None), sheet.messages.marked()),
            *gap_origins(unit.gaps),
        ],
    }


def _printed_lines(unit: AnyUnit, card: str | None) -> list[Line]:
    """The lines of a card, or those on the sheet of the unit itself: all but those of its cards."""
    cards = {symptom.id for symptom in unit.symptoms if is_card(unit, symptom)}
    return [place.line for place in places_of(unit) if (place.symptom if place.symptom in cards else None) == card]


def _phase_parts(site: Site, unit: AnyUnit, sheet: SheetRows) -> Iterator[dict[str, Any]]:
    """The phases in the order of their use.

    A symptom that has lines of its own has parts of its own, under its words: under a title where the unit has no other
    lines.
    """
    titled = [symptom for symptom in unit.symptoms if has_title(unit, symptom)]
    for symptom in titled:
        heading: Heading | None = _symptom_heading(unit, symptom)
        for phase, lines in phases_of(unit, symptom.id):
            for part in _phase_part(site, unit, sheet, phase, lines, symptom.id):
                yield {**part, "heading": heading}
                heading = None
    if titled:
        return
    own = [symptom for symptom in unit.symptoms if own_phases(symptom) and not is_card(unit, symptom)]
    for phase, lines in phases_of(unit, None):
        others = [symptom for symptom in own if getattr(symptom, phase) is not None]
        for symptom in others:
            for part in _phase_part(site, unit, sheet, phase, getattr(symptom, phase), symptom.id):
                yield {**part, "entry": symptom.label, "recognise": symptom.recognise or ""}
        for part in _phase_part(site, unit, sheet, phase, lines, None):
            yield {**part, "entry": _("les autres entrées") if others else ""}


def _symptom_heading(unit: AnyUnit, symptom: Symptom) -> Heading:
    return {
        "id": f"{unit.id}/{symptom.id}",
        "mark": f"{unit.mark}{symptom.mark or ''}",
        "title": symptom.label,
        "recognise": symptom.recognise or "",
    }


def _phase_part(
    site: Site,
    unit: AnyUnit,
    sheet: SheetRows,
    phase: Phase,
    lines: tuple[Line, ...],
    symptom: str | None,
) -> Iterator[dict[str, Any]]:
    """The part of one phase; none where it has no lines."""
    if not lines:
        return
    standing, rows = sheet.standing(lines), sheet.rows(lines, continuation_after(site, unit, symptom, phase))
    yield {
        "title": part_word(unit, phase, symptom_of(unit, symptom)),
        "entry": "",
        "recognise": "",
        "heading": None,
        "origin": _take_common_origin(standing + rows),
        "standing": standing,
        "rows": rows,
    }


def _take_common_origin(rows: list[PaperRow]) -> str:
    """The origin that most rows share, taken off those rows: it is printed once, at the head of the part."""
    counts = Counter(row["origin"] for row in rows if row["origin"])
    if not counts:
        return ""
    shared = str(counts.most_common(1)[0][0])
    for row in rows:
        row["origin"] = "" if row["origin"] == shared else row["origin"]
    return shared


def _searched_in_vain(site: Site, unit: AnyUnit) -> Iterator[dict[str, str]]:
    """What people search for and nothing is written of, on the sheet of the triage: one entry for all that is asked of
    the same people, so that it is read at once and the sheet stays within its two sides."""
    topics: dict[str, list[str]] = {}
    for topic in unit.unwritten if isinstance(unit, Triage) else ():
        whom = ", ".join(site.contact_by_id[name].name for name in topic.call)
        topics.setdefault(whom, []).append(topic.label)
    for whom, labels in topics.items():
        yield {"text": " ; ".join(labels) + ".", "ask": whom, "source": ""}


def _gap_values(gap: Gap) -> dict[str, str]:
    return {"text": gap.text, "ask": gap.ask or "", "source": gap.source or ""}
