"""Which contacts can be reached at a moment, by which channel, until when, with which references to quote."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pannesi.procedure.availability.moments import format_moment, until_words
from pannesi.procedure.availability.opening_hours import Openness, state_at, time_zone
from pannesi.procedure.model.contacts import Channel, Contact, ContactsFile, Reference
from pannesi.support.i18n import _, translated
from pannesi.support.light_dataclass import dataclass

Reachable = Literal["yes", "no", "urgent-only", "unknown"]
_BY_STATE: dict[str, Reachable] = {"open": "yes", "closed": "no", "urgent-only": "urgent-only", "unknown": "unknown"}
_AT_THE_CONSOLE = "manipulateur"
_RANK: dict[Reachable, int] = {"yes": 0, "urgent-only": 1, "unknown": 2, "no": 3}


@dataclass(frozen=True)
class ContactRow:
    """A contact at one moment; the fields taken from its hours are those of `Openness`."""

    id: str
    name: str
    reachable: Reachable
    """By the hours alone: a number may still be missing."""
    missing: tuple[str, ...]
    """Kinds of channel whose value the site has not filled in."""
    reason: str
    until: datetime | None
    opens_at: datetime | None
    urgent_at: datetime | None
    unknown_at: datetime | None
    channels: tuple[Channel, ...]
    references: tuple[Reference, ...]
    reserved_to: tuple[str, ...]
    reserved: bool
    """Whether it answers other roles than the one given to `contact_at`."""
    member: ContactRow | None
    """For a contact that stands for several members: the one that answers best at that moment."""
    then: tuple[str, ...]
    """Whom to call without an answer, by id."""
    note: str | None
    assumed: str | None
    holidays_unknown: bool
    """Whether `unknown_at` is so only because the public holidays of the country are unknown here."""


def contact_at(contacts: ContactsFile, contact: str, moment: datetime, role: str | None = None) -> ContactRow:
    """One contact at `moment`, for a person of the role `role`. Raises KeyError for a contact that does not exist."""
    return _contact_row(contacts, {each.id: each for each in contacts.contacts}, contact, moment, role, frozenset())


def contacts_at(contacts: ContactsFile, moment: datetime, role: str | None = None) -> tuple[ContactRow, ...]:
    """Every contact at `moment`: those within their hours first, those reserved to other roles last."""
    rows = [contact_at(contacts, contact.id, moment, role) for contact in contacts.contacts]
    members = {member for contact in contacts.contacts for member in contact.members}
    return tuple(sorted(rows, key=lambda row: (row.reserved, row.id in members, _RANK[row.reachable])))


def answering_rows(contacts: ContactsFile, moment: datetime) -> tuple[ContactRow, ...]:
    """Whom the technologist may call at `moment`, in the order of contacts.yaml, those for urgent matters only last. A
    group stands for its members, and what is reserved to other roles is left out."""
    inside = {member for contact in contacts.contacts for member in contact.members}
    rows = [row for row in contacts_at(contacts, moment, _AT_THE_CONSOLE) if not row.reserved and row.id not in inside]
    return tuple(row for row in rows if row.reachable in ("yes", "urgent-only"))


def next_to_answer(contacts: ContactsFile, moment: datetime) -> tuple[datetime, ContactRow] | None:
    """Who of those whom the technologist may call does not answer at `moment` and is there first, and from when; None
    where nobody is to come."""
    rows = [
        row for row in contacts_at(contacts, moment, _AT_THE_CONSOLE) if not row.reserved and row.reachable != "yes"
    ]
    opening = [(row.opens_at, row) for row in rows if row.opens_at is not None]
    return min(opening, key=lambda pair: pair[0], default=None)


def called_name(row: ContactRow) -> str:
    """Who answers: of a group, the member that does."""
    return row.member.name if row.member is not None else row.name


def answering_until_words(row: ContactRow, now: datetime, zone: ZoneInfo) -> str:
    """Until when somebody answers, and whether for urgent matters only."""
    until = _("24 h/24") if row.until is None else until_words(row.until, now, zone)
    return _("urgences, {until}").format(until=until) if row.reachable == "urgent-only" else until


def _contact_row(
    contacts: ContactsFile,
    by_id: dict[str, Contact],
    contact_id: str,
    moment: datetime,
    role: str | None,
    visited: frozenset[str],
) -> ContactRow:
    contact = by_id[contact_id]
    visited = visited | {contact_id}
    member = _best_member(
        [_contact_row(contacts, by_id, name, moment, role, visited) for name in contact.members if name not in visited]
    )
    openness = _openness_of_contact(contacts, contact, member, moment)
    channels = contact.channels or (member.channels if member is not None else ())
    return ContactRow(
        id=contact.id,
        name=contact.name,
        reachable=_BY_STATE[openness.state],
        missing=_missing_kinds(channels),
        reason=openness.reason,
        until=openness.until,
        opens_at=openness.opens_at,
        urgent_at=openness.urgent_at,
        unknown_at=openness.unknown_at,
        channels=channels,
        references=contact.references,
        reserved_to=contact.reserved_to,
        reserved=bool(contact.reserved_to) and role is not None and role not in contact.reserved_to,
        member=member,
        then=contact.then,
        note=contact.note,
        assumed=openness.assumed,
        holidays_unknown=openness.holidays_unknown,
    )


def _openness_of_contact(
    contacts: ContactsFile, contact: Contact, member: ContactRow | None, moment: datetime
) -> Openness:
    """The hours of a contact: those of its best member if it has one, else its own."""
    if member is not None:
        return Openness(
            {"yes": "open", "no": "closed"}.get(member.reachable, member.reachable),  # type: ignore[arg-type]
            member.reason, member.until, member.opens_at, member.urgent_at, member.assumed,
            member.unknown_at, member.holidays_unknown,
        )  # fmt: skip
    if contact.hours is not None:
        return state_at(contacts, contact.hours, moment)
    return Openness("unknown", _("horaires non écrits"), None, None, None, None)


def _best_member(members: list[ContactRow]) -> ContactRow | None:
    """The member that answers best: open, else urgent matters only, else unknown; the first of several."""
    return min(members, key=lambda row: _RANK[row.reachable], default=None)


def _missing_kinds(channels: tuple[Channel, ...]) -> tuple[str, ...]:
    if not channels:
        return ("phone",)
    return tuple(dict.fromkeys(channel.kind for channel in channels if channel.value is None))


def contact_row_as_json(row: ContactRow, zone: ZoneInfo) -> dict[str, Any]:
    """A row as values for JSON, with times as ISO 8601 in the given zone."""

    def local(moment: datetime | None) -> str | None:
        return moment.astimezone(zone).isoformat(timespec="minutes") if moment is not None else None

    return {
        "id": row.id,
        "name": row.name,
        "reachable": row.reachable,
        "missing": list(row.missing),
        "reason": row.reason,
        "until": local(row.until),
        "opens_at": local(row.opens_at),
        "urgent_at": local(row.urgent_at),
        "unknown_at": local(row.unknown_at),
        "channels": [
            {
                "kind": channel.kind,
                "value": channel.value,
                "label": channel.label,
                "condition": channel.condition,
                "preferred": channel.preferred == "yes",
            }
            for channel in row.channels
        ],
        "references": [{"label": reference.label, "value": reference.value} for reference in row.references],
        "reserved_to": list(row.reserved_to),
        "reserved": row.reserved,
        "member": row.member.id if row.member is not None else None,
        "then": list(row.then),
        "note": row.note,
        "assumed": row.assumed,
    }


def reachability_words(
    row: ContactRow, now: datetime, zone: ZoneInfo, *, then: bool = False, hours_only: bool = False
) -> str:
    """Whether a contact answers, in words, and until or from when.

    `then`: the row is of another moment than `now`; "demain" still means the day after `now`. Of a contact without a
    number, only the hours are said, and what is missing; with `hours_only`, not even that.
    """
    has_number = has_spoken_number(row)
    hours = _("dans ses horaires")
    answers = _("répond") if then else _("répond maintenant")
    urgent = _("urgences uniquement")
    words = {
        "yes": answers if has_number else hours,
        "no": _("fermé"),
        "urgent-only": urgent if has_number else _("{hours} ({when})").format(hours=hours, when=urgent),
        "unknown": _("horaires inconnus"),
    }[row.reachable]
    if row.reachable in ("yes", "urgent-only") and row.until is not None:
        words += " " + until_words(row.until, now, zone)
    if row.reachable != "yes" and row.urgent_at is not None:
        words += _(", urgences dès {when}").format(when=format_moment(row.urgent_at, now, zone))
    if row.unknown_at is not None:
        not_written = _(", horaires non écrits dès {when}")
        unknown = _(", horaires inconnus dès {when}") if row.holidays_unknown else not_written
        words += unknown.format(when=format_moment(row.unknown_at, now, zone))
    if row.reachable != "yes" and row.opens_at is not None:
        words += _(", ouvre {when}").format(when=format_moment(row.opens_at, now, zone))
    if row.reachable in ("yes", "urgent-only") and not (has_number or hours_only):
        words += f" · {missing_number_words(row)}"
    return words


def spoken_number(row: ContactRow) -> str | None:
    """The first number by which one can speak to a contact, None where none is written."""
    return next((channel.value for channel in row.channels if channel.is_spoken), None)


def written_numbers(contacts: ContactsFile, contact: str) -> tuple[str, ...]:
    """The numbers of a contact itself by which one can speak to it, as contacts.yaml writes them."""
    channels = (channel for each in contacts.contacts if each.id == contact for channel in each.channels)
    return tuple(channel.value for channel in channels if channel.is_spoken and channel.value is not None)


def spoken_ways_words(row: ContactRow) -> str:
    """The channels by which one can speak to a contact, in words; empty where none is written."""
    return " ; ".join(channel_words(channel) for channel in row.channels if channel.is_spoken)


def has_spoken_number(row: ContactRow) -> bool:
    """Whether a number by which one can speak to a contact is written."""
    return spoken_number(row) is not None


def missing_number_words(row: ContactRow) -> str:
    """That a contact has no number to speak to, and its other channels (fax, mail), in words."""
    sent = (channel for channel in row.channels if not channel.traits.spoken and channel.value is not None)
    other_channels = dict.fromkeys(translated(channel.traits.name) for channel in sent)
    expected = not row.channels or any(channel.traits.spoken for channel in row.channels)
    words = _("numéro non écrit") if expected else _("pas de numéro")
    return words + (_(", reste : {ways}").format(ways=", ".join(other_channels)) if other_channels else "")


def channel_words(channel: Channel) -> str:
    """A channel in words: its kind, its value to the letter or that it is missing, and any remarks."""
    kind = translated(channel.traits.name)
    value = channel.value if channel.value is not None else _("NON ÉCRIT")
    remarks = [remark for remark in (channel.label, channel.condition, channel.missing) if remark]
    if channel.preferred == "yes":
        remarks.append(_("à privilégier"))
    return f"{kind} : {value}" + (f" ({', '.join(remarks)})" if remarks else "")


def render_contact_rows(
    rows: tuple[ContactRow, ...],
    now: datetime,
    zone: ZoneInfo,
    *,
    then: bool = False,
    notices: Callable[[str], Iterable[str]] = lambda contact: (),
    numbers: Callable[[ContactRow], Iterable[str]] = lambda row: (),
) -> str:
    """Contacts as plain text, a paragraph each; `then`: the rows are of another moment than `now`; `notices`: what else
    is to be known of a contact, by its id; `numbers`: those noted for one, which are not written."""
    blocks = []
    for row in rows:
        lines = [f"{row.name} : {reachability_words(row, now, zone, then=then)}"]
        if row.member is not None:
            words = _("alors : {name}") if then else _("en ce moment : {name}")
            words = _("peut-être : {name}") if row.reachable == "unknown" else words
            lines.append("  " + words.format(name=row.member.name))
        lines.append(f"  {row.reason}")
        lines += [f"  {channel_words(channel)}" for channel in row.channels]
        if not row.channels:
            lines.append("  " + _("téléphone : NON ÉCRIT"))
        lines += [f"  {words}" for words in numbers(row)]
        lines += [f"  {reference.label} : {reference.value}" for reference in row.references]
        if row.reserved_to:
            lines.append("  " + _("réservé : {roles}").format(roles=", ".join(row.reserved_to)))
        if row.note:
            lines.append(f"  {row.note}")
        if row.assumed:
            lines.append("  " + _("supposé : {why}").format(why=row.assumed))
        lines += [f"  {words}" for words in notices(row.id)]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def local_date(contacts: ContactsFile, now: datetime) -> date:
    """The date at the site, which is not always that in UTC."""
    return now.astimezone(zone_of(contacts)).date()


def zone_of(contacts: ContactsFile) -> ZoneInfo:
    """The site's time zone. Raises ZoneInfoNotFoundError (a KeyError) or ValueError for an unknown one."""
    return time_zone(contacts.timezone)
