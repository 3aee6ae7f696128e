"""Blank lines of the register, each with its number printed beforehand, so that paper and screen never share one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil
from typing import Any

from pannesi.presentation.asked_facts import fact_heading
from pannesi.procedure.model.field_kinds import TEXT, TIME, FieldTraits
from pannesi.procedure.model.lines import Register
from pannesi.procedure.model.numbering import places_of
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import Annexe
from pannesi.procedure.register_fields import Field, Meaning
from pannesi.session.register.duties import FACTS
from pannesi.support.i18n import _

COLUMNS = 12
"""How many columns a blank sheet has; every cell takes some of them, every row takes all."""
LIST_COLUMNS = 24
"""How many the list of patients has, on a sheet laid down."""
_COLUMN, _LABEL, _LETTER, _BOX = 14.5, 1.45, 1.75, 7.5
"""Millimetres: a column, a letter of a label and of a choice, a box to tick with the room around it."""
_LIST_COLUMN, _LIST_LETTER, _LIST_BOX = 9.65, 1.65, 7
"""The same in the list, where the hand that ticks writes smaller."""
_FOUND_AGAIN_BY: tuple[Meaning, ...] = ("first-name", "birth-date", "exam", "console-id")
"""What tells a patient of the list from another and finds the images again, when the sheet itself is not at hand."""
Cell = dict[str, Any]


def blank_register(site: Site, lines: int) -> dict[str, Any] | None:
    """The sheet to fill and the numbers P-001… of its lines; None when nothing is to be printed."""
    if not lines:
        return None
    facts = _facts(site)
    names = {"personne": _("Personne"), "examen": _("Examen"), "demande": _("Demande"), "remise": _("Remise")}
    groups = [(_("D'abord"), facts)]
    for group, name in names.items():
        groups.append((name, [_cell(field) for field in site.register_fields if field.group == group]))
    own = next((unit.id for unit in site.units if isinstance(unit, Annexe) and unit.fields), "")
    return {
        "sheet": own,
        "numbers": [f"P-{number:03d}" for number in range(1, lines + 1)],
        "groups": [{"name": name, "rows": full_rows(cells)} for name, cells in groups if cells],
        "list": full_rows(_listed(site), LIST_COLUMNS),
    }


def _listed(site: Site) -> list[Cell]:
    """The cells of a patient's line in the list: who it is, what standing orders depend on, what was made and given."""
    handed = _handed_over(site)
    kept = [
        field
        for field in site.register_fields
        if field.light == "yes" or field.id in handed or field.means in _FOUND_AGAIN_BY
    ]  # fmt: skip
    hour, *facts, known = _facts(site)
    person = [_in_list(_cell(one), one.traits) for one in kept if one.group == "personne"]
    rest = [_in_list(_cell(one), one.traits) for one in kept if one.group != "personne"]
    return [_in_list(hour, TIME), *person, *(_in_list(one) for one in (known, *facts)), *rest]


def _in_list(cell: Cell, traits: FieldTraits = TEXT) -> Cell:
    """A cell as wide as the list needs it: its choices stand on two lines, its label may."""
    choices = [len(one) * _LIST_LETTER + _LIST_BOX for one in cell["choices"]]
    if not choices:
        return {**cell, "span": traits.columns_in_list}
    cuts = range(1, len(choices) + 1)
    needed = min(max(sum(choices[:cut]), sum(choices[cut:])) for cut in cuts)
    word = max(len(one) for one in cell["label"].split()) * _LABEL
    return {**cell, "span": min(ceil((max(needed, word) + 1.8) / _LIST_COLUMN), LIST_COLUMNS)}


def _handed_over(site: Site) -> set[str]:
    """What was handed over, where a short line asks it: the list has a column for it, the rest is on the sheet."""
    lines = [place.line for unit in site.units for place in places_of(unit)]
    asked = {name for line in lines if isinstance(line, Register) for name in line.also}
    return {field.id for field in site.register_fields if field.group == "remise" and field.id in asked}


def full_rows(cells: Iterable[Cell], columns: int = COLUMNS) -> list[list[Cell]]:
    """The cells in full rows: each in the first row that has room, what is left shared among those of the row."""
    rows: list[list[Cell]] = []
    for one in cells:
        row = next((row for row in rows if sum(cell["span"] for cell in row) + one["span"] <= columns), None)
        if row is None:
            row = []
            rows.append(row)
        row.append(dict(one))
    for row in rows:
        for turn in range(columns - sum(cell["span"] for cell in row)):
            row[turn % len(row)]["span"] += 1
    return rows


def _facts(site: Site) -> list[Cell]:
    """What every line is asked, since standing orders depend on it."""
    choices = {
        "origin": [_("externe"), _("urgences"), _("hospitalisé")],
        "exam": [_("imagerie en coupe"), _("autre examen")],
        "unit": list(site.contacts.units),
        "identity": [_("oui"), _("non")],
    }
    asked = [(fact_heading(name), choices[name]) for name in FACTS]
    hour = {"label": _("Heure de l'examen"), "choices": [], "first": True, "span": 2}
    return [hour, *({"label": a, "choices": b, "first": True, "span": _span(a, b, 3)} for a, b in asked)]


def _cell(field: Field) -> Cell:
    choices, traits = list(field.offered), field.traits
    least = traits.columns or (2 if len(field.label) < 9 else 3)
    return {
        "label": field.label,
        "choices": choices,
        "first": field.ask == "first",
        "span": COLUMNS if traits.whole_row else _span(field.label, choices, least),
    }


def _span(label: str, choices: Sequence[str], least: int) -> int:
    """Columns for a label, or its choices below it, whichever is longer."""
    ticked = sum(len(choice) * _LETTER + _BOX for choice in choices)
    needed = ceil((max(len(label) * _LABEL, ticked) + 2) / _COLUMN)
    return min(max(needed, 2 if choices else least), COLUMNS)
