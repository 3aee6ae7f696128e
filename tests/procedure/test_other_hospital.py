"""A hospital of another shape, written from the author's guide alone: two PACS, a laboratory, no teleradiology."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from functools import cache

import pytest

from pannesi.history.replay.replayed import replay_scenarios
from pannesi.procedure.availability.reachability import contact_at
from pannesi.procedure.loading.loader import load_site
from pannesi.procedure.model.lines import Ask, Verify
from pannesi.procedure.model.numbering import UNKNOWN, options_of
from pannesi.procedure.model.procedure import EntryPoint, Site
from pannesi.session import actions as want
from tests.support.building import NIGHT, Played, start
from tests.support.session_playing import intents_of_row, to_the_end, try_to
from tests.support.small_site import WHERE

MORNING = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
SATURDAY = datetime(2026, 11, 28, 10, 0, tzinfo=UTC)


@cache
def rivemont() -> Site:
    loaded = load_site(WHERE / "autre-hopital")
    assert loaded.problems == ()
    assert loaded.site is not None
    return loaded.site


def test_it_says_nothing_of_teleradiology() -> None:
    text = repr((rivemont().units, rivemont().contacts)).casefold()
    assert "imadis" not in text
    assert "télérad" not in text


@pytest.mark.parametrize("moment", [NIGHT, MORNING, SATURDAY], ids=["night", "morning", "saturday"])
@pytest.mark.parametrize("entry", rivemont().entries, ids=lambda one: one.symptom.id)
def test_every_entry_is_walked_to_a_closed_session(entry: EntryPoint, moment: datetime) -> None:
    played = Played(rivemont(), now=moment)
    played.do(want.Open(entry.unit.id, entry.symptom.id))
    for facts in ({"origin": "urgences"}, {"unit": "réanimation"}, {"unit": "dialyse"}):
        played.do(want.AddPatient(facts, "Inventé"))
    assert to_the_end(played).stage == "closed"
    assert played.state.closing is not None
    assert not played.state.closing.payload["forced"]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("entry", rivemont().entries, ids=lambda one: one.symptom.id)
def test_every_entry_ends_closed_whatever_is_answered(entry: EntryPoint, seed: int) -> None:
    dice = random.Random(seed)
    played = Played(rivemont(), now=(NIGHT, MORNING, SATURDAY)[seed % 3])
    played.do(want.Open(entry.unit.id, entry.symptom.id))
    for _step in range(25):
        row = played.look().next
        if row is None:
            break
        if isinstance(row.line, Ask | Verify):
            answers = [*(option.id for option in options_of(row.line)), UNKNOWN]
            if not try_to(played, want.Answer(*row.key, dice.choice(answers))):
                break
        elif not try_to(played, intents_of_row(row)[0]):
            break
    assert to_the_end(played).stage == "closed"


@pytest.mark.parametrize(
    ("hour", "answers"),
    [(datetime(2026, 11, 24, 6, 30, tzinfo=UTC), "hotline"), (datetime(2026, 11, 24, 5, 30, tzinfo=UTC), "garde"),
     (datetime(2026, 11, 24, 18, 0, tzinfo=UTC), "hotline"), (datetime(2026, 11, 24, 18, 45, tzinfo=UTC), "garde"),
     (datetime(2026, 12, 25, 10, 0, tzinfo=UTC), "garde")],
)  # fmt: skip
def test_its_own_hotline_hours_decide_who_answers(hour: datetime, answers: str) -> None:
    row = contact_at(rivemont().contacts, "informatique", hour, None)
    assert row.member is not None
    assert row.member.id == answers


def test_two_pacs_down_together_propose_the_common_case_and_one_back_leaves_the_other() -> None:
    played = start(rivemont(), "cas-1", "radio-invisible")
    played.do(want.Join("cas-2", "cardio-invisible"))
    assert [one.unit for one in played.look().proposals] == ["cas-3"]
    played.do(want.TurnAll(played.look().current_cases, "cas-3", "deux-pacs"))
    played.do(want.Answer(*played.line("un-revient").key, "radiologie"))
    played.do(want.Follow(*played.line("reste-cardiologie").key))
    assert [played.state.visits[-1].unit, played.state.visits[-1].symptom] == ["cas-2", "cardio-invisible"]
    assert to_the_end(played).stage == "closed"


def test_the_laboratory_has_duties_of_its_own() -> None:
    played = start(rivemont(), "cas-4", "etiquettes-tubes")
    played.do(want.AddPatient({"unit": "dialyse"}, "Inventé"))
    played.do(want.AddPatient({"unit": "réanimation"}, "Inventé"))
    owed = {(duty.patient.facts["unit"], duty.key) for duty in played.look().duties}
    assert ("dialyse", "potassium") in owed
    assert ("réanimation", "potassium") not in owed
    assert played.line("relire-a-deux").line.skip == "forbidden"
    assert played.line("relire-a-deux").is_open


def test_the_scenario_that_it_keeps_still_ends_as_it_did() -> None:
    (kept,) = replay_scenarios(WHERE / "autre-hopital", rivemont())
    assert (kept.kept, kept.findings) == (True, ())
