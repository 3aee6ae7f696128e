"""Plain values → PDF, by Typst: text goes in as JSON, so that nothing it says is ever code."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from pannesi.failures import CannotExport
from pannesi.i18n import _


def pdf(template: str, page: dict[str, Any]) -> bytes:
    """The PDF of a page; the same bytes for the same page, template, Typst and fonts. Raises CannotExport."""
    try:
        import typst
    except ImportError as absent:
        raise CannotExport(
            _(
                "Le PDF demande un module qui n'est pas installé sur ce poste : pip install 'pannesi[paper]'"
                " (à demander au service informatique). En attendant, la page à imprimer : --html."
            )
        ) from absent
    source = _template(template)
    fonts = typst.Fonts(include_system_fonts=False)
    return bytes(typst.compile(source, font_paths=fonts, sys_inputs={"page": json.dumps(page, ensure_ascii=False)}))


@cache
def _template(name: str) -> bytes:
    folder = files("pannesi.paper") / "templates"
    return (folder / "common.typ").read_bytes() + (folder / name).read_bytes()
