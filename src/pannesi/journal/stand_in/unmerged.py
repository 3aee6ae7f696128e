"""Emergency journals that are not merged back yet, of one's own account and of the others that share a data folder.

An account whose emergency journal lies where the others cannot read it leaves an account mark in the shared folder: an
empty file whose owner and date tell who must open the program again. Where even that cannot be written, the mark lies
in the temporary folder of the machine.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pannesi.journal.audit_log import tombstone
from pannesi.journal.location import MARK, emergency_journals, is_mark, is_taken_back
from pannesi.journal.open_store import open_store
from pannesi.journal.store import BRIEF_SECONDS, Journal
from pannesi.journal.writer import JournalWriter
from pannesi.procedure.availability.moments import format_date
from pannesi.support.errors import JournalError
from pannesi.support.i18n import _
from pannesi.support.text_safety import clean_line
from pannesi.support.user_folders import temporary_folder


@dataclass(frozen=True)
class AccountMark:
    """The mark of another account whose emergency journal is not merged back yet."""

    account: str
    at: datetime


def leave_account_mark(emergency: Path, of: Path) -> None:
    """Leaves a mark for the other accounts that share the data folder `of`. Ignores places that cannot be written."""
    for folder in _folders_of_marks(of):
        try:
            os.close(os.open(_mark_path(emergency, folder), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644))
        except OSError:
            continue
        return


def clear_mark(emergency: Path, of: Path) -> None:
    """Removes the mark of an emergency journal that was merged into the journal of the data folder `of`."""
    for folder in _folders_of_marks(of):
        with contextlib.suppress(OSError):
            os.unlink(_mark_path(emergency, folder))


def marks_of_others(of: Path) -> Iterator[AccountMark]:
    """The marks of other accounts for the data folder `of`."""
    for folder in _folders_of_marks(of):
        try:
            names = sorted(os.listdir(folder))
        except OSError:
            continue
        for name in names:
            if is_mark(name, of):
                yield from _account_mark_at(folder / name)


def _account_mark_at(path: Path) -> Iterator[AccountMark]:
    try:
        status = os.lstat(path)
    except OSError:
        return
    if stat.S_ISREG(status.st_mode) and status.st_uid != _own_user_id():
        yield AccountMark(_name_of_account(status.st_uid), datetime.fromtimestamp(status.st_mtime))


def _own_user_id() -> int:
    geteuid = getattr(os, "geteuid", None)
    return int(geteuid()) if geteuid is not None else 0


def _name_of_account(number: int) -> str:
    try:
        import pwd

        return clean_line(pwd.getpwuid(number).pw_name)
    except (ImportError, KeyError):
        return str(number)


def _folders_of_marks(of: Path) -> tuple[Path, ...]:
    try:
        return (of, Path(temporary_folder()))
    except OSError:  # not one of the temporary folders of this machine can be written
        return (of,)


def _mark_path(emergency: Path, folder: Path) -> Path:
    return folder / (emergency.stem + MARK)


def mark_words(left: AccountMark) -> str:
    """The sentence about the emergency journal of another account."""
    return _(
        "Il manque ici des faits que le compte {account} a notés dans son journal de secours ({when}) :"
        " ils y seront repris quand ce compte rouvrira pannesi."
    ).format(account=left.account, when=f"{format_date(left.at)}, {left.at:%H:%M}")


def notices_of_others(of: Path) -> Iterator[str]:
    """The sentences about the emergency journals of all other accounts."""
    return map(mark_words, marks_of_others(of))


def unmerged_notices(
    journal: Journal | None, folders: Sequence[Path], of: Path, writer: JournalWriter, *, shared: bool
) -> Iterator[str]:  # fmt: skip
    """Sentences about emergency journals that the journal of the data folder `of` lacks, for commands that only read.

    `journal` is None where there is none; `folders` are those in which emergency journals may lie.
    """
    for path in emergency_journals(folders, of):
        if not is_taken_back(path.name) and _lacks_last_event(journal, path, writer):
            yield _("Un journal de secours n'est pas encore repris ici : ouvrir pannesi le reprend ({path}).").format(
                path=path
            )
    if shared:
        yield from notices_of_others(of)


def _lacks_last_event(journal: Journal | None, path: Path, writer: JournalWriter) -> bool:
    """Whether the last event of an emergency journal is not in the journal, or cannot be read."""
    try:
        with contextlib.closing(open_store(path, writer, read_only=True, patience=BRIEF_SECONDS)) as other:
            last = other.tail(other.mark() - 1).events[-1:]
        if journal is None or not last:
            return bool(last)
        here = any(event.id == last[0].id for event in journal.events(last[0].session))
        return not here and tombstone(journal, last[0].session) is None
    except JournalError:
        return True
