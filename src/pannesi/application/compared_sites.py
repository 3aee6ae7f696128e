"""The sites that `diff` and `replay` compare: that of a folder, or the one that a session pins."""

from __future__ import annotations

from pathlib import Path

from pannesi.application.lookup import session_named
from pannesi.journal.pinned_procedure import pinned_digest
from pannesi.journal.store import Journal
from pannesi.procedure.checks.diagnostic import render_on_one_line
from pannesi.procedure.loading.loader import LoadedSite, load_files, load_site
from pannesi.procedure.model.procedure import Site
from pannesi.session.state import fold
from pannesi.support.errors import NotFound, UnusablePath
from pannesi.support.i18n import _, n_
from pannesi.support.shell_words import shell_argument
from pannesi.support.text_safety import clean_line


def site_to_compare(folder: str) -> Site:
    """The site of a folder. Raises UnusablePath, with its first error, when its files have errors."""
    return _site_without_errors(load_site(Path(folder)), clean_line(folder))


def _site_without_errors(loaded: LoadedSite, folder: str) -> Site:
    if loaded.site is not None:
        return loaded.site
    errors = [problem for problem in loaded.problems if problem.severity == "error"]
    raise UnusablePath(
        _("{folder} ne peut pas être comparé, {errors} : {first}. Tout voir : pannesi check --site {argument}").format(
            folder=folder,
            argument=shell_argument(folder),
            errors=n_("{count} erreur", "{count} erreurs", len(errors)),
            first=render_on_one_line(errors[0]).removesuffix("."),
        )
    )


def site_of_session(journal: Journal | None, begin: str) -> Site:
    """The site pinned by the session whose id begins with `begin`. Raises NotFound, Ambiguous, UnusablePath."""
    if journal is None:
        raise NotFound(_("Aucune session dans ce journal."))
    name = session_named([row.id for row in journal.sessions()], begin)
    digest = pinned_digest(fold(journal.events(name)))
    files = journal.site(digest) if digest is not None else None
    if files is None:
        raise NotFound(_("La procédure de la session {id} n'est pas dans ce journal.").format(id=name))
    return _site_without_errors(load_files(files, name), name)
