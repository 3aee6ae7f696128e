"""Invented sessions, as the index keeps them."""

from __future__ import annotations

from datetime import timedelta

from pannesi.history.index_entry import IndexEntry, Tag
from pannesi.history.overview import Overview
from pannesi.support.text_safety import fold_accents
from tests.support.building import NIGHT


def index_entry(
    number: int,
    *tags: Tag,
    exercise: bool = False,
    is_open: bool = False,
    title: str = "PACS",
    hours: int | None = None,
) -> IndexEntry:
    began = NIGHT - timedelta(hours=number if hours is None else hours)
    seen = Overview(
        f"s{number:03}", title, "closed", exercise, began, began, None if is_open else began, 0, ("AB",), 3, NIGHT
    )
    return IndexEntry(seen, tags=tuple((tag, 1) for tag in (Tag("title", fold_accents(title), title), *tags)))
