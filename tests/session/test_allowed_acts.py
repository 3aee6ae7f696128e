"""What may be done at a line: the core accepts what the row allows, and refuses the rest."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from pannesi.procedure.model.lines import Call
from pannesi.procedure.model.numbering import branches_of
from pannesi.session import actions as want
from pannesi.session.event_writer import ActContext, Refused
from pannesi.session.handlers.dispatch import drafts
from pannesi.session.projection.allowed_acts import BY_ONE_KEY, Act
from pannesi.session.projection.read_model import Row
from tests.support.building import Played, site, start
from tests.support.session_playing import alerted, pacs, play_at_random
from tests.support.session_sites import HOSPITAL

ON_OTHER_LINES = {Act.FOLLOW, Act.CONCLUDE}
"""Acts that lines other than their own may still forbid."""


def intents(row: Row, act: Act) -> list[want.Intent]:
    """What a person wants who does this act at a line; none for what is done in the register."""
    contact = row.line.value if isinstance(row.line, Call) else "informatique"
    answers = [option for option, _lines in branches_of(row.line)] or ["oui"]
    wanted: dict[Act, list[want.Intent]] = {
        Act.SETTLE: [want.Settle(*row.key)],
        Act.ANSWER: [want.Answer(*row.key, option) for option in answers],
        Act.CALL: [want.Called(*row.key, contact, outcome) for outcome in ("reached", "no_answer")],
        Act.FOLLOW: [want.Follow(*row.key)],
        Act.CONCLUDE: [want.Conclude(*row.key)],
        Act.NOT_NEEDED: [want.NotNeeded(*row.key, "sans objet")],
        Act.COULD_NOT: [want.CouldNot(*row.key, "pas de clé")],
        Act.LEAVE: [want.Leave(*row.key)],
        Act.SET_CONDITION: [want.SetCondition(*row.key, holds=True)],
    }
    return wanted.get(act, [])


def accepted(played: Played, intent: want.Intent) -> bool:
    try:
        drafts(played.site, played.state, intent, ActContext("s1", played.now, "AB", lambda: "never written"))
    except Refused:
        return False
    return True


def before_an_annex() -> tuple[Played, Row]:
    """A session in which an annex is to be run, and the line that runs it."""
    played, visit = pacs()
    played.do(want.Answer(visit, "teleradio", "non"))
    return played, played.line("secours")


@settings(max_examples=25, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.integers(0, 10**9), st.integers(0, 20))
def test_the_core_accepts_what_a_row_allows_and_refuses_the_rest(seed: int, steps: int) -> None:
    dice = random.Random(seed)
    entry = dice.choice(HOSPITAL.entries)
    played = start(HOSPITAL, entry.unit.id, entry.symptom.id)
    play_at_random(played, dice, steps)
    if played.state.closing is not None:
        return
    for row in played.look().rows:
        for act in Act:
            tried = [accepted(played, intent) for intent in intents(row, act)]
            if act not in row.allowed:
                assert not any(tried), (row.line.id, row.status, act)
            elif act not in ON_OTHER_LINES and tried:
                assert any(tried), (row.line.id, row.status, act)
        runs = not row.allowed.isdisjoint({Act.RUN, Act.RUN_AGAIN})
        assert runs == accepted(played, want.RunAnnex(*row.key))


def test_at_most_one_act_settles_a_line_by_one_key() -> None:
    played, _visit = alerted()
    for row in played.look().rows:
        assert len(row.allowed & BY_ONE_KEY) <= 1


def test_an_annex_to_run_is_not_put_off_until_the_return() -> None:
    played, row = before_an_annex()
    assert {Act.RUN, Act.NOT_NEEDED} <= row.allowed
    with pytest.raises(Refused, match="décide de la suite"):
        played.do(want.Leave(*row.key))


def test_an_annex_that_an_earlier_program_put_off_stays_so() -> None:
    played, row = before_an_annex()
    task = next(one for one in played.look().rows if Act.LEAVE in one.allowed)
    (draft,) = drafts(played.site, played.state, want.Leave(*task.key), ActContext("s1", played.now, "AB", played.ids))
    played.take(played.stamp(replace(draft, payload={**draft.payload, "line": row.line.id})))
    left = played.line("secours")
    assert left.status == "left"
    assert {Act.RUN, Act.UNDO} <= left.allowed
    assert left.fact is not None
    played.do(want.Undo(left.fact.id))
    assert played.line("secours").status == "open"


def test_a_line_is_put_off_only_while_it_is_open() -> None:
    played, visit = alerted()
    row = next(row for row in played.look().rows if Act.LEAVE in row.allowed)
    played.do(want.NotNeeded(*row.key, "sans objet"))
    with pytest.raises(Refused, match="Cette ligne est déjà réglée"):
        played.do(want.Leave(*row.key))
    assert visit == row.visit


@pytest.mark.parametrize(("skip", "may_be_missed"), [("allowed", True), ("forbidden", False)])
def test_the_end_of_an_annex_is_said_not_reached_only_where_its_author_allows_it(
    skip: str, may_be_missed: bool
) -> None:
    end = {"id": "fin", "outcome": "fini", "label": "Fini", "skip": skip}
    annex = {"id": "annexe", "kind": "annex", "outcomes": {"fini": "Fini"}, "steps": [end]}
    played = start(site(annex), "annexe", None)
    assert (Act.COULD_NOT in played.line("fin").allowed) is may_be_missed
    assert Act.NOT_NEEDED not in played.line("fin").allowed
    if not may_be_missed:
        with pytest.raises(Refused):
            played.do(want.CouldNot(*played.line("fin").key, "personne ne répond"))


def test_the_end_of_an_annex_is_neither_unneeded_nor_impossible() -> None:
    played, row = before_an_annex()
    played.do(want.RunAnnex(*row.key))
    end = next(one for one in played.look().rows if one.line.verb == "outcome" and one.line.skip == "allowed")
    for intent in (want.NotNeeded(*end.key, "sans objet"), want.CouldNot(*end.key, "pas de clé")):
        with pytest.raises(Refused):
            played.do(intent)
