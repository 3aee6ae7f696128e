"""Exercises: when each case is due again, and which inject the facilitator is to tell now."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pannesi.history.exercises.exercise_injects import cues_of, next_timed_cue, waiting_cues
from pannesi.history.exercises.exercises import PlayedExercise, cases_due, people_due
from pannesi.history.exercises.real_outages import RealOutageWatch
from pannesi.history.replay.scenario import Inject, Scenario, UnreadableScenario, read_scenario, scenario_yaml
from pannesi.journal.memory import MemoryJournal
from pannesi.procedure.availability.reachability import zone_of
from pannesi.procedure.model.scalars import RetentionPeriod
from pannesi.session import actions as want
from pannesi.session.events import Draft
from pannesi.session.incident_review.facts import ReviewSaid
from pannesi.session.incident_review.review import IncidentReview, fold_review
from tests.support.building import NIGHT, start
from tests.support.plain_playing import station_of
from tests.support.session_sites import HOSPITAL
from tests.support.shipped_site import shipped
from tests.support.writers import fake_writer

ZONE = zone_of(shipped().contacts)
YEAR = RetentionPeriod(12, "months")


def said(*facts: tuple[str, str, tuple[str, ...], str]) -> IncidentReview:
    """A review in which these fields hold these values and words."""
    journal = MemoryJournal(fake_writer())
    journal.append([
        Draft(f"e{number}", "r", ReviewSaid.kind, ReviewSaid(about=about, field=field, values=values).stored(),
              "2026-11-24T02:12:00.000Z", "AB", (), words or None)
        for number, (about, field, values, words) in enumerate(facts)
    ])  # fmt: skip
    return fold_review(journal.events("r"))


def exercise(unit: str, held: datetime, *, closed: bool = True, review: IncidentReview | None = None) -> PlayedExercise:
    return PlayedExercise(f"s-{held:%d%m}", frozenset({unit}), held, closed, review or IncidentReview())


def test_a_case_is_due_a_year_after_its_last_closed_exercise_and_from_the_beginning_without_one() -> None:
    held = [
        exercise("cas-3", datetime(2025, 2, 1, 9, tzinfo=UTC)),
        exercise("cas-3", datetime(2026, 2, 28, 23, 30, tzinfo=UTC)),  # the first of March in Paris
        exercise("cas-4", datetime(2026, 5, 1, 9, tzinfo=UTC), closed=False),
    ]
    due = {one.name: one for one in cases_due(shipped(), held, YEAR, ZONE)}
    assert (due["cas-3"].due, due["cas-4"].due) == (date(2027, 3, 1), None)
    assert not due["cas-3"].is_overdue(date(2027, 2, 28))
    assert due["cas-3"].is_overdue(date(2027, 3, 1))
    assert due["cas-4"].is_overdue(date(2026, 5, 2)), "nobody knows whether it was played to its end"


def test_groups_of_people_are_due_by_the_function_of_those_who_played() -> None:
    review = said(
        ("participant:a", "function", (), "manipulateur"), ("participant:a", "part", ("player",), ""),
        ("participant:b", "function", (), "cadre"), ("participant:b", "part", ("observer",), ""),
        ("participant:c", "function", (), "radiologue"), ("participant:c", "part", ("withdrawn",), ""),
    )  # fmt: skip
    held = [exercise("cas-3", datetime(2026, 2, 1, 9, tzinfo=UTC), review=review)]
    assert [one.name for one in people_due(held, YEAR, ZONE)] == ["manipulateur"]


INJECTS = (
    Inject(at="10 min", say="il ne voit plus les images", by="le radiologue"),
    Inject(line="cas-3/appel", say="le scanner sonne"),
    Inject(at=60, say="un externe attend"),
)
SCENARIO = Scenario(title="nuit", opened=NIGHT, entry="cas-3/images", injects=INJECTS)


def test_injects_come_at_their_time_or_with_their_line_and_only_until_they_are_told() -> None:
    played = start(HOSPITAL, "cas-3", "images", exercise=True)
    visit = played.look().current_cases[0]
    opened = played.now

    def now(minutes: float, review: IncidentReview | None = None):  # type: ignore[no-untyped-def]
        moment = opened + timedelta(minutes=minutes)
        return cues_of(SCENARIO, played.look(), opened, review or IncidentReview(), moment)

    assert [cue.number for cue in waiting_cues(now(0.5))] == []
    ahead = next_timed_cue(now(0.5))
    assert ahead is not None
    assert ahead.number == 3
    assert [cue.number for cue in waiting_cues(now(1))] == [3]
    played.do(want.Answer(visit, "un-seul", "oui"))
    assert [cue.number for cue in waiting_cues(now(1))] == [2, 3], "the players came to the call"
    told = said(("inject:3", "given", ("given",), ""), ("inject:2", "given", ("left_out",), ""))
    assert [cue.number for cue in waiting_cues(now(10, told))] == [1]
    assert next_timed_cue(now(10, told)) is None


_TEXT = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)
_WHEN = st.integers(0, 10**6).map(lambda seconds: {"at": seconds}) | st.sampled_from(
    [{"at": "10 min"}, {"at": "2h"}, {"line": "cas-3/appel"}]
)


@given(st.lists(st.tuples(_WHEN, _TEXT, st.none() | _TEXT), max_size=4))
def test_injects_are_read_back_from_the_file_of_their_scenario(
    written: list[tuple[dict[str, object], str, str | None]],
) -> None:
    injects = tuple(Inject.model_validate({**when, "say": say, "by": by}) for when, say, by in written)
    scenario = Scenario(title="nuit", opened=NIGHT, entry="cas-3", injects=injects)
    assert read_scenario("x.yaml", scenario_yaml(scenario).encode()) == scenario


@pytest.mark.parametrize(
    "inject", ['{say: "sans heure"}', '{at: 5, line: cas-3/appel, say: "deux"}', "{at: -1, say: x}"]
)
def test_an_inject_has_one_time_or_one_line(inject: str) -> None:
    text = f"format: 1\ntitle: x\nopened: 2026-11-24T02:12:00.000Z\nentry: cas-3\ninjects:\n  - {inject}\n"
    with pytest.raises(UnreadableScenario, match="injects"):
        read_scenario("x.yaml", text.encode())


def test_each_screen_that_watches_sees_a_real_outage_whichever_of_them_read_the_index_on() -> None:
    station = station_of()
    exercise = station_of(journal=station.journal, exercise=True)
    watches = RealOutageWatch(exercise), RealOutageWatch(exercise)
    assert [(watch.look(), watch.open) for watch in watches] == [(False, ())] * 2
    desk = station.desk()
    desk.open(want.Open("cas-3", "images-invisibles"))
    assert [(watch.look(), [session.id for session in watch.open]) for watch in watches] == [(True, [desk.session])] * 2
    assert [watch.look() for watch in watches] == [False, False], "nothing was written since"
    desk.do(want.Close("fausse alerte"))
    assert [(watch.look(), watch.open) for watch in watches] == [(True, ())] * 2
