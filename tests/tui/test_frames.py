"""The current line stands in a frame with its keys; the keys of the session stand still below; few words around it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from pannesi.presentation.line.word_count import SCREEN_WORDS, count_words
from pannesi.session import actions as want
from pannesi.tui.widgets.item_list import ItemList
from tests.support.driving import enter, play, press, running, screen_text, settled, write
from tests.support.lasting_orders import ENTRIES, PATIENTS

BAR = "P patient  R rétabli ?  U annuler  T autre panne  D registre  Échap   F1 aide"


def rows_of(pilot: Pilot[Any]) -> list[str]:
    return screen_text(pilot).splitlines()


def frame_of(pilot: Pilot[Any]) -> list[str]:
    """The lines of the frame, without the list around it."""
    lines = rows_of(pilot)
    first = next(number for number, line in enumerate(lines) if line.startswith("▶╭─"))
    last = next(number for number, line in enumerate(lines) if number > first and line.startswith(" ╰─"))
    return lines[first : last + 1]


@pytest.mark.parametrize("number", [0, *(entry.number for entry in ENTRIES)])
def test_the_first_screen_of_an_entry_is_read_in_a_hundred_words(number: int, tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, number)
            text = "\n".join(rows_of(pilot)[1:-1])
            assert "╭─" in text
            assert count_words(text) <= SCREEN_WORDS, text

    play(act)


@pytest.mark.parametrize("number", [0, *(entry.number for entry in ENTRIES)])
def test_the_keys_of_the_session_stand_at_the_same_place_on_every_line(number: int, tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, number)
            for row in here.view.walk.rows:
                here.go_to(row.key)
                await settled(pilot)
                bar = rows_of(pilot)[23].strip()
                assert bar.replace("retombé ?", "rétabli ?") == BAR

    play(act)


def test_the_keys_of_a_line_stand_in_its_frame_and_can_be_clicked(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 6)
            await press(pilot, "1", "1")
            assert frame_of(pilot)[-1].startswith(" ╰─ ⏎ joint   S sans réponse   N non nécessaire   I impossible")
            y = next(number for number, line in enumerate(rows_of(pilot)) if line.startswith(" ╰─"))
            await pilot.click(offset=(rows_of(pilot)[y].index("S sans"), y))
            await settled(pilot)
            assert here.desk.state.timeline[-1].payload["outcome"] == "no_answer"

    play(act)


def test_the_number_to_dial_is_the_first_thing_in_the_frame_of_a_call(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 9)
            assert frame_of(pilot)[2].startswith(" │  04 37 23 00 00   IMADIS")

    play(act)


def test_q_says_where_a_line_comes_from_and_puts_it_away(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 6)
            before = screen_text(pilot)
            assert "Ajout à valider" not in before
            await press(pilot, "q")
            assert "Ajout à valider : avant de prévenir tout l'hôpital" in screen_text(pilot)
            await press(pilot, "q")
            assert screen_text(pilot) == before
            await press(pilot, "q", "down")
            assert "Ajout à valider" not in screen_text(pilot), "it was asked of another line"

    play(act)


@pytest.mark.parametrize("key", ["plus", "equals_sign"])
def test_plus_lists_every_line_and_folds_the_list_again(key: str, tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path, size=(80, 60)) as pilot:
            here = await enter(pilot, 6)
            folded = screen_text(pilot)
            assert "+ : tout" in folded
            await press(pilot, key)
            rows = here.query_one("#lines", ItemList)
            listed = " ".join(text.plain for item in rows.items for text in item.texts)
            assert all(f" {row.number} " in listed for row in here.view.walk.rows)
            assert frame_of(pilot)
            await press(pilot, key)
            assert screen_text(pilot) == folded

    play(act)


def test_what_is_folded_is_counted_and_a_click_on_it_lists_it(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 7)
            y, line = next((y, line) for y, line in enumerate(rows_of(pilot)) if "+ : tout" in line)
            assert "selon la réponse" in line
            await pilot.click(offset=(line.index("+ : tout"), y))
            await settled(pilot)
            assert "+ : tout" not in screen_text(pilot)

    play(act)


def test_a_number_found_is_kept_in_the_frame_of_its_call(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 6)
            await press(pilot, "1", "1", "m")
            await write(pilot, "poste 99 99")
            assert any("poste 99 99" in line for line in frame_of(pilot))

    play(act)


@pytest.mark.parametrize("patients", range(7))
def test_what_lasts_is_whole_below_the_list_with_the_messages_of_the_hospital(patients: int, tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 7)
            for facts in PATIENTS[:patients]:
                here.desk.do(want.AddPatient(facts))
            for row in here.desk.look().rows:
                if row.line.verb == "broadcast" and row.phase == "alert":
                    here.desk.do(want.Settle(*row.key, "vu"))
            here.draw()
            await settled(pilot)
            shown = " ".join(screen_text(pilot).split())
            orders = [order.words for order in here.view.walk.orders if order.prescribed]
            assert orders
            assert all(order in shown for order in orders)
            assert "affiché : RIS et PACS en panne" in shown

    play(act)


@pytest.mark.parametrize("size", [(60, 20), (40, 10)])
def test_where_there_is_no_room_for_a_frame_the_answers_come_first_and_the_keys_stand_in_the_bar(
    size: tuple[int, int], tmp_path: Path
) -> None:
    async def act() -> None:
        async with running(tmp_path, size=size) as pilot:
            await enter(pilot, 13)
            lines = rows_of(pilot)
            assert not any("╭" in line for line in lines)
            answer = next(number for number, line in enumerate(lines) if "1  oui" in line)
            assert not [line for line in lines[:answer] if "Ouvrir un examen" in line]
            assert "répondre" in lines[-1]

    play(act)


def largest_blank(lines: list[str], width: int) -> int:
    """The cells of the largest rectangle of blanks on a screen, lines of frames counted as written."""
    heights, most = [0] * width, 0
    for line in lines:
        cells = line.ljust(width)
        heights = [height + 1 if cell == " " else 0 for height, cell in zip(heights, cells, strict=False)]
        for first in range(width):
            lowest = heights[first]
            for after in range(first, width):
                lowest = min(lowest, heights[after])
                if not lowest:
                    break
                most = max(most, lowest * (after - first + 1))
    return most


@pytest.mark.parametrize("number", [0, *(entry.number for entry in ENTRIES)])
def test_no_half_of_a_wide_screen_stays_empty_from_the_third_act_on(number: int, tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path, size=(120, 40)) as pilot:
            here = await enter(pilot, number)
            for done in range(5):
                row = here.view.walk.next
                if done >= 2:
                    assert largest_blank(rows_of(pilot), 120) <= 120 * 40 // 5, screen_text(pilot)
                if row is None:
                    break
                await press(pilot, "tab", "1" if row.line.verb in ("ask", "verify") else "enter")
                if here.asking:
                    await press(pilot, "enter")

    play(act)


def test_beside_the_list_stands_what_is_owed_and_whom_to_call_and_what_lasts_stands_in_its_strip_only(
    tmp_path: Path,
) -> None:
    async def act() -> None:
        async with running(tmp_path, size=(120, 40)) as pilot:
            here = await enter(pilot, 6)
            here.desk.do(want.AddPatient(PATIENTS[0]))
            here.draw()
            await settled(pilot)
            shown = " ".join(screen_text(pilot).replace("│", " ").split())
            assert "A-01 : CD remis" in shown
            beside = " ".join(" ".join(line[66:] for line in rows_of(pilot)).replace("│", " ").split())
            assert "Sortir les films" not in beside
            assert shown.count("films réa adulte") == 1
            assert "Astreinte informatique : n° non écrit, jusqu'à 08:00" in beside
            assert "IMADIS, assistance technique : 04 37 23 00 00, 24 h/24" in beside
            order = [
                beside.index(name) for name in ("Astreinte informatique :", "IMADIS, assistance", "Autre panne ? T")
            ]
            assert order == sorted(order), "as on the first screen"
            assert any("▶" in line and "3.1" in line for line in rows_of(pilot)), "the list marks the line"

    play(act)


@pytest.mark.parametrize("width", [80, 110, 120])
def test_every_key_of_a_line_is_in_its_frame_whatever_its_width(width: int, tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path, size=(width, 40)) as pilot:
            here = await enter(pilot, 6)
            await press(pilot, "1", "1")
            for _line in range(2):
                shown = screen_text(pilot)
                assert all(f"{hint.key} {hint.words}" in shown for hint in here.line_hints())
                await press(pilot, "down")

    play(act)
