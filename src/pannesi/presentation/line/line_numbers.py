"""Lines of the procedure by their number. A number names one line in each passage through a unit."""

from __future__ import annotations

import re

from pannesi.session.projection.read_model import Row, Walk
from pannesi.support.i18n import _

_PASSAGE = re.compile(r"(?P<number>\S+?)(?:\s+(?:passage\s+)?(?P<passage>\d{1,3}))?")


def passages(walk: Walk, number: str) -> list[Row]:
    """The rows of a number: one for each passage that reached it; all of them where none did."""
    rows = [row for row in walk.rows if row.number.casefold() == number.casefold()]
    return [row for row in rows if row.status not in ("not_applicable", "pending")] or rows


def row_numbered(walk: Walk, typed: str) -> Row | None:
    """The row that a typed number names: `3.2` in the last passage, `3.2 1` in the first; None where there is none."""
    match = _PASSAGE.fullmatch(typed.strip())
    rows = passages(walk, match["number"]) if match is not None else []
    if match is None or not rows:
        return None
    if match["passage"] is None:
        return rows[-1]
    passage = int(match["passage"])
    return rows[passage - 1] if 1 <= passage <= len(rows) else None


def passage_words(walk: Walk, row: Row) -> str:
    """Which passage a row belongs to: `passage 1 sur 2`; empty where only one passage reached the line."""
    rows = passages(walk, row.number)
    keys = [each_row.key for each_row in rows]
    if len(rows) < 2 or row.key not in keys:
        return ""
    return _("passage {number} sur {count}").format(number=keys.index(row.key) + 1, count=len(rows))


def number_and_passage(walk: Walk, row: Row) -> str:
    """The number of a row, with its passage where there are several: `2c.10 (passage 1 sur 2)`."""
    passage = passage_words(walk, row)
    return f"{row.number} ({passage})" if passage else row.number


def number_to_type(walk: Walk, row: Row) -> str:
    """What to type to go to this row: its number, with the passage where the number alone names another row."""
    rows = passages(walk, row.number)
    if rows and rows[-1].key == row.key:
        return row.number
    keys = [each_row.key for each_row in rows]
    return f"{row.number} {keys.index(row.key) + 1}" if row.key in keys else row.number
