"""What a failure of the journal's file means: damaged, in use, full, read only."""

from __future__ import annotations

import sqlite3

from pannesi.failures import reason
from pannesi.i18n import _
from pannesi.journal.own_file import is_busy
from pannesi.journal.port import Busy, Clash, Corrupt, NotWritten, SessionRemoved
from pannesi.journal.rows import CLASH


def told(error: sqlite3.Error | OSError, place: str) -> Corrupt | NotWritten:
    """A failure of the file as a sentence that says what happened and what to do."""
    if isinstance(error, OSError):
        words = _("Le journal {path} ne peut pas être écrit : {why}.")
        return NotWritten(words.format(path=place, why=reason(error)))
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return Corrupt(_("Le journal {path} est abîmé.").format(path=place))
    if name.startswith("SQLITE_CONSTRAINT") and str(error) == "removed":
        return SessionRemoved(_("Cette session a été supprimée du journal : rien ne s'y ajoute plus."))
    if name.startswith("SQLITE_CONSTRAINT") and str(error) == "append-only":
        return Clash(CLASH)
    if is_busy(error):
        return Busy(_("Le journal {path} est occupé par un autre programme : réessayer.").format(path=place))
    known = {
        "SQLITE_FULL": _("Le disque est plein : libérer de la place."),
        "SQLITE_READONLY": _("Le journal {path} est en lecture seule : vérifier les droits du dossier."),
        "SQLITE_CANTOPEN": _("Le journal {path} ne peut pas être ouvert : vérifier le dossier et ses droits."),
        "SQLITE_IOERR": _("Le disque ne répond pas : le journal {path} n'a pas pu être écrit."),
    }
    sentence = next((words for code, words in known.items() if name.startswith(code)), None)
    return NotWritten((sentence or _("Le journal {path} n'a pas pu être écrit.")).format(path=place))
