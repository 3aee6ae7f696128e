"""The pages of a report as a person turns them: patients first, struck lines struck, facts as lived, no page left nearly empty."""

from __future__ import annotations

import importlib
import re
import shutil
import subprocess
from datetime import timedelta

import pytest

from pannesi.application.context import Station
from pannesi.documents import fonts
from pannesi.documents.formats.html import html_bytes
from pannesi.documents.formats.markdown import markdown_text
from pannesi.documents.formats.pdf import pdf_bytes
from pannesi.documents.page import BlankTable, ReportPage, Table, empty_page
from pannesi.documents.report.session_report import report_page
from pannesi.history.session_record import read_session
from pannesi.session import actions as want
from tests.support.plain_playing import NIGHT, pass_time, shipped, station_of

MINUTE = timedelta(minutes=1)
WITH_PDF = pytest.mark.skipif(
    shutil.which("pdftotext") is None or importlib.util.find_spec("typst") is None,
    reason="pdftotext (poppler-utils), or the extra `paper`, is not installed",
)


def a_night(notes: int = 0, *, exercise: bool = False) -> tuple[Station, str]:
    """Two patients, of whom the second was struck out; then some notes."""
    station = station_of(exercise=exercise)
    desk = station.desk()
    desk.open(want.Open("cas-3", "images-invisibles", exercise=exercise))
    desk.do(want.AddPatient({"origin": "externe", "exam": "coupe"}, fields={"nom": "Inventée", "prenom": "Essai"}))
    desk.do(want.AddPatient({"origin": "externe", "exam": "coupe"}, fields={"nom": "Imaginaire", "prenom": "Essai"}))
    desk.do(want.VoidPatient(desk.look().patients[1].id, "doublon", want.ImagesFate("none")))
    for number in range(notes):
        desk.do(want.Note(f"remarque n° {number:03d}"))
    assert desk.session is not None
    return station, desk.session


def page_of(station: Station, session: str, *, patients: bool = True) -> ReportPage:
    return report_page(read_session(station.journal, shipped().site, session), patients=patients)


def pages_of(page: ReportPage) -> list[str]:
    told = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf_bytes(page), capture_output=True, check=True)
    return told.stdout.decode().split("\f")[:-1]


def test_a_report_with_patients_begins_with_who_in_what_state_owes_what() -> None:
    page = page_of(*a_night())
    first = page.sections[0]
    assert (first.title, first.columns) == ("Patients", ["Ligne", "Nom", "État", "Reste à faire"])
    assert first.rows == [
        ["A-01", "Inventée Essai", "saisie", "CD, film ?, id. confirmée, images, à vérifier"],
        ["A-02", "Imaginaire Essai", "rayée par AB : doublon", ""],
    ]
    assert [table.title for table in page.annexes] == ["Patient A-01", "Patient A-02", "Faits, dans l'ordre"]
    assert page_of(*a_night(), patients=False).sections[0].title != "Patients"


def test_what_was_said_impossible_stands_in_the_state_of_its_line_also_once_that_is_verified() -> None:
    station, session = a_night()
    desk = station.desk()
    desk.resume(session)
    desk.do(want.MarkDutyImpossible(desk.look().patients[0].id, "cd", "graveur fendu"))
    assert page_of(station, session).sections[0].rows[0][2:] == [
        "saisie ; impossible : CD", "film ?, id. confirmée, images, à vérifier",
    ]  # fmt: skip


def test_of_a_struck_line_who_it_was_about_is_struck_and_what_is_told_of_it_is_not() -> None:
    page = page_of(*a_night())
    texts = (markdown_text(page), html_bytes(page).decode().replace("<s>", "~~").replace("</s>", "~~"))
    for text in texts:
        assert "~~Imaginaire Essai~~" in text
        assert "~~A-02~~" in text
        assert "~~Imaginaire~~" in text
        assert "~~Inventée" not in text
        assert not re.search(r"~~[^~\n]*(rayée|aucune image|AB)[^~\n]*~~", text)
        assert "rayée par AB : doublon" in text


@WITH_PDF
def test_a_struck_line_says_rayee_in_the_pdf_too() -> None:
    text = " ".join(" ".join(pages_of(page_of(*a_night()))).split())
    assert re.search(r"A-02 Imaginaire Essai rayée par AB : doublon", text)


def test_a_program_is_given_the_same_keys_of_a_table_as_before() -> None:
    data = page_of(*a_night()).as_data()
    for table in (*data["sections"], *data["annexes"]):
        assert set(table) == {"title", "note", "columns", "rows"}


