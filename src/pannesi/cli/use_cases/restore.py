"""`pannesi restore`: shows what a merge of a backup would bring and erase, asks, and merges it."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

from pannesi.application.journal_commands import acting_person, journal_file
from pannesi.application.retention.settled import refuse_unsettled
from pannesi.cli.use_cases.confirm import Confirm
from pannesi.journal.audit_entries import RestoreEntry
from pannesi.journal.audit_log import record
from pannesi.journal.chain.verification import BESIDE_CHAINS
from pannesi.journal.exchange.merge import JournalSummary, MergeLoss, MergeResult, journal_summary, merge, refuse_losses
from pannesi.journal.location import is_shared
from pannesi.journal.open_store import open_store
from pannesi.journal.salvage import recorded_as_lost
from pannesi.journal.stand_in.renewal import replace_damaged
from pannesi.journal.store import Corrupt, Journal
from pannesi.journal.writer import new_writer
from pannesi.support.console import Output
from pannesi.support.errors import NotAFile, UnusablePath
from pannesi.support.i18n import _, n_
from pannesi.support.progress import Progress, interruptible
from pannesi.support.text_safety import clean_line


@dataclass(frozen=True)
class _Place:
    """The target of the merge: the path of the journal, and the journal where there is one that can be used."""

    path: Path
    journal: Journal | None


def restore_from(data: str | None, source: Path, name: str | None, out: Output, ask: Confirm) -> bool:
    """Merges the backup `source` into the journal of the data folder `data`, once `ask` said yes.

    `name` is who does it. Returns whether it was done. Raises NotAFile, UnusablePath, NotSettled and the errors of the
    port.
    """
    path = journal_file(data)
    if not os.path.isfile(source):
        raise NotAFile(_("{path} n'est pas un fichier, ou n'existe pas.").format(path=source))
    if os.path.exists(path) and os.path.samefile(path, source):
        raise UnusablePath(_("{path} est le journal lui-même.").format(path=source))
    with contextlib.ExitStack() as opened:
        opened.enter_context(
            interruptible(_("Ce qui a été repris jusque-là l'est, rien n'est retiré : recommencer reprend la suite."))
        )
        source = Path(os.path.realpath(source))  # a link that a person names is followed; one that lies there is not
        copy = opened.enter_context(contextlib.closing(open_store(source, new_writer(), read_only=True)))
        _refuse_unsound(copy, source)
        here = _Place(path, _existing_journal(path, out))
        if here.journal is not None:
            opened.callback(here.journal.close)
        if not ask(_show_both(copy, here, out)):
            return False
        journal = _merge_target(here, out)
        opened.callback(journal.close)
        merged = merge(
            copy, journal, refuse_unsettled, Progress(_("sessions reprises")), Progress(_("sessions relues"))
        )
        entry = RestoreEntry(file=clean_line(str(source)), new=merged.new, sessions=tuple(merged.sessions))
        record(journal, entry, acting_person(name))
        journal.scrub()
    _say_result(merged, out)
    return True


def _refuse_unsound(copy: Journal, source: Path) -> None:
    """Raises Corrupt for a backup with problems in its chains that its audit log does not record as lost."""
    problems = [problem for problem in copy.verify(Progress(_("faits vérifiés"))) if problem.code not in BESIDE_CHAINS]
    if all(recorded_as_lost(copy, problems)):
        return
    if any(problem.code == "unreadable" for problem in problems):
        raise Corrupt(
            _(
                "Des faits de {path} sont illisibles, ou d'une heure impossible : rien n'en est repris."
                " pannesi salvage {path} écrit un journal de ce qui s'y lit."
            ).format(path=source)
        )
    raise Corrupt(_("Les chaînes de {path} sont rompues : rien n'en est repris.").format(path=source))


def _existing_journal(path: Path, out: Output) -> Journal | None:
    """The journal at `path`; None, with a sentence, where there is none or it is damaged."""
    if not os.path.exists(path):
        out.wrapped(_("Aucun journal ici : la sauvegarde en devient un."))
        return None
    try:
        journal = open_store(path, new_writer(), shared=is_shared(path.parent))
        journal.check_integrity()
    except Corrupt as unusable:
        out.wrapped(_("{why} Il sera mis de côté, tel quel, et ce qui s'y lit repris.").format(why=unusable))
        return None
    return journal


def _show_both(copy: Journal, here: _Place, out: Output) -> str:
    """Prints what the backup and the journal hold and what would be erased; returns the question to ask.

    Raises NotSettled when something would be erased that is not reconciled here.
    """
    theirs = journal_summary(copy)
    out.wrapped(_("Dans la sauvegarde : {held}.").format(held=_summary_words(theirs)))
    taken: tuple[MergeLoss, ...] = ()
    if here.journal is not None:
        ours = journal_summary(here.journal)
        both = len(ours.sessions & theirs.sessions)
        out.wrapped(_("Dans le journal : {held}.").format(held=_summary_words(ours)))
        out.wrapped(
            _("{both} dans les deux, {only} seulement dans la sauvegarde, {here} seulement dans le journal.").format(
                both=both, only=len(theirs.sessions) - both, here=len(ours.sessions) - both
            )
        )
        taken = refuse_losses(copy, here.journal, refuse_unsettled, Progress(_("sessions relues")))
    for loss in taken:
        out.wrapped(_loss_words(loss), "  ", "    ")
    if taken:
        return _("Reprendre ce qui manque, et effacer ici ce qui l'a été là-bas ?")
    return _("Reprendre ce qui manque, sans rien retirer ?")


def _loss_words(loss: MergeLoss) -> str:
    what = (
        _("supprimée là-bas, elle le sera ici aussi")
        if loss.whole
        else n_(
            "{count} texte effacé là-bas, il le sera ici aussi",
            "{count} textes effacés là-bas, ils le seront ici aussi",
            loss.texts,
        )
    )
    return _("{session} · {what}").format(session=loss.session, what=what)


def _merge_target(here: _Place, out: Output) -> Journal:
    """The journal to merge into, a new one where there is none or it is damaged. Raises Corrupt."""
    if here.journal is not None:
        return here.journal
    if not os.path.exists(here.path):
        return open_store(here.path, new_writer(), shared=is_shared(here.path.parent))
    why = _("Le journal {path} est abîmé.").format(path=here.path)
    journal, said = replace_damaged(here.path, new_writer(), why, shared=is_shared(here.path.parent))
    out.wrapped(said)
    return journal


def _say_result(merged: MergeResult, out: Output) -> None:
    sessions = n_("{count} session", "{count} sessions", len(merged.sessions))
    words = (
        _("Repris : {count}. Ce qui avait été effacé le reste.") if merged.sessions else _("Rien de plus à reprendre.")
    )
    out.wrapped(words.format(count=sessions))
    if merged.removed:
        out.wrapped(
            _("Non reprises, car supprimées après leur durée de conservation : {names}.").format(
                names=", ".join(merged.removed)
            )
        )


def _summary_words(held: JournalSummary) -> str:
    return _("{sessions}, {events}").format(
        sessions=n_("{count} session", "{count} sessions", len(held.sessions)),
        events=n_("{count} fait", "{count} faits", held.events),
    )
