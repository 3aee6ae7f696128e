"""Blank patient sheets and the blank list of patients.

Their numbers are printed, so that paper and screen never share one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil
from typing import Any

from pannesi.presentation.patients.asked_facts import fact_heading
from pannesi.procedure.model.lines import Register
from pannesi.procedure.model.numbering import places_of
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.register_fields import TEXT, TIME, Field, FieldMeaning, FieldTraits
from pannesi.procedure.model.units import Annexe
from pannesi.session.register.duties import FACTS
from pannesi.support.i18n import _

COLUMNS = 12
"""How many columns a blank sheet has. Each cell takes some of them; the cells of a row take all."""
LIST_COLUMNS = 24
"""How many columns the list of patients has, on a sheet in landscape."""
_COLUMN, _LABEL, _LETTER, _BOX = 14.5, 1.45, 1.75, 7.5
"""Millimetres: a column, a letter of a label, a letter of a choice, a tick box with the room around it."""
_LIST_COLUMN, _LIST_LETTER, _LIST_BOX = 9.65, 1.65, 7
"""Millimetres, in the list: a column, a letter of a choice, a tick box."""
_LIST_IDENTIFIERS: tuple[FieldMeaning, ...] = ("first-name", "birth-date", "exam", "console-id")
"""Fields that the list always has: they tell patients apart, and find their images without the sheet."""
Cell = dict[str, Any]
"""A cell as templates read it: label, choices, span in columns, whether it is asked first."""


def blank_register(site: Site, blank_sheets: int) -> dict[str, Any] | None:
    """The blank sheet, its numbers P-001… and the blank list, for `blank_sheets` patients; None for none."""
    if not blank_sheets:
        return None
    facts = _fact_cells(site)
    names = {"personne": _("Personne"), "examen": _("Examen"), "demande": _("Demande"), "remise": _("Remise")}
    groups = [(_("D'abord"), facts)]
    for group, name in names.items():
        groups.append((name, [_field_cell(field) for field in site.register_fields if field.group == group]))
    register_annex = next((unit.id for unit in site.units if isinstance(unit, Annexe) and unit.fields), "")
    return {
        "sheet": register_annex,
        "numbers": [f"P-{number:03d}" for number in range(1, blank_sheets + 1)],
        "groups": [{"name": name, "rows": full_rows(cells)} for name, cells in groups if cells],
        "list": full_rows(_list_cells(site), LIST_COLUMNS),
    }


def _list_cells(site: Site) -> list[Cell]:
    """The cells of one patient in the list: who it is, what standing orders depend on, what was made and given."""
    handover = _handover_fields(site)
    kept = [
        field
        for field in site.register_fields
        if field.light == "yes" or field.id in handover or field.means in _LIST_IDENTIFIERS
    ]  # fmt: skip
    hour, *facts, identity = _fact_cells(site)
    person = [_list_cell(_field_cell(field), field.traits) for field in kept if field.group == "personne"]
    rest = [_list_cell(_field_cell(field), field.traits) for field in kept if field.group != "personne"]
    return [_list_cell(hour, TIME), *person, *(_list_cell(fact) for fact in (identity, *facts)), *rest]


def _list_cell(cell: Cell, traits: FieldTraits = TEXT) -> Cell:
    """A cell with the width that it needs in the list, its choices on at most two lines."""
    choices = [len(choice) * _LIST_LETTER + _LIST_BOX for choice in cell["choices"]]
    if not choices:
        return {**cell, "span": traits.columns_in_list}
    cuts = range(1, len(choices) + 1)
    needed = min(max(sum(choices[:cut]), sum(choices[cut:])) for cut in cuts)
    word = max(len(word) for word in cell["label"].split()) * _LABEL
    return {**cell, "span": min(ceil((max(needed, word) + 1.8) / _LIST_COLUMN), LIST_COLUMNS)}


def _handover_fields(site: Site) -> set[str]:
    """The ids of the fields on what was handed over that the short form asks for."""
    lines = [place.line for unit in site.units for place in places_of(unit)]
    asked = {name for line in lines if isinstance(line, Register) for name in line.also}
    return {field.id for field in site.register_fields if field.group == "remise" and field.id in asked}


def full_rows(cells: Iterable[Cell], columns: int = COLUMNS) -> list[list[Cell]]:
    """The cells in rows of `columns` columns: each in the first row with room; room left over is shared within its
    row."""
    rows: list[list[Cell]] = []
    for cell in cells:
        row = next((row for row in rows if _row_width(row) + cell["span"] <= columns), None)
        if row is None:
            row = []
            rows.append(row)
        row.append(dict(cell))
    for row in rows:
        for turn in range(columns - _row_width(row)):
            row[turn % len(row)]["span"] += 1
    return rows


def _row_width(row: list[Cell]) -> int:
    """How many columns the cells of a row take."""
    return sum(cell["span"] for cell in row)


def _fact_cells(site: Site) -> list[Cell]:
    """The cells of the closed facts, on which standing orders depend, and of the hour of the examination."""
    choices_of = {
        "origin": [_("externe"), _("urgences"), _("hospitalisé")],
        "exam": [_("imagerie en coupe"), _("autre examen")],
        "unit": list(site.contacts.units),
        "identity": [_("oui"), _("non")],
    }
    asked = [(fact_heading(name), choices_of[name]) for name in FACTS]
    hour = {"label": _("Heure de l'examen"), "choices": [], "first": True, "span": 2}
    facts = [
        {"label": label, "choices": choices, "first": True, "span": _columns_needed(label, choices, 3)}
        for label, choices in asked
    ]
    return [hour, *facts]


def _field_cell(field: Field) -> Cell:
    choices, traits = list(field.offered), field.traits
    least = traits.columns or (2 if len(field.label) < 9 else 3)
    return {
        "label": field.label,
        "choices": choices,
        "first": field.ask == "first",
        "span": COLUMNS if traits.whole_row else _columns_needed(field.label, choices, least),
    }


def _columns_needed(label: str, choices: Sequence[str], least: int) -> int:
    """How many columns a cell needs for its label, or for its choices below it, whichever is wider; at least
    `least`."""
    choices_width = sum(len(choice) * _LETTER + _BOX for choice in choices)
    needed = ceil((max(len(label) * _LABEL, choices_width) + 2) / _COLUMN)
    return min(max(needed, 2 if choices else least), COLUMNS)
