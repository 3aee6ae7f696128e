"""The sessions that a figure is made of, by its lead: `pannes`, `systeme:pacs`, `delai:to_alert`…

A lead is a word, with a value after a colon where there are several of its kind.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from pannesi.history.figures.digest_figures import digests_in
from pannesi.history.figures.intervals import Interval
from pannesi.history.figures.session_digest import CallTry, DutyCount, PatientCounts, read_digest
from pannesi.history.figures.statistics import EXERCISES, IN_PERIOD, LENGTH, REAL, bounds_of
from pannesi.history.index import SessionIndex
from pannesi.history.overview import Overview
from pannesi.history.period import DayRange
from pannesi.history.session_filter import SessionFilter
from pannesi.support.errors import InvalidValue
from pannesi.support.i18n import _
from pannesi.support.text_safety import clean_line

Digest = tuple[list[CallTry], list[DutyCount], PatientCounts]
_MILESTONES = {
    "to_act": "s.first_action", "to_alert": "s.alerted", "to_recover": "s.returned", "to_reconcile": "s.reconciled",
    "to_degraded": "(SELECT d.degraded FROM digests d WHERE d.session = s.key)", "reconciliation": "s.reconciled",
}  # fmt: skip
_TAGGED = "s.key IN (SELECT t.session FROM tags t JOIN names n ON n.tag = t.tag WHERE {kinds} AND n.value = ?)"
_ANY_TROUBLE = "s.key IN (SELECT t.session FROM tags t JOIN names n ON n.tag = t.tag WHERE {kinds})"
_TROUBLES = "n.kind IN ('skipped', 'could_not', 'redline')"
_FORCED = "s.key IN (SELECT d.session FROM digests d WHERE d.forced)"
_OVERLAP = f"{REAL} AND s.began < ? AND (s.began >= ? OR s.began + {LENGTH} > ?)"
"""A session that began in the period, or has time in it; its values are those of `_overlap`."""


def sessions_behind(
    index: SessionIndex, lead: str, period: DayRange, now: datetime, where: ZoneInfo
) -> tuple[Overview, ...]:
    """The sessions that a figure of a period is made of, the earliest first. Sessions that began before the period are
    among those of its time. Raises InvalidValue, JournalError."""
    kind, _colon, value = lead.strip().partition(":")
    bounds, moment = bounds_of(period, where), int(now.timestamp() * 1000)
    with index.snapshot() as db:
        names = _names(db, kind, value, bounds, moment, where)
    exercise = kind == "exercices"
    selected = index.select(names, SessionFilter(exercise=exercise), now)
    return tuple(sorted(selected, key=lambda session: (session.began, session.id)))


def _names(db: sqlite3.Connection, kind: str, value: str, bounds: Interval, now: int, where: ZoneInfo) -> list[str]:
    """The ids of the sessions of a lead."""
    overlap = _overlap(bounds, now)
    if kind == "pannes":
        return _ids(db, _OVERLAP, overlap)
    if kind == "ouvertes":
        return _ids(db, f"{_OVERLAP} AND s.is_open = 1 AND s.returned IS NULL", overlap)
    if kind in ("systeme", "cas"):
        tag = "n.kind = 'system'" if kind == "systeme" else "n.kind = 'case'"
        return _ids(db, f"{_OVERLAP} AND {_TAGGED.format(kinds=tag)}", (*overlap, value))
    if kind == "mois":
        return _ids(db, _OVERLAP, _overlap(_month(value, bounds, where), now))
    if kind == "heure" and value.isdecimal():
        return _ids(db, f"{IN_PERIOD} AND s.hour = ?", (*bounds, int(value)))
    if kind == "delai" and value in _MILESTONES:
        return _ids(db, f"{IN_PERIOD} AND {_MILESTONES[value]} IS NOT NULL", bounds)
    if kind in ("delais", "delai"):
        return _ids(db, IN_PERIOD, bounds)
    if kind == "ligne":
        return _ids(db, f"{IN_PERIOD} AND {_TAGGED.format(kinds=_TROUBLES)}", (*bounds, value))
    if kind == "lignes":
        return _ids(db, f"{IN_PERIOD} AND {_ANY_TROUBLE.format(kinds=_TROUBLES)}", bounds)
    if kind == "signalees":
        return _ids(db, f"{IN_PERIOD} AND s.redlines > 0", bounds)
    if kind == "forcees":
        return _ids(db, f"{IN_PERIOD} AND {_FORCED}", bounds)
    if kind == "exercices":
        return _ids(db, EXERCISES, bounds)
    return _of_digests(db, kind, value, bounds)


def _of_digests(db: sqlite3.Connection, kind: str, value: str, bounds: Interval) -> list[str]:
    """The ids of the sessions of a lead that their digests decide. Raises InvalidValue for any other."""
    wanted: dict[str, Callable[[Digest], bool]] = {
        "appels": lambda digest: bool(digest[0]),
        "contact": lambda digest: any(call.contact == value for call in digest[0]),
        "patients": lambda digest: any(digest[2]),
        "du": lambda digest: any(duty.key == value for duty in digest[1]),
    }
    if kind not in wanted:
        words = _("« {lead} » n'est pas un chiffre qui mène à des sessions : {leads}.")
        raise InvalidValue(words.format(lead=clean_line(kind)[:60], leads=", ".join(LEADS)))

    def ask(query: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        return db.execute(query, values).fetchall()

    digests = digests_in(ask, IN_PERIOD, bounds)
    keys = [key for key, _forced, text in digests if text and wanted[kind](read_digest(text))]
    rows = (db.execute("SELECT s.id FROM sessions s WHERE s.key = ?", (key,)).fetchone() for key in keys)
    return [row[0] for row in rows if row is not None]


LEADS = (
    "pannes", "ouvertes", "systeme:RIS", "cas:cas-3", "mois:2026-11", "heure:03", "delai:to_alert", "lignes",
    "ligne:ID", "appels", "contact:ID", "patients", "du:CLÉ", "signalees", "forcees", "exercices",
)  # fmt: skip
"""The leads, as examples to type."""


def _ids(db: sqlite3.Connection, where: str, values: tuple[object, ...]) -> list[str]:
    return [row[0] for row in db.execute(f"SELECT s.id FROM sessions s WHERE {where}", values)]


def _overlap(bounds: Interval, now: int) -> tuple[int, ...]:
    since, until = bounds
    return until, since, now, since


def _month(value: str, bounds: Interval, where: ZoneInfo) -> Interval:
    """The bounds of a month such as `2026-11`, within those of the period. Raises InvalidValue."""
    year, _dash, month = value.partition("-")
    try:
        first = date(int(year), int(month), 1)
        following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    except ValueError as failure:
        raise InvalidValue(
            _("« {month} » n'est pas un mois : 2026-11.").format(month=clean_line(value)[:20])
        ) from failure
    since, until = (bounds_of(DayRange(day, None), where)[0] for day in (first, following))
    return max(since, bounds[0]), min(until, bounds[1])
