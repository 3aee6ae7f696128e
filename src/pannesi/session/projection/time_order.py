"""Facts whose hour cannot be right beside others: before the beginning of the outage, or a return before its case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Literal

from pannesi.session.claims import slot_key
from pannesi.session.events import Event
from pannesi.session.facts.patients import IdentityHandedOn, PatientVersion
from pannesi.session.facts.session import BeginningSet, SessionOpened, TimeCorrected, Undone
from pannesi.session.facts.visits import ReturnAnnounced
from pannesi.session.moments import CLOCK_SLACK, start_of_minute
from pannesi.session.projection.read_model import Patient
from pannesi.session.state import State
from pannesi.support.light_dataclass import dataclass


@dataclass(frozen=True)
class TimeDoubt:
    """A fact in force whose hour and another one cannot both be right. A person says which is wrong."""

    code: Literal["before_beginning", "before_case"]
    """`before_beginning`: before the outage began. `before_case`: a return before its case was entered."""
    event: Event
    """The fact; of a patient line the event that added it."""
    at: datetime
    limit: datetime
    """The moment before which it lies."""
    patient: str = ""
    """The label of the patient line whose examination it is."""


def time_doubts(state: State, patients: Iterable[Patient]) -> tuple[TimeDoubt, ...]:
    """Every doubtful hour of a session, by the order of the facts."""
    doubts = [*_doubts_of_acts(state, state.timeline), *_doubts_of_patients(state, patients)]
    return tuple(sorted(doubts, key=lambda doubt: doubt.event.order))


def time_doubts_raised(state: State, patients: Iterable[Patient], written: Iterable[Event]) -> tuple[TimeDoubt, ...]:
    """The doubts that events just written raise: about themselves, or about all where they move the beginning."""
    written = tuple(written)
    if any(isinstance(event.body, BeginningSet | SessionOpened) for event in written):
        return time_doubts(state, patients)
    about = [_event_timed_by(state, event) for event in written]
    noted = {event.body.patient for event in about if isinstance(event.body, PatientVersion)}
    mine = (patient for patient in patients if patient.id in noted)
    return (*_doubts_of_acts(state, about), *(_doubts_of_patients(state, mine) if noted else ()))


def _event_timed_by(state: State, event: Event) -> Event:
    """The event whose time is told: that which a correction is about, else the event itself."""
    about = event.body.event if isinstance(event.body, TimeCorrected) else ""
    return state.events.get(about, event)


def _doubts_of_acts(state: State, events: Iterable[Event]) -> Iterator[TimeDoubt]:
    """The doubts about acts in force; hours of the clock are believed within its slack, those that people gave to the
    minute."""
    began = state.began
    if began is None:
        return
    for event in events:
        fact = event.body
        if fact.preset or isinstance(fact, BeginningSet | TimeCorrected | Undone | PatientVersion):
            continue
        at, given = _moment_of(state, event)
        if event.id in state.uncertain and not given:
            continue
        if not _in_force(state, event):
            continue
        if at < start_of_minute(began) and (given or began - at > CLOCK_SLACK):
            yield TimeDoubt("before_beginning", event, at, began)
        elif isinstance(fact, ReturnAnnounced):
            joined = next((visit for visit in state.visits if (visit.id, visit.reason) == (fact.visit, "joined")), None)
            if joined is not None and at < start_of_minute(state.when(joined.event)):
                yield TimeDoubt("before_case", event, at, state.when(joined.event))


def _moment_of(state: State, event: Event) -> tuple[datetime, bool]:
    """When a fact was, and whether a person said so."""
    fact, corrected = event.body, state.slot("time", event.id).head is not None
    if isinstance(fact, ReturnAnnounced):
        return state.returned_since(event), corrected or fact.since is not None
    if isinstance(fact, IdentityHandedOn) and fact.moment is not None and not corrected:
        return fact.moment, True
    return state.when(event), corrected


def _in_force(state: State, event: Event) -> bool:
    key = slot_key(event)
    return key is not None and event in state.slot(*key).heads


def _doubts_of_patients(state: State, patients: Iterable[Patient]) -> Iterator[TimeDoubt]:
    """The patients of whom somebody said that they were examined before the outage began."""
    began = state.began
    for patient in patients:
        if began is None or patient.voided:
            continue
        given = patient.hour_given or state.slot("time", patient.event.id).head is not None
        if given and patient.examined < start_of_minute(began):
            yield TimeDoubt("before_beginning", patient.event, patient.examined, began, patient.label)
