"""Files that carry events out of a journal and back: written atomically, read within a size limit."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from pannesi.support.atomic_files import ReplacedMeanwhile, atomic_file
from pannesi.support.errors import AlreadyExists, FileError, TooLarge, reason
from pannesi.support.i18n import _

_MEGABYTE = 1024 * 1024


@contextlib.contextmanager
def new_portable_file(path: Path, *, force: bool) -> Iterator[Path]:
    """A private temporary file beside `path`, renamed to `path` when the block ends without an exception.

    Without `force`, an existing file stays as it is. Raises AlreadyExists, FileError.
    """
    try:
        with atomic_file(path, overwrite=force) as part:
            yield part
    except FileExistsError as there:
        words = _("{path} existe déjà : choisir un autre nom, ou ajouter --force.")
        raise AlreadyExists(words.format(path=path)) from there
    except IsADirectoryError as folder:
        raise FileError(_("{path} est un dossier : donner le nom d'un fichier.").format(path=path)) from folder
    except ReplacedMeanwhile as another:
        words = _("{path} a été remplacé pendant l'écriture : choisir un dossier où personne d'autre n'écrit.")
        raise FileError(words.format(path=path)) from another
    except OSError as failure:
        words = _("{path} ne peut pas être écrit : {why}. Rien n'a été créé.")
        raise FileError(words.format(path=path, why=reason(failure))) from failure


def read_bounded(path: Path, most: int) -> bytes:
    """The content of a file of at most `most` bytes. Raises FileError, TooLarge."""
    try:
        if not path.is_file():
            raise FileError(_("{path} n'est pas un fichier, ou n'existe pas.").format(path=path))
        with path.open("rb") as stream:
            content = stream.read(most + 1)
    except (OSError, ValueError) as failure:
        raise FileError(_("{path} ne peut pas être lu : {why}.").format(path=path, why=reason(failure))) from failure
    if len(content) > most:
        raise TooLarge(_("{path} est trop gros : {most} Mo au plus.").format(path=path, most=most // _MEGABYTE))
    return content
