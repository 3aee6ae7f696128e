"""An open session on one line of the first screen: what tells it apart is never what is left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pannesi.history.overview import Overview, OverviewStage
from pannesi.presentation.home.lines import choice_hang, choice_line, session_line, warning_lines
from pannesi.presentation.home.side import open_lines
from pannesi.presentation.session_lists.joining import WayIn
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


def test_a_title_stays_whole_where_leaving_out_who_is_at_the_keys_gives_it_room() -> None:
    long = replace(BOTH, to_take_over=False, title="Le transfert d'images vers IMADIS ne fonctionne pas", patients=0)
    assert line_of(replace(long, stage="alert"), 78) == (
        " ● Le transfert d'images vers IMADIS ne fonctionne pas, alerte, 0 h 47, AB Dr…"
    )
    assert line_of(replace(long, stage="alert", persons=("AB",)), 78) == (
        " ● Le transfert d'images vers IMADIS ne fonctionne pas, alerte, 0 h 47, AB"
    )


def test_in_the_box_of_what_goes_on_titles_are_whole_on_three_lines_and_cut_beyond() -> None:
    for title in ("Le transfert d'images vers IMADIS ne fonctionne pas", "L'étiquette du patient n'est pas reconnue"):
        lines = open_lines([replace(BOTH, title=title)], 1, 36, 9, exercise=False)
        shown = " ".join(line.plain.strip() for line in lines)
        assert f"● {title}, 0 h 47" in shown
        assert all(line.width <= 36 for line in lines)
    lines = open_lines([replace(BOTH, title="Panne " * 40)], 1, 36, 9, exercise=False)
    assert len([line for line in lines if "Panne" in line.plain]) == 3
    assert any("…, 0 h 47" in line.plain for line in lines)


def test_of_a_long_next_act_the_box_says_that_it_goes_on() -> None:
    for act, last in (
        ("Prévenir le service informatique", "    informatique"),
        ("Prévenir le service informatique du problème de dictée", "    informatique du problème de…"),
        ("Un seul poste ?", "  → Un seul poste ?"),
    ):
        lines = open_lines([replace(BOTH, title="RIS", next_act=act)], 1, 32, 9, exercise=False)
        assert lines[-1].plain == last


def test_that_nothing_is_kept_is_as_loud_as_in_a_session_and_what_else_is_wrong_is_not() -> None:
    banners = ("Le disque est plein.", "SITE EN ERREUR")
    first, second = warning_lines(banners, 78, 4, lost=True)
    assert [style for _words, style in first.parts] == ["alarm"]
    assert first.width == 78
    assert [style for _words, style in second.parts] == ["warning"]
    assert {style for line in warning_lines(banners, 78, 4) for _words, style in line.parts} == {"warning"}
    assert {style for line in warning_lines(banners, 20, 1, lost=True) for _words, style in line.parts} == {"alarm"}


@pytest.mark.parametrize("width", [80, 62, 40])
def test_what_an_entry_may_be_part_of_is_named_in_full(width: int) -> None:
    way = WayIn("join", replace(BOTH, title="Le transfert d'images vers IMADIS ne fonctionne pas"))
    line = choice_line("B", way.words(narrow=width < 60), width)
    assert line.plain.endswith("en plus de : Le transfert d'images vers IMADIS ne fonctionne pas")
    assert line.plain.index("en plus de" if width < 60 else "la même") == choice_hang(width)


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
    title: str, stage: OverviewStage, patients: int, persons: list[str], width: int
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
