"""A patient line while it is being entered: each field is a fact as it is left, and all of them are one act.

A version that is not finished yet is a draft: a line to complete, should nobody come back to it. What undoes the act,
or gives the entering up, takes every version that it wrote.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from pannesi.session.claims import Slot
from pannesi.session.events import Draft, Event
from pannesi.session.facts.patients import PatientAdded, PatientVersion
from pannesi.session.facts.session import Undone
from pannesi.session.state import State

if TYPE_CHECKING:
    from pannesi.session import actions as want
    from pannesi.session.projection.read_model import Patient


def is_draft(event: Event) -> bool:
    """Whether a version of a line was written before its entering was finished."""
    return isinstance(event.body, PatientVersion) and event.body.draft


def versions_up_to(slot: Slot, head: Event, together: Callable[[Event], bool]) -> tuple[Event, ...]:
    """The drafts that led to a version, one in the place of the other, the earliest first; the version itself last.

    What took the place of several at once chose between people: nothing is gone back to behind it."""
    versions = [head]
    while len(versions[0].replaces) == 1:
        before = slot.events.get(versions[0].replaces[0])
        if before is None or before in versions or not is_draft(before) or not together(before):
            break
        versions.insert(0, before)
    return tuple(versions)


def is_superseded_draft(state: State, event: Event) -> bool:
    """Whether a version is no more than a step of an entering: told by its last, or given up."""
    version = event.body
    if not (isinstance(version, PatientVersion) and version.draft):
        return False
    slot = state.slot("patient", version.patient)
    return event.id in slot.replaced and any(
        event.id in other.replaces
        and (abandons_entry(other) or (isinstance(other.body, PatientVersion) and other.act == event.act))
        for other in slot.facts
    )


def abandons_entry(event: Event | Draft) -> bool:
    """Whether a fact gives an entering up, whose words then leave the journal."""
    return isinstance(event.body, Undone) and event.body.given_up


def facts_taken_back(event: Event | Draft) -> tuple[str, ...]:
    """Every version that an undoing takes back; none for any other fact."""
    return event.body.taken_back if isinstance(event.body, Undone) else ()


def first_version(state: State, event: Event) -> Event:
    """The first version that the act of a version wrote: a line is noted, though its last field corrected it."""
    patient = event.body.patient if isinstance(event.body, PatientVersion) else ""
    return versions_up_to(state.slot("patient", patient), event, lambda other: other.act == event.act)[0]


def adds_patient(state: State, event: Event) -> bool:
    """Whether a version belongs to the first entering of its line, which may have been left half done and finished
    later, by somebody else perhaps: then it notes a patient, and corrects nothing."""
    patient = event.body.patient if isinstance(event.body, PatientVersion) else ""
    first = versions_up_to(state.slot("patient", patient), event, lambda _version: True)[0]
    return isinstance(first.body, PatientAdded)


@dataclass
class DraftEntry:
    """How far the journal knows a line that somebody is filling in, whatever face asks."""

    patient: str | None
    """The line, None before its first field was left."""
    seen: str | None
    """The version that stands, as far as this person knows."""
    unfinished: bool
    """Whether that version is a draft: there is something to finish or to give up."""
    going_on: bool = False
    """Whether this entering wrote it: what follows belongs to the same act."""

    @classmethod
    def of_patient(cls, patient: Patient | None) -> DraftEntry:
        if patient is None:
            return cls(None, None, unfinished=False)
        return cls(patient.id, patient.latest.id if patient.latest is not None else None, unfinished=patient.draft)

    def save_intent(
        self, facts: Mapping[str, str], fields: Mapping[str, str], examined: datetime | None, paper: str,
        hour_unknown: bool = False, *, draft: bool,
    ) -> want.Intent:  # fmt: skip
        """What keeping the line as it is now asks of the journal."""
        from pannesi.session import actions as want

        if self.patient is None:
            return want.AddPatient(
                dict(facts), examined=examined, fields=dict(fields), paper=paper, hour_unknown=hour_unknown, draft=draft
            )
        return want.CorrectPatient(
            self.patient, dict(facts), examined=examined, fields=dict(fields), seen=self.seen,
            paper=paper, hour_unknown=hour_unknown, draft=draft, going_on=self.going_on,
        )  # fmt: skip

    def note_written(self, written: Iterable[Event]) -> None:
        """Learns what was written for it."""
        for event in written:
            if isinstance(event.body, PatientVersion):
                self.patient, self.seen = event.body.patient, event.id
                self.unfinished = self.going_on = is_draft(event)

    def abandon_intent(self) -> want.Intent:
        """What giving the entering up asks of the journal. Only where something of it is there."""
        from pannesi.session import actions as want

        if self.patient is None or self.seen is None:
            raise LookupError("nothing was entered")
        return want.AbandonEntry(self.patient, self.seen)
