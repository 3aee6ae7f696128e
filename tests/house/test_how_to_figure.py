"""A figure is added as its page says, on a copy: two files, and terminal, full screen, pages and JSON have it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.support.project_files import ROOT
from tests.support.working_copy import copied_with, play_a_session, run_in, steps, type_errors

PAGE, OF_A_NEW_FACT = "add-a-figure.md", "add-a-figure-of-a-new-fact.md"
SCREEN = """
import asyncio
from pathlib import Path
from pannesi.application.context import open_station
from pannesi.tui.app import PannesiApp
from pannesi.tui.screens.statistics import StatisticsScreen

async def main():
    app = PannesiApp(open_station(".", "data", "AB", {}, Path(".")))
    async with app.run_test(size=(120, 40)) as pilot:
        app.push_screen(StatisticsScreen(app.station))
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        print([str(text) for item in app.screen._items() for text in item.texts])

asyncio.run(main())
"""


PLAYED = """
from pathlib import Path
from pannesi.application.context import open_station
from pannesi.session import actions as want
station = open_station(".", "data", "AB", {}, Path("."))
desk = station.desk()
desk.open(want.Open("cas-4", "ris-et-pacs"))
message = next(row for row in desk.look().rows if row.line.verb == "broadcast")
desk.do(want.Settle(*message.key, "vu diffusé"))
station.journal.close()
"""


def test_four_files_add_a_figure_of_what_the_index_did_not_have_and_sessions_of_before_are_in_it(
    tmp_path: Path,
) -> None:
    assert len(steps(OF_A_NEW_FACT)) == 4
    folder = copied_with(OF_A_NEW_FACT, tmp_path)
    assert run_in(folder, "-c", PLAYED) == (0, "")
    before = run_in(ROOT, "-m", "pannesi", "--data", str(folder / "data"), "figures")[1]
    assert "1 panne" in before
    assert "messages vus diffusés" not in before
    code, said = run_in(folder, "-m", "pannesi", "--data", "data", "figures")
    assert (code, "messages vus diffusés : 1" in said) == (0, True), said
    assert type_errors(folder, "history", "presentation") == ""


def test_two_files_add_a_figure_everywhere(tmp_path: Path) -> None:
    assert len(steps(PAGE)) == 2
    folder = copied_with(PAGE, tmp_path)
    play_a_session(folder)

    def figures(*words: str) -> str:
        return run_in(folder, "-m", "pannesi", "--data", "data", "figures", *words)[1]

    assert "la plus longue : 0 h 0" in figures()
    assert json.loads(figures("--json"))["longest"] < 600
    figures("--md", "a.md", "--html", "a.html")
    assert "| La plus longue | 0 h 0" in (folder / "a.md").read_text("utf-8")
    assert "La plus longue" in (folder / "a.html").read_text("utf-8")
    code, shown = run_in(folder, "-c", SCREEN)
    assert (code, "la plus longue : 0 h 0" in shown) == (0, True), shown
    tests = ("tests/documents/test_frozen_exports.py", "tests/history/test_figures.py")
    code, said = run_in(folder, "-m", "pytest", "-q", "-n", "0", *tests)
    assert code == 0, said
