"""The envelope of a fact: who wrote it, when, where it stands in the order; what it says is its body."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pannesi.session.facts.unreadable import Unreadable
from pannesi.session.moments import FIRST_YEAR, LAST_YEAR, moment_or_none, utc_moment

if TYPE_CHECKING:
    from pannesi.session.facts.reading import AnyFact

RULES_VERSION = 3
"""Which rules a fact was written under, kept as `rules` where that decides what it asks; absent: the rules before."""


MAX_OUTAGE_MINUTES = 400 * 24 * 60
"""How long an outage may be said to last."""


@dataclass(frozen=True)
class Draft:
    """A fact about to be written: the journal gives it its place in the order and in the chain.

    `id` is chosen before the first try, so that a commit which may have landed can be tried again safely.
    `text` is free text or a patient's data: kept apart from the chain, which holds its salted digest only.
    """

    id: str
    session: str
    kind: str
    """The kind of a class of `facts`, or one of those that are kept beside sessions."""
    payload: Mapping[str, Any]
    at: str
    """When it is lived (UTC). In an exercise the simulated time; the payload then holds `real`."""
    actor: str = ""
    replaces: tuple[str, ...] = ()
    text: str | None = None

    @cached_property
    def body(self) -> AnyFact:
        """What it says."""
        from pannesi.session.facts.reading import fact_of

        return fact_of(self.kind, self.payload, self.id)


class _BodyCache:
    """Where an event keeps what it says, once that was read."""

    __slots__ = ("_body",)
    _body: AnyFact


@dataclass(frozen=True, slots=True)
class Event(_BodyCache):
    """One immutable fact of a session, as the journal keeps it."""

    id: str
    session: str
    writer: str
    seq: int
    hlc: int
    """Hybrid logical clock: milliseconds since 1970 shifted left by 16, plus a counter."""
    at: str
    actor: str
    kind: str
    """The kind of a class of `facts`, or one that a newer program wrote: kept and shown, otherwise without effect."""
    payload: Mapping[str, Any] = field(hash=False)
    """What it says, as it is stored and sealed, to the byte: `body` is how to read it. Any may bear `act`, `real` in an
    exercise, and `clock`."""
    replaces: tuple[str, ...] = ()
    prev: str = ""
    hash: str = ""
    text: str | None = field(default=None, compare=False)
    """The free text, when it is still there; no part of the chain."""
    salt: str | None = field(default=None, compare=False, repr=False)
    """The salt of the text (hex), where the journal gave it: with both, another journal can take the text in."""
    missing: bool = field(default=False, compare=False)
    """Whether there was a free text that is not there, though nobody erased it."""

    @property
    def body(self) -> AnyFact:
        """What it says; read once."""
        try:
            return self._body
        except AttributeError:
            from pannesi.session.facts.reading import fact_of  # every kind of fact: the first screen needs none

            body = fact_of(self.kind, self.payload, self.id)
            object.__setattr__(self, "_body", body)
            return body

    @property
    def act(self) -> str:
        """The act that wrote it, with others perhaps; its own id where none is named."""
        act = self.payload.get("act")
        return act if isinstance(act, str) else self.id

    @property
    def real(self) -> datetime | None:
        """What the clock of the machine said, where the hour lived is a simulated one."""
        return moment_or_none(self.payload.get("real"))

    @property
    def clock(self) -> str:
        """What was said of the clock: in doubt (`doubtful`), or confirmed (`confirmed`); else nothing."""
        clock = self.payload.get("clock")
        return clock if isinstance(clock, str) else ""

    @property
    def order(self) -> tuple[int, str, int]:
        """The place in the total order of a session."""
        return (self.hlc, self.writer, self.seq)

    @property
    def erased(self) -> bool:
        """Whether there was a free text that somebody erased: only its digest is left."""
        return self.text is None and not self.missing and isinstance(self.payload.get("text"), str)

    @property
    def unreadable(self) -> bool:
        """Whether nothing but its place is known of it."""
        return self.kind == Unreadable.kind

    @property
    def moment(self) -> datetime:
        """When it was lived; when it was written where `at` cannot be read, so that a damaged session still opens."""
        try:
            lived = utc_moment(self.at)
        except ValueError:
            lived = None
        if lived is not None and lived.tzinfo is not None:
            return lived
        return datetime.fromtimestamp(max(self.hlc >> 16, 0) / 1000, UTC)


def is_impossible(event: Event) -> bool:
    """Whether a fact holds a value that none can have: it passes every check of shape, and then stops a calculation.
    So it is refused where facts come in."""
    minutes = event.payload.get("minutes")
    moments = (event.at, *(event.payload.get(name) for name in ("at", "began", "real")))
    return any(map(_out_of_time, moments)) or (isinstance(minutes, int) and not 0 <= minutes <= MAX_OUTAGE_MINUTES)


def _out_of_time(value: object) -> bool:
    """Whether a text is a moment, and one in which nobody can be. What is no moment is told as it is."""
    if not isinstance(value, str):
        return False
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return False
    return not FIRST_YEAR <= moment.year <= LAST_YEAR
