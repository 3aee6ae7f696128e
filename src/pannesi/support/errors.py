"""The exit codes of the program, and its exceptions in one tree, each with its code; cheap to import.

Each message is a French sentence for the person at the screen: what was refused, and what to do.
"""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, ClassVar

from pannesi.support.i18n import _
from pannesi.support.text_safety import clean_line

if TYPE_CHECKING:
    from pannesi.support.console import Output

OK = 0
PROBLEMS = 1
"""Something is wrong: a site with errors, a journal that is damaged or cannot be read, a failure of the program."""
USAGE = 2
"""The command line cannot be understood, or names something that does not exist."""
SIGNALLED = 128
"""Ended by a signal, whose number is added to this."""
HUNG_UP = 129
"""SIGHUP: the terminal is gone."""
INTERRUPTED = 130
"""SIGINT: Ctrl-C."""
OUTPUT_CLOSED = 141
"""SIGPIPE: the output has no reader any more."""
TERMINATED = 143
"""SIGTERM, as when the machine is shut down."""


class PannesiError(Exception):
    """A refusal or a failure that the program reports to the person."""

    exit_code: ClassVar[int] = PROBLEMS

    def report(self, out: Output) -> None:
        """Writes the message for the person; subclasses may add details."""
        out.wrapped(str(self))


class Declined(PannesiError):
    """A face cannot accept what the person asked for or typed."""


class JournalError(PannesiError):
    """The journal could not do what was asked."""


class CannotExport(PannesiError):
    """A document could not be made."""


class FileError(PannesiError):
    """A file cannot be read or written where it was asked for."""


class TooLarge(FileError):
    """A file holds, or would hold, more than is allowed."""


class AlreadyExists(PannesiError):
    """What was to be created exists already, and was left unchanged."""


class UsageError(PannesiError):
    """A command line that cannot be understood, or whose options contradict each other."""

    exit_code = USAGE


class NotFound(UsageError):
    """Nothing has that name."""


class Ambiguous(UsageError):
    """An abbreviated name fits more than one thing."""


class InvalidValue(UsageError):
    """An option does not accept this value."""


class ImpossibleTime(InvalidValue, ValueError):
    """A text is no possible time; the message says what can be written."""


class UnusablePath(UsageError):
    """A path given by the person cannot be used for its purpose."""


class NotAFile(UnusablePath):
    """A path given by the person names no file."""


class WrongState(UsageError):
    """The session is not in the state that the command needs (open, closed…)."""


def reason(failure: OSError | ValueError) -> str:
    """Why the operating system refused, in French for the usual `errno`, else in the system's own words."""
    sentences = {
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
    if number in sentences:
        return sentences[number]
    return clean_line(getattr(failure, "strerror", None) or str(failure) or type(failure).__name__)
