"""What stands beside the list on a wide screen, below the frame of the current line: what is owed to each patient, what
lasts in full, what the hospital is shown, whom to call now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pannesi.presentation.session_view import View
from pannesi.presentation.standing_orders import messages_in_force
from pannesi.procedure.availability.moments import until_words
from pannesi.procedure.availability.reachability import ContactRow, contacts_at, spoken_number
from pannesi.support.i18n import _


@dataclass(frozen=True)
class Panel:
    """A title, and lines below it."""

    title: str
    lines: tuple[str, ...]


def side_panels(view: View) -> Iterator[Panel]:
    """The panels that have something to say, the most needed first; none of a closed session."""
    if view.walk.stage == "closed":
        return
    owed = tuple(f"{duties[0].patient.label} : {', '.join(duty.label for duty in duties)}" for duties in view.owed_now)
    orders = tuple(f"{order.words} : {order.text}" for order in view.walk.orders)
    panels = (
        Panel(_("Dû aux patients"), owed),
        Panel(_("Tant que ça dure"), orders),
        Panel(_("Affiché à l'hôpital"), tuple(dict.fromkeys(messages_in_force(view)))),
        Panel(_("Qui appeler maintenant"), tuple(_whom_to_call(view))),
    )
    yield from (panel for panel in panels if panel.lines)


def _whom_to_call(view: View) -> Iterator[str]:
    """Whoever is there at this hour for anybody, with the number, or that none is written."""
    contacts = view.site.contacts
    groups = {contact.id for contact in contacts.contacts if contact.members}
    for row in contacts_at(contacts, view.walk.now):
        if row.reachable in ("yes", "urgent-only") and row.id not in groups and not row.reserved_to:
            yield _("{name} : {number}{until}").format(
                name=row.name, number=spoken_number(row) or _("n° non écrit"), until=_until_words(view, row)
            )


def _until_words(view: View, row: ContactRow) -> str:
    if row.until is None or view.clock_unreliable:
        return ""
    return f", {until_words(row.until, view.walk.now, view.zone)}"
