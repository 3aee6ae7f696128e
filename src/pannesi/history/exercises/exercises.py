"""Exercises that were played: who took part, in which cases, and which are due again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from pannesi.history.catalogue import SessionCatalogue
from pannesi.history.learning.incident_reviews import read_review
from pannesi.history.session_filter import SessionFilter
from pannesi.journal.store import Journal
from pannesi.procedure.availability.reachability import zone_of
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.scalars import RetentionPeriod
from pannesi.procedure.model.units import Case
from pannesi.session.facts.session import SessionOpened
from pannesi.session.incident_review.review import IncidentReview
from pannesi.session.moments import utc_text
from pannesi.session.state import State, fold


@dataclass(frozen=True)
class PlayedExercise:
    """An exercise of the journal."""

    session: str
    units: frozenset[str]
    """The ids of the cases and annexes that were entered."""
    held: datetime
    """When it really began, whatever hour it simulated."""
    closed: bool
    review: IncidentReview

    @property
    def functions(self) -> tuple[str, ...]:
        """The functions of those who played, sorted: the groups of people that an exercise counts for."""
        players = (person for person in self.review.participants if person.part and "player" in person.part.values)
        return tuple(sorted({person.function.words for person in players if person.function and person.function.words}))


@dataclass(frozen=True)
class ExerciseDue:
    """When a case, or a group of people, is due for an exercise."""

    name: str
    """The id of the case, or the function of the people."""
    last: datetime | None
    due: date | None
    """None where none was held: it is due from the beginning."""

    def is_overdue(self, today: date) -> bool:
        """Whether it is due, on a day: never held, or too long ago."""
        return self.due is None or self.due <= today


def played_exercise(session: str, state: State, review: IncidentReview) -> PlayedExercise | None:
    """An exercise as its session and its review tell it; None for a real session, and without its beginning."""
    held = held_at(state)
    if held is None:
        return None
    units = frozenset(visit.unit for visit in state.visits)
    return PlayedExercise(session, units, held, state.closing is not None, review)


def played_exercises(sessions: SessionCatalogue, now: datetime) -> tuple[PlayedExercise, ...]:
    """Every exercise of this hospital in the journal, the earliest first. Raises JournalError."""
    listed = []
    for overview in sessions.find(now, SessionFilter(exercise=True)):
        state = fold(sessions.journal.events(overview.id))
        exercise = played_exercise(overview.id, state, read_review(sessions.journal, overview.id))
        if exercise is not None:
            listed.append(exercise)
    return tuple(sorted(listed, key=lambda exercise: (exercise.held, exercise.session)))


def cases_due(
    site: Site, held: Iterable[PlayedExercise], every: RetentionPeriod, zone: tzinfo
) -> tuple[ExerciseDue, ...]:
    """When each case of the site is due for an exercise, in the order of the site. An exercise that was not closed
    counts for none: nobody knows whether it was played to its end."""
    last: dict[str, datetime] = {}
    for exercise in held:
        if exercise.closed:
            last |= dict.fromkeys(exercise.units, exercise.held)
    cases = (unit for unit in site.units if isinstance(unit, Case))
    return tuple(_due(case.id, last.get(case.id), every, zone) for case in cases)


def cases_due_now(sessions: SessionCatalogue, site: Site, now: datetime) -> tuple[tuple[ExerciseDue, ...], date]:
    """When each case is due for an exercise, and the local day. Raises JournalError."""
    zone = zone_of(site.contacts)
    held = played_exercises(sessions, now)
    return cases_due(site, held, site.contacts.exercises.every, zone), now.astimezone(zone).date()


def people_due(held: Iterable[PlayedExercise], every: RetentionPeriod, zone: tzinfo) -> tuple[ExerciseDue, ...]:
    """When each group of people who ever played is due for an exercise, by the function that was written down."""
    last: dict[str, datetime] = {}
    for exercise in held:
        if exercise.closed:
            last |= dict.fromkeys(exercise.functions, exercise.held)
    return tuple(_due(function, last[function], every, zone) for function in sorted(last))


def held_at(state: State) -> datetime | None:
    """When an exercise really began, whatever hour it simulated; None for a real session."""
    if state.opened is None or not state.exercise:
        return None
    return state.opened.real or state.opened.moment


def real_outages_met(journal: Journal, state: State) -> tuple[str, ...]:
    """The real sessions that were opened while an exercise was played, the earliest first. Raises JournalError."""
    held, closing = held_at(state), state.closing
    if held is None:
        return ()
    ended = (closing.real or closing.moment) if closing is not None else None
    met = []
    for row in journal.sessions():
        if row.last_at < utc_text(held):
            continue
        opened = next((event for event in journal.events(row.id) if event.kind == SessionOpened.kind), None)
        if opened is None or fold((opened,)).exercise or opened.moment < held:
            continue
        if ended is None or opened.moment <= ended:
            met.append((opened.moment, row.id))
    return tuple(session for _opened, session in sorted(met))


def _due(name: str, last: datetime | None, every: RetentionPeriod, zone: tzinfo) -> ExerciseDue:
    return ExerciseDue(name, last, every.after(last.astimezone(zone)).date() if last is not None else None)
