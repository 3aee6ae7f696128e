"""The front page of the binder: from what people see to the page that says what to do."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from pannesi.documents.binder.cross_references import sheet_direction
from pannesi.procedure.model.procedure import Site
from pannesi.support.i18n import _


def front_rows(site: Site, printed: Collection[str]) -> list[dict[str, Any]]:
    """What people may see, by system, in the order of the home screen, each with the sheet that it leads to."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for entry in site.entries:
        ref = entry.symptom.opens or f"{entry.unit.id}/{entry.symptom.id}"
        if ref.partition("/")[0] not in printed:
            continue
        groups.setdefault(entry.symptom.system, []).append(
            {
                "number": entry.number,
                "label": entry.symptom.label,
                "recognise": entry.symptom.recognise or "",
                "way": sheet_direction(site, ref, printed).plain(),
            }
        )
    return [{"system": system, "entries": entries} for system, entries in groups.items()]


def triage_row(site: Site, printed: Collection[str]) -> dict[str, Any] | None:
    """Where somebody who does not know goes: the triage; None where there is none, or it is not printed."""
    if site.triage is None or site.triage.id not in printed:
        return None
    return {"label": _("Je ne sais pas"), "way": sheet_direction(site, site.triage.id, printed).plain()}
