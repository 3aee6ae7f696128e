"""What is in force, in full: the messages shown in the hospital, and the standing orders with what they still owe."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pannesi.presentation.session.session_view import View
from pannesi.procedure.model.lines import Broadcast, Register, text_of
from pannesi.procedure.model.procedure import split_ref
from pannesi.procedure.model.units import Annexe
from pannesi.session.projection.order_lifetime import rows_ending_orders
from pannesi.session.projection.read_model import MessageState, Row
from pannesi.support.i18n import _


class Lasting(NamedTuple):
    """Something that lasts as long as the outage, in short words."""

    words: str
    prescribed: bool
    """Whether the hospital's procedure gives it."""


def lasting(view: View) -> tuple[Lasting, ...]:
    """All that lasts: the orders of the procedure, its sheet for each patient, the messages that the hospital is shown,
    then the orders that were added."""
    orders = [Lasting(order.words, order.prescribed) for order in view.walk.orders]
    orders += [Lasting(line.short or "", line.source is not None) for _row, line in _sheets_in_use(view)]
    titles = dict.fromkeys(
        _message_title(view, message) for message in view.walk.messages if _is_followed(view, message)
    )
    shown = [Lasting(_("affiché : {title}").format(title=title), prescribed=True) for title in titles]
    return tuple(sorted([*orders, *shown], key=lambda last: not last.prescribed))


def _sheets_in_use(view: View) -> Iterator[tuple[Row, Register]]:
    """The lines by which a sheet is kept for each patient as long as their case lasts, each once."""
    going = {visit.id for visit in view.ongoing_cases}
    seen: set[str | None] = set()
    for row in view.walk.rows:
        line = row.line
        if not isinstance(line, Register) or line.short is None or line.short in seen:
            continue
        if row.visit in going and row.status in ("open", "done") and not row.off_branch:
            seen.add(line.short)
            yield row, line


def messages_in_force(view: View) -> Iterator[str]:
    """The title of each message that the hospital is still shown, with who is shown it."""
    for message in view.walk.messages:
        if _is_followed(view, message):
            missing = "" if message.up is not None else _(" ; aucun message de fin n'est écrit")
            text = view.site.message(message.unit, message.ref)
            to = _(", à : {recipients}").format(recipients=text.to) if text.to else ""
            yield f"« {_message_title(view, message)} »{to}{missing}"


def _is_followed(view: View, message: MessageState) -> bool:
    """Whether a message counts as shown; once the session is closed only one whose end is written, and was not seen."""
    return message.state == "in_force" and (message.up is not None or view.walk.stage != "closed")


def _message_title(view: View, message: MessageState) -> str:
    text = view.site.message(message.unit, message.ref)
    return text.title or text.body or _broadcast_text(view, message)


def _broadcast_text(view: View, message: MessageState) -> str:
    """The text of the line that broadcasts a message, for one whose own text the procedure lacks."""
    lines = (row.line for row in view.walk.rows if (row.visit, row.unit) == (message.visit, message.unit))
    sent = (line for line in lines if isinstance(line, Broadcast))
    return next(text_of(line) for line in sent if "/".join(split_ref(message.unit, str(line.value))) == message.ref)


def order_end_words(view: View, row: Row) -> str:
    """What ends an order that an annex left in force; empty for one of a case, which lasts as long as the outage."""
    if not isinstance(view.site.unit_by_id.get(row.unit), Annexe):
        return ""
    ends = [
        _("{number} {line}").format(number=other.number, line=text_of(other.line))
        for other in rows_ending_orders(
            other for other in view.walk.rows if other.visit == row.visit and other.phase == "return_to_normal"
        )
        if other.is_open
    ]
    words = _("Dure jusqu'à ce que ceci soit réglé, même si le reste est revenu : {lines}")
    return words.format(lines=" ; ".join(ends)) if ends else ""


def everything_in_force(view: View) -> Iterator[str]:
    """Everything in force, a line each; one line that says so when there is nothing."""
    nothing = True
    for words in messages_in_force(view):
        nothing = False
        yield _("Message affiché à l'hôpital : {message}").format(message=words)
    for order in view.walk.orders:
        nothing = False
        due = _(" ; reste dû : {count}").format(count=order.due) if order.due else ""
        numbers = ", ".join(row.number for row in order.rows)
        yield f"■ {order.words}{due}"
        yield f"    {numbers} {order.text}"
        if order.detail:
            yield "    " + order.detail
        for until in dict.fromkeys(order_end_words(view, row) for row in order.rows):
            if until:
                yield "    " + until
    for row, line in _sheets_in_use(view):
        nothing = False
        yield f"■ {line.short}"
        yield f"    {row.number} {text_of(line)}"
    if nothing:
        closed = view.walk.stage == "closed"
        yield _("Session close : plus rien n'y est suivi.") if closed else _("Rien n'est en vigueur en ce moment.")
