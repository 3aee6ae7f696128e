"""A character that the fonts of the PDF lack is named: no empty box ever stands for it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pannesi.documents.binder.binder import Binder, binder_of
from pannesi.documents.formats.pdf import pdf_bytes, printable_values, template_source, template_values
from pannesi.documents.glyphs import NOTE_KEY, name_unprintable
from pannesi.documents.page import Chart, Document, ReportPage, empty_page, used_columns_table
from tests.support.document_sites import printed_site
from tests.support.printed_pages import pages_of

NAMES = ("Ève Œuvre-Żółć", "Ἀλέξανδρος", "Жанна", "王小明", "Zoé 😀", "한글", "नाम", "ไทย", "日本", "𠮷野", "a\u200db")


@given(st.text(st.characters(exclude_categories=["Cs"])), st.sets(st.characters(exclude_categories=["Cs"])))
def test_only_what_does_not_print_is_named_and_the_rest_stays(text: str, lacking: set[str]) -> None:
    lacking = {one for one in lacking if ord(one) > 0x17F}
    shown = name_unprintable({"a": [text]}, lambda asked: not lacking & set(asked))["a"][0]
    expected = "".join(f"[U+{ord(one):04X}]" if one in lacking else one for one in text)
    assert shown == expected


def test_a_page_that_prints_is_not_touched_and_asks_once() -> None:
    asked: list[str] = []
    told = {"a": ["é ☎ ‼", {"b": "→"}]}

    def prints(text: str) -> bool:
        asked.append(text)
        return True

    assert name_unprintable(told, prints) is told
    assert len(asked) == 1


def report() -> ReportPage:
    names = used_columns_table("Personnes", ["Nom"], [[name] for name in NAMES])
    chart = Chart("Noms", '<svg xmlns="http://www.w3.org/2000/svg"><text y="9">王</text></svg>')
    return replace(empty_page(printed_site("small"), "Noms"), sections=[names], charts=[chart])


def binder() -> Binder:
    return replace(binder_of(printed_site("small")), site=" ".join(NAMES))


@pytest.mark.parametrize("document", [report, binder])
def test_no_silent_box_is_in_a_pdf(document: Callable[[], Document]) -> None:
    """Typst itself is asked: under the standard for archives it refuses a text that no font shows."""
    typst = pytest.importorskip("typst", reason="the PDF needs the extra `paper`")
    told = template_values(document())
    shown = printable_values(told)
    assert shown[NOTE_KEY]
    day = b"document(date: datetime(year: 2026, month: 1, day: 1))"  # which that standard wants, and reports never have
    dated = template_source(document()).replace(b"document(date: none)", day)

    def archived(value: dict[str, object]) -> bytes:
        return bytes(
            typst.compile(
                dated, font_paths=typst.Fonts(include_system_fonts=False), pdf_standards="a-2b",
                sys_inputs={"page": json.dumps(value)},
            )
        )  # fmt: skip

    assert archived(shown).startswith(b"%PDF")
    with pytest.raises(typst.TypstError, match="could not be displayed"):
        archived(told)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed")
def test_a_person_reads_the_code_and_what_it_means() -> None:
    pytest.importorskip("typst", reason="the PDF needs the extra `paper`")
    said = "".join(pages_of(pdf_bytes(report())))
    assert "[U+738B][U+5C0F][U+660E]" in said
    assert "Ève Œuvre-Żółć" in said
    assert "un caractère que la police du PDF n'a pas" in said
