"""A notice for a corrected answer of a case that the session has already left.

The correction is kept, but the session stays in the later case. Without the notice, somebody who corrects an answer of
the search would believe to be in the case that the answer names.
"""

from __future__ import annotations

from pannesi.application.session_service import Desk
from pannesi.presentation.text.key_names import Keys
from pannesi.procedure.model.units import unit_title
from pannesi.session.events import Event
from pannesi.session.facts.lines import LineAnswered
from pannesi.session.projection.visits import VisitGraph
from pannesi.support.i18n import _


def abandoned_case_notice(desk: Desk, event: Event, keys: Keys) -> str:
    """The notice for an answer just recorded, one sentence; empty where the answer still decides where the session
    goes."""
    fact = event.body
    if not isinstance(fact, LineAnswered) or fact.preset:
        return ""
    graph = VisitGraph.of(desk.procedure, desk.state)
    visit = graph.by_id.get(fact.visit)
    if visit is None:
        return ""
    now = graph.current_case(visit)
    if now.id == graph.case_of(visit).id:
        return ""
    title = unit_title(desk.procedure.unit_by_id[now.unit], now.symptom)
    return _("Noté, mais la session reste dans « {title} ». {other} : passer à une autre panne.").format(
        title=title, other=keys.other
    )
