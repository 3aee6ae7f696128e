"""The formats in which documents leave the program, for the command line and for the screens.

Each has a module here and a place in `FORMATS`: options, lists and messages derive from them. What a format needs to
write (a template engine, Typst) is loaded when it writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pannesi.documents.export_format import ExportFormat, ExportKind
from pannesi.documents.file_writer import check_target
from pannesi.documents.formats.csv import CSV
from pannesi.documents.formats.html import HTML
from pannesi.documents.formats.json import JSON
from pannesi.documents.formats.markdown import MARKDOWN
from pannesi.documents.formats.pdf import PDF
from pannesi.documents.formats.xlsx import XLSX
from pannesi.support.errors import FileError
from pannesi.support.i18n import _
from pannesi.support.text_safety import clean_line

FORMATS: Mapping[str, ExportFormat] = {format.name: format for format in (MARKDOWN, HTML, PDF, XLSX, JSON, CSV)}
"""Every format by its name: those for people first, then those for programs, each from the plainest to the finest."""


def check_document(target: Path, form: str, *, force: bool) -> None:
    """Refuses a file for a document in a format that cannot be written, or whose ending is that of another one, before
    the work is done. Raises AlreadyExists unless `force`, and FileError."""
    ending = target.suffix[1:].lower()
    if ending in FORMATS and ending != form:
        asked = _("{file} finit par .{ending}, et le format est {form} : demander {ending}, ou un nom en .{form}.")
        raise FileError(asked.format(file=clean_line(str(target)), ending=ending, form=form))
    check_target(target, force=force)


def formats_of(kind: ExportKind) -> tuple[ExportFormat, ...]:
    """The formats offered for a kind of export, the plainest first."""
    return tuple(format for format in FORMATS.values() if kind in format.menu)


def menu_of(kind: ExportKind) -> list[tuple[ExportFormat, str]]:
    """The formats offered for a kind of export with their words, as a list to choose from: the finest first, those for
    programs last."""
    finest_first = formats_of(kind)[::-1]
    return [(format, format.menu[kind]()) for format in sorted(finest_first, key=lambda format: format.for_programs)]


def formats_with_option() -> tuple[ExportFormat, ...]:
    """The formats that have an option of their own, those with charts first."""
    optional = (format for format in FORMATS.values() if format.option is not None)
    return tuple(sorted(optional, key=lambda format: not format.charts))


def format_names_words(kind: ExportKind) -> str:
    """The names of the formats for a kind of export: `md (Markdown), html, pdf ou json.`"""
    names = [f"{format.name} ({format.gloss})" if format.gloss else format.name for format in formats_of(kind)]
    return _("{names} ou {last}.").format(names=", ".join(names[:-1]), last=names[-1])
