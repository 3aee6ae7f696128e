"""`pannesi check`: everything wrong with a site's files, then everything that the procedure does not say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pannesi.folder import Folder
from pannesi.i18n import _, n_
from pannesi.output import Output
from pannesi.site.drafts import review_warnings
from pannesi.site.gaps import gaps_of
from pannesi.site.load import load_site
from pannesi.site.problem import Problem, full
from pannesi.site.problem import as_json as row_of
from pannesi.text import clean_line


@dataclass(frozen=True)
class Checked:
    """The problems of a folder, and its files to show the places."""

    folder: Folder
    problems: tuple[Problem, ...]
    files: Mapping[str, bytes]

    @property
    def errors(self) -> int:
        return sum(problem.severity == "error" for problem in self.problems)


def check_folder(folder: Folder, today: date) -> Checked:
    """Errors first of all: gaps, and reviews overdue `today`, are looked for only in a site that can be read."""
    loaded = load_site(folder.path)
    gaps = gaps_of(loaded.site, loaded.trees) if loaded.site is not None else ()
    due = review_warnings(loaded.site, loaded.trees, today) if loaded.site is not None else ()
    everything = sorted(
        {*loaded.problems, *gaps, *due}, key=lambda problem: (problem.severity != "error", problem.order)
    )
    return Checked(folder, tuple(everything), loaded.files)


def tell_check(found: Checked, out: Output, *, as_json: bool) -> None:
    """The problems as rows, or each with its place in the file and the remedy."""
    if as_json:
        out.json([row_of(problem) for problem in found.problems])
        return
    if found.folder.shipped:
        out.wrapped(_("COPIE LIVRÉE avec le programme : aucun site n'a été indiqué (--site DOSSIER)."))
    for problem in found.problems:
        content = found.files.get(problem.path)
        out.line(full(problem, content.decode("utf-8", "replace") if content is not None else None))
    warnings = len(found.problems) - found.errors
    out.wrapped(
        _("{folder} : {errors}, {warnings}.").format(
            folder=clean_line(str(found.folder.path)),
            errors=n_("{count} erreur", "{count} erreurs", found.errors),
            warnings=n_("{count} avertissement", "{count} avertissements", warnings),
        )
    )
