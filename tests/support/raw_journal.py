"""An independent reading of the stored events of one session, from their kinds and payloads alone: which facts are in
force, and when each was. It knows neither the fold nor the walk of the program."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pannesi.session.events import Event

_AT_A_LINE = ("line.done", "line.not_needed", "line.could_not", "line.left", "line.answered", "call.outcome")
_ON_DUTY = ("duty.done", "duty.not_needed", "duty.could_not", "duty.answered", "patient.reconciled")
_VERSIONS = ("patient.added", "patient.corrected", "patient.voided")


@dataclass
class Raw:
    """The facts of one session, written by one station, in order."""

    events: list[Event]
    undone: set[str] = field(default_factory=set)
    corrected: dict[str, datetime] = field(default_factory=dict)
    about: dict[tuple[str, ...], list[Event]] = field(default_factory=dict)
    """The facts about one thing that were not undone, in order; the last is in force."""

    @classmethod
    def read(cls, events: Iterable[Event]) -> Raw:
        """The reading of these events."""
        raw = cls(sorted(events, key=lambda event: event.seq))
        for event in raw.events:
            if event.kind == "undone":
                raw.undone |= {event.payload["event"], *event.payload.get("with", [])}
        for event in raw.events:
            if event.id in raw.undone or event.kind == "undone":
                continue
            key = _about(event)
            if key is not None:
                raw.about.setdefault(key, []).append(event)
            if event.kind == "time.corrected":
                raw.corrected[event.payload["event"]] = datetime.fromisoformat(event.payload["at"])
        return raw

    def when(self, event: Event) -> datetime:
        """When a fact was: as corrected, else as stored."""
        return self.corrected.get(event.id) or datetime.fromisoformat(event.at)

    def in_force(self, *key: str) -> Event | None:
        """The fact about a thing that is in force."""
        facts = self.about.get(key, [])
        return facts[-1] if facts else None

    def all_in_force(self, name: str) -> list[Event]:
        """The facts in force about all things of a kind."""
        return [facts[-1] for key, facts in self.about.items() if key[0] == name and facts]

    @property
    def visits(self) -> dict[str, dict[str, Any]]:
        """The visits that were not undone, by id."""
        return {event.payload["visit"]: dict(event.payload) for event in self.all_in_force("visit")}

    @property
    def current_cases(self) -> list[str]:
        """The visits of cases that no other replaced."""
        replaced = {key for key, visit in self.visits.items() if self._turned(key)}
        return [key for key, visit in self.visits.items() if visit["reason"] != "run" and key not in replaced]

    def _turned(self, visit: str) -> bool:
        fate = self.in_force("fate", visit)
        return fate is not None and fate.kind == "visit.turned" and fate.payload["to"] in self.visits

    @property
    def began(self) -> datetime:
        """When the outage began."""
        said = self.in_force("began")
        opened = self.events[0]
        given = said.payload["began"] if said is not None else opened.payload.get("began")
        return datetime.fromisoformat(given) if given else self.when(opened)

    def return_of(self, visit: str) -> datetime | None:
        """Since when a case works again; None while it does not."""
        event = self.in_force("return", visit)
        if event is None or event.kind != "return.announced":
            return None
        since = event.payload.get("since")
        return datetime.fromisoformat(since) if since and event.id not in self.corrected else self.when(event)

    @property
    def returned(self) -> datetime | None:
        """Since when all that failed works again."""
        returns = [self.return_of(visit) for visit in self.current_cases]
        known = [moment for moment in returns if moment is not None]
        return max(known) if known and len(known) == len(returns) else None

    @property
    def closed(self) -> Event | None:
        """The closing in force."""
        return self.in_force("closed")

    @property
    def patients(self) -> dict[str, bool]:
        """Each patient line that was not undone, and whether it is struck."""
        noted = {}
        for key, facts in self.about.items():
            if key[0] == "patient" and facts:
                noted[key[1]] = facts[-1].kind == "patient.voided"
        return noted

    def label(self, patient: str) -> str:
        """The label that a line was given."""
        return str(self.about["patient", patient][0].payload["label"])


def _about(event: Event) -> tuple[str, ...] | None:
    said = event.payload
    if event.kind in _AT_A_LINE:
        return ("line", said["visit"], said["line"])
    if event.kind in _ON_DUTY:
        return ("duty", said["patient"], said["step"] if event.kind == "patient.reconciled" else said["key"])
    if event.kind in _VERSIONS:
        return ("patient", said["patient"])
    if event.kind in ("patient.waived", "patient.verified"):
        return ("verdict", said["patient"])
    if event.kind in ("return.announced", "return.undone"):
        return ("return", said["visit"])
    if event.kind in ("visit.closed", "visit.turned"):
        return ("fate", said["visit"])
    if event.kind == "visit.opened":
        return ("visit", said["visit"])
    one_of_each = {"began.set": "began", "session.closed": "closed", "outage.found": "found"}
    return (one_of_each[event.kind],) if event.kind in one_of_each else None
