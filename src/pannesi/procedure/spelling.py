"""The name that an author probably meant by one that does not exist."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LONGEST = 80
_LEAST_SIMILARITY = 65
"""Out of 100: about one letter of three may be wrong."""
_DIGITS = re.compile(r"[0-9]+")


def nearest_name(name: str, names: Iterable[str]) -> str | None:
    """The one of `names` most similar to `name`, None when none is.

    Names with other numbers do not count: `cas-7` is no typing error for `cas-9`.
    """
    from rapidfuzz import fuzz, process

    wanted = name[:_LONGEST].casefold()
    match = process.extractOne(wanted, tuple(names), scorer=fuzz.ratio, score_cutoff=_LEAST_SIMILARITY)
    return match[0] if match is not None and _DIGITS.findall(match[0]) == _DIGITS.findall(wanted) else None
