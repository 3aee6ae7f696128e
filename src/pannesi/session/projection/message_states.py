"""The state of the messages to the hospital: in force, closed or superseded."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from pannesi.procedure.model.lines import Broadcast
from pannesi.procedure.model.procedure import split_ref
from pannesi.session.projection.read_model import MessageState, Row


def message_states(rows: tuple[Row, ...]) -> tuple[MessageState, ...]:
    """Each "down" message that was seen broadcast, with its state: in force, closed or superseded."""
    sent = [
        row
        for row in rows
        if isinstance(row.line, Broadcast) and row.status == "done" and not row.off_branch and not row.again
    ]
    by_ref: dict[str, MessageState] = {}
    for row in sent:
        if _closed_ref(row) is not None:
            continue
        ref = _full_ref(row, str(row.line.value))
        up = next((other.key for other in rows if _closed_ref(other) == ref and other.visit == row.visit), None)
        by_ref[ref] = MessageState(row.visit, row.unit, ref, _message_fate(row, ref, sent), up)
    return tuple(by_ref.values())


def without_superseded(rows: tuple[Row, ...], sent: tuple[MessageState, ...]) -> tuple[Row, ...]:
    """The rows, in which the "up" message of a superseded "down" message no longer applies."""
    gone = {message.ref for message in sent if message.state == "superseded"}
    return tuple(
        replace(row, status="not_applicable") if row.status == "open" and _closed_ref(row) in gone else row
        for row in rows
    )


def _message_fate(row: Row, ref: str, sent: list[Row]) -> Literal["in_force", "closed", "superseded"]:
    """The state of a message; a message that another visit saw before it was sent does not end it."""
    ends = [other for other in sent if other.visit == row.visit or _order_of_row(other) >= _order_of_row(row)]
    if any(_closed_ref(end) == ref for end in ends):
        return "closed"
    return "superseded" if any(ref in _superseded_refs(end) for end in ends) else "in_force"


def _order_of_row(row: Row) -> tuple[int, str, int]:
    """The place of a row in the total order; the first one for a row that another case settled."""
    return row.fact.order if row.fact is not None else (0, "", 0)


def _superseded_refs(row: Row) -> tuple[str, ...]:
    return tuple(_full_ref(row, ref) for ref in row.line.supersedes) if isinstance(row.line, Broadcast) else ()


def _closed_ref(row: Row) -> str | None:
    closes = row.line.closes if isinstance(row.line, Broadcast) else None
    return _full_ref(row, closes) if closes is not None else None


def _full_ref(row: Row, ref: str) -> str:
    return "/".join(split_ref(row.unit, ref))
