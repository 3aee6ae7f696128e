"""The desk commits first and shows after; what could not be committed is never shown as done."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from pannesi.application.desk_environment import StandIn
from pannesi.application.session_service import Desk
from pannesi.journal.memory import MemoryJournal
from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.journal.store import NotWritten, Tail
from pannesi.session import actions as want
from pannesi.session.event_writer import Refused
from pannesi.session.events import UNREADABLE, Draft, Event
from pannesi.tui.runtime.commit_worker import carry_out
from tests.support.building import NIGHT
from tests.support.desks import Failing, desk_on, opened
from tests.support.session_sites import HOSPITAL
from tests.support.writers import chains_broken, fake_writer


def test_a_session_is_on_the_journal_before_it_is_shown() -> None:
    journal = MemoryJournal(fake_writer())
    desk, visit = opened(journal)
    desk.do(want.Answer(visit, "un-seul", "oui"))
    assert [event.kind for event in journal.events(desk.session or "")] == [
        "session.opened",
        "visit.opened",
        "line.answered",
    ]
    assert journal.site(HOSPITAL.digest) == {"contacts.yaml": b"x"}


def test_a_commit_that_fails_and_cannot_be_replaced_never_shows_a_done_line() -> None:
    journal = Failing()
    desk, visit = opened(journal)
    journal.failures = 2
    with pytest.raises(NotWritten):
        desk.do(want.Answer(visit, "un-seul", "oui"))
    row = desk.look().row(visit, "un-seul")
    assert row is not None
    assert row.status == "open"


def test_a_commit_whose_answer_was_lost_is_found_again_by_its_id() -> None:
    journal = Failing()
    desk, visit = opened(journal)
    journal.failures, journal.landing = 1, True
    walk = desk.do(want.Answer(visit, "un-seul", "oui"))
    assert walk.row(visit, "un-seul").status == "done"  # type: ignore[union-attr]
    assert len(journal.events(desk.session or "")) == 3


def test_after_two_failures_the_session_goes_on_in_the_stand_in_and_says_so() -> None:
    journal, spare = Failing(), MemoryJournal(fake_writer("spare"))
    desk, visit = opened(journal, spare=spare)
    journal.failures, journal.landing = 9, True
    walk = desk.do(want.Answer(visit, "un-seul", "oui"))
    assert walk.row(visit, "un-seul").status == "done"  # type: ignore[union-attr]
    assert "Secours" in str(desk.problem)
    assert not desk.recording
    events, salts = spare.events_with_salts()
    assert len(events) == 3
    journal.failures, journal.landing = 0, False
    journal.receive(events, salts)
    assert chains_broken(journal) == [], "merging back breaks no chain, though the first attempt had landed"


def test_a_stand_in_keeps_the_procedure_that_a_resumed_session_runs_beside_that_of_today() -> None:
    journal, spare = Failing(), MemoryJournal(fake_writer("spare"))
    old, visit = opened(journal)
    today = replace(HOSPITAL, digest="1" * 64)
    outside = replace(
        old.environment, read_site=lambda files: HOSPITAL, stand_in=lambda failure: StandIn(spare, "Secours.")
    )
    desk = Desk(today, {"contacts.yaml": b"y"}, journal, outside)
    desk.resume(old.session or "")
    journal.failures = 9
    desk.do(want.Answer(visit, "un-seul", "oui"))
    assert spare.site(HOSPITAL.digest) == {"contacts.yaml": b"x"}, "the session is read there as it was lived"
    assert spare.site(today.digest) == {"contacts.yaml": b"y"}


def test_what_others_wrote_and_is_taken_in_meanwhile_is_not_told_as_written_here() -> None:
    mine, theirs, visit = two_desks()
    theirs.do(want.Note("là-bas"))
    new_id = mine.environment.new_id
    came: list[Event] = []

    def while_something_comes_from_elsewhere() -> str:
        came.extend(mine.refresh())
        return new_id()

    mine.environment = replace(mine.environment, new_id=while_something_comes_from_elsewhere)
    told = carry_out(mine, want.Answer(visit, "un-seul", "oui"))
    assert [event.text for event in came] == ["là-bas"]
    assert [event.kind for event in told.written] == ["line.answered"]


def test_a_session_is_resumed_exactly_where_it_was() -> None:
    journal = MemoryJournal(fake_writer())
    first, visit = opened(journal)
    first.do(want.Answer(visit, "un-seul", "oui"))
    before = first.look()
    second = desk_on(journal, tag="y")
    after = second.resume(first.session or "")
    assert [(row.key, row.status) for row in after.rows] == [(row.key, row.status) for row in before.rows]
    assert after.next == before.next


def test_looking_twice_in_a_minute_is_one_look_until_something_is_written_or_taken_in() -> None:
    journal = MemoryJournal(fake_writer())
    desk, _session = opened(journal)
    first = desk.look()
    assert desk.look() is first
    written = desk.do(want.Note("vu"))
    assert written is not first
    assert desk.look() is written
    desk.environment = replace(desk.environment, now=lambda: NIGHT + timedelta(minutes=90))
    later = desk.look()
    assert later.now == NIGHT + timedelta(minutes=90)
    assert later.elapsed > written.elapsed


def test_who_looks_during_a_commit_sees_the_session_as_it_stood_and_takes_in_nothing() -> None:
    journal = MemoryJournal(fake_writer("w1"))
    desk, _visit = opened(journal)
    before, seen = desk.look(), []

    class Looked(MemoryJournal):
        def append(self, drafts: Sequence[Draft]) -> tuple[Event, ...]:
            written = journal.append(drafts)
            other = threading.Thread(target=lambda: seen.append((desk.look(), desk.refresh())))
            other.start()
            other.join()
            return written

        def changed(self) -> bool:
            return True

        def tail(self, mark: int) -> Tail:
            return journal.tail(mark)

    desk.journal = Looked(fake_writer("w1"))
    after = desk.do(want.Note("vu"))
    assert seen == [(before, ())]
    assert after is not before
    assert desk.state.timeline[-1].text == "vu"


def test_a_session_whose_beginning_has_not_arrived_is_not_taken_up_as_if_all_were_done() -> None:
    journal, part = MemoryJournal(fake_writer()), MemoryJournal(fake_writer("w2"))
    first, _visit = opened(journal)
    part.receive(journal.events(first.session or "")[1:], {})
    with pytest.raises(Refused, match="Le début de la session"):
        desk_on(part).resume(first.session or "")


def test_an_unknown_session_is_refused() -> None:
    with pytest.raises(Refused, match="n'est pas dans le journal"):
        desk_on(MemoryJournal(fake_writer())).resume("nulle-part")


def test_an_exercise_is_not_resumed_as_real_nor_the_reverse() -> None:
    journal = MemoryJournal(fake_writer())
    drill, _visit = opened(journal, exercise=True)
    with pytest.raises(Refused, match="exercice"):
        desk_on(journal).resume(drill.session or "")
    real, _visit = opened(journal, tag="z")
    with pytest.raises(Refused, match="vraie panne"):
        desk_on(journal, exercise=True).resume(real.session or "")


def test_what_another_process_ticks_is_seen_and_does_not_move_the_next_line() -> None:
    class Shared(MemoryJournal):
        def changed(self) -> bool:
            return True

    journal = Shared(fake_writer())
    mine, visit = opened(journal)
    theirs = desk_on(journal, tag="t")
    theirs.resume(mine.session or "")
    theirs.do(want.Answer(visit, "un-seul", "oui"))
    new = mine.refresh()
    assert [event.kind for event in new] == ["line.answered"]
    assert mine.look().row(visit, "un-seul").status == "done"  # type: ignore[union-attr]
    assert mine.refresh() == ()


def test_a_session_keeps_its_procedure_and_takes_the_newest_contacts() -> None:
    from dataclasses import replace

    journal = MemoryJournal(fake_writer())
    old, _visit = opened(journal)
    renamed = HOSPITAL.contacts.replace(units=("Nouvelle unité",))
    today = replace(HOSPITAL, contacts=renamed, digest="1" * 64, units=HOSPITAL.units[:1])
    desk = Desk(today, {}, journal, replace(old.environment, read_site=lambda files: HOSPITAL))
    desk.resume(old.session or "")
    assert desk.procedure.units == HOSPITAL.units
    assert desk.procedure.contacts.units == ("Nouvelle unité",)


def test_a_procedure_that_cannot_be_found_again_is_said_to_be() -> None:
    from dataclasses import replace

    journal = MemoryJournal(fake_writer())
    old, _visit = opened(journal)
    desk = Desk(replace(HOSPITAL, digest="1" * 64), {}, journal, old.environment)
    desk.problem = "Un journal de secours est au travail."
    events = journal.events(old.session or "")
    damaged = (*events, replace(events[-1], id="zz", kind=UNREADABLE, payload={"count": 1}))
    journal.events = lambda session: damaged  # type: ignore[method-assign]
    desk.resume(old.session or "")
    assert str(desk.problem).startswith("Un journal de secours est au travail. La procédure de cette session")
    assert "n'a pas été retrouvée" in str(desk.problem)
    assert "1 fait de cette session est illisible" in str(desk.problem), "no warning takes the place of another"


def test_only_an_exercise_stores_two_times() -> None:
    journal = MemoryJournal(fake_writer())
    for exercise, tag in ((False, "a"), (True, "b")):
        desk, _visit = opened(journal, exercise=exercise, tag=tag)
        events = journal.events(desk.session or "")
        assert {"real" in event.payload for event in events} == {exercise}


class Seen:
    """A journal as another run of the program sees it: the same facts, another writer."""

    def __init__(self, journal: MemoryJournal, writer: str) -> None:
        self._journal, self._writer = journal, fake_writer(writer)
        self.place, self.durable = journal.place, journal.durable

    def __getattr__(self, name: str) -> Any:
        return getattr(self._journal, name)

    @property
    def writer(self) -> str:
        return self._writer.id

    def changed(self) -> bool:
        return True

    def append(self, drafts: Sequence[Draft]) -> tuple[Event, ...]:
        own, self._journal._writer = self._journal._writer, self._writer
        try:
            return self._journal.append(drafts)
        finally:
            self._journal._writer = own


def two_desks() -> tuple[Desk, Desk, str]:
    """One session at two workstations, and its visit."""
    journal = MemoryJournal(fake_writer("w1"))
    mine, visit = opened(Seen(journal, "w1"))
    theirs = desk_on(Seen(journal, "w2"), tag="t")
    theirs.resume(mine.session or "")
    return mine, theirs, visit


def test_undoing_takes_back_ones_own_last_act_whatever_another_workstation_did_since() -> None:
    mine, theirs, visit = two_desks()
    mine.do(want.Answer(visit, "un-seul", "oui"))
    theirs.refresh()
    theirs.do(want.Called(visit, "appel", "informatique", "reached"))
    mine.refresh()
    mine.do(want.UndoLast())
    assert mine.look().row(visit, "un-seul").status == "open"  # type: ignore[union-attr]
    assert mine.look().row(visit, "appel").status == "done"  # type: ignore[union-attr]


def test_what_another_workstation_wrote_is_never_undone_without_being_named() -> None:
    mine, theirs, visit = two_desks()
    theirs.do(want.Called(visit, "appel", "informatique", "reached"))
    mine.refresh()
    last = mine.last_act()
    assert last is not None
    assert (last.event.kind, last.own) == ("call.outcome", False)
    with pytest.raises(Refused, match="n'a pas été écrit ici"):
        mine.do(want.UndoLast())
    mine.do(want.Undo(last.event.id))
    assert mine.look().row(visit, "appel").status == "open"  # type: ignore[union-attr]


def test_where_another_replaced_ones_own_act_theirs_is_meant_and_asked_about() -> None:
    mine, theirs, visit = two_desks()
    mine.do(want.Called(visit, "appel", "informatique", "reached"))
    mine.do(want.Answer(visit, "un-seul", "oui"))
    theirs.refresh()
    theirs.do(want.Answer(visit, "un-seul", "non"))
    mine.refresh()
    last = mine.last_act()
    assert last is not None
    assert (last.event.kind, last.event.payload["option"], last.own) == ("line.answered", "non", False)


def test_undoing_again_and_again_goes_back_through_ones_own_acts_only() -> None:
    mine, theirs, visit = two_desks()
    mine.do(want.Answer(visit, "un-seul", "oui"))
    mine.do(want.Called(visit, "appel", "informatique", "reached"))
    theirs.refresh()
    theirs.do(want.Note("mot d'un autre poste"))
    mine.refresh()
    mine.do(want.UndoLast())
    mine.do(want.UndoLast())
    assert [one.text for one in mine.state.notes] == ["mot d'un autre poste"]
    assert {mine.look().row(visit, name).status for name in ("un-seul", "appel")} == {"open"}  # type: ignore[union-attr]
    assert mine.last_act() is not None
    assert not mine.last_act().own  # type: ignore[union-attr]


def test_the_same_patient_line_edited_in_two_processes_keeps_both_and_shows_the_conflict(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    ours, _visit = opened(SqliteJournal(path, fake_writer("w1")))
    ours.do(want.AddPatient({"origin": "externe"}, identity="Inventé Essai"))
    theirs = desk_on(SqliteJournal(path, fake_writer("w2")), tag="y")
    theirs.resume(str(ours.session))
    patient = ours.look().patients[0]
    seen = patient.latest.id if patient.latest is not None else None
    ours.do(want.CorrectPatient(patient.id, {"origin": "externe"}, identity="Inventé Essay", seen=seen))
    theirs.do(want.CorrectPatient(patient.id, {"origin": "externe"}, identity="Inventée Essai", seen=seen))
    for desk in (ours, theirs):
        desk.refresh()
        ((key, tips),) = desk.state.conflicts
        assert key == ("patient", patient.id)
        assert {one.text for one in tips} == {"Inventé Essay", "Inventée Essai"}
    assert chains_broken(ours.journal) == []


def test_looking_refreshing_and_resuming_write_nothing(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    desk, _visit = opened(SqliteJournal(path, fake_writer("w1")))
    before = path.read_bytes()
    for _time in range(3):
        desk.look()
        desk.refresh()
    desk_on(SqliteJournal(path, fake_writer("w2")), tag="y").resume(str(desk.session))
    assert path.read_bytes() == before
