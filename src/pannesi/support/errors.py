"""Every refusal of the program in one tree, each with its exit code; light enough to load before anything heavy.

The message of each is a French sentence for the person at the screen: what was refused, and what to do.
"""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, ClassVar

from pannesi.support import exit_codes
from pannesi.support.i18n import _
from pannesi.support.text_safety import clean_line

if TYPE_CHECKING:
    from pannesi.support.console import Output


class PannesiError(Exception):
    """What the program refuses or could not do."""

    exit_code: ClassVar[int] = exit_codes.PROBLEMS

    def report(self, out: Output) -> None:
        """Writes what the person needs to read."""
        out.wrapped(str(self))


class Declined(PannesiError):
    """What was asked for or typed in a face cannot be taken."""


class JournalError(PannesiError):
    """The journal could not do what was asked."""


class CannotExport(PannesiError):
    """A document could not be made."""


class FileError(PannesiError):
    """A file cannot be read or written where it was asked for."""


class TooLarge(FileError):
    """A file holds, or would hold, more than is allowed."""


class AlreadyExists(PannesiError):
    """What was to be made is there already, and was left as it is."""


class UsageError(PannesiError):
    """What was asked for on the command line cannot be understood or does not fit together."""

    exit_code = exit_codes.USAGE


class NotFound(UsageError):
    """Nothing has that name."""


class Ambiguous(UsageError):
    """More than one thing has a name that begins so."""


class InvalidValue(UsageError):
    """A value is none of those that an option takes."""


class ImpossibleTime(InvalidValue, ValueError):
    """A time that cannot be; the message says what can be written."""


class UnusablePath(UsageError):
    """A path that was given cannot serve as what it was given for."""


class NotAFile(UnusablePath):
    """A path that was given is no file, or nothing is there."""


class WrongState(UsageError):
    """A session is not in the state that was asked for."""


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
