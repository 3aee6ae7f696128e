"""Reading the rows of a damaged journal from its pages, without SQLite (file carving).

A row that is whole is recovered whatever is wrong with the file's header, schema or other pages. What is recovered can
be checked: an event has a hash, a text a digest. The format is that of https://www.sqlite.org/fileformat2.html: pages
hold cells, cells hold records, and long records continue on overflow pages.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from mmap import mmap

from pannesi.journal.sqlite.rows import StoredRow, event_of
from pannesi.journal.store import OnProgress
from pannesi.session.events import Event
from pannesi.support.errors import JournalError

Bytes = bytes | mmap
Value = int | float | str | bytes | None
_SIZES = (4096, 1024, 2048, 8192, 16384, 32768, 65536, 512)
_TABLE, _INDEX, _INNER_INDEX = 0x0D, 0x0A, 0x02
_WIDTHS = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0)
"""Bytes of a stored integer or float, by its serial type."""
_MOST = 64 * 1024 * 1024
"""Bytes of the longest record that is believed."""
_COLUMNS = 13
"""How many columns a row of `events` has, its position in the file first."""


@dataclass
class RecoveredRows:
    """The rows recovered from the pages of a file."""

    events: dict[str, Event] = field(default_factory=dict)
    """By event id."""
    texts: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    """(salt, text) by event id; several where a page still holds deleted ones."""
    sites: dict[str, dict[str, bytes]] = field(default_factory=dict)
    """Files by digest and relative path."""
    gone: set[str] = field(default_factory=set)
    """The ids of events whose text was erased, and of sessions that were removed."""
    places: set[tuple[str, str, int]] = field(default_factory=set)
    """(session, writer, seq) of every event that an index names, recovered or not."""


def recover_rows(content: Bytes, sealed: Callable[[Event], bool], progress: OnProgress) -> RecoveredRows:
    """Every row that the pages of a file hold, tried with each page size until events are found.

    `sealed` tells whether an event is as it was written: of two with one id, that one is kept. `progress` gets pages
    read and pages in all.
    """
    recovered = RecoveredRows()
    for size in _SIZES:
        for page in range(len(content) // size):
            for record in _records_of_page(content, page, size):
                _add_record(record, recovered, sealed)
            if not page % 64:
                progress(page, len(content) // size)
        if recovered.events:
            break
    return recovered


def _add_record(record: list[Value], recovered: RecoveredRows, sealed: Callable[[Event], bool]) -> None:
    """Adds a record to what was recovered, by the number and types of its columns; ignores any other shape."""
    match record:
        case [_place, str(), str(), str(), int(), int(), *_rest] if len(record) == _COLUMNS:
            event = _event_or_none((*record[1:], None, None, record[0]))
            if event is not None and (event.id not in recovered.events or sealed(event)):
                recovered.events[event.id] = event
        case [str(name), str(salt), str(text)] if len(salt) == 64:
            recovered.texts.setdefault(name, []).append((salt, text))
        case [str(digest), str(path), bytes(body)] if len(digest) == 64:
            recovered.sites.setdefault(digest, {})[path] = body
        case [str(name)]:
            recovered.gone.add(name)
        case [str(session), str(writer), int(seq), int()]:
            recovered.places.add((session, writer, seq))


def _event_or_none(row: StoredRow) -> Event | None:
    try:
        return event_of(row)
    except JournalError:
        return None


def _records_of_page(content: Bytes, page: int, size: int) -> Iterator[list[Value]]:
    """The records of one page; where the kind of the page is damaged, those of a table or an index page."""
    start = page * size
    head = start + (100 if page == 0 else 0)
    kind = content[head]
    kinds = (kind,) if kind in (_TABLE, _INDEX, _INNER_INDEX) else (() if kind == 0x05 else (_TABLE, _INDEX))
    for page_kind in kinds:
        pointers = head + (12 if page_kind == _INNER_INDEX else 8)
        for at in range(pointers, start + size - 1, 2):  # the stored number of cells may be damaged
            (cell,) = struct.unpack_from(">H", content, at)
            if not pointers - start < cell < size - 3:
                break
            try:
                yield _record_at(content, start, cell, page_kind, size)
            except (IndexError, ValueError, struct.error, OverflowError):
                continue


def _record_at(content: Bytes, start: int, cell: int, kind: int, size: int) -> list[Value]:
    """The values of the record in the cell at offset `cell` of a page; of a table, its row id first.

    Raises IndexError, ValueError, struct.error, OverflowError where there is no record.
    """
    at = start + cell + (4 if kind == _INNER_INDEX else 0)
    length, at = _read_varint(content, at)
    place: int | None = None
    if kind == _TABLE:
        place, at = _read_varint(content, at)
    if not 0 < length <= min(_MOST, len(content)):
        raise ValueError("no length of a record")
    most = size - 35 if kind == _TABLE else (size - 12) * 64 // 255 - 23
    local = length
    if length > most:
        least = (size - 12) * 32 // 255 - 23
        local = least + (length - least) % (size - 4)
        local = local if local <= most else least
    if at + local > start + size:
        raise ValueError("a record beyond its page")
    body = bytes(content[at : at + local])
    if local < length:
        body += _overflow_bytes(content, at + local, length - local, size)
    values = _values_of_record(body)
    return [place, *values[1:]] if kind == _TABLE else values


def _overflow_bytes(content: Bytes, at: int, left: int, size: int) -> bytes:
    """`left` bytes of a record from the chain of overflow pages whose first number stands at `at`."""
    parts = []
    (page,) = struct.unpack_from(">I", content, at)
    while left > 0:
        start = (page - 1) * size
        if page < 2 or start + size > len(content):
            raise ValueError("an overflow page beyond the file")
        parts.append(bytes(content[start + 4 : start + 4 + min(left, size - 4)]))
        left -= size - 4
        (page,) = struct.unpack_from(">I", content, start)
    return b"".join(parts)


def _values_of_record(body: bytes) -> list[Value]:
    """The values of a record: a header of serial types, then the values."""
    length, at = _read_varint(body, 0)
    kinds = []
    while at < length:
        kind, at = _read_varint(body, at)
        kinds.append(kind)
    values: list[Value] = []
    for kind in kinds:
        width = (kind - 12) // 2 if kind >= 12 else _WIDTHS[kind]
        part = body[at : at + width]
        if at + width > len(body):
            raise ValueError("a value beyond its record")
        at += width
        values.append(_decode_value(kind, part))
    return values


def _decode_value(kind: int, part: bytes) -> Value:
    if kind >= 12:
        return part.decode() if kind % 2 else part
    if kind == 7:
        return float(struct.unpack(">d", part)[0])
    if kind in (8, 9):
        return kind - 8
    return int.from_bytes(part, "big", signed=True) if kind else None


def _read_varint(content: Bytes, at: int) -> tuple[int, int]:
    """A variable-length integer of 1 to 9 bytes at an offset, and the offset after it."""
    value = 0
    for number in range(9):
        byte = content[at + number]
        if number == 8:
            return value << 8 | byte, at + 9
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + number + 1
    raise AssertionError("a number has nine bytes at most")
