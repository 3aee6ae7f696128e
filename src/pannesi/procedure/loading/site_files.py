"""Reads the files of a site from the disk, within bounds; links, pipes and huge files are reported and not read."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from pannesi.support.digest import sha256
from pannesi.support.i18n import _, format_number
from pannesi.support.text_safety import clean_line

if TYPE_CHECKING:
    from pannesi.procedure.checks.diagnostic import Problem

CONTACTS = "contacts.yaml"
CASES = "cases"
MAX_BYTES = 1024 * 1024
"""The largest size of a file, in bytes."""
_NAMES_OF_CONTACTS = (CONTACTS, "contacts.yml")
"""Names, in small letters, by which an author may have meant the contacts."""
MAX_FILES = 200
"""How many files of `cases/` are read at most."""
_MAY_BE_MEANT = re.compile(r"[^.].*\.(?:ya?ml|docx?|odt|rtf)", re.IGNORECASE)
"""The names, beside the contacts, of what an author may believe to be a part of the site."""
_SAFELY = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def read_site_files(folder: Path) -> tuple[dict[str, bytes], list[Problem]]:
    """The bytes of `contacts.yaml` and `cases/*.yaml`, by their path below `folder`; and what cannot be read, or is
    ignored though an author may believe that it counts."""
    files: dict[str, bytes] = {}
    problems: list[Problem] = []
    for path in _paths_to_read(folder, problems):
        content = _content_of_file(folder / path, path)
        if isinstance(content, bytes):
            files[path] = content
        else:
            problems.append(content)
    return files, problems


def read_site_file(folder: Path, path: str) -> bytes | None:
    """The bytes of the file at `path` below `folder`, None when it cannot be read."""
    content = _content_of_file(folder / path, path)
    return content if isinstance(content, bytes) else None


def digest_of(files: Mapping[str, bytes]) -> str:
    """SHA-256 (hex) over the paths and contents of files, sorted by path, each preceded by its length in bytes."""
    total = sha256()
    for path in sorted(files):
        for part in (path.encode("utf-8", "surrogatepass"), files[path]):
            total.update(b"%d:" % len(part))
            total.update(part)
    return total.hexdigest()


def is_unit_path(path: str) -> bool:
    """Whether a relative path is that of the file of a unit (`cases/*.yaml`)."""
    folder, _slash, name = path.partition("/")
    return folder == CASES and name.endswith(".yaml") and not name.startswith(".") and "/" not in name


def _paths_to_read(folder: Path, problems: list[Problem]) -> list[str]:
    """The files to read, in order."""
    here = _names_in_folder(folder, ".", problems)
    if here is None:
        return []
    if CONTACTS not in here:
        twin = next((name for name in here if name.casefold() in _NAMES_OF_CONTACTS), None)
        remedy = _("Renommer {twin}.").format(twin=twin) if twin is not None else _("L'écrire à côté de « cases ».")
        problems.append(_unreadable_problem(CONTACTS, _("Ce fichier manque."), remedy))
    if CASES not in here:
        twin = next((name for name in here if name.casefold() == CASES), None)
        remedy = (
            _("Renommer {twin}.").format(twin=twin) if twin is not None else _("Y mettre un fichier .yaml par cas.")
        )
        problems.append(_unreadable_problem(CASES, _("Ce dossier manque."), remedy))
    twins = () if CONTACTS in here else _NAMES_OF_CONTACTS
    problems.extend(
        _problems_beside_contacts(
            folder, [name for name in here if name not in (CASES, CONTACTS) and name.casefold() not in twins]
        )
    )
    names = _names_of_cases(folder / CASES, problems) if CASES in here else None
    site_paths = [CONTACTS] if CONTACTS in here else []
    unread: list[str] = []
    for name in names or ():
        path = f"{CASES}/{name}"
        if clean_line(name) != name:
            message = _("Ce nom de fichier contient un caractère invisible.")
            problems.append(_unreadable_problem(path, message, _("Le renommer."), "P123"))
        elif is_unit_path(path):
            site_paths.append(path)
        else:
            unread.append(name)
    problems.extend(islice(_problems_among_cases(folder, unread), MAX_FILES))
    if len(site_paths) > MAX_FILES + 1:
        message = _("Trop de fichiers : {most} au plus.").format(most=MAX_FILES)
        problems.append(_unreadable_problem(CASES, message, _("Réunir des cas, ou retirer ce qui ne sert pas.")))
    return site_paths[: MAX_FILES + 1]


def _problems_beside_contacts(folder: Path, names: list[str]) -> Iterable[Problem]:
    """What lies beside the contacts and looks like a part of the site; nothing is imported for a site without."""
    if not any(map(_MAY_BE_MEANT.match, names)):
        return ()
    from pannesi.procedure.loading.unread_files import beside_contacts

    return beside_contacts(folder, names, CONTACTS)


def _problems_among_cases(folder: Path, names: list[str]) -> Iterable[Problem]:
    """What `cases/` holds that is no case; nothing is imported for hidden names alone, such as `.schema`."""
    if all(name.startswith(".") for name in names):
        return ()
    from pannesi.procedure.loading.unread_files import in_cases

    return in_cases(folder, CASES, names)


def _names_of_cases(folder: Path, problems: list[Problem]) -> list[str] | None:
    """What `cases/` holds; a link could lead anywhere on the machine."""
    if folder.is_symlink():
        remedy = _("Le remplacer par une copie du dossier.")
        problems.append(_unreadable_problem(CASES, _("C'est un lien, qui n'est pas suivi."), remedy))
        return None
    return _names_in_folder(folder, CASES, problems)


def _names_in_folder(folder: Path, path: str, problems: list[Problem]) -> list[str] | None:
    """What a folder holds, sorted; None, and told, when it cannot be listed."""
    try:
        return sorted(os.listdir(folder))
    except OSError:
        problems.append(_unreadable_problem(path, _("Ce dossier manque ou ne peut pas être lu.")))
        return None


def _content_of_file(file: Path, path: str) -> bytes | Problem:
    """A file's bytes. What it is and how big it is are known before anything of it is read."""
    try:
        if stat.S_ISLNK(os.lstat(file).st_mode):
            return _unreadable_problem(
                path, _("C'est un lien, qui n'est pas suivi."), _("Le remplacer par une copie du fichier.")
            )
        handle = os.open(file, os.O_RDONLY | _SAFELY)
        try:
            return _read_within_bounds(handle, path)
        finally:
            os.close(handle)
    except OSError:
        return _unreadable_problem(path, _("Ce fichier ne peut pas être lu."))


def _read_within_bounds(handle: int, path: str) -> bytes | Problem:
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode):
        return _unreadable_problem(
            path, _("Ce n'est pas un fichier ordinaire."), _("Le remplacer par un fichier de texte.")
        )
    if status.st_size > MAX_BYTES:
        return too_big(path, status.st_size)
    with os.fdopen(handle, "rb", closefd=False) as stream:
        return stream.read(MAX_BYTES + 1)


def too_big(path: str, size: int) -> Problem:
    """The problem of a file of `size` bytes, more than `MAX_BYTES`."""
    from pannesi.procedure.checks.diagnostic import Problem

    message = _("Fichier trop gros : {size} octets, {most} au plus.").format(
        size=format_number(size), most=format_number(MAX_BYTES)
    )
    return Problem(path, None, None, "error", "P102", message, _("Partager la procédure en plusieurs fichiers."))


def _unreadable_problem(path: str, message: str, remedy: str = "", code: str = "P120") -> Problem:
    from pannesi.procedure.checks.diagnostic import Problem

    return Problem(path, None, None, "error", code, message, remedy or _("Vérifier le nom et les droits."))
