"""What was noted for a data folder and is not in its journal yet: in an emergency journal of one's own, or of another
account, which nobody else may read. On a shared journal the other accounts are to know who must open the program again.

An account that could not write its emergency journal in the shared folder leaves a mark there: an empty file, whose
owner and date say all. Where not even that can be written, it lies in the temporary folder of the machine.
"""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pannesi.journal.audit_log import tombstone
from pannesi.journal.emergency_names import MARK, emergency_journals, is_mark, is_taken_back
from pannesi.journal.open_store import open_store
from pannesi.journal.sealing import Edge
from pannesi.journal.store import Journal
from pannesi.support.errors import JournalError
from pannesi.support.i18n import _
from pannesi.support.text_safety import clean_line

MOMENT = 0.3
"""Seconds that an emergency journal in use is waited for."""


@dataclass(frozen=True)
class AccountMark:
    """A mark that another account left."""

    account: str
    at: datetime


def leave_account_mark(emergency: Path, of: Path) -> None:
    """Lets the other accounts that share the folder `of` know of an emergency journal which they cannot read."""
    for folder in _places(of):
        try:
            os.close(os.open(_mark(emergency, folder), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644))
        except OSError:
            continue
        return


def clear_mark(emergency: Path, of: Path) -> None:
    """What is in that emergency journal is in the journal now."""
    for folder in _places(of):
        with contextlib.suppress(OSError):
            os.unlink(_mark(emergency, folder))


def marks_of_others(of: Path) -> Iterator[AccountMark]:
    """The marks of other accounts for the folder `of`."""
    for folder in _places(of):
        try:
            names = sorted(os.listdir(folder))
        except OSError:
            continue
        for name in names:
            if is_mark(name, of):
                yield from _left(folder / name)


def _left(path: Path) -> Iterator[AccountMark]:
    try:
        found = os.lstat(path)
    except OSError:
        return
    if stat.S_ISREG(found.st_mode) and found.st_uid != _me():
        yield AccountMark(_account(found.st_uid), datetime.fromtimestamp(found.st_mtime))


def _me() -> int:
    geteuid = getattr(os, "geteuid", None)
    return int(geteuid()) if geteuid is not None else 0


def _account(number: int) -> str:
    try:
        import pwd

        return clean_line(pwd.getpwuid(number).pw_name)
    except (ImportError, KeyError):
        return str(number)


def _places(of: Path) -> tuple[Path, ...]:
    try:
        return (of, Path(tempfile.gettempdir()))
    except OSError:  # not one of the temporary folders of this machine can be written
        return (of,)


def _mark(emergency: Path, folder: Path) -> Path:
    return folder / (emergency.stem + MARK)


def mark_words(left: AccountMark) -> str:
    """What is said of the emergency journal of another account."""
    return _(
        "Il manque ici des faits que le compte {account} a notés dans son journal de secours ({when}) :"
        " ils y seront repris quand ce compte rouvrira pannesi."
    ).format(account=left.account, when=f"{left.at:%d/%m/%Y, %H:%M}")


def notices_of_others(of: Path) -> Iterator[str]:
    """What is said of the emergency journals of all other accounts."""
    return map(mark_words, marks_of_others(of))


def unmerged_notices(
    journal: Journal | None, folders: Sequence[Path], of: Path, edge: Edge, *, shared: bool
) -> Iterator[str]:  # fmt: skip
    """What is to be said to who reads the journal of the folder `of` without opening the program: what it lacks."""
    for path in emergency_journals(folders, of):
        if not is_taken_back(path.name) and _lacks(journal, path, edge):
            yield _("Un journal de secours n'est pas encore repris ici : ouvrir pannesi le reprend ({path}).").format(
                path=path
            )
    if shared:
        yield from notices_of_others(of)


def _lacks(journal: Journal | None, path: Path, edge: Edge) -> bool:
    """Whether the last fact of an emergency journal is not in the journal; so is one that cannot be read."""
    try:
        with contextlib.closing(open_store(path, edge, read_only=True, patience=MOMENT)) as other:
            last = other.tail(other.mark() - 1).events[-1:]
        if journal is None or not last:
            return bool(last)
        here = any(event.id == last[0].id for event in journal.events(last[0].session))
        return not here and tombstone(journal, last[0].session) is None
    except JournalError:
        return True
