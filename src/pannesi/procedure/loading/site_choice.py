"""The choice of the folder of the site, without reading anything in it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pannesi.support.errors import PannesiError
from pannesi.support.i18n import _, n_
from pannesi.support.light_dataclass import dataclass
from pannesi.support.text_safety import clean_line

if TYPE_CHECKING:
    from pannesi.procedure.checks.diagnostic import Problem
    from pannesi.support.console import Output

_SHOWN = 10
"""How many errors are shown at most."""


@dataclass(frozen=True)
class SiteFolder:
    """The folder of a site."""

    path: Path
    shipped: bool = False
    """Whether it is the site that is shipped with the program, because none was chosen."""

    @property
    def key(self) -> str:
        """The canonical path, by which the journal identifies the folder."""
        return os.path.realpath(self.path)

    @property
    def banners(self) -> tuple[str, ...]:
        """Warnings about the choice that must stay on the screen, in words."""
        if not self.shipped:
            return ()
        return (_("COPIE LIVRÉE avec le programme : aucun site n'a été indiqué (--site DOSSIER)."),)


class SiteUnusable(PannesiError):
    """The site has errors and no earlier version of it is stored; showing another hospital's numbers would be worse."""

    def __init__(self, folder: SiteFolder, problems: tuple[Problem, ...]) -> None:
        self.folder, self.problems = folder, problems
        errors = [problem for problem in problems if problem.severity == "error"]
        super().__init__(
            _("Le site {folder} ne peut pas être utilisé : {errors}, et aucune version valable n'est gardée.").format(
                folder=clean_line(str(folder.path)), errors=n_("{count} erreur", "{count} erreurs", len(errors))
            )
        )

    def report(self, out: Output) -> None:
        """Writes the message, the first errors of the site, and what to do."""
        from pannesi.procedure.checks.diagnostic import render_on_one_line
        from pannesi.support.shell_words import shell_argument

        super().report(out)
        errors = [problem for problem in self.problems if problem.severity == "error"]
        for problem in errors[:_SHOWN]:
            out.wrapped("  " + render_on_one_line(problem), "", "    ")
        if len(errors) > _SHOWN:
            out.wrapped(n_("  et {count} autre.", "  et {count} autres.", len(errors) - _SHOWN))
        quoted = shell_argument(clean_line(str(self.folder.path)))
        words = _("Tout voir : pannesi check --site {folder}. En attendant, suivre la procédure papier.")
        out.wrapped(words.format(folder=quoted))


def shipped_folder() -> Path:
    """The folder of the shipped site: inside the installed package, or the root of a source checkout."""
    installed = Path(__file__).parents[2] / "shipped"
    return installed if installed.is_dir() else Path(__file__).resolve().parents[4]


def choose_folder(option: str | None, environment: Mapping[str, str], working_folder: Path) -> SiteFolder:
    """The folder of the option `--site`, else of PANNESI_SITE, else the working folder if it holds a site, else the
    site that is shipped with the program."""
    chosen = option or environment.get("PANNESI_SITE")
    if chosen:
        return SiteFolder(Path(chosen))
    if (working_folder / "contacts.yaml").is_file() and (working_folder / "cases").is_dir():
        return SiteFolder(working_folder)
    return SiteFolder(shipped_folder(), shipped=True)
