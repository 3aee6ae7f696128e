"""Opening a journal whatever happens: the one asked for, else an emergency one, else memory. Nothing is overwritten."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from pannesi.journal.audit_entries import DESK
from pannesi.journal.audit_log import entries, erased_by, removed_by
from pannesi.journal.emergency_names import emergencies, emergency_path, is_taken_back, taken_back_path
from pannesi.journal.location import FILE, on_network
from pannesi.journal.merge import MayTake, merge, refuse_to_take, taken_by
from pannesi.journal.open_store import MEMORY, open_store
from pannesi.journal.sealing import Edge
from pannesi.journal.store import BUSY_SECONDS, Busy, Corrupt, Journal, NotWritten, Spoiled, TooNew
from pannesi.support.errors import JournalError
from pannesi.support.i18n import _, n_

_MOMENT = 0.3
"""Seconds for which a journal that could not be had is waited for once more."""
_SURELY_ENDED_MS = 2 * 24 * 3600 * 1000
"""An emergency journal untouched for so long has no program left that writes to it: its file may be renamed."""


@dataclass(frozen=True)
class Opened:
    """A journal that can be written to, and what must be said about it."""

    journal: Journal
    state: Literal["normal", "emergency", "memory"]
    problem: str | None
    """Shown until the end of the program."""
    told: tuple[str, ...] = ()
    """Said once: what was taken back from an emergency journal, what was set aside."""
    may_return: bool = False
    """Whether the journal asked for may be had again while the program runs: it was held, or its disk full."""


def open_journal(
    folder: Path, fallbacks: Sequence[Path], edge: Edge, may_take: MayTake, *, shared: bool = False
) -> Opened:
    """The journal of `folder`; where it cannot be used, an emergency one in the first place that can be written.

    A corrupt file is set aside under another name, never touched, and a new journal begun. Emergency journals of
    earlier runs are merged back when the journal can be written again.
    """
    if on_network(folder):
        problem = _("Le dossier {path} est sur le réseau : le journal n'y est pas sûr.").format(path=folder)
        local = [fallback for fallback in fallbacks if fallback != folder]
        return _going_on(stand_in(local, edge, problem, folder, shared=shared), local, edge, folder, may_take)
    path, told, renewed = folder / FILE, [], False
    try:
        journal = open_store(path, edge, shared=shared, patience=BUSY_SECONDS)
        journal.check_whole()
    except Corrupt as failure:
        from pannesi.journal.renewal import begun_anew

        try:
            journal, said = begun_anew(path, edge, str(failure), shared=shared, patience=BUSY_SECONDS)
        except JournalError as second:
            return _going_on(
                stand_in(fallbacks, edge, str(second), folder, shared=shared), fallbacks, edge, folder, may_take
            )
        told.append(said)
        renewed = True
    except (NotWritten, TooNew) as failure:
        opened = _going_on(
            _beside(path, fallbacks, edge, why(failure), shared=shared), fallbacks, edge, folder, may_take
        )
        return replace(opened, may_return=isinstance(failure, NotWritten))
    try:
        told += merge_back(journal, (folder, *fallbacks), edge, folder, may_take)
    except Spoiled as failure:
        from pannesi.journal.renewal import begun_anew

        journal.close()
        try:
            journal, said = begun_anew(path, edge, str(failure), shared=shared, patience=BUSY_SECONDS)
            told = [said, *told, *merge_back(journal, (folder, *fallbacks), edge, folder, may_take)]
            renewed = True
        except JournalError as second:
            return _going_on(
                stand_in(fallbacks, edge, str(second), folder, shared=shared), fallbacks, edge, folder, may_take
            )
    return Opened(journal, "normal", told[0] if renewed else None, tuple(told))


def _beside(path: Path, fallbacks: Sequence[Path], edge: Edge, problem: str, *, shared: bool) -> Opened:
    """An emergency journal that begins with what the unwritable one still lets be read."""
    opened = stand_in(fallbacks, edge, problem, path.parent, shared=shared)
    try:
        readable = open_store(path, edge, read_only=True, patience=_MOMENT)
        events, salts = readable.give()
        for digest in {event.payload.get("site") for event in events if isinstance(event.payload.get("site"), str)}:
            files = readable.site(str(digest))
            if files is not None:
                opened.journal.keep_site(str(digest), files)
        readable.close()
        opened.journal.receive(events, salts)
    except JournalError as unreadable:
        return Opened(opened.journal, opened.state, opened.problem, (*opened.told, str(unreadable)))
    return opened


def _going_on(opened: Opened, fallbacks: Sequence[Path], edge: Edge, folder: Path, may_take: MayTake) -> Opened:
    """The same, with what was written to other emergency journals while the place could not be used: who closes the
    program and opens it again finds the session there."""
    if opened.state == "memory":
        return opened
    told = merge_back(opened.journal, fallbacks, edge, folder, may_take)
    return replace(opened, told=(*opened.told, *told))


def stand_in(fallbacks: Sequence[Path], edge: Edge, problem: str, of: Path, *, shared: bool = False) -> Opened:
    """A journal for the data folder `of` in the first fallback folder that can be written, else in memory. Where `of`
    is shared, one that lies there is every account's; of one elsewhere the others are told."""
    for folder in fallbacks:
        try:
            path = emergency_path(folder, of, edge.writer)
            journal = open_store(path, edge, shared=shared and folder == of, patience=BUSY_SECONDS)
        except JournalError:
            continue
        if shared and folder != of:
            from pannesi.journal.unmerged import leave_mark

            leave_mark(path, of)
        sentence = _("Journal de secours : tout y est enregistré. {why} Fichier : {path}").format(
            why=problem, path=path
        )
        return Opened(journal, "emergency", sentence)
    lost = _("Aucun endroit où écrire : rien n'est gardé après la fermeture. {why}").format(why=problem)
    return Opened(open_store(MEMORY, edge), "memory", lost)


