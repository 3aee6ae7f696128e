"""What leaves for a spreadsheet: three CSV of a period without a name, and xlsx whose numbers keep their zeros."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

from pannesi.application.context import Station
from pannesi.application.site_selection import SelectedSite
from pannesi.documents.formats.xlsx import xlsx_bytes
from pannesi.documents.page import Table, empty_page
from pannesi.documents.report.report_files import register_bytes, write_figures
from pannesi.documents.tables import figure_tables as tables
from pannesi.history.catalogue import catalogue_of
from pannesi.history.session_record import read_session
from pannesi.journal.audit_entries import ExportEntry, entry_of
from pannesi.journal.audit_log import Who, audit_events
from pannesi.procedure.loading.site_choice import SiteFolder
from pannesi.session import actions as want
from pannesi.support.errors import AlreadyExists
from tests.support.plain_playing import NIGHT, pass_time, station_of
from tests.support.small_site import SMALL, small_loaded, small_site

LATER = NIGHT + timedelta(days=1)
NAME = "Inventée-Nevoitpas 0012345"


@pytest.fixture
def station() -> Station:
    """An outage with two calls, a patient with a CD given and one struck, closed by force."""
    made = station_of(SelectedSite(small_site(), small_loaded().files, SiteFolder(SMALL)))
    desk = made.desk()
    visit = desk.open(want.Open("cas-1", "images")).current_cases[0]
    pass_time(made, timedelta(minutes=4))
    desk.do(want.Called(visit, "prevenir", "informatique", "no_answer"))
    pass_time(made, timedelta(minutes=3))
    desk.do(want.Called(visit, "prevenir", "informatique", "reached"))
    desk.do(want.AddPatient({"origin": "externe", "exam": "coupe"}, identity=NAME))
    desk.do(want.AddPatient({"origin": "urgences"}, identity=NAME))
    first, second = (line.id for line in desk.look().patients)
    desk.do(want.SettleDuty(first, "cd"))
    desk.do(want.VoidPatient(second, "doublon"))
    desk.do(want.Close("Madame Secrète attend"))
    return made


def read(file: Path) -> tuple[str, list[dict[str, str]]]:
    note, *rows = csv.reader(file.read_text("utf-8-sig").splitlines(), delimiter=";")
    return note[0], [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def test_three_tables_say_what_happened_without_a_name_and_are_recorded(station: Station, tmp_path: Path) -> None:
    catalogue = catalogue_of(station.journal, station.site).caught_up(LATER)
    who = Who(lambda: LATER, station.new_id, "AB")

    def recorder(sessions: tuple[str, ...], folder: Path) -> None:
        assert not list(tmp_path.iterdir()), "recorded before anything leaves"
        tables.record_tables(station.journal, who, sessions, folder)

    files = tables.write_figure_tables(catalogue, ("2026", "2026"), LATER, tmp_path, recorder, force=False)
    (session,) = read(tmp_path / tables.SESSIONS)[1]
    assert (session["cas"], session["systèmes"], session["clôture forcée"]) == ("cas-1", "PACS", "oui")
    assert (session["début"], session["prévenu"]) == ("2026-11-24 03:12:00+01:00", "2026-11-24 03:19:00+01:00")
    assert [session[name] for name in ("patients examinés", "rayés", "appels", "sans réponse")] == ["1", "1", "2", "1"]
    calls = read(tmp_path / tables.CALLS)[1]
    assert [(call["joint"], call["attente en secondes"]) for call in calls] == [("non", ""), ("oui", "180")]
    note, steps = read(tmp_path / tables.STEPS)
    assert note.startswith("Données de santé pseudonymisées")
    assert {step["ligne"]: step["état de la ligne"] for step in steps} == {"A-01": "entered", "A-02": "voided"}
    assert ("cd", "done", "2026-11-24 03:19:00+01:00") in [(step["clé"], step["état"], step["à"]) for step in steps]
    assert (steps[0]["origine"], steps[0]["examen"], steps[0]["unité"]) == ("externe", "coupe", "")
    everything = "".join(file.read_text("utf-8-sig") for file in files)
    assert not [word for word in ("Inventée", "0012345", "Secrète", "doublon") if word in everything]
    entries = [entry_of(event) for event in audit_events(station.journal)]
    (told,) = [entry for entry in entries if isinstance(entry, ExportEntry)]
    assert (told.what, told.sessions, told.patients) == (tables.EXPORTED, (session["session"],), True)
    with pytest.raises(AlreadyExists):
        tables.write_figure_tables(catalogue, (None, None), LATER, tmp_path, recorder, force=False)
    catalogue.close()


def cells(content: bytes) -> dict[str, list[list[tuple[str, str]]]]:
    """Every cell of each sheet: its type (`s` for a text, `n` for a number) and what it holds."""
    space = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    book = zipfile.ZipFile(io.BytesIO(content))
    texts = [
        "".join(part.itertext())
        for part in ElementTree.fromstring(book.read("xl/sharedStrings.xml")).findall("x:si", space)
    ]
    names = [
        each.attrib["name"]
        for each in ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{{{space['x']}}}sheet")
    ]
    sheets = {}
    for number, name in enumerate(names, start=1):
        root = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
        assert not root.findall(".//x:f", space), "no formula"
        sheets[name] = [
            [
                (cell.get("t", "n"), texts[int(value)] if cell.get("t") == "s" else value)
                for cell in row.findall("x:c", space)
                if (value := cell.findtext("x:v", "", space))
            ]
            for row in root.findall(".//x:row", space)
        ]
    return sheets


def test_a_spreadsheet_of_the_register_keeps_every_digit(station: Station) -> None:
    (row,) = station.journal.sessions()
    record = read_session(station.journal, station.site, row.id)
    content = register_bytes(record, "xlsx")
    assert content == register_bytes(record, "xlsx"), "the same register gives the same bytes"
    (sheet,) = cells(content).values()
    assert {kind for line in sheet for kind, _text in line} == {"s"}
    assert any(text == NAME for line in sheet for _kind, text in line)
    shown = csv.reader(io.StringIO(register_bytes(record, "csv").decode("utf-8-sig")), delimiter=";")
    assert [[text for text in line if text] for line in shown] == [
        [text for _kind, text in line if text] for line in sheet
    ]


def test_a_spreadsheet_takes_no_text_for_a_number_nor_for_a_formula() -> None:
    long = "1" * 21
    odd = [["0012345", "3"], ["=1+1", "12"], [long, "0"]]
    page = replace(
        empty_page(small_site(), "Titre"),
        data={},
        sections=[Table("A/B?", "", ["n", "fois"], odd), Table("a b", "", ["n"], [])],
    )
    sheets = cells(xlsx_bytes(page))
    assert list(sheets) == ["A B", "a b 2"]
    assert sheets["A B"][1:] == [[("s", name), ("n", count)] for name, count in odd]


def test_the_figures_of_a_period_leave_as_a_spreadsheet(station: Station, tmp_path: Path) -> None:
    file = tmp_path / "chiffres.xlsx"
    write_figures(station.journal, station.site, ("2026", "2026"), LATER, {"xlsx": file}, force=False)
    sheets = cells(file.read_bytes())
    assert sheets["Dû aux patients"][1][:4] == [("s", "CD gravé"), ("s", "cd"), ("n", "1"), ("n", "1")]
    assert sheets["Appels, par contact"][1][:3] == [("s", "Service informatique"), ("n", "2"), ("n", "1")]
