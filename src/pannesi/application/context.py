"""What a face starts from: the site, the journal, the clock and the person, each found without asking anybody."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from pannesi.application.retention.merge_policy import check_loss
from pannesi.application.site_selection import SelectedSite, read_site
from pannesi.journal.audit_entries import ClockConfirmedEntry, SiteSeenEntry, entry_of
from pannesi.journal.audit_log import Who, audit_events, record
from pannesi.journal.hybrid_clock import moment_of
from pannesi.journal.location import FILE, data_folder
from pannesi.journal.open_store import open_store
from pannesi.journal.private_file import WAITING, Waiting
from pannesi.journal.sealing import Edge
from pannesi.journal.stand_in_journal import OpenedJournal, open_journal, open_stand_in, stand_in_reason
from pannesi.journal.store import Busy, Journal, NotWritten
from pannesi.procedure.loading.cache import is_writable_by_us_alone
from pannesi.procedure.loading.site_choice import choose_folder
from pannesi.procedure.model.procedure import ClocklessProcedure, Site
from pannesi.support.clock import Clock, ClockDoubt, LastRun, build_day, read_last_run, wall_clock, write_last_run
from pannesi.support.errors import JournalError, reason
from pannesi.support.i18n import _, n_, translated
from pannesi.support.text_safety import clean_line, typed_line

if TYPE_CHECKING:
    from pannesi.application.session_service import Desk, StandIn
    from pannesi.journal.return_to_main import MainJournalRetry, RegainedJournal
    from pannesi.session.state import State


def record_site(reading: SelectedSite, journal: Journal, who: Who) -> None:
    """Keep a valid site in the journal, for the day its files have errors; record it when new. Raises NotWritten."""
    digest, folder = reading.site.digest, reading.folder.key
    if reading.errors or journal.last_site(folder) == digest:
        return
    journal.keep_site(digest, reading.files)
    record(journal, SiteSeenEntry(folder=clean_line(folder), site=digest), who)
    journal.remember_site(folder, digest)


def random_id() -> str:
    """128 random bits, in hexadecimal."""
    return os.urandom(16).hex()


def new_edge(now: Callable[[], datetime] = wall_clock, waiting: Waiting | None = None) -> Edge:
    """A writer of its own for this run of the program. A long wait for another program is told on standard error,
    unless there is a face to tell it."""
    waiting = waiting or Waiting(tell_on_stderr)
    return Edge(random_id(), lambda: int(now().timestamp() * 1000), lambda: os.urandom(32).hex(), waiting)


def tell_on_stderr(waits: bool) -> None:
    """Says what is waited for, where no face is there yet to say it in its place."""
    if waits:
        from pannesi.support.console import stderr

        stderr().wrapped(translated(WAITING))


def fallback_folders(environment: Mapping[str, str]) -> tuple[Path, ...]:
    """Where an emergency journal may lie: the user's own folder, else one of theirs in the temporary one."""
    import tempfile

    own = data_folder(None, {})
    try:
        temporary = Path(tempfile.gettempdir()) / f"pannesi-{account_name()}"
    except OSError:  # not one of the temporary folders of this machine can be written
        return (own,)
    return (own, temporary) if _is_ours(temporary) else (own,)


def stand_in_folders(folder: Path, environment: Mapping[str, str]) -> tuple[Path, ...]:
    """Where a journal that stands in for that of a data folder may lie. A shared folder comes first itself: there every
    account that shares it takes it back."""
    spare = fallback_folders(environment)
    return (folder, *spare) if is_shared(folder) else spare


def _is_ours(folder: Path) -> bool:
    """Whether a folder does not exist yet, or belongs to us alone: anybody can make one in the temporary folder."""
    try:
        found = os.lstat(folder)
    except OSError:
        return True
    return os.path.isdir(folder) and not os.path.islink(folder) and is_writable_by_us_alone(found)


