"""`pannesi salvage`: what can be read of a damaged journal goes into a new one; what is lost is told place by place."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pannesi.application.context import new_edge
from pannesi.application.transfer import who
from pannesi.cli.use_cases.sessions import problem_words
from pannesi.journal.audit_log import DESK
from pannesi.journal.damage import roll_back
from pannesi.journal.portable_file import new_portable_file
from pannesi.journal.salvage import Found, found_in, put_into
from pannesi.journal.sqlite import SqliteJournal
from pannesi.journal.store import Corrupt
from pannesi.support import exit_codes as exits
from pannesi.support.console import Output
from pannesi.support.errors import AlreadyExists, FileError, NotAFile, reason
from pannesi.support.i18n import _, n_
from pannesi.support.progress import Progress, interruptible
from pannesi.support.text_safety import clean_line


def salvage_from(source: Path, target: Path | None, name: str | None, out: Output) -> int:
    """Writes the new journal; returns the exit code: whether everything was read. The damaged file stays as it is.
    Raises NotAFile, AlreadyExists, FileError, Corrupt and the port's errors, and then nothing was written."""
    if not source.is_file():
        raise NotAFile(_("{path} n'est pas un fichier, ou n'existe pas.").format(path=source))
    target = target or source.with_name(source.name + ".sauve")
    if os.path.lexists(target):
        raise AlreadyExists(_("{path} existe déjà : donner un autre nom avec --out.").format(path=target))
    with interruptible(_("Rien n'est écrit.")):
        found = _read(source, target.parent)
        if not found.events:
            raise Corrupt(_("Aucun fait d'un journal ne se lit dans {path}. Rien n'est écrit.").format(path=source))
        with new_portable_file(target, force=False) as part, _journal_in(part) as journal:
            taken = put_into(journal, found, who(name), clean_line(source.name), Progress(_("faits repris")))
    _tell(found, taken, target, out)
    return exits.PROBLEMS if found.lost else exits.OK


@contextlib.contextmanager
def _journal_in(part: Path) -> Iterator[SqliteJournal]:
    with contextlib.closing(SqliteJournal(part, new_edge(), alone=True)) as journal:
        yield journal


def _read(source: Path, beside: Path) -> Found:
    """What can be read, once what a crash left half written was put right in a copy."""
    try:
        if not source.with_name(source.name + "-journal").exists():
            return found_in(source, Progress(_("pages lues")))
        with tempfile.TemporaryDirectory(dir=beside, prefix=".pannesi-") as folder:
            copy = Path(folder) / source.name
            for end in ("", "-journal"):
                shutil.copyfile(f"{source}{end}", f"{copy}{end}")
            roll_back(copy)
            return found_in(copy, Progress(_("pages lues")))
    except OSError as failure:
        words = _("{path} ne peut pas être lu : {why}.")
        raise FileError(words.format(path=source, why=reason(failure))) from failure


def _tell(found: Found, taken: int, target: Path, out: Output) -> None:
    sessions = len({one.session for one in found.events} - {DESK})
    out.wrapped(
        _("Nouveau journal : {path} ({facts}, {sessions}).").format(
            path=target,
            facts=n_("{count} fait", "{count} faits", taken),
            sessions=n_("{count} session", "{count} sessions", sessions),
        )
    )
    for one in found.lost:
        out.wrapped(problem_words(one), "  ", "    ")
    if not found.lost:
        out.wrapped(_("Tout ce que le journal tenait a été lu."))
    else:
        out.wrapped(n_("{count} perte, dite ci-dessus.", "{count} pertes, dites ci-dessus.", len(found.lost)))
    out.wrapped(_("Il contient les noms des patients. pannesi restore {path} l'ajoute au journal.").format(path=target))
