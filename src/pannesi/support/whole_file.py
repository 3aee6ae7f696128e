"""A file that appears whole or not at all: written beside its place, synced, then moved there."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from pannesi.support.errors import JournalError, reason
from pannesi.support.i18n import _

PART = ".part"
"""How the name of a file ends that is not whole yet; one that is left after a crash may be deleted."""


class FileRefused(JournalError):
    """A file that cannot be read or written where it was asked for."""


@contextlib.contextmanager
def whole_file(path: Path, *, force: bool) -> Iterator[Path]:
    """A private temporary file beside `path`, which takes that name once the block has ended without a failure.

    Without `force`, a file that is there stays as it is, even one that appears meanwhile. Raises FileRefused.
    """
    if os.path.lexists(path) and (path.is_dir() or not force):
        raise _there(path)
    part = path.with_name(f".{path.name}.{os.urandom(4).hex()}{PART}")
    try:
        handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    except (OSError, ValueError) as failure:
        raise _unwritable(path, failure) from failure
    if sys.platform == "win32":  # where a file that is held open cannot be moved
        os.close(handle)
    try:
        yield part
        if sys.platform == "win32":
            _sync(part)
        else:
            os.fsync(handle)
            _refuse_another(handle, part)
        _put_in_place(part, path, force=force)
        if sys.platform != "win32":
            _refuse_another(handle, path)
    except OSError as failure:
        raise _unwritable(path, failure) from failure
    finally:
        if sys.platform != "win32":
            os.close(handle)
        for left in (part, part.with_name(part.name + "-journal")):
            with contextlib.suppress(OSError):
                left.unlink()


def read_bounded(path: Path, most: int) -> bytes:
    """The bytes of a file of at most `most` bytes. Raises FileRefused."""
    try:
        if not path.is_file():
            raise FileRefused(_("{path} n'est pas un fichier, ou n'existe pas.").format(path=path))
        with path.open("rb") as stream:
            content = stream.read(most + 1)
    except (OSError, ValueError) as failure:
        raise FileRefused(_("{path} ne peut pas être lu : {why}.").format(path=path, why=reason(failure))) from failure
    if len(content) > most:
        raise FileRefused(_("{path} est trop gros : {most} Mo au plus.").format(path=path, most=most // (1024 * 1024)))
    return content


def _refuse_another(handle: int, path: Path) -> None:
    """Nothing when a name is that of the file that was made: in a folder of many another may have been put there, which
    nobody checked. Raises FileRefused."""
    ours, there = os.fstat(handle), os.lstat(path)
    if (ours.st_dev, ours.st_ino) != (there.st_dev, there.st_ino):
        words = _("{path} a été remplacé pendant l'écriture : choisir un dossier où personne d'autre n'écrit.")
        raise FileRefused(words.format(path=path))


def _there(path: Path) -> FileRefused:
    if path.is_dir():
        return FileRefused(_("{path} est un dossier : donner le nom d'un fichier.").format(path=path))
    return FileRefused(_("{path} existe déjà : choisir un autre nom, ou ajouter --force.").format(path=path))


def _unwritable(path: Path, failure: OSError | ValueError) -> FileRefused:
    words = _("{path} ne peut pas être écrit : {why}. Rien n'a été créé.")
    return FileRefused(words.format(path=path, why=reason(failure)))


def _put_in_place(part: Path, path: Path, *, force: bool) -> None:
    if force:
        os.replace(part, path)
    else:
        try:
            os.link(part, path)
        except FileExistsError as there:
            raise _there(path) from there
        except (OSError, NotImplementedError):
            if os.path.lexists(path):
                raise _there(path) from None
            os.replace(part, path)
    if sys.platform != "win32":
        _sync(path.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
