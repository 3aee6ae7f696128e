"""Opening a journal whatever happens: the one asked for, else an emergency one, else memory. Nothing is overwritten."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pannesi.journal.audit_entries import AUDIT_SESSION
from pannesi.journal.audit_log import audit_events, erased_by, removed_by
from pannesi.journal.emergency_names import emergency_journals, emergency_path, is_taken_back, taken_back_path
from pannesi.journal.location import FILE, on_network
from pannesi.journal.open_store import MEMORY, open_store
from pannesi.journal.sealing import Edge
from pannesi.journal.store import BUSY_SECONDS, Busy, Corrupt, DamagedOnWrite, Journal, NotWritten, TooNew
from pannesi.support.errors import JournalError
from pannesi.support.i18n import _, n_

if TYPE_CHECKING:
    from pannesi.journal.merge import LossCheck

_MOMENT = 0.3
"""Seconds for which a journal that could not be had is waited for once more."""
_SURELY_ENDED_MS = 2 * 24 * 3600 * 1000
"""An emergency journal untouched for so long has no program left that writes to it: its file may be renamed."""


@dataclass(frozen=True)
class OpenedJournal:
    """A journal that can be written to, and what must be said about it."""

    journal: Journal
    state: Literal["normal", "emergency", "memory"]
    problem: str | None
    """Shown until the end of the program."""
    notices: tuple[str, ...] = ()
    """Said once: what was taken back from an emergency journal, what was set aside."""
    may_return: bool = False
    """Whether the journal asked for may be had again while the program runs: it was held, or its disk full."""


def open_journal(
    folder: Path, fallbacks: Sequence[Path], edge: Edge, check_loss: LossCheck, *, shared: bool = False
) -> OpenedJournal:
    """The journal of `folder`; where it cannot be used, an emergency one in the first place that can be written.

    A corrupt file is set aside under another name, never touched, and a new journal begun. Emergency journals of
    earlier runs are merged back when the journal can be written again.
    """
    if on_network(folder):
        problem = _("Le dossier {path} est sur le réseau : le journal n'y est pas sûr.").format(path=folder)
        local = [fallback for fallback in fallbacks if fallback != folder]
        return _with_other_emergencies(
            open_stand_in(local, edge, problem, folder, shared=shared), local, edge, folder, check_loss
        )
    path, told, renewed = folder / FILE, [], False
    try:
        journal = open_store(path, edge, shared=shared, patience=BUSY_SECONDS)
        journal.check_integrity()
    except Corrupt as failure:
        from pannesi.journal.renewal import replace_damaged

        try:
            journal, said = replace_damaged(path, edge, str(failure), shared=shared, patience=BUSY_SECONDS)
        except JournalError as second:
            return _with_other_emergencies(
                open_stand_in(fallbacks, edge, str(second), folder, shared=shared), fallbacks, edge, folder, check_loss
            )
        told.append(said)
        renewed = True
    except (NotWritten, TooNew) as failure:
        opened = _with_other_emergencies(
            _stand_in_with_copy(path, fallbacks, edge, stand_in_reason(failure), shared=shared),
            fallbacks,
            edge,
            folder,
            check_loss,
        )
        return replace(opened, may_return=isinstance(failure, NotWritten))
    try:
        told += merge_emergency_journals(journal, (folder, *fallbacks), edge, folder, check_loss)
    except DamagedOnWrite as failure:
        from pannesi.journal.renewal import replace_damaged

        journal.close()
        try:
            journal, said = replace_damaged(path, edge, str(failure), shared=shared, patience=BUSY_SECONDS)
            told = [said, *told, *merge_emergency_journals(journal, (folder, *fallbacks), edge, folder, check_loss)]
            renewed = True
        except JournalError as second:
            return _with_other_emergencies(
                open_stand_in(fallbacks, edge, str(second), folder, shared=shared), fallbacks, edge, folder, check_loss
            )
    return OpenedJournal(journal, "normal", told[0] if renewed else None, tuple(told))


def _stand_in_with_copy(
    path: Path, fallbacks: Sequence[Path], edge: Edge, problem: str, *, shared: bool
) -> OpenedJournal:
    """An emergency journal that begins with what the unwritable one still lets be read."""
    opened = open_stand_in(fallbacks, edge, problem, path.parent, shared=shared)
    try:
        readable = open_store(path, edge, read_only=True, patience=_MOMENT)
        events, salts = readable.events_with_salts()
        for digest in {event.payload.get("site") for event in events if isinstance(event.payload.get("site"), str)}:
            files = readable.site(str(digest))
            if files is not None:
                opened.journal.keep_site(str(digest), files)
        readable.close()
        opened.journal.receive(events, salts)
    except JournalError as unreadable:
        return OpenedJournal(opened.journal, opened.state, opened.problem, (*opened.notices, str(unreadable)))
    return opened


def _with_other_emergencies(
    opened: OpenedJournal, fallbacks: Sequence[Path], edge: Edge, folder: Path, check_loss: LossCheck
) -> OpenedJournal:
    """The same, with what was written to other emergency journals while the place could not be used: who closes the
    program and opens it again finds the session there."""
    if opened.state == "memory":
        return opened
    told = merge_emergency_journals(opened.journal, fallbacks, edge, folder, check_loss)
    return replace(opened, notices=(*opened.notices, *told))


def open_stand_in(
    fallbacks: Sequence[Path], edge: Edge, problem: str, of: Path, *, shared: bool = False
) -> OpenedJournal:
    """A journal for the data folder `of` in the first fallback folder that can be written, else in memory. Where `of`
    is shared, one that lies there is every account's; of one elsewhere the others are told."""
    for folder in fallbacks:
        try:
            path = emergency_path(folder, of, edge.writer)
            journal = open_store(path, edge, shared=shared and folder == of, patience=BUSY_SECONDS)
        except JournalError:
            continue
        if shared and folder != of:
            from pannesi.journal.unmerged import leave_account_mark

            leave_account_mark(path, of)
        sentence = _("Journal de secours : tout y est enregistré. {why} Fichier : {path}").format(
            why=problem, path=path
        )
        return OpenedJournal(journal, "emergency", sentence)
    lost = _("Aucun endroit où écrire : rien n'est gardé après la fermeture. {why}").format(why=problem)
    return OpenedJournal(open_store(MEMORY, edge), "memory", lost)


