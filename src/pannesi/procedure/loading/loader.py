"""A folder → a `Site`, or every problem of every file at once."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from pannesi.procedure.checks import check_links as links
from pannesi.procedure.checks.diagnostic import Problem
from pannesi.procedure.checks.references import References, SiteFile, UnitFile
from pannesi.procedure.loading.recovery import RemovedContent, recover_model
from pannesi.procedure.loading.site_files import CASES, CONTACTS, digest_of, is_unit_path, read_site_files
from pannesi.procedure.loading.source_positions import keys_at, position_of
from pannesi.procedure.loading.validation import ValidationError, validated
from pannesi.procedure.loading.validation_messages import error_sentence
from pannesi.procedure.loading.verbs import normalise_verbs
from pannesi.procedure.loading.yaml_reader import NEWLY_REFUSED, Map, read
from pannesi.procedure.model.contacts import ContactsFile
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import Unit
from pannesi.support.i18n import _
from pannesi.support.text_safety import clean_line

MAX_PROBLEMS_PER_FILE = 200
"""How many problems of one file are told."""


_NOTHING = RemovedContent()


@dataclass(frozen=True)
class LoadedSite:
    """What a folder holds: a site when nothing is wrong, the problems, and the files as read."""

    site: Site | None
    problems: tuple[Problem, ...]
    """By file and place; warnings among them leave a site."""
    files: Mapping[str, bytes]
    """Relative path → bytes."""
    trees: Mapping[str, Map] = field(default_factory=dict)
    """The tree of each readable file, with positions; of a faulty one, what is sound."""


@dataclass(frozen=True)
class _Part:
    """What one file gives."""

    path: str
    tree: Map | None
    model: Any
    """The model, or what could be salvaged of it; None when that is nothing."""
    problems: tuple[Problem, ...] = ()
    gone: RemovedContent = _NOTHING
    """What its faulty passages held."""


def load_site(folder: Path) -> LoadedSite:
    """Reads `contacts.yaml` and `cases/*.yaml` below a folder. Never raises for what they hold."""
    files, problems = read_site_files(folder)
    return load_read_files(files, str(folder), problems, partial(_unread_with, folder, problems))


def _unread_with(folder: Path, problems: list[Problem], name: str) -> str | None:
    from pannesi.procedure.loading.unread_files import unread_file_with_id

    return unread_file_with_id(folder, problems, name)


def load_files(files: Mapping[str, bytes], folder: str) -> LoadedSite:
    """The site that these files (relative path → bytes), valid once, make; reads nothing else. `folder` is for showing
    only. What later programs refuse of a text keeps no past session from being read."""
    kept = {path: content for path, content in files.items() if path == CONTACTS or is_unit_path(path)}
    missing = [] if CONTACTS in kept else [Problem(CONTACTS, None, None, "error", "P120", _("Ce fichier manque."))]
    return load_read_files(kept, folder, missing, kept=True)


def load_read_files(
    files: Mapping[str, bytes],
    folder: str,
    unread: list[Problem],
    elsewhere: Callable[[str], str | None] = lambda name: None,
    *,
    kept: bool = False,
) -> LoadedSite:
    """The site of files already read; `unread` tells what of the folder could not be. `folder` is for showing only.

    `elsewhere` finds the unread file that has a name. `kept`: these files were a valid site before.
    """
    contacts = _contacts_part(files[CONTACTS]) if CONTACTS in files else _Part(CONTACTS, None, None)
    units = [_unit_part(path, files[path]) for path in sorted(files) if path != CONTACTS]
    problems = [*unread, *_doubled_names(files)]
    if not units and not any(problem.path.startswith((CASES, ".")) for problem in unread):
        message = _("Ce dossier ne contient aucun fichier .yaml.")
        problems.append(Problem(CASES, None, None, "error", "P120", message, _("Y mettre un fichier .yaml par cas.")))
    problems += _links(contacts, units, unread, elsewhere)
    for part in (contacts, *units):
        problems += part.problems
    problems = _fewer([_forgiven(one) for one in problems] if kept else problems)
    site = None
    if contacts.model is not None and all(problem.severity != "error" for problem in problems):
        site = Site(contacts.model, tuple(part.model for part in units), digest_of(files), clean_line(folder))
    trees = {part.path: part.tree for part in (contacts, *units) if part.tree is not None}
    return LoadedSite(site, tuple(problems), files, trees)


def _contacts_part(content: bytes) -> _Part:
    tree, problems = read(CONTACTS, content)
    return _made(CONTACTS, tree, ContactsFile, problems)


def _unit_part(path: str, content: bytes) -> _Part:
    tree, problems = read(path, content)
    if tree is not None:
        problems += normalise_verbs(path, tree)
    return _made(path, tree, Unit, problems)


def _made(path: str, tree: Map | None, model: Any, problems: list[Problem]) -> _Part:
    """The model of a tree; or what is sound of it, with its problems told in French at their places."""
    if tree is None:
        return _Part(path, None, None, tuple(problems))
    try:
        return _Part(path, tree, validated(model, tree), tuple(problems))
    except ValidationError as failure:
        told = [*problems, *_shape_problems(path, tree, model, failure)]
        sound, gone = recover_model(tree, model, failure)
        return _Part(path, tree, sound, tuple(told), gone)


def _shape_problems(path: str, tree: Map, model: Any, failure: ValidationError) -> Iterator[Problem]:
    for error in islice(failure.errors(include_url=False), MAX_PROBLEMS_PER_FILE):
        loc, kind = error["loc"], error["type"]
        if kind == "union_tag_not_found" and loc:
            continue  # a line without exactly one verb: told with its verbs
        if kind == "too_short" and len(error["input"]) >= error["ctx"]["min_length"]:
            continue  # long enough, but for items that are told of themselves
        code, message, remedy = error_sentence(error, keys_at(tree, loc, model))
        place = tree.values_at["kind"] if kind == "union_tag_invalid" else position_of(tree, loc, model)
        yield Problem(path, *place, "error", code, message, remedy)


def _forgiven(problem: Problem) -> Problem:
    """A problem of a site that earlier programs took as valid: what they took silently is told, and stops nobody."""
    return replace(problem, severity="warning") if problem.code in NEWLY_REFUSED else problem


def _links(
    contacts: _Part, units: list[_Part], unread: list[Problem], elsewhere: Callable[[str], str | None]
) -> list[Problem]:
    """The broken links between what could be read."""
    contacts_file = SiteFile(contacts.path, contacts.tree) if contacts.tree is not None else None
    files = [
        UnitFile(part.path, part.tree, part.model) for part in units if part.tree is not None and part.model is not None
    ]
    all_read = all(part.tree is not None for part in units) and not any(
        problem.path != CONTACTS and problem.severity == "error" for problem in unread
    )
    gone = RemovedContent(
        frozenset().union(*(part.gone.names for part in (contacts, *units))),
        frozenset().union(*(part.gone.incomplete for part in (contacts, *units))),
    )
    return links.check_links(References(contacts.model, files, gone, all_read, elsewhere), contacts_file)


def _doubled_names(files: Iterable[str]) -> Iterator[Problem]:
    """Names that one kind of disk tells apart and another does not."""
    first: dict[str, str] = {}
    for path in sorted(files):
        twin = first.setdefault(unicodedata.normalize("NFC", path).casefold(), path)
        if twin != path:
            message = _("Ce nom ne diffère de « {twin} » que par les majuscules ou les accents.").format(twin=twin)
            yield Problem(path, None, None, "error", "P122", message, _("Renommer l'un des deux."))


def _fewer(problems: list[Problem]) -> list[Problem]:
    """Problems in order, without those that only follow from one of reading at the same place, and of each file no
    more than anybody reads."""
    unreadable = {problem.order[:3] for problem in problems if problem.code.startswith("P1")}
    kept: list[Problem] = []
    told: Counter[str] = Counter()
    for problem in sorted(problems, key=lambda one: one.order):
        if not problem.code.startswith("P1") and problem.line is not None and problem.order[:3] in unreadable:
            continue
        told[problem.path] += 1
        if told[problem.path] <= MAX_PROBLEMS_PER_FILE:
            kept.append(problem)
        elif told[problem.path] == MAX_PROBLEMS_PER_FILE + 1:
            message, remedy = _("Il y a d'autres problèmes dans ce fichier."), _("Corriger d'abord ceux-ci.")
            kept.append(Problem(problem.path, None, None, problem.severity, "P199", message, remedy))
    return kept
