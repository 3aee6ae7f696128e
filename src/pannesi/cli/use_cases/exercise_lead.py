"""`pannesi exercise lead`: the facilitator's own terminal, beside that of the players, on the same journal.

What the players do is read from the journal every second; what the facilitator says is written to the review of the
exercise, never to the session: nothing of it is shown to the players.
"""

from __future__ import annotations

import queue
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from pannesi.cli.use_cases.exercises import exercise_named
from pannesi.history.exercises.exercise_injects import Cue, cues_of, next_timed_cue, waiting_cues
from pannesi.history.exercises.exercises import real_outages_met
from pannesi.history.learning.incident_reviews import ReviewedOutage, context_for, read_review, say_in_review
from pannesi.history.replay.scenario import Scenario
from pannesi.history.session_record import read_session
from pannesi.journal.audit_log import Who
from pannesi.journal.store import Journal
from pannesi.plain.prompts import input_lines
from pannesi.presentation.learning.exercises import cue_words, given_words
from pannesi.procedure.availability.moments import format_moment
from pannesi.procedure.availability.reachability import zone_of
from pannesi.procedure.model.lines import text_of
from pannesi.procedure.model.procedure import Site
from pannesi.session.incident_review.rules import Statement
from pannesi.session.projection.read_model import Walk
from pannesi.session.projection.walk import walk
from pannesi.session.state import State, fold
from pannesi.support.console import Output
from pannesi.support.i18n import N_, _, translated

_SECONDS = 1.0
_SKIP, _QUIT = "p", "q"
_MAY_TYPE = N_("Entrée : c'est dit · p puis Entrée : pas dit · q puis Entrée : quitter")


@dataclass(frozen=True)
class Look:
    """The exercise as it stands now."""

    state: State
    walk: Walk
    cues: tuple[Cue, ...]
    now: datetime
    """By the clock of the exercise, which may be simulated."""
    real_outages: tuple[str, ...]
    """The real sessions that were opened since the exercise began."""


class Facilitator:
    """What the facilitator sees of one exercise, and says."""

    def __init__(self, journal: Journal, site: Site, by: Who, begin: str, scenario: Scenario) -> None:
        """Raises NotFound, Ambiguous, Refused."""
        self.journal, self.site, self.by, self.scenario = journal, site, by, scenario
        self.reviewed: ReviewedOutage = exercise_named(journal, site, begin)
        self.session = self.reviewed.session
        self.procedure = read_session(journal, site, self.session).procedure
        opened = fold(journal.events(self.session)).opened
        assert opened is not None, "an exercise has a beginning"
        self.opened = opened.moment
        self.ahead: timedelta = opened.moment - (opened.real or opened.moment)
        """How far the clock of the exercise runs ahead of the machine's."""

    def now(self) -> datetime:
        """The moment by the clock of the exercise."""
        return self.by.now() + self.ahead

    def look(self) -> Look:
        """The exercise as the journal tells it now. Raises JournalError."""
        state = fold(self.journal.events(self.session))
        now = self.now()
        seen = walk(self.procedure, state, now)
        review = read_review(self.journal, self.session)
        cues = cues_of(self.scenario, seen, self.opened, review, now)
        return Look(state, seen, cues, now, real_outages_met(self.journal, state))

    def say(self, cue: Cue, given: str) -> None:
        """Records that an inject was told, or left out. Raises Refused, NotWritten."""
        said = (
            Statement(cue.about, "what", words=cue.inject.say),
            Statement(cue.about, "given", (given,)),
        )
        reviewed = exercise_named(self.journal, self.site, self.session)
        say_in_review(self.journal, reviewed, said, context_for(reviewed, self.site, self.by))


def lead(
    journal: Journal, site: Site, by: Who, begin: str, scenario: Scenario, out: Output, *, once: bool,
    typed: Callable[[float], str | None] | None = None,
) -> None:  # fmt: skip
    """Shows the facilitator what to tell until the exercise is closed or left. `typed` waits so many seconds for a
    line, and returns None without one; EOFError where no more comes. Raises NotFound, Ambiguous, Refused,
    JournalError."""
    facilitator = Facilitator(journal, site, by, begin, scenario)
    screen = _Screen(facilitator, out)
    screen.begin()
    look = facilitator.look()
    screen.show(look)
    if once:
        return
    wait = typed or _typed_lines()
    while look.state.closing is None:
        try:
            line = wait(_SECONDS)
        except (EOFError, KeyboardInterrupt):
            return
        if line is not None and line.strip().casefold() == _QUIT:
            return
        if line is not None:
            _obey(facilitator, waiting_cues(look.cues), line.strip().casefold(), out)
        look = facilitator.look()
        screen.show(look)


