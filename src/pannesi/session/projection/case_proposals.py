"""Other cases that cover the failures of the current cases together."""

from __future__ import annotations

from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import Case
from pannesi.session.projection.read_model import Proposal
from pannesi.session.projection.visits import VisitGraph
from pannesi.support.i18n import _


def case_proposals(graph: VisitGraph) -> tuple[Proposal, ...]:
    """The cases whose systems are all down by the symptoms of the current cases together; two at least."""
    going = {(visit.unit, visit.symptom) for visit in graph.current_cases}
    down = {system for visit in graph.current_cases for system in systems_down(graph.site, visit.unit, visit.symptom)}
    if len(going) < 2:
        return ()
    fitting = []
    for entry in graph.site.entries:
        wanted = set(entry.symptom.systems.down)
        fits = len(wanted) > 1 and wanted <= down and isinstance(entry.unit, Case)
        fits = fits and (not entry.unit.draft or graph.state.exercise)
        if fits and entry.unit.id not in {unit for unit, _symptom in going}:
            because = _("{systems} en panne ensemble").format(systems=", ".join(sorted(wanted)))
            fitting.append(Proposal(entry.unit.id, entry.symptom.id, entry.symptom.label, because))
    return tuple(fitting)


def systems_down(site: Site, unit: str, symptom: str | None) -> frozenset[str]:
    """The systems that a unit says are down, when it is entered by a symptom."""
    symptoms = site.unit_by_id[unit].symptoms
    return next((frozenset(candidate.systems.down) for candidate in symptoms if candidate.id == symptom), frozenset())
