"""The state of a session taken line by line: the line shown, what is said after a commit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain
from typing import Literal

from pannesi.application.context import Station
from pannesi.application.session_service import Desk
from pannesi.history.exercises.real_outages import RealOutageWatch, watch_of
from pannesi.history.learning.lessons import NOTHING_LEARNED, Lessons
from pannesi.history.learning.open_lessons import station_lessons
from pannesi.history.overview import Overview
from pannesi.plain.prompts import Dialogue
from pannesi.presentation.facts.outage_hours import naming_beginning_key, time_notice
from pannesi.presentation.facts.timeline import SentenceWriter
from pannesi.presentation.line.typed_act import act_headline, act_lines, rest_words
from pannesi.presentation.session.abandoned_case import abandoned_case_notice
from pannesi.presentation.session.session_view import View
from pannesi.presentation.session.status_band import (
    banner_lines,
    calls_due_elsewhere,
    lasting_words,
    nothing_to_do_lines,
    real_outage_lines,
    recognise_lines,
    recognise_wrapped,
    reminder_lines,
    state_parts,
)
from pannesi.presentation.text.common_phrases import doubtful_hour
from pannesi.presentation.text.key_names import PLAIN
from pannesi.procedure.availability.moments import format_moment
from pannesi.session.actions import Intent
from pannesi.session.event_writer import Refused
from pannesi.session.events import Event
from pannesi.session.facts.patients import PatientCorrected
from pannesi.session.labels import sign_of
from pannesi.session.projection.read_model import Row, Walk
from pannesi.session.projection.retries import question_to_ask_again
from pannesi.session.register.draft_entries import is_draft
from pannesi.support.clock import ClockDoubt
from pannesi.support.errors import ImpossibleTime, JournalError
from pannesi.support.i18n import _

Destination = Literal["here", "home", "quit"]
Key = tuple[str, str]


@dataclass
class Guide:
    """The session of the line-by-line face. It keeps the line looked at and the lines put off; the rest is in the
    desk."""

    station: Station
    desk: Desk
    talk: Dialogue
    chosen: Key | None = None
    """The line gone to by hand, until something is done there."""
    skipped: set[Key] = field(default_factory=set)
    letters_explained: set[str] = field(default_factory=set)
    """Letters whose new meaning was said."""
    called_back: dict[Key, datetime] = field(default_factory=dict)
    """Calls put off that came back, each with the hour at which it was to be made again."""
    where: Destination = "here"
    on_desk: Callable[[Desk], None] = lambda desk: None
    """Called when the person goes on in another session."""
    view: View = field(init=False)
    """What the person saw last; commands act on the line in it."""
    lessons: Lessons = NOTHING_LEARNED
    """What earlier sessions taught."""
    outage_watch: RealOutageWatch | None = field(init=False)
    """What tells an exercise of real outages."""
    _banded: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        self._learn()
        self.outage_watch = watch_of(self.station, self.desk.state)
        self.view = self._look()

    def _learn(self) -> None:
        self.lessons = lessons_of_station(self.station, self.say, besides=self.desk.session)

    def _look(self) -> View:
        walk = self.desk.look()
        here = self.desk
        row, doubt = self._row(walk), here.environment.doubt()
        actor = here.environment.actor
        return View(
            here.procedure, here.state, walk, row, actor, clock_doubt=doubt, lessons=self.lessons,
            real_outages=self._real_outages(),
        )  # fmt: skip

    def _real_outages(self) -> tuple[Overview, ...]:
        if self.outage_watch is None:
            return ()
        try:
            self.outage_watch.look()
        except JournalError as failure:
            self.say(str(failure))
        return self.outage_watch.open

    @property
    def row(self) -> Row | None:
        """The line shown."""
        return self.view.row

    @property
    def asking(self) -> bool:
        """Never: a question is answered before the next command is typed."""
        return False

    @property
    def acting(self) -> bool:
        """Whether something can be done: the session is not closed."""
        return self.view.walk.stage != "closed"

    @property
    def clock_doubt(self) -> ClockDoubt | None:
        """Why the clock should be looked at, if it should."""
        return self.desk.environment.doubt()

    def _row(self, walk: Walk) -> Row | None:
        """The line to show: that gone to by hand, else the first to do that was not put off."""
        if self.chosen is not None:
            row = walk.row(*self.chosen)
            if row is not None:
                return row
            self.chosen = None
        self._bring_back_calls(walk)
        left = [row for row in walk.todo if row.key not in self.skipped]
        if walk.stage == "closed":
            return None
        if walk.todo and not left:
            self.skipped.clear()
            self.say(_("Les lignes remises à plus tard reviennent."))
            return walk.todo[0]
        return left[0] if left else None

    def _bring_back_calls(self, walk: Walk) -> None:
        """Brings back, once, each call that was put off and is to be made again now."""
        for row in walk.todo:
            hour = row.call_again_at
            if row.call_due and hour is not None and self.called_back.get(row.key) != hour:
                self.called_back[row.key] = hour
                self.skipped.discard(row.key)

    def say(self, text: str, indent: str = "") -> None:
        """Shows a sentence, wrapped."""
        blanks = len(text) - len(text.lstrip(" "))
        self.talk.out.wrapped(text.lstrip(" "), indent + " " * blanks, indent + " " * (blanks + 2))

    def hour(self, moment: datetime) -> str:
        """A moment as it is said now: midnight may have passed since the line was shown."""
        hour = format_moment(moment, self.desk.environment.now(), self.view.zone)
        return doubtful_hour(hour) if self.desk.in_doubt else hour

    def telling(self) -> SentenceWriter:
        """What puts the facts of this session into words."""
        return SentenceWriter(self.desk.procedure, self.desk.state, self.hour)

    def show(self, *, whole: bool = False) -> None:
        """Shows the line to do now, in full. `whole`: also how to recognise the case, if that was shown before."""
        self.view = view = self._look()
        self.talk.out.line()
        for text in banner_lines(view, recording=self.desk.recording, problem=self.desk.problem):
            self.say(text)
        for text in real_outage_lines(view):
            self.say(text)
        self.talk.out.packed(tuple(state_parts(view)))
        recognised = tuple(recognise_lines(view))
        if whole or recognised != self._banded:
            self._banded = recognised
            for words in chain.from_iterable(recognise_wrapped(view, self.talk.out.width, "  ")):
                self.talk.out.line(words)
        self.talk.out.packed(tuple(lasting_words(view)))
        for line in (*reminder_lines(view), *calls_due_elsewhere(view)):
            self.say(line.words)
        self.talk.out.line()
        if view.row is None:
            for text in nothing_to_do_lines(view):
                self.say(text)
            return
        self.say(act_headline(view, view.row))
        for text in act_lines(view, view.row):
            self.say(text, "  ")
        if rest := rest_words(view, view.row):
            self.say(_("{rest} : liste").format(rest=rest), "  ")

    def switch_session(self, desk: Desk) -> None:
        """Goes on in another session."""
        self.desk, self.chosen, self.skipped, self._banded = desk, None, set(), ()
        self._learn()
        self.on_desk(desk)

    def set_actor(self, name: str) -> None:
        """Records what follows under this name."""
        self.desk.environment = replace(self.desk.environment, actor=name)
        self.station.actor = name

    def do(self, intent: Intent) -> tuple[Event, ...] | None:
        """Commits an intent and returns what was written; None when it was refused, and the reason is shown.
        Ctrl-C waits until that was said."""
        before = set(self.desk.state.events)
        self.talk.interrupts.hold()
        try:
            with naming_beginning_key(PLAIN):
                self.desk.do(intent)
        except Refused as refusal:
            self.say(str(refusal))
            return None
        finally:
            self.station.adopt_journal(self.desk)
        events = tuple(event for event in self.desk.state.timeline if event.id not in before)
        question = question_to_ask_again(self.desk.look().rows, events[0]) if events else None
        self.chosen = question.key if question is not None else None
        return events

    def ask_until_written(self, ask: Callable[[str], str], intent: Callable[[str], Intent], given: str = "") -> bool:
        """Asks until the answer is written; an empty answer gives up. A refused answer is asked again, since whoever
        goes on typing would otherwise type commands. `ask` is called with what was given already, then with nothing.
        Returns whether it was written."""
        typed = ask(given)
        while typed:
            try:
                written = self.do(intent(typed))
            except ImpossibleTime as impossible:
                self.say(str(impossible))
                written = None
            if written is not None:
                self.report(written)
                return True
            typed = ask("")
        return False

    def report(self, events: tuple[Event, ...] | None) -> bool:
        """Shows what was written; returns whether anything was."""
        for event in events or ():
            if not event.body.preset:
                hour = self.hour(self.desk.state.when(event))
                words = _("{sign} {hour} · {what}")
                self.say(words.format(sign=sign_of(event), hour=hour, what=self.telling().sentence(event)))
                if stays := abandoned_case_notice(self.desk, event, PLAIN):
                    self.say(stays)
        if doubt := time_notice(self.desk, events or (), self.telling(), PLAIN):
            self.say(doubt)
        return bool(events)

    def refresh_from_journal(self) -> bool:
        """Shows what other workstations did meanwhile. Returns whether the line shown changed since."""
        try:
            events = self.desk.refresh()
        except JournalError as failure:
            self.say(str(failure))
            return False
        if self.desk.journal is not self.station.journal:
            self.station.adopt_journal(self.desk)
            self.say(self.desk.problem or "")
        come_back(self.station, self.desk, self.say)
        if not events:
            return False
        seen = self.view.row
        for event in events:
            if is_draft(event) and isinstance(event.body, PatientCorrected):
                continue  # somebody is still typing that line
            by = event.actor or _("quelqu'un")
            what = self.telling().sentence(event)
            self.say(_("SUR UN AUTRE POSTE, {hour}, {who} : {what}").format(
                hour=self.hour(self.desk.state.when(event)), who=by, what=what
            ))  # fmt: skip
        now = self.desk.look().row(*seen.key) if seen is not None else None
        return seen is not None and (now is None or _changed_since(seen, now))


def lessons_of_station(station: Station, say: Callable[[str], None], *, besides: str | None = None) -> Lessons:
    """What earlier sessions taught; nothing, which is said, where the journal cannot be read."""
    try:
        return station_lessons(station, station.clock.now(), besides=besides)
    except JournalError as failure:
        say(str(failure))
        return NOTHING_LEARNED


def come_back(station: Station, desk: Desk | None, say: Callable[[str], None]) -> None:
    """Goes on in the journal that was left for a stand-in, where it can be written again, and says so."""
    way_back = station.try_return()
    said = station.return_to(way_back, desk) if way_back is not None else None
    if said:
        say(said)


def _changed_since(seen: Row, now: Row) -> bool:
    """Whether something happened at a line between what was seen and now."""
    return (seen.status, seen.fact, seen.running, seen.conflict) != (now.status, now.fact, now.running, now.conflict)