def _obey(facilitator: Facilitator, waiting: tuple[Cue, ...], typed: str, out: Output) -> None:
    """Records that what stands first was told, or left out; anything else that is typed says what may be."""
    if typed not in ("", _SKIP):
        out.wrapped(translated(_MAY_TYPE))
    elif waiting:
        facilitator.say(waiting[0], "left_out" if typed == _SKIP else "given")
    else:
        out.wrapped(_("Rien n'est à dire pour le moment."))


class _Screen:
    """Prints what changed, and nothing twice: it stays calm beside an exercise."""

    def __init__(self, facilitator: Facilitator, out: Output) -> None:
        self._facilitator, self._out = facilitator, out
        zone = zone_of(facilitator.site.contacts)
        self._hour: Callable[[datetime], str] = lambda moment: format_moment(moment, facilitator.now(), zone)
        self._line: tuple[str, str] | None = ("", "")
        self._asked, self._real = 0, frozenset[str]()
        self._closed = False

    def begin(self) -> None:
        """Says which exercise it is, and what may be typed."""
        out, facilitator = self._out, self._facilitator
        title = facilitator.reviewed.outage.title
        out.wrapped(_("ANIMATEUR · {session} · {title}").format(session=facilitator.session, title=title))
        out.wrapped(translated(_MAY_TYPE))

    def show(self, look: Look) -> None:
        """Prints what is new: the line of the players, what is to be told, a real outage, the end."""
        self._show_real(look)
        self._show_line(look)
        self._show_cue(look)
        if look.state.closing is not None and not self._closed:
            self._closed = True
            self._show_end(look)

    def _show_real(self, look: Look) -> None:
        for session in look.real_outages:
            if session not in self._real:
                self._out.wrapped(
                    _(
                        "!! VRAIE PANNE ouverte pendant l'exercice : {session}. Arrêter l'exercice, le dire à tous."
                    ).format(session=session)
                )
        self._real = frozenset(look.real_outages)

    def _show_line(self, look: Look) -> None:
        row = look.walk.next
        key = row.key if row is not None else None
        if key != self._line:
            self._line = key
            words = f"{row.number} {text_of(row.line)}" if row is not None else _("rien à faire pour le moment")
            self._out.wrapped(_("{hour} · les joueurs en sont à : {line}").format(
                hour=self._hour(look.now), line=words
            ), "", "  ")  # fmt: skip

    def _show_cue(self, look: Look) -> None:
        waiting = waiting_cues(look.cues)
        asked = waiting[0].number if waiting else -1
        if asked == self._asked:
            return
        self._asked = asked
        if waiting:
            self._out.wrapped(_("> À DIRE · {cue}").format(cue=cue_words(waiting[0], self._hour)), "", "    ")
            if len(waiting) > 1:
                self._out.wrapped(_("et {count} après.").format(count=len(waiting) - 1), "    ")
            return
        ahead = next_timed_cue(look.cues)
        self._out.wrapped(
            _("Ensuite · {cue}").format(cue=cue_words(ahead, self._hour)) if ahead is not None
            else _("Plus rien à une heure dite.")
        )  # fmt: skip

    def _show_end(self, look: Look) -> None:
        self._out.wrapped(_("L'exercice est clos. Ce qui a été dit :"))
        for cue in look.cues:
            self._out.wrapped(f"{given_words(cue.given)} · {cue_words(cue, self._hour)}", "  ", "    ")


def _typed_lines() -> Callable[[float], str | None]:
    """What is typed, read in a thread: a terminal of Windows cannot be waited for otherwise."""
    lines: queue.Queue[str | None] = queue.Queue()

    def read_all() -> None:
        for line in input_lines(sys.stdin):
            lines.put(line)
        lines.put(None)

    threading.Thread(target=read_all, daemon=True).start()

    def wait(seconds: float) -> str | None:
        try:
            line = lines.get(timeout=seconds)
        except queue.Empty:
            return None
        if line is None:
            raise EOFError
        return line

    return wait
