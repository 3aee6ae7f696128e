"""The exercises held in a period, and how many persons took part in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pannesi.history.figures.digest_figures import Ask
from pannesi.history.index_queries import datetime_of_milliseconds


@dataclass(frozen=True)
class HeldExercise:
    """An exercise held in the period."""

    id: str
    title: str
    began: datetime
    persons: int
    closed: bool


def trained_persons(ask: Ask, where: str, values: tuple[object, ...]) -> int:
    """How many persons took part in the sessions `s` that meet a condition."""
    query = f"SELECT count(DISTINCT p.value) FROM sessions s, json_each(s.persons) p WHERE {where}"
    return int(ask(query, values)[0][0])


def held_exercises(ask: Ask, where: str, values: tuple[object, ...]) -> tuple[HeldExercise, ...]:
    """The exercises `s` that meet a condition, the earliest first."""
    query = (
        "SELECT s.id, s.title, s.began, json_array_length(s.persons), s.is_open FROM sessions s"
        f" WHERE {where} ORDER BY s.began, s.key"
    )
    return tuple(
        HeldExercise(name, title, datetime_of_milliseconds(began), persons, not is_open)
        for name, title, began, persons, is_open in ask(query, values)
    )
