"""Calls to somebody who answers other roles only, and standing orders that no patient can match."""

from __future__ import annotations

from collections.abc import Iterator

from pannesi.i18n import _
from pannesi.site.lines import Call, Do, Facts, Line, Standing, Ticket
from pannesi.site.lint.finding import Finding, LintUnit
from pannesi.site.model import Site
from pannesi.site.places import Loc


def findings(site: Site, unit: LintUnit) -> Iterator[Finding]:
    """P508 a call reserved to others, P509 a duty that nobody is owed."""
    for line, loc in unit.lines:
        yield from _reserved(site, line, loc)
        if isinstance(line, Do | Standing) and line.duty is not None and not can_match(line.duty.when):
            message = _("Aucun patient ne peut être à la fois externe et dans l'unité « {unit} ».")
            message = message.format(unit=line.duty.when.unit)
            yield Finding((*loc, "duty", "when"), "P509", message, _("Retirer « origin » ou « unit »."), "error")


def can_match(facts: Facts) -> bool:
    """Whether some patient line can have these facts: an outpatient lies in no care unit."""
    return facts.unit is None or facts.origin != "externe"


def _reserved(site: Site, line: Line, loc: Loc) -> Iterator[Finding]:
    name = line.value if isinstance(line, Call) else line.contact if isinstance(line, Ticket) else None
    contact = site.contact_by_id.get(name) if name is not None else None
    if contact is None or not contact.reserved_to or line.by in contact.reserved_to:
        return
    roles = ", ".join(contact.reserved_to)
    remedy = _("Écrire « by: {role} », ou appeler quelqu'un d'autre.").format(role=contact.reserved_to[0])
    if line.by is None:
        message = _("{name} ne répond qu'à : {roles} ; la ligne ne dit pas qui appelle.")
        yield Finding(loc, "P508", message.format(name=contact.name, roles=roles), remedy)
    else:
        message = _("{name} ne répond qu'à : {roles} ; la ligne fait appeler : {by}.")
        yield Finding((*loc, "by"), "P508", message.format(name=contact.name, roles=roles, by=line.by), remedy, "error")
