"""Document control: what says which edition of the binder a sheet of paper is, and who answers for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from pannesi.documents.versions import short_code
from pannesi.procedure.availability.moments import format_date
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import AnyUnit
from pannesi.support.i18n import _, n_


def document_control(site: Site, units: Iterable[AnyUnit], printed_on: str) -> list[dict[str, str]]:
    """What is known of this edition, and what is written in by hand: name and value, which is empty where there is
    room to write."""
    return [
        {"name": _("Version du site"), "value": short_code(site.digest)},
        {"name": _("État"), "value": _states_words(units)},
        {"name": _("Rédigé par"), "value": ""},
        {"name": _("Approuvé par, le"), "value": ""},
        {"name": _("Imprimé le"), "value": printed_on},
    ]


def _states_words(units: Iterable[AnyUnit]) -> str:
    """How many sheets are in each state: `12 fiches à relire, 1 fiche validée`."""
    counts = Counter(unit.status for unit in units)
    words = (
        (counts["brouillon"], n_("{count} fiche en brouillon", "{count} fiches en brouillon", counts["brouillon"])),
        (counts["à relire"], n_("{count} fiche à relire", "{count} fiches à relire", counts["à relire"])),
        (counts["validé"], n_("{count} fiche validée", "{count} fiches validées", counts["validé"])),
    )
    return ", ".join(word for count, word in words if count)


def edition_words(unit: AnyUnit) -> str:
    """The state of one sheet, its version in the hospital's own documents, and when it was reviewed."""
    states = {"brouillon": _("BROUILLON"), "à relire": _("à relire"), "validé": _("validé")}
    parts: list[Any] = [states[unit.status]]
    if unit.version is not None:
        parts.append(_("version {version}").format(version=unit.version))
    if unit.reviewed_on is not None:
        parts.append(_("relu le {day}").format(day=format_date(unit.reviewed_on)))
    if unit.review_by is not None:
        parts.append(_("à revoir avant le {day}").format(day=format_date(unit.review_by)))
    return " · ".join(parts)
