"""The binder as one plain value: the same site always gives the same one, whatever the day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pannesi.paper.blanks import blank_register
from pannesi.paper.front import front_rows, unsure
from pannesi.paper.people import contact_rows, unwritten_hours, week_grid
from pannesi.paper.sheets import sheet_of
from pannesi.paper.versions import qr_svg, short_code
from pannesi.paper.ways import sheet_name
from pannesi.site.model import Site
from pannesi.site.units import Annexe, AnyUnit, Case, Triage

REGISTERS = 20
"""How many lines of a blank register are printed unless told otherwise."""


def binder_of(site: Site, units: Sequence[AnyUnit] = (), registers: int = REGISTERS) -> dict[str, Any]:
    """The binder of these cases and annexes, of all when none is named; `registers` is in lines of the register."""
    chosen = list(units) or sorted(site.units, key=_rank)
    printed = {unit.id for unit in chosen}
    return {
        "site": site.contacts.site,
        "digest": site.digest,
        "code": short_code(site.digest),
        "qr": qr_svg(site.digest),
        "front": front_rows(site, printed),
        "unsure": unsure(site, printed),
        "index": [{"name": sheet_name(unit), "title": unit.title, "sheet": unit.id} for unit in chosen],
        "contacts": contact_rows(site.contacts),
        "contact_gaps": [
            {"text": gap.text, "ask": gap.ask or "", "source": gap.source or ""} for gap in site.contacts.gaps
        ],
        "week": week_grid(site.contacts),
        "unwritten": unwritten_hours(site.contacts),
        "register": blank_register(site, registers),
        "sheets": [sheet_of(site, unit, printed) for unit in chosen],
    }  # fmt: skip


def _rank(unit: AnyUnit) -> tuple[int, bool]:
    """The triage first, since nobody knows yet; cases; annexes, that of the register last, before its blank sheets."""
    return (Triage, Case, Annexe).index(type(unit)), isinstance(unit, Annexe) and bool(unit.fields)
