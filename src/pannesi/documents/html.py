"""Plain values → one HTML file that needs nothing else: escaped, no script, no address but those of contacts."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from pannesi.documents.resources import at_hand

if TYPE_CHECKING:
    from jinja2 import Environment

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
"""What a browser may load for these pages: nothing but the styles inside them."""
_OPENED = ("http://", "https://", "tel:", "mailto:")


def html(template: str, page: dict[str, Any]) -> str:
    """The HTML of a page; the same text for the same page. Raises CannotExport."""
    with at_hand():
        found = _environment().get_template(template)
    return found.render(page=page, policy=POLICY)


def may_open(address: str) -> bool:
    """Whether a page may link to an address."""
    return address.lower().startswith(_OPENED)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    found = Environment(
        loader=PackageLoader("pannesi.documents", "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    found.tests["openable"] = may_open
    return found