def account_name() -> str:
    """The name of the account, made safe to show and to name a folder by; empty when the system gives none."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
    return typed_line(name).replace("/", "_").replace("\\", "_").strip()[:80]


def open_for_writing(asked: str | None, environment: Mapping[str, str], edge: Edge) -> OpenedJournal:
    """The journal to write to. A folder that its group may write to is taken as shared by all accounts."""
    folder = data_folder(asked, dict(environment))
    return open_journal(folder, stand_in_folders(folder, environment), edge, check_loss, shared=is_shared(folder))


def open_for_reading(asked: str | None, environment: Mapping[str, str]) -> Journal | None:
    """The journal, without writing to it; None when there is none. Raises JournalError."""
    path = data_folder(asked, dict(environment)) / FILE
    try:
        os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as unreadable:
        raise NotWritten(
            _("Le journal {path} ne peut pas être lu : {why}.").format(path=path, why=reason(unreadable))
        ) from unreadable
    edge = new_edge()
    try:
        return open_store(path, edge, read_only=True)
    except Busy:
        raise
    except NotWritten:  # what a crash left half written must be rolled back first, which reading alone cannot do
        return open_store(path, edge)


def is_shared(folder: Path) -> bool:
    """Whether a folder may be written by its group: then it belongs to all accounts of the machine."""
    try:
        return os.name != "nt" and bool(os.stat(folder).st_mode & 0o020)
    except OSError:
        return False


@dataclass
class Station:
    """Everything that a face needs to open desks, and what it must keep saying."""

    reading: SelectedSite
    journal: Journal
    clock: Clock
    actor: str
    exercise: bool = False
    problem: str | None = None
    """Why the journal is not the usual one: shown until the end."""
    notices: tuple[str, ...] = ()
    """Said once, at the beginning."""
    notices_of_other_accounts: tuple[str, ...] = ()
    """What other accounts noted and is not here yet: said on the first screen."""
    new_id: Callable[[], str] = random_id
    data_folder: Path | None = None
    """The data folder, which says when the program last ran there; None where nothing is to be left."""
    on_failure: Callable[[JournalError], StandIn] | None = None
    main_journal: MainJournalRetry | None = None
    """The way back to the journal that was left for a stand-in; None where there is none."""
    waiting: Waiting = field(default_factory=Waiting)
    """How its journals wait for other programs: a face says whom to tell."""
    _undecided: ClocklessProcedure = field(default_factory=ClocklessProcedure)
    catalogue: object = None
    """What `history.catalogue` keeps of the sessions of the journal at work."""
    _seen: tuple[tuple[str, str], datetime | None] | None = None
    _read: dict[frozenset[tuple[str, bytes]], Site | None] = field(default_factory=dict)

    @property
    def site(self) -> Site:
        """The site at work; while the clock is in doubt, without the hours that it would decide."""
        doubt = self.doubt()
        return self._undecided.of(self.reading.site) if doubt is not None and doubt.alarm else self.reading.site

    def doubt(self, *, exercise: bool | None = None) -> ClockDoubt | None:
        """Why the machine's clock should be looked at; None when it can be believed, or the hours are made up."""
        played = self.exercise if exercise is None else exercise
        return None if played and self.clock.simulated else self.clock.doubt()

    def _clock_word(self, marked: bool) -> str:
        doubt = self.doubt(exercise=marked)
        if doubt is not None and doubt.alarm:
            return "doubtful"
        return "confirmed" if self.clock.confirmed and not (marked and self.clock.simulated) else ""

    def confirm_clock(self) -> None:
        """Somebody says that the machine's clock is right: recorded, and believed from here on. Raises NotWritten,
        and then it is believed all the same, for this run."""
        doubt = self.clock.doubt()
        self.clock.confirm()
        if doubt is None:
            return
        if self.data_folder is not None:
            mark = LastRun(doubt.now, doubt.past if doubt.alarm else None)
            write_last_run(self.data_folder, mark, shared=is_shared(self.data_folder))
        entry = ClockConfirmedEntry(now=doubt.now, past=doubt.past)
        record(self.journal, entry, Who(self.clock.real_now, self.new_id, self.actor))

    @property
    def banners(self) -> tuple[str, ...]:
        """What must be said on the first screen, the gravest first."""
        found = list(self.reading.banners)
        if self.problem is not None:
            found.insert(0, self.problem)
        return (*found, *self.notices_of_other_accounts)

    def procedure_since(self) -> datetime | None:
        """When the version at work was first seen in this folder; None when the journal does not tell."""
        seen = (self.reading.site.digest, clean_line(self.reading.folder.key))
        if self._seen is None or self._seen[0] != seen:
            try:
                kept = audit_events(self.journal)
            except JournalError:
                kept = ()
            read = ((event.moment, entry_of(event)) for event in kept)
            sites = ((moment, entry) for moment, entry in read if isinstance(entry, SiteSeenEntry))
            known = [moment for moment, entry in sites if (entry.site, entry.folder) == seen]
            self._seen = (seen, known[-1] if known else None)
        return self._seen[1]

    @property
    def recording(self) -> bool:
        """Whether what is done outlives the program."""
        return self.journal.durable

    def site_of_files(self, files: Mapping[str, bytes]) -> Site | None:
        """The site that kept files make; each is read once."""
        key = frozenset(files.items())
        if key not in self._read:
            from pannesi.procedure.loading.loader import load_files

            self._read[key] = load_files(files, self.reading.site.folder).site
        return self._read[key]

    def desk(self, *, exercise: bool | None = None) -> Desk:
        """A desk on the journal; a real one, from an exercise, lives by the wall clock."""
        from pannesi.application.session_service import Desk, Outside

        marked = self.exercise if exercise is None else exercise
        outside = Outside(
            now=self.clock.now if marked else self.clock.real_now,
            real_now=self.clock.real_now,
            new_id=self.new_id,
            actor=self.actor,
            exercise=marked,
            doubt=lambda: self.doubt(exercise=marked),
            clock_word=lambda: self._clock_word(marked),
            stand_in=self.on_failure,
            read_site=self.site_of_files,
        )
        made = Desk(self.reading.site, self.reading.files, self.journal, outside)
        made.problem = self.problem
        return made

    def resume(self, session: str) -> Desk:
        """A desk at a session, taken up where it is. From an exercise, a real session makes everything real; an
        exercise goes on at the hour where it was played. Raises Refused, JournalError."""
        from pannesi.session.facts.session import SessionOpened

        if self.exercise:
            bodies = (event.body for event in self.journal.events(session))
            opening = next((body for body in bodies if isinstance(body, SessionOpened)), None)
            self.exercise = opening is None or opening.exercise
        desk = self.desk()
        desk.resume(session)
        if desk.state.exercise:
            self._resume_clock(desk.state)
        return desk

    def _resume_clock(self, state: State) -> None:
        """Takes up the simulated clock of an exercise where it ran, unless a moment was asked for."""
        if not self.clock.chosen:
            last = state.timeline[-1]
            self.clock.shift = last.moment - (last.real or last.moment)

    def adopt_journal(self, desk: Desk) -> None:
        """Takes over the journal that a desk had to move to."""
        if desk.journal is not self.journal:
            self.journal, self.problem = desk.journal, desk.problem

    def try_return(self) -> RegainedJournal | None:
        """The journal that was left, where it can be written again, with all that the stand-in at work holds; it is to
        `arrive` there. Takes as long as there is much: a face that must answer asks from another thread."""
        return (
            self.main_journal.try_return(self.journal, check_loss)
            if self.main_journal is not None and self.main_journal.due
            else None
        )

    def return_to(self, found: RegainedJournal, desk: Desk | None) -> str | None:
        """Goes on in the journal that was found, with the desk at work; what to say of it, empty where that failed.
        None during a commit: it is to be asked again."""
        from pannesi.journal.return_to_main import merge_remainder

        if self.main_journal is None or self.journal is not found.stand_in:
            return ""
        try:
            if desk is not None and desk.journal is found.stand_in:
                if not desk.switch_journal(found.main, lambda: merge_remainder(found)):
                    return None
            else:
                merge_remainder(found)
        except JournalError:
            self.main_journal.postpone()
            return ""
        if found.stand_in.durable:
            from pannesi.journal.unmerged import clear_mark

            clear_mark(Path(found.stand_in.place), Path(found.main.place).parent)
        self.journal, self.problem, self.main_journal = found.main, None, None
        return n_(
            "Le journal habituel répond de nouveau : {count} fait du journal de secours y est repris.",
            "Le journal habituel répond de nouveau : {count} faits du journal de secours y sont repris.",
            found.new,
        )


