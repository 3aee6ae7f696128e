"""Tables as CSV, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from pannesi.documents.export_format import ExportFormat
from pannesi.support.i18n import _

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the beginning of a formula."""


def safe_cell(text: str) -> str:
    """A text that a spreadsheet shows as it is: one that it would take for a formula gets a leading apostrophe."""
    return "'" + text if text.startswith(_STARTS) else text


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[str]], note: str = "") -> bytes:
    """A table as CSV for French spreadsheets: UTF-8 with a byte order mark, semicolons, every cell quoted; a `note`
    stands alone on the line before the columns."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    if note:
        writer.writerow([safe_cell(note)])
    writer.writerow([safe_cell(name) for name in columns])
    writer.writerows([safe_cell(text) for text in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


CSV = ExportFormat(
    "csv", lambda page: csv_bytes(page.sections[0].columns, page.sections[0].rows),
    {"register": lambda: _("registre des patients pour l'équipe du RIS (CSV) ; c'est enregistré")},
    for_programs=True,
)  # fmt: skip
