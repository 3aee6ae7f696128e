"""Intents that lead from one visit to another: an annex run and ended, a case followed, joined or replaced."""

from __future__ import annotations

from pannesi.support.light_dataclass import dataclass


@dataclass(frozen=True)
class RunAnnex:
    """Walk through the annex that a `run` line names (once more, if it was run before)."""

    visit: str
    line: str


@dataclass(frozen=True)
class Conclude:
    """End an annex by its `outcome` line."""

    visit: str
    line: str


@dataclass(frozen=True)
class Follow:
    """Go to the case where a `becomes` or `joins` line leads."""

    visit: str
    line: str


@dataclass(frozen=True)
class Join:
    """Open another case beside the current ones, in the same outage."""

    unit: str
    symptom: str | None = None


@dataclass(frozen=True)
class TurnAll:
    """Replace these visits by one other case: a proposal that was taken, or "autre panne"."""

    visits: tuple[str, ...]
    unit: str
    symptom: str | None = None


VisitIntent = RunAnnex | Conclude | Follow | Join | TurnAll
