"""The second column of the list of sessions on a wide screen: the session under the cursor."""

from __future__ import annotations

from rich.text import Text

from pannesi.application.context import Station
from pannesi.history.overview import Overview
from pannesi.presentation.session_preview import preview_lines
from pannesi.procedure.availability.reachability import zone_of
from pannesi.tui.theme.styles import Ink
from pannesi.tui.widgets.text_block import TextBlock
from pannesi.tui.wrapping import inked

WIDTH = 46
"""Columns of its boxes, without its margins."""


class SessionPreview(TextBlock):
    """What is known of a session, in boxes."""

    DEFAULT_CSS = "SessionPreview { width: 48; display: none; padding: 0 1; }"

    def show_session(self, session: Overview | None, station: Station, ink: Ink, *, wide: bool) -> None:
        """Shows a session as it is now; no column without one, or where the screen is not wide."""
        self.display = wide and session is not None
        if wide and session is not None:
            lines = preview_lines(session.at(station.clock), zone_of(station.site.contacts), WIDTH)
            self.update(Text("\n").join(inked(line, ink) for line in lines))
