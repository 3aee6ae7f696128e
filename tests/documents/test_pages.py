"""The printable HTML: one file, nothing interpreted, every text readable; and the PDF made from the same value."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any, ClassVar

import pytest

from pannesi.documents.binder.binder import binder_of
from pannesi.documents.formats.html import html_bytes
from pannesi.documents.formats.pdf import pdf_bytes, template_source
from pannesi.documents.page import Document
from pannesi.support.errors import CannotExport
from tests.support.document_sites import printed_site


class Reader(HTMLParser):
    """Collects the tags, addresses and text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: list[str] = []
        self.contents: list[str] = []
        self.said: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _value in attrs}
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src", "action")]

        self.contents += [value or "" for name, value in attrs if name == "content"]

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    @property
    def text(self) -> str:
        return "".join(self.said)


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in ("id", "kind", "sheet", "qr", "link", "digest", "mark", "state", "word"):
                yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("name", ["shipped", "hostile"])
def test_every_text_of_the_binder_is_readable_in_the_page_to_the_letter(name: str) -> None:
    binder = binder_of(printed_site(name))
    said = Reader(html_bytes(binder).decode()).text
    for text in texts(binder.values()):
        assert text in said


def test_nothing_that_a_site_says_becomes_a_tag_an_attribute_or_an_address() -> None:
    quiet, hostile = (Reader(html_bytes(binder_of(printed_site(name))).decode()) for name in ("shipped", "hostile"))
    assert hostile.tags <= quiet.tags | {"u"}
    assert hostile.attributes <= quiet.attributes
    assert "script" not in hostile.tags
    for address in hostile.addresses + quiet.addresses:
        assert address.startswith(("#sheet-", "https://", "http://", "tel:", "mailto:"))


def test_the_page_needs_nothing_but_itself() -> None:
    page = html_bytes(binder_of(printed_site("shipped"))).decode()
    assert "@page" in page
    reader = Reader(page)
    assert any(one.startswith("default-src 'none';") for one in reader.contents)
    assert not {"script", "link", "img", "iframe"} & reader.tags


@pytest.mark.parametrize("name", ["small", "hostile"])
def test_a_pdf_is_the_same_to_the_byte_when_made_again(name: str) -> None:
    pytest.importorskip("typst", reason="the PDF needs the extra `paper`")
    binder = binder_of(printed_site(name))
    first = pdf_bytes(binder)
    assert first.startswith(b"%PDF")
    assert first == pdf_bytes(binder)


def test_without_the_module_of_the_pdf_a_person_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name in ("typst", "segno"):
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    binder = binder_of(printed_site("small"))
    with pytest.raises(CannotExport, match=r"pannesi\[paper\].*page HTML, à ouvrir puis imprimer.*--html"):
        pdf_bytes(binder)
    assert binder.qr == ""
    assert binder.code in html_bytes(binder).decode()


class Gone(Document):
    """A document whose templates are not there any more."""

    template: ClassVar[str] = "gone"


@pytest.mark.parametrize("write", [html_bytes, template_source])
def test_a_file_of_the_program_that_is_out_of_reach_is_told_with_what_to_do(write: Callable[[Document], bytes]) -> None:
    with pytest.raises(CannotExport, match="relancer pannesi ; la session est gardée"):
        write(Gone())
