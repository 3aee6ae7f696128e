"""Warnings about files in the folder of a site that are not read, though an author may believe that they are.

For example `cas-3.yaml.txt` written by Notepad, a copy in a folder below `cases/`, a case beside `contacts.yaml`:
without a warning, no operator would ever see that procedure and nobody would know.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pannesi.support.i18n import _
from pannesi.support.text_safety import clean_line

if TYPE_CHECKING:
    from pannesi.procedure.checks.diagnostic import Problem

CODE = "P121"
_LEFT_BY_SYSTEMS = frozenset({"thumbs.db", "desktop.ini", "icon\r"})
"""Files that file managers leave in any folder; they are ignored like hidden ones."""
_DOCUMENTS = (".doc", ".docx", ".odt", ".rtf")
_YAML = (".yaml", ".yml")
_LIKE_YAML = re.compile(r"\.ya?ml(?:[.~ -].*)?$", re.IGNORECASE)
"""`.yaml`, and what editors and copies make of it: `.yaml.txt`, `.yaml.bak`, `.yml~`."""
_OF_A_SITE = re.compile(rb"^\s*(?:format|kind|contacts|schedules)\s*:", re.MULTILINE)
_MOST_BYTES = 1_000_000
_MOST_FILES = 50
"""How many unread files are searched for an id."""


def beside_contacts(folder: Path, names: Iterable[str], contacts: str) -> Iterator[Problem]:
    """Warnings about files beside `contacts.yaml` that look like a part of the site: a case, contacts, a document.

    A YAML file counts only if it has keys of a site: the folder may hold anything else.
    """
    for name in names:
        if name == contacts or _is_hidden(name):
            continue
        if name.casefold().endswith(_DOCUMENTS):
            yield _unread_warning(name, _("Un document de traitement de texte n'est jamais lu."), _as_cases())
        elif _LIKE_YAML.search(name) and _OF_A_SITE.search(_content_of_file(folder / name)):
            second = name.casefold().startswith("contacts")
            message = _("Ce fichier n'est pas lu : les contacts sont dans {name}.").format(name=contacts)
            if second:
                yield _unread_warning(name, message, _("Y recopier ce qui manque, puis ranger ce fichier ailleurs."))
            else:
                yield _unread_warning(
                    name, _("Ce fichier n'est pas lu ici."), _("Le mettre dans le dossier « cases ».")
                )


def in_cases(folder: Path, cases: str, names: Iterable[str]) -> Iterator[Problem]:
    """Warnings about what is not read in `cases/`: files with other endings, folders, documents."""
    for name in names:
        if _is_hidden(name):
            continue
        path = f"{cases}/{name}"
        if _is_folder(folder / cases / name):
            message = _("Ce dossier n'est pas lu, ni ce qu'il contient.")
            yield _unread_warning(path, message, _("Mettre ses fichiers .yaml directement dans « cases »."))
        elif name.casefold().endswith(_DOCUMENTS):
            yield _unread_warning(path, _("Un document de traitement de texte n'est jamais lu."), _as_cases())
        else:
            message = _("Ce fichier n'est pas lu : son nom doit finir par « .yaml ».")
            remedy = _("Le renommer.") if name.casefold().endswith(_YAML) else _remedy_by_name(name)
            yield _unread_warning(path, message, remedy)


def unread_file_with_id(folder: Path, unread: Iterable[Problem], name: str) -> str | None:
    """The path of the unread file that has `id: name`, also in an unread folder; None when none of the first 50 has."""
    wanted = re.compile(rb"""\bid\s*:\s*["']?""" + re.escape(name.encode()) + rb"""["']?\s*(?:[,}#]|$)""", re.MULTILINE)
    paths = [problem.path for problem in unread if problem.code == CODE]
    examined = 0
    for path in paths:
        files = _files_below(folder, path) if _is_folder(folder / path) else (path,)
        for file in files:
            examined += 1
            if examined > _MOST_FILES:
                return None
            if wanted.search(_content_of_file(folder / file)):
                return file
    return None


def _unread_warning(path: str, message: str, remedy: str) -> Problem:
    from pannesi.procedure.checks.diagnostic import Problem

    return Problem(clean_line(path), None, None, "warning", CODE, message, remedy)


def _as_cases() -> str:
    return _("Écrire la procédure dans des fichiers .yaml : pannesi new case en commence un.")


def _remedy_by_name(name: str) -> str:
    stem = _LIKE_YAML.sub("", name)
    if stem == name:
        return _("Le ranger ailleurs, ou le renommer s'il contient un cas.")
    return _("Si c'est un cas, le renommer « {name} » ; une copie se range ailleurs.").format(
        name=clean_line(f"{stem}.yaml")
    )


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "~$")) or name.casefold() in _LEFT_BY_SYSTEMS


def _is_folder(path: Path) -> bool:
    """Whether a path is a folder; a link to one is not."""
    try:
        return stat.S_ISDIR(os.lstat(path).st_mode)
    except OSError:
        return False


def _files_below(folder: Path, path: str) -> Iterator[str]:
    """The files one level below an unread folder."""
    try:
        names = sorted(os.listdir(folder / path))
    except OSError:
        return
    yield from (f"{path}/{name}" for name in names)


def _content_of_file(file: Path) -> bytes:
    """The first megabyte of an ordinary file; empty for a link, a pipe, or what cannot be read."""
    try:
        if not stat.S_ISREG(os.lstat(file).st_mode):
            return b""
        with file.open("rb") as stream:
            return stream.read(_MOST_BYTES)
    except OSError:
        return b""
