"""`pannesi salvage`: how much of a damaged journal is in the new one, and what is lost."""

from __future__ import annotations

from pathlib import Path

from pannesi.application.salvage import SalvageResult, salvage
from pannesi.presentation.facts.chain_problems import problem_words
from pannesi.support import errors as exits
from pannesi.support.console import Output
from pannesi.support.i18n import _, n_


def salvage_from(source: Path, target: Path | None, name: str | None, out: Output) -> int:
    """Writes the new journal, prints the result, and returns the exit code: 1 where something was lost.

    Raises what `salvage` raises.
    """
    saved = salvage(source, target, name)
    _print_result(saved, out)
    return exits.PROBLEMS if saved.lost else exits.OK


def _print_result(saved: SalvageResult, out: Output) -> None:
    out.wrapped(
        _("Nouveau journal : {path} ({facts}, {sessions}).").format(
            path=saved.file,
            facts=n_("{count} fait", "{count} faits", saved.facts),
            sessions=n_("{count} session", "{count} sessions", saved.sessions),
        )
    )
    for problem in saved.lost:
        out.wrapped(problem_words(problem), "  ", "    ")
    if not saved.lost:
        out.wrapped(_("Tout ce que le journal tenait a été lu."))
    else:
        out.wrapped(n_("{count} perte, dite ci-dessus.", "{count} pertes, dites ci-dessus.", len(saved.lost)))
    words = _("Il contient les noms des patients. pannesi restore {path} l'ajoute au journal.")
    out.wrapped(words.format(path=saved.file))
