"""A hint on an unknown word names only what works at the line shown, by the word that works there."""

from __future__ import annotations

import pytest

from pannesi.plain.repl import find_command
from tests.support.plain_playing import PACS
from tests.support.plain_words import typed


@pytest.mark.parametrize("wrong", ["necesaire", "non necessair", "imposible", "terminé ainsi", "en viguer", "consigne"])
@pytest.mark.parametrize("before", [(PACS,), (PACS, "2", "oui"), ("0", "1"), (PACS, "1", "1"), ("13", "oui", "1", "1")])
def test_what_a_hint_names_can_be_typed_there(before: tuple[str, ...], wrong: str) -> None:
    said, _facts = typed(*before, wrong)
    if "taper " not in said.rpartition("Peut-être")[2][:120]:
        return
    key = said.rpartition("Peut-être")[2].partition("taper ")[2].partition(".")[0]
    assert find_command(key) is not None
    said, _facts = typed(*before, key, "")
    assert "n'est pas possible ici" not in said.rpartition("> ")[0][-400:]
    assert f"« {key} » : écrire" not in said


def test_a_yes_no_question_is_passed_by_nn() -> None:
    said, _facts = typed("13", "necessaire")
    assert "taper nn." in said


def test_a_search_is_never_left_for_a_return() -> None:
    said, _facts = typed("0", "2")
    assert "Travailler sur un autre poste" in said
    assert "au retour" not in said.rpartition("Travailler sur un autre poste")[2]
