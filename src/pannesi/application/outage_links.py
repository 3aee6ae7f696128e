"""Saying of two sessions that they are about the same outage, in the chain of each, or taking that back."""

from __future__ import annotations

from dataclasses import dataclass

from pannesi.application.context import Station
from pannesi.application.past_sessions import desk_at
from pannesi.application.session_service import Desk
from pannesi.session import actions as want
from pannesi.session.event_writer import Refused
from pannesi.support.errors import JournalError


@dataclass(frozen=True)
class LinkOutcome:
    """What became of the two halves: the sessions in which it was written, and why not in the other."""

    written: tuple[str, ...]
    refused: str = ""
    """Why one half is missing; empty where both are written."""


def say_same_outage(station: Station, session: str, other: str, *, same: bool, here: Desk | None = None) -> LinkOutcome:
    """Says in both sessions that they are about the same outage, or takes back in both what says so. `here` is the desk
    of the first session, where somebody is at it.

    A half that cannot be written is told: the other stays. Raises Refused, JournalError where not even the first can.
    """
    written = [session] if _write_half(station, here or desk_at(station, session), other, same=same) else []
    try:
        if _write_half(station, desk_at(station, other), session, same=same):
            written.append(other)
    except (Refused, JournalError) as failure:
        return LinkOutcome(tuple(written), str(failure))
    return LinkOutcome(tuple(written))


def _write_half(station: Station, desk: Desk, other: str, *, same: bool) -> bool:
    """Writes one half; False where it stands as wanted already. Raises Refused, JournalError."""
    said = desk.state.slot("same", other).head
    if (said is not None) == same:
        return False
    desk.do(want.SaySameOutage(other) if said is None else want.Undo(said.id))
    station.adopt_journal(desk)
    return True
