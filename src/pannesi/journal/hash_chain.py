"""Hash chains over events: what shows that one was edited, removed from the middle, or moved.

Canonical JSON: UTF-8, object keys sorted by code point, no blanks, no floats, no lone surrogates, strings escaped
only where JSON demands it. Two programs that agree on this agree on every hash.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from pannesi.journal.store import ChainProblem
from pannesi.session.events import Event
from pannesi.session.facts.unreadable import Unreadable
from pannesi.support.i18n import _

START = "0" * 64
"""`prev` of a writer's first event in a session."""


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise ValueError("canonical JSON holds no floats")
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise ValueError("canonical JSON keys are text")
            _refuse_floats(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_floats(inner)


def canonical_json(value: Any) -> bytes:
    """The one form of a value. Raises ValueError for floats, other keys than text and lone surrogates."""
    _refuse_floats(value)
    try:
        text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
        return text.encode()
    except (TypeError, UnicodeEncodeError) as error:
        raise ValueError("not a value that canonical JSON can hold") from error


def event_hash(event: Event) -> str:
    """SHA-256 (hex) over every field but the hash itself and the text, which the payload holds as a salted digest."""
    fields = {
        "id": event.id, "session": event.session, "writer": event.writer, "seq": event.seq, "hlc": event.hlc,
        "at": event.at, "actor": event.actor, "kind": event.kind, "payload": event.payload,
        "replaces": list(event.replaces), "prev": event.prev,
    }  # fmt: skip
    return hashlib.sha256(canonical_json(fields)).hexdigest()


def with_hash(event: Event) -> Event:
    """The event with its hash."""
    return replace(event, hash=event_hash(event))


def salted_digest(salt: str, text: str) -> str:
    """The digest of a free text that an event holds: SHA-256 (hex) over its 256-bit salt and the text."""
    return hashlib.sha256(bytes.fromhex(salt) + text.encode()).hexdigest()


def text_matches(event: Event, salt: str, text: str) -> bool:
    """Whether a text and its salt are those whose digest the event holds."""
    try:
        return event.payload.get("text") == salted_digest(salt, text)
    except (ValueError, TypeError):
        return False


def verify_chains(events: Iterable[Event], salts: Mapping[str, str]) -> tuple[ChainProblem, ...]:
    """Everything wrong in the chains of these events; `salts` by event id, for the texts that are still there."""
    chains: dict[tuple[str, str], list[Event]] = {}
    found: list[ChainProblem] = []
    for event in events:
        if not event.unreadable or event.writer:
            chains.setdefault((event.session, event.writer), []).append(event)
        else:
            found.append(ChainProblem(event.session, "", 0, "unreadable", _unreadable(event)))
    for chain in chains.values():
        found += _verify_chain(sorted(chain, key=lambda event: event.seq), salts)
    return tuple(found)


def _unreadable(event: Event) -> str:
    position = event.body.position if isinstance(event.body, Unreadable) else None
    return _("ce fait est illisible (le {position}ᵉ du journal)").format(position=position)


def _verify_chain(chain: list[Event], salts: Mapping[str, str]) -> list[ChainProblem]:
    found: list[ChainProblem] = []

    def tell(event: Event, code: str, message: str) -> None:
        found.append(ChainProblem(event.session, event.writer, event.seq, code, message))

    prev: str | None = START
    expected, last_hlc = 1, 0
    for event in chain:
        if isinstance(event.body, Unreadable) and event.body.position is None:
            continue
        if event.seq != expected:
            tell(event, "gap", _("il manque un fait avant celui-ci"))
            prev = None
        expected = event.seq + 1
        if event.unreadable:
            tell(event, "unreadable", _unreadable(event))
            prev = None
            continue
        if not hash_matches(event):
            tell(event, "hash", _("ce fait a été modifié"))
        if prev is not None and event.prev != prev:
            tell(event, "prev", _("ce fait ne suit pas le précédent"))
        if event.hlc <= last_hlc:
            tell(event, "order", _("l'heure de ce fait est avant celle du précédent"))
        salt = salts.get(event.id)
        if event.text is not None and salt is not None and not text_matches(event, salt, event.text):
            tell(event, "text", _("le texte de ce fait a été modifié"))
        prev, last_hlc = event.hash, event.hlc
    return found


def hash_matches(event: Event) -> bool:
    """Whether an event is the one whose hash it bears."""
    try:
        return event_hash(event) == event.hash
    except (ValueError, RecursionError):
        return False


def chain_heads(events: Iterable[Event]) -> tuple[str, ...]:
    """The last hash of each chain, sorted: what a report prints so that a cut tail can be noticed later."""
    last: dict[tuple[str, str], Event] = {}
    for event in events:
        if event.unreadable:
            continue
        key = (event.session, event.writer)
        if key not in last or event.seq > last[key].seq:
            last[key] = event
    return tuple(sorted(event.hash for event in last.values()))


def digest_of_heads(events: Iterable[Event]) -> str:
    """One short proof of a set of chains: SHA-256 (hex) over their sorted heads."""
    return hashlib.sha256("\n".join(chain_heads(events)).encode()).hexdigest()
