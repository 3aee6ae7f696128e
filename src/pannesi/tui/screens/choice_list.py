"""A screen that is one list: to read, or to choose from."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from pannesi.application.context import Station
from pannesi.presentation.commands import general as commands
from pannesi.presentation.commands.key_bar import Hint
from pannesi.presentation.text.side_boxes import SideBox
from pannesi.support.i18n import _
from pannesi.support.keyboard_azerty import unshifted_number
from pannesi.support.text_safety import clean_line
from pannesi.tui.command_screen import Handlers
from pannesi.tui.drawing.side_text import SideText
from pannesi.tui.screen import WIDE, BaseScreen
from pannesi.tui.widgets.item_list import ItemList, ListItem
from pannesi.tui.widgets.text_block import TextBlock

Beside = Callable[[Any], Iterable[SideBox]]
"""A generator of the boxes about the entry with a key."""


class ChoiceListScreen(BaseScreen):
    """Shows items under a title. Enter closes with the key of the current item, Escape with None."""

    OFFERS = commands.ON_LIST
    BINDINGS: ClassVar[list[BindingType]] = [("enter", "choose")]

    def __init__(
        self,
        station: Station,
        title: str,
        items: Sequence[ListItem],
        digits: bool = False,
        aside: Sequence[Hashable] = (),
        beside: Beside | None = None,
        asserting: Mapping[Hashable, str] | None = None,
    ) -> None:
        super().__init__(station)
        self.heading, self.items, self.digits = title, tuple(items), digits
        self.aside = frozenset(aside)
        """Keys of the entries without a number: only the cursor chooses them."""
        self.beside = beside
        """What is said of the entry under the cursor, beside the list on a wide screen."""
        self.asserting = asserting or {}
        """The entries that end something, each with its word: only a key that was meant chooses them."""
        self._digits_typed = ""
        """The digits typed of a number that may have more."""

    @property
    def keeps_colours(self) -> bool:
        return True

    def compose(self) -> ComposeResult:
        yield TextBlock("heading", classes="band")
        with Horizontal():
            yield ItemList("list", full_pages=True)
            if self.beside is not None:
                yield SideText("beside")
        yield from self.compose_bottom()

    def on_mount(self) -> None:
        self.query_one("#heading", TextBlock).update(Text(clean_line(self.heading), style=self.ink.title))
        rows = self.query_one(ItemList)
        rows.focus()
        rows.cursor_style = self.app.cursor_style
        self.after_paint(self._show_items)
        self.show_bar()

    def _show_items(self) -> None:
        self.query_one(ItemList).show(self.items, None)
        self.note_shown(self)
        self._show_beside()

    def on_resize(self) -> None:
        self.after_paint(self._show_beside)

    def _show_beside(self) -> None:
        """Says in the second column what the entry under the cursor is about."""
        if self.beside is not None:
            boxes = self.beside(self.query_one(ItemList).key)
            self.query_one(SideText).show_boxes(boxes, self.ink, wide=self.columns >= WIDE)

    def on_item_list_moved(self, event: ItemList.Moved) -> None:
        self._show_beside()

    def on_key(self, event: events.Key) -> None:
        """Chooses the entry of a number; a number that may go on (1, of 14 entries) waits for Enter or the next
        digit."""
        typed = unshifted_number(event.character or "")
        if not self.digits or not (typed.isascii() and typed.isdigit()):
            self._wait_for_more("")
            return
        event.stop()
        keys = [key for key in self.query_one(ItemList).keys if key != "none" and key not in self.aside]
        begun = self._digits_typed + typed
        if int(begun) > len(keys):
            begun = typed
        if begun == "0":
            if "none" in self.query_one(ItemList).keys:
                self.dismiss("none")
        elif int(begun) <= len(keys) < int(begun) * 10:
            self._choose(keys[int(begun) - 1], typed)
        elif int(begun) <= len(keys):
            self.query_one(ItemList).point_at(keys[int(begun) - 1])
            self._show_beside()
            self._wait_for_more(begun)

    def _wait_for_more(self, begun: str) -> None:
        if begun == self._digits_typed:
            return
        self._digits_typed = begun
        words = _("{number} : Entrée pour choisir, ou le chiffre suivant.").format(number=begun) if begun else ""
        self.say(words, alarm=True)

    def hints(self) -> list[Hint]:
        """The keys that apply, the one that chooses first."""
        return [*([Hint("⏎", _("choisir"), "enter")] if self.digits else []), *super().hints()]

    def explain_unused_key(self, key: str) -> None:
        """Chooses on Enter, which is bound to no command here."""
        if key == "enter":
            self.action_choose()

    def action_choose(self) -> None:
        """Closes with the current item."""
        key = self.query_one(ItemList).key
        if key is not None:
            self._choose(key, "enter")

    def _choose(self, key: Hashable, pressed: str) -> None:
        """Closes with an item; one that ends something must be meant."""
        if key in self.asserting and not self.is_deliberate():
            self.ask_to_press_again(pressed, self.asserting[key])
        else:
            self.dismiss(key)

    def on_item_list_chosen(self, event: ItemList.Chosen) -> None:
        self.note_click()
        self.dismiss(event.key)

    def do_leave_list(self) -> None:
        """Closes without a choice."""
        self.dismiss(None)

    HANDLERS: ClassVar[Handlers[ChoiceListScreen]] = {
        commands.LEAVE_SCREEN: do_leave_list,
    }


def choices(
    pairs: Sequence[tuple[Hashable, str]], ink_key: str, ink_plain: str, aside: Sequence[Hashable] = ()
) -> list[ListItem]:
    """Items to choose from by number or with the cursor; those `aside` with the cursor only."""
    items = []
    numbers = iter(range(1, len(pairs) + 1))
    wide = len(str(len(pairs) - len(aside)))
    for key, words in pairs:
        sign = "▸" if key in aside else "0" if key == "none" else str(next(numbers))
        text = Text()
        text.append(f" {sign:>{wide}}  ", style=ink_key)
        hang = text.cell_len
        text.append(words, style=ink_plain)
        items.append(ListItem(key, (text,), hang))
    return items
