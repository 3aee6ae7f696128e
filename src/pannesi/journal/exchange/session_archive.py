"""The file format of an exported session: canonical JSON with events, texts, erasures and the pinned site.

The file comes from elsewhere: its size, nesting and shape are bounded, its digest, hashes and chains are checked.
"""

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
from pannesi.journal.chain.hash_chain import canonical_json, chain_heads, refuse_impossible, text_matches, verify_chains
from pannesi.journal.store import AUDIT_SESSION, ImpossibleFact, review_chain
from pannesi.procedure.loading.site_files import CONTACTS, digest_of, is_unit_path
from pannesi.session.events import Event
from pannesi.support.errors import JournalError
from pannesi.support.i18n import _

FORMAT = "pannesi-session"
VERSION = 1
MAX_BYTES = 64 * 1024 * 1024
"""The largest file, in bytes."""
MAX_EVENTS = 100_000
MAX_TEXT = 200_000
"""The longest free text, in characters."""
MAX_FILES = 500
_MAX_DEPTH = 40
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,63}")
_HASH = re.compile(r"[0-9a-f]{64}")
_LONGEST = 1 << 62
_EVENT_KEYS = frozenset(
    {"id", "session", "writer", "seq", "hlc", "at", "actor", "kind", "payload", "replaces", "prev", "hash"}
)


class UnreadableArchive(JournalError):
    """The file is no session export that can be imported; nothing was written. The message is in French."""


@dataclass(frozen=True)
class SessionArchive:
    """The content of a session file."""

    session: str
    events: tuple[Event, ...]
    salts: Mapping[str, str]
    """The salt (hex) of each text in it, by event id."""
    erased: frozenset[str]
    """The ids of the events whose text was erased on the machine that exported it."""
    site: str | None
    """The digest of the procedure that the session pins."""
    files: Mapping[str, bytes]
    """The files of that procedure by relative path; empty when they were not stored."""
    patients: bool
    """Whether the free texts are in it."""
    review: SessionArchive | None = None
    """The incident review of the session, a chain of its own without a procedure; None without one."""

    @property
    def chains(self) -> tuple[SessionArchive, ...]:
        """The session, and its incident review where there is one."""
        return (self, self.review) if self.review is not None else (self,)


def encode_archive(archive: SessionArchive) -> bytes:
    """The bytes of a session file: the same for the same session and version of the program."""
    content = {
        "format": FORMAT,
        "version": VERSION,
        "program": __version__,
        "session": archive.session,
        "patients": archive.patients,
        **_chain_as_json(archive),
        "site": archive.site,
        "files": {path: base64.b64encode(content).decode() for path, content in sorted(archive.files.items())},
    }
    if archive.review is not None:  # earlier programs leave it out
        content["review"] = _chain_as_json(archive.review)
    return canonical_json({**content, "digest": _content_digest(content)}) + b"\n"


def _chain_as_json(archive: SessionArchive) -> dict[str, Any]:
    return {
        "heads": list(chain_heads(archive.events)),
        "events": [_event_as_json(event) for event in archive.events],
        "texts": {
            event.id: {"salt": archive.salts[event.id], "text": event.text}
            for event in archive.events
            if archive.patients and event.text is not None and event.id in archive.salts
        },
        "erased": sorted(archive.erased),
    }


def _content_digest(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical_json(content)).hexdigest()


def _event_as_json(event: Event) -> dict[str, Any]:
    return {
        "id": event.id, "session": event.session, "writer": event.writer, "seq": event.seq, "hlc": event.hlc,
        "at": event.at, "actor": event.actor, "kind": str(event.kind), "payload": event.payload,
        "replaces": list(event.replaces), "prev": event.prev, "hash": event.hash,
    }  # fmt: skip


def decode_archive(content: bytes) -> SessionArchive:
    """The session in a file, its digest, shape and chains checked. Raises UnreadableArchive."""
    parsed = _parse_json(content)
    digest = parsed.pop("digest", None)
    try:
        sound = digest == _content_digest(parsed)
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
        archive = _parse_session(parsed)
    except (KeyError, TypeError, ValueError, binascii.Error, _Wrong) as wrong:
        raise UnreadableArchive(
            _("Ce fichier n'a pas la forme d'un export de session de pannesi. Rien n'a été pris.")
        ) from wrong
    _check_chains(archive, parsed["heads"])
    if archive.review is not None:
        _check_chains(archive.review, parsed["review"]["heads"])
    return archive


class _Wrong(Exception):
    """A value that no session file holds."""


