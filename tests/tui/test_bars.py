"""The bar at the bottom: whatever there is no room for, what leads on and the way back are in view."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from pannesi.presentation.commands.key_bar import Hint, laid_hints
from pannesi.tui.widgets.key_bar import KeyBar
from tests.support.driving import enter, play, press, running, screen_text
from tests.support.every_screen import EVERYWHERE

OUT = ("escape", "ctrl+q")
"""The way back; from home, out of the program."""


def shown(pilot: Pilot[Any]) -> list[Hint]:
    """The keys that the bar shows."""
    bar = pilot.app.screen.query_one(KeyBar)
    return [hint for _line, _first, _last, hint in bar.placed(bar.size.width, max(bar.size.height, 1))]


@pytest.mark.parametrize("size", [(40, 10), (40, 24), (60, 15), (80, 24), (120, 40)])
def test_the_way_back_and_what_leads_on_are_in_view_on_every_screen(size: tuple[int, int], tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path, size=size) as pilot:
            for keys in EVERYWHERE:
                await press(pilot, *keys)
                bar, hints = pilot.app.screen.query_one(KeyBar), shown(pilot)
                assert pilot.app.screen.region.contains_region(bar.region), (keys, bar.region)
                assert any(hint.press in OUT for hint in hints), (keys, hints)
                assert hints[0] == bar._hints[0], (keys, hints)
                assert size[0] < 80 or hints[-1] == bar._hints[-1], (keys, hints)

    play(act)


def test_a_call_and_a_message_may_be_said_impossible_at_80_columns(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 6)
            await press(pilot, "1", "1")
            for first in ("joint", "vu diffusé"):
                frame = [line for line in screen_text(pilot).splitlines() if line.startswith((" │", " ╰─"))]
                line = "\n".join(frame)
                assert f"⏎ {first}" in line
                assert "N non nécessaire" in line
                assert "I impossible" in line
                await press(pilot, "down")

    play(act)


@pytest.mark.parametrize("width", range(24, 121))
@pytest.mark.parametrize("lines", [1, 2])
def test_no_key_is_cut_and_none_stands_on_another(width: int, lines: int) -> None:
    bar = KeyBar(lines)
    words = ("répondre", "non nécessaire", "impossible", "fichier", "annuler ceci", "patient", "retour", "fermer")
    hints = [Hint(word[0].upper(), word, word) for word in words]
    bar._hints = (*hints[:-1], Hint("Échap", "fermer", "escape"), Hint("F1", "aide", "f1"))
    placed = bar.placed(width, lines)
    assert "escape" in [hint.press for *_place, hint in placed]
    ends = [0] * lines
    for line, first, after, _hint in placed:
        assert ends[line] <= first < after <= width
        ends[line] = after + 1


OWN = (Hint("A", "action", "a"), Hint("T", "ticket", "t"), Hint("E", "fiche", "e"))
EVERYWHERE_KEYS = (
    Hint("Échap", "fermer", "escape"), Hint("F2", "contacts", "f2"), Hint("^Q", "quitter", "ctrl+q"), Hint("F1", "aide", "f1")
)  # fmt: skip


@pytest.mark.parametrize(("width", "second"), [(120, None), (75, None), (74, "escape"), (46, "escape"), (45, "f2")])
def test_the_second_line_begins_with_the_way_back_where_both_have_room(width: int, second: str | None) -> None:
    placed, _left = laid_hints((*OWN, *EVERYWHERE_KEYS), width, 2)
    assert next((hint.press for line, _first, _after, hint in placed if line), None) == second


@pytest.mark.parametrize("width", [40, 50, 60, 70, 80, 100])
def test_striking_a_line_out_never_takes_the_room_of_what_is_needed_more(width: int, tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path, size=(width, 10)) as pilot:
            await enter(pilot, 7)
            await press(pilot, "p", "1", "f5", "d", "enter")
            words = [hint.words for hint in shown(pilot)]
            assert "fermer" in words
            assert "rayer (erreur)" not in words or "dispenser du retour" in words

    play(act)


def test_while_the_case_is_looked_for_nothing_is_said_to_come_back(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path, size=(160, 40)) as pilot:
            here = await enter(pilot, 0)
            for _step in range(12):
                assert here.view.searching
                await press(pilot, "r")
                assert not here.asking
                assert here.view.searching
                await press(pilot, "0" if here.row is not None and here.row.line.verb == "ask" else "enter")
                if here.asking:
                    await press(pilot, "escape", "i", *"essai", "enter")

    play(act)
