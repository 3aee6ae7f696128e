"""Blank lines around the frame and between the parts of a list, as far as its height allows."""

from __future__ import annotations

from itertools import pairwise

from rich.text import Text

from pannesi.tui.drawing.list_air import aired, height_of
from pannesi.tui.widgets.item_list import ListItem


def item(*lines: str, key: str | None = "x") -> ListItem:
    return ListItem(key, tuple(map(Text, lines)))


FRAME = item("▶╭─ ○ 3.1 ─╮", " │  1  oui │", " ╰─────────╯")
ITEMS = [item(" ✓ 3.0"), FRAME, item(" ○ 3.2", "   more"), item(" Mode dégradé ─── ", key=None), item(" ○ 3.4")]
HEIGHT = height_of(ITEMS)


def lines_of(items: list[ListItem]) -> list[str]:
    return [text.plain.strip() for one in items for text in one.texts]


def test_without_room_for_it_there_is_no_air() -> None:
    assert aired(ITEMS, HEIGHT + 1, framed=True, between=True) == ITEMS


def test_the_frame_gets_air_first_then_the_parts_then_each_line() -> None:
    framed = lines_of(aired(ITEMS, HEIGHT + 2, framed=True, between=True))
    assert framed[1] == ""
    assert framed.count("") == 2
    assert lines_of(aired(ITEMS, HEIGHT + 4, framed=True, between=True))[0] == ""
    apart = lines_of(aired(ITEMS, HEIGHT + 9, framed=True, between=True))
    assert apart[apart.index("Mode dégradé ───") + 1] == "○ 3.4", "a heading stands directly above its own"
    assert "" not in lines_of(aired(ITEMS, HEIGHT + 1, framed=False, between=False))


def test_no_height_is_passed_and_no_line_lost_or_moved() -> None:
    for room in range(HEIGHT + 12):
        for framed in (True, False):
            for between in (True, False):
                wide = aired(ITEMS, room, framed=framed, between=between)
                assert [one for one in wide if one in ITEMS] == ITEMS
                assert height_of(wide) <= max(room, HEIGHT)
                texts = lines_of(wide)
                assert not any(before == after == "" for before, after in pairwise(texts))
                assert texts[-1]
