"""Documents as PDF, by Typst. Texts are passed in as JSON, so that none of them is ever run as code."""

from __future__ import annotations

import json
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, Any

from pannesi.documents.export_format import ExportFormat
from pannesi.documents.fonts import font_families, font_folders
from pannesi.documents.glyphs import name_unprintable
from pannesi.documents.resources import requires_program_files
from pannesi.documents.template_words import template_words, wide_columns
from pannesi.support.errors import CannotExport
from pannesi.support.i18n import _

if TYPE_CHECKING:
    from pannesi.documents.page import Document

_STRICT = "a-2b"
"""A PDF standard for archives: under it, Typst refuses a text that none of its fonts can show."""


def pdf_bytes(document: Document) -> bytes:
    """A document as PDF; the same bytes for the same document, template, Typst and fonts. Raises CannotExport."""
    return _compile_page(_load_typst(), template_source(document), printable_values(template_values(document)))


def png_pages(document: Document, ppi: int) -> list[bytes]:
    """A document as PNG pictures, one for each page. Raises CannotExport."""
    typst = _load_typst()
    inputs = {"page": json.dumps(printable_values(template_values(document)), ensure_ascii=False)}
    return list(
        typst.compile(template_source(document), font_paths=_fonts(typst), sys_inputs=inputs, format="png", ppi=ppi)
    )


def template_values(document: Document) -> dict[str, Any]:
    """What a template is given: the values of the document, and the template's own sentences."""
    words = template_words(document.template)
    return {**document.values(), "words": words, "wide": wide_columns(), "fonts": font_families()}


def printable_values(values: dict[str, Any]) -> dict[str, Any]:
    """The values with every character that the PDF cannot show replaced by its code. Raises CannotExport."""
    typst = _load_typst()
    names = ", ".join(f'"{name}"' for name in font_families())
    probe = f'#set text(font: ({names}), lang: "fr")\n#json(bytes(sys.inputs.at("page")))'.encode()

    def prints(text: str) -> bool:
        try:
            _compile_page(typst, probe, text, _STRICT)
        except typst.TypstError:
            return False
        return True

    return name_unprintable(values, prints)


def _compile_page(typst: ModuleType, source: bytes, value: Any, *standards: str) -> bytes:
    return bytes(
        typst.compile(
            source, font_paths=_fonts(typst), pdf_standards=list(standards),
            sys_inputs={"page": json.dumps(value, ensure_ascii=False)},
        )
    )  # fmt: skip


def _fonts(typst: ModuleType) -> Any:
    """Typst's own fonts and those of `fonts`; never those of the machine, which would change the pages."""
    return typst.Fonts(include_system_fonts=False, font_paths=font_folders())


def _load_typst() -> ModuleType:
    try:
        import typst
    except ImportError as absent:
        raise CannotExport(
            _(
                "Le PDF demande un module qui n'est pas installé sur ce poste : pip install 'pannesi[paper]'"
                " (à demander au service informatique). En attendant, demander la page HTML, à ouvrir puis imprimer"
                " (--html ; pour un rapport, --format html)."
            )
        ) from absent
    return typst


def template_source(document: Document) -> bytes:
    """The Typst source of the template of a document, with what all templates share. Raises CannotExport."""
    return _template_source(document.template)


@cache
def _template_source(name: str) -> bytes:
    from importlib.resources import files

    with requires_program_files():
        folder = files("pannesi.documents") / "templates"
        return (folder / "common.typ").read_bytes() + (folder / f"{name}.typ").read_bytes()


PDF = ExportFormat(
    "pdf", pdf_bytes,
    {
        "report": lambda: _("rapport en PDF"), "figures": lambda: _("PDF, avec les graphiques"),
        "review": lambda: _("fiche en PDF"),
    },
    laid_out=True, charts=True, option=lambda: _("Écrire un PDF avec les graphiques."), write_binder=pdf_bytes,
)  # fmt: skip
