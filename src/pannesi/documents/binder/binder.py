"""The binder as one plain value: the same site always gives the same one, whatever the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from pannesi.documents.binder.blank_forms import blank_register
from pannesi.documents.binder.case_sheet import case_sheet
from pannesi.documents.binder.contacts_page import contact_rows, contacts_without_hours, week_grid
from pannesi.documents.binder.cross_references import sheet_name
from pannesi.documents.binder.front_page import front_rows, triage_row
from pannesi.documents.page import Document
from pannesi.documents.versions import qr_svg, short_code
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import Annexe, AnyUnit, Case, Triage

DEFAULT_REGISTER_LINES = 20
"""How many lines of a blank register are printed unless told otherwise."""


@dataclass(frozen=True)
class Binder(Document):
    """Everything that is printed of a site, for when the program is down too."""

    template: ClassVar[str] = "binder"

    site: str
    digest: str
    code: str
    qr: str
    front: list[dict[str, Any]]
    """What people see, in groups, and the sheet that says what to do."""
    unsure: dict[str, Any] | None
    index: list[dict[str, str]]
    contacts: list[dict[str, Any]]
    contact_gaps: list[dict[str, str]]
    week: dict[str, Any]
    unwritten: list[str]
    """Those whose hours nobody wrote."""
    register: dict[str, Any] | None
    sheets: list[dict[str, Any]]


def binder_of(site: Site, units: Sequence[AnyUnit] = (), registers: int = DEFAULT_REGISTER_LINES) -> Binder:
    """The binder of these cases and annexes, of all when none is named; `registers` is in lines of the register."""
    chosen = list(units) or sorted(site.units, key=_rank)
    printed = {unit.id for unit in chosen}
    return Binder(
        site=site.contacts.site,
        digest=site.digest,
        code=short_code(site.digest),
        qr=qr_svg(site.digest),
        front=front_rows(site, printed),
        unsure=triage_row(site, printed),
        index=[{"name": sheet_name(unit), "title": unit.title, "sheet": unit.id} for unit in chosen],
        contacts=contact_rows(site.contacts),
        contact_gaps=[
            {"text": gap.text, "ask": gap.ask or "", "source": gap.source or ""} for gap in site.contacts.gaps
        ],
        week=week_grid(site.contacts),
        unwritten=contacts_without_hours(site.contacts),
        register=blank_register(site, registers),
        sheets=[case_sheet(site, unit, printed) for unit in chosen],
    )


def _rank(unit: AnyUnit) -> tuple[int, bool]:
    """The triage first, since nobody knows yet; cases; annexes, that of the register last, before its blank sheets."""
    return (Triage, Case, Annexe).index(type(unit)), isinstance(unit, Annexe) and bool(unit.fields)
