"""What is rendered once and kept: one line, made safe for the terminal; a widget in which nothing changed."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from pannesi.support.text_safety import clean

CURSOR_MARK = "▶"
"""Stands before the item under the cursor, so that no colour alone says where that is."""


def sanitized(text: Text) -> Text:
    """The text itself, or, where it holds characters that would act on the terminal, with marks in their place.

    A style of the whole text becomes a span: Rich draws a text without spans in no style at all.
    """
    if text.style:
        text = Text().append_text(text)
    if text.plain.isprintable():
        return text
    cleaned = clean(text.plain)
    return text if cleaned == text.plain else Text().append(cleaned, text.spans[0].style if text.spans else None)


def _segments_of_text(text: Text, console: Console, base: Style) -> list[Segment]:
    """The text as segments on the style `base`. A line has a handful of spans: going through them for each stretch
    between two edges is several times faster than the general renderer of Rich."""
    plain = text.plain
    spans = [(first, after, console.get_style(style, default="")) for first, after, style in text.spans]
    edges = sorted({0, len(plain), *(edge for first, after, _style in spans for edge in (first, after))})
    segments = []
    for first, after in pairwise(edges):
        style = base
        for start, end, over in spans:
            if start <= first and after <= end:
                style += over
        segments += (
            _underlined_segments(plain[first:after], style) if style.underline else [Segment(plain[first:after], style)]
        )
    return segments


def _joined_segments(segments: Iterable[Segment]) -> list[Segment]:
    """Joins neighbours that look alike: each segment costs its own escape codes, to write and to send over a slow line.
    A blank has no colour but its background."""
    joined: list[Segment] = []
    for segment in segments:
        text, style, _control = segment
        if joined and style is not None:
            before, style_before, _control = joined[-1]
            assert style_before is not None
            if style is style_before or style == style_before or (text.isspace() and _blank_alike(style, style_before)):
                joined[-1] = Segment(before + text, style_before)
                continue
        joined.append(segment)
    return joined


def _blank_alike(first: Style, second: Style) -> bool:
    """Whether a blank looks the same in both styles."""
    return first.bgcolor == second.bgcolor and not any(
        style.underline or style.reverse or style.strike for style in (first, second)
    )


def _underlined_segments(words: str, style: Style) -> list[Segment]:
    """Underlines words but not the blanks around them, which would look like a field to fill in."""
    bare = style + Style(underline=False)
    inner = words.strip(" ")
    if not inner:
        return [Segment(words, bare)]
    first = len(words) - len(words.lstrip(" "))
    parts = ((words[:first], bare), (inner, style), (words[first + len(inner) :], bare))
    return [Segment(part, over) for part, over in parts if part]


class DrawnLine:
    """A text without line feed, and the strips that it was rendered as."""

    __slots__ = ("_marked", "_strips", "text")

    def __init__(self, text: Text) -> None:
        self.text = text
        self._marked: DrawnLine | None = None
        self._strips: dict[tuple[int, Style, Style | None], Strip] = {}

    @property
    def marked(self) -> DrawnLine:
        """The same line with the mark of the cursor in its first column, where that is blank."""
        if self._marked is None:
            blank = self.text.plain.startswith(" ")
            self._marked = DrawnLine(Text(CURSOR_MARK).append_text(self.text[1:])) if blank else self
        return self._marked

    def strip(self, console: Console, width: int, base: Style, over: Style | None = None) -> Strip:
        """The line on `width` columns, on the style `base`; `over` is laid over all of it. The same strip each time."""
        name = (width, base, over)
        drawn = self._strips.get(name)
        if drawn is None:
            whole = Strip(_segments_of_text(self.text, console, base)).extend_cell_length(width, base).crop(0, width)
            drawn = Strip(_joined_segments(whole), width)
            if over is not None:
                drawn = Strip(Segment.apply_style(drawn, post_style=over), width)
            self._strips[name] = drawn
        return drawn


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
