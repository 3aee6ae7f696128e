"""Hash chains over events: they show that an event was edited, removed from the middle, or moved.

Each event of one writer in one session names the SHA-256 of the event before (as in Haber and Stornetta, "How to
time-stamp a digital document", 1991). Hashes are taken over canonical JSON: UTF-8, object keys sorted by code point,
no blanks, no floats, no lone surrogates, strings escaped only where JSON demands it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from pannesi.journal.hybrid_clock import END, fits, tick
from pannesi.journal.store import ChainProblem, ImpossibleFact, UnholdableText
from pannesi.journal.writer import JournalWriter
from pannesi.session.events import Draft, Event, is_out_of_range
from pannesi.session.facts.base import Unreadable
from pannesi.support.i18n import _
from pannesi.support.text_safety import clean_line

if TYPE_CHECKING:
    from hashlib import _Hash as Hash

START = "0" * 64
"""The `prev` of a writer's first event in a session: there is no event before it."""


@cache
def _sha256() -> Callable[[bytes], Hash]:
    """That of OpenSSL, since a whole journal may be read; loaded when first used."""
    from hashlib import sha256

    return sha256


def _hex(data: bytes) -> str:
    return _sha256()(data).hexdigest()


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
    """The canonical JSON of a value, UTF-8 encoded. Raises ValueError for floats, non-text keys, lone surrogates."""
    _refuse_floats(value)
    try:
        text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
        return text.encode()
    except (TypeError, UnicodeEncodeError) as error:
        raise ValueError("not a value that canonical JSON can hold") from error


def event_hash(event: Event) -> str:
    """SHA-256 (hex) over every field of an event but `hash` and `text`; the payload holds a salted digest of the text.

    Raises ValueError for a payload that canonical JSON cannot hold.
    """
    fields = {
        "id": event.id, "session": event.session, "writer": event.writer, "seq": event.seq, "hlc": event.hlc,
        "at": event.at, "actor": event.actor, "kind": event.kind, "payload": event.payload,
        "replaces": list(event.replaces), "prev": event.prev,
    }  # fmt: skip
    return _hex(canonical_json(fields))


def with_hash(event: Event) -> Event:
    """The event with its hash filled in. Raises ValueError for a payload that canonical JSON cannot hold."""
    return replace(event, hash=event_hash(event))


def stamp(writer: JournalWriter, draft: Draft, last_hlc: int, seq: int, prev: str) -> tuple[Event, str | None]:
    """The event that a draft becomes, hash included, and the salt of its text (None without a text).

    `last_hlc` is the last clock value of its session; `seq` and `prev` its place in the writer's chain. Raises
    UnholdableText for lone surrogates.
    """
    payload: Mapping[str, object] = draft.payload
    salt: str | None = None
    try:
        if draft.text is not None:
            salt = writer.new_salt()
            payload = {**draft.payload, "text": salted_digest(salt, draft.text)}
        event = Event(
            id=draft.id, session=draft.session, writer=writer.id, seq=seq, hlc=tick(last_hlc, writer.now_ms()),
            at=draft.at, actor=draft.actor, kind=str(draft.kind), payload=payload, replaces=draft.replaces,
            prev=prev, text=draft.text, salt=salt,
        )  # fmt: skip
        return with_hash(event), salt
    except (ValueError, UnicodeEncodeError) as error:
        raise UnholdableText(_("Ce texte contient des caractères qui ne peuvent pas être enregistrés.")) from error


def refuse_impossible(event: Event) -> None:
    """Raises ImpossibleFact for an event from elsewhere with a clock value, number, time or length that none can
    have."""
    if not (fits(event.hlc) and 0 < event.seq < END) or is_out_of_range(event):
        raise ImpossibleFact(
            _(
                "La session {session} contient un fait à une heure ou d'une durée impossible. Rien n'en est repris."
            ).format(session=clean_line(event.session))
        )


def salted_digest(salt: str, text: str) -> str:
    """The digest of a free text: SHA-256 (hex) over its salt (256 bits, given in hex) and the text."""
    return _hex(bytes.fromhex(salt) + text.encode())


def text_matches(event: Event, salt: str, text: str) -> bool:
    """Whether a text and its salt (hex) give the digest that the event holds."""
    try:
        return event.payload.get("text") == salted_digest(salt, text)
    except (ValueError, TypeError):
        return False


def verify_chains(events: Iterable[Event], salts: Mapping[str, str]) -> tuple[ChainProblem, ...]:
    """Every problem in the hash chains of these events. `salts` (hex, by event id) are those of the texts still
    there."""
    chains: dict[tuple[str, str], list[Event]] = {}
    problems: list[ChainProblem] = []
    for event in events:
        if not event.unreadable or event.writer:
            chains.setdefault((event.session, event.writer), []).append(event)
        else:
            problems.append(ChainProblem(event.session, "", 0, "unreadable", _unreadable_words(event)))
    for chain in chains.values():
        problems += _verify_chain(sorted(chain, key=lambda event: event.seq), salts)
    return tuple(problems)


def _unreadable_words(event: Event) -> str:
    position = event.body.position if isinstance(event.body, Unreadable) else None
    return _("ce fait est illisible (le {position}ᵉ du journal)").format(position=position)


def _verify_chain(chain: list[Event], salts: Mapping[str, str]) -> list[ChainProblem]:
    problems: list[ChainProblem] = []

    def tell(event: Event, code: str, message: str) -> None:
        problems.append(ChainProblem.of(event, code, message))

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
            tell(event, "unreadable", _unreadable_words(event))
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
    return problems


def hash_matches(event: Event) -> bool:
    """Whether the hash of an event is that of its content."""
    try:
        return event_hash(event) == event.hash
    except (ValueError, RecursionError):
        return False


def chain_heads(events: Iterable[Event]) -> tuple[str, ...]:
    """The last hash of each chain, sorted: printed on reports, so that removed last events can be noticed later."""
    last: dict[tuple[str, str], Event] = {}
    for event in events:
        if event.unreadable:
            continue
        key = (event.session, event.writer)
        if key not in last or event.seq > last[key].seq:
            last[key] = event
    return tuple(sorted(event.hash for event in last.values()))


def digest_of_heads(events: Iterable[Event]) -> str:
    """One digest for a set of chains: SHA-256 (hex) over their sorted heads."""
    return _hex("\n".join(chain_heads(events)).encode())
