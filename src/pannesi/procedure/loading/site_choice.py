"""Which folder holds the site: found without reading anything in it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pannesi.procedure.loading.shipped import shipped_folder
from pannesi.support.errors import PannesiError
from pannesi.support.i18n import _, n_
from pannesi.support.text_safety import clean_line

if TYPE_CHECKING:
    from pannesi.procedure.checks.diagnostic import Problem
    from pannesi.support.console import Output

_SHOWN = 10
"""How many errors are told at most."""


@dataclass(frozen=True)
class SiteFolder:
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


class SiteUnusable(PannesiError):
    """A site with errors, and no earlier version is kept: nothing is shown rather than another hospital's numbers."""

    def __init__(self, folder: SiteFolder, problems: tuple[Problem, ...]) -> None:
        self.folder, self.problems = folder, problems
        errors = [problem for problem in problems if problem.severity == "error"]
        super().__init__(
            _("Le site {folder} ne peut pas être utilisé : {errors}, et aucune version valable n'est gardée.").format(
                folder=clean_line(str(folder.path)), errors=n_("{count} erreur", "{count} erreurs", len(errors))
            )
        )

    def report(self, out: Output) -> None:
        """Why no site can be used, the first errors, and what to do."""
        import shlex

        from pannesi.procedure.checks.diagnostic import render_on_one_line

        super().report(out)
        errors = [problem for problem in self.problems if problem.severity == "error"]
        for problem in errors[:_SHOWN]:
            out.wrapped("  " + render_on_one_line(problem), "", "    ")
        if len(errors) > _SHOWN:
            out.wrapped(n_("  et {count} autre.", "  et {count} autres.", len(errors) - _SHOWN))
        asked = shlex.quote(clean_line(str(self.folder.path)))
        words = _("Tout voir : pannesi check --site {folder}. En attendant, suivre la procédure papier.")
        out.wrapped(words.format(folder=asked))


def choose_folder(asked: str | None, environment: Mapping[str, str], here: Path) -> SiteFolder:
    """`--site`, else PANNESI_SITE, else where we are if a site is there, else the copy that comes with the program."""
    chosen = asked or environment.get("PANNESI_SITE")
    if chosen:
        return SiteFolder(Path(chosen))
    if (here / "contacts.yaml").is_file() and (here / "cases").is_dir():
        return SiteFolder(here)
    return SiteFolder(shipped_folder(), shipped=True)
