"""One session at work: what every interactive face calls. It commits first and folds after, never the reverse."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from pannesi.journal.audit_entries import AUDIT_SESSION, ErasureEntry
from pannesi.journal.audit_log import Who, audit_draft, erased_by, removed_by
from pannesi.journal.pinned_procedure import pinned_digest, pinned_site
from pannesi.journal.private_file import went_back
from pannesi.journal.store import Busy, Journal, NotWritten, UnholdableText
from pannesi.procedure.model.procedure import ClocklessProcedure, Site
from pannesi.session.actions import Intent, Open
from pannesi.session.event_writer import Refused
from pannesi.session.events import Draft, Event
from pannesi.session.handlers.dispatch import drafts
from pannesi.session.handlers.undo import LastAct, last_act
from pannesi.session.projection.projection import Projection
from pannesi.session.projection.read_model import Walk
from pannesi.session.projection.walk import walk
from pannesi.session.register.draft_entries import abandons_entry, facts_taken_back
from pannesi.session.state import State, fold
from pannesi.support.clock import ClockDoubt
from pannesi.support.errors import JournalError
from pannesi.support.i18n import _, n_

_Result = TypeVar("_Result")


@dataclass(frozen=True)
class StandIn:
    """The journal taken when the first cannot be written, and the sentence that says so."""

    journal: Journal
    problem: str


@dataclass(frozen=True)
class Outside:
    """Everything that a desk takes from the world, passed in: the clocks, ids, the person."""

    now: Callable[[], datetime]
    """The time lived: simulated in an exercise."""
    real_now: Callable[[], datetime]
    new_id: Callable[[], str]
    actor: str
    exercise: bool = False
    stand_in: Callable[[JournalError], StandIn] | None = None
    """Called when the journal refuses a commit twice; the last that it gives is in memory."""
    read_site: Callable[[Mapping[str, bytes]], Site | None] = lambda files: None
    """Reads a site kept in the journal."""
    doubt: Callable[[], ClockDoubt | None] = lambda: None
    """Why the clock should be looked at, if it should."""
    clock_word: Callable[[], str] = lambda: ""
    """What facts say of the clock that dates them."""


@dataclass(frozen=True)
class CommittedAct:
    """What came of an intent: the facts that were written for it, and the session after them."""

    written: tuple[Event, ...]
    walk: Walk


@dataclass(frozen=True)
class _Look:
    """A walk, and what it was computed from."""

    procedure: Site
    state: State
    changes: int
    walk: Walk

    def holds(self, procedure: Site, state: State, now: datetime) -> bool:
        """Whether another look would show the same: nothing was taken in since, and it is the same minute."""
        same = self.procedure is procedure and self.state is state and self.changes == state.changes
        return same and _minute(self.walk.now) == _minute(now)


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


class Desk:
    """Holds one session open on a journal. One thread may commit while another looks: it sees the session as it stood
    before, and takes in nothing from elsewhere meanwhile."""

    def __init__(self, site: Site, files: Mapping[str, bytes], journal: Journal, outside: Outside) -> None:
        self.site = site
        """The newest valid site: contacts and hours always come from it."""
        self._followed = site
        self._undecided = ClocklessProcedure()
        self.journal = journal
        self.outside = outside
        self.session: str | None = None
        self.state, self.projection = State(), Projection()
        self.problem: str | None = None
        """Set once the journal could not be written: to be shown until the end."""
        self._files = {site.digest: files}
        """The files of the site of today, and of the one that the session pins: a stand-in keeps both."""
        self._mark = 0
        self._may_move = True
        self._doubt: str | None = None
        """What is to be said of the procedure of this session."""
        self._writers = {journal.writer}
        """Who wrote here in this run: two, once a stand-in was taken."""
        self._looked: _Look | None = None
        self._at_work = threading.RLock()
        """Held while facts are committed and folded."""

    @property
    def procedure(self) -> Site:
        """The site whose procedure the session pins, as last looked at; while the clock is in doubt, its hours are
        asked of the person."""
        return self._looked.procedure if self._looked is not None else self._followed

    @property
    def in_doubt(self) -> bool:
        """Whether what the clock says cannot be believed now."""
        doubt = self.outside.doubt()
        return doubt is not None and doubt.alarm

    @property
    def recording(self) -> bool:
        """Whether what is done outlives the program."""
        return self.journal.durable

    def open(self, intent: Open) -> Walk:
        """Start a session. Raises Refused; a journal that fails is replaced, never fatal."""
        began = self.outside.now().astimezone(ZoneInfo(self.site.contacts.timezone))
        tag = "".join(one for one in self.outside.new_id().lower() if one.isalnum())[-4:]
        self.session = f"{began:%Y%m%d-%H%M}-{tag}"
        self.state, self.projection, self._followed, self._looked = State(), Projection(), self.site, None
        try:
            self._mark = self.journal.mark()
        except NotWritten as failure:
            self._elsewhere(failure, lambda: None)
        if self.outside.exercise:
            intent = replace(intent, exercise=True)
        self._keep_site()
        try:
            return self.do(intent)
        except Refused:
            self.session = None
            raise

    def resume(self, session: str) -> Walk:
        """Take up a session where it is. Raises Refused when the journal does not know it, or not how it began."""
        mark = self.journal.mark()
        self.journal.watch(session)
        events = self.journal.events(session)
        if not events:
            raise Refused(_("La session {session} n'est pas dans le journal.").format(session=session))
        state = fold(events)
        if state.opened is None:
            raise Refused(_("Le début de la session {session} n'est pas dans le journal.").format(session=session))
        if state.exercise != self.outside.exercise:
            raise Refused(
                _("C'est un exercice : le reprendre avec --exercise.")
                if state.exercise
                else _("C'est une vraie panne : la reprendre sans --exercise ni --at.")
            )
        self.session, self.state, self.projection, self._mark = session, state, Projection(), mark
        try:
            procedure = self._pinned(state)
            self._refuse_strange(session, state, procedure)
            self._followed, self._looked = procedure.with_contacts_of(self.site), None
            if state.unreadable:
                self.problem = n_(
                    "{count} fait de cette session est illisible : ce qu'il disait est à revérifier (pannesi verify).",
                    "{count} faits de cette session sont illisibles : ce qu'ils disaient est à revérifier"
                    " (pannesi verify).",
                    state.unreadable,
                )
            return self.look()
        except (JournalError, Refused):
            self.session = None
            raise
        except Exception as failure:  # whatever one session cannot do, the program goes on with the others
            self.session = None
            raise Refused(
                _("La session {session} ne peut pas être reprise ici. Les autres ne sont pas touchées.").format(
                    session=session
                )
            ) from failure

    def _refuse_strange(self, session: str, state: State, procedure: Site) -> None:
        """Raises Refused for a session of another hospital: it would be led by the numbers of this one."""
        named = state.opening.hospital if state.opening is not None else None
        if (named or procedure.contacts.site) == self.site.contacts.site:
            return
        from pannesi.journal.session_owner import hospital_of, is_hospital_of, procedure_seen_here, site_folder_of

        name = hospital_of(state, procedure)
        if is_hospital_of(name, self.site) or procedure_seen_here(self.journal, state, self.site):
            return
        where = site_folder_of(self.journal, state) or _("SON_DOSSIER")
        raise Refused(
            _(
                "Cette session est d'un autre établissement : {name}. Ici : {here}. La reprendre avec ses propres"
                " numéros : pannesi --site {folder} --resume {session}"
            ).format(name=name, here=self.site.contacts.site, folder=where, session=session)
        )

    def _pinned(self, state: State) -> Site:
        def read(files: Mapping[str, bytes]) -> Site | None:
            self._files[pinned_digest(state) or ""] = files
            return self.outside.read_site(files)

        kept = pinned_site(self.journal, state, self.site, read)
        if kept is None:
            self._doubt = _("La procédure de cette session n'a pas été retrouvée : celle d'aujourd'hui est affichée.")
            self.problem = " ".join(filter(None, (self.problem, self._doubt)))
        return kept or self.site

    def look(self) -> Walk:
        """The session as it stands now, to the minute: nothing that a screen says is finer. Writes nothing."""
        last = self._looked
        if last is not None and not self._at_work.acquire(blocking=False):
            return last.walk
        if last is None:
            self._at_work.acquire()
        try:
            now = self.outside.now()
            procedure = self._undecided.of(self._followed) if self.in_doubt else self._followed
            if last is None or not last.holds(procedure, self.state, now):
                found = walk(procedure, self.state, now, self.projection)
                last = self._looked = _Look(procedure, self.state, self.state.changes, found)
            return last.walk
        finally:
            self._at_work.release()

    def do(self, intent: Intent) -> Walk:
        """Carry out an intent: commit its facts, then show. Raises Refused, and nothing was written."""
        return self.carry_out(intent).walk

    def carry_out(self, intent: Intent) -> CommittedAct:
        """The same, with the facts written: what others wrote and was taken in meanwhile is not among them."""
        with self._at_work:
            drafts = self._drafts(intent)
            gone = tuple(name for one in drafts if abandons_entry(one) for name in facts_taken_back(one))
            committed = self._commit((*drafts, *self._erasing(gone)))
            written = committed[: len(drafts)]
            fold(written, self.state)
            self._forget(committed[len(drafts) :])
            return CommittedAct(written, self.look())

    def _erasing(self, gone: tuple[str, ...]) -> tuple[Draft, ...]:
        """What makes the journal let go of the texts of these facts, in the transaction that says why."""
        if not gone:
            return ()
        who = Who(self.outside.real_now, self.outside.new_id, self.outside.actor)
        return (audit_draft(ErasureEntry(session=self.session, events=gone, why="given_up"), who),)

    def _drafts(self, intent: Intent) -> tuple[Draft, ...]:
        if self.session is None:
            raise Refused(_("Aucune session n'est ouverte."))
        seen = self.look()
        return drafts(
            self.procedure,
            self.state,
            intent,
            session=self.session,
            now=self.outside.now(),
            real_now=self.outside.real_now() if self.outside.exercise else None,
            actor=self.outside.actor,
            new_id=self.outside.new_id,
            mine=self._is_mine,
            clock=self.outside.clock_word(),
            seen=seen,
        )

    def check_allowed(self, intent: Intent) -> None:
        """Raises Refused where the intent would be refused as things stand; writes nothing."""
        self._drafts(intent)

    def last_act(self) -> LastAct | None:
        """What undoing would take back here."""
        return last_act(self.state, self._is_mine)

    def _is_mine(self, event: Event) -> bool:
        return event.writer in self._writers

    def refresh(self) -> tuple[Event, ...]:
        """Take in what other processes wrote in this session; returns what was new. Nothing during a commit. Where what
        is shown here is gone from the journal, the session goes on in a stand-in at once."""
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
            new = tuple(one for one in tail.events if one.session == self.session and one.id not in self.state.events)
            fold(new, self.state)
            self._forget(tail.events)
            return new
        finally:
            self._at_work.release()

    def _forget(self, events: Iterable[Event]) -> None:
        """Lets go of the texts that the journal let go of: no stand-in is to bring them back."""
        desk = [one for one in events if one.session == AUDIT_SESSION]
        names = {name for one in desk for name in erased_by(one)}
        removed = any(removed_by(one) == self.session for one in desk)
        if removed or not names.isdisjoint(self.state.events):
            kept = [
                replace(one, text=None, salt=None) if removed or one.id in names else one for one in self.state.timeline
            ]
            self.state, self.projection = fold(kept), Projection()

    def switch_journal(self, first: Journal, bring: Callable[[], None]) -> bool:
        """Goes on in `first`, once `bring` has brought there what it does not have yet of the journal at work; false
        during a commit. What others wrote there meanwhile is taken in. Raises JournalError, and nothing has changed."""
        if not self._at_work.acquire(blocking=False):
            return False
        try:
            bring()
            mark, session = first.mark(), self.session
            if session is not None:
                first.watch(session)
                fold(first.events(session), self.state)
            self.journal, self._mark, self.problem = first, mark, self._doubt
            self._may_move = True
            self._writers.add(first.writer)
            return True
        finally:
            self._at_work.release()

    def _commit(self, written: tuple[Draft, ...]) -> tuple[Event, ...]:
        """Commits, tries once more under the same ids (the first may have landed), then takes a stand-in.

        There the facts get new ids: the first attempt may still have landed, and the same fact twice says no
        more than once, whereas one id in two chains would break both.
        """
        try:
            return self._twice(lambda: self.journal.append(written))
        except UnholdableText as failure:
            raise Refused(str(failure)) from failure
        except NotWritten as failure:
            afresh = tuple(replace(draft, id=self.outside.new_id()) for draft in written)
            return self._elsewhere(failure, lambda: self.journal.append(afresh))

    def _keep_site(self) -> None:
        def keep() -> None:
            self.journal.keep_site(self.site.digest, self._files[self.site.digest])

        try:
            self._twice(keep)
        except NotWritten as failure:
            self._elsewhere(failure, keep)

    def _elsewhere(self, failure: NotWritten, commit: Callable[[], _Result]) -> _Result:
        """Commits in the first stand-in that takes it. Raises the last failure when none is left."""
        while True:
            try:
                self._move_to_stand_in(failure)
                return commit()
            except NotWritten as again:
                if again is failure:
                    raise
                failure = again

    def _twice(self, commit: Callable[[], _Result]) -> _Result:
        """Who was waited for in vain is not waited for twice."""
        try:
            return commit()
        except Busy:
            raise
        except NotWritten:
            return commit()

    def _move_to_stand_in(self, failure: NotWritten) -> None:
        """Goes on in another journal, which first receives what this session already holds."""
        if self.outside.stand_in is None or not self._may_move:
            raise failure
        taken = self.outside.stand_in(failure)
        self._may_move = taken.journal.durable
        shown = self.state.timeline
        salts = {one.id: one.salt for one in shown if one.text is not None and one.salt is not None}
        taken.journal.receive(shown, salts)
        for digest, files in self._files.items():
            taken.journal.keep_site(digest, files)
        self.journal, self.problem = taken.journal, taken.problem
        self._mark = taken.journal.mark()
        if self.session is not None:
            taken.journal.watch(self.session)
        self._writers.add(taken.journal.writer)
