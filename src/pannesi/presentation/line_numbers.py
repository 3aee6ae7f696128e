"""A line by its number, which is the same in every passage through a case or a procedure: which passage is said."""

from __future__ import annotations

import re

from pannesi.session.projection.read_model import Row, Walk
from pannesi.support.i18n import _

_PASSAGE = re.compile(r"(?P<number>\S+?)(?:\s+(?:passage\s+)?(?P<passage>\d{1,3}))?")


def passages(walk: Walk, number: str) -> list[Row]:
    """The rows of a number, one for each passage that reached it; all of them where none did."""
    rows = [row for row in walk.rows if row.number.casefold() == number.casefold()]
    return [row for row in rows if row.status not in ("not_applicable", "pending")] or rows


def row_numbered(walk: Walk, typed: str) -> Row | None:
    """The row that `3.2` names, of the last passage; `3.2 1` names that of the first."""
    found = _PASSAGE.fullmatch(typed.strip())
    rows = passages(walk, found["number"]) if found is not None else []
    if found is None or not rows:
        return None
    if found["passage"] is None:
        return rows[-1]
    passage = int(found["passage"])
    return rows[passage - 1] if 1 <= passage <= len(rows) else None


def passage_words(walk: Walk, row: Row) -> str:
    """`passage 1 sur 2`; empty for a line that one passage alone reached."""
    rows = passages(walk, row.number)
    keys = [one.key for one in rows]
    if len(rows) < 2 or row.key not in keys:
        return ""
    return _("passage {number} sur {count}").format(number=keys.index(row.key) + 1, count=len(rows))


def number_and_passage(walk: Walk, row: Row) -> str:
    """`2c.10 (passage 1 sur 2)`; the number alone where nothing else bears it."""
    passage = passage_words(walk, row)
    return f"{row.number} ({passage})" if passage else row.number


def number_to_type(walk: Walk, row: Row) -> str:
    """What is typed to go to this very row: its number, with the passage where another one would be meant."""
    rows = passages(walk, row.number)
    if rows and rows[-1].key == row.key:
        return row.number
    keys = [one.key for one in rows]
    return f"{row.number} {keys.index(row.key) + 1}" if row.key in keys else row.number
