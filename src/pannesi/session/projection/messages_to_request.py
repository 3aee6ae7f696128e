"""Messages to request in a call: those that the person called sends to the hospital next."""

from __future__ import annotations

from dataclasses import replace

from pannesi.procedure.model.lines import Broadcast, Call
from pannesi.procedure.model.procedure import Site
from pannesi.session.projection.read_model import Row
from pannesi.support.text_safety import fold_accents


def messages_to_ask_for(site: Site, rows: tuple[Row, ...], call: Row) -> tuple[Row, ...]:
    """The rows of the messages to request in a call: those right after it that the contact sends."""
    at = next((n for n, row in enumerate(rows) if row.key == call.key), len(rows))
    messages: list[Row] = []
    for row in rows[at + 1 :]:
        if row.visit != call.visit or row.phase != call.phase:
            break
        if row.status in ("not_applicable", "pending"):
            continue
        if not isinstance(row.line, Broadcast) or not _is_sent_by(site, call, row.line):
            break
        messages.append(row)
    return tuple(messages)


def _is_sent_by(site: Site, call: Row, message: Broadcast) -> bool:
    """Whether the contact of a call sends a message: its role stands in the id or name of the contact."""
    contact = site.contact_by_id.get(str(call.line.value))
    if contact is None or message.by is None:
        return False
    return fold_accents(message.by) in fold_accents(f"{contact.id} {contact.name}")


def with_messages_awaited(site: Site, rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows with `awaited_since` set for each message that was requested in an answered call."""
    since = {
        message.key: call.at
        for call in rows
        if isinstance(call.line, Call) and call.status == "done" and not call.again and call.at is not None
        for message in messages_to_ask_for(site, rows, call)
        if message.is_open
    }
    return (
        tuple(replace(row, awaited_since=since[row.key]) if row.key in since else row for row in rows)
        if since
        else rows
    )
