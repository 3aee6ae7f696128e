"""What was due to patients, in the account, the report, lists, searches and figures: the failure of a night is found
everywhere, and orders are judged by what they owe."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pannesi.documents.report.session_report import report_page
from pannesi.history.account.patients import duty_totals
from pannesi.history.catalogue import catalogue_of
from pannesi.history.index_entry_builder import build_entry
from pannesi.history.session_filter import SessionFilter
from pannesi.history.session_record import SessionRecord
from pannesi.history.session_summary import SessionSummary, session_summary_of
from pannesi.presentation.facts.timeline import SentenceWriter
from pannesi.presentation.session_lists.session_summary import summary_lines, totals_words
from pannesi.procedure.availability.moments import format_length, shown_length
from pannesi.session import actions as want
from pannesi.session.facts.session import SessionClosed
from pannesi.session.state import fold
from tests.support.building import NIGHT, Played, start
from tests.support.plain_playing import station_of
from tests.support.shipped_site import shipped

OUTSIDE = {"origin": "externe", "exam": "coupe", "unit": "autre", "identity": "connue"}
BURNER = "graveur en panne, dit le technicien"


def night() -> tuple[Played, str, str]:
    """Case 3 with two patients who wait for a CD: one has it, for the other the burner failed."""
    played = start(shipped(), "cas-3", "images-invisibles", began=NIGHT)
    for name in ("Un", "Deux"):
        played.do(want.AddPatient(OUTSIDE, fields={"nom": f"Inventé {name}"}))
    first, second = (patient.id for patient in played.look().patients)
    played.do(want.SettleDuty(first, "cd"))
    played.do(want.MarkDutyImpossible(second, "cd", BURNER))
    return played, first, second


def account(played: Played) -> SessionSummary:
    told = session_summary_of(played.session, played.state, played.site, played.now)
    assert told is not None
    return told


def report(played: Played, *, reasons: bool = False) -> dict[str, list[list[str]]]:
    record = SessionRecord(played.session, played.state, played.site, account(played), "")
    page = report_page(record, patients=False, reasons=reasons)
    return {"": page.summary, **{table.title: table.rows for table in (*page.sections, *page.annexes)}}


def test_what_was_impossible_for_a_patient_is_in_the_account_the_report_lists_and_tags() -> None:
    played, _first, _second = night()
    played.do(want.Close("fin de service"))
    told = account(played)
    assert [(one.patient, one.key) for one in told.duties_impossible] == [("A-02", "cd")]
    words = "\n".join(line for _style, line in summary_lines(told, SentenceWriter(played.site, played.state, str)))
    assert "impossible pour un patient (1) :" in words
    assert "A-02 · CD remis" in words
    page = report(played)
    assert "1 chose impossible pour un patient" in dict(page[""])["Écarts constatés"]
    (row,) = page["Impossible"]
    assert (row[0], row[1], row[-1]) == ("3.16", "A-02 · CD remis", "motif non imprimé")
    assert report(played, reasons=True)["Impossible"][0][-1] == BURNER
    entry = build_entry(played.session, played.state, played.site, played.now)
    assert entry is not None
    assert entry.overview.could_not == 1
    assert [(tag.value, tag.label[:4]) for tag, _count in entry.tags if tag.kind == "could_not"] == [
        ("cas-3/cd-coupe", "3.16")
    ]


def test_a_session_with_it_is_found_by_the_filter_and_by_the_words_of_its_reason() -> None:
    station = station_of()
    desk = station.desk()
    desk.open(want.Open("cas-3", "images-invisibles"))
    desk.do(want.AddPatient(OUTSIDE, fields={"nom": "Inventé"}))
    patient = desk.look().patients[0].id
    desk.do(want.MarkDutyImpossible(patient, "cd", "graveur fendu"))
    desk.do(want.VoidPatient(patient, "mauvais badge", want.ImagesFate("none")))
    catalogue = catalogue_of(station.journal, shipped()).caught_up(NIGHT)
    assert [one.id for one in catalogue.find(NIGHT, SessionFilter(could_not=True))] == [desk.session]
    for words, names in (("graveur fendu", 1), ("mauvais badge", 1), ("inventé", 0)):
        found = [name for batch in catalogue.search_notes(words) for name in batch.sessions]
        assert len(found) == names, words


def test_it_is_owed_again_at_the_return_until_something_else_is_said() -> None:
    played, _first, second = night()
    assert [duty.status for duty in played.look().duties_by_patient[second] if duty.key == "cd"] == ["could_not"]
    played.do(want.AnnounceReturn(played.look().current_cases[0], "AB, salle 2"))
    (cd,) = (duty for duty in played.look().duties_by_patient[second] if duty.key == "cd")
    assert (cd.status, cd.answered) == ("open", "impossible")
    assert any("CD remis (dit impossible, à redire)" in block.text for block in played.look().blocks)
    assert len(account(played).duties_impossible) == 1, "the failure stays told"
    played.do(want.MarkDutyImpossible(second, "cd", "toujours en panne"))
    (cd,) = (duty for duty in played.look().duties_by_patient[second] if duty.key == "cd")
    assert cd.status == "could_not"
    played.do(want.SettleDuty(second, "cd"))
    told = account(played)
    assert told.duties_impossible == ()
    assert [event.kind for event in told.corrected] == ["duty.could_not", "duty.done"]
    (overcome,) = told.duties_overcome
    assert overcome.failed_before is not None, "what failed in the night is not gone because it was made good"
    assert (overcome.patient, overcome.status, overcome.failed_before.text) == ("A-02", "done", "toujours en panne")
    assert told.duties_said_impossible == (overcome,)
    entry = build_entry(played.session, played.state, played.site, played.now)
    assert entry is not None
    assert entry.overview.could_not == 1
    assert [tag.value for tag, _count in entry.tags if tag.kind == "could_not"] == ["cas-3/cd-coupe"]
    assert entry.digest is not None
    assert [(due.impossible, due.made_good) for due in entry.digest.duties if due.key == "cd"] == [(0, 1)]
    sections = report(played, reasons=True)
    (row,) = sections["Impossible"]
    assert row[1].startswith("A-02 · CD remis, puis fait, ")
    assert row[4] == "toujours en panne"
    assert "1 chose dite impossible, puis réglée autrement" in dict(sections[""])["Écarts constatés"]


def test_what_was_said_impossible_by_mistake_and_undone_never_failed() -> None:
    played, _first, second = night()
    played.do(want.UndoLast())
    played.do(want.SettleDuty(second, "cd"))
    told = account(played)
    assert (told.duties_impossible, told.duties_overcome, told.duties_said_impossible) == ((), (), ())


def test_an_unfinished_entry_taken_up_again_is_no_correction() -> None:
    played, _first, _second = night()
    before = account(played).corrected
    played.do(want.AddPatient({"origin": "externe"}, fields={"nom": "Inventé"}, draft=True))
    line = played.look().patients[-1].id
    played.do(want.CorrectPatient(line, {"origin": "externe"}, fields={"nom": "Inventée"}))
    assert account(played).corrected == before
    played.do(want.CorrectPatient(line, {"origin": "externe"}, fields={"nom": "Autre"}))
    assert [event.kind for event in account(played).corrected[len(before) :]] == ["patient.corrected"]


def test_an_examination_before_the_outage_gives_the_degraded_mode_no_earlier_beginning() -> None:
    played = start(shipped(), "cas-3", "images-invisibles", began=NIGHT)
    played.do(want.AddPatient(OUTSIDE, fields={"nom": "Inventé"}, examined=NIGHT - timedelta(minutes=22), paper="17"))
    told = account(played)
    assert [doubt.code for doubt in told.time_doubts] == ["before_beginning"]
    assert told.elapsed_until(told.degraded_at) == timedelta(0), "figures have a delay where the report has a length"


def test_things_due_are_in_the_order_of_the_list_and_say_what_struck_lines_had() -> None:
    played, _first, second = night()
    played.do(want.VoidPatient(second, "doublon", want.ImagesFate("none")))
    rows = report(played)["Dû aux patients"]
    numbers = [row[0] for row in rows if row[0]]
    assert numbers == sorted(numbers, key=lambda number: int(number.split(".")[1]))
    assert {row[1]: row[-1] for row in rows}["CD remis"] == "1"


def test_an_outage_that_came_back_owes_it_only_at_its_own_return() -> None:
    played, _first, second = night()
    visit = played.look().current_cases[0]
    played.do(want.AnnounceReturn(visit, "AB, salle 2"))
    played.do(want.FellAgain(visit))
    (cd,) = (duty for duty in played.look().duties_by_patient[second] if duty.key == "cd")
    assert cd.status == "could_not"


def test_a_session_closed_under_earlier_rules_owes_what_it_owed() -> None:
    played, _first, second = night()
    played.do(want.AnnounceReturn(played.look().current_cases[0], "AB, salle 2"))
    played.do(want.Close("fin de service"))
    before = [
        replace(event, payload={**event.payload, "rules": 6}) if event.kind == SessionClosed.kind else event
        for event in played.events
    ]
    earlier = replace(played, events=before, state=fold(before), caches=type(played.caches)())
    (cd,) = (duty for duty in earlier.look().duties_by_patient[second] if duty.key == "cd")
    assert cd.status == "could_not"


def test_orders_are_judged_by_what_they_owe_the_register_by_its_patients_things_to_know_by_being_shown() -> None:
    played, first, second = night()
    for name in ("production", "consultation", "dictee", "noter-examens", "cd-coupe"):
        assert played.line(name).fact is None
    visit = played.look().current_cases[0]
    left = {row.line.id for row in account(played).left}
    assert {"production", "consultation", "dictee"} <= left, "nothing after them was done yet"
    assert not left & {"noter-examens", "cd-coupe"}
    played.do(want.Settle(visit, "films-rea"))
    played.do(want.Close("fin de service"))
    told = account(played)
    assert not {row.line.id for row in told.left} & {
        "production",
        "consultation",
        "dictee",
        "noter-examens",
        "cd-coupe",
    }
    assert {(row.line.id, how) for row, how in told.judged} >= {
        ("production", "shown"), ("noter-examens", "register"), ("cd-coupe", "duties"),
    }  # fmt: skip
    (cd,) = (totals for totals in duty_totals(told.duties) if totals.key == "cd")
    assert totals_words(cd) == "3.16 CD remis 1/2, 1 impossible"
    owed = {row[1]: row for row in report(played)["Dû aux patients"]}
    assert owed["CD remis"][:4] == ["3.16", "CD remis", "2", "1"]
    other = start(shipped(), "cas-3", "images-invisibles")
    other.do(want.AddPatient(OUTSIDE, fields={"nom": "Inventé"}))
    other.do(want.Close("fin de service"))
    assert "cd-coupe" in {row.line.id for row in account(other).left}, "a CD that nobody gave is left"
    assert first != second


def test_strikes_and_waivers_are_told_with_their_reasons_where_these_are_asked_for() -> None:
    played, first, second = night()
    played.do(want.VoidPatient(first, "doublon de Monsieur Inventé", want.ImagesFate("none")))
    played.do(want.Waive(second, "jamais venu", want.ImagesFate("none")))
    assert [(one.patient, one.how) for one in account(played).let_go] == [("A-01", "voided"), ("A-02", "waived")]
    for reasons, words in ((False, "motif non imprimé"), (True, "doublon de Monsieur Inventé")):
        rows = report(played, reasons=reasons)["Lignes de patient rayées ou dispensées"]
        assert [row[0] for row in rows] == ["A-01", "A-02"]
        assert rows[0][-1] == words


@pytest.mark.parametrize("reason", ["matériel en panne", "personne ne répond", "pas dû à ce patient"])
def test_a_usual_reason_is_in_a_report_without_free_words(reason: str) -> None:
    played, _first, second = night()
    played.do(want.MarkDutyImpossible(second, "cd", reason))
    assert report(played)["Impossible"][0][-1] == reason
    facts = [row[-1] for row in report(played)["Faits, dans l'ordre"]]
    assert f"A-02 · CD remis : impossible : {reason}" in facts
    assert not [words for words in facts if BURNER in words]


MOMENTS = st.datetimes(min_value=datetime(2026, 3, 1), max_value=datetime(2026, 12, 1), timezones=st.just(UTC))


@given(MOMENTS, st.integers(min_value=0, max_value=47 * 3600))
def test_a_length_shown_with_its_two_hours_is_their_difference(start_at: datetime, seconds: int) -> None:
    paris, end = ZoneInfo("Europe/Paris"), start_at + timedelta(seconds=seconds)
    first, last = start_at.astimezone(paris), end.astimezone(paris)
    apart = (last.hour * 60 + last.minute) - (first.hour * 60 + first.minute) + 1440 * (last.date() - first.date()).days
    summer = (last.utcoffset() or timedelta()) - (first.utcoffset() or timedelta())
    apart -= int(summer / timedelta(minutes=1))
    assert format_length(shown_length(start_at, end)) == f"{apart // 60} h {apart % 60:02d}"


def test_the_night_of_the_signalement_reads_right() -> None:
    began = datetime(2026, 11, 24, 2, 12, 40, tzinfo=UTC)
    assert format_length(shown_length(began, datetime(2026, 11, 24, 7, 30, 10, tzinfo=UTC))) == "5 h 18"
