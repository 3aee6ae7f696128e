"""What a fact draws: the lines that it changed, and nothing of the rest of the screen."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.style import Style
from rich.text import Text
from textual._compositor import Compositor
from textual.app import App
from textual.geometry import Region

import pannesi.application.session_service
from pannesi.session.projection.walk import walk
from pannesi.tui.screens.choice_list import ChoiceListScreen
from pannesi.tui.screens.session import SessionScreen
from pannesi.tui.theme.styles import ink_for
from pannesi.tui.widgets.item_list import ItemList, ListItem
from pannesi.tui.widgets.strip_cache import DrawnLine, sanitized
from pannesi.tui.widgets.text_block import TextBlock
from pannesi.tui.widgets.wrapping import wrapped_texts
from tests.support.driving import enter, play, press, running, screen_text, settled


def test_a_fact_walks_the_procedure_once_and_lays_the_screen_out_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    walks: list[int] = []
    laid_out: list[int] = []
    reflow = Compositor.reflow
    monkeypatch.setattr(pannesi.application.session_service, "walk", lambda *given: walks.append(1) or walk(*given))  # type: ignore[func-returns-value]
    monkeypatch.setattr(Compositor, "reflow", lambda *given: laid_out.append(1) or reflow(*given))  # type: ignore[func-returns-value]

    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 7)
            here.refresh_from_journal = lambda: None  # type: ignore[method-assign]
            await press(pilot, "1", "u")  # what is said is on the screen from here on
            before = here.view.walk.now.minute
            walks.clear()
            laid_out.clear()
            await press(pilot, "1")
            assert "réponse" in screen_text(pilot)
            crossed = here.desk.environment.now().minute != before
            assert len(walks) == 1 + crossed
            assert not laid_out

    play(act)


def test_a_fact_is_painted_as_soon_as_it_is_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    painted: list[bool] = []
    within = [False]
    committed, display = SessionScreen.show_result, App._display

    def while_committed(self: SessionScreen, *given: Any) -> None:
        within[0] = True
        committed(self, *given)
        within[0] = False

    monkeypatch.setattr(SessionScreen, "show_result", while_committed)
    monkeypatch.setattr(App, "_display", lambda *given: painted.append(within[0]) or display(*given))  # type: ignore[func-returns-value]

    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 7)
            await press(pilot, "1", "u")
            painted.clear()
            await press(pilot, "1")
            assert painted[:1] == [True], "the first paint after the key, not one a beat later"
            assert "réponse : Plusieurs" in screen_text(pilot)

    play(act)


def test_what_is_shown_again_is_neither_drawn_nor_written_again(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            items = [ListItem(name, (Text(f"ligne {name}", style="bold"),)) for name in "abcdef"]
            await pilot.app.push_screen(ChoiceListScreen(pilot.app.station, "Essai", items))
            await settled(pilot)
            rows = pilot.app.screen.query_one(ItemList)
            written: list[Region] = []
            rows.refresh = lambda *regions, **_more: written.extend(regions) or rows  # type: ignore[func-returns-value]
            strips = [rows.render_line(y) for y in range(6)]
            said_again = [ListItem(name, (Text(f"ligne {name}", style="bold"),)) for name in "abcdef"]
            rows.show(said_again, rows.key)
            assert written == []
            assert all(rows.render_line(y) is strips[y] for y in range(6))
            rows.show([*said_again[:3], ListItem("d", (Text("autre"),)), *said_again[4:]], rows.key)
            assert [region.y for region in written] == [3]
            assert rows.render_line(3).text.strip() == "autre"

    play(act)


def test_items_that_come_back_were_laid_out_already(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            some, others = ([ListItem(name, (Text(f"ligne {name}"),)) for name in names] for names in ("abc", "def"))
            await pilot.app.push_screen(ChoiceListScreen(pilot.app.station, "Essai", some))
            await settled(pilot)
            rows = pilot.app.screen.query_one(ItemList)
            rows.show(others, None)
            wrapped: list[str] = []
            wrap = rows._lines_of_text
            rows._lines_of_text = lambda text, hang: wrapped.append(text.plain) or wrap(text, hang)  # type: ignore[func-returns-value]
            rows.show(some, None)
            assert not wrapped
            assert rows.render_line(0).text.strip() == "ligne a"
            rows.show([ListItem(str(number), (Text("x"),)) for number in range(1000)], None)
            rows.show(some, None)
            rows.show(others, None)
            assert len(rows._laid) < 1000
            assert rows.render_line(0).text.strip() == "ligne d"

    play(act)


def test_another_cursor_or_another_style_of_the_same_words_is_drawn(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            items = [ListItem(name, (Text("ligne", style="bold"),)) for name in "ab"]
            await pilot.app.push_screen(ChoiceListScreen(pilot.app.station, "Essai", items))
            await settled(pilot)
            rows = pilot.app.screen.query_one(ItemList)
            rows.show([items[0], ListItem("b", (Text("ligne", style="italic"),))], "a")
            assert [segment.style.italic for segment in rows.render_line(1) if segment.style and segment.text.strip()]
            rows.cursor_style = Style.parse(ink_for("mono", "").cursor)
            rows.show(rows.items, "b")
            assert [segment.style.reverse for segment in rows.render_line(1) if segment.style]

    play(act)


def test_blanks_around_underlined_words_are_not_underlined() -> None:
    text = Text("▶", style="bold").append("✗ ", style="underline").append("  non écrit, ", style="bold underline")
    drawn = DrawnLine(sanitized(text)).strip(Console(), 30, Style())
    assert drawn.text == "▶✗   non écrit, ".ljust(30)
    assert [part for part, style, _control in drawn if style is not None and style.underline] == ["✗", "non écrit,"]
    blank = DrawnLine(Text().append("  ", style="underline")).strip(Console(), 4, Style())
    assert not any(style is not None and style.underline for _part, style, _control in blank)


_SPANS = st.lists(
    st.tuples(
        st.text("ab é·→", max_size=4),
        st.sampled_from(["", "red", "bold red", "on blue", "bold", "underline", "reverse", "strike", "not bold"]),
    ),
    max_size=12,
)


@given(_SPANS)
def test_neighbours_drawn_as_one_look_as_each_did(spans: list[tuple[str, str]]) -> None:
    text = Text.assemble(*spans)
    drawn = DrawnLine(sanitized(text)).strip(Console(), 60, Style.parse("white on black"))
    letters = [(letter, style) for words, style, _control in drawn for letter in words]
    assert len(letters) == 60
    for at, (letter, style) in enumerate(letters):
        wanted = Style.parse("white on black")
        for first, after, over in text.spans:
            wanted += Style.parse(str(over)) if first <= at < after else Style()
        assert style is not None
        assert letter == (text.plain[at] if at < len(text.plain) else " ")
        assert (style.bgcolor, bool(style.reverse), bool(style.strike)) == (
            wanted.bgcolor, bool(wanted.reverse), bool(wanted.strike),
        )  # fmt: skip
        if letter != " ":
            assert (style.color, bool(style.bold)) == (wanted.color, bool(wanted.bold))
    styles = [style for _words, style, _control in drawn]
    assert all(style != next_style for style, next_style in pairwise(styles))


def test_words_take_the_height_that_they_need_and_show_what_they_last_were(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 7)
            said = here.query_one("#said", TextBlock)
            for words in ("court", "mot " * 30, "fin", "", "[/x] à la lettre"):
                here.say(words)
                await settled(pilot)
                await pilot.pause()
                assert words.strip()[:60] in screen_text(pilot)
                assert said.size.height == (2 if len(words) > 80 else 1 if words else said.size.height)

    play(act)


@given(st.lists(st.tuples(st.text("a é«»:?·\t", max_size=9), st.sampled_from(["bold", "red", ""])), max_size=9))
def test_a_text_in_several_styles_is_wrapped_as_its_words_are_and_keeps_its_styles(
    parts: list[tuple[str, str]],
) -> None:
    text = Text.assemble(*parts)
    lines = wrapped_texts(text, 12, Console())
    drawn_letters = [
        (letter, line.get_style_at_offset(Console(), at)) for line in lines for at, letter in enumerate(line.plain)
    ]
    whole = text.copy()
    whole.expand_tabs(4)
    kept = [(letter, whole.get_style_at_offset(Console(), at)) for at, letter in enumerate(whole.plain)]
    assert [pair for pair in drawn_letters if pair[0] != " "] == [pair for pair in kept if pair[0] != " "]
    assert all(line.cell_len <= 12 for line in lines)


def test_no_line_begins_with_the_mark_that_ends_a_question() -> None:
    text = Text("Qui a donné le résultat ", style="bold").append("de vive voix ?", style="red").append(" Une réponse :")
    assert [line.plain for line in wrapped_texts(text, 36, Console())] == [
        "Qui a donné le résultat de vive",
        "voix ? Une réponse :",
    ]
    assert [line.plain for line in wrapped_texts(Text("一二三四五六七八"), 6, Console())] == [
        "一二三",
        "四五六",
        "七八",
    ]
    assert [line.plain for line in wrapped_texts(Text("a\n\nb"), 6, Console())] == ["a", "", "b"]


@given(st.text("a é«»:?", max_size=60), st.integers(0, 6))
def test_lines_below_the_first_leave_room_on_their_left(words: str, hang: int) -> None:
    plain = [line.plain for line in wrapped_texts(Text(words), 12, Console())]
    first, *others = wrapped_texts(Text(words), 12, Console(), hang)
    assert first.plain == plain[0], "the first has the whole width"
    assert all(line.cell_len <= 12 - hang for line in others)
    assert re.sub(r"\s", "", first.plain + "".join(line.plain for line in others)) == re.sub(r"\s", "", words)
