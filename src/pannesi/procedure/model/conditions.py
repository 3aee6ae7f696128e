"""Conditions: those inside another, and whether several hold where that of some is unknown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pannesi.procedure.model.lines import When

ConditionPath = tuple[str | int, ...]
"""The keys and indexes that lead from a condition to one inside it."""


def conditions_in(when: When | None, *, denied: bool = True) -> Iterator[tuple[ConditionPath, When]]:
    """A condition and all those inside it, each with the keys that lead to it from the first.

    Without `denied`, those of `none_of`, which must not hold, are left out. Nothing for None.
    """
    waiting: list[tuple[ConditionPath, When]] = [((), when)] if when is not None else []
    while waiting:
        where, condition = waiting.pop()
        yield where, condition
        inner = [((*where, "any_of", place), below) for place, below in enumerate(condition.any_of)]
        if denied:
            inner += [((*where, "none_of", place), below) for place, below in enumerate(condition.none_of)]
        waiting += reversed(inner)


def all_hold(parts: Iterable[bool | None]) -> bool | None:
    """Whether all hold, where None is unknown: one that does not hold decides (Kleene's strong logic)."""
    values = set(parts)
    return False if False in values else None if None in values else True


def any_holds(parts: Iterable[bool | None]) -> bool | None:
    """Whether any holds, where None is unknown: one that holds decides (Kleene's strong logic)."""
    values = set(parts)
    return True if True in values else None if None in values else False


def negated(part: bool | None) -> bool | None:
    """The contrary; of what is unknown, unknown."""
    return None if part is None else not part
