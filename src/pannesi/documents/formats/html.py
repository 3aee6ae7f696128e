"""Documents as one self-contained HTML file: everything escaped, no script, no links but those to contacts."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from pannesi.documents.export_format import ExportFormat
from pannesi.documents.resources import requires_program_files
from pannesi.documents.template_words import template_words
from pannesi.support.i18n import _

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

    from pannesi.documents.page import Document

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
"""The content security policy of these pages: nothing is loaded but the styles inside them."""
_LINK_SCHEMES = ("http://", "https://", "tel:", "mailto:")
"""The schemes that a page may link to."""


def html_bytes(document: Document) -> bytes:
    """A document as an HTML page in UTF-8; the same bytes for the same document. Raises CannotExport."""
    with requires_program_files():
        template = _template_environment().get_template(f"{document.template}.html")
    words = {name: _as_html(sentence) for name, sentence in template_words(document.template).items()}
    return template.render(page=document.values(), policy=POLICY, words=words).encode()


def may_open(address: str) -> bool:
    """Whether a page may link to an address."""
    return address.lower().startswith(_LINK_SCHEMES)


def _as_html(sentence: str) -> Markup:
    """A sentence of a template, escaped but for its apostrophes."""
    from markupsafe import Markup

    return Markup(sentence.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def _in_css(text: str) -> Markup:
    """A text escaped for the double quotes of a style sheet."""
    from markupsafe import Markup

    return Markup(re.sub(r'["\\<>&\n]', lambda sign: f"\\{ord(sign[0]):x} ", text))


@cache
def _template_environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("pannesi.documents", "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    environment.tests["openable"] = may_open
    environment.filters["in_css"] = _in_css
    return environment


HTML = ExportFormat(
    "html", html_bytes,
    {
        "report": lambda: _("rapport en page HTML, à imprimer"),
        "review": lambda: _("fiche en page HTML, à imprimer"),
        "figures": lambda: _("page HTML, avec les graphiques, à imprimer"),
    },
    charts=True, option=lambda: _("Écrire une page avec les graphiques."),
    write_binder=html_bytes,
)  # fmt: skip
