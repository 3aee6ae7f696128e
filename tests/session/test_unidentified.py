"""The patient whom nobody could name: each thing unknown is asked on its own at the return, or handed on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pannesi.history.replay.player import play
from pannesi.history.replay.recorded_session import recorded_session_of
from pannesi.presentation.patients.unidentified import unknown_step_words
from pannesi.session import actions as want
from pannesi.session.event_writer import Refused
from pannesi.session.events import Event
from pannesi.session.facts.patients import IdentityHandedOn
from pannesi.session.projection.read_model import Patient
from pannesi.session.projection.walk import walk
from pannesi.session.register.reconciliation import IDENTITY_STEP
from pannesi.session.register.unidentified import DEFINITIVE_NUMBER_STEP, HANDED_ON_WORDS, identifier_pair_words
from pannesi.session.state import fold
from tests.support.building import Played, start
from tests.support.shipped_site import shipped

NOBODY = {"nom": "?", "prenom": "?", "naissance": "?", "sexe": "F", "ipp-provisoire": "P2026001"}
TRAITS = ("trait-nom", "trait-prenom", "trait-naissance")


def unknown(unit: str = "cas-4", symptom: str = "ris-et-pacs", **more: str) -> Played:
    """A night with one patient whom nobody could name."""
    played = start(shipped(), unit, symptom)
    played.do(want.AddPatient({"origin": "urgences", "identity": "inconnue"}, fields={**NOBODY, **more}))
    return played


def only(played: Played) -> Patient:
    return played.look().patients[0]


def named(played: Played) -> None:
    """Everything known in the morning."""
    for key, words in zip((*TRAITS, DEFINITIVE_NUMBER_STEP), ("Inventé", "Essai", "12/03/1950", "300256"), strict=True):
        played.do(want.Reconcile(only(played).id, key, words))


def give_what_is_owed(played: Played) -> None:
    """Everything that the outage owes the patient, steps of the return apart."""
    for duty in played.look().duties:
        if duty.status == "open" and duty.phase != "return_to_normal":
            played.do(want.SettleDuty(duty.patient.id, duty.key, "bracelet"))


def missing(played: Played) -> list[str]:
    return [step.key for step in only(played).missing]


def pair(played: Played) -> str:
    return identifier_pair_words(only(played), played.site.register_fields, lambda moment: f"{moment:%H:%M}")


@pytest.mark.parametrize(
    ("unit", "symptom", "rest"),
    [
        ("cas-4", "ris-et-pacs", [IDENTITY_STEP, "demande", "reconciliation"]),
        ("cas-2", "ris", [IDENTITY_STEP, "fiche", "reconciliation"]),
        ("cas-3", "images-invisibles", [IDENTITY_STEP, "reconciliation"]),
    ],
)
def test_each_trait_said_unknown_is_a_step_of_its_own_and_so_is_the_definitive_number(
    unit: str, symptom: str, rest: list[str]
) -> None:
    assert missing(unknown(unit, symptom)) == [*TRAITS, DEFINITIVE_NUMBER_STEP, *rest]


def test_none_of_them_is_done_by_a_key_alone_and_the_identity_is_confirmed_after_them() -> None:
    played = unknown()
    for key in (*TRAITS, DEFINITIVE_NUMBER_STEP):
        for words in ("", " ", "?", "inconnu", "Inconnue"):
            with pytest.raises(Refused, match="identitovigilance"):
                played.do(want.Reconcile(only(played).id, key, words))
    with pytest.raises(Refused, match="d'abord Nom de naissance \\(pas su\\)"):
        played.do(want.Reconcile(only(played).id, IDENTITY_STEP, "fusion à la main"))
    with pytest.raises(Refused, match="il manque encore Nom de naissance \\(pas su\\)"):
        played.do(want.VerifyPatient(only(played).id))
    assert "patient" in {block.code for block in played.look().blocks}


def test_what_was_unknown_is_known_by_its_own_words_which_come_into_its_field() -> None:
    played = unknown()
    named(played)
    line = only(played)
    assert line.fields["naissance"] == "1950-03-12"
    assert (line.fields["nom"], line.fields["ipp"], line.fields["ipp-provisoire"]) == ("Inventé", "300256", "P2026001")
    assert pair(played) == "P2026001 → 300256"
    for step in only(played).missing:
        played.do(want.Reconcile(line.id, step.key))
    give_what_is_owed(played)
    played.do(want.VerifyPatient(line.id))
    assert only(played).state == "verified"
    played.do(want.UndoLast())
    played.do(want.CorrectPatient(line.id, line.facts, fields={**only(played).fields, "nom": "?"}))
    assert missing(played) == ["trait-nom"]


def test_a_trait_that_is_known_now_is_not_called_unknown_any_more() -> None:
    played = unknown()
    assert {step.label for step in only(played).steps if step.key in TRAITS} == {
        "Nom de naissance (pas su)", "Prénom (pas su)", "Date de naissance (pas su)"
    }  # fmt: skip
    named(played)
    assert {step.label for step in only(played).steps if step.key in TRAITS} == {
        "Nom de naissance (d'abord pas su)", "Prénom (d'abord pas su)", "Date de naissance (d'abord pas su)"
    }  # fmt: skip


def test_a_line_completed_by_its_form_is_asked_no_more() -> None:
    played = unknown()
    known = {**NOBODY, "nom": "Inventé", "prenom": "Essai", "naissance": "12/03/1950", "ipp": "300256"}
    played.do(want.CorrectPatient(only(played).id, only(played).facts, fields=known))
    assert missing(played) == [IDENTITY_STEP, "demande", "reconciliation"]
    assert pair(played) == "P2026001 → 300256"


def test_a_known_patient_is_asked_none_of_it_and_one_trait_unknown_is_asked_alone() -> None:
    played = start(shipped(), "cas-4", "ris-et-pacs")
    who = {"nom": "Inventé", "prenom": "Essai", "naissance": "?", "sexe": "F"}
    played.do(want.AddPatient({"identity": "connue"}, fields=who))
    assert missing(played) == ["trait-naissance", IDENTITY_STEP, "demande", "reconciliation"]
    assert pair(played) == ""


def test_a_sex_found_later_is_written_in_words_since_a_digit_there_means_something_else() -> None:
    played = start(shipped(), "cas-4", "ris-et-pacs")
    who = {"nom": "Inventé", "prenom": "Essai", "naissance": "12/03/1950", "sexe": "?"}
    played.do(want.AddPatient({"identity": "connue"}, fields=who))
    (step,) = (step for step in only(played).missing if step.fills == "sexe")
    assert unknown_step_words(played.site.register_fields, step) == "Sexe (pas su), F, M ou indéterminé"
    with pytest.raises(Refused, match="en lettres : F, M, indéterminé"):
        played.do(want.Reconcile(only(played).id, step.key, "2"))
    played.do(want.Reconcile(only(played).id, step.key, "m"))
    assert only(played).fields["sexe"] == "M"
    (fact,) = (step.fact for step in only(played).steps if step.fills == "sexe")
    assert fact is not None
    assert fact.text == "M"


def test_an_identity_check_with_unknown_traits_says_on_what_it_was_made() -> None:
    played = unknown()
    with pytest.raises(Refused, match="pas su, Nom de naissance, Prénom, Date de naissance"):
        played.do(want.SettleDuty(only(played).id, "identite-verifiee"))
    played.do(want.SettleDuty(only(played).id, "saisie-main"))
    played.do(want.SettleDuty(only(played).id, "identite-verifiee", "bracelet"))
    assert played.events[-1].text == "bracelet"


def test_an_identity_that_stays_unknown_is_handed_on_and_nobody_has_to_lie() -> None:
    played = unknown()
    with pytest.raises(Refused, match="à qui"):
        played.do(want.HandIdentityOn(only(played).id, " "))
    played.do(want.HandIdentityOn(only(played).id, "cellule, Mme Fictive", played.now))
    line = only(played)
    assert [step.key for step in line.missing] == ["demande", "reconciliation"]
    given = {step.key: (step.status, step.fact.text) for step in line.steps if step.fact is not None}
    assert given == dict.fromkeys((*TRAITS, DEFINITIVE_NUMBER_STEP, IDENTITY_STEP), ("could_not", HANDED_ON_WORDS))
    assert "P2026001 → restée inconnue, transmise à cellule, Mme Fictive" in pair(played)
    assert "(par AB)" in pair(played)
    for step in line.missing:
        played.do(want.Reconcile(line.id, step.key))
    give_what_is_owed(played)
    played.do(want.VerifyPatient(line.id))
    assert only(played).state == "verified"
    with pytest.raises(Refused, match="rien n'est resté inconnu"):
        played.do(want.HandIdentityOn(line.id, "cellule"))


def test_handing_on_is_undone_whole_and_a_name_found_later_takes_its_place() -> None:
    played = unknown()
    before = missing(played)
    played.do(want.HandIdentityOn(only(played).id, "cellule"))
    played.do(want.UndoLast())
    assert (missing(played), only(played).handed_on) == (before, None)
    played.do(want.HandIdentityOn(only(played).id, "cellule"))
    named(played)
    assert pair(played) == "P2026001 → 300256"


def test_a_case_that_demands_nothing_at_the_return_asks_it_all_the_same() -> None:
    assert missing(unknown("cas-6", "vueshare")) == [*TRAITS, DEFINITIVE_NUMBER_STEP]


def before(events: list[Event]) -> list[Event]:
    """The facts as an earlier program wrote them."""
    return [replace(one, payload={k: v for k, v in one.payload.items() if k != "rules"}) for one in events]


def test_a_line_of_an_earlier_program_is_asked_nothing_more() -> None:
    played = unknown()
    seen = walk(played.site, fold(before(played.events)), played.now)
    assert [step.key for step in seen.patients[0].missing] == [IDENTITY_STEP, "demande", "reconciliation"]


def test_an_erased_line_that_was_verified_stays_so() -> None:
    played = unknown()
    played.do(want.HandIdentityOn(only(played).id, "cellule"))
    for step in only(played).missing:
        played.do(want.Reconcile(only(played).id, step.key))
    give_what_is_owed(played)
    played.do(want.VerifyPatient(only(played).id))
    digest = {"text": "0" * 64}
    gone = [replace(one, text=None, payload={**one.payload, **(digest if one.text else {})}) for one in played.events]
    assert walk(played.site, fold(gone), played.now).patients[0].state == "verified"


def test_crossing_words_on_one_trait_are_for_a_person_to_settle() -> None:
    played = unknown()
    other, known = played.apart("w2"), len(played.events)
    played.do(want.HandIdentityOn(only(played).id, "cellule"))
    other.do(want.Reconcile(only(other).id, "trait-nom", "Inventé"))
    for event in other.events[known:]:
        played.take(event)
    assert any(block.code == "conflict" and block.patient == only(played).id for block in played.look().blocks)


def test_a_session_played_again_asks_and_is_answered_the_same() -> None:
    played = unknown()
    played.do(want.SettleDuty(only(played).id, "identite-verifiee", "bracelet"))
    named(played)
    played.do(want.UndoLast())
    played.do(want.HandIdentityOn(only(played).id, "cellule"))
    assert IdentityHandedOn.kind in {event.kind for event in played.events}
    lived = recorded_session_of(played.state, "essai", played.site.register_fields)
    assert lived is not None
    assert play(lived, played.site).failed == {}


def test_what_was_said_impossible_is_no_state_that_a_line_has_reached() -> None:
    played = unknown()
    played.do(want.HandIdentityOn(only(played).id, "cellule"))
    assert only(played).state == "entered", "nobody confirmed an identity"
    played.do(want.Reconcile(only(played).id, "demande"))
    assert only(played).state == "order_recreated"
    played.do(want.MarkDutyImpossible(only(played).id, "reconciliation", "images perdues"))
    assert only(played).state == "order_recreated", "no image was attached"


@pytest.mark.parametrize("key", TRAITS)
def test_a_trait_that_is_known_now_confirms_no_identity(key: str) -> None:
    played = unknown("cas-6", "vueshare")
    fields = {key.removeprefix("trait-"): "?"}
    played.do(want.CorrectPatient(only(played).id, {"origin": "externe", "exam": "coupe"}, fields=fields))
    assert missing(played) == [key]
    played.do(want.Reconcile(only(played).id, key, "12/03/1950"))
    assert (missing(played), only(played).state) == ([], "entered")


def test_an_identity_is_confirmed_by_its_own_step_alone() -> None:
    played = unknown()
    named(played)
    assert only(played).state == "entered"
    played.do(want.Reconcile(only(played).id, IDENTITY_STEP))
    assert only(played).state == "identity_confirmed"


@pytest.mark.parametrize("key", [IDENTITY_STEP, "demande", "reconciliation"])
def test_a_step_is_not_done_by_saying_that_nobody_knows(key: str) -> None:
    played = unknown()
    named(played)
    with pytest.raises(Refused, match="ne suffit pas"):
        played.do(want.Reconcile(only(played).id, key, "?"))
    assert key in missing(played)


def test_a_session_closed_under_earlier_rules_keeps_its_states() -> None:
    played = unknown()
    played.do(want.HandIdentityOn(only(played).id, "cellule"))
    played.do(want.Close("fin"))
    assert only(played).state == "entered"
    closed = replace(played.events[-1], payload={**played.events[-1].payload, "rules": 1})
    assert walk(played.site, fold([*played.events[:-1], closed]), played.now).patients[0].state == "identity_confirmed"
