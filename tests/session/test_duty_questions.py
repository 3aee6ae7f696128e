"""A duty that is a question takes oui, non or pas su: only oui is done, and non is owed until somebody was told."""

from __future__ import annotations

import pytest

from pannesi.documents.tables.patient_register import register_table
from pannesi.history.replay.recorded_session import PatientStep, recorded_session_of
from pannesi.session import actions as want
from pannesi.session.event_writer import ActContext, Refused
from pannesi.session.handlers.dispatch import drafts
from pannesi.session.labels import duty_label, duty_word
from pannesi.session.projection.read_model import DutyRow
from tests.support.building import NIGHT, Played, start
from tests.support.shipped_site import shipped

KEY = "demandeur-prevenu"


def waiting() -> Played:
    """A patient whose images IMADIS did not receive."""
    played = start(shipped(), "cas-5", "images-non-recues")
    played.do(want.Answer(*played.line("secours-fait").key, "echoue"))
    played.do(want.AddPatient({}, fields={"nom": "Inventé"}))
    return played


def asked(played: Played) -> DutyRow:
    """The question about the patient."""
    return next(duty for duty in played.look().duties if duty.key == KEY)


def answer(played: Played, said: str, told: str = "") -> None:
    played.do(want.AnswerDuty(played.look().patients[0].id, KEY, said, told))


@pytest.mark.parametrize(("said", "word"), [("no", "NON"), ("unknown", "pas su")])
def test_no_and_unknown_are_said_and_still_owed_until_somebody_was_told(said: str, word: str) -> None:
    played = waiting()
    assert duty_word(asked(played)) == "à demander"
    answer(played, said)
    assert (asked(played).status, duty_word(asked(played))) == ("open", f"{word}, reste dû")
    assert duty_label(asked(played)) == f"Demandeur prévenu par IMADIS ? {word}"
    assert any(f"Demandeur prévenu par IMADIS ? {word}" in block.text for block in played.look().blocks)
    answer(played, said, "dit au cadre de garde")
    assert (asked(played).status, duty_word(asked(played))) == ("could_not", word)
    assert not any(block.code == "duty" for block in played.look().blocks)


@pytest.mark.parametrize("nobody", ["", "?", "non", "pas su"])
def test_nobody_is_no_person_who_was_told(nobody: str) -> None:
    played = waiting()
    answer(played, "no", nobody)
    assert asked(played).status == "open"


def test_an_answer_can_be_changed_and_undone() -> None:
    played = waiting()
    answer(played, "unknown")
    played.do(want.SettleDuty(played.look().patients[0].id, KEY))
    assert (asked(played).status, duty_word(asked(played))) == ("done", "oui")
    played.do(want.UndoLast())
    assert duty_word(asked(played)) == "pas su, reste dû"


def noted_before_it_fails_too() -> Played:
    """A patient noted with the PACS down, before IMADIS receives nothing either, and one noted after."""
    played = start(shipped(), "cas-3", "images-invisibles")
    played.do(want.AddPatient({"origin": "externe", "exam": "coupe"}, fields={"nom": "Avant"}))
    played.do(want.Join("cas-5", "images-non-recues"))
    played.do(want.Answer(*played.line("secours-fait").key, "echoue"))
    played.do(want.AddPatient({"origin": "urgences"}, fields={"nom": "Après"}))
    return played


def test_who_was_noted_before_the_case_came_is_asked_about_too_and_owes_nothing_else_of_it() -> None:
    played = noted_before_it_fails_too()
    before, after = played.look().patients
    assert [duty.patient.id for duty in played.look().duties if duty.key == KEY] == [before.id, after.id]
    assert played.line("demandeur-prevenu").patients_due == 2
    played.do(want.Answer(*played.line("tous-prevenus").key, "oui"))
    assert any(block.code == "contradicted" for block in played.look().blocks)
    owed = {duty.key for duty in played.look().duties if duty.patient.id == before.id}
    played.do(want.Join("cas-2", "ris"))
    assert {duty.key for duty in played.look().duties if duty.patient.id == before.id} == owed
    assert played.line("identite").patients_due == 0, "an act is owed from its case on"


def test_a_session_closed_under_earlier_rules_asks_no_more_of_who_was_noted_before() -> None:
    played = noted_before_it_fails_too()
    before, after = (patient.id for patient in played.look().patients)
    context = ActContext(played.session, NIGHT, "", played.ids, rules=5)
    for draft in drafts(played.site, played.state, want.Close("motif inventé"), context):
        played.take(played.stamp(draft))
    assert before != after
    assert {duty.patient.id for duty in played.look().duties if duty.key == KEY} == {after}


@pytest.mark.parametrize("intent", [want.MarkDutyNotNeeded, want.MarkDutyImpossible])
def test_a_question_is_neither_not_needed_nor_impossible_but_was_in_sessions_of_before(
    intent: type[want.MarkDutyNotNeeded | want.MarkDutyImpossible],
) -> None:
    played = waiting()
    passed = intent(played.look().patients[0].id, KEY, "rappelé par un autre")
    with pytest.raises(Refused, match="est une question : oui, non ou pas su"):
        played.do(passed)
    context = ActContext(played.session, NIGHT, "", played.ids, rules=3)
    written = drafts(played.site, played.state, passed, context)
    assert len(written) == 1


def test_what_is_an_act_takes_no_answer() -> None:
    played = start(shipped(), "cas-3", "images-invisibles")
    played.do(want.AddPatient({"origin": "externe", "exam": "coupe"}, fields={"nom": "Inventé"}))
    with pytest.raises(Refused, match="pas une question"):
        played.do(want.AnswerDuty(played.look().patients[0].id, "cd", "no"))


@pytest.mark.parametrize(("said", "told"), [("no", ""), ("no", "dit au cadre"), ("unknown", "dit au cadre")])
def test_a_yes_for_everybody_is_contradicted_by_a_no_that_was_told(said: str, told: str) -> None:
    played = waiting()
    answer(played, said, told)
    played.do(want.Answer(*played.line("tous-prevenus").key, "oui"))
    assert played.look().contradicting(played.line("tous-prevenus"))
    assert any(block.code == "contradicted" for block in played.look().blocks)


@pytest.mark.parametrize(
    ("said", "told", "column", "words"),
    [
        ("no", "", "Reste à faire", "Demandeur prévenu par IMADIS ? NON"),
        ("no", "cadre de garde", "Pas fait", "Demandeur prévenu par IMADIS ? : NON : cadre de garde"),
        ("unknown", "cadre de garde", "Pas fait", "Demandeur prévenu par IMADIS ? : pas su : cadre de garde"),
    ],
)
def test_reports_and_csv_say_the_answer(said: str, told: str, column: str, words: str) -> None:
    played = waiting()
    answer(played, said, told)
    titles, rows = register_table(played.look(), played.site)
    assert dict(zip(titles, rows[0], strict=True))[column] == words


def test_the_answers_are_replayed() -> None:
    played = waiting()
    answer(played, "no")
    answer(played, "unknown", "dit au cadre")
    recorded = recorded_session_of(played.state, "Essai", played.site.register_fields)
    assert recorded is not None
    steps = [step for step in recorded.steps if isinstance(step, PatientStep)]
    assert [(step.act, step.said) for step in steps[1:]] == [
        ("duty_answered_no", False),
        ("duty_answered_unknown", True),
    ]
