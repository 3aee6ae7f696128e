"""The standing orders in force as they are shown: each once, with how many patients it is done for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pannesi.procedure.model.lines import Standing

if TYPE_CHECKING:
    from pannesi.session.projection.read_model import Row, Walk


@dataclass(frozen=True)
class StandingOrder:
    """A standing order in force; the same order of several cases is one."""

    rows: tuple[Row, ...]
    short: str
    text: str
    detail: str
    prescribed: bool
    """Whether the hospital's procedure gives it (it has a `source`)."""
    done: int
    """How many of the patients concerned it is done for."""
    concerned: int
    """How many patients it is owed to, those left out for whom it is not needed."""
    due: int
    """How many patients it is still open for."""

    @property
    def words(self) -> str:
        """Its short text, with the count of patients: `CD coupe (externes) 1/2`."""
        return f"{self.short} {self.done}/{self.concerned}" if self.concerned else self.short

    @property
    def noted(self) -> bool:
        """Whether somebody marked it as noted."""
        return any(row.status == "done" for row in self.rows)


def orders_of(walk: Walk) -> tuple[StandingOrder, ...]:
    """Every standing order in force, those of the hospital's procedure first; none in a closed session."""
    if walk.stage == "closed":
        return ()
    orders = list(_orders_of_walk(walk))
    return tuple(sorted(orders, key=lambda order: not order.prescribed))


def _orders_of_walk(walk: Walk) -> Iterator[StandingOrder]:
    asked: dict[tuple[str, str], list[tuple[str, str, bool, bool]]] = {}
    for duty in walk.duties if walk.standing else ():
        for key in duty.lines if duty.status != "not_needed" else ():
            stands = (duty.patient.id, duty.key, duty.status == "done", not duty.settled)
            asked.setdefault(key, []).append(stands)
    alike: dict[tuple[str, str, str | None], list[Row]] = {}
    for row in walk.standing:
        line = row.line
        if isinstance(line, Standing):
            same = (line.in_short, line.value, line.duty.key if line.duty is not None else None)
            alike.setdefault(same, []).append(row)
    for (short, text, _duty), rows in alike.items():
        owed = {duty for row in rows for duty in asked.get(row.key, ())}
        yield StandingOrder(
            rows=tuple(rows),
            short=short,
            text=text,
            detail=next((row.line.detail for row in rows if row.line.detail), ""),
            prescribed=any(row.line.source is not None for row in rows),
            done=sum(done for _patient, _key, done, _due in owed),
            concerned=len(owed),
            due=sum(due for _patient, _key, _done, due in owed),
        )
