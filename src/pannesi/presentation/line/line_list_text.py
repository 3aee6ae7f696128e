"""The whole list of lines of a session as text, each with a sign and a word for its state."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from pannesi.presentation.line.line_card import settled_words
from pannesi.presentation.line.line_details import call_again_words
from pannesi.presentation.session.session_view import View
from pannesi.procedure.model.lines import text_of
from pannesi.procedure.model.units import unit_title
from pannesi.session.labels import glyph, status_word
from pannesi.session.projection.read_model import Row
from pannesi.support.i18n import _


def whole_list_lines(view: View) -> Iterator[tuple[str, str]]:
    """The lines of the list, each with the indent of its continuation lines; a heading before each part."""
    here = view.row.key if view.row is not None else None
    for (part, title), rows in groupby(
        view.walk.rows, key=lambda row: (view.phase_word(row), _unit_heading(view, row))
    ):
        yield f"{part} · {title}", "  "
        for row in rows:
            yield _row_line(view, row, here), "      "


def _unit_heading(view: View, row: Row) -> str:
    place = view.site.places.get((row.unit, row.line.id))
    return unit_title(view.site.unit_by_id[row.unit], place.symptom if place is not None else None)


def _row_line(view: View, row: Row, here: tuple[str, str] | None) -> str:
    sign = "▶" if row.key == here else " "
    words = status_word(row) if row.status in ("open", "pending", "not_applicable") else settled_words(view, row)
    words += call_again_words(view, row)
    mark = _(" (critique)") if row.line.critical == "yes" and row.is_open else ""
    return f"{sign} {glyph(row)} {'  ' * row.depth}{row.number}  {text_of(row.line)} · {words}{mark}"
