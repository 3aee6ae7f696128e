"""Every line of the shipped site, as each face shows it when it has to be done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pannesi.presentation.session.session_view import View
from pannesi.presentation.text.key_names import FULL_SCREEN
from pannesi.session.projection.read_model import Row
from tests.support.building import Played, start
from tests.support.shipped_site import shipped

SITE = shipped()


def view_of(played: Played, row: Row | None = None) -> View:
    return View(played.site, played.state, played.look(), row, "AB", FULL_SCREEN)


def as_to_do(row: Row) -> Row:
    """A line as it is when it has to be done: nothing was said of it, and its condition holds."""
    holds = None if row.condition is None else replace(row.condition, holds=True)
    return replace(row, status="open", fact=None, at=None, answer=None, condition=holds)


def every_line() -> Iterator[tuple[View, Row]]:
    """Every line of the shipped site from each entry, as it is when it has to be done."""
    opened: list[tuple[str, str | None]] = [(entry.unit.id, entry.symptom.id) for entry in SITE.entries]
    opened += [(unit.id, None) for unit in SITE.units if unit.kind != "case"]
    for unit, symptom in opened:
        played = start(SITE, unit, symptom)
        view = view_of(played)
        for row in view.walk.rows:
            yield view, as_to_do(row)
            if row.status == "open":
                yield view, row


LINES = list(every_line())
