"""The frame of every line of the shipped site holds what its act needs, in the words that a tired person can read."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from pannesi.presentation.commands import session as commands
from pannesi.presentation.line.folded_list import NEXT_SHOWN, folded_list
from pannesi.presentation.line.frame_words import frame_lines, head_words, option_words, position_words
from pannesi.presentation.line.word_count import CALL_WORDS, QUESTION_WORDS, count_words
from pannesi.presentation.session.session_view import View
from pannesi.procedure.model.lines import Call, QuestionLine, text_of
from pannesi.procedure.model.numbering import options_of
from pannesi.session import actions as want
from pannesi.session.projection.read_model import Row
from tests.support.building import start
from tests.support.every_line import LINES, SITE, view_of


@dataclass(frozen=True)
class Looking:
    """Somebody at a line, as the conditions of commands see it."""

    view: View
    row: Row | None
    asking: bool = False
    acting: bool = True
    clock_doubt: None = None


def frame_text(view: View, row: Row) -> str:
    """All that stands in the frame of a line, with its borders."""
    here = Looking(replace(view, row=row), row)
    keys = [
        f"{command.key_here(here)} {command.word(here)}" for command in commands.AT_THE_LINE if command.applies(here)
    ]
    body = [f"{line.words} {line.right}" for line in frame_lines(here.view, row)]
    answers = [" ".join(answer[:3]) for answer in option_words(row)]
    place = place_once_to_do(here.view, row)
    return "\n".join(
        [
            head_words(view, row),
            text_of(row.line),
            place,
            *body,
            *answers,
            *keys,
            f"{commands.SOURCE.key} {commands.SOURCE.short}",
        ]
    )


def place_once_to_do(view: View, row: Row) -> str:
    """The position of a line, as it is once it has to be done: one that waits for an answer has none yet."""
    words = position_words(view, row)
    rank, _of = view.position(row)
    return words if rank or view.is_search(row) else f"8 / 9, {words}"


def test_every_line_of_the_site_is_looked_at() -> None:
    written = {(unit, line.id) for unit, lines in SITE.lines.items() for line, _place in lines}
    assert {(row.unit, row.line.id) for _view, row in LINES} == written


@pytest.mark.parametrize(
    ("kind", "most"), [(Call, CALL_WORDS), (QuestionLine, QUESTION_WORDS)], ids=["call", "question"]
)
def test_no_frame_has_more_words_than_are_read_in_time(kind: type, most: int) -> None:
    counted = [(row.number, count_words(frame_text(view, row))) for view, row in LINES if isinstance(row.line, kind)]
    assert len(counted) > 10
    assert [(number, words) for number, words in counted if words > most] == []


def test_a_line_that_waits_for_an_answer_is_counted_with_the_place_that_it_gets() -> None:
    waiting = next(pair for pair in LINES if pair[1].line.id == "prevenir-cadre")
    assert position_words(*waiting) == "alerter"
    assert "8 / 9, alerter" in frame_text(*waiting)


def test_what_is_said_on_the_telephone_is_whole_and_the_strongest_of_its_frame() -> None:
    for view, row in LINES:
        if isinstance(row.line, Call):
            strong = [line.strong for line in frame_lines(view, row) if line.strong]
            assert row.line.say in strong
            assert len(strong) > 1, f"{row.number} has neither a number nor says that it is not written"


def test_every_answer_stands_in_the_frame_with_its_digit() -> None:
    for _view, row in LINES:
        if isinstance(row.line, QuestionLine):
            shown = {digit: words for digit, words, _clock, _given in option_words(row)}
            assert list(shown.values())[:-1] == [option.label for option in options_of(row.line)]
            assert "0" in shown


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("arrivent", "Envoyé ne veut pas dire reçu."),
        ("imadis-recoit", "secours utilisable alors ?"),
        ("demandeur-appelle", "Aucun délai n'est écrit pour une urgence vitale, ni le numéro du radiologue de garde."),
        ("message-panne", "la nuit, aucun numéro n'est écrit"),
        ("imadis-lit", "heures non écrites"),
    ],
)
def test_what_would_harm_if_it_were_not_read_is_never_folded_away(line: str, words: str) -> None:
    shown = [frame_text(view, row) for view, row in LINES if row.line.id == line]
    assert shown
    assert all(words in text for text in shown)


def test_what_the_procedure_does_not_say_stands_in_the_frame_of_its_line() -> None:
    gaps = [(view, row) for view, row in LINES if row.line.gap]
    assert len(gaps) > 10
    assert all((row.line.gap_short or str(row.line.gap)) in frame_text(view, row) for view, row in gaps)


def test_where_a_line_comes_from_is_not_in_its_frame() -> None:
    for view, row in LINES:
        assert "Ajout à valider" not in frame_text(view, row)
        assert "Procédure : " not in frame_text(view, row)


def test_words_in_guillemets_are_not_counted_and_numbers_are_one_word_a_run() -> None:
    assert count_words("À dire « tout ceci n'est pas compté » *3200") == 3
    assert count_words("n° 04 37, aujourd'hui") == 5


def test_the_list_around_a_line_is_what_was_done_the_line_and_the_next_three() -> None:
    played = start(SITE, "cas-3", "images-invisibles")
    played.do(want.Answer(*played.line("combien-de-postes").key, "plusieurs"))
    view = view_of(played)
    here = played.line("quels-examens")
    folded = folded_list(view, here.key)
    numbers = [row.number for row in folded.rows]
    assert numbers[:2] == ["3.1", "3.4"]
    assert len(numbers) == 2 + NEXT_SHOWN
    assert all(row.status == "open" for row in folded.rows[2:])
    left = len(view.walk.rows) - len(folded.rows)
    counted = folded.by_answer + folded.not_concerned + sum(count for _phase, count in folded.by_phase)
    assert counted == left
    assert folded.words(70).startswith("+ ")
    assert f"{folded.by_answer} selon la réponse" in folded.words(70)
    assert len(folded.words(40)) <= 40


def test_a_line_passed_over_stays_listed_above_the_one_looked_at() -> None:
    played = start(SITE, "cas-3", "images-invisibles")
    folded = folded_list(view_of(played), played.line("message-panne").key)
    assert [row.number for row in folded.rows][:3] == ["3.1", "3.4", "3.6"]


def test_the_lines_of_the_return_are_counted_and_not_listed_before_it_is_announced() -> None:
    played = start(SITE, "cas-3", "images-invisibles")
    last = [row for row in played.look().rows if row.phase == "degraded_mode" and row.status == "open"][-1]
    folded = folded_list(view_of(played), last.key)
    assert not [row for row in folded.rows if row.phase == "return_to_normal"]
    assert dict(folded.by_phase)["retour"] > 0


def test_the_place_of_a_line_counts_what_is_certain_of_its_own_procedure() -> None:
    played = start(SITE, "cas-5", "images-non-recues")
    assert position_words(view_of(played), played.line("secours-fait")) == "1 / 1 +, alerter"
    played.do(want.Answer(*played.line("secours-fait").key, "a-faire"))
    runs = [row for row in played.look().rows if row.line.verb == "run" and row.status == "open"]
    before = position_words(view_of(played), runs[0])
    played.do(want.RunAnnex(*runs[0].key))
    ran = next(row for row in played.look().rows if row.key == runs[0].key)
    assert position_words(view_of(played), ran) == before, "an annex counts its own lines"


@pytest.mark.parametrize(("unit", "symptom"), [("cas-1", "pre-numerotee"), ("annexe-2", "itis-inaccessible")])
def test_a_question_that_the_way_in_answered_is_not_counted_as_still_to_come(unit: str, symptom: str) -> None:
    played = start(SITE, unit, symptom)
    walk = played.look()
    answered = {row.key for row in walk.rows if row.fact is not None and row.fact.body.preset}
    assert answered
    folded = folded_list(view_of(played), walk.next.key if walk.next else None)
    counted = sum(count for _phase, count in folded.by_phase)
    to_come = [row for row in walk.rows if row.status in ("open", "left") and row not in folded.rows]
    assert counted == len(to_come)
    assert folded.not_concerned >= len(answered - {row.key for row in folded.rows})
