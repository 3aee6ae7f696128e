"""What the walk keeps of the register changes nothing that can be seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pannesi.session import actions as want
from pannesi.session.event_writer import Refused
from pannesi.session.events import Event
from pannesi.session.projection.read_model import Patient
from pannesi.session.projection.walk import walk
from pannesi.session.register import projection as books
from pannesi.session.register.duplicates import DuplicatesCache, possible_duplicates
from pannesi.session.register.duties import patient_of
from pannesi.session.state import State, fold
from tests.support.building import Played, start
from tests.support.shipped_site import shipped


def intents(played: Played) -> list[want.Intent]:
    """Acts on the register of every kind, some of which are refused."""
    now = played.look()
    first, *others = [one.id for one in now.patients]
    second = others[0]
    keys = [duty.key for duty in now.duties if duty.patient.id == first]
    return [
        *(want.SettleDuty(first, key) for key in keys),
        want.UndoLast(),
        want.MarkDutyNotNeeded(second, keys[0], "pas de CD"),
        want.CorrectPatient(first, {"origin": "urgences", "exam": "autre"}, fields={"nom": "Autre"}),
        want.CorrectTime(played.state.heads("patient")[0].id, now.now - timedelta(minutes=1)),
        want.AnnounceReturn(now.current_cases[0], "les images arrivent"),
        *(want.Reconcile(first, step.key, "n° 12") for step in now.patients[0].steps),
        want.VerifyPatient(first),
        want.Waive(second, "doublon"),
        want.UndoLast(),
        want.VoidPatient(second, "saisie par erreur"),
        want.FellAgain(now.current_cases[0]),
        want.AddPatient({"origin": "externe", "exam": "coupe"}, fields={"nom": "Autre"}),
    ]


def test_after_each_act_the_register_is_what_it_would_be_read_afresh() -> None:
    played = start(shipped(), "cas-4", "ris-et-pacs")
    for number in range(3):
        played.do(want.AddPatient({"origin": "externe", "exam": "coupe"}, fields={"nom": f"Inventé{number}"}))
    done = 0
    for intent in intents(played):
        try:
            played.do(intent)
            done += 1
        except Refused:
            continue
        mine, afresh = played.look(), walk(played.site, fold(played.events), played.now)
        assert mine.patients == afresh.patients
        assert mine.duties == afresh.duties
        assert (mine.duties_by_patient, mine.open_duties) == (afresh.duties_by_patient, afresh.open_duties)
        assert [row.patients_due for row in mine.rows] == [row.patients_due for row in afresh.rows]
        cache = played.caches.of(DuplicatesCache)
        fields = played.site.register_fields
        assert possible_duplicates(mine.patients, fields, cache) == possible_duplicates(afresh.patients, fields)
    assert done > 10


def test_a_fact_about_one_line_leaves_every_other_as_it_was() -> None:
    played = start(shipped(), "cas-4", "ris-et-pacs")
    for number in range(5):
        played.do(want.AddPatient({"origin": "externe", "exam": "coupe"}, fields={"nom": f"Inventé{number}"}))
    before = played.look().patients
    played.do(want.SettleDuty(before[2].id, "cd"))
    after = played.look().patients
    assert [one is other for one, other in zip(before, after, strict=True)] == [True, True, False, True, True]


def test_a_fact_about_one_line_goes_through_no_other_however_many_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    played = start(shipped(), "cas-4", "ris-et-pacs")
    for number in range(40):
        played.do(want.AddPatient({"origin": "externe", "exam": "coupe"}, fields={"nom": f"Inventé{number}"}))
    lines = played.look().patients
    derived: list[str] = []

    def counted(state: State, head: Event) -> Patient | None:
        derived.append(str(head.payload["patient"]))
        return patient_of(state, head)

    def never(*_what: object) -> None:
        raise AssertionError("every line was gone through")

    monkeypatch.setattr(books, "patient_of", counted)
    monkeypatch.setattr(books, "_project_all", never)
    played.do(want.SettleDuty(lines[7].id, "cd"))
    played.do(want.CorrectPatient(lines[3].id, {"exam": "autre"}, fields={"nom": "Autre"}))
    played.do(want.Note("rien d'un patient"))
    found = played.look().patients
    assert derived == [lines[7].id, lines[3].id]
    monkeypatch.undo()
    assert found == walk(played.site, fold(played.events), played.now).patients


def test_lines_of_one_number_that_come_and_go_are_told_apart_as_when_read_afresh() -> None:
    mine = start(shipped(), "cas-4", "ris-et-pacs")
    theirs = mine.apart("w2")
    for one in (mine, theirs, theirs):
        one.do(want.AddPatient({"origin": "externe", "exam": "coupe"}, fields={"nom": "Inventé"}))
    for event in theirs.events[-2:]:
        mine.look()
        mine.take(event)
    labels = [one.label for one in mine.look().patients]
    assert sorted(labels) == ["A-01", "A-01-2", "A-02"]
    for intent in (want.CorrectPatient(mine.look().patients[1].id, {}, fields={"nom": "Autre"}), want.UndoLast(),
                   want.Undo(mine.state.heads("patient")[0].id), want.UndoLast()):  # fmt: skip
        mine.do(intent)
        assert mine.look().patients == walk(mine.site, fold(mine.events), mine.now).patients


def test_what_was_kept_of_a_session_serves_no_other_and_nothing_that_was_folded_anew() -> None:
    played = start(shipped(), "cas-4", "ris-et-pacs")
    for number in range(3):
        played.do(want.AddPatient({"origin": "externe", "exam": "coupe"}, fields={"nom": f"Inventé{number}"}))
    added = [event for event in played.events if event.kind == "patient.added"][1]
    other = start(shipped(), "cas-4", "ris-et-pacs")
    assert walk(other.site, other.state, other.now, played.caches).patients == ()
    assert len(played.look().patients) == 3
    forged = replace(added, hlc=added.hlc - 1, kind="session.noted", payload={}, replaces=())
    before = played.state.changes
    played.take(forged)
    assert played.state.changes > before
    assert played.look().patients == walk(played.site, fold(played.events), played.now).patients
    assert len(played.look().patients) == 2


def test_nothing_can_be_added_to_what_nobody_spoke_of() -> None:
    state = State()
    silent = state.slot("closed")
    assert silent.head is None
    with pytest.raises(TypeError):
        silent.add(start(shipped(), "cas-4", "ris-et-pacs").events[0])
    with pytest.raises(TypeError):
        silent.events["x"] = start(shipped(), "cas-4", "ris-et-pacs").events[0]
    assert state.slot("closed").heads == ()
