"""The models of `contacts.yaml`: contacts, schedules, channels, and what each kind of channel implies."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import field
from datetime import date
from typing import Annotated, Literal, assert_never, get_args

from pannesi.procedure.model.entity import Bounds, Frozen
from pannesi.procedure.model.scalars import Days, Duration, Hour, Id, Ref, RetentionPeriod, Role, Text
from pannesi.support.i18n import N_, Marked

ChannelKind = Literal["phone", "short", "fax", "mail", "web"]
"""The kind of a channel, as authors write it."""

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
    reviews: Days = RetentionPeriod(60, "months")
    """For incident reviews (retours d'expérience), from their last event, and until no action of them is open."""
    source: Text | None = None
    added: Text | None = None


class Exercises(Frozen):
    """How often each case is to be played as an exercise, and each group of people to take part in one."""

    every: Days = RetentionPeriod(12, "months")
    source: Text | None = None
    added: Text | None = None


class CallAgain(Frozen):
    """When a call that nobody answered is made again."""

    after: Duration
    source: Text | None = None
    added: Text | None = None


class Forgotten(Frozen):
    """When a session that is still open is taken for forgotten."""

    after: Days = RetentionPeriod(7, "days")
    """From its last event. Where a site says nothing, this program's own proposal."""
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
    exercises: Exercises = field(default_factory=Exercises)
    call_again: CallAgain | None = None
    """Without it, no hour is given at which to call again."""
    forgotten: Forgotten | None = None
    """Without it, the default of `Forgotten` counts, and is said to be ours."""
    units: tuple[Text, ...] = ()
    """The care units that standing orders may name."""
    roles: dict[Role, Text] = field(default_factory=dict)
    """Roles that only this hospital has, with their words in a sentence, and its own words for general ones."""
    signatures: tuple[Text, ...] = ()
    """Who signs the attestation of an exercise, besides who led it."""
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


class ValueForm(Frozen):
    """The form that a value must have for a phone to dial it, or a browser to open it."""

    pattern: str
    """A regular expression that matches the whole value."""
    ill_formed: Marked
    """The message about a value of another form, with `{value}`."""
    remedy: Marked


class ChannelTraits(Frozen):
    """What a kind of channel implies. Words are French, and translated when they are shown."""

    name: Marked
    form: ValueForm
    link: Callable[[str], str]
    """The URL of a well-formed value in HTML pages; empty for what cannot be opened."""
    short_name: Marked
    """For the list of contacts, 10 characters at most."""
    on_paper: Marked
    """For printed documents."""
    explained: Marked
    """For authors, in the list of kinds."""
    spoken: bool = False
    """Whether one speaks to somebody by it; the others are sent."""
    public_number: bool = False
    """Whether its value is dialled on the public telephone network."""


def _phone_link(value: str) -> str:
    return "tel:" + "".join(sign for sign in value if sign in "0123456789+*")


def _web_link(value: str) -> str:
    return value if value.startswith(("http://", "https://")) else ""


NUMBER = ValueForm(
    pattern=r"[0-9 .+*]*[0-9][0-9 .+*]*",
    ill_formed=N_("« {value} » n'est pas un numéro."),
    remedy=N_("Chiffres, espaces, points, + et * seulement."),
)
WEB_ADDRESS = ValueForm(
    pattern=r"https?://\S+",
    ill_formed=N_("« {value} » n'est pas une adresse web."),
    remedy=N_("Elle commence par http:// ou https://."),
)
MAIL_ADDRESS = ValueForm(
    pattern=r"[^\s@]+@[^\s@]+",
    ill_formed=N_("« {value} » n'est pas une adresse mail."),
    remedy=N_("Écrire « nom@exemple.fr »."),
)

PHONE = ChannelTraits(
    name=N_("téléphone"),
    form=NUMBER,
    link=_phone_link,
    short_name=N_("téléphone"),
    on_paper=N_("Tél."),
    explained=N_("phone"),
    spoken=True,
    public_number=True,
)
SHORT = ChannelTraits(
    name=N_("numéro interne"),
    form=NUMBER,
    link=_phone_link,
    short_name=N_("interne"),
    on_paper=N_("N° interne"),
    explained=N_("short (numéro interne)"),
    spoken=True,
)
FAX = ChannelTraits(
    name=N_("fax"),
    form=NUMBER,
    link=lambda value: "",
    short_name=N_("fax"),
    on_paper=N_("Fax"),
    explained=N_("fax"),
    public_number=True,
)
MAIL = ChannelTraits(
    name=N_("mail"),
    form=MAIL_ADDRESS,
    link="mailto:{}".format,
    short_name=N_("mail"),
    on_paper=N_("Mail"),
    explained=N_("mail"),
)
WEB = ChannelTraits(
    name=N_("internet"),
    form=WEB_ADDRESS,
    link=_web_link,
    short_name=N_("internet"),
    on_paper=N_("Site"),
    explained=N_("web"),
)

CHANNEL_KINDS: tuple[ChannelKind, ...] = get_args(ChannelKind)


def channel_traits(kind: ChannelKind) -> ChannelTraits:
    """What a kind of channel implies."""
    match kind:
        case "phone":
            return PHONE
        case "short":
            return SHORT
        case "fax":
            return FAX
        case "mail":
            return MAIL
        case "web":
            return WEB
        case unknown:
            assert_never(unknown)
