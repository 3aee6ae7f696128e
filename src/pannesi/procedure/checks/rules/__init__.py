"""What a schema cannot say. Errors are what would make guidance wrong; the rest are warnings and block nobody."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from pannesi.procedure.checks.diagnostic import Problem
from pannesi.procedure.checks.rules import dialling, doubts, flow, names, people, secrets, style, symptoms
from pannesi.procedure.checks.rules import standing_orders as lasting
from pannesi.procedure.checks.rules.finding import Finding, LintUnit
from pannesi.procedure.loading.places import key_place_of, place_of
from pannesi.procedure.loading.site_files import CONTACTS
from pannesi.procedure.loading.yaml_reader import Map
from pannesi.procedure.model.procedure import Site

_NOWHERE: Mapping[str, Map] = MappingProxyType({})


def lint_of(site: Site, trees: Mapping[str, Map] = _NOWHERE) -> tuple[Problem, ...]:
    """Every finding of the lint, by file and place.

    `trees`, as the loader gives them, are what positions come from, and what is searched for secrets.
    """
    path_of = {tree.get("id"): path for path, tree in trees.items() if path != CONTACTS}
    units = [LintUnit(unit, path_of.get(unit.id, unit.id), site.lines[unit.id]) for unit in site.units]
    found = [(CONTACTS, one) for one in (*dialling.findings(site.contacts), *doubts.of_contacts(site.contacts))]
    found += [(CONTACTS, one) for one in names.of_contacts(site, units)]
    found += [(path, one) for path, tree in trees.items() for one in secrets.findings(tree)]
    for unit in units:
        for source in (flow, people, style):
            found += [(unit.path, one) for one in source.findings(site, unit)]
        found += [(unit.path, one) for one in doubts.of_unit(site, unit)]
    found += names.of_units(site, units)
    found += flow.circles(units)
    found += lasting.findings(site, units)
    found += symptoms.findings(site, units)
    problems = [_problem(path, trees.get(path), one) for path, one in found]
    return tuple(sorted(problems, key=lambda problem: problem.order))


def _problem(path: str, tree: Map | None, one: Finding) -> Problem:
    place: tuple[int | None, int | None] = (None, None)
    if tree is not None:
        place = key_place_of(tree, one.loc) if one.key else place_of(tree, one.loc)
    return Problem(path, *place, one.severity, one.code, one.message, one.remedy)