def open_station(
    site: str | None,
    data: str | None,
    who: str | None,
    environment: Mapping[str, str],
    here: Path,
    *,
    exercise: bool = False,
    clock: Clock | None = None,
) -> Station:
    """Everything at once. Raises SiteUnusable; a journal that fails is replaced, never fatal."""
    clock = clock or Clock()
    waiting = Waiting(tell_on_stderr)
    opened = open_for_writing(data, environment, new_edge(clock.real_now, waiting))
    reading = read_site(choose_folder(site, environment, here), lambda: opened.journal)
    folder = data_folder(data, dict(environment))
    spare, shared = stand_in_folders(folder, environment), is_shared(folder)
    left = list(spare)

    def replace_journal(failure: JournalError) -> StandIn:
        """A journal with a writer of its own, in a place that did not fail yet; in memory at last."""
        from pannesi.application.session_service import StandIn
        from pannesi.journal.return_to_main import MainJournalRetry, may_recover

        first = station.journal
        if station.main_journal is None and first.place == str(folder / FILE):
            left[:] = spare
            if may_recover(failure):
                station.main_journal = MainJournalRetry(lambda: first)
        taken = open_stand_in(left, new_edge(clock.real_now, waiting), stand_in_reason(failure), folder, shared=shared)
        used = Path(taken.journal.place).parent if taken.journal.durable else None
        del left[: left.index(used) + 1 if used in left else len(left)]
        return StandIn(taken.journal, taken.problem or str(failure))

    def opened_again() -> Journal:
        edge = new_edge(clock.real_now, waiting)
        return open_store(folder / FILE, edge, shared=shared, patience=0)

    station = Station(
        reading, opened.journal, clock, typed_line(who).strip() if who else account_name(), exercise,
        opened.problem, opened.notices, data_folder=folder, on_failure=replace_journal, waiting=waiting,
    )  # fmt: skip
    if opened.may_return:
        from pannesi.journal.return_to_main import MainJournalRetry

        station.main_journal = MainJournalRetry(opened_again)
    _check_clock(station, folder)
    if shared:
        from pannesi.journal.unmerged import notices_of_others

        station.notices_of_other_accounts = tuple(notices_of_others(folder))
    _record_site_or_move(station, replace_journal)
    return station


