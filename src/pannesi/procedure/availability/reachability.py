"""Who can be reached now, by which number, until when, with which references."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pannesi.procedure.availability.moments import format_moment
from pannesi.procedure.availability.opening_hours import Openness, state_at, time_zone
from pannesi.procedure.model.contacts import Channel, Contact, ContactsFile, Reference
from pannesi.support.i18n import _, translated

Reachable = Literal["yes", "no", "urgent-only", "unknown"]
_BY_STATE: dict[str, Reachable] = {"open": "yes", "closed": "no", "urgent-only": "urgent-only", "unknown": "unknown"}


@dataclass(frozen=True)
class ContactRow:
    """A contact at one moment."""

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
    """Reserved to other roles than the one asked for."""
    member: ContactRow | None
    """For a contact that is whichever member the clock opens: that member."""
    then: tuple[str, ...]
    note: str | None
    assumed: str | None
    untold: bool
    """`unknown_at` is so only because nothing here tells the public holidays of the country."""


def contact_row(contacts: ContactsFile, contact: str, moment: datetime, role: str | None = None) -> ContactRow:
    """One contact at `moment`. Raises KeyError for a contact that does not exist."""
    return _row(contacts, {one.id: one for one in contacts.contacts}, contact, moment, role, frozenset())


def contact_rows(contacts: ContactsFile, moment: datetime, role: str | None = None) -> tuple[ContactRow, ...]:
    """Every contact at `moment`: those within their hours first, those reserved to other roles last."""
    rows = [contact_row(contacts, contact.id, moment, role) for contact in contacts.contacts]
    inside = {member for one in contacts.contacts for member in one.members}
    rank = {"yes": 0, "urgent-only": 1, "unknown": 2, "no": 3}
    return tuple(sorted(rows, key=lambda row: (row.reserved, row.id in inside, rank[row.reachable])))


def _row(
    contacts: ContactsFile,
    by_id: dict[str, Contact],
    name: str,
    moment: datetime,
    role: str | None,
    met: frozenset[str],
) -> ContactRow:
    contact = by_id[name]
    members = [
        _row(contacts, by_id, one, moment, role, met | {name}) for one in contact.members if one not in met | {name}
    ]
    member = _open_member(members)
    if member is not None:
        openness = Openness(
            {"yes": "open", "no": "closed"}.get(member.reachable, member.reachable),  # type: ignore[arg-type]
            member.reason, member.until, member.opens_at, member.urgent_at, member.assumed,
            member.unknown_at, member.untold,
        )  # fmt: skip
    elif contact.hours is not None:
        openness = state_at(contacts, contact.hours, moment)
    else:
        openness = Openness("unknown", _("horaires non écrits"), None, None, None, None)
    channels = contact.channels or (member.channels if member is not None else ())
    return ContactRow(
        id=contact.id,
        name=contact.name,
        reachable=_BY_STATE[openness.state],
        missing=_missing(channels),
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
        untold=openness.untold,
    )


def _open_member(members: list[ContactRow]) -> ContactRow | None:
    """The member that answers best now: open, else urgent matters only, else unknown, else the first."""
    rank = {"yes": 0, "urgent-only": 1, "unknown": 2, "no": 3}
    return min(members, key=lambda row: rank[row.reachable], default=None)


def _missing(channels: tuple[Channel, ...]) -> tuple[str, ...]:
    if not channels:
        return ("phone",)
    return tuple(dict.fromkeys(channel.kind for channel in channels if channel.value is None))


def contact_row_as_json(row: ContactRow, where: ZoneInfo) -> dict[str, Any]:
    """A row as plain values; times in the site's own zone."""

    def local(moment: datetime | None) -> str | None:
        return moment.astimezone(where).isoformat(timespec="minutes") if moment is not None else None

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


