"""In the figures, Enter leads to the sessions of a line, and at a list that is cut to all of its rows."""

from __future__ import annotations

from pathlib import Path

from pannesi.session import actions as want
from pannesi.tui.screens.choice_list import ChoiceListScreen
from pannesi.tui.screens.past_session import PastSessionScreen
from pannesi.tui.screens.statistics import StatisticsScreen
from pannesi.tui.widgets.item_list import ItemList
from tests.support.driving import (
    open_sessions,
    play,
    press,
    running,
    station,
    wait_for_sessions,
    wait_for_words,
)


def test_enter_leads_from_a_figure_to_its_sessions_and_from_a_cut_list_to_all_of_it(tmp_path: Path) -> None:
    here = station(tmp_path)
    desk = here.desk()
    for case, symptom in (("cas-3", "images-invisibles"), ("cas-5", "images-non-recues"), ("cas-4", "ris-et-pacs")):
        visit = desk.open(want.Open(case, symptom)).current_cases[0]
        for row in desk.look().rows if case != "cas-4" else ():
            desk.do(want.Redline(visit, row.line.id, "unclear"))
        desk = here.desk()
    here.journal.close()

    async def act() -> None:
        async with running(tmp_path) as pilot:
            await open_sessions(pilot)
            await wait_for_sessions(pilot)
            await press(pilot, "c")
            await wait_for_words(pilot, "3 pannes")
            screen = pilot.app.screen
            assert isinstance(screen, StatisticsScreen)
            rows = screen.query_one("#figures", ItemList)
            rows.point_at(screen.leads.index("+"))
            cut = len(screen.leads)
            await press(pilot, "enter")
            assert "+" not in screen.leads
            assert len(screen.leads) > cut
            rows.point_at(screen.leads.index("signalees"))
            await press(pilot, "enter")
            await wait_for_words(pilot, "2 sessions derrière ce chiffre")
            assert isinstance(pilot.app.screen, ChoiceListScreen)
            await wait_for_words(pilot, "Dysfonctionnement du PACS")
            await press(pilot, "enter")
            assert isinstance(pilot.app.screen, PastSessionScreen)

    play(act)
