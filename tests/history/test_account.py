"""The account of a session: how long until what, what was done and what was not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pannesi.documents.report.session_report import report_page
from pannesi.history.account.patients import RegisterCounts
from pannesi.history.index_entry_builder import build_entry
from pannesi.history.session_record import SessionRecord
from pannesi.history.session_summary import SessionSummary, session_summary_of
from pannesi.session import actions as want
from pannesi.session.event_writer import Refused
from pannesi.session.facts.lines import LineAnswered
from pannesi.session.facts.session import Undone
from pannesi.session.state import State
from tests.support.building import NIGHT, Played, start
from tests.support.session_playing import to_the_end
from tests.support.session_sites import HOSPITAL
from tests.support.shipped_site import shipped

MINUTE = timedelta(minutes=1)


def of(played: Played) -> SessionSummary:
    found = session_summary_of(played.session, played.state, played.site, played.now)
    assert found is not None
    return found


def begun() -> tuple[Played, str]:
    played = start(HOSPITAL, "cas-3", "images", began=NIGHT)
    return played, played.look().current_cases[0]


def test_lengths_count_from_the_beginning_of_the_outage() -> None:
    played, visit = begun()
    assert (of(played).first_action_at, of(played).alerted_at, of(played).returned_at) == (None, None, None)
    played.do(want.Answer(visit, "un-seul", "oui"))
    played.do(want.Called(visit, "appel", "informatique", "no_answer"))
    played.do(want.Called(visit, "appel", "cadre", "reached"))
    told = of(played)
    assert told.elapsed_until(told.first_action_at) == 2 * MINUTE
    assert told.elapsed_until(told.alerted_at) == 4 * MINUTE
    assert [(one.contact, one.line) for one in told.unanswered_calls] == [("informatique", "appel")]
    played.do(want.AnnounceReturn(visit, "AB, salle 2"))
    assert of(played).duration == 5 * MINUTE
    played.do(want.FellAgain(visit))
    assert of(played).returned_at is None
    assert of(played).duration == 6 * MINUTE


def test_a_message_of_alerting_seen_first_is_the_alert() -> None:
    played, visit = begun()
    played.do(want.Settle(visit, "message"))
    told = of(played)
    assert told.elapsed_until(told.alerted_at) == 2 * MINUTE
    (heard,) = told.messages
    assert heard.becomes is not None
    assert heard.becomes.state == "in_force"


def test_every_line_settled_is_told_once_by_how_it_was() -> None:
    played, visit = begun()
    played.do(want.Answer(visit, "un-seul", "non"))
    played.do(want.NotNeeded(visit, "changer", "sans objet"))
    played.do(want.CouldNot(visit, "appel", "personne"))
    told = of(played)
    assert [row.line.id for row in told.done] == ["un-seul"]
    assert [row.line.id for row in told.skipped] == ["changer"]
    assert [row.line.id for row in told.could_not] == ["appel"]
    assert "message" in [row.line.id for row in told.left]


def test_an_answer_against_the_clock_is_overridden_and_a_changed_one_corrected() -> None:
    played, visit = begun()
    played.do(want.Answer(visit, "teleradio", "oui"))
    told = of(played)
    assert [row.line.id for row in told.overridden] == ["teleradio"]
    assert told.corrected == ()
    played.do(want.Answer(visit, "teleradio", "non"))
    played.do(want.UndoLast())
    assert [one.kind for one in of(played).corrected] == [LineAnswered.kind, Undone.kind]


def test_the_one_line_done_too_late_is_out_of_order_not_those_before_it() -> None:
    played, visit = begun()
    for name in ("images-continuent", "teleradio", "ris-aussi"):
        played.do(want.Settle(visit, name) if name == "images-continuent" else want.Answer(visit, name, "oui"))
    assert of(played).out_of_order == ()
    late, visit = begun()
    late.do(want.Answer(visit, "teleradio", "oui"))
    late.do(want.Answer(visit, "ris-aussi", "oui"))
    late.do(want.Settle(visit, "images-continuent"))
    assert [row.line.id for row in of(late).out_of_order] == ["images-continuent"]


def test_what_was_undone_is_neither_the_first_act_nor_out_of_order() -> None:
    played, visit = begun()
    played.do(want.Settle(visit, "images-continuent"))
    played.do(want.UndoLast())
    assert of(played).first_action_at is None
    played.do(want.Answer(visit, "teleradio", "oui"))
    played.do(want.UndoLast())
    for name in ("images-continuent", "teleradio", "ris-aussi"):
        played.do(want.Settle(visit, name) if name == "images-continuent" else want.Answer(visit, name, "oui"))
    assert of(played).out_of_order == ()
    assert of(played).elapsed_until(of(played).first_action_at) == 6 * MINUTE


def test_what_was_tried_before_an_answer_was_known_puts_nothing_after_it_out_of_order() -> None:
    played = start(shipped(), "annexe-2", "itis-inaccessible", began=NIGHT)
    visit = played.look().current_cases[0]
    played.do(want.Called(visit, "joindre", "imadis-assistance", "reached"))
    played.do(want.Answer(visit, "decision", "ne-sait-pas"))
    played.do(want.Called(visit, "rappeler", "imadis-assistance", "reached"))
    played.do(want.Answer(visit, "decision", "oui"))
    played.do(want.Settle(visit, "resultat"))
    assert of(played).out_of_order == ()


def test_a_redline_changes_nothing_of_the_session_and_is_undone_like_any_fact() -> None:
    played, visit = begun()
    before = played.look()
    played.do(want.Redline(visit, "appel", "wrong", "le numéro a changé"))
    after = played.look()
    assert [(row.key, row.status) for row in after.rows] == [(row.key, row.status) for row in before.rows]
    (said,) = of(played).redlines
    assert (said.unit, said.line, said.about, said.words, said.who) == (
        "cas-3",
        "appel",
        "wrong",
        "le numéro a changé",
        "AB",
    )
    played.do(want.Redline(visit, "appel", "unclear"))
    assert len(of(played).redlines) == 2
    played.do(want.UndoLast())
    assert [one.about for one in of(played).redlines] == ["wrong"]
    assert played.state.conflicts == ()


def test_a_redline_says_what_is_meant_about_a_line_that_is_there_even_after_closing() -> None:
    played, visit = begun()
    with pytest.raises(Refused, match="fausse, impossible ou pas claire"):
        played.do(want.Redline(visit, "appel", "laid"))
    with pytest.raises(Refused, match="pas dans la session"):
        played.do(want.Redline(visit, "inconnue", "wrong"))
    to_the_end(played)
    played.do(want.Redline(visit, "appel", "impossible"))
    assert [one.about for one in of(played).redlines] == ["impossible"]


def test_a_whole_night_says_who_what_and_until_when() -> None:
    played, _visit = begun()
    played.do(want.NamePerson("CD", "référent"))
    played.do(want.AddPatient({"origin": "externe", "exam": "coupe"}, "Essai"))
    assert of(played).reconciled_at is None
    played.do(want.OfferHandover("à suivre"))
    assert of(played).offered
    played.do(want.TakeHandover())
    to_the_end(played)
    told = of(played)
    assert told.closed_at == told.until == played.now
    assert not told.forced
    assert not told.offered
    assert told.reconciled_at is not None
    assert told.patients == RegisterCounts(noted=1, voided=0, duties=3, duties_open=0), "an identity to confirm too"
    assert [(one.name, one.roles) for one in told.persons] == [("AB", ()), ("CD", ("référent",))]
    assert told.cases == (("cas-3", "images"),)
    assert told.systems == ("PACS",)


def test_a_session_is_reconciled_when_its_last_line_is_verified_or_waived_not_when_its_duties_are_done() -> None:
    played, _visit = begun()
    for origin in ("externe", "service"):
        played.do(
            want.AddPatient({"origin": origin, "exam": "autre", "unit": "ailleurs", "identity": "connue"}, "Essai")
        )
    first, second = (one.id for one in played.look().patients)
    for patient in (first, second):
        for duty in played.look().duties:
            if duty.patient.id == patient and duty.status == "open":
                played.do(want.SettleDuty(patient, duty.key))
        for step in next(one for one in played.look().patients if one.id == patient).missing:
            played.do(want.Reconcile(patient, step.key))
    assert not any(duty.status == "open" for duty in played.look().duties)
    assert of(played).reconciled_at is None
    played.do(want.VerifyPatient(first))
    assert of(played).reconciled_at is None
    played.do(want.Waive(second, "examen refait", want.ImagesFate("none")))
    assert of(played).reconciled_at == played.now
    played.do(want.AddPatient({"origin": "externe"}, "Inventé"))
    assert of(played).reconciled_at is None


def test_a_forced_closing_says_what_it_overrode() -> None:
    played, _visit = begun()
    played.do(want.Close("fin de service"))
    assert of(played).forced
    assert of(played).prevented


def test_there_is_no_account_before_the_beginning_has_arrived() -> None:
    assert session_summary_of("s", State(), HOSPITAL, NIGHT) is None


def test_a_number_that_came_into_its_field_with_a_step_is_no_correction() -> None:
    played = start(shipped(), "cas-4", "ris-et-pacs")
    played.do(want.AddPatient({"origin": "externe"}, fields={"nom": "Inventé"}))
    line = played.look().patients[0].id
    played.do(want.Reconcile(line, "demande", "4471"))
    assert played.look().patients[0].fields["accession-final"] == "4471"
    assert len(of(played).corrected) == 0
    played.do(want.CorrectPatient(line, {"origin": "externe"}, fields={"nom": "Autre"}))
    assert len(of(played).corrected) == 1


def test_a_patient_noted_an_annex_begun_and_its_end_are_gestures_as_lines_are() -> None:
    played, _visit = begun()
    played.do(want.AddPatient({"origin": "externe"}))
    first = of(played).first_action_at
    assert first == played.now
    played.do(want.UndoLast())
    assert of(played).first_action_at is None
    played.do(want.AddPatient({"origin": "externe"}))
    noted = played.now
    played.do(want.Note("imprimante en panne"))
    assert of(played).first_action_at == noted
    fax = start(shipped(), "cas-6", "vueshare")
    before = of(fax).first_action_at
    fax.do(want.RunAnnex(*fax.line("vue-motion").key))
    assert (before, of(fax).first_action_at) == (None, fax.now)


def test_a_case_that_was_not_the_right_one_brings_no_system_down_and_the_report_says_that_it_was_left() -> None:
    played = start(shipped(), "cas-3", "images-invisibles", began=NIGHT)
    played.do(want.TurnAll(played.look().current_cases, "cas-1", "pre-numerotee"))
    told = of(played)
    assert [unit for unit, _symptom in told.cases] == ["cas-3", "cas-1"]
    assert [unit for unit, _symptom in told.cases_standing] == ["cas-1"]
    assert told.systems == ("Clinicom Admissions",)
    entry = build_entry(played.session, played.state, played.site, played.now)
    assert entry is not None
    assert [tag.value for tag, _count in entry.tags if tag.kind in ("case", "system")] == [
        "cas-1",
        "clinicom admissions",
    ]
    rows = dict(report_page(SessionRecord(played.session, played.state, played.site, told, ""), patients=False).summary)
    assert "(Impossible de voir les images), laissé : ce n'était pas le bon cas ; " in rows["Panne"]
    assert rows["Systèmes en panne"] == "Clinicom Admissions"


def test_a_case_that_is_part_of_the_next_one_or_open_beside_it_stands() -> None:
    played = start(shipped(), "cas-3", "images-invisibles", began=NIGHT)
    played.do(want.TurnAll(played.look().current_cases, "cas-4", "ris-et-pacs"))
    assert of(played).cases_standing == of(played).cases
    assert of(played).systems == ("PACS", "RIS")
    beside = start(shipped(), "cas-3", "images-invisibles", began=NIGHT)
    beside.do(want.Join("cas-1", "pre-numerotee"))
    assert of(beside).systems == ("PACS", "Clinicom Admissions")


def test_a_line_said_impossible_and_done_later_stays_found_everywhere_unless_that_was_undone() -> None:
    played, visit = begun()
    played.do(want.CouldNot(visit, "message", "haut-parleur en panne"))
    played.do(want.Settle(visit, "message"))
    told = of(played)
    (line,) = told.overcome
    assert (line.row.line.id, line.failed.text, told.failures) == ("message", "haut-parleur en panne", 1)
    entry = build_entry(played.session, played.state, played.site, played.now)
    assert entry is not None
    assert entry.overview.could_not == 1
    assert [tag.value for tag, _count in entry.tags if tag.kind == "could_not"] == ["cas-3/message"]
    page = report_page(SessionRecord(played.session, played.state, played.site, told, ""), patients=False, reasons=True)
    assert "1 ligne dite impossible, puis réglée autrement" in dict(page.summary)["Écarts constatés"]
    (row,) = next(table.rows for table in page.sections if table.title == "Impossible")
    assert ", puis " in row[1]
    assert row[-1] == "haut-parleur en panne"
    again, visit = begun()
    again.do(want.CouldNot(visit, "message", "haut-parleur en panne"))
    again.do(want.UndoLast())
    again.do(want.Settle(visit, "message"))
    assert (of(again).overcome, of(again).failures) == ((), 0)
