"""Which keys a machine typed, decided by their times alone: pure, and the same for every system.

A label scanner is a keyboard: a key every few milliseconds, then Enter. Some terminals give what is pasted as keys. A
busy machine may read a label in pieces, and keys that a person typed while it stood still all at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

Key = TypeVar("Key")
TimedKey = tuple[float, Key]
"""When a key came, in seconds by any one clock, and the key."""

BURST_GAP = 0.025
"""Seconds: keys nearer to each other than this were not typed by hand."""
BURST_LENGTH = 4
"""How many keys so near are a burst; fewer may be two fingers that fell together."""
FASTEST_TYPING = 1 / 15
"""Seconds between two keys of the fastest typist."""
MOST_BEGUN = 12
"""How many keys passed on may turn out to be the first of a burst."""
READ_STALL = 0.15
"""Seconds between two reads of the keyboard beyond which it is not known when each key came; and seconds within which a
key beside a burst belongs to it, since no hand follows a machine so soon."""


def estimate_key_times(count: int, read_at: float, empty_at: float) -> list[float]:
    """The time of each of `count` keys that were read together at `read_at`, where nothing was there to read at
    `empty_at` (all in seconds).

    Keys that are read in time came together. After a stall of the program they may be what a person typed meanwhile:
    they are spread over the stall, unless they are too many for a hand.
    """
    if read_at - empty_at <= READ_STALL or read_at - empty_at < count * FASTEST_TYPING:
        return [read_at] * count
    step = (read_at - empty_at) / max(count, 1)
    return [read_at - step * (count - 1 - number) for number in range(count)]


@dataclass(frozen=True)
class TypedKeys(Generic[Key]):
    """What is passed on: one key, or the keys of a burst."""

    keys: tuple[TimedKey[Key], ...]
    is_burst: bool = False
    begun: int = 0
    """How many first keys of a burst were passed on before: by a few keys no burst is known."""


@dataclass(frozen=True)
class KeyRun(Generic[Key]):
    """The last keys, each near to the one before."""

    keys: tuple[TimedKey[Key], ...] = ()
    first_passed_on: bool = False
    before: tuple[TimedKey[Key], ...] = ()
    """The last keys passed on before this run: a machine that was read too late, in pieces, may have typed them."""

    @property
    def is_burst(self) -> bool:
        """Whether so many keys were typed by a machine."""
        return len(self.keys) >= BURST_LENGTH

    @property
    def gap(self) -> float:
        """How many seconds after its last key another one no longer belongs to it."""
        return READ_STALL if self.is_burst else BURST_GAP

    @property
    def pending(self) -> bool:
        """Whether a key is held back until it is clear whether more keys follow it."""
        return len(self.keys) > self.first_passed_on


Decided = tuple[KeyRun[Key], list[TypedKeys[Key]]]
"""The run that goes on, and what is passed on now."""


def take_keys(run: KeyRun[Key], keys: Sequence[TimedKey[Key]]) -> Decided[Key]:
    """Adds keys that were read together, in the order in which they came. A key that stands alone is passed on at once:
    no key of a person waits."""
    passed_on: list[TypedKeys[Key]] = []
    for key in keys:
        if run.keys and key[0] - run.keys[-1][0] >= run.gap:
            run, ended = end_run(run)
            passed_on += ended
        run = replace(run, keys=(*run.keys, key))
    if run.keys and not run.first_passed_on and not run.is_burst:
        run = replace(run, first_passed_on=True)
        passed_on.append(TypedKeys(run.keys[:1]))
    return run, passed_on


def pass_time(run: KeyRun[Key], now: float) -> Decided[Key]:
    """What is passed on because no key came until `now`: the keys held back, alone or as a burst."""
    return end_run(run) if run.pending and now - run.keys[-1][0] >= run.gap else (run, [])


def end_run(run: KeyRun[Key]) -> Decided[Key]:
    """Decides on the keys of a run to which none is added any more."""
    if not run.keys:
        return run, []
    earlier = _keys_in_run(run.before, run.keys[0][0])
    if not run.is_burst:
        rest = run.keys[run.first_passed_on :]
        return KeyRun(before=(*earlier, *run.keys)[-MOST_BEGUN:]), [TypedKeys((key,)) for key in rest]
    begun = len(earlier) + run.first_passed_on
    return KeyRun(), [TypedKeys((*earlier, *run.keys), is_burst=True, begun=begun)]


def _keys_in_run(keys: tuple[TimedKey[Key], ...], at: float) -> tuple[TimedKey[Key], ...]:
    """Those of the last keys that came so soon before a key at `at` that they belong to it, each to the next."""
    first = len(keys)
    while first and at - keys[first - 1][0] < READ_STALL:
        first -= 1
        at = keys[first][0]
    return keys[first:]
