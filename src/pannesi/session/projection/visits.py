"""The graph of the visits of a session: annexes run from cases, cases replaced by others, the current ones."""

from __future__ import annotations

from dataclasses import dataclass, field

from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import is_search
from pannesi.session.claims import Slot
from pannesi.session.events import Event
from pannesi.session.facts.visits import CaseFellAgain, ReturnAnnounced, VisitTurned
from pannesi.session.projection.visit_endings import visit_ending
from pannesi.session.state import State, Visit


@dataclass
class VisitGraph:
    """The visits whose unit exists in the site, in order of opening, and their relations."""

    site: Site
    state: State
    visits: tuple[Visit, ...] = ()
    by_id: dict[str, Visit] = field(default_factory=dict)
    endings: dict[str, Event] = field(default_factory=dict)
    runs: dict[tuple[str, str], list[Visit]] = field(default_factory=dict)
    """The visits of annexes by the (visit, line) from which they were run."""
    turned_into: dict[str, list[Visit]] = field(default_factory=dict)
    """The visits that a visit replaced, by its id."""
    _tails: dict[str, Visit] = field(default_factory=dict)

    @classmethod
    def of(cls, site: Site, state: State) -> VisitGraph:
        """The graph of the visits of a session."""
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
        """The visit that replaced this one; None where none did."""
        ending = self.endings.get(visit.id)
        if ending is None or not isinstance(ending.body, VisitTurned):
            return None
        return self.by_id.get(ending.body.to)

    def case_of(self, visit: Visit) -> Visit:
        """The visit of the case from which an annex was run, directly or through other annexes; a case itself."""
        met: set[str] = set()
        while visit.reason == "run" and visit.parent in self.by_id and visit.id not in met:
            met.add(visit.id)
            visit = self.by_id[visit.parent]
        return visit

    def current_case(self, visit: Visit) -> Visit:
        """The case that continues a visit now: its case, or the last one that replaced it."""
        cached = self._tails.get(visit.id)
        if cached is not None:
            return cached
        current, met = self.case_of(visit), set[str]()
        while (following := self.turned_to(current)) is not None and current.id not in met:
            met.add(current.id)
            current = following
        self._tails[visit.id] = current
        return current

    def is_replaced(self, visit: Visit) -> bool:
        """Whether another case replaced the case of a visit."""
        return self.current_case(visit).id != self.case_of(visit).id

    def ancestors(self, visit: Visit) -> list[Visit]:
        """Every visit that this one replaced, directly or not."""
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
        """The ids of the visits that the one of this id replaced, directly or not."""
        return frozenset(ancestor.id for ancestor in self.ancestors(self.by_id[visit]))

    @property
    def current_cases(self) -> tuple[Visit, ...]:
        """The visits of current cases: not annexes, not cases that were replaced."""
        return tuple(v for v in self.visits if v.reason != "run" and self.turned_to(v) is None)

    def return_announced(self, visit: Visit) -> Event | None:
        """The event that announced the return of the case that continues a visit; None where it is not announced."""
        head = self.state.slot("return", self.current_case(visit).id).head
        return head if head is not None and isinstance(head.body, ReturnAnnounced) else None

    def fell_again(self, visit: Visit) -> Event | None:
        """The last event that cancelled an announced return, since the outage came back; None where none did, or where
        that was undone."""
        tail = self.current_case(visit)
        slots = [self.state.slot("return", case.id) for case in (tail, *self.ancestors(tail))]
        falls = [event for slot in slots for event in _falls_in(slot)]
        return max(falls, key=lambda event: event.order, default=None)

    def is_search(self, visit: Visit) -> bool:
        """Whether a visit only looks for the case."""
        return is_search(self.site.unit_by_id[visit.unit], visit.symptom)


def _falls_in(slot: Slot) -> list[Event]:
    falls = [event for event in slot.facts if isinstance(event.body, CaseFellAgain)]
    undone = slot.undone if falls else ()
    return [event for event in falls if event.id not in undone]
