"""From a folded session to its overview."""

from __future__ import annotations

from datetime import datetime

from pannesi.review.overview import Overview
from pannesi.session.events import Kind
from pannesi.session.rows import Walk
from pannesi.session.state import State
from pannesi.session.walk import walk
from pannesi.session.words import title_of
from pannesi.site.model import Site
from pannesi.site.units import Triage


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
        patients=sum(not patient.voided for patient in seen.patients),
        persons=tuple(dict.fromkeys([*actors, *named])),
        events=len(state.events),
        now=now,
    )


def _searches(state: State, site: Site, seen: Walk) -> bool:
    going = [site.unit_by_id.get(visit.unit) for visit in state.visits if visit.id in seen.roots]
    return bool(going) and all(isinstance(unit, Triage) for unit in going)
