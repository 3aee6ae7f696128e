"""A patient line on the screen: what is to be done, and on a wide screen what the line says beside it."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal

from pannesi.tui.widgets.item_list import ItemList, ListItem


class LineColumns(Horizontal):
    """The list that the cursor goes through, and one to be read."""

    DEFAULT_CSS = "LineColumns #said-of-it { width: 50%; padding: 0 1; border-left: solid $primary; }"

    def compose(self) -> ComposeResult:
        yield ItemList("line")
        yield ItemList("said-of-it")

    def on_mount(self) -> None:
        beside = self.query_one("#said-of-it", ItemList)
        beside.can_focus = beside.display = False
        self.query_one("#line", ItemList).side_list = beside

    def show_said(self, items: Sequence[ListItem], *, wide: bool) -> Sequence[ListItem]:
        """Shows what the line says beside the list of a `wide` screen; returns what is left to show in the list."""
        beside = self.query_one("#said-of-it", ItemList)
        beside.display = wide
        beside.show(items if wide else (), None)
        return () if wide else items
