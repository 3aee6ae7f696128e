"""A folder → a `Site`, or every problem of every file at once."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from pannesi.i18n import _
from pannesi.site import links
from pannesi.site.contacts import ContactsFile
from pannesi.site.model import Site
from pannesi.site.normalise import normalise
from pannesi.site.problem import Problem
from pannesi.site.sentences import sentence
from pannesi.site.units import AnyUnit, Unit
from pannesi.site.yaml import MAX_BYTES, Map, Place, Seq, read
from pannesi.text import clean_line

CONTACTS = "contacts.yaml"
MAX_FILES = 2_000


@dataclass(frozen=True)
class Loaded:
    """What a folder holds: a site when nothing is wrong, the problems, and the files as read."""

    site: Site | None
    problems: tuple[Problem, ...]
    files: Mapping[str, bytes]
    trees: Mapping[str, Map] = field(default_factory=dict)
    """The tree of each readable file, with positions."""


def digest_of(files: Mapping[str, bytes]) -> str:
    """SHA-256 (hex) over the paths and contents, each preceded by its length."""
    sums = hashlib.sha256()
    for path in sorted(files):
        name = path.encode()
        for part in (name, files[path]):
            sums.update(f"{len(part)}:".encode())
            sums.update(part)
    return sums.hexdigest()


def load_site(folder: Path) -> Loaded:
    """Reads `contacts.yaml` and `cases/*.yaml` below a folder. Never raises for what they hold."""
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    for path in _paths(folder, problems):
        content = _content(folder / path, path, problems)
        if content is not None:
            files[path] = content
    loaded = load_files(files, str(folder))
    if not problems:
        return loaded
    told = {problem.path for problem in problems}
    others = [problem for problem in loaded.problems if problem.path not in told]
    merged = tuple(sorted((*problems, *others), key=lambda problem: problem.order))
    broken = any(problem.severity == "error" for problem in problems)
    return Loaded(None if broken else loaded.site, merged, files, loaded.trees)


def _paths(folder: Path, problems: list[Problem]) -> list[str]:
    found = [CONTACTS]
    try:
        names = sorted(os.listdir(folder / "cases"))
    except OSError:
        problems.append(_unreadable("cases", _("Le dossier « cases » ne peut pas être lu.")))
        return found
    met: dict[str, str] = {}
    for name in names[:MAX_FILES]:
        path = f"cases/{name}"
        if name.endswith(".yml"):
            message = _("Ce fichier n'est pas lu : son nom doit finir par .yaml.")
            problems.append(Problem(clean_line(path), None, None, "warning", "P121", message, _("Le renommer.")))
        if not name.endswith(".yaml") or name.startswith("."):
            continue
        twin = met.setdefault(name.casefold(), name)
        if twin != name:
            message = _("Le nom ne diffère de « {twin} » que par les majuscules.").format(twin=twin)
            problems.append(Problem(clean_line(path), None, None, "error", "P122", message, _("Le renommer.")))
        found.append(path)
    return found


def _content(file: Path, path: str, problems: list[Problem]) -> bytes | None:
    """A file's bytes, at most one more than allowed: a huge file, a pipe or a device is never read whole."""
    try:
        handle = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError:
        problems.append(_unreadable(path, _("Ce fichier manque ou ne peut pas être lu.")))
        return None
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            problems.append(_unreadable(path, _("Ce n'est pas un fichier ordinaire.")))
            return None
        with os.fdopen(handle, "rb", closefd=False) as stream:
            return stream.read(MAX_BYTES + 1)
    finally:
        os.close(handle)


def _unreadable(path: str, message: str) -> Problem:
    remedy = _("Vérifier le nom et les droits ; un site est un dossier avec contacts.yaml et cases/.")
    return Problem(clean_line(path), None, None, "error", "P120", message, remedy)


@lru_cache(maxsize=1)
def _unit_adapter() -> TypeAdapter[AnyUnit]:
    return TypeAdapter(Unit)


