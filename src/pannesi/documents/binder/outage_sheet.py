"""A blank sheet for the outage itself: what the report asks for afterwards, written while it lasts."""

from __future__ import annotations

from typing import Any

from pannesi.procedure.model.procedure import Site
from pannesi.support.i18n import _


def outage_sheet(site: Site) -> list[dict[str, Any]]:
    """The groups of the sheet, in the order of an outage: fields to fill in, boxes to tick, tables with blank lines."""
    systems = list(dict.fromkeys(entry.symptom.system for entry in site.entries))
    return [
        _group(
            _("La panne"),
            fields=[_("Commencée le"), _("à"), _("constatée à"), _("par"), _("Ce que l'on voit")],
            boxes=systems,
        ),
        _table(_("Appels"), {_("Heure"): 2, _("Qui"): 4, _("Joint ?"): 2, _("Ce qui a été dit"): 8, _("Par"): 2}, 9),
        _table(_("Tickets"), {_("Heure"): 2, _("Auprès de"): 6, _("Numéro"): 8, _("Par"): 2}, 3),
        _table(
            _("Messages vus diffusés"), {_("Heure"): 2, _("Message"): 10, _("Vu sur quel poste"): 4, _("Par"): 2}, 4
        ),
        _table(_("Passages de main"), {_("Heure"): 2, _("De"): 3, _("À"): 3, _("Ce qui reste dû"): 10}, 3),
        _group(
            _("Retour à la normale"),
            fields=[_("Rétabli le"), _("à"), _("vu par"), _("Confirmé par"), _("Reporté dans pannesi le"), _("par")],
        ),
    ]


def _group(title: str, fields: list[str], boxes: list[str] | None = None) -> dict[str, Any]:
    return {"title": title, "columns": [], "widths": [], "lines": 0, "fields": fields, "boxes": boxes or []}


def _table(title: str, columns: dict[str, int], lines: int) -> dict[str, Any]:
    """A table of so many blank lines; its columns with their shares of the width."""
    widths = list(columns.values())
    return {"title": title, "columns": list(columns), "widths": widths, "lines": lines, "fields": [], "boxes": []}