def _parse_json(content: bytes) -> dict[str, Any]:
    """The JSON object of a file of this format and version. Raises UnreadableArchive."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as wrong:
        raise UnreadableArchive(_("Ce fichier n'est pas un export de session de pannesi (texte illisible).")) from wrong
    if '"format":"pannesi-session"' not in text and '"pannesi-session"' not in text:
        raise UnreadableArchive(_("Ce fichier n'est pas un export de session de pannesi (pannesi export en fait)."))
    try:
        _check_depth(text)
        parsed = json.loads(
            text, object_pairs_hook=_without_repeats, parse_float=_refuse_number, parse_constant=_refuse_number
        )
    except (_Wrong, RecursionError) as wrong:
        raise UnreadableArchive(
            _("Ce fichier n'a pas la forme d'un export de session de pannesi. Rien n'a été pris.")
        ) from wrong
    except ValueError as wrong:
        raise UnreadableArchive(
            _("Ce fichier est tronqué ou abîmé : le copier à nouveau. Rien n'a été pris.")
        ) from wrong
    if not isinstance(parsed, dict) or parsed.get("format") != FORMAT:
        raise UnreadableArchive(_("Ce fichier n'est pas un export de session de pannesi (pannesi export en fait)."))
    version = parsed.get("version")
    if type(version) is int and version > VERSION:
        raise UnreadableArchive(
            _("Cet export vient d'une version plus récente de pannesi : mettre le programme à jour. Rien n'a été pris.")
        )
    if version != VERSION or type(version) is not int:
        raise UnreadableArchive(_("Ce fichier n'a pas la forme d'un export de session de pannesi. Rien n'a été pris."))
    return parsed


_STRUCTURE = re.compile(r'"(?:[^"\\]|\\.|\\\Z)*+(?:"|\Z)|[\[{]|[\]}]', re.DOTALL)


def _check_depth(text: str) -> None:
    """Raises _Wrong for nesting deeper than any session file has, before the JSON parser recurses into it."""
    depth = 0
    for part in _STRUCTURE.finditer(text):
        first = part.group()[0]
        depth += 1 if first in "[{" else -1 if first in "]}" else 0
        if depth > _MAX_DEPTH:
            raise _Wrong


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping = dict(pairs)
    if len(mapping) != len(pairs):
        raise _Wrong
    return mapping


def _refuse_number(_written: str) -> Any:
    raise _Wrong


def _parse_session(parsed: Mapping[str, Any]) -> SessionArchive:
    """The session of a parsed file. Raises _Wrong, KeyError, TypeError, ValueError for any other shape."""
    session = _checked_text(parsed["session"], 64)
    if not _NAME.fullmatch(session) or session == AUDIT_SESSION or type(parsed["patients"]) is not bool:
        raise _Wrong
    files = {
        _checked_path(path): base64.b64decode(value, validate=True)
        for path, value in _checked_map(parsed["files"], MAX_FILES).items()
    }
    site = None if parsed["site"] is None else _matching(_HASH, parsed["site"])
    if files and digest_of(files) != site:
        raise _Wrong
    review, patients = parsed.get("review"), parsed["patients"]
    reviewed = (
        _parse_chain(_checked_map(review, 10), review_chain(session), patients, None, {})
        if review is not None
        else None
    )
    return replace(_parse_chain(parsed, session, patients, site, files), review=reviewed)


def _parse_chain(
    parsed: Mapping[str, Any], session: str, patients: bool, site: str | None, files: Mapping[str, bytes]
) -> SessionArchive:
    """The events of one chain with their texts. Raises _Wrong, KeyError, TypeError, ValueError for any other shape."""
    events = tuple(_parse_event(item, session) for item in _checked_list(parsed["events"], MAX_EVENTS))
    ids = {event.id for event in events}
    erased = frozenset(_checked_text(item, 128) for item in _checked_list(parsed["erased"], MAX_EVENTS))
    texts = {name: value for name, value in _checked_map(parsed["texts"], MAX_EVENTS).items() if name not in erased}
    if not events or len(ids) != len(events) or not texts.keys() | erased <= ids:
        raise _Wrong
    salts = {name: _matching(_HASH, value["salt"]) for name, value in texts.items()}
    words = {name: _checked_text(value["text"], MAX_TEXT) for name, value in texts.items()}
    whole = tuple(replace(event, text=words.get(event.id)) for event in events)
    return SessionArchive(session, whole, salts, erased, site, files, patients)


def _parse_event(stored: Any, session: str) -> Event:
    if not isinstance(stored, dict) or stored.keys() != _EVENT_KEYS or stored["session"] != session:
        raise _Wrong
    if datetime.fromisoformat(_checked_text(stored["at"], 40)).tzinfo is None:
        raise _Wrong
    event = Event(
        id=_checked_text(stored["id"], 128, 1), session=session, writer=_checked_text(stored["writer"], 128, 1),
        seq=_checked_number(stored["seq"]), hlc=_checked_number(stored["hlc"]), at=stored["at"],
        actor=_checked_text(stored["actor"], 1000),
        kind=_checked_text(stored["kind"], 100, 1), payload=_checked_map(stored["payload"], 1000),
        replaces=tuple(_checked_text(item, 128, 1) for item in _checked_list(stored["replaces"], 10_000)),
        prev=_matching(_HASH, stored["prev"]), hash=_matching(_HASH, stored["hash"]),
    )  # fmt: skip
    try:
        refuse_impossible(event)
    except ImpossibleFact as refused:
        raise UnreadableArchive(str(refused)) from refused
    return event


def _check_chains(archive: SessionArchive, stored_heads: Any) -> None:
    problems = verify_chains(archive.events, archive.salts)
    unsalted = [
        event
        for event in archive.events
        if event.text is not None and not text_matches(event, archive.salts[event.id], event.text)
    ]
    if problems or unsalted or stored_heads != list(chain_heads(archive.events)):
        raise UnreadableArchive(
            _("Les chaînes de cette session sont rompues : des faits ont été modifiés, retirés ou déplacés."
              " Rien n'a été pris.")
        )  # fmt: skip


def _checked_text(value: Any, most: int, least: int = 0) -> str:
    if not isinstance(value, str) or not least <= len(value) <= most:
        raise _Wrong
    return value


def _checked_number(value: Any) -> int:
    if type(value) is not int or not 1 <= value <= _LONGEST:
        raise _Wrong
    return value


def _matching(pattern: re.Pattern[str], value: Any) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise _Wrong
    return value


def _checked_list(value: Any, most: int) -> Iterable[Any]:
    if not isinstance(value, list) or len(value) > most:
        raise _Wrong
    return value


def _checked_map(value: Any, most: int) -> dict[str, Any]:
    if not isinstance(value, dict) or len(value) > most:
        raise _Wrong
    return value


def _checked_path(value: str) -> str:
    if value != CONTACTS and not is_unit_path(value):
        raise _Wrong
    return value
