"""Figures are those of an independent count, minute by minute, from the events of the journal alone: overlaps, ends of
months, both changes of the clock, outages that still last, and sessions said to be the same outage."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from pannesi.application.context import Station
from pannesi.history.catalogue import catalogue_of
from pannesi.history.figures.outage_groups import OutageFigures
from pannesi.history.figures.statistics import outage_statistics
from pannesi.history.index import SessionIndex
from pannesi.history.period import DayRange
from tests.support.lived_nights import LAST, MINUTE, SESSIONS, lived_nights

PARIS = ZoneInfo("Europe/Paris")
SYSTEMS = {"cas-1": {"pacs"}, "cas-2": {"pacs", "ris"}}
"""What is down in a case of the small site, as its files say."""


@pytest.fixture
def station() -> Iterator[Station]:
    """A journal of many sessions."""
    opened = lived_nights()
    yield opened
    opened.journal.close()


@dataclass
class Counted:
    """One outage, counted by minutes since 1970; by system, and of all of them under "all"."""

    began: dict[str, int]
    lasts: set[str]
    """The systems for which it still lasts."""
    minutes: dict[str, set[int]]

    def join(self, other: Counted) -> None:
        """Takes in what another session says of the same outage."""
        for system, spent in other.minutes.items():
            self.minutes.setdefault(system, set()).update(spent)
            self.began[system] = min(self.began.get(system, other.began[system]), other.began[system])
        self.lasts |= other.lasts


def minute_of(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp()) // 60


def counted_outages(station: Station) -> list[Counted]:
    """The outages of a journal, from its events."""
    outages: dict[str, Counted] = {}
    same: list[tuple[str, str]] = []
    for row in station.journal.sessions():
        events = station.journal.events(row.id)
        opening = events[0].payload
        if opening["exercise"]:
            continue
        ends = [minute_of(one.payload.get("since") or one.at) for one in events if one.kind == "return.announced"]
        ends = ends or [minute_of(one.at) for one in events if one.kind == "session.closed"]
        began = minute_of(opening.get("began") or events[0].at)
        spent = set(range(began, ends[0] if ends else int(LAST.timestamp()) // 60))
        names = {"all", *SYSTEMS[opening["unit"]]}
        lasts = set() if ends else names
        outages[row.id] = Counted(dict.fromkeys(names, began), lasts, {name: set(spent) for name in names})
        same += [(row.id, one.payload["other"]) for one in events if one.kind == "outage.same"]
    for name, other in same:
        mine, theirs = outages[name], outages[other]
        if mine is theirs:
            continue
        mine.join(theirs)
        outages.update({session: mine for session, outage in outages.items() if outage is theirs})
    return list({id(outage): outage for outage in outages.values()}.values())


def local(minute: int) -> datetime:
    return datetime.fromtimestamp(minute * 60, PARIS)


def days_of(period: DayRange) -> Callable[[int], bool]:
    first = datetime.combine(period.first or date(2000, 1, 1), time(), PARIS)
    after = datetime.combine((period.last or date(2100, 1, 1)) + timedelta(days=1), time(), PARIS)
    return range(int(first.timestamp()) // 60, int(after.timestamp()) // 60).__contains__


def check(found: OutageFigures, outages: list[Counted], system: str, inside: Callable[[int], bool]) -> None:
    """Compares the figures of a system, or of all, with the count."""
    mine = [one for one in outages if system in one.minutes]
    ended = {at for one in mine if system not in one.lasts for at in one.minutes[system] if inside(at)}
    lasting = [one for one in mine if system in one.lasts and any(map(inside, one.minutes[system]))]
    began = [one for one in mine if inside(one.began[system])]
    whole = [len(one.minutes[system]) for one in began if system not in one.lasts]
    times = [local(minute) for minute in ended]
    assert found.outages == len(began)
    assert found.downtime == len(ended) * MINUTE
    assert found.still_open == len(lasting)
    assert found.open_downtime == len({at for one in lasting for at in one.minutes[system] if inside(at)}) * MINUTE
    assert found.median == (statistics.median(whole) * MINUTE if whole else None)
    assert found.longest == (max(whole) * MINUTE if whole else None)
    assert (found.percentile_90 is None) == (len(whole) < 10)
    assert found.night == MINUTE * sum(at.hour >= 22 or at.hour < 8 for at in times)
    assert found.weekend == MINUTE * sum(at.isoweekday() > 5 for at in times)
    assert found.working_hours == MINUTE * sum(at.isoweekday() < 6 and 8 <= at.hour < 18 for at in times)


PERIODS = (
    DayRange(None, None),
    DayRange(date(2026, 1, 1), date(2026, 12, 31)),
    DayRange(date(2026, 3, 1), date(2026, 3, 31)),
    DayRange(date(2026, 10, 25), date(2026, 10, 25)),
    DayRange(date(2026, 11, 1), None),
)


def test_figures_are_those_of_an_independent_count(station: Station) -> None:
    outages = counted_outages(station)
    read = catalogue_of(station.journal, station.site).caught_up(LAST)
    for period in PERIODS:
        compare(read.index, period, outages)
    read.close()
    assert len(station.journal.sessions()) == SESSIONS
    assert 0 < sum(bool(one.lasts) for one in outages) < len(outages) < SESSIONS
    times = Counter(minute for one in outages for minute in one.minutes["all"])
    assert max(times.values()) > 3, "many at the same time"


def compare(index: SessionIndex, period: DayRange, outages: list[Counted]) -> None:
    """Compares every figure of the time of outages with the count."""
    found, inside = outage_statistics(index, period, LAST, PARIS), days_of(period)
    check(found.overall, outages, "all", inside)
    for group in found.systems:
        check(group, outages, group.id, inside)
    ended = {at for one in outages if not one.lasts for at in one.minutes["all"] if inside(at)}
    for groups, form in ((found.months, "%Y-%m"), (found.hours, "%H")):
        spent = Counter(local(minute).strftime(form) for minute in ended)
        began = Counter(local(one.began["all"]).strftime(form) for one in outages if inside(one.began["all"]))
        told = {group.id: (group.outages, group.downtime) for group in groups if group.outages or group.downtime}
        assert told == {name: (began[name], spent[name] * MINUTE) for name in {*spent, *began}}
    if period.previous() is not None:
        before = outage_statistics(index, period.previous() or period, LAST, PARIS).overall
        assert (found.overall.previous_outages, found.overall.previous_downtime) == (before.outages, before.downtime)
