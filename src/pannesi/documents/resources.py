"""The files that pages are made with lie beside the program, which may be replaced or go out of reach while it runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pannesi.support.errors import CannotExport
from pannesi.support.i18n import _


@contextmanager
def requires_program_files() -> Iterator[None]:
    """Raises CannotExport, which says what to do, where a file or a module of the program is not to be had any more."""
    try:
        yield
    except (OSError, ImportError, ValueError) as gone:
        raise CannotExport(
            _(
                "Le programme n'est plus entier ({what}) : il a été mis à jour, ou son dossier n'est plus joignable."
                " Quitter et relancer pannesi ; la session est gardée."
            ).format(what=type(gone).__name__)
        ) from gone