def _check_clock(station: Station, folder: Path) -> None:
    """Tells the clock what is known to be past, the last fact and the last run, and leaves a mark for the next run."""
    mark, last = read_last_run(folder), _last_fact_written_at(station.journal)
    if last is not None and mark.disbelieved is not None and last <= mark.disbelieved + timedelta(minutes=1):
        last = None
    known = [moment for moment in (mark.seen, last) if moment is not None]
    station.clock.learn(max((build_day(), *known)), max(known, default=None))
    if station.clock.doubt() is None:
        write_last_run(folder, LastRun(station.clock.real_now(), mark.disbelieved), shared=is_shared(folder))


def _last_fact_written_at(journal: Journal) -> datetime | None:
    """When the newest fact was written, whatever hour it tells of; None where there is none, or it cannot be read."""
    try:
        newest = journal.tail(max(journal.mark() - 1, 0)).events
    except JournalError:
        return None
    return moment_of(newest[-1].hlc) if newest else None


def _record_site_or_move(station: Station, replace_journal: Callable[[JournalError], StandIn]) -> None:
    """Keeps the site in the journal; when it cannot be written, moves on before the first screen says otherwise."""
    try:
        by = Who(station.clock.real_now, station.new_id, station.actor)
        record_site(station.reading, station.journal, by)
    except NotWritten as failure:
        taken = replace_journal(failure)
        station.journal, station.problem = taken.journal, taken.problem
