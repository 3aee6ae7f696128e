"""Every line of every screen is reached by the arrows alone, and by the page keys alone, on the smallest terminal."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.text import Text
from textual.pilot import Pilot

from pannesi.tui.screens.choice_list import ChoiceListScreen
from pannesi.tui.widgets.item_list import ItemList, ListItem
from pannesi.tui.widgets.scrolling import Span, next_page_top, scroll_top_for, snap_to_entry
from pannesi.tui.widgets.wrapping import hanging_lines
from tests.support.driving import announce_return, enter, onward, play, press, running, screen_text, settled

SMALL = (40, 10)
HEIGHTS = st.lists(st.tuples(st.integers(1, 9), st.booleans()), min_size=1, max_size=12)


def laid_out(entries: list[tuple[int, bool]]) -> tuple[list[Span], int]:
    """The spans of the entries that a cursor may stand on, and how many lines there are."""
    tops = list(itertools.accumulate((height for height, _key in entries), initial=0))
    return [(tops[at], tops[at + 1] - 1) for at, (_height, key) in enumerate(entries) if key], tops[-1]


@given(HEIGHTS, st.integers(1, 7), st.booleans(), st.booleans())
def test_reading_on_passes_over_no_line_and_ends(
    entries: list[tuple[int, bool]], height: int, down: bool, turning: bool
) -> None:
    """Upwards an entry longer than the view shows its head first; downwards it is read from head to end."""
    if not down:
        entries = [(min(lines, height), key) for lines, key in entries]
    spans, total = laid_out(entries)
    order = spans if down else spans[::-1]
    at = 0 if order else -1
    start = 0 if down else max(total - height, 0)
    top = scroll_top_for(order[0], start, height) if order else start
    seen = set(range(top, top + height))
    for _press in range(4 * total + 4):
        here = order[at] if order else None
        ahead = order[at + 1 : at + 1 + (height if turning else 1)][::-1] if order else []
        asked: list[tuple[int, int] | None] = [*ahead] or [None]
        ways = [
            (target, next_page_top(here, target, top, height, total, down=down, turning=turning)) for target in asked
        ]
        there, further = next((way for way in ways if way[1] is None), ways[-1])
        if further is None:
            assert there is not None
            at, top = order.index(there), scroll_top_for(there, top, height)
        elif further == top:
            break
        else:
            assert (further > top) == down
            top = further
        seen |= set(range(top, top + height))
    else:
        raise AssertionError("it never ends")
    beyond = range(max(seen) + 1, total) if down else range(min(seen))
    assert not list(beyond), "the end is reached"
    assert not [line for line in range(min(seen), min(max(seen), total)) if line not in seen]


def words_of(rows: ItemList) -> list[str]:
    """The words of a list, without blank lines."""
    return [text.plain.strip() for item in rows.items for text in item.texts if text.plain.strip()]


async def read_through(pilot: Pilot[Any], key: str, most: int = 400) -> set[str]:
    """Everything that was ever on the screen, word by word, on the way to the end of the list by one key."""
    rows = pilot.app.screen.query(ItemList).first()
    seen: set[str] = set()
    for _press in range(most):
        seen |= set(screen_text(pilot).split())
        before = (rows.scroll_offset.y, rows.key)
        await press(pilot, key)
        if (rows.scroll_offset.y, rows.key) == before:
            return seen
    raise AssertionError("it never ends")


async def _help(pilot: Pilot[Any]) -> None:
    await enter(pilot, 7)
    await press(pilot, "f1")


async def _contacts(pilot: Pilot[Any]) -> None:
    await press(pilot, "f2")


async def _closing(pilot: Pilot[Any]) -> None:
    await enter(pilot, 7)
    await press(pilot, "p", "1", "1", "f5", "x")


async def _form(pilot: Pilot[Any]) -> None:
    await enter(pilot, 7)
    await press(pilot, "p")


async def _session(pilot: Pilot[Any]) -> None:
    await enter(pilot, 7)
    await press(pilot, "1", "f3")
    for _wait in range(50):
        await settled(pilot)
        if pilot.app.screen.query(ItemList).first().keys:
            break
    await press(pilot, "enter")


async def _other(pilot: Pilot[Any]) -> None:
    await enter(pilot, 7)
    await press(pilot, "t")


SCREENS: dict[str, Callable[[Pilot[Any]], Any]] = {
    "help": _help, "contacts": _contacts, "closing": _closing, "form": _form, "session": _session, "other": _other,
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "key"),
    [(name, key) for name in SCREENS for key in ("down", "pagedown") if (name, key) != ("form", "pagedown")],
)
def test_each_list_is_read_to_its_last_word_on_the_smallest_terminal(name: str, key: str, tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path, size=SMALL) as pilot:
            await SCREENS[name](pilot)
            await settled(pilot)
            rows = pilot.app.screen.query(ItemList).first()
            wanted = {word for line in words_of(rows) for word in line.split() if word.isalpha()}
            seen = await read_through(pilot, key)
            missing = wanted - seen
            assert not missing

    play(act)


@pytest.mark.parametrize("key", ["down", "pagedown"])
@pytest.mark.parametrize("number", [2, 5, 7, 8, 11, 12, 14])
def test_the_guide_and_the_card_of_each_line_are_read_whole_on_the_smallest_terminal(
    number: int, key: str, tmp_path: Path
) -> None:
    """The card of a line is there only while the cursor is: what was unfolded on the way is what is wanted."""

    async def act() -> None:
        async with running(tmp_path, size=SMALL) as pilot:
            here = await enter(pilot, number)
            rows = here.query_one("#lines", ItemList)
            await press(pilot, "home", *("up",) * 4)
            wanted, seen = set[str](), set[str]()
            for _press in range(400):
                wanted |= {word for line in words_of(rows) for word in line.split() if word.isalpha()}
                seen |= set(screen_text(pilot).split())
                before = (rows.scroll_offset.y, rows.key)
                await press(pilot, key)
                if (rows.scroll_offset.y, rows.key) == before:
                    break
            missing = wanted - seen
            assert not missing

    play(act)


def test_somebody_who_reads_a_long_card_stays_there_when_the_screen_is_drawn_anew(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path, size=SMALL) as pilot:
            here = await enter(pilot, 6)
            await press(pilot, "1", "1", "down", "down")
            rows = here.query_one("#lines", ItemList)
            top, cursor = rows.scroll_offset.y, here.cursor
            assert "À dire" not in screen_text(pilot)
            here.draw()
            await settled(pilot)
            assert (rows.scroll_offset.y, here.cursor) == (top, cursor)
            await press(pilot, "up", "up")
            assert "3.6 " in screen_text(pilot)

    play(act)


def test_a_card_beside_the_list_is_read_on_by_the_page_keys_and_another_begins_at_its_head(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path, size=(110, 12)) as pilot:
            here = await enter(pilot, 6)
            await press(pilot, "1", "1")
            cursor = here.cursor
            await press(pilot, "q")
            assert "Procédure : Cas N°3" not in " ".join(screen_text(pilot).split())
            for _page in range(9):
                if "Procédure : Cas N°3" in " ".join(screen_text(pilot).split()):
                    break
                await press(pilot, "pagedown")
                assert here.cursor == cursor
            assert "Procédure : Cas N°3" in " ".join(screen_text(pilot).split())
            await press(pilot, "enter")
            assert here.cursor != cursor
            assert here.query_one("#card", ItemList).scroll_offset.y == 0

    play(act)


def test_contacts_go_on_under_their_own_words_at_forty_columns(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path, size=(40, 40)) as pilot:
            await press(pilot, "f2")
            listed = screen_text(pilot).split("\n")[2:-1]
            assert listed
            assert all(line.startswith((" ", "▶")) for line in listed if line)

    play(act)


def test_what_goes_on_below_may_stand_deeper_than_it_began_and_fits() -> None:
    head, *others = hanging_lines(Text("  "), "un deux trois quatre cinq six sept huit neuf", "", 20, deeper=2)
    assert head.plain.startswith("  un")
    assert others
    assert all(other.plain.startswith("    ") and not other.plain.startswith("     ") for other in others)
    assert all(line.cell_len <= 20 for line in (head, *others))


def test_the_page_keys_turn_whole_pages_where_nothing_unfolds(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            items = [ListItem(number, (Text(f"ligne {number}"),)) for number in range(200)]
            await pilot.app.push_screen(ChoiceListScreen(pilot.app.station, "Essai", items))
            await settled(pilot)
            rows = pilot.app.screen.query_one(ItemList)
            page = rows.size.height - 1
            await press(pilot, "pagedown", "pagedown", "pagedown")
            assert rows.key == 3 * page
            await press(pilot, *("pagedown",) * (200 // page))
            assert rows.key == 199
            await press(pilot, "pageup", "pageup")
            assert rows.key == 199 - 2 * page

    play(act)


@pytest.mark.parametrize(
    ("top", "was", "first", "stands"), [(3, 0, 9, 4), (4, 0, 9, 4), (10, 8, 9, 10), (12, 0, 17, 13), (10, 2, 17, 10)]
)
def test_no_end_of_an_entry_stands_above_the_others_unless_lines_would_be_passed_over(
    top: int, was: int, first: int, stands: int
) -> None:
    """To an entry further on, from nearby, to one that is longer than the view, by a jump, and turning pages."""
    assert snap_to_entry(top, was, (first, first + 3), 9, (0, 2, 4, 9, 13, 17, 21)) == stands


def test_where_the_list_is_scrolled_to_the_line_to_do_it_begins_with_a_whole_line(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 7)
            while here.view.walk.stage == "alert":
                await onward(pilot)
            await press(pilot, "r")
            await announce_return(pilot)
            rows = here.query_one("#lines", ItemList)
            assert rows.scroll_offset.y in rows._tops

    play(act)
