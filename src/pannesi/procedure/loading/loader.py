"""Loads a folder into a `Site`, or into every problem of all its files at once."""

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
from pannesi.procedure.loading.source_positions import is_list_of_words, keys_at, position_of
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
"""How many problems of a file are reported."""
_NOTHING_REMOVED = RemovedContent()


@dataclass(frozen=True)
class LoadedSite:
    """The result of loading a site: the site, its problems, and its files."""

    site: Site | None
    """None when there is any error; warnings do not matter."""
    problems: tuple[Problem, ...]
    """Sorted by file and place."""
    files: Mapping[str, bytes]
    """The bytes of each file, by its path below the folder."""
    trees: Mapping[str, Map] = field(default_factory=dict)
    """The tree of each file that could be parsed, by path; without the faulty passages of a faulty one."""


@dataclass(frozen=True)
class _LoadedFile:
    """The result of loading one file."""

    path: str
    tree: Map | None
    model: Any
    """The value of its model, without faulty passages; None when nothing usable is left."""
    problems: tuple[Problem, ...] = ()
    removed: RemovedContent = _NOTHING_REMOVED
    """What its faulty passages held."""


def load_site(folder: Path) -> LoadedSite:
    """Loads the site in a folder, from `contacts.yaml` and `cases/*.yaml`. Never raises for what they contain."""
    files, problems = read_site_files(folder)
    return load_read_files(files, str(folder), problems, partial(_unread_file_with_id, folder, problems))


def _unread_file_with_id(folder: Path, problems: list[Problem], name: str) -> str | None:
    from pannesi.procedure.loading.unread_files import unread_file_with_id

    return unread_file_with_id(folder, problems, name)


def load_files(files: Mapping[str, bytes], folder: str) -> LoadedSite:
    """Loads a site that an earlier version accepted, from its files (relative path → bytes); reads nothing else.

    What only later versions refuse is a warning, so that past sessions stay readable. `folder` is for showing only.
    """
    site_files = {path: content for path, content in files.items() if path == CONTACTS or is_unit_path(path)}
    problems = []
    if CONTACTS not in site_files:
        problems.append(Problem(CONTACTS, None, None, "error", "P120", _("Ce fichier manque.")))
    return load_read_files(site_files, folder, problems, once_valid=True)


def load_read_files(
    files: Mapping[str, bytes],
    folder: str,
    read_problems: list[Problem],
    find_unread: Callable[[str], str | None] = lambda name: None,
    *,
    once_valid: bool = False,
) -> LoadedSite:
    """Loads a site from files that were read already (relative path → bytes).

    `read_problems`: what could not be read in the folder. `find_unread`: the file that defines an id but is not read.
    `once_valid`: an earlier version accepted these files. `folder` is for showing only.
    """
    contacts = _load_contacts(files[CONTACTS]) if CONTACTS in files else _LoadedFile(CONTACTS, None, None)
    units = [_load_unit(path, files[path]) for path in sorted(files) if path != CONTACTS]
    problems = [*read_problems, *_similar_names(files)]
    if not units and not any(problem.path.startswith((CASES, ".")) for problem in read_problems):
        message = _("Ce dossier ne contient aucun fichier .yaml.")
        problems.append(Problem(CASES, None, None, "error", "P120", message, _("Y mettre un fichier .yaml par cas.")))
    problems += _broken_links(contacts, units, read_problems, find_unread)
    for file in (contacts, *units):
        problems += file.problems
    problems = _worth_reporting([_as_warning(problem) for problem in problems] if once_valid else problems)
    site = None
    if contacts.model is not None and all(problem.severity != "error" for problem in problems):
        site = Site(contacts.model, tuple(unit.model for unit in units), digest_of(files), clean_line(folder))
    trees = {file.path: file.tree for file in (contacts, *units) if file.tree is not None}
    return LoadedSite(site, tuple(problems), files, trees)


def _load_contacts(content: bytes) -> _LoadedFile:
    tree, problems = read(CONTACTS, content)
    return _validate_tree(CONTACTS, tree, ContactsFile, problems)


def _load_unit(path: str, content: bytes) -> _LoadedFile:
    tree, problems = read(path, content)
    if tree is not None:
        problems += normalise_verbs(path, tree)
    return _validate_tree(path, tree, Unit, problems)


