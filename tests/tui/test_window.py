"""A long list makes what lies near the cursor, shows what a whole one would, and no key makes more of it."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from rich.style import Style
from rich.text import Text
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.scrollbar import ScrollBarRender

from pannesi.session import actions as want
from pannesi.session.projection.read_model import Patient
from pannesi.tui.screens.register import RegisterScreen
from pannesi.tui.widgets.item_list import SCROLL_BAR_DELAY, ItemList, ListItem
from pannesi.tui.widgets.lazy_list import LazyList, OrderedEntries
from tests.support.driving import enter, play, press, running, screen_text

MANY = 400
MOVES = (1, -1, 8, -8, 100_000, -100_000)
"""What the keys of a list move by."""


class Both(App[None]):
    """The same entries in a window and made at once, each half of the screen."""

    CSS = "LazyList { height: 12; } #all { height: 12; }"

    def __init__(self, count: int) -> None:
        super().__init__()
        self.entries, self.made = list(range(count)), 0

    def compose(self) -> ComposeResult:
        yield LazyList("near", self.item)
        yield ItemList("all", full_pages=True)

    def item(self, number: int) -> ListItem:
        """An entry as an item."""
        self.made += 1
        lines = number % 3 + 1 if number % 50 else 30
        return ListItem(number, tuple(Text(f"n°{number} {line}") for line in range(lines)))

    def show(self, entries: list[int], key: int | None) -> None:
        """Shows the entries in both lists."""
        self.query_one(LazyList).show_entries(OrderedEntries(entries, entries), key)
        made = self.made
        self.query_one("#all", ItemList).show([self.item(entry) for entry in entries], key)
        self.made = made


def halves(pilot: Pilot[Any]) -> tuple[list[str], list[str]]:
    """What is seen of each list, its scroll bar left out: what is not made counts there on average."""
    lines = [strip.text[:79].rstrip() for strip in pilot.app.screen._compositor.render_strips()]
    return lines[:12], lines[12:24]


async def moved(pilot: Pilot[Any], by: int) -> None:
    """The same key for both lists."""
    for rows in pilot.app.query(ItemList):
        rows.action_move(by)
    await pilot.pause()


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("count", [0, 1, 7, MANY])
def test_whatever_is_typed_a_window_shows_what_the_whole_list_would(seed: int, count: int) -> None:
    async def act() -> None:
        dice, app = random.Random(f"{seed} {count}"), Both(count)
        async with app.run_test(size=(80, 24)) as pilot:
            app.show(app.entries, dice.choice(app.entries) if count else None)
            await pilot.pause()
            for _step in range(40):
                near, whole = app.query_one(LazyList), app.query_one("#all", ItemList)
                if dice.random() < 0.15:
                    dice.shuffle(app.entries)
                    app.show(list(app.entries), near.key)  # type: ignore[arg-type]
                    await pilot.pause()
                else:
                    await moved(pilot, dice.choice(MOVES))
                assert near.key == whole.key
                mine, theirs = halves(pilot)
                assert mine == theirs

    play(act)


def test_what_a_key_makes_does_not_depend_on_the_length_of_the_list() -> None:
    made: dict[int, list[int]] = {}

    async def act() -> None:
        for count in (MANY, 20 * MANY):
            app = Both(count)
            async with app.run_test(size=(80, 24)) as pilot:
                app.show(app.entries, count // 2)
                await pilot.pause()
                for by in (0, *MOVES):
                    if by:
                        await moved(pilot, by)
                    made.setdefault(count, []).append(app.made)

    play(act)
    assert made[MANY] == made[20 * MANY]
    assert made[MANY][0] < 100
    assert made[MANY][-1] < 300


def test_what_is_scrolled_to_by_the_wheel_goes_on_beyond_the_window() -> None:
    async def act() -> None:
        app = Both(MANY)
        async with app.run_test(size=(80, 24)) as pilot:
            app.show(app.entries, 201)
            await pilot.pause()
            near, whole = app.query_one(LazyList), app.query_one("#all", ItemList)
            for to_the_end in (True, False):
                for rows in (near, whole):
                    for _step in range(12):
                        (rows.scroll_end if to_the_end else rows.scroll_home)(animate=False, immediate=True)
                        await pilot.pause()
                mine, theirs = halves(pilot)
                assert mine == theirs
            assert near.key == whole.key == 201
            for _step in range(3):
                await moved(pilot, 1)
                mine, theirs = halves(pilot)
                assert (mine, near.key) == (theirs, whole.key)

    play(act)


def test_the_page_keys_turn_a_page_and_pass_over_no_line() -> None:
    async def act() -> None:
        app = Both(MANY)
        async with app.run_test(size=(80, 24)) as pilot:
            app.show(app.entries, 0)
            await pilot.pause()
            rows, seen, pages = app.query_one(LazyList), set(halves(pilot)[0]), 0
            while rows.key != MANY - 1:
                rows.action_page(1)
                pages += 1
                await pilot.pause()
                seen.update(halves(pilot)[0])
                assert pages < 130, "a page of twelve lines, of some thousand"
            wanted = {str(line) for entry in app.entries for line in app.item(entry).texts}
            assert wanted <= seen

    play(act)


def thumb(rows: ItemList, height: int = 12) -> tuple[int, int]:
    """The first line of the moving part of a scroll bar, and how many lines it takes, in eighths."""
    bar, style = rows.vertical_scrollbar, Style.parse("red on blue")
    drawn = bar._render_bar(style)
    assert isinstance(drawn, ScrollBarRender)
    ratio = drawn.virtual_size / height
    return round(8 * drawn.position / ratio), round(8 * drawn.window_size / ratio)


def test_the_scroll_bar_is_that_of_the_whole_list_wherever_the_cursor_is() -> None:
    async def act() -> None:
        app = Both(MANY)
        async with app.run_test(size=(80, 24)) as pilot:
            app.show(app.entries, 0)
            await pilot.pause(2 * SCROLL_BAR_DELAY)
            near, whole = app.query_one(LazyList), app.query_one("#all", ItemList)
            seen = []
            for place in (0, 60, 130, 200, 333, MANY - 1):
                app.show(app.entries, place)
                await pilot.pause(2 * SCROLL_BAR_DELAY)
                (top, length), (wanted, as_long) = thumb(near), thumb(whole)
                assert abs(top - wanted) <= 8, f"{place}: within a line of the bar"
                assert abs(length - as_long) <= 1
                seen.append(top)
            assert seen == sorted(set(seen)), "it goes down with the cursor"
            assert seen[0] == 0
            assert sum(thumb(near)) == 8 * 12, "to the very end"

    play(act)


def test_the_register_words_the_lines_in_view_and_no_key_reads_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    draw = RegisterScreen._draw_item

    def noted(screen: RegisterScreen, patient: Patient) -> Any:
        drawn.append(patient.id)
        return draw(screen, patient)

    monkeypatch.setattr(RegisterScreen, "_draw_item", noted)

    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 7)
            for number in range(150):
                here.desk.do(want.AddPatient({}, fields={"nom": f"Inventé{number:03}"}))
            await press(pilot, "d")
            assert 0 < len(drawn) == len(set(drawn)) < 100
            made = len(drawn)
            await press(pilot, "down", "down", "up", "t", "t", "v", "enter", "escape")
            assert len(drawn) == made
            await press(pilot, "end")
            assert "A-150" in screen_text(pilot)
            assert len(drawn) < 150

    play(act)
