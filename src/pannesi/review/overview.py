"""One session at a glance, for the first screen and for lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pannesi.i18n import _, n_
from pannesi.site.when import format_length
from pannesi.text import clean_line


@dataclass(frozen=True)
class Overview:
    """One session, seen from outside."""

    id: str
    title: str
    stage: str
    """A `rows.Stage`, or `search` while the right case is looked for."""
    exercise: bool
    began: datetime
    last_at: datetime
    closed_at: datetime | None
    patients: int
    persons: tuple[str, ...]
    events: int
    now: datetime
    """When it is looked at."""
    could_not: int = 0
    """How many lines could not be done."""
    redlines: int = 0
    """How many lines somebody said something against."""
    to_take_over: bool = False
    """Offered to somebody, and nobody took it."""
    seen: str = ""
    """What its cases were entered by, in the operator's words; empty where no entry was chosen."""

    @property
    def open(self) -> bool:
        return self.closed_at is None

    @property
    def length(self) -> str:
        """How long the outage has lasted, or lasted; an exercise lasts as long as somebody plays it."""
        until = self.closed_at or (self.last_at if self.exercise else self.now)
        return format_length(max(until, self.began) - self.began)

    def sentence(self, *, brief: bool = False) -> str:
        """`Dysfonctionnement du RIS, mode dégradé depuis 0 h 47, 3 patients, AB`; `brief`: without the phase."""
        words = (
            "{length}"
            if brief
            else {
                "search": _("depuis {length}"),
                "alert": _("alerte, depuis {length}"),
                "degraded_mode": _("mode dégradé depuis {length}"),
                "waiting": _("mode dégradé depuis {length}, retour attendu"),
                "return_to_normal": _("retour à la normale, depuis {length}"),
                "to_close": _("reste à clore, depuis {length}"),
                "closed": _("close, a duré {length}"),
            }[self.stage]
        )
        parts = [self.title, words.format(length=self.length)]
        if self.patients:
            parts.append(n_("{count} patient", "{count} patients", self.patients))
        if self.persons:
            parts.append(" ".join(self.persons))
        if self.to_take_over:
            parts.append(_("À REPRENDRE"))
        return clean_line(", ".join(parts))

    def as_json(self) -> dict[str, Any]:
        """The overview as plain values; times in UTC."""
        return {
            "id": self.id,
            "title": self.title,
            "stage": self.stage,
            "exercise": self.exercise,
            "began": self.began.isoformat(timespec="seconds"),
            "last_at": self.last_at.isoformat(timespec="seconds"),
            "closed_at": self.closed_at.isoformat(timespec="seconds") if self.closed_at is not None else None,
            "patients": self.patients,
            "persons": list(self.persons),
            "events": self.events,
            "could_not": self.could_not,
            "redlines": self.redlines,
            "to_take_over": self.to_take_over,
        }


def told_apart(sessions: Sequence[Overview]) -> tuple[Overview, ...]:
    """The sessions, those that share a title under what each was entered by: a case may have several entries."""
    times = Counter(one.title for one in sessions)
    return tuple(replace(one, title=one.seen) if times[one.title] > 1 and one.seen else one for one in sessions)
