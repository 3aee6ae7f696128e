"""The program's own files that documents need.

They may be replaced, or their folder become unreachable, while it runs.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pannesi.support.errors import CannotExport
from pannesi.support.i18n import _


@contextmanager
def requires_program_files() -> Iterator[None]:
    """Turns the absence of a file or module of the program into CannotExport, which says to restart the program."""
    try:
        yield
    except (OSError, ImportError, ValueError) as gone:
        raise CannotExport(
            _(
                "Le programme n'est plus entier ({what}) : il a été mis à jour, ou son dossier n'est plus joignable."
                " Quitter et relancer pannesi ; la session est gardée."
            ).format(what=type(gone).__name__)
        ) from gone
