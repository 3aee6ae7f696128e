"""Every pair of colours that text is written in can be read, in each theme; without colour, styles still differ."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from rich.color import Color, ColorSystem
from rich.style import Style
from textual.pilot import Pilot

from pannesi.tui.theme.styles import PALETTES, Depth, Ink, ink_for
from pannesi.tui.theme.themes import THEMES
from pannesi.tui.widgets.item_list import ItemList
from tests.support.driving import play, press, running
from tests.support.every_screen import EVERYWHERE

READABLE = 4.5
"""The least contrast for text, by WCAG 2."""
_BY_NAME = {theme.name: theme for theme in THEMES}
_BANNERS = ("exercise", "alarm")
"""Never in a list, where the cursor goes."""
_STYLES = [field.name for field in fields(Ink)]


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, from 0 for black to 1 for white."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(colour: str, ground: str) -> float:
    """From 1 for the same colour to 21 for black and white."""
    low, high = sorted((luminance(colour), luminance(ground)))
    return (high + 0.05) / (low + 0.05)


def ground_of(style: Style, otherwise: str) -> str:
    """The name of the background of a style."""
    return str(style.bgcolor.name) if style.bgcolor is not None else otherwise


def test_contrast_is_measured_as_the_standard_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", list(PALETTES))
@pytest.mark.parametrize("name", _STYLES)
def test_each_style_is_readable_on_the_screen_and_under_the_cursor(theme: str, name: str) -> None:
    ink, background = PALETTES[theme], str(_BY_NAME[theme].background)
    style, cursor = Style.parse(getattr(ink, name)), Style.parse(ink.cursor)
    if style.color is None:
        return
    assert contrast(str(style.color.name), ground_of(style, background)) >= READABLE
    below = style + cursor
    assert below.color is not None
    if name not in _BANNERS:
        assert contrast(str(below.color.name), ground_of(below, background)) >= READABLE


@pytest.mark.parametrize("theme", list(PALETTES))
def test_fields_and_panels_are_readable_and_borders_seen(theme: str) -> None:
    colours = _BY_NAME[theme]
    for ground in (colours.background, colours.surface, colours.panel):
        assert contrast(str(colours.foreground), str(ground)) >= READABLE
    assert contrast(str(colours.primary), str(colours.background)) >= 3


def test_the_high_contrast_theme_is_higher_than_the_others() -> None:
    ink, background = PALETTES["pannesi-contraste"], str(_BY_NAME["pannesi-contraste"].background)
    for name in ("plain", "title", "quiet", "done", "danger", "warning", "key"):
        colour = Style.parse(getattr(ink, name)).color
        assert colour is not None
        assert contrast(str(colour.name), background) >= 7


@pytest.mark.parametrize("depth", ["ansi", "mono"])
def test_with_few_colours_or_none_the_cursor_and_banners_still_stand_out(depth: str) -> None:
    ink = ink_for(depth, "")  # type: ignore[arg-type]
    assert "reverse" in ink.cursor
    assert len({ink.plain, ink.alarm, ink.exercise, ink.title}) == 4
    styles = [Style.parse(getattr(ink, name)) for name in _STYLES]
    if depth == "mono":
        assert all(style.color is None or style.color.is_default for style in styles)
        assert all(style.bgcolor is None for style in styles)
    else:
        colours = [colour for style in styles for colour in (style.color, style.bgcolor) if colour is not None]
        assert all(colour.is_default or (colour.number is not None and colour.number < 16) for colour in colours)


_SIXTEEN = {
    "xterm": {0: "#000000", 1: "#cd0000", 3: "#cdcd00", 7: "#e5e5e5", 15: "#ffffff"},
    "vga": {0: "#000000", 1: "#aa0000", 3: "#aa5500", 7: "#aaaaaa", 15: "#ffffff"},
    "tango": {0: "#2e3436", 1: "#cc0000", 3: "#c4a000", 7: "#d3d7cf", 15: "#eeeeec"},
    "campbell": {0: "#0c0c0c", 1: "#c50f1f", 3: "#c19c00", 7: "#cccccc", 15: "#f2f2f2"},
    "putty": {0: "#000000", 1: "#bb0000", 3: "#bbbb00", 7: "#bbbbbb", 15: "#ffffff"},
}
"""What terminals make of the colours that are used."""


@pytest.mark.parametrize("name", _STYLES)
def test_in_sixteen_colours_only_what_harms_is_coloured_and_banners_are_read_whatever_the_terminal(name: str) -> None:
    """Green and yellow letters vanish on a white terminal, red ones on a black one; bold black is grey in many, and bold
    white no whiter in others."""
    style = Style.parse(getattr(ink_for("ansi", ""), name))
    coloured = style.color is not None and not style.color.is_default
    assert coloured == (name in ("danger", *_BANNERS))
    for colours in _SIXTEEN.values() if coloured else ():
        letters, ground = (_number(colour) for colour in (style.color, style.bgcolor))
        assert not (style.bold and letters < 8)
        assert contrast(colours[letters], colours[ground]) >= (3.5 if name == "exercise" else READABLE)


def _number(colour: Color | None) -> int:
    assert colour is not None
    assert colour.number is not None
    return colour.number


@pytest.mark.parametrize("theme", list(PALETTES))
def test_the_line_under_the_cursor_is_drawn_in_the_cursors_colours(theme: str, tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            pilot.app.theme = theme
            pilot.app.screen.reload()
            await pilot.pause()
            rows = pilot.app.screen.query_one("#entries", ItemList)
            drawn = list(rows.render_line(0))
            cursor = Style.parse(PALETTES[theme].cursor)
            assert {segment.style.bgcolor for segment in drawn if segment.style} == {cursor.bgcolor}
            for segment in drawn:
                if segment.text.strip() and segment.style is not None and segment.style.color is not None:
                    colour, ground = segment.style.color.get_truecolor(), cursor.bgcolor.get_truecolor()  # type: ignore[union-attr]
                    assert contrast(colour.hex, ground.hex) >= READABLE

    play(act)


def _named(colour: Color | None, *, few: bool) -> str:
    if colour is None or colour.is_default:
        return "default"
    return str(colour.downgrade(ColorSystem.STANDARD).number) if few else colour.get_truecolor().hex


def pairs(pilot: Pilot[Any], *, few: bool) -> dict[tuple[str, str], str]:
    """Each colour of letters with the ground that it is drawn on, and the first words seen so. Blanks do not count."""
    texts: dict[tuple[str, str], str] = {}
    for strip in pilot.app.screen._compositor.render_strips():
        for text, style, _control in strip:
            if not text.strip() or style is None or set(text.strip()) <= DRAWN:
                continue
            colour, ground = (_named(side, few=few) for side in (style.color, style.bgcolor))
            texts.setdefault((ground, colour) if style.reverse else (colour, ground), text)
    return texts


DRAWN = set("█━┅·─│▏▎▍▌▋▊▉▁▂▃▄▅▆▇▔▕")
"""Edges and bars: seen, not read."""


async def seen_everywhere(pilot: Pilot[Any], *, few: bool = False) -> dict[tuple[str, str], str]:
    """The pairs of colours on every screen, each with words seen so."""
    texts: dict[tuple[str, str], str] = {}
    for keys in EVERYWHERE:
        await press(pilot, *keys)
        texts |= pairs(pilot, few=few)
    return texts


@pytest.mark.parametrize("theme", list(PALETTES))
def test_whatever_is_drawn_on_any_screen_can_be_read(theme: str, tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path, exercise=True) as pilot:
            while pilot.app.theme != theme:
                await press(pilot, "f4")
            texts = await seen_everywhere(pilot)
            assert len(texts) >= 8
            pale = {pair: words for pair, words in texts.items() if contrast(*pair) < READABLE}
            assert not pale

    play(act)


@pytest.mark.parametrize("depth", ["ansi", "mono"])
def test_with_few_colours_letters_stand_on_the_terminals_own_ground_but_for_banners_and_what_harms(
    depth: Depth, tmp_path: Path
) -> None:
    """The terminal's own pair is the one that its owner can read; the cursor is that pair reversed, on all its line."""

    async def act() -> None:
        async with running(tmp_path, exercise=True, depth=depth) as pilot:
            texts = await seen_everywhere(pilot, few=True)
            field, exercise, alarm = ("0", "6"), ("0", "3"), ("15", "1")
            allowed = {field, ("default", "default")}
            if depth == "ansi":
                allowed |= {exercise, alarm}
            assert {pair for pair in texts if pair not in allowed} == set(), texts

    play(act)


def test_with_all_colours_none_is_left_to_the_terminal(tmp_path: Path) -> None:
    """Nothing translates the terminal's own colours, nor a dim letter: what it draws them as cannot be known."""

    async def act() -> None:
        async with running(tmp_path, exercise=True) as pilot:
            for keys in EVERYWHERE:
                await press(pilot, *keys)
                for strip in pilot.app.screen._compositor.render_strips():
                    for text, style, _control in strip:
                        assert style is not None, (keys, text)
                        colours = (style.color, style.bgcolor) if text.strip() else (style.bgcolor,)
                        assert all(colour is not None and colour.triplet is not None for colour in colours), (
                            keys,
                            text,
                            style,
                        )
                        assert not style.dim, (keys, text)

    play(act)
