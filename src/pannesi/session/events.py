"""Events and drafts: the envelope of a fact (who, when, its place in the order). What it says is its body."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pannesi.session.moments import FIRST_YEAR, LAST_YEAR, MAX_OUTAGE_MINUTES, moment_or_none, utc_moment
from pannesi.support.light_dataclass import dataclass

if TYPE_CHECKING:
    from pannesi.session.facts.reading import AnyFact

RULES_VERSION = 7
"""The version of the rules, stored as `rules` with facts whose consequences depend on it; 0 (absent): the oldest."""


UNREADABLE = "unreadable"
"""The kind of a placeholder for events that cannot be read: `facts.base.Unreadable`, which no first screen needs."""


@dataclass(frozen=True)
class Draft:
    """A fact about to be written; the journal gives it its place in the order and in the hash chain.

    `id` is chosen before the first attempt, so that a commit can be retried safely. `text` is free text or a patient's
    data: stored apart, the chain holds only its salted digest.
    """

    id: str
    session: str
    kind: str
    """The kind of a class in `facts`, or of an audit entry."""
    payload: Mapping[str, Any]
    at: str
    """The time of the fact (UTC, ISO 8601); in an exercise the simulated time, and the payload holds `real`."""
    actor: str = ""
    replaces: tuple[str, ...] = ()
    text: str | None = None

    @cached_property
    def body(self) -> AnyFact:
        """The fact that the payload holds."""
        from pannesi.session.facts.reading import fact_of

        return fact_of(self.kind, self.payload, self.id)


class _BodyCache:
    """The cached body of an event."""

    __slots__ = ("_body",)
    _body: AnyFact


@dataclass(frozen=True, slots=True)
class Event(_BodyCache):
    """One immutable event of a session, as the journal stores it."""

    id: str
    session: str
    writer: str
    seq: int
    hlc: int
    """Hybrid logical clock: milliseconds since 1970 shifted left by 16, plus a counter."""
    at: str
    actor: str
    kind: str
    """The kind of a class in `facts`, of an audit entry, or of a newer version: that is shown, and has no effect."""
    payload: Mapping[str, Any] = field(hash=False)
    """The fact as it is stored and hashed; read it by `body`. Any payload may hold `act`, `real` (in an exercise) and
    `clock`."""
    replaces: tuple[str, ...] = ()
    prev: str = ""
    hash: str = ""
    text: str | None = field(default=None, compare=False)
    """The free text, None without one or once erased; no part of the hash."""
    salt: str | None = field(default=None, compare=False, repr=False)
    """The salt of the text (hex), which another journal needs to check and store the text."""
    missing: bool = field(default=False, compare=False)
    """Whether its free text is missing though it was not erased."""

    @property
    def body(self) -> AnyFact:
        """The fact that the payload holds; cached."""
        try:
            return self._body
        except AttributeError:
            from pannesi.session.facts.reading import fact_of  # every kind of fact: the first screen needs none

            body = fact_of(self.kind, self.payload, self.id)
            object.__setattr__(self, "_body", body)
            return body

    @property
    def act(self) -> str:
        """The id of the act that wrote it, which may have written other events too."""
        act = self.payload.get("act")
        return act if isinstance(act, str) else self.id

    @property
    def real(self) -> datetime | None:
        """The time of the machine's clock, where `at` is simulated; else None."""
        return moment_or_none(self.payload.get("real"))

    @property
    def clock(self) -> str:
        """What is recorded about the machine's clock: `doubtful`, `confirmed` or nothing."""
        clock = self.payload.get("clock")
        return clock if isinstance(clock, str) else ""

    @property
    def order(self) -> tuple[int, str, int]:
        """The sort key of the total order of a session: clock value, writer, number."""
        return (self.hlc, self.writer, self.seq)

    @property
    def erased(self) -> bool:
        """Whether its free text was erased: only the digest is left."""
        return self.text is None and not self.missing and isinstance(self.payload.get("text"), str)

    @property
    def unreadable(self) -> bool:
        """Whether it is a placeholder for events that could not be read."""
        return self.kind == UNREADABLE

    @property
    def moment(self) -> datetime:
        """The time of the fact (`at`); when it was written, where `at` cannot be read, so that the session still
        opens."""
        try:
            lived = utc_moment(self.at)
        except ValueError:
            lived = None
        if lived is not None and lived.tzinfo is not None:
            return lived
        return datetime.fromtimestamp(max(self.hlc >> 16, 0) / 1000, UTC)


def is_out_of_range(event: Event) -> bool:
    """Whether an event holds a time or length out of range, which would break calculations: it is not accepted from
    elsewhere."""
    minutes = event.payload.get("minutes")
    moments = (event.at, *(event.payload.get(name) for name in ("at", "began", "since", "real")))
    return any(map(_out_of_time, moments)) or (isinstance(minutes, int) and not 0 <= minutes <= MAX_OUTAGE_MINUTES)


def _out_of_time(value: object) -> bool:
    """Whether a text is an ISO 8601 moment in an impossible year; False for any other value."""
    if not isinstance(value, str):
        return False
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return False
    return not FIRST_YEAR <= moment.year <= LAST_YEAR
