"""The nearest known name to one that is not: what an author probably meant."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LONGEST = 80
_LIKE_ENOUGH = 65
"""Out of 100: one letter of three may be wrong."""
_DIGITS = re.compile(r"[0-9]+")


def nearest_name(name: str, known: Iterable[str]) -> str | None:
    """The known name most like `name`, None when none is like it. Another number is another thing: `cas-7` is no
    typing error for `cas-9`. rapidfuzz is loaded only when something is wrong."""
    from rapidfuzz import fuzz, process

    wanted = name[:_LONGEST].casefold()
    found = process.extractOne(wanted, tuple(known), scorer=fuzz.ratio, score_cutoff=_LIKE_ENOUGH)
    return found[0] if found is not None and _DIGITS.findall(found[0]) == _DIGITS.findall(wanted) else None
