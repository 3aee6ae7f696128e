"""A past session as steps to replay, patients included: closed facts only, no patient data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from pannesi.history.replay.scenario import Scenario, ScenarioStep, acts_of, scenario_of
from pannesi.procedure.model.register_fields import Field, ReadAs
from pannesi.session.events import Event
from pannesi.session.facts.patients import (
    ANSWERED_NO,
    DutyAnswered,
    DutyDone,
    DutyImpossible,
    DutyNotNeeded,
    IdentityHandedOn,
    ImagesFateSet,
    OnDuty,
    OnPatient,
    PatientAdded,
    PatientCorrected,
    PatientVerified,
    PatientVersion,
    PatientVoided,
    PatientWaived,
    SharedNumberConfirmed,
    StepReconciled,
)
from pannesi.session.projection.read_model import fields_of
from pannesi.session.register.draft_entries import first_version, is_superseded_draft
from pannesi.session.register.field_values import UNKNOWN_VALUE
from pannesi.session.state import State

PatientAct = Literal[
    "noted", "corrected", "voided", "images_told", "handed_on", "duty_done", "duty_not_needed", "duty_could_not",
    "duty_answered_no", "duty_answered_unknown", "reconciled", "waived", "verified",
]  # fmt: skip
"""An act about one patient line."""


@dataclass(frozen=True)
class PatientStep:
    """One act about a patient line, without any text that was written."""

    at: int
    """Seconds since the opening of the session."""
    act: PatientAct
    patient: int
    """The rank of the line among those of the session, in order of entry."""
    key: str = ""
    """The duty, or the step of the return."""
    facts: Mapping[str, str] = field(default_factory=dict)
    filled: tuple[str, ...] = ()
    """The ids of the fields that were filled."""
    chosen: Mapping[str, str] = field(default_factory=dict)
    """The choices in closed lists, on which other fields depend; nothing that was typed."""
    examined: datetime | None = None
    paper: str = ""
    said: bool = False
    """Whether the act had a text of its own."""
    rules: int = 0
    """The version of the rules it was written under."""
    becomes: str = ""
    """What becomes of the images of the line."""
    other: int | None = None
    """The rank of another line that it names, to which images go."""


@dataclass(frozen=True)
class RecordedSession:
    """A session to replay: its scenario, and all its steps in order, those about patients included."""

    scenario: Scenario
    steps: tuple[ScenarioStep | PatientStep, ...]


def recorded_session_of(state: State, title: str, sheet: tuple[Field, ...]) -> RecordedSession | None:
    """The acts of a session that were not undone, patients included; None where `scenario_of` gives None.

    `sheet` is the register of the site that it pins: it tells which fields hold a choice.
    """
    scenario = scenario_of(state, title)
    if scenario is None:
        return None
    lists = frozenset(register_field.id for register_field in sheet if register_field.traits.read_as is ReadAs.CHOICE)
    return RecordedSession(scenario, tuple(_in_order(state, scenario.opened, lists)))


_ACTS: Mapping[type[OnPatient], PatientAct | None] = {
    PatientAdded: "noted", PatientCorrected: "corrected", PatientVoided: "voided", ImagesFateSet: "images_told",
    IdentityHandedOn: "handed_on", DutyDone: "duty_done", DutyNotNeeded: "duty_not_needed",
    DutyImpossible: "duty_could_not", StepReconciled: "reconciled", PatientWaived: "waived",
    PatientVerified: "verified", SharedNumberConfirmed: None, DutyAnswered: None,
}  # fmt: skip
"""The act of each kind of fact; None: it is not replayed, or its fields decide."""


def _act_of(fact: OnPatient) -> PatientAct | None:
    if isinstance(fact, DutyAnswered):
        return "duty_answered_no" if fact.answer == ANSWERED_NO else "duty_answered_unknown"
    return _ACTS.get(type(fact))


def _in_order(state: State, began: datetime, lists: frozenset[str]) -> Iterator[ScenarioStep | PatientStep]:
    ranks: dict[str, int] = {}
    for events, steps in acts_of(state):
        yield from steps
        for event in events:
            if is_superseded_draft(state, event):
                continue
            fact = event.body
            if not isinstance(fact, OnPatient):
                continue
            first = first_version(state, event).body if isinstance(fact, PatientVersion) else fact
            act = _act_of(first) if isinstance(first, OnPatient) else None
            if act is not None:
                step = _patient_step(event, fact, act, ranks.setdefault(fact.patient, len(ranks)), began, lists)
                yield replace(step, other=ranks.get(fact.to or "") if isinstance(fact, ImagesFateSet) else None)


def _patient_step(
    event: Event, fact: OnPatient, act: PatientAct, rank: int, began: datetime, lists: frozenset[str]
) -> PatientStep:
    version = fact if isinstance(fact, PatientVersion) else None
    paper = version.paper if version is not None else ""
    return PatientStep(
        at=max(int((event.moment - began).total_seconds()), 0),
        act=act,
        patient=rank,
        key=fact.key if isinstance(fact, OnDuty) else "",
        facts=dict(version.facts) if version is not None else {},
        filled=version.filled if version is not None else (),
        chosen={
            name: value for name, value in fields_of(event.text).items() if name in lists or value == UNKNOWN_VALUE
        },
        examined=version.examined if version is not None else None,
        paper=paper,
        said="text" in event.payload or (isinstance(fact, DutyAnswered) and fact.passed_on),
        rules=fact.rules,
        becomes=fact.becomes if isinstance(fact, ImagesFateSet) else "",
    )
