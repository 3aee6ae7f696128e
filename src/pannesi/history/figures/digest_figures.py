"""The figures of calls, of patients and of what people signalled, over the sessions of a period. Pure but for SQL."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from operator import add
from typing import Any
from zoneinfo import ZoneInfo

from pannesi.history.figures.delays import DelaySpread, spread_of
from pannesi.history.figures.session_digest import CallTry, DutyCount, PatientCounts, read_digest

Ask = Callable[[str, tuple[object, ...]], list[tuple[Any, ...]]]
"""The rows of a query, with its values."""
_QUARTER = 15 * 60 * 1000
"""Ms. All moments of a quarter of an hour lie in one hour of the local clock, whatever the zone."""
AT_ONCE = 500
"""How many sessions are read by one query."""


@dataclass(frozen=True)
class CallGroup:
    """Calls that have something in common: a contact, an hour of the day."""

    id: str
    label: str
    tries: int
    unanswered: int


@dataclass(frozen=True)
class ContactCalls(CallGroup):
    """The calls to one contact."""

    waited: DelaySpread | None
    """Of the answered ones, from the first try at the same line to the answer."""


@dataclass(frozen=True)
class CallFigures:
    """The calls of a period."""

    tries: int
    unanswered: int
    contacts: tuple[ContactCalls, ...]
    """Those with the most unanswered calls first."""
    hours: tuple[CallGroup, ...]
    """By local hour of the call, `00` to `23`; hours without a call are left out."""


@dataclass(frozen=True)
class DutyFigure:
    """What became of one thing due to patients, by its key in the site."""

    id: str
    label: str
    owed: int
    given: int
    impossible: int
    made_good: int
    """Of those given or not needed, how many were said impossible first."""
    not_needed: int
    open: int


@dataclass(frozen=True)
class PatientFigures:
    """The patients of a period, in numbers."""

    examined: int
    """Noted in degraded mode, and not struck."""
    unknown: int
    """Of these, those whom the systems did not know, or with a trait said to be unknown."""
    struck: int
    waived: int
    verified: int
    duties: tuple[DutyFigure, ...]
    """What was due the most often first."""


@dataclass(frozen=True)
class RedlinedLine:
    """How often one line was signalled, and as what."""

    id: str
    label: str
    count: int
    wrong: int
    impossible: int
    unclear: int


@dataclass(frozen=True)
class RedlineFigures:
    """What people signalled against lines of the procedure."""

    raised: int
    open: int | None
    """Those that nobody answered; None where the answers were not looked at."""
    lines: tuple[RedlinedLine, ...]
    """Those signalled the most first."""


def digests_in(ask: Ask, where: str, values: tuple[object, ...]) -> Iterator[tuple[int, bool, str]]:
    """The digests of the sessions `s` that meet a condition, a few at a time: key, forced closing, text."""
    query = (
        "SELECT d.session, d.forced, d.text FROM digests d JOIN sessions s ON s.key = d.session"
        f" WHERE d.session > ? AND {where} ORDER BY d.session LIMIT {AT_ONCE}"
    )
    after = -1
    while rows := ask(query, (after, *values)):
        for key, forced, text in rows:
            yield key, bool(forced), text
        after = rows[-1][0]
        if len(rows) < AT_ONCE:
            return


@dataclass(frozen=True)
class Digested:
    """The figures that the digests of sessions give."""

    forced: int
    calls: CallFigures
    patients: PatientFigures


def digest_figures(digests: Iterable[tuple[int, bool, str]], zone: ZoneInfo) -> Digested:
    """The figures of digests as `digests_in` gives them."""
    forced, calls, duties, patients = 0, list[CallTry](), list[DutyCount](), PatientCounts()
    for _key, was_forced, text in digests:
        forced += was_forced
        if text:
            those, due, counts = read_digest(text)
            calls += those
            duties += due
            patients = PatientCounts(*map(add, patients, counts))
    return Digested(forced, _call_figures(calls, zone), PatientFigures(*patients, duties=_duty_figures(duties)))


def _call_figures(calls: list[CallTry], zone: ZoneInfo) -> CallFigures:
    contacts: dict[str, list[CallTry]] = {}
    quarters: dict[int, list[CallTry]] = {}
    for call in calls:
        contacts.setdefault(call.contact, []).append(call)
        quarters.setdefault(call.at // _QUARTER, []).append(call)
    hours: dict[int, list[CallTry]] = {}
    for quarter, those in quarters.items():
        hours.setdefault(datetime.fromtimestamp(quarter * _QUARTER // 1000, zone).hour, []).extend(those)
    rows = [
        ContactCalls(
            name, max(those, key=lambda call: call.at).label, len(those), _unanswered(those),
            spread_of(call.waited for call in those if call.waited is not None),
        )
        for name, those in contacts.items()
    ]  # fmt: skip
    rows.sort(key=lambda row: (-row.unanswered, -row.tries, row.id))
    by_hour = [
        CallGroup(f"{hour:02d}", f"{hour:02d} h", len(those), _unanswered(those)) for hour, those in hours.items()
    ]
    return CallFigures(len(calls), _unanswered(calls), tuple(rows), tuple(sorted(by_hour, key=lambda row: row.id)))


def _unanswered(calls: Iterable[CallTry]) -> int:
    return sum(not call.reached for call in calls)


def _duty_figures(duties: Iterable[DutyCount]) -> tuple[DutyFigure, ...]:
    labels: dict[str, str] = {}
    sums: dict[str, list[int]] = {}
    for duty in duties:
        labels[duty.key] = duty.label
        numbers = duty.owed, duty.given, duty.impossible, duty.made_good, duty.not_needed, duty.open
        so_far = sums.setdefault(duty.key, [0] * len(numbers))
        sums[duty.key] = list(map(add, so_far, numbers))
    rows = [DutyFigure(key, label, *sums[key]) for key, label in labels.items()]
    return tuple(sorted(rows, key=lambda row: (-row.owed, row.id)))


def redline_figures(
    ask: Ask, where: str, values: tuple[object, ...], answered: Collection[str] | None
) -> RedlineFigures:
    """The redlines of the sessions `s` that meet a condition; `answered` are the ids of those that have an answer."""
    rows = ask(
        "SELECT l.event, l.subject, l.label, l.about FROM lessons l JOIN sessions s ON s.key = l.session"
        f" WHERE l.kind = 'redline' AND {where} ORDER BY l.at, l.event",
        values,
    )
    labels = {subject: label for _event, subject, label, _about in rows}
    counts = Counter((subject, about) for _event, subject, _label, about in rows)
    kinds = "wrong", "impossible", "unclear"
    lines = []
    for subject, label in labels.items():
        each = [counts[subject, kind] for kind in kinds]
        lines.append(RedlinedLine(subject, label, sum(each), *each))
    lines.sort(key=lambda line: (-line.count, line.id))
    unanswered = sum(row[0] not in answered for row in rows) if answered is not None else None
    return RedlineFigures(len(rows), unanswered, tuple(lines))
