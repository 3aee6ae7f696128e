"""One session in one file, to be carried to another machine: canonical JSON that says what it is. Reading it is
bounded, and trusts nothing."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pannesi import __version__
from pannesi.journal.audit_entries import AUDIT_SESSION
from pannesi.journal.hash_chain import canonical_json, chain_heads, text_matches, verify_chains
from pannesi.journal.sealing import refuse_impossible
from pannesi.journal.store import ImpossibleFact
from pannesi.procedure.loading.site_files import CONTACTS, digest_of, is_unit_path
from pannesi.session.events import Event
from pannesi.support.errors import JournalError
from pannesi.support.i18n import _

FORMAT = "pannesi-session"
VERSION = 1
MAX_BYTES = 64 * 1024 * 1024
MAX_EVENTS = 100_000
MAX_TEXT = 200_000
MAX_FILES = 500
_MAX_DEPTH = 40
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,63}")
_HASH = re.compile(r"[0-9a-f]{64}")
_LONGEST = 1 << 62
_EVENT_KEYS = frozenset(
    {"id", "session", "writer", "seq", "hlc", "at", "actor", "kind", "payload", "replaces", "prev", "hash"}
)


class UnreadableArchive(JournalError):
    """The file is not the export of a session that can be taken in; nothing was written."""


@dataclass(frozen=True)
class SessionArchive:
    """A session as it travels."""

    session: str
    events: tuple[Event, ...]
    salts: Mapping[str, str]
    """The salt of each text that is in it, by event id."""
    erased: frozenset[str]
    """The ids of the events whose text was erased where it comes from."""
    site: str | None
    """The digest of the procedure that the session pins."""
    files: Mapping[str, bytes]
    """The files of that procedure; empty when they were not kept."""
    patients: bool
    """Whether the free texts are in it."""


def encode_archive(found: SessionArchive) -> bytes:
    """The file's bytes: the same for the same session and program."""
    content = {
        "format": FORMAT,
        "version": VERSION,
        "program": __version__,
        "session": found.session,
        "patients": found.patients,
        "heads": list(chain_heads(found.events)),
        "events": [_event_as_json(event) for event in found.events],
        "texts": {
            one.id: {"salt": found.salts[one.id], "text": one.text}
            for one in found.events
            if found.patients and one.text is not None and one.id in found.salts
        },
        "erased": sorted(found.erased),
        "site": found.site,
        "files": {path: base64.b64encode(content).decode() for path, content in sorted(found.files.items())},
    }
    return canonical_json({**content, "digest": _digest(content)}) + b"\n"


def _digest(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical_json(content)).hexdigest()


def _event_as_json(event: Event) -> dict[str, Any]:
    return {
        "id": event.id, "session": event.session, "writer": event.writer, "seq": event.seq, "hlc": event.hlc,
        "at": event.at, "actor": event.actor, "kind": str(event.kind), "payload": event.payload,
        "replaces": list(event.replaces), "prev": event.prev, "hash": event.hash,
    }  # fmt: skip


def decode_archive(content: bytes) -> SessionArchive:
    """The session that a file holds, its digest, shape and chains checked. Raises Unreadable, in French."""
    found = _parsed(content)
    digest = found.pop("digest", None)
    try:
        sound = digest == _digest(found)
    except (ValueError, RecursionError):
        sound = False
    if not sound:
        raise UnreadableArchive(
            _(
                "Ce fichier a été modifié ou abîmé depuis qu'il a été écrit : demander un nouvel export."
                " Rien n'a été pris."
            )
        )
    try:
        taken = _session(found)
    except (KeyError, TypeError, ValueError, binascii.Error, _Wrong) as wrong:
        raise UnreadableArchive(
            _("Ce fichier n'a pas la forme d'un export de session de pannesi. Rien n'a été pris.")
        ) from wrong
    _check_chains(taken, found["heads"])
    return taken


class _Wrong(Exception):
    """A value that no export holds."""


def _parsed(content: bytes) -> dict[str, Any]:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as wrong:
        raise UnreadableArchive(_("Ce fichier n'est pas un export de session de pannesi (texte illisible).")) from wrong
    if '"format":"pannesi-session"' not in text and '"pannesi-session"' not in text:
        raise UnreadableArchive(_("Ce fichier n'est pas un export de session de pannesi (pannesi export en fait)."))
    try:
        _check_depth(text)
        found = json.loads(text, object_pairs_hook=_without_repeats, parse_float=_refused, parse_constant=_refused)
    except (_Wrong, RecursionError) as wrong:
        raise UnreadableArchive(
            _("Ce fichier n'a pas la forme d'un export de session de pannesi. Rien n'a été pris.")
        ) from wrong
    except ValueError as wrong:
        raise UnreadableArchive(
            _("Ce fichier est tronqué ou abîmé : le copier à nouveau. Rien n'a été pris.")
        ) from wrong
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise UnreadableArchive(_("Ce fichier n'est pas un export de session de pannesi (pannesi export en fait)."))
    version = found.get("version")
    if type(version) is int and version > VERSION:
        raise UnreadableArchive(
            _("Cet export vient d'une version plus récente de pannesi : mettre le programme à jour. Rien n'a été pris.")
        )
    if version != VERSION or type(version) is not int:
        raise UnreadableArchive(_("Ce fichier n'a pas la forme d'un export de session de pannesi. Rien n'a été pris."))
    return found


