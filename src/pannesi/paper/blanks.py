"""Blank lines of the register, each with its number printed beforehand, so that paper and screen never share one."""

from __future__ import annotations

from typing import Any

from pannesi.i18n import _
from pannesi.site.model import Site


def blank_register(site: Site, lines: int) -> dict[str, Any] | None:
    """The fields that a sheet asks, and the numbers P-001… of its lines; None when nothing is to be printed."""
    if not lines:
        return None
    closed = [
        _field(_("Provenance"), [_("externe"), _("urgences"), _("hospitalisé")]),
        _field(_("Type d'examen"), [_("imagerie en coupe"), _("autre examen")]),
        _field(_("Unité"), list(site.contacts.units)),
        _field(_("Connu du SI"), [_("oui"), _("non")]),
    ]
    fields = [
        _field(one.label, [_("oui"), _("non")] if one.kind == "yes-no" else list(one.choices))
        for one in site.register_fields
    ]
    return {
        "numbers": [f"P-{number:03d}" for number in range(1, lines + 1)],
        "fields": [_field(_("Heure de l'examen"), []), *closed, *fields],
    }


def _field(label: str, choices: list[str]) -> dict[str, Any]:
    return {"label": label, "choices": choices}
