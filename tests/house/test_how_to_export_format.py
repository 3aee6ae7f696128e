"""An export format is added as its page says, on a copy: two files, and both command line and screens have it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.working_copy import copied_with, edited, play_a_session, run_in, steps, type_errors

PAGE = "add-an-export-format.md"
MODULE, LIST = (f"src/pannesi/documents/formats/{name}.py" for name in ("plain_text", "__init__"))
CHOOSE = """
import asyncio
from pathlib import Path
from pannesi.application.context import open_station
from pannesi.tui.app import PannesiApp
from pannesi.tui.screens.exports import offer_figures, offer_report

async def main():
    station = open_station(".", "data", "AB", {}, Path("."))
    app = PannesiApp(station)
    session = station.journal.sessions()[0].id
    async with app.run_test(size=(120, 40)) as pilot:
        offers = {"41": lambda: offer_report(app.screen, session), "4": lambda: offer_figures(app.screen, (None, None))}
        for keys, offer in offers.items():
            offer()
            await pilot.pause()
            print([str(item.texts[0]) for item in app.screen.items])
            for key in keys:
                await pilot.press(key)
                await pilot.pause()
            await app.workers.wait_for_complete()
            await pilot.pause()

asyncio.run(main())
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy with the format, and a journal with one session."""
    assert set(steps(PAGE)) == {MODULE, LIST}
    folder = copied_with(PAGE, tmp_path_factory.mktemp("format"))
    play_a_session(folder)
    return folder


def test_the_command_line_writes_it_names_it_and_helps_with_it(folder: Path) -> None:
    def pannesi(*words: str) -> str:
        return run_in(folder, "-m", "pannesi", "--data", "data", *words)[1]

    assert "Écrit : panne.txt" in pannesi("report", "2", "--format", "txt", "--out", "panne.txt")
    assert (folder / "panne.txt").read_text("utf-8").splitlines()[1] == "Rapport de panne"
    assert "Il y a : txt, md, html, pdf, json." in pannesi("report", "2", "--format", "doc")
    assert "txt, md (Markdown), html, pdf ou json." in pannesi("report", "--help")
    assert "Écrit : chiffres.txt" in pannesi("figures", "--txt", "chiffres.txt")
    assert "Écrire un texte simple." in pannesi("figures", "--help")


def test_the_full_screen_offers_it_and_writes_it(folder: Path) -> None:
    code, said = run_in(folder, "-c", CHOOSE)
    assert code == 0, said
    assert " 4  rapport en texte simple" in said
    assert " 4  texte simple" in said
    figures, report = sorted(Path.home().glob("*.txt"))
    assert figures.read_text("utf-8").splitlines()[1] == "Chiffres de tout le journal"
    assert report.read_text("utf-8").splitlines()[1] == "Rapport de panne"


def test_the_type_checker_finds_nothing_and_would_find_a_writer_that_gives_no_bytes(folder: Path) -> None:
    assert type_errors(folder, "documents/formats") == ""
    with edited(folder, MODULE, ".encode()", ""):
        assert f"{MODULE}:" in type_errors(folder, "documents/formats")


def test_one_that_is_left_out_of_the_list_is_noticed(tmp_path: Path) -> None:
    folder = copied_with(PAGE, tmp_path)
    text = (folder / LIST).read_text("utf-8")
    (folder / LIST).write_text(text.replace("(PLAIN_TEXT, MARKDOWN", "(MARKDOWN"), "utf-8")
    code, said = run_in(folder, "-m", "pytest", "-q", "-n", "0", "tests/documents/test_reports.py", "-k", "listed")
    assert (code, "plain_text" in said) == (1, True), said
