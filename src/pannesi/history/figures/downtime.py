"""The downtime of outages in a period: one outage is one session, or several that are said to be the same. Pure.

Moments and lengths are in milliseconds. The time of outages that ended and of those that still last is never added.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from statistics import median, quantiles
from typing import Literal
from zoneinfo import ZoneInfo

from pannesi.history.figures.intervals import Interval, SplitTime, clip, split_time, total, union
from pannesi.history.outages import OutageLink, outages_of

PERCENTILE_FROM = 10
"""From how many outages on a percentile is given."""
Milestone = Literal["to_act", "to_alert", "to_degraded", "to_recover", "to_reconcile"]
"""The first act, the first answered call or alerting message seen, the beginning of the degraded mode, the return, the
last patient line settled."""
DelayName = Literal[Milestone, "reconciliation", "between"]
"""`to_…`: from the beginning of the outage. `reconciliation`: from the return to the last patient line settled.
`between`: from the end of an outage to the beginning of the next."""
_MINUTE = 60_000


@dataclass(frozen=True)
class TimedSession:
    """When the outage of one session began and ended, as that session says."""

    key: int
    id: str
    title: str
    began: int
    end: int
    """The return, else the closing, else the moment of counting."""
    lasts: bool
    """Neither its return was announced nor it was closed."""
    end_unknown: bool = False
    """Whether it was closed while nobody knew when it worked again; its `end` is then its beginning."""
    moments: Mapping[Milestone, int] = field(default_factory=dict)
    """When it came to each milestone that it came to."""
    patients: int = 0


@dataclass(frozen=True)
class Outage:
    """One outage: a session, or several that are said to be the same outage."""

    sessions: tuple[TimedSession, ...]
    """At least one."""

    @cached_property
    def began(self) -> int:
        """Its earliest beginning."""
        return min(session.began for session in self.sessions)

    @property
    def end(self) -> int:
        """Its latest end."""
        return max(session.end for session in self.sessions)

    @cached_property
    def lasts(self) -> bool:
        """Whether it still lasts in one of its sessions."""
        return any(session.lasts for session in self.sessions)

    @cached_property
    def end_unknown(self) -> bool:
        """Whether no session of it knows when it ended."""
        return all(session.end_unknown for session in self.sessions)

    @cached_property
    def intervals(self) -> tuple[Interval, ...]:
        """Its time: the union of its sessions."""
        return union((session.began, session.end) for session in self.sessions)

    @cached_property
    def delays(self) -> Mapping[DelayName, int]:
        """Its delays, between two hours as they are shown; without those that it did not get to."""
        moments: dict[Milestone, int] = {}
        for session in self.sessions:
            for name, moment in session.moments.items():
                moments[name] = min(moments.get(name, moment), moment)
        returned, reconciled = self._returned, self._reconciled
        late: Milestone
        for late, end in (("to_recover", returned), ("to_reconcile", reconciled)):
            moments.pop(late, None)
            if end is not None:
                moments[late] = end
        delays: dict[DelayName, int] = {name: minutes_between(self.began, end) for name, end in moments.items()}
        if returned is not None and reconciled is not None:
            delays["reconciliation"] = minutes_between(returned, reconciled)
        return delays

    @property
    def _returned(self) -> int | None:
        """The latest return that its sessions announced; None while it lasts in one of them."""
        noted = [session.moments["to_recover"] for session in self.sessions if "to_recover" in session.moments]
        return max(noted, default=None) if not self.lasts else None

    @property
    def _reconciled(self) -> int | None:
        """When its last patient line was settled; None while one of its sessions has patients and was not."""
        noted = [session.moments.get("to_reconcile") for session in self.sessions if session.patients]
        moments = [moment for moment in noted if moment is not None]
        return max(moments, default=None) if len(moments) == len(noted) else None


def minutes_between(begin: int, end: int) -> int:
    """The time between two hours as they are shown, to the minute; a negative one is zero."""
    return max((end // _MINUTE - begin // _MINUTE) * _MINUTE, 0)


def joined_outages(sessions: Iterable[TimedSession], links: Iterable[OutageLink]) -> tuple[Outage, ...]:
    """The outages that sessions are about, by what they say of each other."""
    by_id = {session.id: session for session in sessions}
    said = tuple(links)
    linked = {name for link in said for name in (link.session, link.other)}
    groups = outages_of([name for name in by_id if name in linked], said)
    alone = (Outage((session,)) for name, session in by_id.items() if name not in linked)
    return *alone, *(Outage(tuple(by_id[name] for name in names)) for names in groups)


@dataclass(frozen=True)
class Downtime:
    """The downtime of outages in a period."""

    began: tuple[Outage, ...]
    """Those that began in it, whether they ended or not."""
    before: tuple[Outage, ...]
    """Those that began before it, ended, and have time in it."""
    lasting: tuple[Outage, ...]
    """Those that still last and have time in it, whenever they began."""
    ended_time: tuple[Interval, ...]
    """The time in the period with at least one outage that ended."""
    lasting_time: tuple[Interval, ...]
    """The time in the period with at least one outage that still lasts."""
    lengths: tuple[int, ...]
    """The whole length of each outage that began in the period and ended, sorted; not where nobody knows when."""

    @property
    def percentile(self) -> int | None:
        """The length below which nine outages out of ten stay; None of fewer than ten."""
        if len(self.lengths) < PERCENTILE_FROM:
            return None
        return round(quantiles(self.lengths, n=10, method="inclusive")[-1])

    @property
    def median(self) -> int | None:
        """The median length; None without an outage that ended."""
        return round(median(self.lengths)) if self.lengths else None

    def split(self, zone: ZoneInfo) -> SplitTime:
        """The time of the outages that ended, by where it lies on the local clock."""
        return split_time(self.ended_time, zone)


def downtime_in(outages: Iterable[Outage], bounds: Interval) -> Downtime:
    """The downtime of outages from the first to the last moment of a period."""
    since, until = bounds
    began, before, lasting = [], [], []
    ended_time: list[Interval] = []
    lasting_time: list[Interval] = []
    lengths = []
    for outage in outages:
        intervals = outage.intervals
        inside = clip(intervals, since, until)
        starts, lasts = since <= outage.began < until, outage.lasts
        if starts:
            began.append(outage)
        if lasts and (starts or inside):
            lasting.append(outage)
        elif inside and outage.began < since:
            before.append(outage)
        if starts and not lasts and not outage.end_unknown:
            lengths.append(total(intervals))
        (lasting_time if lasts else ended_time).extend(inside)
    return Downtime(
        tuple(began), tuple(before), tuple(lasting), union(ended_time), union(lasting_time), tuple(sorted(lengths))
    )


def outages_among(outages: Sequence[Outage], keys: Collection[int]) -> list[Outage]:
    """The outages that have any of these sessions, each with these only; `keys` may hold others, which are left out."""
    place = {session.key: at for at, outage in enumerate(outages) for session in outage.sessions}
    wanted = set(keys)
    places_used = sorted({place[key] for key in wanted if key in place})
    return [_with_sessions(outages[at], wanted) for at in places_used]


def _with_sessions(outage: Outage, wanted: Collection[int]) -> Outage:
    """An outage with some of its sessions; itself, and what it has worked out already, where that is all of them."""
    sessions = tuple(session for session in outage.sessions if session.key in wanted)
    return outage if len(sessions) == len(outage.sessions) else Outage(sessions)
