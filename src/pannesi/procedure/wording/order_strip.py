"""The strip of standing orders below the list of a session: all orders in force, in short words, on few rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pannesi.support.i18n import _
from pannesi.support.text_safety import wrapped_lines

MOST_ROWS, COLUMNS = 3, 76
"""The size of the strip on a screen of 80 columns; `check` warns of orders that need more rows."""
BETWEEN = " · "
"""What separates two orders on a row."""
_HANGING = "  "


def strip_label(width: int) -> str:
    """The label before the orders; on a screen of fewer than 60 columns a sign only."""
    return _("TANT QUE ÇA DURE") + "  " if width >= 60 else "■ "


@dataclass(frozen=True)
class Piece:
    """A part of a row."""

    words: str
    what: Literal["label", "between", "order", "more"]
    """`between`: a separator. `more`: the count of the orders that are not shown."""
    order: int = -1
    """The index of the order."""


def strip_rows(orders: Sequence[str], width: int) -> list[list[Piece]]:
    """The orders on rows of `width` columns, after their label.

    An order that does not fit into the rest of a row begins the next, and is wrapped only when it is longer than a row.
    """
    rows = [[Piece(strip_label(width), "label")]] if orders else []
    for index, words in enumerate(orders):
        between = BETWEEN if index else ""
        used = sum(len(piece.words) for piece in rows[-1])
        if used + len(between) + len(words) <= width:
            rows[-1] += [Piece(between, "between"), Piece(words, "order", index)]
            continue
        parts = wrapped_lines(words, max(width - len(_HANGING), 8))
        if used == len(_HANGING) and not index:
            rows[-1].append(Piece(parts.pop(0), "order", index))
        rows += [[Piece(_HANGING, "between"), Piece(part, "order", index)] for part in parts]
    return rows


def fitted_rows(orders: Sequence[str], width: int, most: int, more: str) -> list[list[Piece]]:
    """The orders on at most `most` rows. Those at the end that do not fit are counted: `+2` followed by `more`, which
    says where they are shown."""
    rows = strip_rows(orders, width)
    shown = len(orders)
    while len(rows) > most and shown > 1:
        shown -= 1
        rows = strip_rows([*orders[:shown], f"+{len(orders) - shown}{more}"], width)
        rows = [[replace(piece, what="more") if piece.order == shown else piece for piece in row] for row in rows]
    return rows
