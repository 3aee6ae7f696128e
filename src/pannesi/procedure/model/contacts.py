"""The models of `contacts.yaml`: contacts, schedules, channels."""

from __future__ import annotations

import re
from dataclasses import field
from datetime import date
from typing import Annotated, Literal

from pannesi.procedure.model.channels import ChannelKind, ChannelTraits, channel_traits
from pannesi.procedure.model.entity import Bounds, Frozen
from pannesi.procedure.model.scalars import Days, Duration, Hour, Id, Ref, RetentionPeriod, Role, Text

Day = Literal["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "ouvrés", "tous", "fériés"]


class Window(Frozen):
    """Opening hours on some days. An end that is not after the start means that hour of the next day."""

    days: Annotated[tuple[Day, ...], Bounds(min_length=1)]
    start: Hour
    end: Hour
    only: Literal["urgent"] | None = None
    assumed: Text | None = None
    """Why these hours are an assumption: the procedure gives none."""


class Schedule(Frozen):
    """A schedule: windows of opening hours, or all hours outside another schedule."""

    label: Text
    windows: tuple[Window, ...] = ()
    outside: Ref | None = None
    """The schedule that is closed when this one is open; instead of windows."""
    holidays: Literal["closed", "open", "unknown"] = "open"
    """On a public holiday: `open` as on any day, `closed`, or `unknown` because it is not written."""
    unknown: Text | None = None
    """Why the hours are unknown; instead of windows."""
    source: Text | None = None
    added: Text | None = None


class Channel(Frozen):
    """A way to reach a contact."""

    kind: ChannelKind
    value: Text | None = None
    missing: Text | None = None
    """Why there is no value; exactly one of `value` and `missing` is given."""
    label: Text | None = None
    condition: Text | None = None
    """When the channel may be used, in words ("panne critique seulement")."""
    preferred: Literal["yes"] | None = None
    needs: Literal["internet"] | None = None
    source: Text | None = None

    @property
    def traits(self) -> ChannelTraits:
        """What its kind implies."""
        return channel_traits(self.kind)

    @property
    def is_spoken(self) -> bool:
        """Whether one can speak to somebody by it, and its number is written."""
        return self.traits.spoken and self.value is not None

    def works(self, *, offline: bool) -> bool:
        """Whether it works where Internet is down (`offline`), or is not."""
        return not (offline and self.needs == "internet")

    @property
    def is_well_formed(self) -> bool:
        """Whether its value has the form of its kind; true without a value."""
        return self.value is None or re.fullmatch(self.traits.form.pattern, self.value) is not None


class Reference(Frozen):
    """A reference to quote during a call (a contract or equipment number)."""

    label: Text
    value: Text
    source: Text | None = None


class Contact(Frozen):
    """Somebody to reach. With `members`, it stands for whichever of them answers best at the moment."""

    id: Id
    name: Text
    hours: Ref | None = None
    channels: tuple[Channel, ...] = ()
    references: tuple[Reference, ...] = ()
    reserved_to: tuple[Role, ...] = ()
    members: tuple[Ref, ...] = ()
    then: tuple[Ref, ...] = ()
    """Whom to call next when there is no answer."""
    organisation: Text | None = None
    """The organisation that answers: when it does not, its other contacts are offered."""
    note: Text | None = None
    source: Text | None = None
    added: Text | None = None


class Retention(Frozen):
    """How long a site keeps sessions."""

    journal: Days = RetentionPeriod(12, "months")
    """For whole sessions, from their last event."""
    patients: Days = RetentionPeriod(30, "days")
    """For patients' data and free text, from the last event: that of the reconciliation or of the closing."""
    source: Text | None = None
    added: Text | None = None


class CallAgain(Frozen):
    """When a call that nobody answered is made again."""

    after: Duration
    source: Text | None = None
    added: Text | None = None


class ContactsFile(Frozen):
    """The whole of `contacts.yaml`."""

    format: Literal["1"]
    site: Text
    """The name of the hospital, always on the screen."""
    timezone: Text = "Europe/Paris"
    holidays: Text = "FR"
    """The country whose public holidays count, as an ISO 3166 code."""
    local_holidays: tuple[date, ...] = ()
    retention: Retention = field(default_factory=Retention)
    call_again: CallAgain | None = None
    """Without it, no hour is given at which to call again."""
    units: tuple[Text, ...] = ()
    """The care units that standing orders may name."""
    schedules: dict[Id, Schedule] = field(default_factory=dict)
    contacts: tuple[Contact, ...] = ()
    gaps: tuple[Gap, ...] = ()


class Gap(Frozen):
    """Something that the procedure does not say, or says doubtfully."""

    id: Id
    text: Text
    ask: Text | None = None
    """Whom to ask."""
    source: Text | None = None
    """The passage of the procedure that it is about."""
