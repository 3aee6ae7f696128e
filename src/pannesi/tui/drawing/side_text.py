"""The second column of a wide screen: boxes about what the cursor is on, to be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.text import Text
from textual import events

from pannesi.application.context import Station
from pannesi.history.overview import Overview
from pannesi.presentation.session_lists.session_preview import session_boxes
from pannesi.presentation.text.side_boxes import WIDTH, SideBox, drawn_boxes
from pannesi.procedure.availability.reachability import zone_of
from pannesi.tui.screen import WIDE
from pannesi.tui.theme.styles import Ink
from pannesi.tui.widgets.strip_cache import DrawnLine, sanitized
from pannesi.tui.widgets.text_block import TextBlock
from pannesi.tui.widgets.wrapping import inked

COLUMNS = WIDTH + 2
"""Columns of the whole column, with its margins."""


class SideText(TextBlock):
    """Boxes one below the other, as many as there is room for. It keeps its height whatever they say, so that a cursor
    key paints only the lines that changed."""

    DEFAULT_CSS = f"SideText {{ width: {COLUMNS}; height: 1fr; display: none; padding: 0 1; }}"

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self._boxes: tuple[SideBox, ...] = ()
        self._ink: Ink | None = None

    def on_mount(self) -> None:
        """Takes its columns before the first layout, so that the list beside it is not laid out twice."""
        self.display = self.app.size.width >= WIDE

    def show_boxes(self, boxes: Iterable[SideBox], ink: Ink, *, wide: bool) -> None:
        """Shows boxes; no column where the screen is not `wide`, and then `boxes` is not even looked at."""
        self.display = wide
        if wide:
            self._boxes, self._ink = tuple(boxes), ink
            self._draw_boxes()

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self._draw_boxes()

    def _draw_boxes(self) -> None:
        height = self.size.height
        if self._ink is None or not height:
            return  # not laid out yet: it will be told its size
        lines = [sanitized(inked(line, self._ink)) for line in drawn_boxes(self._boxes, height)]
        self.show_lines([DrawnLine(line) for line in (*lines, *[Text()] * (height - len(lines)))])


def preview_boxes(session: Overview | None, station: Station) -> Iterator[SideBox]:
    """What is known of a session, as it is now; nothing without one."""
    if session is not None:
        yield from session_boxes(session.at(station.clock), zone_of(station.site.contacts))
