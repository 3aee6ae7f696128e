"""A page as a spreadsheet: a sheet for the summary, one for each table. No cell is a formula, and none that names
something is taken for a number: a file number keeps its zeros and all of its digits."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import datetime
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from pannesi.documents.export_format import ExportFormat
from pannesi.support.errors import CannotExport
from pannesi.support.i18n import _

if TYPE_CHECKING:
    from pannesi.documents.page import ReportPage, Table

_FORBIDDEN = r"[\[\]:*?/\\'\x00-\x1f]"
"""What the name of a sheet may not hold."""
_NAME = 31
"""How long the name of a sheet may be."""
_COUNT = re.compile(r"\d{1,6}")
_WIDEST = 48
_MADE = datetime(2000, 1, 1)


def xlsx_bytes(page: ReportPage) -> bytes:
    """A page as a spreadsheet; the same bytes for the same page. Raises CannotExport."""
    out = io.BytesIO()
    book = _load_xlsxwriter().Workbook(out, {"in_memory": True})
    book.set_properties({"title": page.title, "created": _MADE})
    text, head = book.add_format({"num_format": "@"}), book.add_format({"num_format": "@", "bold": True})
    names: set[str] = set()
    if page.summary or page.notes:
        rows = [*page.summary, *([note, ""] for note in page.notes)]
        _write_sheet(book.add_worksheet(_sheet_name(_("Résumé"), names)), [page.title, page.site], rows, head, text)
    for table in page.sections:
        sheet = book.add_worksheet(_sheet_name(table.title, names))
        _write_sheet(sheet, table.columns, table.rows, head, text, counts=_counting(page, table))
    book.close()
    return out.getvalue()


def _counting(page: ReportPage, table: Table) -> frozenset[int]:
    """The columns that hold counts, which a spreadsheet may add: in figures, those with nothing but small numbers."""
    if page.data is None:
        return frozenset()
    columns = range(1, len(table.columns))
    return frozenset(at for at in columns if all(_COUNT.fullmatch(row[at]) for row in table.rows))


def _write_sheet(
    sheet: Any, columns: Sequence[str], rows: Sequence[Sequence[str]], head: Any, text: Any,
    counts: frozenset[int] = frozenset(),
) -> None:  # fmt: skip
    for at, name in enumerate(columns):
        sheet.write_string(0, at, name, head)
        widest = max([len(name), *(len(row[at]) for row in rows)])
        sheet.set_column(at, at, min(widest + 2, _WIDEST))
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(rows, start=1):
        for at, cell in enumerate(row):
            if at in counts:
                sheet.write_number(number, at, int(cell))
            else:
                sheet.write_string(number, at, cell, text)


def _sheet_name(title: str, names: set[str]) -> str:
    """A name for the sheet of a table that no other sheet has."""
    plain = re.sub(_FORBIDDEN, " ", title).strip() or "…"
    number = 1
    name = plain[:_NAME].rstrip()
    while name.casefold() in names:
        number += 1
        name = f"{plain[: _NAME - 3].rstrip()} {number}"
    names.add(name.casefold())
    return name


def _load_xlsxwriter() -> ModuleType:
    try:
        xlsxwriter = import_module("xlsxwriter")
    except ImportError as absent:
        raise CannotExport(
            _(
                "Le fichier xlsx demande un module qui n'est pas installé sur ce poste : pip install 'pannesi[paper]'"
                " (à demander au service informatique). En attendant, demander le CSV, ou la page HTML."
            )
        ) from absent
    return xlsxwriter


XLSX = ExportFormat(
    "xlsx", xlsx_bytes,
    {
        "register": lambda: _("registre pour un tableur (xlsx) : les numéros gardent leurs zéros ; c'est enregistré"),
        "figures": lambda: _("pour un tableur (xlsx)"),
    },
    for_programs=True,
    option=lambda: _("Écrire les chiffres pour un tableur (xlsx), une feuille par tableau."),
)  # fmt: skip
