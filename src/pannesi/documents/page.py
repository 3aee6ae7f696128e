"""A report as one plain value: a title, what sums it up, tables, rooms to write, and what its digest proves."""

from __future__ import annotations

from typing import Any

from pannesi import __version__
from pannesi.documents.versions import qr_svg, short_code
from pannesi.procedure.model.procedure import Site
from pannesi.support.i18n import _

Page = dict[str, Any]


def section(title: str, columns: list[str], rows: list[list[str]], note: str = "") -> dict[str, Any]:
    """A table under its title, without the columns in which nothing stands; `note` stands between them."""
    used = [place for place in range(len(columns)) if any(row[place] for row in rows)]
    return {
        "title": title,
        "note": note,
        "columns": [columns[place] for place in used],
        "rows": [[row[place] for place in used] for row in rows],
    }


def page(site: Site, title: str, *, exercise: bool = False) -> Page:
    """A report with nothing in it yet."""
    return {
        "site": site.contacts.site,
        "title": title,
        "exercise": _("EXERCICE") if exercise else "",
        "version": site.digest,
        "code": short_code(site.digest),
        "qr": qr_svg(site.digest),
        "program": f"pannesi {__version__}",
        "summary": [],
        "notes": [],
        "charts": [],
        "sections": [],
        "annexes": [],
        "rooms": [],
        "signatures": [],
        "proof": None,
    }


def proof(digest: str) -> dict[str, str]:
    """The digest of the chain heads, and in plain words what it does and does not prove."""
    return {
        "digest": digest,
        "proves": _(
            "Refaite plus tard sur le même journal, cette empreinte sera la même si aucun fait de la session n'a été"
            " modifié, retiré ou ajouté depuis ce rapport."
        ),
        "does_not": _(
            "Elle ne prouve ni que ce qui a été noté est vrai, ni que rien n'a été retiré ou récrit avant ce rapport :"
            " garder un exemplaire daté, ailleurs que sur ce poste."
        ),
    }
