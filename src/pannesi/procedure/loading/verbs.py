"""Converts each line from what authors write, `{id, call: x, say: …}`, to `{verb: call, value: x, id, say}`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pannesi.procedure.checks.diagnostic import Problem
from pannesi.procedure.loading.yaml_reader import Map, Seq
from pannesi.procedure.model.lines import VERBS
from pannesi.procedure.model.nested_lines import fields_of_lines
from pannesi.procedure.model.units import PHASES
from pannesi.procedure.spelling import nearest_name
from pannesi.support.i18n import _

_LINES_OF_UNITS = (*PHASES, "steps")
_VERBS = frozenset(VERBS)
_OURS = ("verb", "value")
"""Keys that the loader gives to a line; an author never writes them."""


def normalise_verbs(path: str, root: Map) -> list[Problem]:
    """Converts each line of a unit in place; returns the problems of their verbs.

    A line without exactly one verb stays as it is.
    """
    problems: list[Problem] = []
    fields = fields_of_lines()
    waiting = _lines_reversed(_lists_of_lines(root))
    while waiting:
        line = waiting.pop()
        if isinstance(line, Map):
            problems += _give_verb(path, line)
            waiting += _lines_reversed(_inner_lists(line, *fields))
    return problems


def _lines_reversed(lists: Iterator[Seq]) -> list[Any]:
    return [line for lines in lists for line in lines][::-1]


def _lists_of_lines(root: Map) -> Iterator[Seq]:
    """Every list of lines that stands directly in a unit or in one of its symptoms."""
    symptoms = root.get("symptoms")
    owners: list[Any] = [root, *symptoms] if isinstance(symptoms, Seq) else [root]
    for owner in owners:
        if isinstance(owner, Map):
            yield from (owner[key] for key in _LINES_OF_UNITS if isinstance(owner.get(key), Seq))


def _inner_lists(line: Map, lists: Iterable[str], ways: Iterable[str]) -> Iterator[Seq]:
    """The lists of lines to which a line leads, by itself or by its ways on."""
    for key in lists:
        if isinstance(line.get(key), Seq):
            yield line[key]
    for key in ways:
        several = line.get(key)
        if isinstance(several, Seq):
            for way in several:
                if isinstance(way, Map) and isinstance(way.get("lines"), Seq):
                    yield way["lines"]


def _give_verb(path: str, line: Map) -> Iterator[Problem]:
    verbs = [key for key in line if key in _VERBS]
    for key in _OURS:
        if key in line:
            message = _("Clé inconnue : « {key} ».").format(key=key)
            remedy = _("Le verbe est la clé : « call: service-informatique ».")
            yield Problem(path, *line.keys_at[key], "error", "P204", message, remedy)
            _drop_key(line, key)
    if len(verbs) == 1:
        _rename_verb(line, verbs[0])
    elif verbs:
        message = _("Deux verbes sur la même ligne : « {first} » et « {second} ».")
        message = message.format(first=verbs[0], second=verbs[1])
        remedy = _("En faire deux lignes, chacune avec son id.")
        yield Problem(path, *line.keys_at[verbs[1]], "error", "P202", message, remedy)
    else:
        yield _verbless_problem(path, line)


def _rename_verb(line: Map, verb: str) -> None:
    line["value"] = line.pop(verb)
    line["verb"] = verb
    line.values_at["value"] = line.values_at.pop(verb)
    line.keys_at["value"] = line.keys_at["verb"] = line.values_at["verb"] = line.keys_at.pop(verb)


def _drop_key(line: Map, key: str) -> None:
    del line[key], line.keys_at[key], line.values_at[key]


def _verbless_problem(path: str, line: Map) -> Problem:
    from pannesi.procedure.loading.source_positions import keys_of_lines

    message = _("La ligne n'a pas de verbe.")
    keys = keys_of_lines()
    for key in line:
        guess = nearest_name(key, VERBS) if key not in keys else None
        if guess is not None:
            remedy = _("« {key} » : écrire « {guess} » ?").format(key=key[:40], guess=guess)
            return Problem(path, *line.keys_at[key], "error", "P201", message, remedy)
    remedy = _("Un verbe parmi : {verbs}.").format(verbs=", ".join(VERBS))
    return Problem(path, *line.place, "error", "P201", message, remedy)
