"""Writes new files for authors, never over existing ones."""

from __future__ import annotations

from pathlib import Path

from pannesi.support.atomic_files import ORDINARY, write_atomic
from pannesi.support.errors import AlreadyExists, UnusablePath, reason
from pannesi.support.i18n import _
from pannesi.support.text_safety import clean_line


def write_new_file(file: Path, text: str) -> None:
    """Writes a new file, creating the folders above it.

    Raises AlreadyExists when the file exists, which is left unchanged; UnusablePath when it cannot be written.
    """
    shown = clean_line(str(file))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(file, text.encode(), mode=ORDINARY)
    except OSError as refused:
        if isinstance(refused, FileExistsError | IsADirectoryError) and file.parent.is_dir():
            raise AlreadyExists(_("{file} existe déjà : rien n'a été écrit.").format(file=shown)) from refused
        raise UnusablePath(
            _("{file} ne peut pas être écrit : {why}.").format(file=shown, why=reason(refused))
        ) from refused
