"""`pannesi backup`, `export` and `import`."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from pannesi.application.journal_commands import acting_person, existing_journal, journal_file
from pannesi.application.lookup import session_named
from pannesi.cli.use_cases.confirm import Confirm
from pannesi.journal.audit_entries import ExportEntry
from pannesi.journal.exchange.session_transfer import ImportPreview, export_to_file, merge_import, preview_import
from pannesi.journal.location import is_shared
from pannesi.journal.open_store import open_store
from pannesi.journal.writer import new_writer
from pannesi.support.console import Output
from pannesi.support.errors import NotFound
from pannesi.support.i18n import _, n_
from pannesi.support.progress import Progress, interruptible
from pannesi.support.text_safety import clean_line


def back_up_to(data: str | None, target: Path, name: str | None, out: Output, *, force: bool) -> None:
    """`pannesi backup`: copies the journal to `target`, recorded in the audit log where that can be written.

    Raises NotFound, AlreadyExists, FileError and the errors of the port.
    """
    from pannesi.journal.audit_log import record
    from pannesi.journal.backup import back_up
    from pannesi.journal.store import NotWritten

    source = journal_file(data)
    if not os.path.exists(source):
        raise NotFound(_("Aucun journal dans {folder} : rien à sauvegarder.").format(folder=source.parent))
    by, unrecorded = acting_person(name), []

    def recorded() -> None:
        entry = ExportEntry(what="backup", sessions=(), patients=True, file=clean_line(str(target)))
        try:
            with contextlib.closing(existing_journal(data)) as journal:
                record(journal, entry, by)
        except NotWritten as failure:
            unrecorded.append(str(failure))

    with interruptible(_("Aucune copie n'est faite, le journal est comme avant.")):
        held, problems = back_up(
            source, target, new_writer(), force=force, progress=Progress(_("copie")),
            checking=Progress(_("faits vérifiés")), before=recorded,
        )  # fmt: skip
    count = n_("{count} session", "{count} sessions", len(held.sessions))
    out.wrapped(_("Sauvegarde faite et vérifiée : {path} ({count}).").format(path=target, count=count))
    out.wrapped(
        _("Elle contient les noms des patients : la garder aussi bien que le journal. Noté dans le journal du poste.")
        if not unrecorded
        else _("Elle contient les noms des patients. Elle n'a pas pu être notée dans le journal : {why}").format(
            why=unrecorded[0]
        )
    )
    if problems:
        out.wrapped(_("Attention : elle a les défauts du journal (pannesi verify les dit)."))


def export_session(
    data: str | None, begin: str, target: Path | None, name: str | None, out: Output, *, patients: bool, force: bool
) -> None:
    """`pannesi export`: writes the session whose id begins with `begin` to `target`, or to a file named after it.

    Raises NotFound, Ambiguous, TooLarge, AlreadyExists, FileError and the errors of the port.
    """
    with interruptible(_("Aucun fichier n'est écrit.")), contextlib.closing(existing_journal(data)) as journal:
        session = session_named([row.id for row in journal.sessions()], begin)
        target = target or Path(f"session-{session}.pannesi")
        archive = export_to_file(journal, session, target, acting_person(name), patients=patients, force=force)
    count = n_("{count} fait", "{count} faits", len(archive.events))
    out.wrapped(_("Session {session} exportée : {path} ({count}).").format(session=session, path=target, count=count))
    out.wrapped(
        _("Le fichier contient les patients et les notes : c'est noté dans le journal du poste.")
        if patients
        else _("Sans les patients ni aucun texte libre (notes, motifs).")
    )


def import_session(data: str | None, source: Path, name: str | None, out: Output, ask: Confirm) -> bool:
    """`pannesi import`: merges the session file `source` into the journal, once `ask` said yes to erasures.

    Returns whether the session is in the journal now. Raises FileError, TooLarge, UnreadableArchive, NotSettled and
    the errors of the port.
    """
    from pannesi.application.retention.settled import refuse_unsettled_file
    from pannesi.session.state import fold

    path = journal_file(data)
    with (
        interruptible(_("La session est reprise tout entière, ou pas du tout : recommencer le dira.")),
        contextlib.closing(open_store(path, new_writer(), shared=is_shared(path.parent))) as journal,
    ):
        what = preview_import(journal, source)
        session = what.archive.session
        if what.is_empty:
            out.wrapped(_("La session {session} est déjà là, tout entière : rien à reprendre.").format(session=session))
            return True
        out.wrapped(_import_words(what, present=bool(journal.events(session))))
        if what.erases:
            refuse_unsettled_file(
                journal, what.archive, session=what.erases > what.review_erases, review=what.review_erases > 0
            )
            out.wrapped(
                n_(
                    "{count} texte effacé là-bas sera effacé ici aussi.",
                    "{count} textes effacés là-bas seront effacés ici aussi.",
                    what.erases,
                )
            )
            if not ask(_("Continuer ?")):
                return False
        merge_import(journal, what, source, acting_person(name))
        conflicts = len(fold(journal.events(session)).conflicts)
    out.wrapped(_("Reprise dans le journal, chaînes vérifiées."))
    if conflicts:
        out.wrapped(n_("Deux réponses, à trancher.", "{count} fois deux réponses, à trancher.", conflicts))
    return True


def _import_words(what: ImportPreview, *, present: bool) -> str:
    """The sentence that says what an import would add; `present`: the session is in the journal already."""
    brought = [n_("{count} fait nouveau", "{count} faits nouveaux", what.new)]
    if what.review_new:
        brought.append(
            n_("dont {count} du retour d'expérience", "dont {count} du retour d'expérience", what.review_new)
        )
    if what.texts:
        brought.append(n_("{count} texte qui manquait", "{count} textes qui manquaient", what.texts))
    words = _("Session {session} : {brought}.").format(session=what.archive.session, brought=", ".join(brought))
    return words + ("" if present else _(" Elle n'est pas encore dans ce journal."))
