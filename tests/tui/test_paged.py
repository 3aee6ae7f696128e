"""Lists of thousands: a page at a time is held, and what changes elsewhere shows without moving the cursor."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.text import Text
from textual.app import App, ComposeResult

from pannesi.history.catalogue import station_catalogue
from pannesi.history.index import SessionIndex
from pannesi.history.index_entry import IndexEntry
from pannesi.history.overview import Overview
from pannesi.tui.widgets.item_list import ListItem
from pannesi.tui.widgets.paged_list import PAGE_SIZE, WINDOW_SIZE, PagedList
from tests.support.building import NIGHT
from tests.support.driving import (
    open_sessions,
    play,
    press,
    running,
    screen_text,
    settled,
)


@dataclass(frozen=True)
class Numbers:
    """A list of so many entries that counts what is asked of it."""

    length: int
    asked: list[int]

    def fetch(self, after: int | None, before: bool, most: int) -> list[int]:
        """A page of numbers."""
        self.asked.append(most)
        if before:
            last = self.length if after is None else after
            return list(range(last - 1, max(last - 1 - most, -1), -1))
        first = 0 if after is None else after + 1
        return list(range(first, min(first + most, self.length)))


class Long(App[None]):
    """An app with a paged list of numbers."""

    def __init__(self, numbers: Numbers) -> None:
        super().__init__()
        self.numbers = numbers

    def compose(self) -> ComposeResult:
        yield PagedList("long", self.numbers.fetch, lambda number: ListItem(number, (Text(str(number)),)))


@settings(max_examples=8, deadline=None)
@given(
    st.sampled_from([0, 1, PAGE_SIZE, 1000]), st.lists(st.sampled_from([1, -1, 8, -8, 100_000, -100_000]), max_size=12)
)
def test_a_window_moves_as_the_whole_list_would_and_never_holds_it(length: int, moves: list[int]) -> None:
    async def act() -> None:
        numbers = Numbers(length, [])
        app = Long(numbers)
        async with app.run_test(size=(40, 10)) as pilot:
            rows = app.query_one(PagedList)
            rows.show_first_page()
            at = 0
            for move in moves:
                rows.action_move(move)
                await pilot.pause()
                at = min(max(at + move, 0), length - 1)
                assert rows.entry() == (at if length else None)
                assert len(rows.entries) <= WINDOW_SIZE
            assert set(numbers.asked) == {PAGE_SIZE}

    play(act)


def test_twenty_thousand_sessions_are_listed_a_page_at_a_time(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            index = station_catalogue(pilot.app.station).index
            index.update((many(number) for number in range(20_000)), 0)
            screen = await open_sessions(pilot)
            assert "20\N{NO-BREAK SPACE}000 sessions" in screen_text(pilot)
            await press(pilot, "end", "up", "home", "pagedown")
            assert len(screen.rows.items) <= WINDOW_SIZE
            assert screen.current is not None
            assert screen.current.id == f"{20_000 - screen.rows.size.height:06}"

    play(act)


def many(number: int) -> IndexEntry:
    """The session of a number, as the index has it."""
    began = NIGHT + timedelta(minutes=number)
    return IndexEntry(Overview(f"{number:06}", "Essai", "closed", False, began, began, began, 0, ("AB",), 3, began))


def test_a_session_closed_elsewhere_shows_in_a_list_of_many_pages_and_the_cursor_stays(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            index = station_catalogue(pilot.app.station).index
            index.update((many(number) for number in range(1_000)), 0)
            screen = await open_sessions(pilot)
            for _turn in range(100):
                if len(screen.rows.entries) > PAGE_SIZE:
                    break
                await press(pilot, "pagedown")
            key, seen = screen.rows.key, screen_text(pilot)
            assert len(screen.rows.entries) > PAGE_SIZE
            changed = screen.rows.entries[[entry.id for entry in screen.rows.entries].index(str(key)) - 1]
            other = SessionIndex(Path(str(index._path)))
            other.update([IndexEntry(replace(changed, title="Repris", events=changed.events + 1))], 0)
            other.close()
            screen.poll_journal()
            await settled(pilot)
            assert "Repris" in screen_text(pilot)
            assert screen.rows.key == key
            assert screen_text(pilot).replace("Repris", "Essai").split() == seen.split()

    play(act)