def load_files(files: Mapping[str, bytes], folder: str) -> Loaded:
    """The site that these files (relative path → bytes) make. Reads nothing else."""
    problems: list[Problem] = []
    trees: dict[str, Map] = {}
    contacts: ContactsFile | None = None
    units: dict[str, AnyUnit] = {}
    for path in sorted(files, key=lambda path: (path != CONTACTS, path)):
        tree, found = read(clean_line(path), files[path])
        problems += found
        if tree is None:
            continue
        trees[path] = tree
        if path == CONTACTS:
            contacts = _validated(path, tree, ContactsFile.model_validate, problems)
        else:
            wrong_verbs = normalise(path, tree)
            problems += wrong_verbs
            unit = _validated(path, tree, _unit_adapter().validate_python, problems, bool(wrong_verbs))
            if unit is not None:
                units[path] = unit
    if CONTACTS not in files:
        problems.append(_unreadable(CONTACTS, _("Le fichier contacts.yaml manque.")))
    elif not units and not any(path != CONTACTS for path in files):
        problems.append(_unreadable("cases", _("Le dossier « cases » ne contient aucun fichier .yaml.")))
    site = None
    if contacts is not None:
        site = Site(contacts, tuple(units.values()), digest_of(files), clean_line(folder))
        whole = len(units) + 1 == len(files)
        problems += links.check(site, dict(zip(units, units.values(), strict=True)), trees, whole=whole)
    problems.sort(key=lambda problem: problem.order)
    broken = any(problem.severity == "error" for problem in problems)
    return Loaded(None if broken else site, tuple(problems), files, trees)


def _validated(path: str, tree: Map, validate: Any, problems: list[Problem], verbs_told: bool = False) -> Any:
    """The model of a tree, or None with its problems told in French at their places."""
    try:
        return None if verbs_told and not _collect(path, tree, validate, problems) else validate(tree)
    except ValidationError:
        if not verbs_told:
            _collect(path, tree, validate, problems)
        return None


def _collect(path: str, tree: Map, validate: Any, problems: list[Problem]) -> bool:
    """Adds what pydantic finds; lines without a proper verb were told already. True when there is nothing."""
    try:
        validate(tree)
    except ValidationError as failure:
        for error in failure.errors(include_url=False):
            if error["type"] == "union_tag_not_found" and not _is_root(error["loc"]):
                continue
            place, known = locate(tree, error["loc"], error["type"])
            code, message, remedy = sentence(dict(error), known)
            problems.append(Problem(clean_line(path), *place, "error", code, message, remedy))
        return False
    return True


def _is_root(loc: tuple[Any, ...]) -> bool:
    return len(loc) == 0


def locate(tree: Map, loc: tuple[Any, ...], kind: str) -> tuple[Place, tuple[str, ...]]:
    """Where an error's `loc` stands in a tree, and the keys beside it. Union tags in `loc` are not in the tree: skipped."""
    node: Any = tree
    place = tree.place
    for part in loc:
        if isinstance(node, Map) and isinstance(part, str) and part in node:
            place = node.keys_at[part] if part == loc[-1] and kind == "extra_forbidden" else node.values_at[part]
            if part == loc[-1] and kind == "extra_forbidden":
                return place, _known_keys(node)
            node = node[part]
        elif isinstance(node, Seq) and isinstance(part, int) and part < len(node):
            place, node = node.items_at[part], node[part]
    return place, ()


def _known_keys(node: Map) -> tuple[str, ...]:
    """The keys that the model at a node accepts, found by the model whose keys are most like the node's."""
    return _keys_like(frozenset(node))


@lru_cache(maxsize=64)
def _keys_like(present: frozenset[str]) -> tuple[str, ...]:
    from pannesi.site import contacts as contact_models
    from pannesi.site import lines as line_models
    from pannesi.site import units as unit_models

    models = {
        model
        for module in (contact_models, line_models, unit_models)
        for model in vars(module).values()
        if isinstance(model, type) and issubclass(model, BaseModel)
    }
    by_keys = [tuple(info.alias or name for name, info in model.model_fields.items()) for model in models]
    best = max(sorted(by_keys), key=lambda keys: (len(present & set(keys)), -len(keys)))
    return tuple(key for key in best if key not in ("verb", "value"))
