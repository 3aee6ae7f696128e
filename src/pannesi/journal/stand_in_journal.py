"""Opening a journal whatever happens: the main one, else an emergency journal, else one in memory.

No file is overwritten. Emergency journals of earlier runs are merged back as soon as that is possible.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pannesi.journal.location import (
    FILE,
    emergency_journals,
    emergency_path,
    is_taken_back,
    on_network,
    taken_back_path,
)
from pannesi.journal.open_store import MEMORY, open_store
from pannesi.journal.store import (
    AUDIT_SESSION,
    BRIEF_SECONDS,
    BUSY_SECONDS,
    Busy,
    Corrupt,
    DamagedOnWrite,
    Journal,
    NotWritten,
    TooNew,
)
from pannesi.journal.writer import JournalWriter
from pannesi.support.errors import JournalError
from pannesi.support.i18n import _, n_
from pannesi.support.light_dataclass import dataclass

if TYPE_CHECKING:
    from pannesi.journal.exchange.merge import LossCheck

_SURELY_ENDED_MS = 2 * 24 * 3600 * 1000
"""An emergency journal untouched for so long has no program left that writes to it: its file may be renamed."""


@dataclass(frozen=True)
class OpenedJournal:
    """A journal that can be written to, and what must be said about it."""

    journal: Journal
    state: Literal["normal", "emergency", "memory"]
    problem: str | None
    """Why it is not the usual journal; shown until the end of the program."""
    notices: tuple[str, ...] = ()
    """Sentences shown once: what was merged back from emergency journals, what was set aside."""
    may_return: bool = False
    """Whether the main journal may become available while the program runs: it was locked, or its disk full."""


def open_journal(
    folder: Path, fallbacks: Sequence[Path], writer: JournalWriter, check_loss: LossCheck, *, shared: bool = False
) -> OpenedJournal:
    """The journal of the data folder `folder`; where it cannot be used, an emergency journal in the first of
    `fallbacks` that can be written, else one in memory. Raises nothing for a journal that fails.

    A damaged file is renamed, never changed, and a new journal begun with what can be read of it. Emergency journals
    of earlier runs are merged back. `shared`: the files belong to the group of the folder.
    """
    opening = _Opening(folder, tuple(fallbacks), writer, check_loss, shared)
    if on_network(folder):
        problem = _("Le dossier {path} est sur le réseau : le journal n'y est pas sûr.").format(path=folder)
        local = tuple(fallback for fallback in fallbacks if fallback != folder)
        return replace(opening, fallbacks=local).stand_in(problem)
    try:
        journal = open_store(folder / FILE, writer, shared=shared, patience=BUSY_SECONDS)
        journal.check_integrity()
    except Corrupt as failure:
        return opening.with_new_file(str(failure))
    except (NotWritten, TooNew) as failure:
        opened = opening.stand_in(stand_in_reason(failure), copied=True)
        return replace(opened, may_return=isinstance(failure, NotWritten))
    try:
        return OpenedJournal(journal, "normal", None, tuple(opening.merge_into(journal)))
    except DamagedOnWrite as failure:
        journal.close()
        return opening.with_new_file(str(failure), last=True)


@dataclass(frozen=True)
class _Opening:
    """The opening of the journal of one data folder, and the ways to go on where that fails."""

    folder: Path
    fallbacks: tuple[Path, ...]
    writer: JournalWriter
    check_loss: LossCheck
    shared: bool

    def merge_into(self, journal: Journal) -> list[str]:
        """Merges the emergency journals of earlier runs; returns what to say. Raises DamagedOnWrite."""
        return merge_emergency_journals(
            journal, (self.folder, *self.fallbacks), self.writer, self.folder, self.check_loss
        )

    def with_new_file(self, why: str, notices: tuple[str, ...] = (), *, last: bool = False) -> OpenedJournal:
        """A new journal in the place of a damaged one; a stand-in where that cannot be made. A new file that turns out
        to be damaged when it is written is replaced once more, unless this is the `last` attempt."""
        from pannesi.journal.stand_in.renewal import replace_damaged

        try:
            journal, said = replace_damaged(
                self.folder / FILE, self.writer, why, shared=self.shared, patience=BUSY_SECONDS
            )
        except JournalError as failure:
            return self.stand_in(str(failure))
        notices = (said, *notices)
        try:
            return OpenedJournal(journal, "normal", said, (*notices, *self.merge_into(journal)))
        except DamagedOnWrite as failure:
            if last:
                return self.stand_in(str(failure))
            journal.close()
            return self.with_new_file(str(failure), notices, last=True)

    def stand_in(self, problem: str, *, copied: bool = False) -> OpenedJournal:
        """An emergency journal with what other emergency journals hold, so that who opens the program again finds the
        session there; `copied`: also with what can be read of the main journal."""
        opened = open_stand_in(self.fallbacks, self.writer, problem, self.folder, shared=self.shared)
        if copied:
            opened = _with_copy(opened, self.folder / FILE, self.writer)
        if opened.state == "memory":
            return opened
        merged = merge_emergency_journals(opened.journal, self.fallbacks, self.writer, self.folder, self.check_loss)
        return replace(opened, notices=(*opened.notices, *merged))


def _with_copy(opened: OpenedJournal, path: Path, writer: JournalWriter) -> OpenedJournal:
    """A stand-in into which the readable part of the journal at `path` was copied."""
    try:
        main = open_store(path, writer, read_only=True, patience=BRIEF_SECONDS)
        events, salts = main.events_with_salts()
        for digest in {event.payload.get("site") for event in events if isinstance(event.payload.get("site"), str)}:
            files = main.site(str(digest))
            if files is not None:
                opened.journal.keep_site(str(digest), files)
        main.close()
        opened.journal.receive(events, salts)
    except JournalError as unreadable:
        return replace(opened, notices=(*opened.notices, str(unreadable)))
    return opened


def open_stand_in(
    fallbacks: Sequence[Path], writer: JournalWriter, problem: str, of: Path, *, shared: bool = False
) -> OpenedJournal:
    """An emergency journal for the data folder `of` in the first fallback folder that can be written, else in memory.

    `problem` says why it is needed. Where `of` is `shared`, an emergency journal in it belongs to the group; of one
    elsewhere the other accounts are told by an account mark.
    """
    for folder in fallbacks:
        try:
            path = emergency_path(folder, of, writer.id)
            journal = open_store(path, writer, shared=shared and folder == of, patience=BUSY_SECONDS)
        except JournalError:
            continue
        if shared and folder != of:
            from pannesi.journal.stand_in.unmerged import leave_account_mark

            leave_account_mark(path, of)
        sentence = _("Journal de secours : tout y est enregistré. {why} Fichier : {path}").format(
            why=problem, path=path
        )
        return OpenedJournal(journal, "emergency", sentence)
    lost = _("Aucun endroit où écrire : rien n'est gardé après la fermeture. {why}").format(why=problem)
    return OpenedJournal(open_store(MEMORY, writer), "memory", lost)


def stand_in_reason(failure: JournalError) -> str:
    """Why a stand-in is taken, in French; of a journal that is only locked, that nothing has to be done."""
    if isinstance(failure, Busy):
        return _("Un autre programme occupe le journal habituel, qui est repris dès qu'il est libre.")
    return str(failure)


def merge_emergency_journals(
    journal: Journal, folders: Sequence[Path], writer: JournalWriter, of: Path, check_loss: LossCheck
) -> list[str]:
    """Merges into a journal the emergency journals that other runs left in `folders` for the data folder `of`.

    Their files stay; they are renamed once old and merged into the main journal. Returns sentences to show. Raises
    DamagedOnWrite where the journal turns out to be damaged.
    """
    notices: list[str] = []
    home = journal.place == str(of / FILE)
    for path in emergency_journals(folders, of):
        if str(path) == str(journal.place):
            continue
        said: str | None = None
        if not is_taken_back(path.name):
            said = _merge_emergency(journal, path, writer, check_loss, home=home)
        elif home and _older_than_an_erasure(path, journal):
            said = _repeat_missed_erasures(journal, path, writer, check_loss)
        if said is not None:
            notices.append(said)
    return notices


def repeat_erasures(path: Path, journal: Journal, writer: JournalWriter, check_loss: LossCheck) -> None:
    """Erases in the emergency journal at `path` what was erased in the main journal. Raises JournalError,
    NotSettled."""
    from pannesi.journal.exchange.merge import refuse_losses

    with contextlib.closing(open_store(path, writer)) as other:
        refuse_losses(journal, other, check_loss)
        other.receive(*journal.events_with_salts(AUDIT_SESSION))
        other.scrub()


def _older_than_an_erasure(path: Path, journal: Journal) -> bool:
    """Whether the journal erased something after this file was last written: the file may still hold it."""
    from pannesi.journal.audit_log import audit_events, erased_by, removed_by

    try:
        written = path.stat().st_mtime_ns // 1_000_000
        return any(
            entry.hlc >> 16 >= written for entry in audit_events(journal) if erased_by(entry) or removed_by(entry)
        )
    except (JournalError, OSError):
        return False


def _repeat_missed_erasures(journal: Journal, path: Path, writer: JournalWriter, check_loss: LossCheck) -> str | None:
    """Erases in an emergency journal what the main journal erased since: who erased there may have had no right to this
    file, or not known of it. Returns a sentence where that cannot be done, else None."""
    from pannesi.journal.exchange.merge import pending_losses

    try:
        with contextlib.closing(open_store(path, writer, read_only=True)) as other:
            still = pending_losses(journal, other)
        if still:
            repeat_erasures(path, journal, writer, check_loss)
    except JournalError as failure:
        return _("Le journal de secours {path} garde peut-être des noms effacés depuis. {why}").format(
            path=path, why=failure
        )
    return None


def _merge_emergency(
    journal: Journal, path: Path, writer: JournalWriter, check_loss: LossCheck, *, home: bool
) -> str | None:
    from pannesi.journal.exchange.merge import merge

    try:
        emergency = open_store(path, writer, read_only=True)
        new = merge(emergency, journal, check_loss).new
        emergency.close()
        left = _repeat_missed_erasures(journal, path, writer, check_loss) if home else None
        if home and path.parent != Path(journal.place).parent:
            from pannesi.journal.stand_in.unmerged import clear_mark

            clear_mark(path, Path(journal.place).parent)
        if home and writer.now_ms() - path.stat().st_mtime * 1000 > _SURELY_ENDED_MS:
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