def test_facts_stand_in_the_order_in_which_they_were_lived() -> None:
    station = station_of()
    desk = station.desk()
    desk.open(want.Open("cas-3", "images-invisibles"))
    pass_time(station, 20 * MINUTE)
    note = desk.carry_out(want.Note("lumière rouge")).written[0]
    desk.do(want.CorrectTime(note.id, NIGHT + 2 * MINUTE))
    pass_time(station, 20 * MINUTE)
    desk.do(want.Note("lumière verte"))
    rows = page_of(station, str(desk.session)).annexes[-1].rows
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    (red,) = [row for row in rows if "lumière rouge" in row[2] and row[2].startswith("note")]
    assert red[0] == "24/11/2026 03:14"
    assert "noté à 24/11/2026 03:32" in red[2]
    assert rows.index(red) < next(place for place, row in enumerate(rows) if "lumière verte" in row[2])


@pytest.mark.parametrize("patients", [True, False])
@pytest.mark.parametrize("exercise", [True, False])
def test_no_word_of_the_command_line_is_on_paper(patients: bool, exercise: bool) -> None:
    page = page_of(*a_night(exercise=exercise), patients=patients)
    said = markdown_text(page).replace("\\", "").replace("| --- ", "").replace("---", "")
    assert re.findall(r"--\w+|pannesi (?!\d)\w+|json|html", said) == []


@WITH_PDF
@pytest.mark.parametrize("notes", range(27, 32))
def test_no_report_ends_on_a_page_of_a_few_rows(notes: int) -> None:
    """The list of facts comes to its end all over the last page, and just past it."""
    last = pages_of(page_of(*a_night(notes), patients=False))[-1]
    rows = [line for line in last.splitlines() if re.match(r"\s*\d\d/\d\d/\d{4} \d\d:\d\d", line)]
    assert len(rows) >= 6, last


@WITH_PDF
@pytest.mark.parametrize("first", ["Libellé", "Texte"])
def test_a_column_of_sentences_keeps_its_room_beside_many_others(first: str) -> None:
    """It had what the others left, which may be nothing: its words then stood on those of the next column."""
    columns = [
        first,
        "premier geste",
        "quelqu'un prévenu",
        "mode dégradé",
        "patients réconciliés",
        "du retour au dernier",
    ]
    page = empty_page(shipped().site, "Essai")
    page.sections.append(Table("Délais", "", columns, [["PACS", *["1 h 11 (1)"] * 5]]))
    page.sections.append(Table("Motifs", "", [first, "Pourquoi"], [["PACS", "parce que " * 40]]))
    told = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf_bytes(page), capture_output=True, check=True)
    words = re.findall(r'xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)"[^>]*>([^<]+)<', told.stdout.decode())
    edges = {word: (float(left), float(right)) for left, right, word in reversed(words)}
    assert edges[first][1] < edges["premier"][0]
    assert edges["PACS"][1] < edges["1"][0]
    assert edges["PACS"][1] < edges["parce"][0]


@WITH_PDF
@pytest.mark.parametrize("room", [True, False])
def test_signatures_never_stand_alone_on_a_page(room: bool) -> None:
    """What comes before them ends all over a page."""
    for rows in range(22, 36):
        page = empty_page(shipped().site, "Essai")
        page.sections.append(Table("Long", "", ["Texte"], [[f"rang {row}"] for row in range(rows)]))
        page.sections.append(Table("Court", "", ["Texte"], [["rang"]]))
        page.rooms.extend([BlankTable("Remarques", ["Remarque"], lines=4)] if room else [])
        page.signatures.extend(["Référent", "Cadre"])
        (signed,) = [text for text in pages_of(page) if "Signatures" in text]
        assert ("Remarques" if room else "Court") in signed, rows


def test_without_the_package_of_the_font_typst_s_own_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("typst", reason="the PDF needs the extra `paper`")
    page = page_of(*a_night())
    monkeypatch.setattr(fonts, "find_spec", lambda _name: None)
    assert fonts.font_folders() == []
    assert fonts.font_families()[0] == "Libertinus Serif"
    first = pdf_bytes(page)
    assert b"AtkinsonHyperlegible" not in first
    assert first == pdf_bytes(page)


def test_with_the_package_of_the_font_its_letters_are_in_the_pdf() -> None:
    pytest.importorskip("typst", reason="the PDF needs the extra `paper`")
    pytest.importorskip("fontpkg_atkinson_hyperlegible", reason="the font comes with the extra `paper`")
    assert fonts.font_families()[0] == "Atkinson Hyperlegible"
    assert [sorted(file.suffix for file in folder.iterdir()) for folder in fonts.font_folders()] == [[".ttf"] * 4]
    assert b"AtkinsonHyperlegible-Bold" in pdf_bytes(page_of(*a_night()))
