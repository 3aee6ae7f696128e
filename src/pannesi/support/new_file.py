"""A file that did not exist: written whole, never over another."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from pannesi.support.errors import AlreadyExists, UnusablePath, reason
from pannesi.support.i18n import _
from pannesi.support.text_safety import clean_line


@contextlib.contextmanager
def whole_or_gone(file: Path) -> Iterator[None]:
    """Takes a file away again that could not be written to its end: half a message would pass for the message."""
    try:
        yield
    except BaseException:
        file.unlink(missing_ok=True)
        raise


def write_new(file: Path, text: str) -> None:
    """Writes a new file, and the folders that lead to it. Raises AlreadyExists: it is left as it is; UnusablePath: it
    cannot be written."""
    shown = clean_line(str(file))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        stream = file.open("x", encoding="utf-8", newline="\n")
        with whole_or_gone(file), stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
    except FileExistsError as there:
        raise AlreadyExists(_("{file} existe déjà : rien n'a été écrit.").format(file=shown)) from there
    except OSError as refused:
        raise UnusablePath(
            _("{file} ne peut pas être écrit : {why}.").format(file=shown, why=reason(refused))
        ) from refused
