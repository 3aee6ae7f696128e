"""Whom to call, at any moment: every number is there, what is missing says so, and hours are told without colour."""

from __future__ import annotations

from pathlib import Path

import pytest

from pannesi.procedure.availability.week_grid import Stretch
from pannesi.tui.drawing.week_bar import BOTH, NOW, SIGNS, day_line, hour_scale, stretches_words, table_width
from pannesi.tui.screens.contacts import ContactsScreen
from pannesi.tui.theme.styles import ink_for
from pannesi.tui.widgets.item_list import ItemList
from tests.support.driving import play, press, running, screen_text, write
from tests.support.local_hours import local
from tests.support.shipped_site import shipped


def everything(pilot) -> str:  # type: ignore[no-untyped-def]
    """All of the list, also what is below the fold."""
    rows = pilot.app.screen.query_one("#people", ItemList)
    return "\n".join(text.plain for item in rows.items for text in item.texts)


def test_every_number_and_reference_is_there_to_the_letter_and_who_answers_comes_first(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await press(pilot, "f2")
            text = everything(pilot)
            for contact in shipped().contacts.contacts:
                assert contact.name in text
                for channel in contact.channels:
                    assert channel.value is None or channel.value in text
                assert all(reference.value in text for reference in contact.references)
            assert text.index("Service informatique") < text.index("Cadre de garde") < text.index("Hotline")
            assert "téléphone le numéro de l'astreinte informatique n'est pas écrit" in " ".join(text.split())
            assert "RÉSERVÉ : référent" in text

    play(act)


def test_another_moment_is_marked_as_such_and_zero_comes_back_to_now(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await press(pilot, "f2", "h")
            await write(pilot, "24/11 10:00")
            assert "AUTRE MOMENT" in screen_text(pilot)
            assert "Hotline informatique" in everything(pilot).splitlines()[1]
            await press(pilot, "0")
            assert "(maintenant)" in screen_text(pilot)
            await press(pilot, "h")
            await write(pilot, "25:99")
            assert "n'est pas une heure possible" in screen_text(pilot)

    play(act)


@pytest.mark.parametrize("size", [(40, 10), (80, 24), (120, 40)])
def test_the_week_is_drawn_and_walked_by_day_and_week_at_any_size(size: tuple[int, int], tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path, size=size) as pilot:
            await press(pilot, "f2", "g", "down")
            screen = pilot.app.screen
            assert isinstance(screen, ContactsScreen)
            assert "mar 24/11" in screen_text(pilot)
            await press(pilot, "right")
            assert "mer 25/11" in screen_text(pilot)
            await press(pilot, "greater_than_sign", "left")
            assert "mar 01/12" in screen_text(pilot)
            await press(pilot, "g")
            assert "Qui appeler ·" in screen_text(pilot)

    play(act)


@pytest.mark.parametrize("size", [(120, 40), (140, 50), (110, 30)])
def test_the_week_of_the_contact_stands_directly_below_the_list_where_it_has_room(
    size: tuple[int, int], tmp_path: Path
) -> None:
    async def act() -> None:
        async with running(tmp_path, size=size) as pilot:
            await press(pilot, "f2", "g", "down", "down", "down")
            lines = screen_text(pilot).splitlines()
            rule = next(number for number, line in enumerate(lines) if line.startswith("──"))
            assert "Service des urgences" in lines[rule - 1]
            assert "IMADIS, assistance technique, mar 24/11" in lines[rule + 1]
            assert "dim 29/11" in lines[rule + 8]
            below = "\n".join(lines[rule:])
            assert "04 37 23 00 00" in below, "by which number, too"
            assert len(lines[3].rstrip()) > 100, "the cells are as wide as there is room"

    play(act)


def test_at_80_by_24_the_grid_shows_the_week_of_the_contact_under_the_cursor_in_words_and_signs(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await press(pilot, "f2", "g", "down")
            text = screen_text(pilot)
            assert "Hotline informatique, mar 24/11 : fermé 00:00-08:00, ouvert" in text
            for day in ("lun 23/11", "dim 29/11"):
                assert day in text
            assert NOW in text

    play(act)


def test_each_state_has_a_sign_of_its_own_and_a_cell_that_changes_another() -> None:
    assert len({*SIGNS.values(), BOTH, NOW}) == len(SIGNS) + 2
    stretches = (Stretch(0, 495, "closed"), Stretch(495, 1440, "open"))
    text = day_line("x", stretches, local("2026-11-24 08:15"), 6, 30, ink_for("mono", "")).plain
    assert text[8:] == SIGNS["closed"] * 16 + BOTH + SIGNS["open"] * 31


def test_the_mark_of_the_hour_stands_above_its_cell() -> None:
    moment = local("2026-11-24 13:40")
    for width in (40, 80):
        name, cell = table_width(width)
        marks = hour_scale(moment, name, cell, ink_for("mono", "")).plain
        assert marks.index(NOW) - (name + 1) == (13 * 60 + 40) // cell
        assert len(marks) <= width - 2


def test_an_hour_that_the_mark_would_cut_gives_way_to_it() -> None:
    for words in ("2026-11-24 03:10", "2026-11-24 03:40", "2026-11-24 05:10"):
        marks = hour_scale(local(words), 20, 30, ink_for("mono", "")).plain
        whole = [part for part in marks.split() if part != NOW]
        assert all(len(part) == 2 and part.isdigit() for part in whole), marks
        assert ("03" in whole) is (words.endswith("05:10"))


def test_a_day_is_told_to_the_minute() -> None:
    assert stretches_words((Stretch(0, 1440, "open"),)) == "ouvert toute la journée"
    two = (Stretch(0, 1050, "open"), Stretch(1050, 1440, "urgent-only"))
    assert stretches_words(two) == "ouvert 00:00-17:30, urgences 17:30-24:00"
