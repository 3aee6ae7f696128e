"""What is doubted where a name or a reason is meant."""

from __future__ import annotations

import pytest

from pannesi.presentation.text.bare_numbers import bare_number_words, is_bare_number


@pytest.mark.parametrize(
    "typed",
    [
        "25h70",
        "3h",
        " 15 h 47 ",
        "1547",
        "15:47",
        "20 min",
        "2 heures",
        "il y a 5 min",
        "24/11",
        "à 3h",
        "1h20min",
        "4H",
    ],
)
def test_a_number_a_date_or_an_hour_alone_is_no_reason(typed: str) -> None:
    assert is_bare_number(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "panne depuis 3h",
        "salle 2",
        "graveur HS",
        "Dr EXEMPLE 3h",
        "scanner 64",
        "h",
        "",
        "2 manipulateurs",
        "IRM 3T",
        "2 h sans réponse",
        "demain",
        "3A",
        "le 2",
        "de garde jusqu'à 8h",
    ],
)
def test_words_with_a_number_are_a_reason(typed: str) -> None:
    assert not is_bare_number(typed)


def test_an_hour_is_doubted_as_an_hour_and_a_number_as_a_number() -> None:
    assert "une date, une heure ou une durée" in bare_number_words("25h70")
    assert "qu'un nombre" in bare_number_words("1547")
    assert "aucune lettre" in bare_number_words("15:47")
