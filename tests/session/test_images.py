"""A line that is struck out or dispensed takes no image with it: what becomes of them is asked, and owed until done."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from pannesi.application.retention.settled import unsettled_reason
from pannesi.documents.tables.patient_register import register_table
from pannesi.history.replay.player import play
from pannesi.history.replay.recorded_session import recorded_session_of
from pannesi.procedure.model.lines import Duty
from pannesi.session import actions as want
from pannesi.session.event_writer import Refused
from pannesi.session.events import Event
from pannesi.session.facts.patients import ImagesFateSet
from pannesi.session.projection.read_model import Patient
from pannesi.session.projection.walk import walk
from pannesi.session.register.images import ATTACH_IMAGES_STEP, IMAGES_FATE_STEP, traces_of_line
from pannesi.session.state import fold
from tests.support.building import Played, start
from tests.support.editing import edited
from tests.support.session_playing import every_intent, try_to
from tests.support.session_sites import HOSPITAL
from tests.support.shipped_site import shipped

NOBODY = want.ImagesFate("none")


def night(*fields: dict[str, str], **more: object) -> Played:
    """Case 4 with one line for each of `fields`."""
    played = start(shipped(), "cas-4", "ris-et-pacs")
    for one in fields:
        played.do(want.AddPatient({"origin": "externe", "exam": "coupe"}, fields=one))
    return played


def line(played: Played, number: int) -> Patient:
    return played.look().patients[number]


def images_blocks(played: Played) -> list[str]:
    return [one.text for one in played.look().blocks if one.code == "images"]


def test_a_line_typed_on_the_console_is_not_struck_out_before_it_is_said_where_its_images_go() -> None:
    played = night({"nom": "Inventé"}, {"nom": "Inventé", "console": "300256"})
    kept, double = line(played, 0), line(played, 1)
    with pytest.raises(Refused, match=r"A-02 : dire ce que deviennent les images \(Identifiant tapé sur la console\)"):
        played.do(want.VoidPatient(double.id, "doublon"))
    played.do(want.VoidPatient(double.id, "doublon", want.ImagesFate("attach", kept.id)))
    struck = line(played, 1)
    assert (struck.voided, struck.settled) == (True, False)
    assert [(step.key, step.label) for step in struck.missing] == [(ATTACH_IMAGES_STEP, "Images à rattacher à A-01")]
    assert images_blocks(played) == ["A-02, rayée : Images à rattacher à A-01"]
    assert unsettled_reason(played.state, played.look()) is not None
    with pytest.raises(Refused, match="A-02, rayée : Images à rattacher à A-01"):
        played.do(want.Close())
    played.do(want.Reconcile(double.id, ATTACH_IMAGES_STEP, "faite au PACS"))
    assert (line(played, 1).settled, images_blocks(played)) == (True, [])
    assert [step.label for step in line(played, 1).steps] == ["Images rattachées à A-01"]


@pytest.mark.parametrize(
    "fields",
    [{"accession": "ACC777"}, {"accession-final": "ACC777"}, {"envoye": "IMADIS"}, {"fin": "03:10"},
     {"remis": "AB"}, {"resultat": "Dr Ordinaire"}, {"uid": "4471"}],
    ids=str,
)  # fmt: skip
def test_each_thing_written_that_shows_an_examination_asks_at_striking_and_at_dispensing(
    fields: dict[str, str],
) -> None:
    played = night({"nom": "Inventé", **fields})
    for intent in (want.VoidPatient(line(played, 0).id, "erreur"), want.Waive(line(played, 0).id, "erreur")):
        with pytest.raises(Refused, match="ce que deviennent les images"):
            played.do(intent)
    played.do(want.Waive(line(played, 0).id, "erreur", NOBODY))
    assert line(played, 0).settled


def test_a_line_that_only_says_who_came_is_let_go_unasked_and_so_is_what_nobody_knows() -> None:
    played = night({"nom": "Inventé"}, {"nom": "Inventé", "console": "?", "accession": "?"})
    played.do(want.VoidPatient(line(played, 0).id, "jamais venu"))
    played.do(want.Waive(line(played, 1).id, "jamais venu"))
    assert all(one.settled for one in played.look().patients)


def test_what_was_done_for_a_patient_asks_too_and_a_search_does_not() -> None:
    played = night({"nom": "Inventé"})
    played.do(want.SettleDuty(line(played, 0).id, "cd"))
    with pytest.raises(Refused, match="CD remis"):
        played.do(want.VoidPatient(line(played, 0).id, "erreur"))
    search = Duty(key="recherche", label="Recherché", trace="no")
    site = edited(shipped(), "cas-1", lambda one: (one.replace(duty=search) if one.id == "connu" else one,))
    played = start(site, "cas-1", "pre-numerotee")
    played.do(want.AddPatient({}, fields={"nom": "Inventé"}))
    played.do(want.SettleDuty(line(played, 0).id, "recherche"))
    played.do(want.VoidPatient(line(played, 0).id, "erreur"))
    assert line(played, 0).settled


def test_an_hour_of_examination_that_somebody_gave_asks_as_well() -> None:
    played = start(shipped(), "cas-4", "ris-et-pacs")
    played.do(want.AddPatient({}, fields={"nom": "Inventé"}, examined=played.now - timedelta(minutes=30)))
    with pytest.raises(Refused, match="heure de l'examen"):
        played.do(want.VoidPatient(line(played, 0).id, "erreur"))


def test_what_becomes_of_images_is_said_with_a_line_that_stands_or_in_words() -> None:
    played = night({"console": "1234"}, {"console": "5678"})
    first, second = (one.id for one in played.look().patients)
    for wrong in (
        want.ImagesFate("attach"), want.ImagesFate("attach", first), want.ImagesFate("attach", "ailleurs"),
        want.ImagesFate("other", words="  "), want.ImagesFate("perdues"),
    ):  # fmt: skip
        with pytest.raises(Refused):
            played.do(want.VoidPatient(first, "erreur", wrong))
    assert not line(played, 0).voided
    played.do(want.VoidPatient(first, "erreur", want.ImagesFate("other", words="supprimées du PACS par le référent")))
    assert line(played, 0).settled
    with pytest.raises(Refused, match="A-01 est rayée"):
        played.do(want.VoidPatient(second, "erreur", want.ImagesFate("attach", first)))


def test_a_line_to_which_images_go_is_not_let_go_unasked_and_once_struck_out_the_first_is_asked_again() -> None:
    played = night({"nom": "Inventé"}, {"console": "5678"}, {"nom": "Essai"})
    first, second, third = (one.id for one in played.look().patients)
    played.do(want.VoidPatient(second, "doublon", want.ImagesFate("attach", first)))
    with pytest.raises(Refused, match="images de A-02"):
        played.do(want.VoidPatient(first, "erreur"))
    played.do(want.VoidPatient(first, "erreur", NOBODY))
    assert [step.label for step in line(played, 1).missing] == ["Redire ce que deviennent les images : A-01 est rayée"]
    with pytest.raises(Refused, match="dire d'abord"):
        played.do(want.Reconcile(second, IMAGES_FATE_STEP))
    played.do(want.SetImagesFate(second, want.ImagesFate("attach", third)))
    assert [step.label for step in line(played, 1).missing] == ["Images à rattacher à A-03"]
    assert line(played, 1) == walk(played.site, fold(played.events), played.now).patients[1]


def test_what_was_done_for_one_target_says_nothing_of_another() -> None:
    played = night({"nom": "Inventé"}, {"console": "5678"}, {"nom": "Essai"})
    first, second, third = (one.id for one in played.look().patients)
    played.do(want.VoidPatient(second, "doublon", want.ImagesFate("attach", first)))
    played.do(want.Reconcile(second, ATTACH_IMAGES_STEP))
    assert line(played, 1).settled
    played.do(want.SetImagesFate(second, want.ImagesFate("attach", third)))
    assert not line(played, 1).settled


def test_a_striking_undone_takes_its_word_on_the_images_with_it() -> None:
    played = night({"nom": "Inventé"}, {"console": "5678"})
    first, second = (one.id for one in played.look().patients)
    played.do(want.VoidPatient(second, "doublon", want.ImagesFate("attach", first)))
    played.do(want.UndoLast())
    again = line(played, 1)
    assert (again.voided, again.images_fate, [step.key for step in again.steps if step.about_images]) == (
        False,
        None,
        [],
    )
    with pytest.raises(Refused, match="ce que deviennent"):
        played.do(want.VoidPatient(second, "doublon"))
    with pytest.raises(Refused, match="rayée ou dispensée"):
        played.do(want.SetImagesFate(second, NOBODY))


def test_the_noting_of_a_patient_who_left_a_trace_is_struck_out_and_not_undone() -> None:
    played = night({"console": "5678"})
    with pytest.raises(Refused, match="rayer la ligne plutôt"):
        played.do(want.UndoLast())
    played = night({"nom": "Inventé"})
    played.do(want.UndoLast())
    assert played.look().patients == ()


def test_what_was_done_by_somebody_who_did_not_know_of_the_striking_asks_afterwards() -> None:
    played = night({"nom": "Inventé"})
    other = played.apart("w2")
    other.do(want.SettleDuty(line(played, 0).id, "cd"))
    played.do(want.VoidPatient(line(played, 0).id, "jamais venu"))
    assert line(played, 0).settled
    played.take(other.events[-1])
    assert [step.key for step in line(played, 0).missing] == [IMAGES_FATE_STEP]
    assert images_blocks(played) == ["A-01, rayée : Dire ce que deviennent les images"]
    played.do(want.SetImagesFate(line(played, 0).id, NOBODY))
    assert line(played, 0).settled


def test_two_words_on_the_images_said_apart_are_for_a_person_to_settle() -> None:
    played = night({"nom": "Inventé"}, {"console": "5678"})
    first, second = (one.id for one in played.look().patients)
    other, known = played.apart("w2"), len(played.events)
    played.do(want.VoidPatient(second, "doublon", want.ImagesFate("attach", first)))
    other.do(want.VoidPatient(second, "erreur", NOBODY))
    for event in other.events[known:]:
        played.take(event)
    assert any(block.code == "conflict" and block.patient == second for block in played.look().blocks)
    played.do(want.SetImagesFate(second, want.ImagesFate("attach", first)))
    assert not any(block.code == "conflict" for block in played.look().blocks)


def before(events: list[Event]) -> list[Event]:
    """The facts as an earlier program wrote them."""
    kept = [one for one in events if one.kind != ImagesFateSet.kind]
    return [replace(one, payload={k: v for k, v in one.payload.items() if k != "rules"}) for one in kept]


def test_a_line_struck_out_by_an_earlier_program_keeps_its_words_and_its_state() -> None:
    played = night({"console": "5678"}, {"console": "9012"})
    first, second = (one.id for one in played.look().patients)
    played.do(want.VoidPatient(first, "doublon", NOBODY))
    played.do(want.Waive(second, "erreur", NOBODY))
    seen = walk(played.site, fold(before(played.events)), played.now)
    assert [(one.settled, one.missing, one.images_fate) for one in seen.patients] == [(True, (), None)] * 2
    assert not [one for one in seen.blocks if one.code in ("images", "patient")]


def test_a_session_played_again_says_the_same_of_the_images() -> None:
    played = night({"nom": "Inventé"}, {"console": "5678"})
    first, second = (one.id for one in played.look().patients)
    played.do(want.VoidPatient(second, "doublon", want.ImagesFate("attach", first)))
    played.do(want.Reconcile(second, ATTACH_IMAGES_STEP))
    lived = recorded_session_of(played.state, "essai", played.site.register_fields)
    assert lived is not None
    assert play(lived, played.site).failed == {}
    old = fold(before(played.events))
    lived = recorded_session_of(old, "essai", played.site.register_fields)
    assert lived is not None
    failed = play(lived, played.site).failed
    assert [how for how, _why in failed.values()] == ["unasked"], "an attaching that was never asked of the old session"


@settings(max_examples=40, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.integers(0, 10**9), st.integers(6, 22))
def test_no_line_is_let_go_with_images_of_which_nobody_spoke(seed: int, steps: int) -> None:
    dice = random.Random(seed)
    entry = dice.choice(HOSPITAL.entries)
    first = start(HOSPITAL, entry.unit.id, entry.symptom.id)
    for _number in range(3):
        first.do(want.AddPatient({"origin": "externe", "exam": "coupe"}, "Inventé"))
    twins = [first, first.apart("w2")]
    for one in twins:
        for _step in range(steps):
            about = [it for it in every_intent(one) if hasattr(it, "patient")]
            dice.shuffle(about)
            next((it for it in about[:8] if try_to(one, it)), None)
    union = list({event.id: event for one in twins for event in one.events}.values())
    dice.shuffle(union)
    seen = walk(HOSPITAL, state := fold(union), first.now)
    for patient in seen.patients:
        if patient.voided_or_waived and traces_of_line(HOSPITAL, state, seen, patient):
            assert (
                patient.images_fate is not None
                or any(step.about_images for step in patient.missing)
                or not own(state, patient)
            )


def own(state: object, one: Patient) -> bool:
    """Whether the traces are the line's own, not images that come to it from another."""
    from pannesi.session.register.images import traces_of

    rows = [row for row in walk(HOSPITAL, state, one.examined).rows if getattr(row.line, "duty", None)]  # type: ignore[arg-type]
    return next(traces_of(state, one, HOSPITAL.register_fields, rows), None) is not None  # type: ignore[arg-type]


def test_what_was_done_for_a_patient_stays_said_of_a_line_struck_out_and_is_owed_no_more() -> None:
    played = night({"nom": "Inventé"})
    given = line(played, 0)
    key = played.look().duties_by_patient[given.id][0].key
    played.do(want.SettleDuty(given.id, key))
    played.do(want.VoidPatient(given.id, "doublon inventé", NOBODY))
    struck = line(played, 0)
    assert [(duty.key, duty.status) for duty in struck.settled_before_voiding] == [(key, "done")]
    assert played.look().duties_by_patient[given.id] == ()
    columns, (row,) = register_table(played.look(), played.site)
    assert struck.settled_before_voiding[0].label in row[columns.index("Fait")]
    assert row[columns.index("Reste à faire")] == ""
