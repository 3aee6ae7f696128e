"""The station: the site, journal, clock and person that a face starts from, from options and environment alone."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from pannesi.application.site_selection import SelectedSite, read_site, record_site
from pannesi.journal.hybrid_clock import moment_of
from pannesi.journal.location import data_folder, is_shared, stand_in_folders
from pannesi.journal.stand_in_journal import OpenedJournal, open_journal
from pannesi.journal.store import Journal, NotWritten
from pannesi.journal.writer import JournalWriter, LockWait, new_writer, random_id, tell_on_stderr
from pannesi.procedure.loading.site_choice import choose_folder
from pannesi.procedure.model.procedure import ClocklessProcedure, Site
from pannesi.support.clock import Clock, ClockDoubt, LastRun, build_day, read_last_run, write_last_run
from pannesi.support.errors import JournalError
from pannesi.support.i18n import n_
from pannesi.support.light_dataclass import dataclass
from pannesi.support.text_safety import clean_line, typed_line
from pannesi.support.user_folders import account_name

if TYPE_CHECKING:
    from pannesi.application.desk_environment import StandIn
    from pannesi.application.session_service import Desk
    from pannesi.application.stand_ins import StandIns
    from pannesi.journal.exchange.merge import MergeLoss
    from pannesi.journal.stand_in.return_to_main import MainJournalRetry, RegainedJournal
    from pannesi.session.state import State


def open_for_writing(asked: str | None, environment: Mapping[str, str], writer: JournalWriter) -> OpenedJournal:
    """The journal to write to, or a stand-in. A folder that its group may write to counts as shared by all accounts."""
    folder = data_folder(asked, dict(environment))
    return open_journal(folder, stand_in_folders(folder), writer, check_loss, shared=is_shared(folder))


def check_loss(source: Journal, into: Journal, taken: MergeLoss) -> None:
    """The policy of merges, loaded only where one would erase something. Raises NotSettled."""
    from pannesi.application.retention.settled import refuse_unsettled

    refuse_unsettled(source, into, taken)


@dataclass
class Station:
    """What a face starts from: site, journal, clock and person; it makes the desks and follows the journal."""

    reading: SelectedSite
    journal: Journal
    clock: Clock
    actor: str
    exercise: bool = False
    problem: str | None = None
    """Why the journal at work is not the main one: shown until the end of the program."""
    notices: tuple[str, ...] = ()
    """Sentences shown once, at the beginning."""
    notices_of_other_accounts: tuple[str, ...] = ()
    """Sentences about emergency journals of other accounts, for the first screen."""
    new_id: Callable[[], str] = random_id
    data_folder: Path | None = None
    """The data folder, in which the last run is recorded; None where nothing is to be recorded."""
    on_failure: Callable[[JournalError], StandIn] | None = None
    """Opens another journal when the one at work fails; None: there is none."""
    main_journal: MainJournalRetry | None = None
    """When to try the main journal again, while a stand-in is at work; None where there is no return."""
    waiting: LockWait = field(default_factory=LockWait)
    """How its journals wait for other programs; a face sets who is told."""
    _undecided: ClocklessProcedure = field(default_factory=ClocklessProcedure)
    catalogue: object = None
    """The `history.catalogue.SessionCatalogue` of the journal at work, kept here between screens."""
    _seen: tuple[tuple[str, str], datetime | None] | None = None
    _read: dict[frozenset[tuple[str, bytes]], Site | None] = field(default_factory=dict)

    @property
    def site(self) -> Site:
        """The site at work; while the clock is doubtful, with undecided schedules, so that the person is asked."""
        doubt = self.doubt()
        return self._undecided.of(self.reading.site) if doubt is not None and doubt.alarm else self.reading.site

    def doubt(self, *, exercise: bool | None = None) -> ClockDoubt | None:
        """Why the machine's clock is doubtful; None when it is not, or in an exercise with simulated time."""
        played = self.exercise if exercise is None else exercise
        return None if played and self.clock.simulated else self.clock.doubt()

    def _clock_word(self, marked: bool) -> str:
        doubt = self.doubt(exercise=marked)
        if doubt is not None and doubt.alarm:
            return "doubtful"
        return "confirmed" if self.clock.confirmed and not (marked and self.clock.simulated) else ""

    def home_now(self) -> datetime:
        """The moment that the first screen is drawn for: simulated in an exercise."""
        return self.clock.now() if self.exercise else self.clock.real_now()

    def confirm_clock(self) -> None:
        """Believes the machine's clock from now on, and records in the audit log that somebody confirmed it.

        Raises NotWritten: the clock is believed all the same, for this run.
        """
        doubt = self.clock.doubt()
        self.clock.confirm()
        if doubt is None:
            return
        if self.data_folder is not None:
            mark = LastRun(doubt.now, doubt.past if doubt.alarm else None)
            write_last_run(self.data_folder, mark, shared=is_shared(self.data_folder))
        from pannesi.journal.audit_entries import ClockConfirmedEntry
        from pannesi.journal.audit_log import Who, record

        entry = ClockConfirmedEntry(now=doubt.now, past=doubt.past)
        record(self.journal, entry, Who(self.clock.real_now, self.new_id, self.actor))

    @property
    def banners(self) -> tuple[str, ...]:
        """The warnings for the first screen, the gravest first."""
        banners = list(self.reading.banners)
        if self.problem is not None:
            banners.insert(0, self.problem)
        return (*banners, *self.notices_of_other_accounts)

    def procedure_since(self) -> datetime | None:
        """When the version at work was first seen in its folder; None when the audit log does not tell."""
        seen = (self.reading.site.digest, clean_line(self.reading.folder.key))
        if self._seen is None or self._seen[0] != seen:
            from pannesi.journal.audit_entries import SiteSeenEntry
            from pannesi.journal.audit_log import entries_of

            try:
                sites = list(entries_of(self.journal, SiteSeenEntry))
            except JournalError:
                sites = []
            seen_at = [event.moment for event, entry in sites if (entry.site, entry.folder) == seen]
            self._seen = (seen, seen_at[-1] if seen_at else None)
        return self._seen[1]

    @property
    def recording(self) -> bool:
        """Whether what is recorded outlives the program: not in memory."""
        return self.journal.durable

    def site_of_files(self, files: Mapping[str, bytes]) -> Site | None:
        """The site of stored files, None when they cannot be read; the result is cached."""
        key = frozenset(files.items())
        if key not in self._read:
            from pannesi.procedure.loading.loader import load_files

            self._read[key] = load_files(files, self.reading.site.folder).site
        return self._read[key]

    def desk(self, *, exercise: bool | None = None) -> Desk:
        """A new desk on the journal. With `exercise` False it uses the real clock, even in an exercise station."""
        from pannesi.application.desk_environment import DeskEnvironment
        from pannesi.application.session_service import Desk

        marked = self.exercise if exercise is None else exercise
        environment = DeskEnvironment(
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
        made = Desk(self.reading.site, self.reading.files, self.journal, environment)
        made.problem = self.problem
        return made

    def resume(self, session: str) -> Desk:
        """A desk at an existing session.

        In an exercise station a real session ends the exercise; an exercise goes on at its own simulated time. Raises
        Refused, JournalError.
        """
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
        """Sets the simulated clock of an exercise to go on as it ran, unless `--at` set another time."""
        if not self.clock.chosen:
            self.clock.shift = state.simulated_shift

    def adopt_journal(self, desk: Desk) -> None:
        """Takes over the journal to which a desk moved."""
        if desk.journal is not self.journal:
            self.journal, self.problem = desk.journal, desk.problem

    def try_return(self) -> RegainedJournal | None:
        """The main journal with the stand-in merged into it, if it is time and it can be written again, else None.

        `return_to` then goes on in it. The time grows with the size of the stand-in: call it from a thread.
        """
        return (
            self.main_journal.try_return(self.journal, check_loss)
            if self.main_journal is not None and self.main_journal.due
            else None
        )

    def return_to(self, regained: RegainedJournal, desk: Desk | None) -> str | None:
        """Goes on in the regained journal, with the desk at work; returns what to say, empty where that failed.

        Returns None during a commit: call it again then.
        """
        from pannesi.journal.stand_in.return_to_main import merge_remainder

        if self.main_journal is None or self.journal is not regained.stand_in:
            return ""
        try:
            if desk is not None and desk.journal is regained.stand_in:
                if not desk.switch_journal(regained.main, lambda: merge_remainder(regained)):
                    return None
            else:
                merge_remainder(regained)
        except JournalError:
            self.main_journal.postpone()
            return ""
        if regained.stand_in.durable:
            from pannesi.journal.stand_in.unmerged import clear_mark

            clear_mark(Path(regained.stand_in.place), Path(regained.main.place).parent)
        self.journal, self.problem, self.main_journal = regained.main, None, None
        return n_(
            "Le journal habituel répond de nouveau : {count} fait du journal de secours y est repris.",
            "Le journal habituel répond de nouveau : {count} faits du journal de secours y sont repris.",
            regained.new,
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
    waiting: LockWait | None = None,
) -> Station:
    """The station for the options of the command line: site folder, data folder, name of the person; `here` is the
    current folder. `waiting`: how its journals wait for other programs; by default a long wait is told on standard
    error.

    Raises SiteUnusable; a journal that fails is replaced by a stand-in.
    """
    clock = clock or Clock()
    waiting = waiting or LockWait(tell_on_stderr)
    opened = open_for_writing(data, environment, new_writer(clock.real_now, waiting))
    reading = read_site(choose_folder(site, environment, here), lambda: opened.journal)
    folder = data_folder(data, dict(environment))
    folders, shared = stand_in_folders(folder), is_shared(folder)

    @functools.cache
    def stand_ins() -> StandIns:
        from pannesi.application.stand_ins import StandIns

        return StandIns(folder, folders, lambda: new_writer(clock.real_now, waiting), shared=shared)

    def replace_journal(failure: JournalError) -> StandIn:
        return stand_ins().replace_journal_of(station, failure)

    station = Station(
        reading, opened.journal, clock, typed_line(who).strip() if who else account_name(), exercise,
        opened.problem, opened.notices, data_folder=folder, on_failure=replace_journal, waiting=waiting,
    )  # fmt: skip
    if opened.may_return:
        from pannesi.journal.stand_in.return_to_main import MainJournalRetry

        station.main_journal = MainJournalRetry(stand_ins().open_main_again)
    _check_clock(station, folder)
    if shared:
        from pannesi.journal.stand_in.unmerged import notices_of_others

        station.notices_of_other_accounts = tuple(notices_of_others(folder))
    _record_site_or_move(station, replace_journal)
    return station


def _check_clock(station: Station, folder: Path) -> None:
    """Compares the clock with the last event and the last run, and records this run for the next one."""
    mark, last = read_last_run(folder), _last_fact_written_at(station.journal)
    if last is not None and mark.disbelieved is not None and last <= mark.disbelieved + timedelta(minutes=1):
        last = None
    past = [moment for moment in (mark.seen, last) if moment is not None]
    station.clock.learn(max((build_day(), *past)), max(past, default=None))
    if station.clock.doubt() is None:
        write_last_run(folder, LastRun(station.clock.real_now(), mark.disbelieved), shared=is_shared(folder))


def _last_fact_written_at(journal: Journal) -> datetime | None:
    """When the newest event was written, by its clock value; None where there is none, or it cannot be read."""
    try:
        newest = journal.tail(max(journal.mark() - 1, 0)).events
    except JournalError:
        return None
    return moment_of(newest[-1].hlc) if newest else None


def _record_site_or_move(station: Station, replace_journal: Callable[[JournalError], StandIn]) -> None:
    """Stores the site in the journal; where that cannot be written, moves to a stand-in before the first screen."""
    try:
        record_site(station.reading, station.journal, station.clock.real_now, station.new_id, station.actor)
    except NotWritten as failure:
        taken = replace_journal(failure)
        station.journal, station.problem = taken.journal, taken.problem
