"""The list of lines: what it draws keeps the style it was given, in part or as a whole."""

from __future__ import annotations

from pathlib import Path

from rich.text import Text

from pannesi.tui.screens.choice_list import ChoiceListScreen
from pannesi.tui.widgets.item_list import ItemList, ListItem
from tests.support.driving import play, press, running, screen_text, settled


def test_a_text_styled_as_a_whole_is_drawn_in_its_style_wrapped_or_not(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            words = "DOUBLON ? " + "mot " * 40
            items = [ListItem("a", (Text("DOUBLON ?", style="bold"), Text(words, style="bold")), hang=4)]
            await pilot.app.push_screen(ChoiceListScreen(pilot.app.station, "Essai", items))
            await settled(pilot)
            rows = pilot.app.screen.query_one(ItemList)
            for number in range(3):
                letters = [segment for segment in rows.render_line(number) if segment.text.strip()]
                assert letters
                assert all(letter.style is not None and letter.style.bold for letter in letters)

    play(act)


def test_the_scroll_bar_follows_another_length_but_not_in_the_paint_of_what_changed(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            rows = pilot.app.screen.query_one("#entries", ItemList)
            lengths = []
            for many in (200, 300):
                rows.show([ListItem(number, (Text(str(number)),)) for number in range(many)], 0)
                lengths.append(rows.vertical_scrollbar.window_virtual_size)
                await settled(pilot)
                lengths.append(rows.vertical_scrollbar.window_virtual_size)
            assert lengths[1:] == [200, 200, 300]

    play(act)


def test_the_item_with_the_cursor_has_a_sign_before_it_which_follows_it(tmp_path: Path) -> None:
    """A line that begins with a word keeps it; the other lines of the item have no sign."""

    async def act() -> None:
        async with running(tmp_path, depth="mono") as pilot:
            long = Text(f" {'mot ' * 40}".rstrip())
            items = [ListItem(number, (text,)) for number, text in enumerate((Text(" un"), long, Text("deux")))]
            await pilot.app.push_screen(ChoiceListScreen(pilot.app.station, "Essai", items))
            await settled(pilot)
            assert [row[:3] for row in screen_text(pilot).split("\n")[1:3]] == ["▶un", " mo"]
            await press(pilot, "down")
            shown = screen_text(pilot).split("\n")[1:6]
            assert [row[:3] for row in shown] == [" un", "▶mo", "mot", "mot", "deu"]
            await press(pilot, "down")
            assert not any("▶" in row for row in screen_text(pilot).split("\n"))

    play(act)


def test_a_column_is_free_before_the_scroll_bar(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            texts = [Text(f" {'x' * 77}"), Text(f" {'x' * 78}"), Text(" " + "mot " * 30)]
            items = [ListItem(number, (texts[number % 3],)) for number in range(60)]
            await pilot.app.push_screen(ChoiceListScreen(pilot.app.station, "Essai", items))
            await settled(pilot)
            rows = pilot.app.screen.query_one(ItemList)
            assert rows.show_vertical_scrollbar
            assert {rows.render_line(y).text[78:] for y in range(rows.size.height)} == {"  "}

    play(act)
