"""One session at work, for every interactive face: it commits to the journal first, and folds after."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from pannesi.application.desk_environment import DeskEnvironment
from pannesi.journal.audit_entries import ErasureEntry
from pannesi.journal.audit_log import Who, audit_draft, erased_by, removed_by
from pannesi.journal.pinned_procedure import pinned_digest, pinned_site
from pannesi.journal.store import AUDIT_SESSION, Busy, Journal, NotWritten, UnholdableText, went_back
from pannesi.procedure.model.procedure import ClocklessProcedure, Site
from pannesi.session.actions import Intent, Open
from pannesi.session.event_writer import ActContext, Refused
from pannesi.session.events import Draft, Event
from pannesi.session.handlers.dispatch import drafts
from pannesi.session.handlers.undo import LastAct, last_act
from pannesi.session.moments import start_of_minute
from pannesi.session.projection.caches import ProjectionCaches
from pannesi.session.projection.read_model import Walk
from pannesi.session.projection.walk import walk
from pannesi.session.register.draft_entries import abandons_entry, events_taken_back
from pannesi.session.state import State, fold
from pannesi.support.errors import JournalError
from pannesi.support.i18n import _, n_
from pannesi.support.shell_words import shell_argument

_Result = TypeVar("_Result")


@dataclass(frozen=True)
class CommittedAct:
    """The result of an intent: the events written for it, and the walk after them."""

    written: tuple[Event, ...]
    walk: Walk


@dataclass(frozen=True)
class _Look:
    """A walk, and what it was computed from: a cache entry."""

    procedure: Site
    state: State
    changes: int
    walk: Walk

    def holds(self, procedure: Site, state: State, now: datetime) -> bool:
        """Whether computing the walk again would give the same: nothing changed since, and it is the same minute."""
        same = self.procedure is procedure and self.state is state and self.changes == state.changes
        return same and start_of_minute(self.walk.now) == start_of_minute(now)


class Desk:
    """The session service: one session open on a journal.

    One thread may commit while another calls `look`: that one sees the session as it was before the commit, and reads
    nothing new from the journal meanwhile.
    """

    def __init__(self, site: Site, files: Mapping[str, bytes], journal: Journal, environment: DeskEnvironment) -> None:
        self.site = site
        """The newest valid site; contacts and schedules always come from it."""
        self._followed = site
        self._undecided = ClocklessProcedure()
        self.journal = journal
        self.environment = environment
        self.session: str | None = None
        self.state, self.caches = State(), ProjectionCaches()
        self.problem: str | None = None
        """The warning to show until the end: a stand-in is at work, or the pinned procedure is missing."""
        self._files = {site.digest: files}
        """The files of the present site and of the pinned one, by digest: a stand-in stores both."""
        self._mark = 0
        """The mark of the journal up to which events were read."""
        self._may_move = True
        """Whether there may be another stand-in: not after one in memory."""
        self._warnings: tuple[str, ...] = ()
        """The warnings about this session, whatever journal is at work: its procedure, facts that cannot be read."""
        self._writers = {journal.writer}
        """The writer ids of this run of the program: several, once a stand-in was taken."""
        self._looked: _Look | None = None
        self._at_work = threading.RLock()
        """Held while events are committed and folded."""

    @property
    def procedure(self) -> Site:
        """The site that the session pins, as used for the last walk; while the clock is doubtful, its schedules are
        undecided and asked of the person."""
        return self._looked.procedure if self._looked is not None else self._followed

    @property
    def in_doubt(self) -> bool:
        """Whether the machine's clock cannot be believed now."""
        doubt = self.environment.doubt()
        return doubt is not None and doubt.alarm

    @property
    def recording(self) -> bool:
        """Whether what is recorded outlives the program: not in memory."""
        return self.journal.durable

    def open(self, intent: Open) -> Walk:
        """Starts a session. Raises Refused; a journal that fails is replaced by a stand-in."""
        began = self.environment.now().astimezone(ZoneInfo(self.site.contacts.timezone))
        tag = "".join(character for character in self.environment.new_id().lower() if character.isalnum())[-4:]
        self.session = f"{began:%Y%m%d-%H%M}-{tag}"
        self.state, self.caches, self._followed, self._looked = State(), ProjectionCaches(), self.site, None
        try:
            self._mark = self.journal.mark()
        except NotWritten as failure:
            self._commit_in_stand_in(failure, lambda: None)
        if self.environment.exercise:
            intent = replace(intent, exercise=True)
        self._store_site()
        try:
            return self.do(intent)
        except Refused:
            self.session = None
            raise

    def resume(self, session: str) -> Walk:
        """Opens an existing session. Raises Refused when it, or its first event, is not in the journal, when it belongs
        to another hospital, or is (not) an exercise; JournalError."""
        mark = self.journal.mark()
        self.journal.watch(session)
        events = self.journal.events(session)
        if not events:
            raise Refused(_("La session {session} n'est pas dans le journal.").format(session=session))
        state = fold(events)
        if state.opened is None:
            raise Refused(_("Le début de la session {session} n'est pas dans le journal.").format(session=session))
        if state.exercise != self.environment.exercise:
            raise Refused(
                _("C'est un exercice : le reprendre avec --exercise.")
                if state.exercise
                else _("C'est une vraie panne : la reprendre sans --exercise ni --at.")
            )
        self.session, self.state, self.caches, self._mark = session, state, ProjectionCaches(), mark
        self._warnings = ()
        try:
            procedure = self._pinned_site(state)
            self._refuse_other_hospital(session, state, procedure)
            self._followed, self._looked = procedure.with_contacts_of(self.site), None
            if state.unreadable:
                self._warn(n_(
                    "{count} fait de cette session est illisible : ce qu'il disait est à revérifier (pannesi verify).",
                    "{count} faits de cette session sont illisibles : ce qu'ils disaient est à revérifier"
                    " (pannesi verify).",
                    state.unreadable,
                ))  # fmt: skip
            return self.look()
        except (JournalError, Refused):
            self.session = None
            raise
        except Exception as failure:  # whatever the program cannot do of one session, it goes on with the others
            from pannesi.support.program_faults import fault_sentence

            self.session = None
            raise Refused(
                _(
                    "La session {session} ne peut pas être reprise ici : {fault}. Elle n'est pas abîmée. Les autres ne"
                    " sont pas touchées."
                ).format(session=session, fault=fault_sentence(failure))
            ) from failure

    def _refuse_other_hospital(self, session: str, state: State, procedure: Site) -> None:
        """Raises Refused for a session of another hospital: it would show the telephone numbers of this one."""
        named = state.opening.hospital if state.opening is not None else None
        if (named or procedure.contacts.site) == self.site.contacts.site:
            return
        from pannesi.journal.pinned_procedure import hospital_of, is_hospital_of, procedure_seen_here, site_folder_of

        name = hospital_of(state, procedure)
        if is_hospital_of(name, self.site) or procedure_seen_here(self.journal, state, self.site):
            return
        folder = site_folder_of(self.journal, state)
        where = shell_argument(folder) if folder else _("SON_DOSSIER")
        raise Refused(
            _(
                "Cette session est d'un autre établissement : {name}. Ici : {here}. La reprendre avec ses propres"
                " numéros : pannesi --site {folder} --resume {session}"
            ).format(name=name, here=self.site.contacts.site, folder=where, session=session)
        )

    def _warn(self, words: str) -> None:
        self._warnings += (words,)
        self.problem = " ".join(filter(None, (self.problem, words)))

    def _pinned_site(self, state: State) -> Site:
        """The site that a session pins, its files remembered; the present one, with a warning, where it is missing."""

        def read(files: Mapping[str, bytes]) -> Site | None:
            self._files[pinned_digest(state) or ""] = files
            return self.environment.read_site(files)

        kept = pinned_site(self.journal, state, self.site, read)
        if kept is None:
            self._warn(_("La procédure de cette session n'a pas été retrouvée : celle d'aujourd'hui est affichée."))
        return kept or self.site

    def look(self) -> Walk:
        """The walk of the session now, cached for the minute, the finest unit of any screen. Writes nothing."""
        last = self._looked
        if last is not None and not self._at_work.acquire(blocking=False):
            return last.walk
        if last is None:
            self._at_work.acquire()
        try:
            now = self.environment.now()
            procedure = self._undecided.of(self._followed) if self.in_doubt else self._followed
            if last is None or not last.holds(procedure, self.state, now):
                current = walk(procedure, self.state, now, self.caches)
                last = self._looked = _Look(procedure, self.state, self.state.changes, current)
            return last.walk
        finally:
            self._at_work.release()

    def do(self, intent: Intent) -> Walk:
        """Carries out an intent and returns the walk after it. Raises Refused: then nothing was written."""
        return self.carry_out(intent).walk

    def carry_out(self, intent: Intent) -> CommittedAct:
        """Commits the events of an intent, then folds them; returns them with the walk after.

        Raises Refused: then nothing was written.
        """
        with self._at_work:
            drafts = self._drafts(intent)
            gone = tuple(name for draft in drafts if abandons_entry(draft) for name in events_taken_back(draft))
            committed = self._commit((*drafts, *self._erasure_drafts(gone)))
            written = committed[: len(drafts)]
            fold(written, self.state)
            self._drop_erased_texts(committed[len(drafts) :])
            return CommittedAct(written, self.look())

    def _erasure_drafts(self, gone: tuple[str, ...]) -> tuple[Draft, ...]:
        """The audit entry that erases the texts of abandoned entries, committed with the event that abandons them."""
        if not gone:
            return ()
        who = Who(self.environment.real_now, self.environment.new_id, self.environment.actor)
        return (audit_draft(ErasureEntry(session=self.session, events=gone, why="given_up"), who),)

    def _drafts(self, intent: Intent) -> tuple[Draft, ...]:
        if self.session is None:
            raise Refused(_("Aucune session n'est ouverte."))
        environment, seen = self.environment, self.look()
        context = ActContext(
            self.session,
            environment.now(),
            environment.actor,
            environment.new_id,
            real_now=environment.real_now() if environment.exercise else None,
            is_own=self._is_mine,
            clock=environment.clock_word(),
        )
        return drafts(self.procedure, self.state, intent, context, seen)

    def check_allowed(self, intent: Intent) -> None:
        """Raises Refused where an intent would be refused now; writes nothing."""
        self._drafts(intent)

    def last_act(self) -> LastAct | None:
        """The act that an undo would take back; None when there is none."""
        return last_act(self.state, self._is_mine)

    def _is_mine(self, event: Event) -> bool:
        return event.writer in self._writers

    def wrote(self, event: Event) -> bool:
        """Whether this run of the program wrote an event, on this screen or on another of its screens."""
        return self._is_mine(event)

    def refresh(self) -> tuple[Event, ...]:
        """Reads and folds what other programs wrote to this session; returns the new events. Nothing during a commit.

        Where events shown here have disappeared from the journal, the session goes on in a stand-in at once.
        """
        if not self._at_work.acquire(blocking=False):
            return ()
        try:
            if self.session is None:
                return ()
            if self.journal.has_lost(self.session):
                self._move_to_stand_in(went_back(self.journal.place))
                return ()
            if not self.journal.changed():
                return ()
            tail = self.journal.tail(self._mark)
            self._mark = tail.mark
            new = tuple(
                event for event in tail.events if event.session == self.session and event.id not in self.state.events
            )
            fold(new, self.state)
            self._drop_erased_texts(tail.events)
            return new
        finally:
            self._at_work.release()

    def _drop_erased_texts(self, events: Iterable[Event]) -> None:
        """Drops from memory the texts that audit events erased, so that no stand-in brings them back."""
        audited = [event for event in events if event.session == AUDIT_SESSION]
        names = {name for event in audited for name in erased_by(event)}
        removed = any(removed_by(event) == self.session for event in audited)
        if removed or not names.isdisjoint(self.state.events):
            kept = [
                replace(event, text=None, salt=None) if removed or event.id in names else event
                for event in self.state.timeline
            ]
            self.state, self.caches = fold(kept), ProjectionCaches()

    def switch_journal(self, main: Journal, merge_rest: Callable[[], None]) -> bool:
        """Goes on in the journal `main`, once `merge_rest` has merged there what it lacks of the journal at work.

        What others wrote there meanwhile is folded. Returns False during a commit. Raises JournalError: then nothing
        has changed.
        """
        if not self._at_work.acquire(blocking=False):
            return False
        try:
            merge_rest()
            mark, session = main.mark(), self.session
            if session is not None:
                main.watch(session)
                fold(main.events(session), self.state)
            self.journal, self._mark = main, mark
            self.problem = " ".join(self._warnings) or None
            self._may_move = True
            self._writers.add(main.writer)
            return True
        finally:
            self._at_work.release()

    def _commit(self, written: tuple[Draft, ...]) -> tuple[Event, ...]:
        """Commits; tries once more with the same ids, since the first attempt may have been committed; then moves to a
        stand-in.

        There the events get new ids: the first attempt may still have been committed, and the same fact twice does no
        harm, whereas one id in two hash chains would break both.
        """
        try:
            return self._try_twice(lambda: self.journal.append(written))
        except UnholdableText as failure:
            raise Refused(str(failure)) from failure
        except NotWritten as failure:
            afresh = tuple(replace(draft, id=self.environment.new_id()) for draft in written)
            return self._commit_in_stand_in(failure, lambda: self.journal.append(afresh))

    def _store_site(self) -> None:
        def keep() -> None:
            self.journal.keep_site(self.site.digest, self._files[self.site.digest])

        try:
            self._try_twice(keep)
        except NotWritten as failure:
            self._commit_in_stand_in(failure, keep)

    def _commit_in_stand_in(self, failure: NotWritten, commit: Callable[[], _Result]) -> _Result:
        """Commits in the first stand-in that can be written. Raises the last failure when none is left."""
        while True:
            try:
                self._move_to_stand_in(failure)
                return commit()
            except NotWritten as again:
                if again is failure:
                    raise
                failure = again

    def _try_twice(self, commit: Callable[[], _Result]) -> _Result:
        """Commits, and tries once more where it failed; not where the journal was locked, which was waited for."""
        try:
            return commit()
        except Busy:
            raise
        except NotWritten:
            return commit()

    def _move_to_stand_in(self, failure: NotWritten) -> None:
        """Goes on in another journal, to which the events of this session and its sites are copied first."""
        if self.environment.stand_in is None or not self._may_move:
            raise failure
        taken = self.environment.stand_in(failure)
        self._may_move = taken.journal.durable
        shown = self.state.timeline
        salts = {event.id: event.salt for event in shown if event.text is not None and event.salt is not None}
        taken.journal.receive(shown, salts)
        for digest, files in self._files.items():
            taken.journal.keep_site(digest, files)
        self.journal = taken.journal
        self.problem = " ".join((taken.problem, *self._warnings))
        self._mark = taken.journal.mark()
        if self.session is not None:
            taken.journal.watch(self.session)
        self._writers.add(taken.journal.writer)
