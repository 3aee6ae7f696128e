"""Which folder holds the site: found without reading anything in it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pannesi.procedure.loading.shipped import shipped_folder
from pannesi.support.i18n import _, n_
from pannesi.support.text_safety import clean_line

if TYPE_CHECKING:
    from pannesi.procedure.checks.diagnostic import Problem


@dataclass(frozen=True)
class Folder:
    """The folder of the site, and whether it is the copy that comes with the program."""

    path: Path
    shipped: bool = False

    @property
    def key(self) -> str:
        """How the journal knows it, whatever way it was written."""
        return os.path.realpath(self.path)

    @property
    def banners(self) -> tuple[str, ...]:
        """What must be said of the choice."""
        if not self.shipped:
            return ()
        return (_("COPIE LIVRÉE avec le programme : aucun site n'a été indiqué (--site DOSSIER)."),)


class SiteUnusable(Exception):
    """A site with errors, and no earlier version is kept: nothing is shown rather than another hospital's numbers."""

    def __init__(self, folder: Folder, problems: tuple[Problem, ...]) -> None:
        self.folder, self.problems = folder, problems
        errors = [problem for problem in problems if problem.severity == "error"]
        super().__init__(
            _("Le site {folder} ne peut pas être utilisé : {errors}, et aucune version valable n'est gardée.").format(
                folder=clean_line(str(folder.path)), errors=n_("{count} erreur", "{count} erreurs", len(errors))
            )
        )


def choose_folder(asked: str | None, environment: Mapping[str, str], here: Path) -> Folder:
    """`--site`, else PANNESI_SITE, else where we are if a site is there, else the copy that comes with the program."""
    chosen = asked or environment.get("PANNESI_SITE")
    if chosen:
        return Folder(Path(chosen))
    if (here / "contacts.yaml").is_file() and (here / "cases").is_dir():
        return Folder(here)
    return Folder(shipped_folder(), shipped=True)
