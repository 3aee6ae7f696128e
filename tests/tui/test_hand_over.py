"""The hand is offered and taken on the screen of the session itself, whoever sits there."""

from __future__ import annotations

from pathlib import Path

import pytest

from pannesi.tui.theme.styles import Depth
from tests.support.driving import enter, play, press, running, screen_text, session_screen, write


def test_the_hand_is_offered_with_a_word_and_taken_in_place_under_another_name(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 6)
            cursor = here.cursor
            await press(pilot, "g")
            await write(pilot, "rappeler Philips")
            assert here.desk.state.timeline[-1].kind == "handover.offered"
            assert (here.cursor, session_screen(pilot)) == (cursor, here)
            await press(pilot, "g")
            shown = " ".join(screen_text(pilot).split())
            assert "Main proposée par AB. « rappeler Philips »" in shown
            await write(pilot, "CD")
            taken = here.desk.state.timeline[-1]
            assert (taken.kind, taken.actor) == ("handover.taken", "CD")
            await press(pilot, "1")
            assert here.desk.state.timeline[-1].actor == "CD"

    play(act)


def test_the_hand_taken_on_another_workstation_is_that_persons(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path, who="AB") as pilot:
            here = await enter(pilot, 6)
            await press(pilot, "g")
            await write(pilot, "à suivre")
            session = here.desk.session
        async with running(tmp_path, who="EF") as pilot:
            await press(pilot, "f3", "enter", "g")
            again = session_screen(pilot)
            assert again.desk.session == session
            assert (again.desk.state.timeline[-1].kind, again.desk.state.timeline[-1].actor) == ("handover.taken", "EF")

    play(act)


@pytest.mark.parametrize(("size", "depth"), [((40, 10), "mono"), ((40, 10), "full"), ((120, 40), "mono")])
def test_the_hand_is_offered_taken_and_the_session_closed_by_force_at_any_size_and_without_colours(
    size: tuple[int, int], depth: Depth, tmp_path: Path
) -> None:
    async def act() -> None:
        async with running(tmp_path, size, depth) as pilot:
            here = await enter(pilot, 6)
            await press(pilot, "g")
            await write(pilot, "à suivre")
            # the answers of the smallest screen come before what lasts to be taken over, which home says there
            offered = "main proposée : à suivre" if size == (40, 10) else "MAIN PROPOSÉE par AB"
            assert offered in " ".join(screen_text(pilot).split())
            await press(pilot, "g")
            assert "Main proposée par AB." in " ".join(screen_text(pilot).split())
            await write(pilot, "CD")
            assert here.desk.state.timeline[-1].kind == "handover.taken"
            await press(pilot, "x")
            assert "Ce qui empêche de clore" in " ".join(screen_text(pilot).split())
            await press(pilot, "end", "enter")
            await write(pilot, "force majeure")
            closed = here.desk.state.timeline[-1]
            assert (closed.kind, closed.payload["forced"], closed.text) == ("session.closed", True, "force majeure")
            assert "force majeure" in " ".join(screen_text(pilot).split())

    play(act)