def _validate_tree(path: str, tree: Map | None, model: Any, problems: list[Problem]) -> _LoadedFile:
    """The value of a tree; when it is not valid, what is usable of it, and its problems in French at their places."""
    if tree is None:
        return _LoadedFile(path, None, None, tuple(problems))
    try:
        return _LoadedFile(path, tree, validated(model, tree), tuple(problems))
    except ValidationError as failure:
        all_problems = [*problems, *_shape_problems(path, tree, model, failure)]
        usable, removed = recover_model(tree, model, failure)
        return _LoadedFile(path, tree, usable, tuple(all_problems), removed)


def _shape_problems(path: str, tree: Map, model: Any, failure: ValidationError) -> Iterator[Problem]:
    for error in islice(failure.errors(include_url=False), MAX_PROBLEMS_PER_FILE):
        loc, kind = error["loc"], error["type"]
        if kind == "union_tag_not_found" and loc:
            continue  # a line without exactly one verb, which `normalise_verbs` has reported
        if kind == "too_short" and len(error["input"]) >= error["ctx"]["min_length"]:
            continue  # long enough as written: its faulty items have errors of their own
        in_brackets = kind == "tuple_type" and is_list_of_words(tree, loc, model)
        code, message, remedy = error_sentence(error, keys_at(tree, loc, model), list_of_words=in_brackets)
        place = tree.values_at["kind"] if kind == "union_tag_invalid" else position_of(tree, loc, model)
        yield Problem(path, *place, "error", code, message, remedy)


def _as_warning(problem: Problem) -> Problem:
    """A problem of a site that an earlier version accepted: what that version did not refuse is a warning."""
    return replace(problem, severity="warning") if problem.code in NEWLY_REFUSED else problem


def _broken_links(
    contacts: _LoadedFile,
    units: list[_LoadedFile],
    read_problems: list[Problem],
    find_unread: Callable[[str], str | None],
) -> list[Problem]:
    """The broken references between the files that could be read."""
    contacts_file = SiteFile(contacts.path, contacts.tree) if contacts.tree is not None else None
    files = [
        UnitFile(unit.path, unit.tree, unit.model) for unit in units if unit.tree is not None and unit.model is not None
    ]
    all_read = all(unit.tree is not None for unit in units) and not any(
        problem.path != CONTACTS and problem.severity == "error" for problem in read_problems
    )
    removed = RemovedContent(
        frozenset().union(*(file.removed.names for file in (contacts, *units))),
        frozenset().union(*(file.removed.incomplete for file in (contacts, *units))),
    )
    return links.check_links(References(contacts.model, files, removed, all_read, find_unread), contacts_file)


def _similar_names(files: Iterable[str]) -> Iterator[Problem]:
    """Files whose names are the same on a file system that ignores case or the form of accents."""
    first: dict[str, str] = {}
    for path in sorted(files):
        twin = first.setdefault(unicodedata.normalize("NFC", path).casefold(), path)
        if twin != path:
            message = _("Ce nom ne diffère de « {twin} » que par les majuscules ou les accents.").format(twin=twin)
            yield Problem(path, None, None, "error", "P122", message, _("Renommer l'un des deux."))


def _worth_reporting(problems: list[Problem]) -> list[Problem]:
    """Problems, sorted, without those that follow from a problem of reading at the same place, nor those of a file
    beyond `MAX_PROBLEMS_PER_FILE`."""
    unreadable_places = {problem.order[:3] for problem in problems if problem.code.startswith("P1")}
    reported: list[Problem] = []
    count_by_file: Counter[str] = Counter()
    for problem in sorted(problems, key=lambda problem: problem.order):
        if not problem.code.startswith("P1") and problem.line is not None and problem.order[:3] in unreadable_places:
            continue
        count_by_file[problem.path] += 1
        if count_by_file[problem.path] <= MAX_PROBLEMS_PER_FILE:
            reported.append(problem)
        elif count_by_file[problem.path] == MAX_PROBLEMS_PER_FILE + 1:
            message, remedy = _("Il y a d'autres problèmes dans ce fichier."), _("Corriger d'abord ceux-ci.")
            reported.append(Problem(problem.path, None, None, problem.severity, "P199", message, remedy))
    return reported
