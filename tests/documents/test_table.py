"""CSV that a spreadsheet opens and never runs."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pannesi.documents.formats.csv import csv_bytes, safe_cell

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.text(
    st.sampled_from("=+-@\t\r\n\0\"';,aé"), max_size=12
)


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


@given(st.lists(st.lists(_TEXT, min_size=2, max_size=2), max_size=4))
def test_every_cell_comes_back_and_none_begins_a_formula(rows: list[list[str]]) -> None:
    found = read(csv_bytes(["a", "b"], rows))
    assert found == [["a", "b"], *([safe_cell(one) for one in row] for row in rows)]
    for row in found:
        for one in row:
            assert not one.startswith(("=", "+", "-", "@", "\t", "\r", "\0"))


@given(_TEXT)
def test_nothing_but_a_leading_apostrophe_is_ever_added(text: str) -> None:
    assert safe_cell(text) in (text, "'" + text)


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\0=1"])
def test_what_a_spreadsheet_would_run_is_made_text(text: str) -> None:
    assert safe_cell(text) == "'" + text


@pytest.mark.parametrize("name", ["O'Connor-Żółć", "Ève [RADI] </script>", "D'" + "a" * 200, "\u0153uvre"])
def test_names_stay_as_they_are(name: str) -> None:
    assert read(csv_bytes(["nom"], [[name]])) == [["nom"], [name]]


def test_the_file_begins_with_the_mark_that_french_spreadsheets_wait_for() -> None:
    assert csv_bytes(["é"], []) == b"\xef\xbb\xbf" + '"é"\r\n'.encode()
