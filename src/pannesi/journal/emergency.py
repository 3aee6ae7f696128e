"""Opening a journal whatever happens: the one asked for, else an emergency one, else memory. Nothing is overwritten."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pannesi.failures import JournalError
from pannesi.i18n import _, n_
from pannesi.journal.memory import MemoryJournal
from pannesi.journal.merging import merge
from pannesi.journal.place import FILE, on_network
from pannesi.journal.port import Corrupt, Journal, NotWritten, TooNew
from pannesi.journal.sqlite import SqliteJournal
from pannesi.journal.stamp import Edge

_PREFIX = "urgence-"
_SUFFIX = ".db"
_MERGED = ".repris"
_ASIDE = ".abime-"
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


def open_journal(folder: Path, fallbacks: Sequence[Path], edge: Edge, *, shared: bool = False) -> Opened:
    """The journal of `folder`; where it cannot be used, an emergency one in the first place that can be written.

    A corrupt file is set aside under another name, never touched, and a new journal begun. Emergency journals of
    earlier runs are merged back when the journal can be written again.
    """
    if on_network(folder):
        problem = _("Le dossier {path} est sur le réseau : le journal n'y est pas sûr.").format(path=folder)
        return stand_in(fallbacks, edge, problem)
    path, told = folder / FILE, []
    try:
        journal = SqliteJournal(path, edge, shared=shared)
        journal.sessions()
    except Corrupt as failure:
        aside = set_aside(path)
        if aside is None:
            return stand_in(fallbacks, edge, str(failure))
        told.append(_("{why} Il est gardé sous {path} ; un nouveau journal commence.").format(why=failure, path=aside))
        try:
            journal = SqliteJournal(path, edge, shared=shared)
        except JournalError as second:
            return stand_in(fallbacks, edge, str(second))
    except (NotWritten, TooNew) as failure:
        return _beside(path, fallbacks, edge, str(failure))
    told += merge_back(journal, (folder, *fallbacks), edge)
    return Opened(journal, "normal", told[0] if told and "gardé sous" in told[0] else None, tuple(told))


def is_emergency(name: str) -> bool:
    """Whether a file's name is that of an emergency journal, taken back already or not."""
    return name.startswith(_PREFIX) and name.removesuffix(_MERGED).endswith(_SUFFIX)


def is_aside(name: str) -> bool:
    """Whether a file's name is that of a journal that was set aside."""
    return name.startswith(FILE + _ASIDE)


def set_aside(path: Path) -> Path | None:
    """Renames a file that cannot be read, with what SQLite left beside it. None when even that cannot be done."""
    for number in range(1, 1000):
        aside = path.with_name(f"{path.name}{_ASIDE}{number}")
        if aside.exists():
            continue
        try:
            os.rename(path, aside)
            hot = path.with_name(path.name + "-journal")
            if hot.exists():
                os.rename(hot, aside.with_name(aside.name + "-journal"))
        except OSError:
            return None
        return aside
    return None


def _beside(path: Path, fallbacks: Sequence[Path], edge: Edge, problem: str) -> Opened:
    """An emergency journal that begins with what the unwritable one still lets be read."""
    opened = stand_in(fallbacks, edge, problem)
    try:
        readable = SqliteJournal(path, edge, read_only=True)
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


def stand_in(fallbacks: Sequence[Path], edge: Edge, problem: str) -> Opened:
    """A journal in the first fallback folder that can be written, else in memory."""
    for folder in fallbacks:
        try:
            path = folder / f"{_PREFIX}{edge.writer}{_SUFFIX}"
            journal = SqliteJournal(path, edge)
        except JournalError:
            continue
        sentence = _("Journal de secours : {path}. {why}").format(why=problem, path=path)
        return Opened(journal, "emergency", sentence)
    lost = _("Aucun endroit où écrire : rien n'est gardé après la fermeture. {why}").format(why=problem)
    return Opened(MemoryJournal(edge), "memory", lost)


def merge_back(journal: Journal, folders: Sequence[Path], edge: Edge) -> list[str]:
    """Merges the emergency journals of other runs; their files are kept, renamed once old. Returns what to say."""
    told: list[str] = []
    for folder in dict.fromkeys(folders):
        try:
            names = sorted(os.listdir(folder))
        except OSError:
            continue
        for name in names:
            if name.startswith(_PREFIX) and name.endswith(_SUFFIX):
                said = _merge_one(journal, folder / name, edge)
                if said is not None:
                    told.append(said)
    return told


def _merge_one(journal: Journal, path: Path, edge: Edge) -> str | None:
    try:
        emergency = SqliteJournal(path, edge, read_only=True)
        new = merge(emergency, journal).new
        emergency.close()
        if edge.now_ms() - path.stat().st_mtime * 1000 > _SURELY_ENDED_MS:
            os.rename(path, path.with_name(path.name + _MERGED))
    except (JournalError, OSError) as failure:
        return _("Le journal de secours {path} n'a pas pu être repris : {why}").format(path=path, why=failure)
    if not new:
        return None
    return n_(
        "{count} fait repris d'un journal de secours.", "{count} faits repris d'un journal de secours.", new
    )  # fmt: skip
