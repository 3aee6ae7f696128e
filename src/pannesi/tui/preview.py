"""The app of `pannesi preview`: a case as an operator would see it, drawn again at each save, with its problems
below."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from pannesi.presentation.line.preview import PreviewContent, preview_content
from pannesi.procedure.loading.file_watcher import POLL_SECONDS, Fingerprint, folder_fingerprint
from pannesi.procedure.loading.site_choice import SiteFolder
from pannesi.support.i18n import _


class Preview(App[int]):
    """Shows one case and the problems of its folder; remembers only the place where one reads and the last text."""

    CSS = """
    #case { height: 1fr; padding: 0 1; }
    #below { height: auto; max-height: 40%; border-top: solid ansi_default; padding: 0 1; }
    """
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "leave", priority=True, show=False),
    ]

    def __init__(self, folder: SiteFolder, name: str, clock: Callable[[], datetime]) -> None:
        super().__init__(ansi_color=True)
        self.bind("q,escape", "leave", description=_("quitter"))
        self.folder, self.case_name, self.clock = folder, name, clock
        self.drawn: Fingerprint | None = None
        self.sheet = PreviewContent((), ())

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="case"):
            yield Static(id="text")
        with VerticalScroll(id="below"):
            yield Static(id="problems")

    def on_mount(self) -> None:
        """Draws, then looks for changes at regular intervals."""
        self.theme = "ansi-dark"
        self.query_one("#case").focus()
        self.look()
        self.set_interval(POLL_SECONDS, self.look)

    def look(self) -> None:
        """Draws again if a file was saved since; the scroll position stays."""
        seen = folder_fingerprint(self.folder.path)
        if seen == self.drawn:
            return
        self.drawn = seen
        self.sheet = preview_content(self.folder, self.case_name, self.clock(), self.sheet)
        self.query_one("#text", Static).update(Content("\n".join(self.sheet.lines)))
        self.query_one("#problems", Static).update(Content("\n".join(self.sheet.problems)))

    def action_leave(self) -> None:
        """Ends the preview."""
        self.exit(0)
