"""Calls to somebody who answers other roles only, and standing orders that no patient can match."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import get_args

from pannesi.procedure.checks.rules.finding import Finding, LintUnit
from pannesi.procedure.loading.places import Loc
from pannesi.procedure.model.introspection import shapes_of
from pannesi.procedure.model.lines import Call, Do, Facts, Line, Standing, Ticket
from pannesi.procedure.model.procedure import Site
from pannesi.support.i18n import _


def findings(site: Site, unit: LintUnit) -> Iterator[Finding]:
    """P508 a call reserved to others, P509 a duty that nobody is owed."""
    for line, loc in unit.lines:
        yield from _reserved(site, line, loc)
        if isinstance(line, Do | Standing) and line.duty is not None and not can_match(line.duty.when):
            wanted = ", ".join(f"{name} {value}" for name, value in vars(line.duty.when).items() if value is not None)
            message = _("Aucune ligne de patient ne peut réunir : {facts} (un externe n'est dans aucune unité).")
            message = message.format(facts=wanted)
            yield Finding((*loc, "duty", "when"), "P509", message, _("Retirer une de ces conditions."), "error")


def can_match(facts: Facts) -> bool:
    """Whether some line of the register can have these facts, among all that a closed field may say."""
    wanted = {name: value for name, value in vars(facts).items() if name in _CLOSED or name == "unit"}
    units = (None, facts.unit)
    return any(
        all(value is None or said[name] == value for name, value in wanted.items())
        for unit in units
        for values in itertools.product(*_CLOSED.values())
        if _possible(said := {**dict(zip(_CLOSED, values, strict=True)), "unit": unit})
    )


_CLOSED: dict[str, tuple[str, ...]] = {
    name: get_args(get_args(shapes_of(Facts)[name].type)[0]) for name in ("origin", "exam", "identity")
}
"""What each closed field of a patient line may say, as the model has it."""


def _possible(said: Mapping[str, str | None]) -> bool:
    """Whether the register lets a line say this: nobody is asked the unit of an outpatient."""
    return said["unit"] is None or said["origin"] != "externe"


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
