"""An open session on one line of the first screen: what tells it apart is never what is left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pannesi.history.overview import Overview
from pannesi.presentation.home.lines import session_line, warning_lines
from tests.support.plain_playing import NIGHT

BOTH = Overview(
    "s1", "Dysfonctionnement du RIS et du PACS", "waiting", False, NIGHT - timedelta(minutes=47), NIGHT, None, 6,
    ("AB", "Dr Inventé"), 40, NIGHT, to_take_over=True,
)  # fmt: skip


def line_of(session: Overview, width: int, *, real: bool = False) -> str:
    """The line of a session, as plain text."""
    return session_line(session, width, real=real).plain


def test_at_eighty_columns_the_whole_title_and_that_it_waits_for_somebody_are_seen() -> None:
    assert line_of(BOTH, 80) == " ● Dysfonctionnement du RIS et du PACS, À REPRENDRE, dégradé, 0 h 47, 6 patients"
    assert line_of(replace(BOTH, to_take_over=False), 80) == (
        " ● Dysfonctionnement du RIS et du PACS, dégradé, 0 h 47, 6 patients, AB Dr Inve…"
    )
    alone = replace(BOTH, to_take_over=False, persons=("AB",), title="Dysfonctionnement du RIS", stage="degraded_mode")
    assert line_of(alone, 80) == " ● Dysfonctionnement du RIS, mode dégradé depuis 0 h 47, 6 patients, AB"


@pytest.mark.parametrize("width", [40, 60, 80, 100, 120])
@pytest.mark.parametrize("real", [True, False])
def test_two_failures_of_the_same_beginning_never_read_alike(width: int, real: bool) -> None:
    other = replace(BOTH, title="Dysfonctionnement du PACS")
    if width >= 80:
        assert line_of(other, width, real=real).partition(",")[0] != line_of(BOTH, width, real=real).partition(",")[0]
    assert "0 h 47" in line_of(BOTH, width, real=real)
    assert ("À REPRENDRE" in line_of(BOTH, width, real=real)) is (width > 40 or not real)


@given(
    title=st.text(min_size=1, max_size=90),
    stage=st.sampled_from(["search", "alert", "degraded_mode", "waiting", "return_to_normal", "to_close"]),
    patients=st.integers(0, 40),
    persons=st.lists(st.text("ABCDé ", min_size=1, max_size=20), max_size=5),
    width=st.integers(40, 160),
)
def test_it_is_one_line_that_says_how_long(
    title: str, stage: str, patients: int, persons: list[str], width: int
) -> None:
    session = replace(BOTH, title=title, stage=stage, patients=patients, persons=tuple(persons))
    line = session_line(session, width, real=False)
    assert line.width <= width
    assert "0 h 47" in line.plain
    assert "\n" not in line.plain


@given(st.lists(st.text("abé …", min_size=1, max_size=60), min_size=1, max_size=3), st.integers(20, 120))
def test_a_banner_that_is_too_long_ends_in_one_ellipsis_and_where_to_read_it(words: list[str], width: int) -> None:
    (line,) = warning_lines(tuple(f"{name} COPIE LIVRÉE avec le programme" for name in words), width, 1)
    assert line.width <= width
    if line.plain.endswith("F1"):
        assert line.plain.endswith("… F1")
        assert not line.plain.removesuffix("… F1").endswith(("…", " "))
