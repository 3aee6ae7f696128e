"""When a call that nobody answered is to be made again: after the delay of the site, as long as the call is to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from pannesi.procedure.model.contacts import ContactsFile
from pannesi.procedure.model.lines import Call
from pannesi.session.moments import CLOCK_SLACK
from pannesi.session.projection.read_model import Row
from pannesi.session.state import State


def with_calls_to_repeat(contacts: ContactsFile, state: State, rows: tuple[Row, ...], now: datetime) -> tuple[Row, ...]:
    """The rows, each call that nobody answered with the time to make it again, and whether that has come.

    Nothing is promised where the site gives no delay, or by an hour that is uncertain.
    """
    delay = contacts.call_again.after if contacts.call_again is not None else None
    if delay is None or state.closing is not None:
        return rows
    return tuple(_with_promise(state, row, now, delay) if row.attempts else row for row in rows)


def _with_promise(state: State, row: Row, now: datetime, delay: timedelta) -> Row:
    last = row.attempts[-1]
    waits = isinstance(row.line, Call) and row.is_open and not row.conflict
    settled_since = row.fact is not None and row.fact.order > state.events[last.event].order
    if (
        not waits
        or settled_since
        or last.outcome == "reached"
        or last.event in state.uncertain
        or last.at - now > CLOCK_SLACK
    ):
        return row
    again = (last.at + delay).replace(second=0, microsecond=0)  # as it is shown, to the minute
    return replace(row, call_again_at=again, call_due=now >= again)


def without_calls_not_to_do(rows: tuple[Row, ...], todo: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows, without the time to call again where the call is no longer to do."""
    if all(row.call_again_at is None for row in rows):
        return rows
    asked = {row.key for row in todo}
    return tuple(
        replace(row, call_again_at=None, call_due=False) if row.call_again_at is not None and row.key not in asked
        else row
        for row in rows
    )  # fmt: skip
