"""What the line-by-line face prints of an act is the frame of the full screen: as few words, and nothing that harms
left out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

import pytest

from pannesi.plain.repl import hints
from pannesi.plain.session import Guide
from pannesi.presentation.line.typed_act import act_headline, act_lines, rest_words
from pannesi.presentation.line.word_count import CALL_WORDS, QUESTION_WORDS, count_words
from pannesi.presentation.session.session_view import View
from pannesi.presentation.text.key_names import PLAIN
from pannesi.procedure.model.lines import Call, QuestionLine
from pannesi.procedure.model.numbering import options_of
from pannesi.session import actions as want
from pannesi.session.projection.read_model import Row
from tests.support.building import start
from tests.support.every_line import LINES, SITE, view_of


@dataclass(frozen=True)
class Here:
    """Somebody at a line, as the commands of the line-by-line face see it."""

    view: View
    row: Row | None
    asking: bool = False
    acting: bool = True
    clock_doubt: None = None


def printed(view: View, row: Row) -> str:
    """All that is printed of an act: its headline, what it needs, its answers, and the commands of the line."""
    view = replace(view, row=row, keys=PLAIN)
    of_line, _of_session = hints(cast("Guide", Here(view, row)))
    return "\n".join([act_headline(view, row), *act_lines(view, row), " · ".join(of_line)])


@pytest.mark.parametrize(
    ("kind", "most"), [(Call, CALL_WORDS), (QuestionLine, QUESTION_WORDS)], ids=["call", "question"]
)
def test_no_act_is_printed_in_more_words_than_are_read_in_time(kind: type, most: int) -> None:
    counted = [(row.number, count_words(printed(view, row))) for view, row in LINES if isinstance(row.line, kind)]
    assert len(counted) > 10
    assert [(number, words) for number, words in counted if words > most] == []


def test_what_is_said_and_every_answer_are_printed_whole() -> None:
    for view, row in LINES:
        text = printed(view, row)
        if isinstance(row.line, Call):
            assert f"Dire : {row.line.say}" in text
        if isinstance(row.line, QuestionLine):
            for number, option in enumerate(options_of(row.line), start=1):
                assert f"  {number}  {option.label}" in text
            assert "  0  pas su" in text


def test_what_the_procedure_does_not_say_is_printed_and_where_a_line_comes_from_is_not() -> None:
    gaps = [(view, row) for view, row in LINES if row.line.gap]
    assert len(gaps) > 10
    assert all((row.line.gap_short or str(row.line.gap)) in printed(view, row) for view, row in gaps)
    for view, row in LINES:
        assert "Ajout à valider" not in printed(view, row)
        assert "Procédure : " not in printed(view, row)


def test_the_place_of_an_act_is_printed_and_all_that_is_to_come_is_counted() -> None:
    played = start(SITE, "cas-3", "images-invisibles")
    view, row = view_of(played), played.line("combien-de-postes")
    assert act_headline(view, row).startswith("1 / ")
    left = sum(other.status in ("open", "pending") for other in view.walk.rows) - 1
    assert sum(int(word) for word in rest_words(view, row).split() if word.isdigit()) == left
    played.do(want.Answer(*row.key, "plusieurs"))
    assert "(réponse donnée)" in printed(view_of(played), played.line("combien-de-postes"))
