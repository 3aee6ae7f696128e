"""Makes the pictures of the guides anew: real screens of the full-screen face, and pages as they are printed.

`python docs/pictures.py classeur-cas` makes only those that are named.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import shutil
import sys
import tempfile
from collections.abc import Container, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pannesi
from pannesi.application.context import open_station
from pannesi.documents.binder.binder import binder_of
from pannesi.documents.formats.pdf import png_pages
from pannesi.documents.page import ReportPage
from pannesi.documents.report.session_report import report_page
from pannesi.history.session_record import read_session
from pannesi.procedure.loading.loader import load_site
from pannesi.procedure.loading.site_choice import shipped_folder
from pannesi.session import actions as want
from pannesi.support.clock import Clock
from pannesi.tui.app import PannesiApp

HERE = Path(__file__).resolve().parent / "pictures"
_PPI = 76
_LAST_LINE = re.compile(r'(id="terminal-clip-terminal">\s*<rect [^>]*height=")([\d.]+)"')
_BELOW = 4
"""How much deeper the picture is cut: letters of the last line reach below it."""
NIGHT = datetime(2026, 11, 24, 2, 12, tzinfo=UTC)
pannesi.BUILT = f"{NIGHT:%Y-%m-%d}"  # or a program made since would doubt the hour of that night


def typed(words: str) -> tuple[str, ...]:
    """The keys of a few words, and Enter."""
    names = {" ": "space", "'": "apostrophe", "/": "slash", "-": "minus"}
    return (*(names.get(letter, letter) for letter in words), "enter")


CASE_4 = ("7", "enter", "1")
ONE = ("p", "3", "1", "1", "1", *typed("Inventée"), *typed("Essai"), *typed("12/03/1950"), "1", "f5")
"""An adult intensive care patient."""
TWO = ("p", "1", "1", "1", *typed("Imaginaire"), *typed("Exemple"), *typed("05/11/1962"), "2", "f5")
THREE = ("p", "2", "2", "2", "2", *typed("Inventée"), *typed("Essai"), *typed("03/12/1950"), "f5")
"""Perhaps the first one again: day and month are exchanged."""
BACK = ("r", *typed("CD, poste 2"), "enter")
DONE = ("enter", "enter", "enter", "enter", "enter", "2", "enter", *typed("DEM-12"))
"""What is owed, the identity, the request."""
SCREENS: tuple[tuple[str, tuple[int, int], tuple[str, ...]], ...] = (
    ("accueil", (80, 24), ()),
    ("appel", (80, 24), ("6", "enter", "1", "1")),
    ("en-grand", (80, 24), ("9", "enter", "f9")),
    ("motif", (80, 24), ("6", "enter", "1", "1", "i")),
    ("meme-panne", (80, 24), ("6", "enter", "escape", "1", "4")),
    ("fiche-patient", (80, 24), (*CASE_4, "p", "3", "1", "1", "1", *typed("Inventée"), *typed("Essai"))),
    ("registre", (80, 24), (*CASE_4, *ONE, *TWO, *THREE, "d")),
    ("ligne-patient", (80, 30), (*CASE_4, *ONE, *TWO, *THREE, "d", "home", "down", "enter")),
    ("fiche-papier", (80, 24), (*CASE_4, "p", "f6", *typed("17"), *typed("02h50"), "1", "1", "1", *typed("Inventé"))),
    ("a-reprendre", (80, 24), (*CASE_4, *ONE, *TWO, "g", *typed("un CD manque"), "escape")),
    ("reconcilier", (80, 24), (*CASE_4, *ONE, *TWO, *THREE, *BACK, "d")),
    ("ligne-retour", (80, 30), (*CASE_4, *ONE, *TWO, *THREE, *BACK, "d", "t", "home", *DONE)),
    ("clore", (80, 24), (*CASE_4, *ONE, *TWO, *BACK, "x")),
    ("large", (120, 34), ("7", "enter", "1", "enter", "down")),
)
"""Name, size, keys typed from home."""


async def picture(name: str, size: tuple[int, int], keys: tuple[str, ...]) -> None:
    with tempfile.TemporaryDirectory() as scratch, contextlib.chdir(scratch):
        clock = Clock(real_now=lambda: NIGHT)
        shutil.copytree(shipped_folder() / "cases", "hopital/cases")
        shutil.copy(shipped_folder() / "contacts.yaml", "hopital")
        station = open_station("hopital", scratch, "AB", {}, Path(scratch), clock=clock)
        app = PannesiApp(station)
        async with app.run_test(size=size) as pilot:
            for key in keys:
                await pilot.press(key)
                await pilot.pause(0.2)
            await pilot.pause(0.2)
            svg = app.export_screenshot(title="pannesi")
        station.journal.close()
    svg = re.sub(r"terminal-\d+", "terminal", svg).replace("<text ", '<text xml:space="preserve" ')
    svg = _LAST_LINE.sub(lambda found: f'{found[1]}{float(found[2]) + _BELOW}"', svg)
    (HERE / f"{name}.svg").write_text(svg, "utf-8")


PAPERS: tuple[tuple[str, int], ...] = (
    ("classeur-accueil", 1), ("classeur-panne", 2), ("classeur-cas", 11), ("classeur-liste", 24),
    ("classeur-fiche", 28), ("poche-cas", 14),
)  # fmt: skip
"""Name, page of the binder of the shipped site; of its pocket form for `poche`."""


def paper(wanted: Container[str]) -> None:
    """Pages as they are printed."""
    site = load_site(shipped_folder()).site
    assert site is not None
    for name, number in PAPERS:
        if name in wanted:
            pages = png_pages(binder_of(site, pocket=name.startswith("poche")), _PPI)
            (HERE / f"{name}.png").write_bytes(pages[number - 1])
    if "attestation" in wanted:
        (HERE / "attestation.png").write_bytes(png_pages(attestation(), _PPI)[0])
    if "rapport-patients" in wanted:
        (HERE / "rapport-patients.png").write_bytes(png_pages(report_with_patients(), _PPI)[0])


def attestation() -> ReportPage:
    """The report of an invented exercise on case 3."""
    with tempfile.TemporaryDirectory() as scratch:
        clock = Clock(real_now=lambda: NIGHT)
        station = open_station(str(shipped_folder()), scratch, "AB", {}, Path(scratch), clock=clock, exercise=True)
        desk = station.desk()
        desk.open(want.Open("cas-3", "images-invisibles", exercise=True))
        desk.do(want.NamePerson("A. Inventé", "manipulateur"))
        keys = {row.line.id: row.key for row in desk.look().rows}
        desk.do(want.Answer(*keys["combien-de-postes"], "plusieurs"))
        desk.do(want.Answer(*keys["quels-examens"], "aucun"))
        desk.do(want.Called(*keys["prevenir-informatique"], "hotline-informatique", "no_answer"))
        desk.do(want.Called(*keys["prevenir-informatique"], "astreinte-informatique", "reached"))
        desk.do(want.CouldNot(*keys["message-panne"], "informatique occupée"))
        desk.do(want.Close("fin de l'exercice"))
        assert desk.session is not None
        page = report_page(read_session(station.journal, station.site, desk.session), patients=False)
        station.journal.close()
    return page


def report_with_patients() -> ReportPage:
    """The report of an invented night on case 4: eight patients, one of them struck out, one let go."""
    with tempfile.TemporaryDirectory() as scratch:
        clock = Clock(real_now=lambda: NIGHT)
        station = open_station(str(shipped_folder()), scratch, "AB", {}, Path(scratch), clock=clock)
        desk = station.desk()
        desk.open(want.Open("cas-4", "ris-et-pacs"))
        names = ("Inventée", "Imaginaire", "Exemple", "D'Essai", "Fictive", "Personne", "Invention", "Modèle")
        for place, name in enumerate(names):
            facts = {
                "origin": ("externe", "urgences")[place % 2], "exam": ("coupe", "autre")[place % 3 == 2],
                "identity": "connue", "unit": ("autre", "réanimation adulte")[place % 4 == 3],
            }  # fmt: skip
            desk.do(want.AddPatient(facts, fields={"nom": name, "prenom": "Essai", "naissance": "1950-03-12"}))
        lines = [patient.id for patient in desk.look().patients]
        desk.do(want.MarkDutyImpossible(lines[0], "cd", "plus de CD vierge"))
        desk.do(want.VoidPatient(lines[1], "doublon de A-01", want.ImagesFate("attach", lines[0])))
        desk.do(want.Waive(lines[2], "parti sans examen", want.ImagesFate("none")))
        desk.do(want.Close("fin de service"))
        assert desk.session is not None
        page = report_page(read_session(station.journal, station.site, desk.session), patients=True)
        station.journal.close()
    return page


async def main(names: Sequence[str]) -> None:
    HERE.mkdir(exist_ok=True)
    wanted = names or [name for name, *_rest in (*SCREENS, *PAPERS, ("attestation",), ("rapport-patients",))]
    for screen in SCREENS:
        if screen[0] in wanted:
            await picture(*screen)
    paper(wanted)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
