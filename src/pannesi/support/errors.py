"""What a command may refuse with: exceptions light enough to be named before anything heavy is loaded."""

from __future__ import annotations

import errno

from pannesi.support.i18n import _
from pannesi.support.text_safety import clean_line


class Declined(Exception):
    """What was asked for or typed cannot be taken; the message is a French sentence saying why, and what to do."""


class JournalError(Exception):
    """The journal could not do what was asked. The message is a French sentence for the person at the screen."""


class CannotExport(Exception):
    """A file could not be made or written; the message is a French sentence that says what to do."""


class UnknownName(Exception):
    """Nothing, or too much, has that name; the message is a French sentence that says what exists."""


class ImpossibleTime(ValueError):
    """A time that cannot be; the message is a French sentence saying what can be written."""


def reason(failure: OSError | ValueError) -> str:
    """Why the system refused, in French: its own words are in the language of the machine."""
    said = {
        errno.EACCES: _("les droits manquent, ou le fichier est tenu par un autre programme"),
        errno.EPERM: _("les droits manquent"),
        errno.ENOENT: _("le dossier n'existe pas"),
        errno.ENOTDIR: _("un dossier du chemin est un fichier"),
        errno.EISDIR: _("c'est un dossier"),
        errno.EEXIST: _("il y a déjà quelque chose de ce nom"),
        errno.ENOSPC: _("le disque est plein"),
        errno.EFBIG: _("le fichier est trop grand"),
        errno.EROFS: _("le disque est en lecture seule"),
        errno.ENAMETOOLONG: _("le nom est trop long"),
        errno.ELOOP: _("c'est un lien, et non le fichier lui-même"),
        errno.EIO: _("le disque ne répond pas comme il faut"),
    }
    number = getattr(failure, "errno", None)
    if number in said:
        return said[number]
    return clean_line(getattr(failure, "strerror", None) or str(failure) or type(failure).__name__)
