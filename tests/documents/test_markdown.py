"""Texts in Markdown read to the letter, whatever they hold."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from pannesi.documents.formats.markdown import escape_markdown, markdown_text
from pannesi.documents.page import digest_proof, empty_page, used_columns_table
from tests.support.document_sites import printed_site

_READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_NASTY = st.text(st.sampled_from("\\`*_{}[]()#+-.!|<>&~$:@=\"'^/% 1aé\n\t\x00;wh"), max_size=30)


def said(text: str) -> str:
    """The text of the only paragraph of a page, as a reader of Markdown shows it."""
    tokens = _READER.parse(text)
    assert [token.type for token in tokens] in ([], ["paragraph_open", "inline", "paragraph_close"]), tokens
    found = ""
    for token in tokens:
        for child in token.children or []:
            assert child.type in ("text", "text_special"), child
            found += child.content
    return found


@given(_NASTY | st.text(max_size=30))
def test_a_text_is_one_paragraph_that_says_exactly_this(text: str) -> None:
    clean = text.replace("\r", " ")
    assert said(escape_markdown(clean)) == re.sub(r"[\s\x00]+", " ", clean).strip()


@given(_NASTY)
def test_a_text_in_a_table_stays_in_its_cell(text: str) -> None:
    tokens = _READER.parse(f"| a | b |\n| --- | --- |\n| {escape_markdown(text)} | fin |\n")
    cells = [token for token in tokens if token.type == "td_open"]
    assert len(cells) == 2


@pytest.mark.parametrize(
    "text", ["https://exemple.fr", "www.exemple.fr", "a@exemple.fr", "<script>alert(1)</script>", "[x](javascript:y)"]
)
def test_an_address_is_text_not_a_link(text: str) -> None:
    linking = MarkdownIt("commonmark", {"html": True})
    (inline,) = [token for token in linking.parse(escape_markdown(text)) if token.type == "inline"]
    assert {child.type for child in inline.children or []} <= {"text", "text_special"}
    assert not re.search(r"https?://|www\.|\w@", escape_markdown(text))


def test_a_report_says_exercise_at_its_beginning_and_end_and_what_the_digest_proves() -> None:
    facts = used_columns_table("Faits", ["Heure", "Vide", "Fait"], [["03:12", "", "a|b"]])
    report = empty_page(printed_site("small"), "Essai", exercise=True)
    told = markdown_text(replace(report, sections=[facts], proof=digest_proof("ab" * 32)))
    assert told.startswith("**EXERCICE**\n")
    assert told.rstrip().endswith("**EXERCICE**")
    assert "| Heure | Fait |" in told
    assert "| 03:12 | a\\|b |" in told
    assert "ab" * 32 in told
    assert "ne prouve ni" in told
