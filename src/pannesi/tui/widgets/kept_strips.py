"""A widget that is drawn again only when something of it changed, however often the screen is painted."""

from __future__ import annotations

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class KeptStrips(Widget):
    """Gives the strips that it gave before, until it is to be drawn anew. Named after Textual's own base, since styles
    come from the first alone.

    Every paint asks each visible widget for all of its lines, changed or not; finding out the colours and the room
    around them takes longer than drawing them.
    """

    _given: tuple[Region, list[Strip]] | None = None

    def render_lines(self, crop: Region) -> list[Strip]:
        if self._given is None or self._given[0] != crop:
            self._given = crop, super().render_lines(crop)
        return self._given[1]

    def _set_dirty(self, *regions: Region) -> None:
        self._given = None
        super()._set_dirty(*regions)

    def notify_style_update(self) -> None:
        self._given = None
        super().notify_style_update()
