"""Facts in a form in which those of the two faces can be compared."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pannesi.application.context import Station
from pannesi.plain.app import run_plain
from pannesi.session.events import Event
from pannesi.session.facts.patients import (
    DutyAnswered,
    DutyDone,
    DutyImpossible,
    DutyNotNeeded,
    IdentityHandedOn,
    ImagesFateSet,
    PatientAdded,
    PatientCorrected,
    PatientVerified,
    PatientVoided,
    PatientWaived,
    SharedNumberConfirmed,
    StepReconciled,
)
from pannesi.support.console import Output
from tests.support.driving import station

REGISTER = {
    PatientAdded.kind, PatientCorrected.kind, PatientVoided.kind, ImagesFateSet.kind, IdentityHandedOn.kind, SharedNumberConfirmed.kind, DutyDone.kind, DutyNotNeeded.kind,
    DutyImpossible.kind, DutyAnswered.kind, StepReconciled.kind, PatientWaived.kind, PatientVerified.kind,
}  # fmt: skip
"""The facts about patients, whose forms are tried with the register."""


def comparable(event: Event, names: dict[str, str]) -> tuple[Any, ...]:
    """A fact without what differs from run to run: ids are named by the order in which they were met."""

    def plain(value: Any) -> Any:
        if isinstance(value, str) and (len(value) == 32 or value.startswith("2026")):
            return names.setdefault(value, f"id{len(names)}")
        if isinstance(value, list | tuple):
            return tuple(plain(part) for part in value)
        return value

    payload = {key: plain(value) for key, value in event.payload.items() if key not in ("act", "text", "examined")}
    return str(event.kind), tuple(sorted(payload.items(), key=str)), event.text, event.actor


def facts(events: Iterable[Event], names: dict[str, str] | None = None) -> list[tuple[Any, ...]]:
    """Events in a form that can be compared between faces."""
    names_so_far = {} if names is None else names
    return [comparable(event, names_so_far) for event in events]


def facts_of(place: Station) -> list[tuple[Any, ...]]:
    """Every fact of every session, the first opened first."""
    names: dict[str, str] = {}
    sessions = sorted(
        (place.journal.events(row.id) for row in place.journal.sessions()), key=lambda events: events[0].at
    )
    return [fact for events in sessions for fact in facts(events, names)]


def through_plain(folder: Path, lines: tuple[str, ...]) -> list[tuple[Any, ...]]:
    """Plays lines in the plain face; the facts that it wrote."""
    place = station(folder)
    run_plain(place, [f"{line}\n" for line in lines], Output(io.StringIO()))
    return facts_of(place)
