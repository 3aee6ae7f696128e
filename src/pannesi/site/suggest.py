"""The nearest known name to one that is not: what an author probably meant."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name most like `name`, None when none is like it. rapidfuzz is loaded only when something is wrong."""
    from rapidfuzz import process

    found = process.extractOne(name[:80], list(known), score_cutoff=70)
    return found[0] if found is not None else None
