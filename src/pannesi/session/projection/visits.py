"""How the visits of a session hang together: which case gave way to which, and which go on."""

from __future__ import annotations

from dataclasses import dataclass, field

from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import Triage
from pannesi.session.events import Event
from pannesi.session.facts.visits import CaseFellAgain, ReturnAnnounced, VisitTurned
from pannesi.session.projection.visit_endings import visit_ending
from pannesi.session.state import State, Visit


@dataclass
class VisitGraph:
    """The visits whose unit the site still has, in order of opening, and their relations."""

    site: Site
    state: State
    visits: tuple[Visit, ...] = ()
    by_id: dict[str, Visit] = field(default_factory=dict)
    endings: dict[str, Event] = field(default_factory=dict)
    runs: dict[tuple[str, str], list[Visit]] = field(default_factory=dict)
    """Visits of annexes by the (visit, line) they were run from."""
    turned_into: dict[str, list[Visit]] = field(default_factory=dict)
    """The visits that gave way to a visit."""
    _tails: dict[str, Visit] = field(default_factory=dict)

    @classmethod
    def of(cls, site: Site, state: State) -> VisitGraph:
        """The visits of a session and how they hang together."""
        graph = cls(site, state, tuple(visit for visit in state.visits if visit.unit in site.unit_by_id))
        graph.by_id = {visit.id: visit for visit in graph.visits}
        for visit in graph.visits:
            ending = visit_ending(site, state, visit)
            if ending is not None:
                graph.endings[visit.id] = ending
            if visit.reason == "run" and visit.parent is not None and visit.line is not None:
                graph.runs.setdefault((visit.parent, visit.line), []).append(visit)
        for visit in graph.visits:
            to = graph.turned_to(visit)
            if to is not None:
                graph.turned_into.setdefault(to.id, []).append(visit)
        return graph

    def turned_to(self, visit: Visit) -> Visit | None:
        """The visit that this one gave way to, None while it goes on."""
        ending = self.endings.get(visit.id)
        if ending is None or not isinstance(ending.body, VisitTurned):
            return None
        return self.by_id.get(ending.body.to)

    def case_of(self, visit: Visit) -> Visit:
        """The case from which an annex was run, through other annexes if need be; a case is its own root."""
        met: set[str] = set()
        while visit.reason == "run" and visit.parent in self.by_id and visit.id not in met:
            met.add(visit.id)
            visit = self.by_id[visit.parent]
        return visit

    def current_case(self, visit: Visit) -> Visit:
        """The case that now goes on where `visit` began: its root, or what that turned into."""
        cached = self._tails.get(visit.id)
        if cached is not None:
            return cached
        current, met = self.case_of(visit), set[str]()
        while (following := self.turned_to(current)) is not None and current.id not in met:
            met.add(current.id)
            current = following
        self._tails[visit.id] = current
        return current

    def ancestors(self, visit: Visit) -> list[Visit]:
        """Every visit that gave way, directly or not, to this one."""
        earlier_visits: list[Visit] = []
        waiting, met = [visit.id], {visit.id}
        while waiting:
            for earlier in self.turned_into.get(waiting.pop(), ()):
                if earlier.id not in met:
                    met.add(earlier.id)
                    earlier_visits.append(earlier)
                    waiting.append(earlier.id)
        return earlier_visits

    def predecessor_ids(self, visit: str) -> frozenset[str]:
        """The visits that gave way, directly or not, to one of this id."""
        return frozenset(ancestor.id for ancestor in self.ancestors(self.by_id[visit]))

    @property
    def current_cases(self) -> tuple[Visit, ...]:
        """The cases going on now: neither annexes run from one, nor cases that gave way."""
        return tuple(v for v in self.visits if v.reason != "run" and self.turned_to(v) is None)

    def return_announced(self, visit: Visit) -> Event | None:
        """The return to normal announced for the case that goes on where `visit` began, unless it fell again."""
        head = self.state.slot("return", self.current_case(visit).id).head
        return head if head is not None and isinstance(head.body, ReturnAnnounced) else None

    def fell_again(self, visit: Visit) -> Event | None:
        """The last time the outage came back after its return had been announced."""
        tail = self.current_case(visit)
        slots = [self.state.slot("return", case.id) for case in (tail, *self.ancestors(tail))]
        falls = [event for slot in slots for event in slot.events.values() if isinstance(event.body, CaseFellAgain)]
        return max(falls, key=lambda event: event.order, default=None)

    def is_triage(self, visit: Visit) -> bool:
        """Whether a visit only looks for the case."""
        return isinstance(self.site.unit_by_id[visit.unit], Triage)
