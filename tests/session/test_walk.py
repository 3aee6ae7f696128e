"""The walk: what is on the list, what comes next, what prevents closing."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from pannesi.session import actions as want
from pannesi.session.event_writer import Refused
from pannesi.session.facts.session import HandoverTaken
from pannesi.session.labels import free_words
from tests.support.building import NIGHT, start
from tests.support.session_playing import alerted, pacs, play_at_random, to_the_end
from tests.support.session_sites import HOSPITAL


@settings(max_examples=60, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.integers(0, 10**9), st.integers(0, 25))
def test_no_reachable_state_lacks_a_next_line_or_an_end(seed: int, steps: int) -> None:
    dice = random.Random(seed)
    entry = dice.choice([*HOSPITAL.entries, None])
    played = start(HOSPITAL, "triage") if entry is None else start(HOSPITAL, entry.unit.id, entry.symptom.id)
    play_at_random(played, dice, steps)
    if played.state.closing is None:
        to_the_end(played)
    assert played.look().stage == "closed"


def test_the_first_line_is_next_and_its_branches_wait_for_the_answer() -> None:
    played, _visit = pacs()
    assert played.look().next is not None
    assert played.look().next.line.id == "un-seul"  # type: ignore[union-attr]
    assert played.line("changer").status == "pending"


def test_an_answer_can_be_changed_later_and_other_answers_are_kept() -> None:
    played, visit = alerted()
    played.do(want.Answer(visit, "un-seul", "non"))
    assert played.line("changer").status == "open"
    assert played.line("appel").status == "done"
    played.do(want.Settle(visit, "changer"))
    played.do(want.Answer(visit, "un-seul", "oui"))
    row = played.line("changer")
    assert (row.status, row.off_branch) == ("done", True)


def test_lines_of_branches_not_taken_cannot_be_ticked() -> None:
    played, visit = pacs()
    with pytest.raises(Refused, match="question"):
        played.do(want.Settle(visit, "changer"))
    played.do(want.Answer(visit, "un-seul", "oui"))
    with pytest.raises(Refused, match="branche"):
        played.do(want.Settle(visit, "changer"))


def test_a_call_without_answer_stays_open_and_keeps_its_attempts() -> None:
    played, visit = pacs()
    played.do(want.Called(visit, "appel", "informatique", "no_answer"))
    played.do(want.Called(visit, "appel", "cadre", "no_answer"))
    row = played.line("appel")
    assert (row.status, [one.contact for one in row.attempts]) == ("open", ["informatique", "cadre"])
    played.do(want.Called(visit, "appel", "informatique", "reached"))
    assert played.line("appel").status == "done"


def test_someone_elses_act_is_not_in_the_way_of_ones_own() -> None:
    played, visit = pacs()
    played.do(want.Answer(visit, "un-seul", "oui"))
    played.do(want.Called(visit, "appel", "informatique", "reached"))
    following = [row.line.id for row in played.look().todo]
    assert following[:2] == ["message", "images-continuent"]
    played.do(want.Settle(visit, "images-continuent"))
    following = [row.line.id for row in played.look().todo]
    assert (following[0], following[-1]) == ("cd", "message"), "the person went on without waiting for it"
    assert played.line("message").status == "open"


def test_a_condition_follows_the_clock_and_the_operator_may_overrule_it() -> None:
    played, visit = pacs()
    assert played.line("nuit").status == "open"
    played.now = NIGHT.replace(hour=12)
    assert played.line("nuit").status == "not_applicable"
    played.do(want.SetCondition(visit, "nuit", holds=True))
    assert played.line("nuit").status == "open"
    played.do(want.Settle(visit, "nuit"))
    stored = played.events[-1].payload["seen"]
    assert (stored["holds"], stored["told"]) == (True, True)
    assert played.line("nuit").condition.by_operator  # type: ignore[union-attr]


def test_a_question_of_the_clock_is_asked_again_past_each_edge() -> None:
    played = start(HOSPITAL, "cas-3", "images")
    played.now = NIGHT.replace(hour=20)
    visit = played.look().current_cases[0]
    assert played.line("teleradio").suggestion == "oui"
    played.do(want.Answer(visit, "teleradio", "oui"))
    assert not played.line("teleradio").again
    played.now = NIGHT.replace(hour=21, minute=30)
    assert played.line("teleradio").again, "22:00 in Paris has passed"
    assert played.line("teleradio").suggestion == "non"
    played.do(want.Answer(visit, "teleradio", "oui"))
    assert not played.line("teleradio").again


def test_an_annex_is_run_and_returned_from_with_its_outcome_twice_if_need_be() -> None:
    played, visit = alerted()
    played.do(want.Answer(visit, "teleradio", "non"))
    for number, (answer, ending) in enumerate((("non", "fin-non"), ("oui", "fin-oui")), start=1):
        played.do(want.RunAnnex(visit, "secours"))
        annex = played.line("secours").running
        assert annex is not None
        played.do(want.Settle(annex, "renvoyer"))
        played.do(want.Answer(annex, "recu", answer))
        if answer == "oui":
            played.do(want.Settle(annex, "vers-secours"))
        played.do(want.Conclude(annex, ending))
        assert len([row for row in played.look().rows if row.line.id == "renvoyer"]) == number
    assert played.line("secours").status == "done"
    assert "vers-secours" in [row.line.id for row in played.look().standing]
    assert played.line("habituel").status == "open"
    assert played.line("cas-cinq").status == "not_applicable"


def test_an_annex_goes_on_where_a_changed_answer_no_longer_leads_to_its_end() -> None:
    played, visit = alerted()
    played.do(want.Answer(visit, "teleradio", "non"))
    played.do(want.RunAnnex(visit, "secours"))
    annex = played.line("secours").running
    assert annex is not None
    played.do(want.Settle(annex, "renvoyer"))
    played.do(want.Answer(annex, "recu", "oui"))
    played.do(want.Conclude(annex, "fin-oui"))
    assert (played.line("secours").status, played.line("habituel").status) == ("done", "open")
    played.do(want.Answer(annex, "recu", "non"))
    assert played.line("secours").running == annex, "what ends below oui says nothing below non"
    assert played.line("fin-non").status == "open"
    assert played.line("fin-oui").status == "not_applicable"
    assert played.line("habituel").status != "open", "the condition on the outcome reads the same"
    played.do(want.Conclude(annex, "fin-non"))
    assert (played.line("secours").status, played.line("cas-cinq").status) == ("done", "open")
    played.do(want.UndoLast())
    played.do(want.UndoLast())
    assert (played.line("secours").status, played.line("habituel").status) == ("done", "open"), "as it was"


def test_while_an_annex_is_walked_its_own_lines_come_next() -> None:
    played, visit = alerted()
    for line in ("images-continuent", "cd", "nuit"):
        played.do(want.Settle(visit, line))
    played.do(want.Answer(visit, "teleradio", "non"))
    played.do(want.RunAnnex(visit, "secours"))
    met = []
    acts: tuple[Callable[[str, str], want.Intent], ...] = (
        want.Settle,
        lambda visit, line: want.Answer(visit, line, "oui"),
        want.Settle,
        want.Conclude,
    )
    for act in acts:
        row = played.look().next
        assert row is not None
        met.append(row.line.id)
        played.do(act(*row.key))
    assert met == ["renvoyer", "recu", "vers-secours", "fin-oui"]


def test_a_conflict_is_settled_by_saying_again_what_one_of_the_two_said() -> None:
    played, visit = alerted()
    played.do(want.AddPatient({"origin": "externe", "exam": "coupe"}))
    patient = played.look().patients[0].id
    twin = played.apart("w2")
    for mine, theirs in (
        (want.CouldNot(visit, "cd", "graveur en panne"), want.Settle(visit, "cd")),
        (want.MarkDutyImpossible(patient, "cd", "graveur en panne"), want.SettleDuty(patient, "cd")),
    ):
        played.do(mine)
        twin.now = played.now
        twin.do(theirs)
        played.take(twin.events[-1])
    met = played.state.conflicts
    assert len(met) == 2
    played.do(want.Settle(visit, "cd"))
    played.do(want.SettleDuty(patient, "cd"))
    assert played.state.conflicts == ()


def test_what_was_seen_at_a_line_is_free_text_and_no_part_of_the_chain() -> None:
    played, visit = alerted()
    played.do(want.Settle(visit, "cd", "  vu par Inventé Essai "))
    done = played.events[-1]
    assert done.text == "vu par Inventé Essai"
    assert "Inventé" not in str(done.payload)
    assert free_words(played.line("cd").fact or done) == "vu par Inventé Essai"
    early = replace(done, text=None, payload={**done.payload, "response": "vu au poste 2"})
    assert free_words(early) == "vu au poste 2", "as the first programs kept it"


def test_an_outage_may_have_begun_before_the_program_was_opened() -> None:
    played = start(HOSPITAL, "cas-3", "images", began=NIGHT - timedelta(hours=1))
    assert played.look().elapsed == timedelta(hours=1, minutes=1)
    played.do(want.SetBegan(NIGHT - timedelta(hours=2)))
    assert played.look().elapsed == timedelta(hours=2, minutes=2)
    played.do(want.AddPatient({}, examined=NIGHT - timedelta(minutes=90)))
    assert played.look().patients[0].examined == NIGHT - timedelta(minutes=90)
    with pytest.raises(Refused, match="futur"):
        played.do(want.SetBegan(NIGHT + timedelta(days=1)))


def test_a_corrected_time_keeps_the_original() -> None:
    played, visit = pacs()
    played.do(want.Answer(visit, "un-seul", "oui"))
    event = played.events[-1]
    played.do(want.CorrectTime(event.id, NIGHT))
    assert played.line("un-seul").at == NIGHT
    assert played.state.events[event.id].moment == event.moment


def test_a_line_owed_to_patients_is_ticked_only_once_each_has_it() -> None:
    played, visit = alerted()
    played.do(want.AddPatient({"origin": "urgences", "exam": "autre"}))
    played.do(want.AnnounceReturn(visit, "AB, salle 2"))
    with pytest.raises(Refused, match="1 patient"):
        played.do(want.Settle(visit, "reconcilier"))
    patient = played.look().patients[0].id
    played.do(want.SettleDuty(patient, "images"))
    played.do(want.Settle(visit, "reconcilier"))
    assert played.line("reconcilier").status == "done"


def test_a_duty_is_asked_once_whatever_the_case_and_only_of_those_it_fits() -> None:
    played, _visit = alerted()
    played.do(want.Join("cas-2", "ris"))
    played.do(want.AddPatient({"origin": "externe", "exam": "coupe"}))
    played.do(want.AddPatient({"origin": "urgences", "exam": "coupe"}))
    played.do(want.AddPatient({"exam": "coupe"}))
    cds = [(duty.patient.label, duty.sure) for duty in played.look().duties if duty.key == "cd"]
    assert cds == [("A-01", True), ("A-03", False)]


def test_a_line_put_off_comes_back_with_the_return() -> None:
    played, visit = alerted()
    played.do(want.Leave(visit, "nuit"))
    assert played.line("nuit").status == "left"
    played.do(want.AnnounceReturn(visit, "AB, salle 2"))
    assert played.line("nuit").status == "open"


def test_a_line_that_must_not_be_skipped_refuses_both_ways_out() -> None:
    played = start(HOSPITAL, "annexe")
    visit = played.look().current_cases[0]
    for intent in (want.NotNeeded(visit, "recu", "x"), want.CouldNot(visit, "recu", "x")):
        with pytest.raises(Refused, match="passée"):
            played.do(intent)


def test_could_not_wants_a_reason_and_keeps_it_apart_from_the_chain() -> None:
    played, visit = pacs()
    with pytest.raises(Refused, match="mots"):
        played.do(want.CouldNot(visit, "message", "  "))
    played.do(want.CouldNot(visit, "message", "personne à l'astreinte"))
    event = played.events[-1]
    assert event.text == "personne à l'astreinte"
    assert "astreinte" not in str(event.payload)


def test_a_reminder_appears_in_its_place_when_its_time_has_come() -> None:
    played = start(HOSPITAL, "cas-5", "envoi")
    assert not played.line("attendre").reminder
    played.now += timedelta(minutes=11)
    assert played.line("attendre").reminder


def test_hand_over_is_offered_and_taken_and_taken_twice_is_a_conflict() -> None:
    played, _visit = pacs()
    played.do(want.OfferHandover("à reprendre demain"))
    twin = played.apart("w2")
    played.do(want.TakeHandover())
    assert played.state.slot("handover").head.kind == HandoverTaken.kind  # type: ignore[union-attr]
    twin.do(want.TakeHandover())
    played.take(twin.events[-1])
    assert played.state.slot("handover").conflict


def test_facts_tell_a_role_apart_from_the_person_only_when_told() -> None:
    played, _visit = pacs()
    played.do(want.NamePerson("CD", "référent"))
    assert played.state.events[played.events[-1].id].payload["role"] == "référent"


def test_two_patients_given_the_same_number_apart_are_told_apart() -> None:
    played, _visit = alerted()
    twin = played.apart("w2")
    played.do(want.AddPatient({"origin": "externe"}, "Inventé Un"))
    twin.do(want.AddPatient({"origin": "urgences"}, "Inventé Deux"))
    played.take(twin.events[-1])
    assert [patient.label for patient in played.look().patients] == ["A-01", "A-01-2"]


def test_what_depends_on_a_question_still_open_waits_for_it_and_is_asked_about_where_it_could_not_be_decided() -> None:
    from tests.support.shipped_site import shipped

    played = start(shipped(), "cas-5", "images-non-recues")
    visit = played.look().current_cases[0]
    assert played.line("prevenir-cadre").status == "pending"
    played.do(want.Answer(visit, "secours-fait", "a-faire"))
    assert played.line("prevenir-cadre").status == "pending", "the annex may fail yet"
    played.do(want.CouldNot(visit, "secours", "réseau coupé"))
    row = played.line("prevenir-cadre")
    assert (row.status, row.condition and row.condition.holds) == ("open", None)
    played.do(want.Answer(visit, "secours-fait", "echoue"))
    row = played.line("prevenir-cadre")
    assert (row.status, row.condition and row.condition.holds) == ("open", True)
