"""The register of a session: noting, completing, correcting, reconciling, verifying."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pannesi.presentation.facts.timeline import is_automatic
from pannesi.session import actions as want
from pannesi.session.event_writer import Refused
from pannesi.session.facts.patients import PatientCorrected, PatientVoided, PatientWaived, StepReconciled
from pannesi.session.projection.read_model import BARE_WORDS, Patient
from pannesi.session.register.duties import keep_version_intent
from pannesi.session.register.images import REPORT_STEP
from pannesi.session.register.reconciliation import IDENTITY_STEP
from tests.support.building import Played, start
from tests.support.shipped_site import shipped

WHO = {"nom": "Inventé", "prenom": "Essai", "naissance": "12/03/1950", "sexe": "F"}


def on_case_4() -> Played:
    return start(shipped(), "cas-4", "ris-et-pacs")


def last(played: Played) -> Patient:
    return played.look().patients[-1]


def codes(played: Played) -> set[str]:
    return {block.code for block in played.look().blocks}


def reconcile_all(played: Played) -> None:
    for duty in played.look().duties:
        if duty.status == "open" and duty.phase != "return_to_normal":
            played.do(want.SettleDuty(duty.patient.id, duty.key))
    for step in last(played).missing:
        played.do(want.Reconcile(last(played).id, step.key, "n° 12"))


def test_a_line_keeps_its_fields_apart_from_the_chain_and_only_their_names_in_it() -> None:
    played = on_case_4()
    played.do(want.AddPatient({"origin": "externe"}, fields=WHO))
    fact = played.events[-1]
    assert fact.text is not None
    assert "Inventé" in fact.text
    assert "Inventé" not in repr(fact.payload)
    assert fact.payload["filled"] == ["naissance", "nom", "prenom", "sexe"]
    assert last(played).fields["naissance"] == "1950-03-12"


def test_a_line_of_an_older_journal_reads_its_bare_words() -> None:
    played = on_case_4()
    played.do(want.AddPatient({}, "Inventé"))
    assert last(played).fields == {BARE_WORDS: "Inventé"}


def test_a_late_entry_has_the_time_on_the_paper_and_the_time_of_entry_and_its_printed_number() -> None:
    played = on_case_4()
    examined = played.now
    with pytest.raises(Refused, match="heure écrite"):
        played.do(want.AddPatient({}, fields=WHO, paper="17"))
    played.do(want.AddPatient({}, fields=WHO, paper="17", examined=examined))
    line = last(played)
    assert (line.label, line.paper, line.examined) == ("P-017", True, examined)
    assert played.state.when(line.event) > examined
    with pytest.raises(Refused, match="P-017"):
        played.do(want.AddPatient({}, paper="P-017", examined=examined))
    played.do(want.AddPatient({}, "Inventé"))
    assert last(played).label == "A-01"


def test_a_number_is_never_given_twice_even_after_undoing() -> None:
    played = on_case_4()
    played.do(want.AddPatient({}, "Inventé"))
    played.do(want.UndoLast())
    played.do(want.AddPatient({}, "Inventé"))
    assert [one.label for one in played.look().patients] == ["A-02"]


def test_two_writers_who_give_the_same_number_are_told_apart() -> None:
    played = on_case_4()
    other = played.apart("w2")
    played.do(want.AddPatient({}, "Inventé"))
    other.do(want.AddPatient({}, "Inventé"))
    played.take(other.events[-1])
    assert [one.label for one in played.look().patients] == ["A-01", "A-01-2"]


def test_a_correction_keeps_what_was_there_before() -> None:
    played = on_case_4()
    played.do(want.AddPatient({}, fields=WHO))
    line = last(played)
    played.do(want.CorrectPatient(line.id, {}, fields={**line.fields, "prenom": "Autre"}))
    assert last(played).fields["prenom"] == "Autre"
    versions = played.state.slot("patient", line.id).events.values()
    assert [one.text is not None and "Essai" in one.text for one in versions] == [True, False]


def test_a_correction_made_on_what_somebody_replaced_meanwhile_stands_beside_theirs() -> None:
    played = on_case_4()
    played.do(want.AddPatient({}, fields=WHO))
    line = last(played)
    seen = line.latest.id if line.latest is not None else None
    played.do(want.CorrectPatient(line.id, {}, fields={**line.fields, "prenom": "Premier"}, seen=seen))
    played.do(want.CorrectPatient(line.id, {}, fields={**line.fields, "prenom": "Second"}, seen=seen))
    assert len(last(played).conflict) == 2
    with pytest.raises(Refused):
        played.do(want.VerifyPatient(line.id))
    assert "conflict" in codes(played)
    played.do(want.CorrectPatient(line.id, {}, fields={**line.fields, "prenom": "Second"}))
    assert last(played).conflict == ()


def test_corrections_of_one_line_in_two_processes_are_both_kept() -> None:
    played = on_case_4()
    played.do(want.AddPatient({}, fields=WHO))
    line, other = last(played), played.apart("w2")
    played.do(want.CorrectPatient(line.id, {}, fields={**line.fields, "prenom": "Premier"}))
    other.do(want.CorrectPatient(line.id, {}, fields={**line.fields, "prenom": "Second"}))
    played.take(other.events[-1])
    assert len(last(played).conflict) == 2


def test_a_line_goes_from_entered_to_verified_and_names_what_is_missing() -> None:
    played = on_case_4()
    played.do(want.AddPatient({"origin": "urgences"}, fields=WHO))
    line = last(played).id
    assert [step.puts_right for step in last(played).steps] == ["identity", "order", "images"]
    states = []
    for step in last(played).steps:
        with pytest.raises(Refused, match="manque"):
            played.do(want.VerifyPatient(line))
        played.do(want.Reconcile(line, step.key))
        states.append(last(played).state)
    assert states == ["identity_confirmed", "order_recreated", "images_linked"]
    reconcile_all(played)
    played.do(want.VerifyPatient(line))
    assert (last(played).state, last(played).same_person) == ("verified", True)
    with pytest.raises(Refused, match="déjà"):
        played.do(want.VerifyPatient(line))


def test_a_second_pair_of_eyes_is_told_from_the_first() -> None:
    played = on_case_4()
    played.do(want.AddPatient({}, fields=WHO))
    reconcile_all(played)
    played.actor = "CD"
    played.do(want.VerifyPatient(last(played).id))
    assert not last(played).same_person


def test_a_line_corrected_after_its_verification_is_to_be_verified_again() -> None:
    played = on_case_4()
    played.do(want.AddPatient({}, fields=WHO))
    reconcile_all(played)
    played.do(want.VerifyPatient(last(played).id))
    played.do(want.CorrectPatient(last(played).id, {}, fields={**WHO, "prenom": "Autre"}))
    assert last(played).state == "images_linked"


def test_a_line_without_the_identity_minimum_is_not_verified_unless_each_is_known_not_to_be_known() -> None:
    played = on_case_4()
    played.do(want.AddPatient({"identity": "inconnue"}, fields={"console": "X1"}))
    played.do(want.HandIdentityOn(last(played).id, "cellule"))
    reconcile_all(played)
    with pytest.raises(Refused, match="Nom de naissance"):
        played.do(want.VerifyPatient(last(played).id))
    unknown = dict.fromkeys(("nom", "prenom", "naissance", "sexe", "ipp-provisoire"), "?")
    played.do(want.CorrectPatient(last(played).id, {"identity": "inconnue"}, fields=unknown))
    with pytest.raises(Refused, match="Nom de naissance \\(pas su\\)"):
        played.do(want.VerifyPatient(last(played).id))
    played.do(want.HandIdentityOn(last(played).id, "cellule"))
    played.do(want.VerifyPatient(last(played).id))
    assert last(played).state == "verified"


def test_a_provisional_result_demands_a_report() -> None:
    played = on_case_4()
    played.do(want.AddPatient({}, fields={**WHO, "resultat": "Dr Inventé"}))
    assert [step.key for step in last(played).steps][-1] == REPORT_STEP
    played.do(want.MarkDutyNotNeeded(last(played).id, REPORT_STEP, "jamais donné"))
    assert last(played).steps[-1].status == "not_needed"


@pytest.mark.parametrize(
    ("unit", "symptom", "steps"),
    [
        ("cas-1", "pre-numerotee", ["fusion", "episode"]),
        ("cas-2", "ris", [IDENTITY_STEP, "fiche", "reconciliation"]),
        ("cas-3", "images-invisibles", [IDENTITY_STEP, "reconciliation"]),
        ("cas-4", "ris-et-pacs", [IDENTITY_STEP, "demande", "reconciliation"]),
        ("cas-6", "vueshare", []),
    ],
)
def test_what_is_to_be_reconciled_follows_from_the_case(unit: str, symptom: str, steps: list[str]) -> None:
    played = start(shipped(), unit, symptom)
    played.do(want.AddPatient({}, fields=WHO))
    assert [step.key for step in last(played).steps] == steps


def test_closing_waits_for_every_line_verified_or_waived() -> None:
    played = on_case_4()
    played.do(want.AddPatient({}, fields=WHO))
    played.do(want.AddPatient({}, "Inventé"))
    assert "patient" in codes(played)
    for one in played.look().patients:
        with pytest.raises(Refused, match="pourquoi"):
            played.do(want.Waive(one.id, " "))
        played.do(want.Waive(one.id, "jamais venu"))
    assert "patient" not in codes(played)
    played.do(want.AddPatient({}, "Inventé"))
    played.do(want.VoidPatient(last(played).id, "doublon"))
    assert "patient" not in codes(played)
    with pytest.raises(Refused, match="rayée"):
        played.do(want.Waive(last(played).id, "essai"))


def test_a_waiver_undone_asks_for_the_line_again() -> None:
    played = on_case_4()
    played.do(want.AddPatient({}, fields=WHO))
    played.do(want.Waive(last(played).id, "erreur"))
    played.do(want.UndoLast())
    assert last(played).state == "entered"
    assert played.state.slot("verdict", last(played).id).head is None
    assert PatientWaived.kind in {event.kind for event in played.events}


def test_the_same_person_noted_after_the_case_changed_owes_one_reconciliation_of_images() -> None:
    played = start(shipped(), "cas-3", "images-invisibles")
    played.do(want.Join("cas-4", "ris-et-pacs"))
    played.do(want.AddPatient({}, fields=WHO))
    keys = [step.key for step in last(played).steps]
    assert keys.count("reconciliation") == 1


def test_nothing_of_the_return_is_owed_to_a_waived_line_but_its_cd_still_is() -> None:
    played = on_case_4()
    played.do(want.AddPatient({"origin": "externe", "exam": "coupe"}, fields=WHO))
    played.do(want.Waive(last(played).id, "jamais venu"))
    keys = {duty.key for duty in played.look().duties if duty.status == "open"}
    assert "demande" not in keys
    assert "cd" in keys


def test_a_line_struck_out_says_what_it_said_then_not_a_correction_that_was_undone() -> None:
    played = on_case_4()
    played.do(want.AddPatient({"origin": "externe"}, fields=WHO))
    played.do(want.CorrectPatient(last(played).id, {"origin": "service"}, fields={**WHO, "nom": "Erreur"}))
    played.do(want.UndoLast())
    played.do(want.VoidPatient(last(played).id, "doublon"))
    line = last(played)
    assert (line.voided, line.fields["nom"], line.facts) == (True, "Inventé", {"origin": "externe"})


def test_a_line_struck_out_is_not_brought_back_by_correcting_it() -> None:
    played = on_case_4()
    played.do(want.AddPatient({}, fields=WHO))
    played.do(want.VoidPatient(last(played).id, "doublon"))
    with pytest.raises(Refused, match="rayée"):
        played.do(want.CorrectPatient(last(played).id, {"origin": "externe"}))
    assert last(played).voided


def test_a_line_struck_out_while_somebody_corrects_it_is_for_a_person_to_settle() -> None:
    played = on_case_4()
    played.do(want.AddPatient({}, fields=WHO))
    seen = last(played).latest
    assert seen is not None
    played.do(want.VoidPatient(last(played).id, "doublon"))
    played.do(want.CorrectPatient(last(played).id, {"origin": "externe"}, seen=seen.id))
    assert {one.kind for one in last(played).conflict} == {PatientVoided.kind, PatientCorrected.kind}
    assert "conflict" in codes(played)


def test_a_verification_does_not_come_back_with_a_step_done_anew() -> None:
    played = on_case_4()
    played.do(want.AddPatient({"origin": "externe", "identity": "connue"}, fields=WHO))
    played.do(want.AnnounceReturn(played.look().current_cases[0], "AB, salle 2"))
    reconcile_all(played)
    played.do(want.VerifyPatient(last(played).id))
    assert last(played).state == "verified"
    step = last(played).steps[0]
    assert step.fact is not None
    played.do(want.Undo(step.fact.id))
    played.do(want.Reconcile(last(played).id, step.key, "n° 13"))
    assert last(played).state != "verified", "nobody looked at it since"
    played.do(want.VerifyPatient(last(played).id))
    assert last(played).state == "verified"


def test_the_version_kept_keeps_its_own_time_of_examination() -> None:
    played = on_case_4()
    played.do(want.AddPatient({}, fields=WHO))
    line = last(played)
    times = [played.now - timedelta(minutes=length) for length in (5, 20)]
    seen = line.latest.id if line.latest is not None else ""
    for moment in times:
        played.do(want.CorrectPatient(line.id, {}, examined=moment, seen=seen))
    kept, _other = last(played).conflict
    played.do(keep_version_intent(line.id, kept))
    assert (last(played).examined, last(played).conflict) == (times[0], ())


def step_of(played: Played, what: str) -> str:
    return next(step.key for step in last(played).steps if step.puts_right == what)


def test_the_number_of_a_recreated_request_comes_into_its_field_and_leaves_with_the_step_when_undone() -> None:
    played = on_case_4()
    played.do(want.AddPatient({"origin": "externe"}, fields=WHO))
    before = last(played)
    step = next(step.key for step in before.steps if step.puts_right == "order")
    played.do(want.Reconcile(before.id, step, " n°  4471 "))
    line = last(played)
    assert line.fields == {**before.fields, "accession-final": "n° 4471"}
    assert (line.facts, line.examined) == (before.facts, before.examined)
    done = next(one for one in line.steps if one.key == step)
    assert done.fact is not None
    assert done.fact.text == "n°  4471"
    assert "4471" not in repr([event.payload for event in played.events])
    assert is_automatic(played.events[-1]), "it is told with the step"
    played.do(want.Undo(done.fact.id))
    assert last(played).fields == before.fields
    assert next(one for one in last(played).steps if one.key == step).status == "open"


def test_a_number_that_its_field_cannot_say_is_refused_and_the_step_stays_open() -> None:
    played = start(shipped(), "cas-1", "pre-numerotee")
    played.do(want.AddPatient({}, fields=WHO))
    with pytest.raises(Refused, match="des chiffres seulement"):
        played.do(want.Reconcile(last(played).id, "episode", "demain"))
    assert last(played).steps[-1].status == "open"
    played.do(want.Reconcile(last(played).id, "episode", "12 34"))
    assert last(played).fields["episode"] == "1234"


def test_a_step_said_without_a_number_or_with_the_one_known_corrects_nothing() -> None:
    played = on_case_4()
    played.do(want.AddPatient({}, fields={**WHO, "accession-final": "4471"}))
    line = last(played).id
    played.do(want.Reconcile(line, step_of(played, "order"), "4471"))
    played.do(want.Reconcile(line, step_of(played, "images")))
    assert [event.kind for event in played.events[-2:]] == [StepReconciled.kind, StepReconciled.kind]


def test_a_number_settles_no_two_versions_of_a_line_in_passing() -> None:
    played = on_case_4()
    played.do(want.AddPatient({}, fields=WHO))
    other = played.apart("w2")
    line = last(played).id
    other.do(want.CorrectPatient(line, {}, fields={**WHO, "prenom": "Autre"}))
    played.do(want.CorrectPatient(line, {}, fields={**WHO, "nom": "Autre"}))
    played.take(other.events[-1])
    step = step_of(played, "order")
    with pytest.raises(Refused, match="trancher"):
        played.do(want.Reconcile(line, step, "4471"))
    assert last(played).conflict


def test_an_identity_in_bare_words_stands_until_a_field_of_it_is_written() -> None:
    played = on_case_4()
    played.do(want.AddPatient({}, "Inventé"))
    reconcile_all(played)
    assert last(played).fields == {BARE_WORDS: "Inventé", "accession-final": "n° 12"}
    played.do(want.VerifyPatient(last(played).id))
    assert last(played).state == "verified"
