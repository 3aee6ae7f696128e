"""The binder as a file, PDF or HTML, for `pannesi print`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pannesi.documents.binder.binder import binder_of
from pannesi.documents.file_writer import write_file
from pannesi.documents.formats import FORMATS, check_document
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import AnyUnit


def print_binder(
    site: Site,
    units: Sequence[AnyUnit],
    target: Path | None,
    *,
    as_html: bool,
    blank_sheets: int,
    pocket: bool = False,
    printed_on: str = "",
    force: bool = False,
) -> Path:
    """Writes the binder and returns where. Raises CannotExport, AlreadyExists, FileError."""
    form = FORMATS["html" if as_html else "pdf"]
    assert form.write_binder is not None
    target_file = target or Path(f"{'poche' if pocket else 'classeur'}.{form.name}")
    check_document(target_file, form.name, force=force)
    binder = binder_of(site, units, blank_sheets, pocket=pocket, printed_on=printed_on)
    write_file(target_file, form.write_binder(binder), force=force)
    return target_file
