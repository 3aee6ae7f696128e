"""What stands out on a screen: what is dialled, the keys, what could not be done; and nothing beside it."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from rich.color import Color
from textual.pilot import Pilot

from pannesi.journal.writer import random_id
from pannesi.session import actions as want
from pannesi.tui.theme.styles import PALETTES
from pannesi.tui.widgets.item_list import ItemList
from tests.support.driving import enter, onward, play, press, running, screen_text, settled, write
from tests.support.screen_reading import drawn


def reds(pilot: Pilot[Any]) -> list[str]:
    """The runs of letters on red, from the top."""
    runs = []
    for strip in pilot.app.screen._compositor.render_strips():
        by_ground = groupby(strip, lambda part: part.style.bgcolor if part.style else None)
        runs += ["".join(part.text for part in parts) for ground, parts in by_ground if ground == Color.parse("red")]
    return runs


def test_the_number_to_dial_stands_out_on_its_card_and_the_words_around_it_do_not(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 9)
            assert "Dire : Nous avons un incident." in screen_text(pilot)
            bold = drawn(pilot, bold=True)
            assert "04 37 23 00 00" in bold
            assert "Nous avons un incident." in bold
            assert "IMADIS, assistance technique" in screen_text(pilot)
            assert "IMADIS, assistance technique" not in bold
            assert "Dire :" not in bold

    play(act)


def test_the_help_puts_the_keys_in_bold_and_not_what_they_do(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 6)
            await press(pilot, "f1")
            assert "noter un patient" in screen_text(pilot)
            bold = drawn(pilot, bold=True)
            assert "Ici, maintenant" in bold
            assert " P " in bold
            assert "noter un patient" not in bold

    play(act)


def test_what_is_impossible_for_a_patient_is_not_in_the_colour_of_what_is_done(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 7)
            await press(pilot, "p", "1", "f5", "d", "enter", "i")
            await write(pilot, "parti aux urgences")
            assert "impossible" in drawn(pilot, bold=True)
            assert "parti aux urgences" not in drawn(pilot, colour=PALETTES["pannesi-sombre"].done)

    play(act)


def test_the_name_of_what_lasts_is_bold_and_the_orders_are_not(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 7)
            while here.view.walk.stage == "alert":
                await onward(pilot)
            assert "saisie main + fiche" in screen_text(pilot)
            bold = drawn(pilot, bold=True)
            assert "TANT QUE ÇA DURE" in bold
            assert "saisie main" not in bold
            assert "Pas ça" not in bold
            assert any(line.rstrip().endswith(" T") for line in bold.split("\n"))

    play(act)


def test_the_cursor_of_the_help_is_on_words_alone_where_a_banner_stands_above(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            pilot.app.station.problem = "Le disque est plein."
            await press(pilot, "f1")
            rows = pilot.app.screen.query_one(ItemList)
            assert rows.key == ("banner", 0)
            assert [text.plain for item in rows.items for text in item.texts if item.key == rows.key] == [
                " Le disque est plein."
            ]

    play(act)


def test_of_a_question_of_the_form_the_answers_are_not_bold(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 7)
            await press(pilot, "p")
            bold = drawn(pilot, bold=True)
            assert "D'où vient le patient" in bold
            assert "urgences" in screen_text(pilot)
            assert "urgences" not in bold

    play(act)


def test_what_is_asked_no_more_of_a_patient_is_not_in_the_colour_of_what_is_done(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 7)
            await press(pilot, "p", "1", "f5", "d", "enter", "d")
            await write(pilot, "examen refait ailleurs")
            assert "plus demandé" in screen_text(pilot)
            done = drawn(pilot, colour=PALETTES["pannesi-sombre"].done)
            assert "plus demandé" not in done
            assert "dispensée" not in done

    play(act)


def test_how_many_patients_are_owed_something_stands_out_in_one_piece_at_any_width(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 7)
            await press(pilot, "p", "1", "f5", "plus")
            for width in range(60, 101, 5):
                await pilot.resize_terminal(width, 60)
                await settled(pilot)
                whole = screen_text(pilot).count("(1 patient)")
                assert whole == screen_text(pilot).count("patient)") >= 3, width
                assert drawn(pilot, bold=True).count("(1 patient)") == whole

    play(act)


def test_a_week_without_colours_shows_the_hours_under_the_cursor_as_those_beside_it(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path, depth="mono") as pilot:
            await press(pilot, "f2", "g")
            rows = pilot.app.screen.query_one(ItemList)
            first = [segment for segment in rows.render_line(0) if "━━" in segment.text]
            assert first
            assert not any(segment.style is not None and segment.style.reverse for segment in first)

    play(act)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_in_sixteen_colours_what_does_harm_is_red_from_its_first_letter_to_its_last(
    size: tuple[int, int], tmp_path: Path
) -> None:
    async def act() -> None:
        async with running(tmp_path, depth="ansi", size=size) as pilot:
            await enter(pilot, 6)
            await press(pilot, "1", "1")
            assert "─ ○ !! 3.6 " in screen_text(pilot)
            red = reds(pilot)
            assert "○ !! 3.6" in red
            assert red == [words.strip() for words in red]

    play(act)


def test_a_narrow_palette_names_commands_in_few_words_rather_than_cut_them(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path, size=(40, 24)) as pilot:
            await enter(pilot, 6)
            await press(pilot, "ctrl+p")
            assert "Non nécessaire" in screen_text(pilot)
            assert "…" not in screen_text(pilot)

    play(act)


def test_what_another_workstation_contradicts_or_left_undone_is_not_in_the_colour_of_what_is_done(
    tmp_path: Path,
) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 6)
            other = here.station.desk()
            other.resume(here.desk.session or "")
            keys = {row.line.verb: row.key for row in other.look().rows[::-1]}
            journal = here.desk.journal
            elsewhere = replace(journal._writer, id=random_id())  # type: ignore[attr-defined]
            other.journal = type(journal)(Path(journal.place), elsewhere)  # type: ignore[call-arg]
            done, warning = (PALETTES["pannesi-sombre"].done, PALETTES["pannesi-sombre"].warning)
            other.do(want.Note("deux patients attendent"))
            here.refresh_from_journal()
            await settled(pilot)
            assert "autre poste" in drawn(pilot, colour=done)
            other.do(want.CouldNot(*keys["call"], "personne ne répond"))
            here.refresh_from_journal()
            await settled(pilot)
            assert "autre poste" in drawn(pilot, colour=warning)
            await press(pilot, "1")
            other.do(want.Answer(*keys["ask"], "un-seul"))
            here.refresh_from_journal()
            await settled(pilot)
            assert here.view.state.conflicts
            assert "autre poste" in drawn(pilot, colour=warning)

    play(act)
