"""Words that may be shown wherever free text is left out: the usual answers that the program itself offers, which name
nobody, and what a line of the procedure expects to be seen."""

from __future__ import annotations

from functools import cache

from pannesi.presentation.text.common_phrases import (
    DONE_BY_OTHER,
    FORGOTTEN,
    IMPOSSIBLE,
    NOT_NEEDED,
    NOT_OWED,
    ROLES,
    UNREACHED,
)
from pannesi.session.register.reconciliation import MERGES
from pannesi.support.i18n import all_translated


@cache
def _usual() -> frozenset[str]:
    offered = (*FORGOTTEN, *NOT_NEEDED, *IMPOSSIBLE, *UNREACHED, DONE_BY_OTHER, NOT_OWED, *MERGES)
    return frozenset((*ROLES, *map(str, offered), *all_translated(offered)))


def is_usual(words: str | None, expected: str | None = None) -> bool:
    """Whether words are one of the usual answers, or what was `expected` to be seen."""
    return bool(words) and (words in _usual() or words == expected)
