"""M in a past session: another session is proposed as the same outage, said so in both, and taken back."""

from __future__ import annotations

from pathlib import Path

from pannesi.session import actions as want
from pannesi.tui.screens.choice_list import ChoiceListScreen
from tests.support.driving import play, press, running, screen_text


def test_the_other_session_is_proposed_said_in_both_and_taken_back(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            station = pilot.app.station
            for _turn in range(2):
                station.desk().open(want.Open("cas-3", "images-invisibles"))
            first, second = (row.id for row in station.journal.sessions())
            await press(pilot, "f3", "enter", "m")
            assert isinstance(pilot.app.screen, ChoiceListScreen)
            assert "La même panne que quelle session ?" in screen_text(pilot)
            await press(pilot, "enter")
            said = " ".join(screen_text(pilot).split())
            assert "Même panne : " in said
            assert "(dit dans les deux)" in said
            for name in (first, second):
                assert [event.kind for event in station.journal.events(name)].count("outage.same") == 1
            await press(pilot, "m", "enter")
            said = " ".join(screen_text(pilot).split())
            assert "Plus la même panne" in said
            assert "(dit dans les deux)" not in said

    play(act)
