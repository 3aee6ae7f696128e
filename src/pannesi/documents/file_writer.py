"""Writing exported files: private, whole or not there at all, and never over another by accident."""

from __future__ import annotations

import os
from pathlib import Path

from pannesi.support.atomic_files import write_atomic
from pannesi.support.errors import AlreadyExists, FileError, reason
from pannesi.support.i18n import _
from pannesi.support.text_safety import clean_line


def write_file(target: Path, content: bytes, *, force: bool) -> None:
    """Writes a file in one step. Raises AlreadyExists unless `force`, and FileError."""
    check_target(target, force=force)
    try:
        write_atomic(target, content, overwrite=force)
    except OSError as failure:
        raise FileError(
            _("{file} n'a pas pu être écrit ({why}). Choisir un autre dossier.").format(
                file=clean_line(str(target)), why=reason(failure)
            )
        ) from failure


def check_target(target: Path, *, force: bool) -> None:
    """Refuses a target that cannot be written, before the work is done.

    Raises AlreadyExists unless `force`, and FileError.
    """
    shown = clean_line(str(target))
    if str(target) == "-":
        raise FileError(_("« - » n'est pas un nom de fichier : l'écran ne garde rien, donner un nom."))
    if os.path.isdir(target):
        raise FileError(_("{file} est un dossier : donner un nom de fichier.").format(file=shown))
    if os.path.lexists(target) and not force:
        asked = _("{file} existe déjà et n'a pas été touché. Choisir un autre nom, ou ajouter --force.")
        raise AlreadyExists(asked.format(file=shown))
