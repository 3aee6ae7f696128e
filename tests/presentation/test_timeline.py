"""Every fact has a sentence, also those that a damaged or foreign journal holds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from pannesi.history.catalogue import catalogue_of
from pannesi.presentation.facts.timeline import FACT_GROUPS, SentenceWriter, group_of, group_word
from pannesi.procedure.model.lines import text_of
from pannesi.session import actions as want
from pannesi.session.events import Event
from pannesi.session.facts.lines import LineAnswered, LineNotNeeded
from pannesi.session.facts.patients import (
    DutyDone,
    DutyImpossible,
    DutyNotNeeded,
    PatientAdded,
    PatientCorrected,
    PatientVoided,
    PatientWaived,
    StepReconciled,
)
from pannesi.session.facts.reading import KINDS
from pannesi.session.facts.session import LengthExpected, NoteWritten, TimeCorrected, Undone
from pannesi.session.facts.visits import VisitOpened
from pannesi.session.register.draft_entries import DraftEntry
from pannesi.session.state import fold
from tests.support.building import start
from tests.support.foreign_events import EVENTS, foreign
from tests.support.plain_playing import NIGHT, Reader, play, shipped, site_of, state_of, station_of
from tests.support.shipped_site import shipped as whole_site

SAME = {DutyDone.kind, StepReconciled.kind, PatientAdded.kind, PatientCorrected.kind}
"""Kinds that may be told in the words of another."""


def least(kind: str) -> dict[str, Any]:
    """The least that a fact of a kind holds: what names its claim."""
    names = KINDS[kind].claim_fields if kind in KINDS else ()
    return {"about": ["began"]} if kind == Undone.kind else dict.fromkeys(names, "x")


@given(EVENTS)
def test_a_fact_of_any_shape_is_told_in_words(events: list[Event]) -> None:
    state = fold(events)
    tell = SentenceWriter(shipped().site, state, lambda moment: f"{moment:%H:%M}")
    for event in state.timeline:
        assert tell.sentence(event).strip()


def test_a_fact_that_undoes_itself_is_told_once() -> None:
    (event,) = [foreign(1, Undone.kind, {"event": "e1", "about": ["began"]}, None)]
    tell = SentenceWriter(shipped().site, fold([event]), str)
    assert tell.sentence(event) == "annulé : un fait inconnu"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 h 00"), (90, "1 h 30"), (1570, "26 h 10"), (60 * 24 * 31, "31 j 0 h"),
        (None, "pas lisible"), (-5, "pas lisible"), (10**16, "pas lisible"), (10**30, "pas lisible"),
    ],
)  # fmt: skip
def test_an_expected_length_is_told_in_hours_and_one_that_no_outage_has_as_unreadable(
    minutes: int | None, words: str
) -> None:
    event = foreign(1, LengthExpected.kind, {"minutes": minutes}, None)
    tell = SentenceWriter(shipped().site, fold([event]), str)
    assert tell.sentence(event) == f"durée prévue : {words}"


def test_what_was_undone_and_put_back_is_told_by_its_fact() -> None:
    played = start(shipped().site, "cas-3", "images-invisibles")
    played.do(want.Answer(*played.line("combien-de-postes").key, "plusieurs"))
    played.do(want.UndoLast())
    played.do(want.Undo(played.events[-1].id, put_back=True))
    tell = SentenceWriter(played.site, played.state, str)
    assert [tell.sentence(event) for event in played.state.timeline[-3:]] == [
        "3.1 Un seul poste, ou plusieurs ? · réponse : Plusieurs",
        "annulé : 3.1 Un seul poste, ou plusieurs ? · réponse : Plusieurs",
        "rétabli : 3.1 Un seul poste, ou plusieurs ? · réponse : Plusieurs",
    ]


def test_every_kind_of_fact_has_its_own_sentence() -> None:
    tell = SentenceWriter(shipped().site, fold([]), lambda moment: f"{moment:%H:%M}")
    told = {kind: tell.sentence(foreign(1, kind, least(kind), None)) for kind in KINDS}
    assert not [kind for kind, words in told.items() if "version plus récente" in words]
    assert {kind for kind, words in told.items() if list(told.values()).count(words) > 1} <= SAME
    assert "version plus récente : x.y" in tell.sentence(foreign(1, "x.y", {}, None))


def test_a_whole_night_is_told_with_no_word_missing() -> None:
    station = station_of()
    Reader(station, "7").run()
    state = state_of(station)
    tell = SentenceWriter(site_of(station), state, lambda moment: f"{moment:%H:%M}")
    told = [tell.sentence(event) for event in state.timeline]
    assert not [words for words in told if "{" in words or "None" in words or "cas-" in words]


def test_a_session_seen_from_outside_says_what_is_going_on() -> None:
    station = station_of()
    play(station, "6", "1", "1", "joint", "1", "p", "1", "1", "", "", "", "qui CD", "")
    (one,) = catalogue_of(station.journal, site_of(station)).caught_up(NIGHT).real_and_exercises(NIGHT)
    assert (one.stage, one.patients, one.persons, one.open) == ("degraded_mode", 1, ("AB", "CD"), True)
    assert one.sentence() == "Dysfonctionnement du PACS, mode dégradé depuis 0 h 00, 1 patient, AB CD"


def test_a_session_whose_beginning_has_not_arrived_is_left_out() -> None:
    station = station_of()
    play(station, "6", "1")
    events = station.journal.events(station.journal.sessions()[0].id)
    other = station_of()
    other.journal.receive(events[1:], {})
    assert list(catalogue_of(other.journal, site_of(other)).caught_up(NIGHT).real_and_exercises(NIGHT)) == []


def test_what_was_written_about_one_patient_is_told_only_where_patients_were_asked_for() -> None:
    for kind in (PatientVoided.kind, PatientWaived.kind, DutyImpossible.kind, DutyNotNeeded.kind, DutyDone.kind):
        event = foreign(1, kind, least(kind), "Madame Inventée est partie")
        undone = foreign(2, Undone.kind, {"event": "e1", "about": ["patient", "x"]}, None)
        state = fold([event, undone])
        tell = SentenceWriter(shipped().site, state, str)
        for one in (event, undone):
            assert "Inventée" not in tell.sentence(one)
            assert "motif dans sa ligne" in tell.sentence(one)
            assert "Inventée" in replace(tell, reasons=True).sentence(one)


def test_every_fact_belongs_to_a_group_that_has_a_name() -> None:
    tell = SentenceWriter(shipped().site, fold([]), str)
    found = {group_of(tell, foreign(1, kind, least(kind), None)) for kind in (*KINDS, "x.y")}
    assert found == set(FACT_GROUPS) - {"messages"}
    assert all(group_word(one) for one in FACT_GROUPS)


def test_an_hour_corrected_says_of_what_and_both_hours_stay() -> None:
    done = foreign(1, NoteWritten.kind, {}, None)
    corrected = foreign(2, TimeCorrected.kind, {"event": "e1", "at": "2026-11-24T02:05:00.000Z"}, None)
    tell = SentenceWriter(shipped().site, fold([done, corrected]), lambda moment: f"{moment:%H:%M}")
    assert tell.sentence(done) == "note · noté à 02:12"
    assert tell.sentence(corrected) == "heure corrigée : 02:05 et non 02:12, pour : note"


def test_two_answers_that_did_not_know_of_each_other_say_so_until_somebody_chose() -> None:
    answers = [
        replace(
            foreign(number, LineAnswered.kind, {"visit": "v", "line": "x", "option": option}, None), writer=f"w{number}"
        )
        for number, option in ((1, "oui"), (2, "non"))
    ]
    tell = SentenceWriter(shipped().site, fold(answers), str)
    assert all(tell.sentence(one).endswith("DEUX RÉPONSES, pas tranché") for one in answers)
    chosen = replace(answers[0], id="e3", seq=3, hlc=3, replaces=("e1", "e2"))
    tell = SentenceWriter(shipped().site, fold([*answers, chosen]), str)
    assert not any("DEUX RÉPONSES" in tell.sentence(one) for one in (*answers, chosen))
    assert tell.sentence(chosen).endswith("tranche entre 2 réponses")


def test_what_was_done_in_a_case_whose_opening_was_undone_is_still_told_in_words() -> None:
    said = {"visit": "v2", "line": "prevenir-informatique"}
    events = [
        foreign(1, VisitOpened.kind, {"visit": "v2", "unit": "cas-3", "reason": "joined"}, None),
        foreign(2, LineNotNeeded.kind, said, None),
        replace(foreign(3, Undone.kind, {"event": "e1", "about": ["visit", "v2"]}, None), replaces=("e1",)),
    ]
    state = fold(events)
    assert state.visits == ()
    tell = SentenceWriter(shipped().site, state, str)
    place = shipped().site.places["cas-3", "prevenir-informatique"]
    assert tell.sentence(events[1]) == f"{place.number} {text_of(place.line)} · non nécessaire"


def test_what_is_not_shown_is_counted_by_who_wrote_it_and_what_a_person_did_is_shown() -> None:
    played = start(whole_site(), "cas-6", "vueshare")
    played.do(want.RunAnnex(*played.line("vue-motion").key))
    played.do(want.Conclude(*played.line("fin").key))
    writer = SentenceWriter(played.site, played.state, lambda moment: "")
    shown = [writer.sentence(event) for event in played.state.timeline if not writer.is_hidden(event)]
    assert any("terminé" in words for words in shown)
    assert any("procédure commencée" in words for words in shown)
    hidden = sum(map(writer.is_hidden, played.state.timeline))
    assert writer.hidden_words() == f"non montré : {hidden} fait{'s' if hidden > 1 else ''} du programme"
    entry = DraftEntry.of_patient(None)
    for field in "ab":
        before = len(played.events)
        played.do(entry.save_intent({"unit": field}, {}, None, "", draft=True))
        entry.note_written(played.events[before:])
    played.do(entry.save_intent({"unit": "c"}, {}, None, "", draft=False))
    writer = SentenceWriter(played.site, played.state, lambda moment: "")
    assert writer.hidden_words().endswith(", 2 saisies reprises ensuite")
