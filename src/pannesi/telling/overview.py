"""The sessions of a journal at a glance, for the first screen and for `pannesi sessions`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pannesi.i18n import _, n_
from pannesi.journal.port import Journal
from pannesi.session.events import Kind
from pannesi.session.rows import Walk
from pannesi.session.state import State, fold
from pannesi.session.walk import walk
from pannesi.session.words import title_of
from pannesi.site.model import Site
from pannesi.site.units import Triage
from pannesi.site.when import format_length


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
    length: str
    """How long the outage has lasted, or lasted."""
    patients: int
    persons: tuple[str, ...]
    events: int

    @property
    def open(self) -> bool:
        return self.closed_at is None

    def sentence(self) -> str:
        """`Dysfonctionnement du RIS, mode dégradé depuis 0 h 47, 3 patients, AB`."""
        words = {
            "search": _("depuis {length}"),
            "alert": _("alerte, depuis {length}"),
            "degraded_mode": _("mode dégradé depuis {length}"),
            "waiting": _("mode dégradé depuis {length}, retour attendu"),
            "return_to_normal": _("retour à la normale, depuis {length}"),
            "to_close": _("reste à clore, depuis {length}"),
            "closed": _("close, a duré {length}"),
        }[self.stage]
        parts = [self.title, words.format(length=self.length)]
        if self.patients:
            parts.append(n_("{count} patient", "{count} patients", self.patients))
        if self.persons:
            parts.append(" ".join(self.persons))
        return ", ".join(parts)

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
        }


def overviews(journal: Journal, site: Site, now: datetime) -> tuple[Overview, ...]:
    """Every session of a journal, those still open first, then the latest first."""
    found = [overview(row.id, fold(journal.events(row.id)), site, now) for row in journal.sessions()]
    known = [one for one in found if one is not None]
    return tuple(sorted(known, key=lambda one: (one.open, one.last_at), reverse=True))


def overview(session: str, state: State, site: Site, now: datetime) -> Overview | None:
    """One session; None when its beginning has not arrived. Seen through today's procedure: names only."""
    if state.opened is None or state.began is None or not state.timeline:
        return None
    last_at = state.when(state.timeline[-1])
    closing = state.closing
    until = state.when(closing) if closing is not None else last_at if state.exercise else now
    seen = walk(site, state, until)
    named = [str(one.payload.get("name")) for one in state.timeline if one.kind == Kind.NAMED]
    actors = [one.actor for one in state.timeline if one.actor]
    unit = state.opened.payload.get("unit")
    return Overview(
        id=session,
        title=title_of(seen, site, unit if isinstance(unit, str) else None),
        stage="search" if closing is None and _searches(state, site, seen) else seen.stage,
        exercise=state.exercise,
        began=state.began,
        last_at=last_at,
        closed_at=until if closing is not None else None,
        length=format_length(seen.elapsed),
        patients=sum(not patient.voided for patient in seen.patients),
        persons=tuple(dict.fromkeys([*actors, *named])),
        events=len(state.events),
    )


def _searches(state: State, site: Site, seen: Walk) -> bool:
    going = [site.unit_by_id.get(visit.unit) for visit in state.visits if visit.id in seen.roots]
    return bool(going) and all(isinstance(unit, Triage) for unit in going)
