"""Keeping and erasing, for the commands of that name: what is about to happen is shown, asked, done, then told."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from pannesi.clock import wall
from pannesi.failures import UnknownName
from pannesi.i18n import _, n_
from pannesi.journal.emergency import merge_back, set_aside
from pannesi.journal.exchange import Arrival, NothingToDo, Who, arrival, export, take_in
from pannesi.journal.leftovers import Leftover, erase_beside
from pannesi.journal.place import FILE, data_folder
from pannesi.journal.port import Corrupt, Journal
from pannesi.journal.sqlite import SqliteJournal
from pannesi.naming import session_named
from pannesi.output import Output, stderr
from pannesi.progress import Progress
from pannesi.station import account, fallback_folders, fresh_id, is_shared, new_edge
from pannesi.text import clean_line

Ask = Callable[[str], bool]
"""Asks a question that `oui` answers."""


def who(name: str | None) -> Who:
    """The person at the screen: the name given, else the account."""
    return Who(wall, fresh_id, clean_line(name).strip() if name else account())


def journal_file(data: str | None) -> Path:
    """Where the journal lies."""
    return data_folder(data, dict(os.environ)) / FILE


def kept_journal(data: str | None) -> SqliteJournal:
    """The journal itself, to be written; never one in its stead. Raises UnknownName where there is none, and the
    port's errors."""
    path = journal_file(data)
    if not path.exists():
        raise UnknownName(_("Aucun journal dans {folder}. Avec --data, nommer son dossier.").format(folder=path.parent))
    return SqliteJournal(path, new_edge(), shared=is_shared(path.parent))


def ask_on_terminal(out: Output, *, yes: bool) -> Ask:
    """Asks on the terminal; `yes` answers at once. Where nobody can answer, the answer is no."""

    def ask(question: str) -> bool:
        if yes:
            return True
        if sys.stdin is None or not sys.stdin.isatty():
            out.wrapped(_("Rien n'est fait sans réponse : ajouter --yes pour répondre oui d'avance."))
            return False
        out.prompt(question + _(" Taper oui : "))
        return sys.stdin.readline().strip().casefold() == "oui"

    return ask


def back_up_to(data: str | None, target: Path, name: str | None, out: Output, *, force: bool) -> None:
    """`pannesi backup`. A journal that cannot be written any more is still copied: then above all."""
    from pannesi.journal.audit import AuditKind, record
    from pannesi.journal.backup import back_up
    from pannesi.journal.port import NotWritten

    source = journal_file(data)
    if not source.exists():
        raise UnknownName(_("Aucun journal dans {folder} : rien à sauvegarder.").format(folder=source.parent))
    by, unrecorded = who(name), []

    def recorded() -> None:
        payload = {"what": "backup", "sessions": [], "patients": True, "file": clean_line(str(target))}
        try:
            with contextlib.closing(kept_journal(data)) as journal:
                record(journal, AuditKind.EXPORTED, payload, now=by.now(), new_id=by.new_id, actor=by.actor)
        except NotWritten as failure:
            unrecorded.append(str(failure))

    held, problems = back_up(
        source, target, new_edge(), force=force, progress=Progress(stderr(), _("copie")), before=recorded
    )
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
        out.wrapped(_("Attention : des chaînes y sont rompues, comme dans le journal (pannesi verify)."))


def restore_from(data: str | None, source: Path, name: str | None, out: Output, ask: Ask) -> bool:
    """`pannesi restore`. Returns whether something was done."""
    from pannesi.journal.audit import AuditKind, record
    from pannesi.journal.merging import held_by, merge

    if not source.is_file():
        raise UnknownName(_("{path} n'est pas un fichier, ou n'existe pas.").format(path=source))
    with contextlib.closing(SqliteJournal(source, new_edge(), read_only=True)) as copy:
        problems = copy.verify(Progress(stderr(), _("faits vérifiés")))
        if problems:
            raise Corrupt(_("Les chaînes de {path} sont rompues : rien n'en est repris.").format(path=source))
        held = held_by(copy)
        out.wrapped(_("Dans la sauvegarde : {held}.").format(held=_held_words(len(held.sessions), held.events)))
        path, aside = journal_file(data), None
        if path.exists() and os.path.samefile(path, source):
            raise UnknownName(_("{path} est le journal lui-même.").format(path=source))
        present = _present(path, out)
        here = held_by(present) if present is not None else None
        if here is not None:
            out.wrapped(_("Dans le journal : {held}.").format(held=_held_words(len(here.sessions), here.events)))
            both = len(here.sessions & held.sessions)
            out.wrapped(
                _(
                    "{both} dans les deux, {only} seulement dans la sauvegarde, {here} seulement dans le journal."
                ).format(both=both, only=len(held.sessions) - both, here=len(here.sessions) - both)
            )
        if not ask(_("Reprendre ce qui manque, sans rien retirer ?")):
            if present is not None:
                present.close()
            return False
        if present is None and path.exists():
            aside = set_aside(path)
            if aside is None:
                raise Corrupt(
                    _("Le journal {path} ne peut pas être mis de côté : vérifier ses droits.").format(path=path)
                )
        journal = present or SqliteJournal(path, new_edge(), shared=is_shared(path.parent))
        with contextlib.closing(journal):
            merged = merge(copy, journal, Progress(stderr(), _("sessions reprises")))
            by = who(name)
            payload = {
                "file": clean_line(str(source)), "new": merged.new, "sessions": list(merged.sessions),
                "aside": aside.name if aside is not None else None,
            }  # fmt: skip
            record(journal, AuditKind.RESTORED, payload, now=by.now(), new_id=by.new_id, actor=by.actor)
            journal.scrub()
    if aside is not None:
        out.wrapped(_("L'ancien journal est gardé tel quel sous {path}.").format(path=aside))
    sessions = n_("{count} session", "{count} sessions", len(merged.sessions))
    out.wrapped(_("Repris : {count}. Ce qui avait été effacé le reste.").format(count=sessions))
    if merged.removed:
        out.wrapped(
            _("Non reprises, car supprimées après leur durée de garde : {names}.").format(
                names=", ".join(merged.removed)
            )
        )
    return True


