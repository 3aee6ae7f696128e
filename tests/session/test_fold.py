"""The fold depends on the set of facts alone; nothing said without knowing of another is lost; undo restores."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from pannesi.procedure.model.numbering import UNKNOWN
from pannesi.session import actions as want
from pannesi.session import claims as slots
from pannesi.session.claims import claim_content
from pannesi.session.event_writer import Refused
from pannesi.session.events import Event
from pannesi.session.facts.lines import CallMade, LineAnswered
from pannesi.session.facts.reading import KINDS
from pannesi.session.facts.session import Undone
from pannesi.session.projection.walk import walk
from pannesi.session.state import State, fold
from tests.support.building import NIGHT, Played, start
from tests.support.session_playing import every_intent, play_at_random, try_to
from tests.support.session_sites import HOSPITAL


def view(played: Played, state: State) -> dict[str, Any]:
    """All that a face could show of a state, without the events themselves."""
    seen = walk(played.site, state, played.now)
    return {
        "rows": [(row.key, row.status, row.answer, row.again, row.off_branch, len(row.conflict)) for row in seen.rows],
        "stage": seen.stage,
        "next": seen.next.key if seen.next else None,
        "duties": [(duty.patient.id, duty.key, duty.status, duty.sure) for duty in seen.duties],
        "messages": [(message.ref, message.state) for message in seen.messages],
        "patients": [(patient.id, patient.label, patient.facts, patient.voided) for patient in seen.patients],
        "roots": seen.current_cases,
        "blocks": seen.blocks,
        "began": state.began,
        "notes": [event.text for event in state.notes],
    }


def everything(played: Played, state: State) -> dict[str, Any]:
    timeline = [(event.id, event.order) for event in state.timeline]
    conflicts = [(key, [tip.id for tip in tips]) for key, tips in state.conflicts]
    return {**view(played, state), "timeline": timeline, "conflicts": conflicts}


def divided(dice: random.Random, steps: int) -> tuple[Played, list[Event]]:
    """A session played by one, then by three who do not know of each other; and all their events."""
    entry = dice.choice(HOSPITAL.entries)
    first = start(HOSPITAL, entry.unit.id, entry.symptom.id)
    play_at_random(first, dice, steps)
    twins = [first.apart(f"w{number}") for number in (2, 3)]
    for one in (first, *twins):
        play_at_random(one, dice, steps)
    union = {event.id: event for one in (first, *twins) for event in one.events}
    return first, list(union.values())


@settings(max_examples=40, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.integers(0, 10**9), st.integers(2, 9))
def test_any_order_repetition_and_late_arrival_of_merged_journals_folds_to_the_same_state(
    seed: int, steps: int
) -> None:
    played, union = divided(dice := random.Random(seed), steps)
    reference = everything(played, fold(sorted(union, key=lambda event: event.order)))
    shuffled = union * 2
    dice.shuffle(shuffled)
    assert everything(played, fold(shuffled)) == reference
    late = State()
    for event in shuffled:
        late.apply(event)
        walk(played.site, late, played.now)
    assert everything(played, late) == reference


@settings(max_examples=40, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.integers(0, 10**9), st.integers(1, 8))
def test_what_two_people_say_without_knowing_of_each_other_is_a_visible_conflict(seed: int, steps: int) -> None:
    _played, union = divided(random.Random(seed), steps)
    state = fold(union)
    for key, slot in state.slots.items():
        said = [event for event in union if event.id in slot.events]
        replaced = {name for event in said for name in event.replaces}
        for event in said:
            assert event.id in replaced or event.id in slot.tips, "a fact nobody replaced has gone"
        claims = {
            (tip.kind, str(tip.payload.get("option")), str(tip.payload.get("facts"))) for tip in slot.tips.values()
        }
        if len(claims) > 1 and all(tip.kind != Undone.kind for tip in slot.tips.values()):
            assert key in dict(state.conflicts), "two different claims, and no conflict to be seen"


def test_two_different_answers_are_both_kept_until_somebody_settles_them() -> None:
    mine = start(HOSPITAL, "cas-3", "images")
    theirs = mine.apart("w2")
    visit = mine.look().current_cases[0]
    mine.do(want.Answer(visit, "un-seul", "oui"))
    theirs.do(want.Answer(visit, "un-seul", "non"))
    for event in theirs.events[len(mine.events) - 1 :]:
        mine.take(event)
    row = mine.line("un-seul")
    assert {tip.payload["option"] for tip in row.conflict} == {"oui", "non"}
    assert any(block.code == "conflict" for block in mine.look().blocks)
    mine.do(want.Answer(visit, "un-seul", "non"))
    assert mine.line("un-seul").conflict == ()


def test_the_same_answer_twice_is_no_conflict() -> None:
    mine = start(HOSPITAL, "cas-3", "images")
    theirs = mine.apart("w2")
    visit = mine.look().current_cases[0]
    for one in (mine, theirs):
        one.do(want.Answer(visit, "un-seul", "oui"))
    mine.take(theirs.events[-1])
    assert mine.line("un-seul").conflict == ()
    assert mine.line("un-seul").status == "done"


def test_an_answer_changed_here_while_it_is_undone_there_is_a_conflict() -> None:
    mine = start(HOSPITAL, "cas-3", "images")
    visit = mine.look().current_cases[0]
    mine.do(want.Answer(visit, "un-seul", "oui"))
    theirs = mine.apart("w2")
    mine.do(want.Answer(visit, "un-seul", "non"))
    theirs.do(want.UndoLast())
    mine.take(theirs.events[-1])
    assert mine.line("un-seul").conflict


def answered_while_undone() -> tuple[Played, Event, Event]:
    """An answer changed here while it was undone there; the new answer and the undoing."""
    mine = start(HOSPITAL, "cas-3", "images")
    visit = mine.look().current_cases[0]
    mine.do(want.Answer(visit, "un-seul", "oui"))
    theirs = mine.apart("w2")
    mine.do(want.Answer(visit, "un-seul", "non"))
    changed = mine.events[-1]
    theirs.do(want.UndoLast())
    mine.take(theirs.events[-1])
    return mine, changed, theirs.events[-1]


def test_an_undoing_gives_way_to_the_answer_that_is_settled_on_and_nothing_older_comes_back() -> None:
    mine, changed, undoing = answered_while_undone()
    assert mine.line("un-seul").conflict == (changed, undoing)
    mine.do(want.Undo(undoing.id))
    row = mine.line("un-seul")
    assert (row.answer, row.conflict, row.status) == ("non", (), "done")
    with pytest.raises(Refused, match="à sa ligne"):
        mine.do(want.Undo(undoing.id))


def test_an_answer_gives_way_to_the_undoing_that_is_settled_on() -> None:
    mine, changed, _undoing = answered_while_undone()
    mine.do(want.Undo(changed.id))
    row = mine.line("un-seul")
    assert (row.answer, row.conflict, row.status) == (None, (), "open"), "what had been undone does not come back"


def test_settling_between_two_changes_of_one_answer_does_not_bring_that_answer_back() -> None:
    mine = start(HOSPITAL, "cas-3", "images")
    visit = mine.look().current_cases[0]
    mine.do(want.Answer(visit, "un-seul", "oui"))
    theirs = mine.apart("w2")
    mine.do(want.Answer(visit, "un-seul", "non"))
    theirs.do(want.Answer(visit, "un-seul", UNKNOWN))
    mine.take(theirs.events[-1])
    mine.do(want.Undo(theirs.events[-1].id))
    row = mine.line("un-seul")
    assert (row.answer, row.conflict) == ("non", ())


@settings(max_examples=60, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.integers(0, 10**9), st.integers(0, 14))
def test_undo_restores_what_was_before(seed: int, steps: int) -> None:
    dice = random.Random(seed)
    entry = dice.choice(HOSPITAL.entries)
    played = start(HOSPITAL, entry.unit.id, entry.symptom.id)
    play_at_random(played, dice, steps)
    intents = [one for one in every_intent(played) if not isinstance(one, want.UndoLast | want.Undo | want.NamePerson)]
    dice.shuffle(intents)
    now = played.now
    before = view(played, played.state)
    written = len(played.events)
    if not any(try_to(played, one) for one in intents):
        return
    played.do(want.Undo(played.events[written].id))
    played.now = now
    assert view(played, played.state) == before


@settings(max_examples=40, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.integers(0, 10**9), st.integers(0, 14))
def test_an_undoing_that_nobody_meant_is_put_back_and_leaves_all_as_it_was(seed: int, steps: int) -> None:
    dice = random.Random(seed)
    entry = dice.choice(HOSPITAL.entries)
    played = start(HOSPITAL, entry.unit.id, entry.symptom.id)
    play_at_random(played, dice, steps)
    now, before, conflicts = played.now, view(played, played.state), everything(played, played.state)["conflicts"]
    written = len(played.events)
    if not try_to(played, want.UndoLast()):
        return
    played.do(want.Undo(played.events[written].id, put_back=True))
    played.now = now
    assert view(played, played.state) == before
    assert everything(played, played.state)["conflicts"] == conflicts
    assert try_to(played, want.UndoLast()), "a hand may undo it all the same"


def test_what_somebody_said_since_an_undoing_is_not_put_aside_by_putting_back() -> None:
    played = start(HOSPITAL, "cas-3", "images")
    visit = played.look().current_cases[0]
    played.do(want.Answer(visit, "un-seul", "oui"))
    played.do(want.UndoLast())
    undoing = played.events[-1]
    played.do(want.Answer(visit, "un-seul", "non"))
    with pytest.raises(Refused, match="déjà été annulé ou remplacé"):
        played.do(want.Undo(undoing.id, put_back=True))
    assert played.line("un-seul").answer == "non"


def test_undoing_one_of_two_conflicting_answers_leaves_the_other() -> None:
    mine = start(HOSPITAL, "cas-3", "images")
    theirs = mine.apart("w2")
    visit = mine.look().current_cases[0]
    mine.do(want.Answer(visit, "un-seul", "oui"))
    theirs.do(want.Answer(visit, "un-seul", "non"))
    mine.take(theirs.events[-1])
    mine.do(want.Undo(theirs.events[-1].id))
    row = mine.line("un-seul")
    assert (row.answer, row.conflict) == ("oui", ())


def test_adding_one_event_touches_one_slot_however_long_the_session() -> None:
    """The cost of one more event: as many slot lookups in a long session as in a short one."""

    class Counting(dict):  # type: ignore[type-arg]
        touched = 0

        def get(self, key: Any, default: Any = None) -> Any:
            type(self).touched += 1
            return super().get(key, default)

    def cost(length: int) -> int:
        played = start(HOSPITAL, "cas-3", "images")
        visit = played.look().current_cases[0]
        state = fold(played.events)
        said = {"visit": visit, "line": "un-seul"}
        line = Event("x", "s1", "w9", 1, 0, "2026-11-24T02:00:00Z", "", LineAnswered.kind, said)
        for number in range(length):
            payload = {"visit": visit, "line": f"l{number % 50}", "option": "oui"}
            state.apply(Event(f"f{number}", "s1", "w9", number, number, line.at, "", LineAnswered.kind, payload))
        state.slots = Counting(state.slots)
        Counting.touched = 0
        state.apply(line)
        return Counting.touched

    assert cost(5_000) == cost(10)


def test_crossing_answers_are_compared_once_however_many_came(monkeypatch: pytest.MonkeyPatch) -> None:
    """None of them knew of the others: each is read once, when somebody asks, and not at each that comes."""
    read: list[str] = []

    def counted(event: Event) -> tuple[object, ...]:
        read.append(event.id)
        return claim_content(event)

    monkeypatch.setattr(slots, "claim_content", counted)
    said = {"visit": "v", "line": "un-seul"}
    answers = [
        Event(f"f{number:03}", "s1", f"w{number}", 1, number, "2026-11-24T02:00:00Z", "", LineAnswered.kind,
              {**said, "option": "oui" if number % 2 else "non"})
        for number in range(300)
    ]  # fmt: skip
    state = fold(answers)
    assert read == []
    for _time in range(3):
        assert [(key, len(sides)) for key, sides in state.conflicts] == [(("line", "v", "un-seul"), 300)]
    assert sorted(read) == [one.id for one in answers]
    settling = replace(answers[0], id="last", seq=301, hlc=301, replaces=tuple(one.id for one in answers))
    state.apply(settling)
    assert state.conflicts == ()


_JUNK = st.one_of(st.none(), st.integers(), st.sampled_from(["", "x", "un-seul"]), st.just(["line"]))
_PAYLOAD = st.dictionaries(st.sampled_from(["visit", "line", "event", "about", "facts", "patient", "unit"]), _JUNK)


@given(st.lists(_PAYLOAD, max_size=4), st.sampled_from([*KINDS, "from.the.future"]))
def test_events_that_this_program_cannot_read_are_kept_and_never_crash(
    payloads: list[dict[str, Any]], kind: str
) -> None:
    played = start(HOSPITAL, "cas-3", "images")
    for number, payload in enumerate(payloads):
        played.take(Event(f"z{number}", "s1", "w8", number, number, "2026-11-24T02:00:00.000Z", "", kind, payload))
    assert walk(HOSPITAL, played.state, NIGHT).rows is not None
    assert len(played.state.timeline) == len({event.id for event in played.events})


def test_undoing_twice_takes_back_the_answer_that_the_first_undoing_brought_back() -> None:
    played = start(HOSPITAL, "cas-3", "images")
    visit = played.look().current_cases[0]
    played.do(want.Called(visit, "appel", "informatique", "reached"))
    played.do(want.Answer(visit, "un-seul", "oui"))
    played.do(want.Answer(visit, "un-seul", "non"))
    played.do(want.UndoLast())
    assert played.line("un-seul").answer == "oui"
    played.do(want.UndoLast())
    assert (played.line("un-seul").status, played.line("appel").status) == ("open", "done")
    played.do(want.UndoLast())
    assert played.line("appel").status == "open"


@settings(max_examples=30, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.integers(0, 10**9), st.integers(1, 10))
def test_undoing_until_nothing_is_left_goes_back_to_the_opening(seed: int, steps: int) -> None:
    dice = random.Random(seed)
    entry = dice.choice(HOSPITAL.entries)
    played = start(HOSPITAL, entry.unit.id, entry.symptom.id)
    opened = view(played, played.state)
    for _step in range(steps):
        intents = [
            one for one in every_intent(played) if not isinstance(one, want.UndoLast | want.Undo | want.NamePerson)
        ]
        dice.shuffle(intents)
        next((one for one in intents[:12] if try_to(played, one)), None)
    for _act in range(len(played.events)):
        if not try_to(played, want.UndoLast()):
            break
    played.now = NIGHT + timedelta(minutes=1)
    assert view(played, played.state) == opened


def three_answers() -> tuple[Played, str, list[Event]]:
    """Three people who answer one question in three ways, without knowing of each other."""
    mine = start(HOSPITAL, "cas-3", "images")
    visit = mine.look().current_cases[0]
    said = []
    for writer, option in (("w2", "oui"), ("w3", "non"), ("w4", UNKNOWN)):
        apart = mine.apart(writer)
        apart.do(want.Answer(visit, "un-seul", option))
        said.append(apart.events[-1])
    for event in said:
        mine.take(event)
    return mine, visit, said


def test_undoing_one_of_three_answers_leaves_the_other_two_in_conflict() -> None:
    mine, _visit, (first, second, third) = three_answers()
    mine.do(want.Undo(first.id))
    assert mine.line("un-seul").conflict == (second, third)
    mine.do(want.Undo(second.id))
    row = mine.line("un-seul")
    assert (row.answer, row.conflict) == (UNKNOWN, ())


def test_undoing_what_settled_a_conflict_brings_the_conflict_back() -> None:
    mine, visit, said = three_answers()
    mine.do(want.Answer(visit, "un-seul", "oui"))
    assert mine.line("un-seul").conflict == ()
    mine.do(want.UndoLast())
    assert mine.line("un-seul").conflict == tuple(said)


def test_a_fact_whose_time_cannot_be_read_stands_at_the_time_it_was_written() -> None:
    played = start(HOSPITAL, "cas-3", "images")
    visit = played.look().current_cases[0]
    for number, at in enumerate(("", "hier", "2026-11-24T02:12:00", "99-99")):
        said = {"visit": visit, "line": "appel", "contact": "informatique", "outcome": "reached"}
        hlc = int(NIGHT.timestamp() * 1000 + number) << 16
        before = played.state.slot("line", visit, "appel").to_replace
        played.take(Event(f"x{number}", "s1", "w9", number, hlc, at, "", CallMade.kind, said, before))
        at_line = played.line("appel").at
        assert at_line is not None
        assert (at_line - NIGHT).total_seconds() < 1
