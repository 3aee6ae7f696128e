"""A page, or the data behind it, as JSON for another program."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pannesi.documents.export_format import ExportFormat
from pannesi.support.i18n import _

if TYPE_CHECKING:
    from pannesi.documents.page import ReportPage


def json_bytes(page: ReportPage) -> bytes:
    """The page as JSON in UTF-8, keys in the order of the page, with a final line feed."""
    return (json.dumps(page.as_data(), ensure_ascii=False, indent=2) + "\n").encode()


JSON = ExportFormat(
    "json", json_bytes,
    {
        "report": lambda: _("rapport pour un programme (JSON)"), "figures": lambda: _("pour un programme (JSON)"),
        "review": lambda: _("fiche pour un programme (JSON)"),
    },
    for_programs=True,
)  # fmt: skip
