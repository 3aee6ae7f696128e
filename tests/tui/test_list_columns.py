"""The list of a session in columns: every line's words begin at one place, and its state stands at the right."""

from __future__ import annotations

import pytest

from pannesi.presentation.session.session_view import View
from pannesi.procedure.model.lines import text_of
from pannesi.session import actions as want
from pannesi.tui.drawing.line_list import Shown, session_items
from pannesi.tui.theme.styles import ink_for
from tests.support.building import Played, start
from tests.support.shipped_site import shipped

INK = ink_for("mono", "")


def alerted() -> Played:
    """Both systems down: one question answered, IT reached, who is to send the two messages."""
    played = start(shipped(), "cas-4", "ris-et-pacs")
    asked = next(row for row in played.look().rows if row.number == "4.1")
    played.do(want.Answer(*asked.key, "plusieurs"))
    played.do(want.Called(*played.line("prevenir-informatique").key, "astreinte-informatique", "reached"))
    return played


def listed(played: Played, width: int, *, whole: bool) -> dict[str, list[str]]:
    """The lines of the list by the number of the row that they are of."""
    view = View(played.site, played.state, played.look(), None, "AB")
    items = session_items(view, INK, Shown(width, None, whole=whole, card=True), {})
    return {item.texts[0].plain.split()[1]: [text.plain for text in item.texts] for item in items if item.key}


@pytest.mark.parametrize("width", [78, 98, 118])
def test_in_the_whole_list_words_begin_in_one_column_and_states_end_in_one(width: int) -> None:
    played = alerted()
    lines = listed(played, width, whole=True)
    texts = {row.number: row.line for row in played.look().rows}
    assert len(lines) > 15
    for number, shown in lines.items():
        words = text_of(texts[number]).split()
        assert shown[0][10:].startswith(words[0]), shown
        assert all(not line[:10].strip() for line in shown[1:]), shown
        assert all(len(line) <= width for line in shown)
    ends = [lines[number][0] for number in ("4.1", "4.4", "4.5", "4.9")]
    states = ("répondu", "joint", "attendu", "question")
    assert [line.endswith(state) and len(line) == width for line, state in zip(ends, states, strict=True)] == [True] * 4


def test_a_message_that_is_awaited_is_so_on_one_line_of_the_folded_list() -> None:
    lines = listed(alerted(), 78, whole=False)
    assert [len(lines[number]) for number in ("4.5", "4.6")] == [1, 1]
    assert all(lines[number][0].endswith(" attendu") for number in ("4.5", "4.6"))


@pytest.mark.parametrize("width", [78, 98, 118])
def test_a_line_whose_branch_is_not_taken_says_so_on_its_first_line(width: int) -> None:
    lines = listed_all(start(shipped(), "cas-5", "images-non-recues"), width)
    pending = [line for line in lines if line.startswith(" · ")]
    assert len(pending) > 5
    assert all(line.rstrip().endswith(("selon la réponse", "sans objet")) and len(line) == width for line in pending)


def listed_all(played: Played, width: int) -> list[str]:
    """The first lines of all items of the whole list."""
    view = View(played.site, played.state, played.look(), None, "AB")
    return [item.texts[0].plain for item in session_items(view, INK, Shown(width, None, whole=True, card=True), {})]
