"""Files that leave the program: private, whole or not there at all, never over another by accident."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from pannesi.support.errors import CannotExport, reason
from pannesi.support.finish import PUTTING
from pannesi.support.i18n import _
from pannesi.support.text_safety import clean_line


def write(target: Path, content: bytes, *, force: bool) -> None:
    """Writes `content` at `target` in one step. Raises CannotExport when it is there already, unless `force`."""
    refuse(target, force=force)
    try:
        with PUTTING:
            _replace(target, content, force=force)
    except OSError as failure:
        raise CannotExport(
            _("{file} n'a pas pu être écrit ({why}). Choisir un autre dossier avec --out.").format(
                file=clean_line(str(target)), why=reason(failure)
            )
        ) from failure


def refuse(target: Path, *, force: bool) -> None:
    """Nothing when a file may be written there, so that no work is done in vain. Raises CannotExport."""
    shown = clean_line(str(target))
    if str(target) == "-":
        raise CannotExport(_("« - » n'est pas un nom de fichier : l'écran ne garde rien, donner un nom avec --out."))
    if os.path.isdir(target):
        raise CannotExport(_("{file} est un dossier : donner un nom de fichier avec --out.").format(file=shown))
    if os.path.lexists(target) and not force:
        asked = _("{file} existe déjà et n'a pas été touché. Choisir un autre nom, ou ajouter --force.")
        raise CannotExport(asked.format(file=shown))


def _replace(target: Path, content: bytes, *, force: bool) -> None:
    handle, spare = tempfile.mkstemp(dir=target.parent, prefix=".pannesi-")  # made with 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if force or os.name == "nt":
            os.replace(spare, target)
            return
        _put_down(spare, target)
    finally:
        Path(spare).unlink(missing_ok=True)


def _put_down(spare: str, target: Path) -> None:
    """Gives a finished file its name, and refuses one that appeared meanwhile."""
    try:
        os.link(spare, target)
    except FileExistsError:
        raise
    except OSError:  # a USB stick knows no hard links: the name is taken first, then the whole file put under it
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        os.replace(spare, target)
