"""`pannesi print`: the binder as a file, PDF or HTML, and what is said about it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pannesi.documents.binder.binder import REGISTERS, binder_of
from pannesi.documents.file_writer import refuse, write
from pannesi.documents.html import html
from pannesi.documents.pdf import pdf
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import AnyUnit


def print_binder(
    site: Site,
    units: Sequence[AnyUnit],
    target: Path | None,
    *,
    as_html: bool,
    registers: int = REGISTERS,
    force: bool = False,
) -> Path:
    """Writes the binder and says where. Raises CannotExport."""
    where = target or Path("classeur.html" if as_html else "classeur.pdf")
    refuse(where, force=force)
    page = binder_of(site, units, registers)
    content = html("binder.html", page).encode() if as_html else pdf("binder.typ", page)
    write(where, content, force=force)
    return where
