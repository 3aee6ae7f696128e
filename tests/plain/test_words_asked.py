"""Where words are asked for, « non » is no reason, and a command is not kept as one."""

from __future__ import annotations

import io

import pytest

from pannesi.plain.app import run_plain
from pannesi.support.console import Output
from tests.support.plain_playing import ALERTED, PACS, stage_of, state_of, station_of
from tests.support.plain_words import NOTED, typed


@pytest.mark.parametrize("no", ["n", "non", "Non", "NON"])
def test_who_answers_no_to_closing_by_force_does_not_close(no: str) -> None:
    said, facts = typed(PACS, "clore", no, "q")
    assert "La session reste ouverte." in said
    assert "session.closed" not in dict(facts)
    said, facts = typed(PACS, f"clore {no}", "q")
    assert "session.closed" not in dict(facts)


@pytest.mark.parametrize("command", ["d", "v", "r", "j 3.2", "liste", "fait", "u 12", "p A-02", "l", "x"])
def test_a_command_is_not_the_reason_of_a_closing(command: str) -> None:
    said, facts = typed(PACS, "clore", command, "", "", "q")
    assert f"« {command} » est une commande : la faire, ou garder ce mot ?" in said
    assert "session.closed" not in dict(facts)


def test_the_command_typed_at_a_question_is_done_when_it_was_meant() -> None:
    said, facts = typed(PACS, "clore", "j 3.4", "1", "q")
    assert "3.4" in said.split("garder ce mot ?")[1]
    assert "session.closed" not in dict(facts)


def test_a_word_that_is_a_command_can_be_kept() -> None:
    _said, facts = typed(PACS, "clore", "liste", "2", "q")
    assert ("session.closed", "liste") in facts


@pytest.mark.parametrize(
    "ask",
    [
        ("m",),
        ("nn",),
        ("impossible",),
        ("f", "1"),
        ("pa",),
        ("w",),
        ("pr",),
        ("r",),
        ("r", "AB"),
        (*NOTED, "p 1", "2"),
        (*NOTED, "d", "dis 1"),
        (*NOTED, "d", "n 1"),
        (*NOTED, "d", "i 1"),
    ],
)
def test_every_question_for_words_doubts_a_command(ask: tuple[str, ...]) -> None:
    said, facts = typed(*ALERTED, *ask, "liste", "2", "", "")
    assert "« liste » est une commande" in said, said[-600:]
    said, facts = typed(*ALERTED, *ask, "liste", "", "", "")
    assert "liste" not in {text for _kind, text in facts}


def test_what_is_said_of_another_line_is_no_reason_for_this_one() -> None:
    said, facts = typed(*ALERTED, *NOTED, "d", "n 1", "v 1", "1", "", "q")
    assert "« v 1 » est une commande" in said
    assert "il manque encore" in said
    assert "duty.not_needed" not in dict(facts)


@pytest.mark.parametrize("name", ["AC", "PR", "CL"])
def test_initials_in_capitals_are_no_command(name: str) -> None:
    said, facts = typed(PACS, "w", name, "", "q")
    assert "est une commande" not in said
    assert "person.named" in dict(facts)


@pytest.mark.parametrize("ask", [("nn",), ("impossible",), ("r",), (*NOTED, "d", "n 1"), (*NOTED, "d", "dis 1")])
def test_no_is_no_reason_anywhere(ask: tuple[str, ...]) -> None:
    _said, before = typed(*ALERTED, *ask)
    _said, facts = typed(*ALERTED, *ask, "non", "", "")
    assert facts == before


@pytest.mark.parametrize("ask", [("clore",), ("nn",), ("impossible",), (*NOTED, "d", "n 1"), (*NOTED, "p 1", "2")])
@pytest.mark.parametrize("yes", ["oui", "O", "ok"])
def test_yes_is_no_reason_and_is_asked_again(ask: tuple[str, ...], yes: str) -> None:
    _said, before = typed(*ALERTED, *ask)
    said, facts = typed(*ALERTED, *ask, yes)
    assert facts == before
    assert f"« {yes} » n'est pas un motif : quelques mots, ou Entrée." in said
    _said, facts = typed(PACS, f"{ask[-1]} {yes}" if len(ask) == 1 else f"clore {yes}", "")
    assert yes not in {text for _kind, text in facts}


@pytest.mark.parametrize(
    ("letter", "instead"), [("o", "écrire su pour ouvrir une suite"), ("x", "u annule la clôture")]
)
def test_a_letter_of_the_full_screen_names_what_works_once_the_session_is_closed(letter: str, instead: str) -> None:
    said, _facts = typed(PACS, "clore", "fin de service", letter)
    assert f"« {letter} » : " in said
    assert instead in said


def test_what_a_file_types_is_taken_as_it_is() -> None:
    station, written = station_of(), io.StringIO()
    run_plain(station, (PACS, "m", "liste", "clore", "non", "q"), Output(written), echo=True)
    assert stage_of(station) != "closed"
    assert ("noted", "liste") in [(event.kind, event.text) for event in state_of(station).timeline]
