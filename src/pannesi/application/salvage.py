"""`pannesi salvage`: writes the readable part of a damaged journal to a new one; the damaged file stays as it is."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pannesi.application.journal_commands import acting_person
from pannesi.journal.exchange.portable_file import new_portable_file
from pannesi.journal.location import ROLLBACK_SUFFIX
from pannesi.journal.open_store import open_store
from pannesi.journal.salvage import SalvagedFacts, read_damaged, write_salvaged
from pannesi.journal.sqlite.errors import roll_back
from pannesi.journal.store import ChainProblem, Corrupt, Journal, is_session
from pannesi.journal.writer import new_writer
from pannesi.support.errors import AlreadyExists, FileError, NotAFile, reason
from pannesi.support.i18n import _
from pannesi.support.progress import Progress, interruptible
from pannesi.support.text_safety import clean_line
from pannesi.support.user_folders import temporary_folder_in


@dataclass(frozen=True)
class SalvageResult:
    """The new journal of a salvage, and how much was saved and lost."""

    file: Path
    facts: int
    """How many events were written."""
    sessions: int
    lost: tuple[ChainProblem, ...]
    """The events, texts and sites that could not be read."""


def salvage(source: Path, target: Path | None, name: str | None) -> SalvageResult:
    """Writes the readable part of the journal `source` to `target`, or to a file beside it; `name` is who does it.

    Raises NotAFile, AlreadyExists, FileError, Corrupt and the errors of the port: then nothing was written.
    """
    if not source.is_file():
        raise NotAFile(_("{path} n'est pas un fichier, ou n'existe pas.").format(path=source))
    target = target or source.with_name(source.name + ".sauve")
    if os.path.lexists(target):
        raise AlreadyExists(_("{path} existe déjà : donner un autre nom avec --out.").format(path=target))
    with interruptible(_("Rien n'est écrit.")):
        facts_read = _read_source(source, target.parent)
        if not facts_read.events:
            raise Corrupt(_("Aucun fait d'un journal ne se lit dans {path}. Rien n'est écrit.").format(path=source))
        with new_portable_file(target, force=False) as part, _journal_in(part) as journal:
            facts = write_salvaged(
                journal, facts_read, acting_person(name), clean_line(source.name), Progress(_("faits repris"))
            )
    sessions = {event.session for event in facts_read.events if is_session(event.session)}
    return SalvageResult(target, facts, len(sessions), tuple(facts_read.lost))


@contextlib.contextmanager
def _journal_in(part: Path) -> Iterator[Journal]:
    with contextlib.closing(open_store(part, new_writer(), alone=True)) as journal:
        yield journal


def _read_source(source: Path, beside: Path) -> SalvagedFacts:
    """What can be read of a damaged file; an interrupted transaction is first rolled back in a copy."""
    try:
        if not source.with_name(source.name + ROLLBACK_SUFFIX).exists():
            return read_damaged(source, Progress(_("pages lues")))
        with temporary_folder_in(beside) as folder:
            copy = folder / source.name
            for end in ("", ROLLBACK_SUFFIX):
                shutil.copyfile(f"{source}{end}", f"{copy}{end}")
            roll_back(copy)
            return read_damaged(copy, Progress(_("pages lues")))
    except OSError as failure:
        words = _("{path} ne peut pas être lu : {why}.")
        raise FileError(words.format(path=source, why=reason(failure))) from failure
