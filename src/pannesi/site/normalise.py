"""A line as its author writes it, `{id, call: x, say: …}`, becomes `{verb: call, value: x, id, say}` in place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pannesi.i18n import _
from pannesi.site.lines import VERBS
from pannesi.site.problem import Problem
from pannesi.site.suggest import nearest
from pannesi.site.yaml import Map, Seq

_PHASES = ("alert", "degraded_mode", "return_to_normal", "steps")
_BELOW = ("yes", "no", "unknown")
_VERBS = frozenset(VERBS)


def lines_of(root: Map) -> Iterator[Seq]:
    """Every list of lines that stands directly in a unit or one of its symptoms."""
    owners: list[Any] = [root]
    symptoms = root.get("symptoms")
    if isinstance(symptoms, Seq):
        owners += [one for one in symptoms if isinstance(one, Map)]
    for owner in owners:
        for phase in _PHASES:
            lines = owner.get(phase)
            if isinstance(lines, Seq):
                yield lines


def normalise(path: str, root: Map) -> list[Problem]:
    """Gives each line of a unit its verb and value; returns what is wrong with their verbs."""
    problems: list[Problem] = []
    waiting = list(lines_of(root))
    while waiting:
        for line in waiting.pop():
            if isinstance(line, Map):
                problem = _give_verb(path, line)
                if problem is not None:
                    problems.append(problem)
                waiting.extend(_inner(line))
    return problems


def _inner(line: Map) -> Iterator[Seq]:
    for key in _BELOW:
        below = line.get(key)
        if isinstance(below, Seq):
            yield below
    for key in ("options", "outcomes"):
        ways = line.get(key)
        if isinstance(ways, Seq):
            for way in ways:
                below = way.get("lines") if isinstance(way, Map) else None
                if isinstance(below, Seq):
                    yield below


def _give_verb(path: str, line: Map) -> Problem | None:
    verbs = [key for key in line if key in _VERBS]
    if len(verbs) == 1:
        verb = verbs[0]
        line["value"] = line.pop(verb)
        line["verb"] = verb
        line.values_at["value"] = line.values_at.pop(verb)
        line.values_at["verb"] = line.keys_at["verb"] = line.keys_at["value"] = line.keys_at[verb]
        return None
    if len(verbs) > 1:
        place = line.keys_at[verbs[1]]
        message = _("Deux verbes sur la même ligne : « {first} » et « {second} ».").format(first=verbs[0], second=verbs[1])
        return Problem(path, *place, "error", "P202", message, _("En faire deux lignes, chacune avec son id."))
    known = _("do, know, standing, await, call, broadcast, ask, verify, run, becomes, joins, outcome, ticket, register")
    for key in line:
        guess = nearest(key, VERBS)
        if guess is not None and key not in ("by",):
            place = line.keys_at[key]
            return Problem(
                path, *place, "error", "P201", _("La ligne n'a pas de verbe."),
                _("« {key} » : écrire « {guess} » ?").format(key=key[:40], guess=guess),
            )  # fmt: skip
    return Problem(
        path, *line.place, "error", "P201", _("La ligne n'a pas de verbe."), _("Un verbe parmi : {verbs}.").format(verbs=known)
    )