def state_words(row: ContactRow, now: datetime, where: ZoneInfo, *, then: bool = False) -> str:
    """Whether a contact answers, in words, and until or from when; `then`, when the row is of another moment than now:
    "demain" is the day after now in any case. Of somebody whom no number reaches only the hours are told, and what is
    missing."""
    spoken_to = has_spoken_number(row)
    hours = _("horaires : à cette heure") if then else _("horaires : maintenant")
    answers = _("répond") if then else _("répond maintenant")
    urgent = _("urgences uniquement")
    words = {
        "yes": answers if spoken_to else hours,
        "no": _("fermé"),
        "urgent-only": urgent if spoken_to else _("horaires : {when}").format(when=urgent),
        "unknown": _("horaires inconnus"),
    }[row.reachable]
    if row.reachable in ("yes", "urgent-only") and row.until is not None:
        words += _(" jusqu'à {when}").format(when=format_moment(row.until, now, where))
    if row.reachable != "yes" and row.urgent_at is not None:
        words += _(", urgences dès {when}").format(when=format_moment(row.urgent_at, now, where))
    if row.unknown_at is not None:
        from_then = _(", horaires inconnus dès {when}") if row.untold else _(", horaires non écrits dès {when}")
        words += from_then.format(when=format_moment(row.unknown_at, now, where))
    if row.reachable != "yes" and row.opens_at is not None:
        words += _(", ouvre {when}").format(when=format_moment(row.opens_at, now, where))
    if row.reachable in ("yes", "urgent-only") and not spoken_to:
        words += f" · {missing_number_words(row)}"
    return words


def spoken_number(row: ContactRow) -> str | None:
    """The first number by which one speaks to them, None where none is written."""
    return next(
        (channel.value for channel in row.channels if channel.traits.spoken and channel.value is not None), None
    )


def has_spoken_number(row: ContactRow) -> bool:
    """Whether a number to speak to them is written."""
    return spoken_number(row) is not None


def missing_number_words(row: ContactRow) -> str:
    """What is missing to speak to somebody, and what is left: a fax or a mail is sent, nobody answers it."""
    sent = (channel for channel in row.channels if not channel.traits.spoken and channel.value is not None)
    left = dict.fromkeys(translated(channel.traits.name) for channel in sent)
    expected = not row.channels or any(channel.traits.spoken for channel in row.channels)
    words = _("numéro non écrit") if expected else _("pas de numéro")
    return words + (_(", reste : {ways}").format(ways=", ".join(left)) if left else "")


def channel_words(channel: Channel) -> str:
    """One way to reach somebody, its value to the letter or said to be missing."""
    kind = translated(channel.traits.name)
    value = channel.value if channel.value is not None else _("NON ÉCRIT")
    more = [one for one in (channel.label, channel.condition, channel.missing) if one]
    if channel.preferred == "yes":
        more.append(_("à privilégier"))
    return f"{kind} : {value}" + (f" ({', '.join(more)})" if more else "")


def render_contact_rows(rows: tuple[ContactRow, ...], now: datetime, where: ZoneInfo, *, then: bool = False) -> str:
    """Contacts as plain text, one a block, readable aloud; `then`, at another moment than now."""
    blocks = []
    for row in rows:
        lines = [f"{row.name} : {state_words(row, now, where, then=then)}"]
        if row.member is not None:
            words = _("alors : {name}") if then else _("en ce moment : {name}")
            words = _("peut-être : {name}") if row.reachable == "unknown" else words
            lines.append("  " + words.format(name=row.member.name))
        lines.append(f"  {row.reason}")
        lines += [f"  {channel_words(channel)}" for channel in row.channels]
        if not row.channels:
            lines.append("  " + _("téléphone : NON ÉCRIT"))
        lines += [f"  {reference.label} : {reference.value}" for reference in row.references]
        if row.reserved_to:
            lines.append("  " + _("réservé : {roles}").format(roles=", ".join(row.reserved_to)))
        if row.note:
            lines.append(f"  {row.note}")
        if row.assumed:
            lines.append("  " + _("supposé : {why}").format(why=row.assumed))
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def local_date(contacts: ContactsFile, now: datetime) -> date:
    """The day that it is at the site: between midnight and two it is not yet that day in UTC."""
    return now.astimezone(zone_of(contacts)).date()


def zone_of(contacts: ContactsFile) -> ZoneInfo:
    """The site's time zone."""
    return time_zone(contacts.timezone)
