"""Invented outages in an index in memory, and their figures."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from pannesi.history.figures.statistics import OutageStatistics, outage_statistics
from pannesi.history.index import SessionIndex
from pannesi.history.index_entry import IndexEntry, Tag
from pannesi.history.overview import Overview
from pannesi.history.period import DayRange
from tests.support.building import NIGHT

PARIS = ZoneInfo("Europe/Paris")
MINUTE = timedelta(minutes=1)
EVER = DayRange(None, None)
CASE = Tag("case", "cas-3", "PACS")


def outage(
    number: int, *tags: tuple[Tag, int], days: int = 0, lasted: int | None = 60, exercise: bool = False, told: int = 5
) -> IndexEntry:
    began = NIGHT - timedelta(days=days)
    closed = began + lasted * MINUTE if lasted is not None else None
    seen = Overview(f"s{number}", "PACS", "closed", exercise, began, began, closed, 0, ("AB", "CD"), 9, NIGHT)
    local = began.astimezone(PARIS)
    return IndexEntry(
        seen, alerted_at=began + told * MINUTE, month=f"{local:%Y-%m}", hour=local.hour, tags=((CASE, 1), *tags)
    )


def figures(*entries: IndexEntry, period: DayRange = EVER) -> OutageStatistics:
    index = SessionIndex(None)
    index.update(entries, 1)
    found = outage_statistics(index, period, NIGHT, PARIS)
    index.close()
    return found
