"""One patient line while it is filled in: what is asked follows what was said, and what is saved is what was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pannesi.presentation.patients.patient_form import EXAMINED, PAPER, SAVE, FormEntry, FormState
from pannesi.presentation.session.session_view import View
from pannesi.presentation.text.key_names import FULL_SCREEN
from pannesi.session import actions as want
from pannesi.session.event_writer import Refused
from pannesi.support.errors import ImpossibleTime
from tests.support.building import Played
from tests.support.plain_playing import NIGHT, shipped


def view_of(unit: str = "cas-4", symptom: str = "ris-et-pacs") -> tuple[Played, View]:
    """A session just opened, and a view of it."""
    played = Played(shipped().site, "s1", "w1", NIGHT, "AB")
    played.do(want.Open(unit, symptom))
    return played, View(played.site, played.state, played.look(), None, "AB", FULL_SCREEN)


def entry(filling: FormState, view: View, key: str) -> FormEntry:
    """The entry of a key."""
    return next(candidate for candidate in filling.entries(view) if candidate.key == key)


def keys(filling: FormState, view: View) -> list[str]:
    """The keys of the entries asked now."""
    return [entry_asked.key for entry_asked in filling.entries(view)]


def test_who_comes_from_outside_is_not_asked_for_a_unit_and_is_again_when_that_is_corrected() -> None:
    _played, view = view_of()
    filling = FormState(None)
    assert "unit" in keys(filling, view)
    filling.set_value(entry(filling, view, "origin"), "externe", view, NIGHT)
    assert "unit" not in keys(filling, view)
    filling.set_value(entry(filling, view, "origin"), "service", view, NIGHT)
    assert "unit" in filling.missing_keys(view)


def test_a_paper_sheet_asks_its_number_and_its_hour_first_and_its_hour_cannot_be_left_out() -> None:
    _played, view = view_of()
    filling = FormState(None)
    assert EXAMINED not in filling.missing_keys(view)
    filling.paper_first = True
    assert keys(filling, view)[:2] == [PAPER, EXAMINED]
    filling.set_value(entry(filling, view, PAPER), "17", view, NIGHT)
    assert filling.paper == "P-017"
    assert EXAMINED in filling.missing_keys(view)


def test_what_answers_no_closed_question_is_refused_without_being_repeated() -> None:
    _played, view = view_of()
    filling = FormState(None)
    with pytest.raises(Refused) as refused:
        filling.set_value(entry(filling, view, "origin"), "TESTA", view, NIGHT)
    assert str(refused.value) == "Taper un chiffre de 0 à 3."
    assert not filling.changed


def test_not_known_leaves_a_fact_open_and_is_written_in_a_field() -> None:
    _played, view = view_of()
    filling = FormState(None)
    filling.set_value(entry(filling, view, "origin"), "urgences", view, NIGHT)
    filling.set_unknown(entry(filling, view, "origin"))
    filling.set_unknown(entry(filling, view, "nom"))
    assert "origin" not in filling.facts
    assert entry(filling, view, "origin").unknown_words == "pas su"
    assert (
        filling.value_words(entry(filling, view, "nom"), view) == entry(filling, view, "nom").unknown_words == "inconnu"
    )


_TYPED = st.one_of(
    st.sampled_from(["", "externe", "TDM", "12/03/1960", "31/02/1960", "1547", "25:00", "P123", "17", "oui", "?", "-"]),
    st.text(max_size=12),
)


@given(st.lists(st.tuples(st.integers(0, 60), _TYPED), max_size=25))
def test_what_is_saved_is_what_the_form_says_whatever_was_typed(acts: list[tuple[int, str]]) -> None:
    played, view = view_of()
    filling = FormState(None)
    for number, text in acts:
        asked = [entry_asked for entry_asked in filling.entries(view) if entry_asked.key != SAVE]
        before = dict(filling.facts), dict(filling.values), filling.examined, filling.paper
        try:
            filling.set_value(asked[number % len(asked)], text, view, NIGHT)
        except (Refused, ImpossibleTime):
            assert before == (filling.facts, filling.values, filling.examined, filling.paper)
    intent = filling.save_intent()
    try:
        played.do(intent)
    except Refused:
        without_hour = bool(filling.paper) and filling.examined is None
        nothing = not filling.facts and not filling.values
        assert without_hour or nothing
        return
    line = played.look().patients[0]
    again = FormState(line)
    assert dict(again.facts) == filling.facts
    assert dict(again.values) == filling.values
    assert not again.changed
    if filling.examined is not None:
        assert line.examined == filling.examined
