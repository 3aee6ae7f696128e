"""A sheet of the binder: one case, annex or the triage with its entries, phases, messages and gaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any

from pannesi.documents.binder.contacts_page import origin_words
from pannesi.documents.binder.cross_references import continuation_after, sheet_name
from pannesi.documents.binder.sheet_lines import PaperRow, SheetRows
from pannesi.procedure.model.contacts import Gap
from pannesi.procedure.model.lines import Line
from pannesi.procedure.model.numbering import phases_of
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import (
    AnyUnit,
    Case,
    Message,
    Phase,
    Symptom,
    Triage,
    is_card,
    own_phases,
    part_word,
    symptom_of,
)
from pannesi.support.i18n import _


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
        for part in _phase_part(site, unit, rows, phase, lines, symptom.id, "", "")
    )
    return {
        "id": f"{unit.id}/{symptom.id}",
        "name": symptom.label,
        "title": symptom.label,
        "mark": f"{unit.mark}{symptom.mark or ''}",
        "recognise": symptom.recognise or unit.recognise,
        "origin": origin_words(symptom.source, unit.added if symptom.source is None else None),
        "added": symptom.source is None and unit.added is not None,
        "entries": [symptom.label],
        "parts": list(parts),
        "messages": [],
        "gaps": [],
        "questions": [],
    }


def _case_sheet(site: Site, unit: AnyUnit, printed: Collection[str]) -> dict[str, Any]:
    sheet = SheetRows(site, unit, printed)
    return {
        "id": unit.id,
        "name": sheet_name(unit),
        "title": unit.title,
        "mark": unit.mark,
        "recognise": unit.recognise,
        "origin": "" if unit.source == sheet_name(unit) else origin_words(unit.source, unit.added),
        "added": unit.added is not None,
        "entries": [symptom.label for symptom in unit.symptoms if symptom.opens is None and not is_card(unit, symptom)],
        "parts": list(_phase_parts(site, unit, sheet)),
        "messages": [_message_values(sheet.letters[name], message) for name, message in unit.messages.items()],
        "gaps": [*(_gap_values(gap) for gap in unit.gaps), *_searched_in_vain(site, unit)],
        "questions": [_gap_values(gap) for gap in unit.questions],
    }


def _phase_parts(site: Site, unit: AnyUnit, sheet: SheetRows) -> Iterator[dict[str, Any]]:
    """The phases in the order of their use.

    A symptom that has lines of its own has parts of its own, under its words.
    """
    own = [symptom for symptom in unit.symptoms if own_phases(symptom) and not is_card(unit, symptom)]
    common = dict(phases_of(unit, None))
    if isinstance(unit, Case) and own and not any(common.values()):
        for symptom in own:
            recognise = symptom.recognise or ""
            for phase, lines in phases_of(unit, symptom.id):
                yield from _phase_part(site, unit, sheet, phase, lines, symptom.id, symptom.label, recognise)
                recognise = "" if lines else recognise
        return
    for phase, lines in common.items():
        others = [symptom for symptom in own if getattr(symptom, phase) is not None]
        for symptom in others:
            special = getattr(symptom, phase)
            yield from _phase_part(
                site, unit, sheet, phase, special, symptom.id, symptom.label, symptom.recognise or ""
            )
        yield from _phase_part(site, unit, sheet, phase, lines, None, _("les autres entrées") if others else "", "")


def _phase_part(
    site: Site,
    unit: AnyUnit,
    sheet: SheetRows,
    phase: Phase,
    lines: tuple[Line, ...],
    symptom: str | None,
    entry: str,
    recognise: str,
) -> Iterator[dict[str, Any]]:
    if not lines:
        return
    standing, rows = sheet.standing(lines), sheet.rows(lines, continuation_after(site, unit, symptom, phase))
    yield {
        "title": part_word(unit, phase, symptom_of(unit, symptom)),
        "entry": entry,
        "recognise": recognise,
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


def _message_values(letter: str, message: Message) -> dict[str, Any]:
    kind = {"⚠": _("⚠ alerte"), "ⓘ": _("ⓘ information")}.get(message.type or "", "")
    return {
        "letter": letter,
        "to": message.to or "",
        "type": kind,
        "title": message.title or "",
        "body": message.body or "",
        "missing": message.missing or "",
        "origin": origin_words(message.source, message.added),
        "added": message.added is not None,
        "long": len(str(message)) > 2500,
    }


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
