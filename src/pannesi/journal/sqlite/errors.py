"""From a failure of SQLite to an error of the port: damaged, locked, disk full, read only.

A damaged page may raise nearly any exception, so whatever is not known to be something else counts as damage.
"""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from pannesi.journal.sqlite.rows import is_busy
from pannesi.journal.sqlite.schema import ReadLimit
from pannesi.journal.store import Busy, Clash, Corrupt, NotWritten, SessionRemoved
from pannesi.support.errors import JournalError, reason
from pannesi.support.i18n import _
from pannesi.support.program_faults import fault_sentence, is_program_fault

_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_ERROR", "SQLITE_TOOBIG", "SQLITE_MISMATCH", "SQLITE_SCHEMA")
"""Names of SQLite errors that mean damage. Our queries are fixed, so an error in one comes from the tables it meets."""


def is_damage(failure: Exception) -> bool:
    """Whether an exception raised while reading or writing the file means that the file is damaged.

    What SQLite reads out of a damaged page may end in any exception of Python (text that is no UTF-8, a number out of
    bounds); only errors of the operating system, of memory and of the program itself mean something else.
    """
    if isinstance(failure, JournalError):
        return isinstance(failure, Corrupt)
    if isinstance(failure, sqlite3.Error):
        name = getattr(failure, "sqlite_errorname", "") or ""
        return name.startswith(_DAMAGED) or (not name and isinstance(failure, sqlite3.OperationalError))
    return not (isinstance(failure, OSError | MemoryError) or is_program_fault(failure))


def journal_error(failure: Exception, place: str, bound: ReadLimit | None = None) -> JournalError:
    """The error of the port for a failure of the file at `place`, in French: what happened and what to do.

    `bound` is the limit of the reading, where it had one. Raises KeyboardInterrupt where a person interrupted it.
    """
    if getattr(failure, "sqlite_errorname", "") == "SQLITE_INTERRUPT":
        if bound is None or not bound.spent:
            raise KeyboardInterrupt from failure
        return Corrupt(_("La lecture de {path} ne finit pas : ce n'est pas un journal de pannesi.").format(path=place))
    if getattr(failure, "sqlite_errorname", "") == "SQLITE_NOTADB":
        return Corrupt(
            _("Le fichier {path} n'est pas un journal de pannesi, ou son début est abîmé.").format(path=place)
        )
    if is_damage(failure):
        return Corrupt(_("Le journal {path} est abîmé.").format(path=place))
    if is_program_fault(failure):
        words = _("Le journal {path} n'est pas en cause : {fault}.")
        return NotWritten(words.format(path=place, fault=fault_sentence(failure)))
    if isinstance(failure, OSError):
        words = _("Le journal {path} ne peut pas être écrit : {why}.")
        return NotWritten(words.format(path=place, why=reason(failure)))
    name = getattr(failure, "sqlite_errorname", "") or ""
    if name.startswith("SQLITE_CONSTRAINT") and str(failure) == "removed":
        return SessionRemoved()
    if name.startswith("SQLITE_CONSTRAINT") and str(failure) == "append-only":
        return Clash()
    if is_busy(failure):
        return Busy(_("Le journal {path} est occupé par un autre programme : réessayer.").format(path=place))
    sentences = {
        "SQLITE_FULL": _("Le disque est plein : libérer de la place."),
        "SQLITE_READONLY": _("Le journal {path} est en lecture seule : vérifier les droits du dossier."),
        "SQLITE_CANTOPEN": _("Le journal {path} ne peut pas être ouvert : vérifier le dossier et ses droits."),
        "SQLITE_IOERR": _("Le disque ne répond pas : le journal {path} n'a pas pu être écrit."),
    }
    sentence = next((words for code, words in sentences.items() if name.startswith(code)), None)
    return NotWritten((sentence or _("Le journal {path} n'a pas pu être écrit.")).format(path=place))


def roll_back(copy: Path) -> None:
    """Rolls back, in a copy of a database, a transaction that a crash interrupted; a damaged file stays as it is.

    Raises JournalError where the disk fails.
    """
    with contextlib.closing(sqlite3.connect(copy)) as db:
        try:
            db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except (sqlite3.Error, ValueError) as failure:
            if not is_damage(failure):
                raise JournalError(_("Le disque ne répond pas comme il faut.")) from failure