def why(failure: JournalError) -> str:
    """Why a stand-in is taken. Of a journal that is only held, that nobody has to do anything."""
    if isinstance(failure, Busy):
        return _("Un autre programme occupe le journal habituel, qui est repris dès qu'il est libre.")
    return str(failure)


def merge_back(journal: Journal, folders: Sequence[Path], edge: Edge, of: Path, may_take: MayTake) -> list[str]:
    """Merges the emergency journals of other runs for the data folder `of`; their files are kept, renamed once old and
    safe in the journal itself. Returns what to say."""
    told: list[str] = []
    home = journal.place == str(of / FILE)
    for path in emergencies(folders, of):
        if str(path) == str(journal.place):
            continue
        said: str | None = None
        if not is_taken_back(path.name):
            said = _merge_one(journal, path, edge, may_take, home=home)
        elif home and _older_than_an_erasure(path, journal):
            said = _cleaned(journal, path, edge, may_take)
        if said is not None:
            told.append(said)
    return told


def erase_in(path: Path, journal: Journal, edge: Edge, may_take: MayTake) -> None:
    """Makes an emergency journal erase what the journal erased. Raises JournalError where it cannot be done."""
    with contextlib.closing(open_store(path, edge)) as other:
        refuse_to_take(journal, other, may_take)
        other.receive(*journal.give(DESK))
        other.scrub()


def _older_than_an_erasure(path: Path, journal: Journal) -> bool:
    """Whether something was erased since this file was last written to: it may hold it still."""
    try:
        written = path.stat().st_mtime_ns // 1_000_000
        return any(entry.hlc >> 16 >= written for entry in entries(journal) if erased_by(entry) or removed_by(entry))
    except (JournalError, OSError):
        return False


def _cleaned(journal: Journal, path: Path, edge: Edge, may_take: MayTake) -> str | None:
    """Erases in an emergency journal what was erased where it was taken back to: who erased may not have had a right to
    this file, or not have known of it. Says so where it cannot be done."""
    try:
        with contextlib.closing(open_store(path, edge, read_only=True)) as other:
            still = taken_by(journal, other)
        if still:
            erase_in(path, journal, edge, may_take)
    except JournalError as failure:
        return _("Le journal de secours {path} garde peut-être des noms effacés depuis. {why}").format(
            path=path, why=failure
        )
    return None


def _merge_one(journal: Journal, path: Path, edge: Edge, may_take: MayTake, *, home: bool) -> str | None:
    try:
        emergency = open_store(path, edge, read_only=True)
        new = merge(emergency, journal, may_take).new
        emergency.close()
        left = _cleaned(journal, path, edge, may_take) if home else None
        if home and path.parent != Path(journal.place).parent:
            from pannesi.journal.unmerged import clear_mark

            clear_mark(path, Path(journal.place).parent)
        if home and edge.now_ms() - path.stat().st_mtime * 1000 > _SURELY_ENDED_MS:
            os.rename(path, taken_back_path(path))
    except Spoiled:
        raise
    except (JournalError, OSError) as failure:
        return _("Le journal de secours {path} n'a pas pu être repris : {why}").format(path=path, why=failure)
    if left is not None or not new:
        return left
    return n_(
        "{count} fait repris d'un journal de secours.", "{count} faits repris d'un journal de secours.", new
    )  # fmt: skip
