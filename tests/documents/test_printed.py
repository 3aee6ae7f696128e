"""The binder as it comes out of the printer: what the PDF says is what the site says, on pages that can be found."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from pannesi.documents.binder.binder import binder_of
from pannesi.documents.formats.pdf import pdf_bytes
from pannesi.procedure.model.lines import Ask, Call, Ticket, Verify, text_of
from pannesi.procedure.model.numbering import options_of
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import Annexe, Case, Triage
from tests.support.document_sites import printed_site
from tests.support.printed_pages import pages_of

TEMPLATES = Path(__file__).parents[2] / "src/pannesi/documents/templates"
BAND = "heure, par"
"""How the head of a part ends on paper."""

pytest.importorskip("typst", reason="the PDF needs the extra `paper`")
pytestmark = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed")


@cache
def printed(name: str) -> tuple[str, ...]:
    return tuple(pages_of(pdf_bytes(binder_of(printed_site(name), blank_sheets=3))))


def packed(text: str) -> str:
    """Without blanks: where a line ends on paper is no difference; nor is how a letter and its accent are joined."""
    return re.sub(r"\s", "", text)


def said_by(site: Site) -> Iterator[str]:
    """Everything that the site says to a person, read from the site and not from the binder."""
    for unit in site.units:
        yield from (unit.title, unit.recognise, *(one.label for one in unit.symptoms))
        for message in unit.messages.values():
            yield from filter(None, (message.to, message.title, message.body, message.missing))
        for gap in (*unit.gaps, *unit.questions):
            yield from filter(None, (gap.text, gap.ask))
        yield from (topic.label for topic in (unit.unwritten if isinstance(unit, Triage) else ()))
    for place in site.places.values():
        line = place.line
        yield from filter(None, (line.detail, line.expect, line.why, line.added, line.gap, line.source))
        yield from (place.number, text_of(line))
        if isinstance(line, Call):
            yield line.say
        if isinstance(line, Ask | Verify):
            yield from (option.label for option in options_of(line))
        if isinstance(line, Ticket):
            yield from (item.label for item in line.items)
    for contact in site.contacts.contacts:
        yield from filter(None, (contact.name, contact.note))
        yield from (channel.value for channel in contact.channels if channel.value)
        yield from (known.value for known in contact.references)
    for field in site.register_fields:
        yield from (field.label, *field.choices)
    yield from ("P-001", "P-002", "P-003")


@pytest.mark.parametrize("name", ["shipped", "small"])
def test_every_line_number_message_and_contact_of_the_site_is_on_paper_to_the_letter(name: str) -> None:
    paper = packed("".join(printed(name)))
    assert [one for one in said_by(printed_site(name)) if packed(one) not in paper] == []


def test_a_line_and_its_number_are_on_one_page() -> None:
    pages = [packed(page) for page in printed("shipped")]
    for place in printed_site("shipped").places.values():
        assert any(place.number in page and packed(text_of(place.line)) in page for page in pages), place.number


def test_a_number_that_the_site_changes_changes_on_paper() -> None:
    paper = packed("".join(printed("shipped")))
    assert "01.53.62.24.00" in paper
    assert "01.53.62.24.01" not in paper


@pytest.mark.parametrize("name", ["shipped", "small"])
def test_every_page_has_its_number_the_site_and_its_version(name: str) -> None:
    pages = printed(name)
    site = printed_site(name)
    for number, page in enumerate(pages, start=1):
        assert f"page {number} / {len(pages)}" in page
        assert site.contacts.site in page
        assert binder_of(site).code in page


def test_the_front_page_and_every_line_that_leads_away_name_the_page_where_the_sheet_begins() -> None:
    site, pages = printed_site("shipped"), printed("shipped")
    begins = {unit.source: number for unit in site.units if unit.source for number in first_pages(unit.title, pages)}
    named = [one for page in pages for one in re.findall(r"((?:Cas N°|Annexe )\d), page\s(\d+)", page)]
    assert len(named) > 20
    for sheet, number in named:
        assert begins[sheet] == int(number), sheet


def first_pages(title: str, pages: tuple[str, ...]) -> list[int]:
    """The page whose second line is the title: the first is its head."""
    return [
        number
        for number, page in enumerate(pages, start=1)
        if packed(title) in packed("".join(page.split("\n")[:4])) and "Vous y êtes si" in page
    ][:1]


def test_a_case_takes_a_page_or_two_and_no_sheet_more() -> None:
    pages = printed("shipped")
    heads = [page.split("\n")[0] for page in pages]
    for unit in printed_site("shipped").units:
        taken = sum(head.endswith(unit.title) for head in heads)
        if isinstance(unit, Annexe) and unit.fields:
            continue  # its blank sheets follow it
        assert 1 <= taken <= 2, f"{unit.id}: {taken} pages"


@pytest.mark.parametrize("unit", ["cas-1", "cas-3", "cas-5", "cas-6", "cas-7"])
def test_a_case_whose_content_allows_it_takes_one_page(unit: str) -> None:
    title = printed_site("shipped").unit_by_id[unit].title
    assert sum(page.split("\n")[0].endswith(title) for page in printed("shipped")) == 1


def test_no_page_is_nearly_empty() -> None:
    """Each page has more than a few lines beside its head and foot; blank sheets have their fields."""
    for number, page in enumerate(printed("shipped"), start=1):
        assert page.count("\n") > 16, f"page {number}: {page}"


def test_each_symptom_of_case_2_begins_under_its_title_on_the_page_that_the_front_page_names() -> None:
    site, pages = printed_site("shipped"), printed("shipped")
    for symptom in site.unit_by_id["cas-2"].symptoms:
        (number,) = re.findall(rf"Cas N°2{symptom.mark}, page\s(\d+)", pages[0])
        page = packed(pages[int(number) - 1])
        assert packed(f"2{symptom.mark} {symptom.label}") in page
        assert f"2{symptom.mark}.1" in page


def test_the_pocket_form_is_a5_and_has_every_line_and_number_to_dial() -> None:
    site = printed_site("shipped")
    content = pdf_bytes(binder_of(site, pocket=True))
    assert all(page.count("\n") > 9 for page in pages_of(content)), "no page is nearly empty"
    assert re.search(rb"/MediaBox ?\[0 0 419\.5\d* 595\.2\d*\]", content)
    paper = packed("".join(pages_of(content)))
    for place in site.places.values():
        assert place.number in paper
        assert packed(text_of(place.line)) in paper
    for contact in site.contacts.contacts:
        assert all(packed(channel.value) in paper for channel in contact.channels if channel.value)
    assert "P-001" not in paper


def test_what_is_known_of_the_edition_and_room_for_the_rest_is_on_the_front_page() -> None:
    page = " ".join(printed("shipped")[0].split())
    for words in ("Version du site", "fiches à relire", "Rédigé par", "Approuvé par, le", "Imprimé le"):
        assert words in page


def test_no_head_of_a_part_is_left_alone_at_the_foot_of_a_page() -> None:
    site = printed_site("shipped")
    for page in printed("shipped"):
        body = page.partition("Version du site")[0].strip().split("\n")
        assert not body[-1].endswith(BAND), page
        assert body[-1] not in ("Ce que la procédure ne dit pas", "Messages, à la lettre", site.contacts.site)


def test_the_triage_and_each_case_begin_on_a_page_of_their_own() -> None:
    for unit in printed_site("shipped").units:
        if isinstance(unit, Case):
            assert len(first_pages(unit.title, printed("shipped"))) == 1, unit.id


def test_nothing_is_printed_too_small_for_arm_s_length() -> None:
    for template in TEMPLATES.glob("*.typ"):
        source = template.read_text("utf-8")
        listed = [size for sizes in re.findall(r"sizes = \(([^)]*)\)", source) for size in re.findall(r"[\d.]+", sizes)]
        shares = [float(one) for one in re.findall(r"size: ([\d.]+)em", source)]
        assert not listed or min(map(float, listed)) * min(shares) >= 9.5, template.name
        sizes = [float(one) for one in [*re.findall(r"size: ([\d.]+)pt", source), *listed]]
        assert min(sizes) >= 9.5, template.name
