"""A widget that renders its lines again only when something of it changed, however often the screen is painted."""

from __future__ import annotations

from collections.abc import Iterable

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


def filtered(widget: Widget, strips: Iterable[Strip]) -> list[Strip]:
    """Strips as the filters of the app make them, where the terminal has few colours or none."""
    filters = widget.get_line_filters()
    if not filters:
        return list(strips)
    background = widget.background_colors[1]
    for line_filter in filters:
        strips = [strip.apply_filter(line_filter, background) for strip in strips]
    return list(strips)


class CachedStrips(Widget):
    """Returns the strips that it rendered last, until it must be drawn again.

    Every paint asks each visible widget for all of its lines, changed or not; computing the colours and borders around
    them takes longer than rendering them. A class must name it after its base of Textual's, since styles are inherited
    from the first base alone.
    """

    _cached: tuple[Region, list[Strip]] | None = None

    def render_lines(self, crop: Region) -> list[Strip]:
        """The strips of a part of the widget, from the cache where nothing changed."""
        if self._cached is None or self._cached[0] != crop:
            self._cached = crop, self.render_drawn(crop)
        return self._cached[1]

    def render_drawn(self, crop: Region) -> list[Strip]:
        """The strips of a part of the widget, rendered anew."""
        return super().render_lines(crop)

    def _set_dirty(self, *regions: Region) -> None:
        self._cached = None
        super()._set_dirty(*regions)

    def notify_style_update(self) -> None:
        self._cached = None
        super().notify_style_update()
