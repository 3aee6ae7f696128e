"""Which sessions are about the same outage, as they say themselves, and which may be. Pure functions.

Each session says it in its own chain, so there are two halves. One half is enough to count both as one outage: people
on two consoles, or on two machines that meet later, say it once. Where the other session took its half back, nothing
is said any more, and both count apart.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Literal

from pannesi.history.overview import Overview
from pannesi.support.light_dataclass import dataclass

NEAR = timedelta(hours=2)
"""How far apart two sessions may lie and still be proposed as the same outage."""


@dataclass(frozen=True)
class OutageLink:
    """What one session says of another: that it is about the same outage, or, taken back, that it is not."""

    session: str
    other: str
    stands: bool
    """False where it was undone."""


HalfState = Literal["both", "here_only", "there_only", "taken_back_here", "taken_back_there"]
"""What two sessions say of each other, as seen from one. `here_only`: said here, not in the other."""


def outages_of(sessions: Collection[str], links: Iterable[OutageLink]) -> tuple[tuple[str, ...], ...]:
    """The sessions, each group about one outage, in the order given. A session that is only named by others, and is not
    among these, joins those that name it and is in no group."""
    group = {name: name for name in sessions}

    def first_of(name: str) -> str:
        group.setdefault(name, name)
        while group[name] != name:
            group[name] = group[group[name]]
            name = group[name]
        return name

    for name, other in _joined_pairs(links):
        group[first_of(other)] = first_of(name)
    gathered: dict[str, list[str]] = {}
    for name in sessions:
        gathered.setdefault(first_of(name), []).append(name)
    return tuple(tuple(names) for names in gathered.values())


def _joined_pairs(links: Iterable[OutageLink]) -> Iterator[tuple[str, str]]:
    """The pairs of sessions that count as one: said by one of them at least, and taken back by none."""
    said = {(link.session, link.other): link.stands for link in links}
    for (session, other), stands in said.items():
        if stands and said.get((other, session), True):
            yield session, other


def half_states(session: str, links: Iterable[OutageLink]) -> dict[str, HalfState]:
    """What a session and each other one say of each other, by the id of the other; without those who say nothing."""
    here: dict[str, bool] = {}
    there: dict[str, bool] = {}
    for link in links:
        if link.session == session:
            here[link.other] = link.stands
        elif link.other == session:
            there[link.session] = link.stands
    states = ((other, _half_state(here.get(other), there.get(other))) for other in dict.fromkeys((*here, *there)))
    return {other: state for other, state in states if state is not None}


def _half_state(here: bool | None, there: bool | None) -> HalfState | None:
    if here and there:
        return "both"
    if here:
        return "taken_back_there" if there is False else "here_only"
    if there:
        return "taken_back_here" if here is False else "there_only"
    return None


def same_outage_candidates(
    session: Overview, others: Iterable[Overview], sharing: Collection[str]
) -> tuple[Overview, ...]:
    """The sessions that may be about the same outage: their times overlap, or nearly do. First those in `sharing`, with
    a system in common; the longest overlap first, then the nearest beginning."""
    near = [other for other in others if other.id != session.id and other.exercise == session.exercise]
    return tuple(
        sorted(
            (other for other in near if _gap(session, other) <= NEAR),
            key=lambda other: (
                other.id not in sharing, _gap(session, other), abs(other.began - session.began), other.id,
            ),
        )
    )  # fmt: skip


def _gap(session: Overview, other: Overview) -> timedelta:
    """The time between two sessions; negative where they overlap, by how much."""
    return max(session.began, other.began) - min(_end(session), _end(other))


def _end(session: Overview) -> datetime:
    return session.closed_at or max(session.now, session.last_at)
