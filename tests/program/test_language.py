"""Another language: a catalogue that is found after all modules were loaded is the one that is shown."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, nodes

from pannesi.cli import app as command_line
from pannesi.documents.binder.binder import binder_of
from pannesi.documents.formats.html import html_bytes
from pannesi.documents.formats.pdf import pdf_bytes
from pannesi.documents.template_words import template_words
from pannesi.presentation.facts.timeline import SentenceWriter
from pannesi.presentation.figures.statistics import figure_lines
from pannesi.presentation.text.key_names import FULL_SCREEN, PLAIN
from pannesi.procedure.availability.moments import format_day
from pannesi.support import i18n
from tests.support import driving
from tests.support.all_commands import ALL
from tests.support.catalogues import Bracketed, compiled, marked_sentences
from tests.support.document_sites import printed_site
from tests.support.driving import press, running, screen_text
from tests.support.figures import PARIS, figures
from tests.support.plain_playing import ALERTED, NIGHT, play, shipped, state_of, station_of
from tests.support.project_files import ROOT
from tests.support.typst_text import TypstText
from tests.support.working_copy import copied_with, run_in

PAGE = "add-a-language.md"
TEMPLATES = ROOT / "src/pannesi/documents/templates"
SIGNS = ("’", " — ", " · ")
"""What stands between texts of a template, in every language."""


@pytest.fixture(autouse=True)
def another_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_translations", Bracketed())


def helps(command: Any) -> list[str]:
    """The help of a command, of its options and arguments, and of the commands within it."""
    own = [command.help, *(one.help for one in command.params)]
    return [*own, *(text for inner in getattr(command, "commands", {}).values() for text in helps(inner))]


def test_the_whole_help_of_the_command_line_is_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    command_line.load_commands(())
    texts = helps(command_line._translated_commands())
    assert len(texts) > 100
    assert not [text for text in texts if text and not re.match(r"(⟦|.* ou )", text)]
    assert command_line.invoke(["sessions", "--help"]) == 0
    screen = capsys.readouterr().out
    assert "⟦Lister les sessions du journal" in screen
    assert "⟦Options :⟧" in screen
    assert "⟦Les exercices seulement.⟧" in screen
    command_line.invoke(["report", "--format"])
    assert "⟦L'option --format" in capsys.readouterr().err


def test_every_command_is_in_it_in_both_faces() -> None:
    for command in ALL:
        words = [command.short, command.help, command.title]
        if command.typed is not None:
            short = command.typed.short
            words += [command.typed_help, "⟦" if callable(short) else i18n.translated(short) or command.short]
        assert not [sentence for sentence in words if not sentence.startswith("⟦")], command.id
    assert i18n.translated(FULL_SCREEN.home) == "⟦Échap⟧"
    assert i18n.translated(PLAIN.home) == "ac"


def test_the_bar_and_the_palette_are_in_it(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path, (120, 40)) as pilot:
            assert "⟦aide⟧" in screen_text(pilot)
            await press(pilot, "ctrl+p")
            assert "⟦Que faire ? ⟧" in screen_text(pilot)
            assert "voir qui appeler maintenant⟧" in screen_text(pilot)

    driving.play(act)


def test_the_line_by_line_face_and_the_timeline_are_in_it() -> None:
    station = station_of()
    screen = play(station, *ALERTED, "?", "n", "")
    assert "⟦annuler votre dernier fait" in screen
    assert "⟦sans objet cette fois⟧" in screen
    state = state_of(station)
    telling = SentenceWriter(shipped().site, state, str)
    sentences = [telling.sentence(event) for event in state.timeline]
    assert not [sentence for sentence in sentences if "⟦" not in sentence]


def test_figures_and_days_are_in_it() -> None:
    assert [line for line in figure_lines(figures(), PARIS, 80) if "⟦" in str(line)]
    assert format_day(NIGHT, PARIS).startswith("⟦mar.⟧ 24 ⟦nov.⟧")


def test_the_pages_of_the_binder_are_in_it() -> None:
    binder = binder_of(printed_site("small"), blank_sheets=1)
    page = html_bytes(binder).decode()
    assert "<h1>⟦Que voyez-vous ?⟧</h1>" in page
    assert "⟦Cocher, noter l'heure et ses initiales. Le numéro" in page
    assert '<b class="mark">⟦+⟧</b> et l\'italique' in page
    assert 'content: "⟦page⟧ " counter(page)' in page


def test_a_pdf_is_in_it() -> None:
    pytest.importorskip("typst", reason="the PDF needs the extra `paper`")
    before = i18n._translations
    page = pdf_bytes(binder_of(printed_site("small"), blank_sheets=1))
    i18n._translations = None
    french = pdf_bytes(binder_of(printed_site("small"), blank_sheets=1))
    i18n._translations = before
    assert page.startswith(b"%PDF")
    assert page != french


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.html")), ids=lambda path: path.name)
def test_a_page_of_html_says_nothing_that_no_catalogue_reaches(path: Path) -> None:
    tree = Environment().parse(path.read_text("utf-8"))
    text = "".join(data.data for data in tree.find_all(nodes.TemplateData))
    styles = "".join(re.findall(r"<style>.*?</style>", text, re.S))
    shown = re.sub(r"<style>.*?</style>|<[^>]*>|&\w+;|pannesi print --code", "", text, flags=re.S)
    assert re.findall(r"[^\W\d_]+", shown) == []
    assert [said for said in re.findall(r'content: "([^"]*)"', styles) if re.search(r"[^\W\d_]", said)] == []


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.typ")), ids=lambda path: path.name)
def test_a_page_of_typst_says_nothing_that_no_catalogue_reaches(path: Path) -> None:
    said = TypstText(path.read_text("utf-8"))
    assert [text for text in said.content if re.search(r"[^\W\d_]", text)] == []
    assert [
        text for text in said.strings if re.search(r"[^\W\d_] [^\W\d_A-Z]|[^\x00-\x7f]", text) and text not in SIGNS
    ] == []


def test_each_sentence_of_the_templates_is_used_by_its_own() -> None:
    for template in ("binder", "report"):
        files = [*TEMPLATES.glob(f"{template}.*"), TEMPLATES / "base.html", TEMPLATES / "common.typ"]
        used = {name for file in files for name in re.findall(r"(?<![\w.-])words\.(\w+)", file.read_text("utf-8"))}
        assert used - {"pairs"} == template_words(template).keys()


def test_a_catalogue_is_put_in_as_its_page_says(tmp_path: Path) -> None:
    page = (ROOT / "docs/how-to" / PAGE).read_text("utf-8")
    place = next(iter(re.findall(r"`(src/\S+/pannesi\.mo)`", page)))
    folder = copied_with(PAGE, tmp_path)
    file = folder / place
    file.parent.mkdir(parents=True)
    sentences = {"Les exercices seulement.": "Drills only.", "Options :": "Options:"}
    assert sentences.keys() <= marked_sentences()
    file.write_bytes(compiled(sentences))
    spoken = "import os, sys; os.environ['LANGUAGE'] = 'xx'; from pannesi.cli.main import run_program; sys.exit(run_program(sys.argv[1:]))"
    code, said = run_in(folder, "-c", spoken, "sessions", "--help")
    assert (code, "Drills only." in said, "Options:" in said) == (0, True, True), said
    assert "Avec une ligne impossible." in said


def test_the_page_extracts_every_mark() -> None:
    page = (ROOT / "docs/how-to" / PAGE).read_text("utf-8")
    for tool in ("-k _ -k n_:1,2 -k N_", "-k_ -kn_:1,2 -kN_"):
        assert tool in page
