"""Patient lines while they are being entered: each field left writes a version, and all versions form one act.

A version of an unfinished entry is a draft: if nobody comes back to it, it stays as a line to complete. Undoing the
act, or abandoning the entry, takes back every version that it wrote.
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
from pannesi.support.i18n import N_

if TYPE_CHECKING:
    from pannesi.session import actions as want
    from pannesi.session.projection.read_model import Patient


def is_draft(event: Event) -> bool:
    """Whether an event is a version of a line written before its entry was finished."""
    return isinstance(event.body, PatientVersion) and event.body.draft


def versions_up_to(slot: Slot, head: Event, together: Callable[[Event], bool]) -> tuple[Event, ...]:
    """The drafts that led to a version, each replaced by the next, earliest first; the version itself comes last.

    `together` says whether a draft still belongs to the sequence. A version that replaced several at once ends the
    search: it settled a conflict between people.
    """
    versions = [head]
    while len(versions[0].replaces) == 1:
        before = slot.events.get(versions[0].replaces[0])
        if before is None or before in versions or not is_draft(before) or not together(before):
            break
        versions.insert(0, before)
    return tuple(versions)


def is_superseded_draft(state: State, event: Event) -> bool:
    """Whether a version is only a draft of an entry: replaced by a later version of the same act, or abandoned."""
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
    """Whether an event abandons an entry, whose texts are then erased from the journal."""
    return isinstance(event.body, Undone) and event.body.given_up


def events_taken_back(event: Event | Draft) -> tuple[str, ...]:
    """The ids of all events that an undo takes back; none for any other event."""
    return event.body.taken_back if isinstance(event.body, Undone) else ()


def first_version(state: State, event: Event) -> Event:
    """The first version written by the act of a version. Its time is when the line was added, even if a later field of
    the same act corrected it."""
    patient = event.body.patient if isinstance(event.body, PatientVersion) else ""
    return versions_up_to(state.slot("patient", patient), event, lambda other: other.act == event.act)[0]


def adds_patient(state: State, event: Event) -> bool:
    """Whether a version belongs to the first entry of its line, even one left unfinished and completed later by
    somebody else."""
    patient = event.body.patient if isinstance(event.body, PatientVersion) else ""
    first = versions_up_to(state.slot("patient", patient), event, lambda _version: True)[0]
    return isinstance(first.body, PatientAdded)


NOTHING_ENTERED = N_("Rien n'est rempli : rien n'est noté.")
"""Said where a line was saved before anything of it was filled in."""


def is_nothing_entered(facts: Mapping[str, str], fields: object, examined: datetime | None, paper: object) -> bool:
    """Whether nothing was said of a patient; `fields`: the values of the fields, or bare words. That nobody knows the
    hour says nothing."""
    return not (facts or fields or examined or paper)


@dataclass
class DraftEntry:
    """The state of an entry being typed: what the journal already holds of it, and the intent to save or abandon it."""

    patient: str | None
    """The id of the line; None before its first field was saved."""
    seen_version: str | None
    """The id of the event with the last version that this person saw; None for a new line."""
    unfinished: bool
    """Whether that version is a draft, which must be finished or abandoned."""
    same_act: bool = False
    """Whether this entry wrote that version: what follows then belongs to the same act."""

    @classmethod
    def of_patient(cls, patient: Patient | None) -> DraftEntry:
        """The entry that corrects a line, or that adds one (None)."""
        if patient is None:
            return cls(None, None, unfinished=False)
        return cls(patient.id, patient.latest.id if patient.latest is not None else None, unfinished=patient.draft)

    def save_intent(
        self, facts: Mapping[str, str], fields: Mapping[str, str], examined: datetime | None, paper: str,
        hour_unknown: bool = False, *, draft: bool,
    ) -> want.Intent:  # fmt: skip
        """The intent that saves the line with these values: an addition, or a correction of the version seen."""
        from pannesi.session import actions as want

        if self.patient is None:
            return want.AddPatient(
                dict(facts), examined=examined, fields=dict(fields), paper=paper, hour_unknown=hour_unknown, draft=draft
            )
        return want.CorrectPatient(
            self.patient, dict(facts), examined=examined, fields=dict(fields), seen=self.seen_version,
            paper=paper, hour_unknown=hour_unknown, draft=draft, same_act=self.same_act,
        )  # fmt: skip

    def note_written(self, written: Iterable[Event]) -> None:
        """Takes over the ids of the line and of the version from the events that saved it."""
        for event in written:
            if isinstance(event.body, PatientVersion):
                self.patient, self.seen_version = event.body.patient, event.id
                self.unfinished = self.same_act = is_draft(event)

    def abandon_intent(self) -> want.Intent:
        """The intent that abandons the entry. Raises LookupError if nothing of it was saved."""
        from pannesi.session import actions as want

        if self.patient is None or self.seen_version is None:
            raise LookupError("nothing was entered")
        return want.AbandonEntry(self.patient, self.seen_version)
