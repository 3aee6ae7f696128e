"""The lint: rules about what no schema can express. Errors would make guidance wrong; warnings block nobody.

Each module of this folder lists its rules in `RULES`, from which codes, pages and tests are derived.
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

_NO_TREES: Mapping[str, Map] = MappingProxyType({})


@cache
def registry() -> tuple[Rule, ...]:
    """Every rule of the modules in this folder, sorted by code."""
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    rules: list[Rule] = [rule for module in modules for rule in module.RULES]
    return tuple(sorted(rules, key=lambda rule: rule.code))


def lint_of(site: Site, trees: Mapping[str, Map] = _NO_TREES) -> tuple[Problem, ...]:
    """Every finding of the lint, sorted by place.

    `trees`, by path, give the positions and are searched for secrets; without them, a unit's id stands for its path.
    """
    path_of = unit_paths(trees)
    units = (LintUnit(unit, path_of.get(unit.id, unit.id), site.lines[unit.id]) for unit in site.units)
    linted = LintSite(site, tuple(units), trees)
    problems = [
        _problem_of_finding(rule, finding, trees.get(finding.path))
        for rule in registry()
        for finding in rule.check(linted)
    ]
    return tuple(sorted(problems, key=lambda problem: problem.order))


def _problem_of_finding(rule: Rule, finding: LintFinding, tree: Map | None) -> Problem:
    place: tuple[int | None, int | None] = (None, None)
    if tree is not None:
        place = key_place_of(tree, finding.loc) if finding.key else place_of(tree, finding.loc)
    return Problem(finding.path, *place, finding.severity or rule.severity, rule.code, finding.message, finding.remedy)