def stand_in_reason(failure: JournalError) -> str:
    """Why a stand-in is taken. Of a journal that is only held, that nobody has to do anything."""
    if isinstance(failure, Busy):
        return _("Un autre programme occupe le journal habituel, qui est repris dès qu'il est libre.")
    return str(failure)


def merge_emergency_journals(
    journal: Journal, folders: Sequence[Path], edge: Edge, of: Path, check_loss: LossCheck
) -> list[str]:
    """Merges the emergency journals of other runs for the data folder `of`; their files are kept, renamed once old and
    safe in the journal itself. Returns what to say."""
    told: list[str] = []
    home = journal.place == str(of / FILE)
    for path in emergency_journals(folders, of):
        if str(path) == str(journal.place):
            continue
        said: str | None = None
        if not is_taken_back(path.name):
            said = _merge_emergency(journal, path, edge, check_loss, home=home)
        elif home and _older_than_an_erasure(path, journal):
            said = _repeat_missed_erasures(journal, path, edge, check_loss)
        if said is not None:
            told.append(said)
    return told


def repeat_erasures(path: Path, journal: Journal, edge: Edge, check_loss: LossCheck) -> None:
    """Makes an emergency journal erase what the journal erased. Raises JournalError where it cannot be done."""
    from pannesi.journal.merge import refuse_losses

    with contextlib.closing(open_store(path, edge)) as other:
        refuse_losses(journal, other, check_loss)
        other.receive(*journal.events_with_salts(AUDIT_SESSION))
        other.scrub()


def _older_than_an_erasure(path: Path, journal: Journal) -> bool:
    """Whether something was erased since this file was last written to: it may hold it still."""
    try:
        written = path.stat().st_mtime_ns // 1_000_000
        return any(
            entry.hlc >> 16 >= written for entry in audit_events(journal) if erased_by(entry) or removed_by(entry)
        )
    except (JournalError, OSError):
        return False


def _repeat_missed_erasures(journal: Journal, path: Path, edge: Edge, check_loss: LossCheck) -> str | None:
    """Erases in an emergency journal what was erased where it was taken back to: who erased may not have had a right to
    this file, or not have known of it. Says so where it cannot be done."""
    from pannesi.journal.merge import pending_losses

    try:
        with contextlib.closing(open_store(path, edge, read_only=True)) as other:
            still = pending_losses(journal, other)
        if still:
            repeat_erasures(path, journal, edge, check_loss)
    except JournalError as failure:
        return _("Le journal de secours {path} garde peut-être des noms effacés depuis. {why}").format(
            path=path, why=failure
        )
    return None


def _merge_emergency(journal: Journal, path: Path, edge: Edge, check_loss: LossCheck, *, home: bool) -> str | None:
    from pannesi.journal.merge import merge

    try:
        emergency = open_store(path, edge, read_only=True)
        new = merge(emergency, journal, check_loss).new
        emergency.close()
        left = _repeat_missed_erasures(journal, path, edge, check_loss) if home else None
        if home and path.parent != Path(journal.place).parent:
            from pannesi.journal.unmerged import clear_mark

            clear_mark(path, Path(journal.place).parent)
        if home and edge.now_ms() - path.stat().st_mtime * 1000 > _SURELY_ENDED_MS:
            os.rename(path, taken_back_path(path))
    except DamagedOnWrite:
        raise
    except (JournalError, OSError) as failure:
        return _("Le journal de secours {path} n'a pas pu être repris : {why}").format(path=path, why=failure)
    if left is not None or not new:
        return left
    return n_(
        "{count} fait repris d'un journal de secours.", "{count} faits repris d'un journal de secours.", new
    )  # fmt: skip
