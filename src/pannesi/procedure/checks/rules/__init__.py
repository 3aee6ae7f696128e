"""What a schema cannot say. Errors are what would make guidance wrong; the rest are warnings and block nobody.

Each module here gives its rules as `RULES`, and is found by lying here: codes, pages and tests derive from them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType

from pannesi.procedure.checks.diagnostic import Problem
from pannesi.procedure.checks.rule import LintFinding, LintSite, LintUnit, Rule
from pannesi.procedure.loading.places import key_place_of, place_of, unit_paths
from pannesi.procedure.loading.yaml_reader import Map
from pannesi.procedure.model.procedure import Site

_NOWHERE: Mapping[str, Map] = MappingProxyType({})


@cache
def registry() -> tuple[Rule, ...]:
    """Every rule of the modules in this folder, by code."""
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    rules: list[Rule] = [rule for module in modules for rule in module.RULES]
    return tuple(sorted(rules, key=lambda rule: rule.code))


def lint_of(site: Site, trees: Mapping[str, Map] = _NOWHERE) -> tuple[Problem, ...]:
    """Every finding of the lint, by file and place.

    `trees`, as the loader gives them, are what positions come from, and what is searched for secrets.
    """
    path_of = unit_paths(trees)
    units = (LintUnit(unit, path_of.get(unit.id, unit.id), site.lines[unit.id]) for unit in site.units)
    linted = LintSite(site, tuple(units), trees)
    problems = [
        _problem(rule, finding, trees.get(finding.path)) for rule in registry() for finding in rule.check(linted)
    ]
    return tuple(sorted(problems, key=lambda problem: problem.order))


def _problem(rule: Rule, finding: LintFinding, tree: Map | None) -> Problem:
    place: tuple[int | None, int | None] = (None, None)
    if tree is not None:
        place = key_place_of(tree, finding.loc) if finding.key else place_of(tree, finding.loc)
    return Problem(finding.path, *place, finding.severity or rule.severity, rule.code, finding.message, finding.remedy)
