"""The strip below the list: all that lasts, in short words, on as few rows as it takes. Nothing in it is ever cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pannesi.support.i18n import _
from pannesi.support.text_safety import wrapped_lines

MOST_ROWS, COLUMNS = 3, 76
"""What a screen of 80 columns gives to it; `check` warns of orders that need more."""
BETWEEN = " · "
_HANGING = "  "


def strip_label(width: int) -> str:
    """What the orders are called before they are named; a narrow screen has room for a sign only."""
    return _("TANT QUE ÇA DURE") + "  " if width >= 60 else "■ "


@dataclass(frozen=True)
class Piece:
    """Words of a row, and what they are: the label, what stands between, an order by its place, a count of more."""

    words: str
    what: Literal["label", "between", "order", "more"]
    order: int = -1


def strip_rows(orders: Sequence[str], width: int) -> list[list[Piece]]:
    """The orders after their label, each kept whole: one longer than a row begins its own and goes on below."""
    rows = [[Piece(strip_label(width), "label")]] if orders else []
    for number, words in enumerate(orders):
        between = BETWEEN if number else ""
        taken = sum(len(piece.words) for piece in rows[-1])
        if taken + len(between) + len(words) <= width:
            rows[-1] += [Piece(between, "between"), Piece(words, "order", number)]
            continue
        parts = wrapped_lines(words, max(width - len(_HANGING), 8))
        if taken == len(_HANGING) and not number:
            rows[-1].append(Piece(parts.pop(0), "order", number))
        rows += [[Piece(_HANGING, "between"), Piece(part, "order", number)] for part in parts]
    return rows


def fitted_rows(orders: Sequence[str], width: int, most: int, more: str) -> list[list[Piece]]:
    """The orders on at most so many rows; those at the end that have no room are counted, never cut: `+2` and `more`,
    which says where to read them."""
    rows_ = strip_rows(orders, width)
    shown = len(orders)
    while len(rows_) > most and shown > 1:
        shown -= 1
        rows = strip_rows([*orders[:shown], f"+{len(orders) - shown}{more}"], width)
        rows_ = [[replace(piece, what="more") if piece.order == shown else piece for piece in row] for row in rows]
    return rows_
