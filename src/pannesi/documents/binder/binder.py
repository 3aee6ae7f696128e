"""The binder as plain values: the same site always gives the same binder, whatever the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from pannesi.documents.binder.blank_forms import blank_register
from pannesi.documents.binder.case_sheet import unit_sheets
from pannesi.documents.binder.contacts_page import contact_rows, contacts_without_hours, week_grid
from pannesi.documents.binder.document_control import document_control
from pannesi.documents.binder.front_page import front_rows, triage_row
from pannesi.documents.binder.outage_sheet import outage_sheet
from pannesi.documents.binder.provenance import contact_origins
from pannesi.documents.page import Document
from pannesi.documents.versions import qr_svg, short_code
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import Annexe, AnyUnit, Case, Triage

BLANK_SHEETS = 20
"""How many blank patient sheets are printed unless told otherwise."""


@dataclass(frozen=True)
class Binder(Document):
    """Everything that is printed of a site."""

    template: ClassVar[str] = "binder"

    site: str
    digest: str
    """The digest of the site's files."""
    code: str
    """The digest in few letters, which a person compares."""
    qr: str
    """The digest as a QR code in SVG; empty without the library that draws it."""
    systems: list[str]
    """What may be down, in the order of the front page: each has a colour of its own."""
    front: list[dict[str, Any]]
    """What people see, by system, and the sheet that says what to do."""
    unsure: dict[str, Any] | None
    """Where somebody who does not know goes; None without a triage."""
    index: list[dict[str, str]]
    """Name, title and id of each sheet."""
    contacts: list[dict[str, Any]]
    contact_gaps: list[dict[str, str]]
    """What contacts.yaml leaves unwritten."""
    week: dict[str, Any]
    """Who answers at what hour of an ordinary week."""
    unwritten: list[str]
    """The names of contacts whose hours nobody wrote."""
    register: dict[str, Any] | None
    """The blank patient sheets; None without any."""
    sheets: list[dict[str, Any]]
    control: list[dict[str, str]]
    """Document control: name and value, empty where it is written in by hand."""
    outage: list[dict[str, Any]]
    """The blank sheet for the outage itself; empty in the pocket form."""
    contact_origins: list[dict[str, str]]
    """Where the contacts come from."""
    pocket: bool
    """Whether it is the pocket form: A5, the cases only, nothing to fill in but boxes."""


def binder_of(
    site: Site,
    units: Sequence[AnyUnit] = (),
    blank_sheets: int = BLANK_SHEETS,
    *,
    pocket: bool = False,
    printed_on: str = "",
) -> Binder:
    """The binder of these units, of all when none is named, with so many blank patient sheets; none in the pocket form.

    `printed_on` is the day as it is to be printed; there is room to write it where it is empty.
    """
    chosen = list(units) or sorted(site.units, key=_sheet_rank)
    printed = {unit.id for unit in chosen}
    sheets = [sheet for unit in chosen for sheet in unit_sheets(site, unit, printed)]
    return Binder(
        site=site.contacts.site,
        digest=site.digest,
        code=short_code(site.digest),
        qr=qr_svg(site.digest),
        systems=list(dict.fromkeys(entry.symptom.system for entry in site.entries)),
        front=front_rows(site, printed),
        unsure=triage_row(site, printed),
        index=[{"name": sheet["name"], "title": sheet["title"], "sheet": sheet["id"]} for sheet in sheets],
        contacts=contact_rows(site.contacts),
        contact_gaps=[
            {"text": gap.text, "ask": gap.ask or "", "source": gap.source or ""} for gap in site.contacts.gaps
        ],
        week=week_grid(site.contacts),
        unwritten=contacts_without_hours(site.contacts),
        register=None if pocket else blank_register(site, blank_sheets),
        sheets=sheets,
        control=document_control(site, chosen, printed_on),
        outage=[] if pocket else outage_sheet(site),
        contact_origins=contact_origins(site.contacts),
        pocket=pocket,
    )


def _sheet_rank(unit: AnyUnit) -> tuple[int, bool]:
    """The order of sheets: the triage, cases, annexes; the annex of the register last, before its blank sheets."""
    return (Triage, Case, Annexe).index(type(unit)), isinstance(unit, Annexe) and bool(unit.fields)