_STRUCTURE = re.compile(r'"(?:[^"\\]|\\.|\\\Z)*+(?:"|\Z)|[\[{]|[\]}]', re.DOTALL)


def _check_depth(text: str) -> None:
    """Raises _Wrong for nesting that no export has, before a parser descends into it."""
    depth = 0
    for part in _STRUCTURE.finditer(text):
        first = part.group()[0]
        depth += 1 if first in "[{" else -1 if first in "]}" else 0
        if depth > _MAX_DEPTH:
            raise _Wrong


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Wrong
    return found


def _refused(_written: str) -> Any:
    raise _Wrong


def _session(found: Mapping[str, Any]) -> SessionArchive:
    session = _text(found["session"], 64)
    if not _NAME.fullmatch(session) or session == AUDIT_SESSION:
        raise _Wrong
    events = tuple(_event(one, session) for one in _list(found["events"], MAX_EVENTS))
    ids = {event.id for event in events}
    erased = frozenset(_text(one, 128) for one in _list(found["erased"], MAX_EVENTS))
    texts = {name: value for name, value in _map(found["texts"], MAX_EVENTS).items() if name not in erased}
    if not events or len(ids) != len(events) or not texts.keys() | erased <= ids or type(found["patients"]) is not bool:
        raise _Wrong
    salts = {name: _matching(_HASH, value["salt"]) for name, value in texts.items()}
    words = {name: _text(value["text"], MAX_TEXT) for name, value in texts.items()}
    files = {
        _path(path): base64.b64decode(value, validate=True) for path, value in _map(found["files"], MAX_FILES).items()
    }
    site = None if found["site"] is None else _matching(_HASH, found["site"])
    if files and digest_of(files) != site:
        raise _Wrong
    whole = tuple(replace(event, text=words.get(event.id)) for event in events)
    return SessionArchive(session, whole, salts, erased, site, files, found["patients"])


def _event(found: Any, session: str) -> Event:
    if not isinstance(found, dict) or found.keys() != _EVENT_KEYS or found["session"] != session:
        raise _Wrong
    if datetime.fromisoformat(_text(found["at"], 40)).tzinfo is None:
        raise _Wrong
    event = Event(
        id=_text(found["id"], 128, 1), session=session, writer=_text(found["writer"], 128, 1),
        seq=_number(found["seq"]), hlc=_number(found["hlc"]), at=found["at"], actor=_text(found["actor"], 1000),
        kind=_text(found["kind"], 100, 1), payload=_map(found["payload"], 1000),
        replaces=tuple(_text(one, 128, 1) for one in _list(found["replaces"], 10_000)),
        prev=_matching(_HASH, found["prev"]), hash=_matching(_HASH, found["hash"]),
    )  # fmt: skip
    try:
        refuse_impossible(event)
    except ImpossibleFact as refused:
        raise UnreadableArchive(str(refused)) from refused
    return event


def _check_chains(found: SessionArchive, told: Any) -> None:
    problems = verify_chains(found.events, found.salts)
    unsalted = [
        event
        for event in found.events
        if event.text is not None and not text_matches(event, found.salts[event.id], event.text)
    ]
    if problems or unsalted or told != list(chain_heads(found.events)):
        raise UnreadableArchive(
            _("Les chaînes de cette session sont rompues : des faits ont été modifiés, retirés ou déplacés."
              " Rien n'a été pris.")
        )  # fmt: skip


def _text(value: Any, most: int, least: int = 0) -> str:
    if not isinstance(value, str) or not least <= len(value) <= most:
        raise _Wrong
    return value


def _number(value: Any) -> int:
    if type(value) is not int or not 1 <= value <= _LONGEST:
        raise _Wrong
    return value


def _matching(pattern: re.Pattern[str], value: Any) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise _Wrong
    return value


def _list(value: Any, most: int) -> Iterable[Any]:
    if not isinstance(value, list) or len(value) > most:
        raise _Wrong
    return value


def _map(value: Any, most: int) -> dict[str, Any]:
    if not isinstance(value, dict) or len(value) > most:
        raise _Wrong
    return value


def _path(value: str) -> str:
    if value != CONTACTS and not is_unit_path(value):
        raise _Wrong
    return value
