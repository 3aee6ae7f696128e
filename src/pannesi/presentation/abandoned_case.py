"""What is said when an answer is changed in a case that gave way already: it is kept, and leads nowhere any more.

Who corrects an answer of the search at night would else believe to be in the case that it names.
"""

from __future__ import annotations

from pannesi.application.session_service import Desk
from pannesi.presentation.key_names import Keys
from pannesi.session.events import Event
from pannesi.session.facts.lines import LineAnswered
from pannesi.session.projection.visits import VisitGraph
from pannesi.support.i18n import _


def abandoned_case_notice(desk: Desk, event: Event, keys: Keys) -> str:
    """One sentence, empty where the answer still leads on."""
    fact = event.body
    if not isinstance(fact, LineAnswered) or fact.preset:
        return ""
    threads = VisitGraph.of(desk.procedure, desk.state)
    visit = threads.by_id.get(fact.visit)
    if visit is None:
        return ""
    now = threads.current_case(visit)
    if now.id == threads.case_of(visit).id:
        return ""
    title = desk.procedure.unit_by_id[now.unit].title
    return _("Noté, mais la session reste dans « {title} ». {other} : passer à une autre panne.").format(
        title=title, other=keys.other
    )
