"""What waits for the référent above the list of sessions, in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pannesi.presentation.learning.incident_review import overdue_actions_words
from pannesi.presentation.session_lists.forgotten import forgotten_words
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.review_status import overdue
from pannesi.support.i18n import _


def waiting_words(
    site: Site, today: date, *, forgotten: int, actions: int, actions_key: str, elsewhere: str
) -> Iterator[str]:
    """A line for forgotten sessions, for overdue actions with the key that lists them, for sessions of other
    hospitals, and for units to be read again."""
    if forgotten:
        yield forgotten_words(forgotten, site)
    if actions:
        yield _("{actions} : {key}").format(actions=overdue_actions_words(actions), key=actions_key)
    if elsewhere:
        yield elsewhere
    due = ", ".join(unit.id for unit in overdue(site, today))
    if due:
        yield _("Relecture en retard : {units}").format(units=due)
