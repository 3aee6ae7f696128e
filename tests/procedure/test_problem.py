"""One problem, three renderings; what it quotes is safe to show and the caret stands under the place."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pannesi.procedure.checks.diagnostic import (
    Problem,
    as_github_command,
    problem_as_json,
    render_in_full,
    render_on_one_line,
)
from pannesi.support.text_safety import clean_line


def error(
    line: int | None = 2, column: int | None = 3, message: str = "Il manque un mot.", help: str = "L'écrire."
) -> Problem:
    return Problem("cases/cas-3.yaml", line, column, "error", "P203", message, help)


def test_the_first_line_stands_alone() -> None:
    assert render_on_one_line(error()) == "cases/cas-3.yaml:2:3: erreur[P203] Il manque un mot."
    assert render_on_one_line(error(None, None)) == "cases/cas-3.yaml: erreur[P203] Il manque un mot."
    warning = Problem("contacts.yaml", 1, 1, "warning", "P401", "Pas de numéro.")
    assert render_on_one_line(warning) == "contacts.yaml:1:1: avertissement[P401] Pas de numéro."


def test_in_full_come_the_line_the_caret_and_the_remedy() -> None:
    assert render_in_full(error(), "a: b\nc: d\n") == (
        "cases/cas-3.yaml:2:3: erreur[P203] Il manque un mot.\n    1 | a: b\n    2 | c: d\n          ^\n  aide : L'écrire."
    )


@pytest.mark.parametrize(
    ("line", "column", "shown", "under"),
    [
        ("clé: valeur", 6, "clé: valeur", "valeur"),
        ("漢字: x", 5, "漢字: x", "x"),
        ("e\u0301te\u0301: x", 8, "e\u0301te\u0301: x", "x"),
        ("a: \x1b[31m", 4, "a: ␛[31m", "␛"),
        ("\ta: b", 2, " a: b", "a"),
        ("a: b", 5, "a: b", ""),
    ],
)
def test_the_caret_stands_under_its_character(line: str, column: int, shown: str, under: str) -> None:
    _first, excerpt, caret, _help = render_in_full(error(1, column), line).split("\n")
    assert excerpt == "    1 | " + shown
    before = excerpt[: len(excerpt) - len(under)] if not under else excerpt[: excerpt.rindex(under)]
    width = sum(2 if one in "漢字" else 0 if one == "\u0301" else 1 for one in before)
    assert caret == " " * width + "^"


def test_of_a_very_long_line_the_stretch_around_the_place_is_shown() -> None:
    _first, excerpt, caret, _help = render_in_full(error(1, 5001), "a" * 5000 + "X" + "b" * 5000).split("\n")
    assert len(excerpt) < 120
    assert excerpt[caret.index("^")] == "X"
    assert excerpt[8] == excerpt[-1] == "…"


def test_a_place_that_the_text_does_not_have_is_not_made_up() -> None:
    assert (
        render_in_full(error(9, 1), "a: b")
        == "cases/cas-3.yaml:9:1: erreur[P203] Il manque un mot.\n  aide : L'écrire."
    )
    assert render_in_full(error(None, None), "a: b").count("\n") == 1


def test_as_json_it_has_exactly_the_seven_fields() -> None:
    assert json.loads(json.dumps(problem_as_json(error()))) == {
        "path": "cases/cas-3.yaml", "line": 2, "column": 3, "severity": "error", "code": "P203",
        "message": "Il manque un mot.", "help": "L'écrire.",
    }  # fmt: skip


@given(st.text(), st.text(), st.text(), st.text(), st.integers(1, 5), st.integers(1, 200))
def test_whatever_a_problem_quotes_no_rendering_can_act_on_a_terminal(
    path: str, message: str, help: str, text: str, line: int, column: int
) -> None:
    problem = Problem(path, line, column, "error", "P200", message, help)
    for shown in (
        render_on_one_line(problem),
        *render_in_full(problem, text).split("\n"),
        *map(str, problem_as_json(problem).values()),
    ):
        assert clean_line(shown) == shown


def test_the_cause_comes_between_the_place_and_the_remedy() -> None:
    told = render_in_full(error(), "a: b\nc: d\n", "Chaque ligne a un verbe.").split("\n")
    assert told[-2:] == ["  cause : Chaque ligne a un verbe.", "  aide : L'écrire."]


def test_neighbours_that_say_nothing_are_left_out() -> None:
    assert [line[:7] for line in render_in_full(error(), "\nc: d\n  \n").split("\n")[1:-1]] == ["    2 |", " " * 7]
    assert len(render_in_full(error(2, 90), "a\n" + "x" * 120 + "\nb").split("\n")) == 4


def test_a_forge_gets_one_annotation_that_no_text_can_break_out_of() -> None:
    odd = Problem("cases/a,b:c.yaml", 2, 3, "error", "P203", "100 %\n::error::x", "Lire.")
    assert (
        as_github_command(odd) == "::error file=cases/a%2Cb%3Ac.yaml,line=2,col=3,title=P203::100 %25 ::error::x Lire."
    )
    assert as_github_command(error(None, None)).startswith("::error file=cases/cas-3.yaml,title=P203::")