def _present(path: Path, out: Output) -> SqliteJournal | None:
    """The journal that is there; None where there is none or it is unusable, which is said."""
    if not path.exists():
        out.wrapped(_("Aucun journal ici : la sauvegarde en devient un."))
        return None
    try:
        journal = SqliteJournal(path, new_edge(), shared=is_shared(path.parent))
        journal.sessions()
    except Corrupt as unusable:
        out.wrapped(_("{why} Il sera mis de côté, tel quel.").format(why=unusable))
        return None
    return journal


def _held_words(sessions: int, events: int) -> str:
    return _("{sessions}, {events}").format(
        sessions=n_("{count} session", "{count} sessions", sessions), events=n_("{count} fait", "{count} faits", events)
    )


def export_session(
    data: str | None, begin: str, target: Path, name: str | None, out: Output, *, patients: bool, force: bool
) -> None:
    """`pannesi export`."""
    with contextlib.closing(kept_journal(data)) as journal:
        session = session_named([row.id for row in journal.sessions()], begin)
        found = export(journal, session, target, who(name), patients=patients, force=force)
    count = n_("{count} fait", "{count} faits", len(found.events))
    out.wrapped(_("Session {session} exportée : {path} ({count}).").format(session=session, path=target, count=count))
    out.wrapped(
        _("Le fichier contient les patients et les notes : c'est noté dans le journal du poste.")
        if patients
        else _("Sans les patients ni aucun texte libre (notes, motifs).")
    )


def import_session(data: str | None, source: Path, name: str | None, out: Output, ask: Ask) -> bool:
    """`pannesi import`. Returns whether something was done, or had been."""
    from pannesi.session.state import fold

    path = journal_file(data)
    with contextlib.closing(SqliteJournal(path, new_edge(), shared=is_shared(path.parent))) as journal:
        what = arrival(journal, source)
        session = what.found.session
        if what.nothing:
            out.wrapped(_("La session {session} est déjà là, tout entière : rien à reprendre.").format(session=session))
            return True
        known = bool(journal.events(session))
        out.wrapped(
            _("Session {session} : {new}, {texts}.").format(
                session=session,
                new=n_("{count} fait nouveau", "{count} faits nouveaux", what.new),
                texts=n_("{count} texte qui manquait", "{count} textes qui manquaient", what.texts),
            )
            + ("" if known else _(" Elle n'est pas encore dans ce journal."))
        )
        if what.erases:
            _refuse_unsettled(journal, what)
            out.wrapped(
                n_(
                    "{count} texte effacé là-bas sera effacé ici aussi.",
                    "{count} textes effacés là-bas seront effacés ici aussi.",
                    what.erases,
                )
            )
            if not ask(_("Continuer ?")):
                return False
        take_in(journal, what, source, who(name))
        conflicts = len(fold(journal.events(session)).conflicts)
    out.wrapped(_("Reprise dans le journal, chaînes vérifiées."))
    if conflicts:
        out.wrapped(
            n_("{count} réponse en double, à départager.", "{count} réponses en double, à départager.", conflicts)
        )
    return True


def _refuse_unsettled(journal: Journal, what: Arrival) -> None:
    """An erasure made elsewhere wins only over what is settled: a file may lie. Raises NothingToDo."""
    from pannesi.journal.erase import why_not_with
    from pannesi.site.load import load_files

    found = what.found
    files = (journal.site(found.site) if found.site is not None else None) or found.files
    procedure = load_files(files, "").site if files else None
    unsettled = (
        why_not_with(journal, found.session, found.events, procedure)
        if procedure is not None
        else _("sa procédure n'est ni ici ni dans le fichier")
    )
    if unsettled is not None:
        raise NothingToDo(
            _(
                "Rien n'est repris : ce fichier efface des textes de la session {session}, et {why}."
                " La réconcilier ici d'abord."
            ).format(session=found.session, why=unsettled)
        )


def take_back_emergencies(data: str | None, journal: Journal, out: Output) -> tuple[Path, ...]:
    """Merges the emergency journals, so that what they hold is erased too; returns the folders they may lie in."""
    folders = (journal_file(data).parent, *fallback_folders(os.environ))
    for said in merge_back(journal, folders, new_edge()):
        out.wrapped(said)
    return folders


def erase_in_the_rest(journal: Journal, folders: tuple[Path, ...], out: Output) -> None:
    """Erases in the files beside the journal, and names those that nobody can erase in."""
    for one in erase_beside(journal, folders, new_edge()):
        out.wrapped(_leftover_words(one), "  ", "    ")


def _leftover_words(one: Leftover) -> str:
    sentences: Mapping[str, str] = {
        "aside": _("{path} : ancien journal mis de côté, peut contenir des noms ; le supprimer s'il ne sert plus."),
        "part": _("{path} : copie inachevée, peut contenir des noms ; la supprimer."),
        "emergency": _("{path} : journal de secours qui n'a pas pu être nettoyé ; fermer pannesi et recommencer."),
        "index": _("{path} : index encore ouvert ; fermer pannesi partout et recommencer."),
        "unknown": _("{path} : fichier que pannesi ne connaît pas ; vérifier s'il contient des noms."),
    }
    return sentences[one.kind].format(path=one.path)


def day_words(moment: datetime) -> str:
    """A day, in the hour of this machine."""
    return f"{moment.astimezone():%d/%m/%Y}"
