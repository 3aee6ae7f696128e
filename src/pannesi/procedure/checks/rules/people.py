"""Lint rules about people: calls to a contact reserved to other roles, and duties that no patient can match."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import get_args

from pannesi.procedure.checks.rule import LintFinding, LintSite, Rule
from pannesi.procedure.loading.places import Loc
from pannesi.procedure.model.introspection import model_fields
from pannesi.procedure.model.lines import Call, DutyLine, Line, PatientFacts, Ticket
from pannesi.procedure.model.procedure import Site
from pannesi.support.i18n import _


def _reserved_callees(linted: LintSite) -> Iterator[LintFinding]:
    """P508: calls to a contact that answers other roles only; a warning where the line does not say who calls."""
    for path, line, loc in linted.lines():
        yield from _reserved_call(linted.site, path, line, loc)


def _impossible_duties(linted: LintSite) -> Iterator[LintFinding]:
    """P509: duties whose facts no patient line can have together."""
    for path, line, loc in linted.lines():
        if isinstance(line, DutyLine) and line.duty is not None and not can_match(line.duty.when):
            wanted = ", ".join(f"{name} {value}" for name, value in vars(line.duty.when).items() if value is not None)
            message = _("Aucune ligne de patient ne peut réunir : {facts} (un externe n'est dans aucune unité).")
            message = message.format(facts=wanted)
            yield LintFinding(path, (*loc, "duty", "when"), message, _("Retirer une de ces conditions."))


def can_match(facts: PatientFacts) -> bool:
    """Whether some patient line can have all of these facts."""
    wanted = {name: value for name, value in vars(facts).items() if name in _CLOSED or name == "unit"}
    units = (None, facts.unit)
    return any(
        all(value is None or line_facts[name] == value for name, value in wanted.items())
        for unit in units
        for values in itertools.product(*_CLOSED.values())
        if _is_possible(line_facts := {**dict(zip(_CLOSED, values, strict=True)), "unit": unit})
    )


_CLOSED: dict[str, tuple[str, ...]] = {
    name: get_args(get_args(model_fields(PatientFacts)[name].type)[0]) for name in ("origin", "exam", "identity")
}
"""The values of each closed fact of a patient line, from the model."""


def _is_possible(line_facts: Mapping[str, str | None]) -> bool:
    """Whether the register lets a line have these facts: the care unit of an outpatient is not asked."""
    return line_facts["unit"] is None or line_facts["origin"] != "externe"


def _reserved_call(site: Site, path: str, line: Line, loc: Loc) -> Iterator[LintFinding]:
    name = line.value if isinstance(line, Call) else line.contact if isinstance(line, Ticket) else None
    contact = site.contact_by_id.get(name) if name is not None else None
    if contact is None or not contact.reserved_to or line.by in contact.reserved_to:
        return
    roles = ", ".join(contact.reserved_to)
    remedy = _("Écrire « by: {role} », ou appeler quelqu'un d'autre.").format(role=contact.reserved_to[0])
    if line.by is None:
        message = _("{name} ne répond qu'à : {roles} ; la ligne ne dit pas qui appelle.")
        yield LintFinding(path, loc, message.format(name=contact.name, roles=roles), remedy, "warning")
    else:
        message = _("{name} ne répond qu'à : {roles} ; la ligne fait appeler : {by}.")
        yield LintFinding(path, (*loc, "by"), message.format(name=contact.name, roles=roles, by=line.by), remedy)


_CALLED = "alert:\n  - {id: support, call: support, label: Appeler le support, say: Panne, by: %s, source: Cas 9}\n"
_OWED = (
    "degraded_mode:\n  - id: film\n    standing: Sortir un film\n    source: Cas 9\n    duty: {key: film, when: {%s}}\n"
)
RULES = (
    Rule(
        "P508", "error", _reserved_callees,
        lambda: (_("Appel réservé à d'autres"), _("Le contact ne répond pas à celui que la ligne fait appeler.")),
        wrong=_CALLED % "manipulateur", right=_CALLED % "référent",
    ),
    Rule(
        "P509", "error", _impossible_duties,
        lambda: (
            _("Consigne qui ne vaut pour aucun patient"),
            _("Aucun patient ne peut réunir ces conditions : un externe n'est dans aucune unité de soins."),
        ),
        wrong=_OWED % "origin: externe, unit: réanimation", right=_OWED % "unit: réanimation",
    ),
)  # fmt: skip
