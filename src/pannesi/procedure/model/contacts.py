"""Who can be called, when, and with which references: the models of `contacts.yaml`."""

from __future__ import annotations

import re
from dataclasses import field
from datetime import date
from typing import Annotated, Literal

from pannesi.procedure.model.channels import ChannelKind, ChannelTraits, channel_traits
from pannesi.procedure.model.constraints import Bounds
from pannesi.procedure.model.entity import Frozen
from pannesi.procedure.model.scalars import Days, Hour, Id, Ref, RetentionPeriod, Role, Text

Day = Literal["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "ouvrés", "tous", "fériés"]


class Window(Frozen):
    """A stretch of each of some days. `to` not after `from` means: until that hour of the next day."""

    days: Annotated[tuple[Day, ...], Bounds(min_length=1)]
    start: Hour
    end: Hour
    only: Literal["urgent"] | None = None
    assumed: Text | None = None
    """Why these hours are an assumption of ours, when the procedure gives none."""


class Schedule(Frozen):
    """Opening hours: windows, or the hours outside another schedule's."""

    label: Text
    windows: tuple[Window, ...] = ()
    outside: Ref | None = None
    """The schedule whose closed hours are this one's open hours."""
    holidays: Literal["closed", "open", "unknown"] = "open"
    """What the windows mean on a public holiday: `open` like any day, `closed`, or `unknown`: nobody wrote it."""
    unknown: Text | None = None
    """Set instead of windows when the procedure gives no hours: why nothing is known."""
    source: Text | None = None
    added: Text | None = None


class Channel(Frozen):
    """One way to reach a contact, its value to the letter."""

    kind: ChannelKind
    value: Text | None = None
    missing: Text | None = None
    """Why there is no value: exactly one of `value` and `missing`."""
    label: Text | None = None
    condition: Text | None = None
    """When this channel may be used, in words ("panne critique seulement")."""
    preferred: Literal["yes"] | None = None
    needs: Literal["internet"] | None = None
    source: Text | None = None

    @property
    def traits(self) -> ChannelTraits:
        """What its kind means."""
        return channel_traits(self.kind)

    @property
    def is_well_formed(self) -> bool:
        """Whether its value has the form of its kind; true of one without a value."""
        return self.value is None or re.fullmatch(self.traits.form.pattern, self.value) is not None


class Reference(Frozen):
    """A reference to quote during a call (an equipment number)."""

    label: Text
    value: Text
    source: Text | None = None


class Contact(Frozen):
    """Someone to reach. With `members`, the contact is whichever member the clock opens now."""

    id: Id
    name: Text
    hours: Ref | None = None
    channels: tuple[Channel, ...] = ()
    references: tuple[Reference, ...] = ()
    reserved_to: tuple[Role, ...] = ()
    members: tuple[Ref, ...] = ()
    then: tuple[Ref, ...] = ()
    """Whom the procedure gives next when there is no answer."""
    organisation: Text | None = None
    """The body that answers: without an answer, its other contacts are offered."""
    note: Text | None = None
    source: Text | None = None
    added: Text | None = None


class Retention(Frozen):
    """How long a site keeps what was written; without a word from it, as long as stands here."""

    journal: Days = RetentionPeriod(12, "months")
    """Whole sessions, from their last fact on."""
    patients: Days = RetentionPeriod(30, "days")
    """Patients' data and free text, from the last fact on: the reconciliation or the closing."""
    source: Text | None = None
    added: Text | None = None


class ContactsFile(Frozen):
    """The whole of `contacts.yaml`."""

    format: Literal["1"]
    site: Text
    """The hospital's name, always on the screen."""
    timezone: Text = "Europe/Paris"
    holidays: Text = "FR"
    """The country whose public holidays count (ISO code)."""
    local_holidays: tuple[date, ...] = ()
    retention: Retention = field(default_factory=Retention)
    units: tuple[Text, ...] = ()
    """Care units that standing orders may name."""
    schedules: dict[Id, Schedule] = field(default_factory=dict)
    contacts: tuple[Contact, ...] = ()
    gaps: tuple[Gap, ...] = ()


class Gap(Frozen):
    """Something that the procedure does not say, told plainly, never filled by invention."""

    id: Id
    text: Text
    ask: Text | None = None
    """Who could fill it."""
    source: Text | None = None
    """The passage of the procedure beside which it is missing."""
