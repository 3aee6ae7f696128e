"""« ? » is an answer wherever nobody may know, in both faces alike, and never says that something was done."""

from __future__ import annotations

import pytest

from pannesi.presentation.patients.patient_form import FormState
from pannesi.presentation.session.session_view import View
from pannesi.session import actions as want
from pannesi.session.event_writer import is_unknown
from pannesi.session.register.field_values import UNKNOWN_VALUE
from tests.support.plain_playing import ALERTED, PACS, flat, play, state_of, station_of
from tests.support.plain_words import NOTED, lines, typed


@pytest.mark.parametrize("entry", ["6", "7", "11"])
def test_whatever_the_full_screen_offers_as_not_known_is_offered_line_by_line(entry: str) -> None:
    station = station_of()
    screen = flat(play(station, entry, "p", *["?"] * 30))
    desk = station.desk()
    desk.resume(station.journal.sessions()[0].id)
    filling = FormState(None)
    for asked in filling.entries(View.of(desk)):
        label = asked.label.removesuffix(" ?")
        if asked.choices and f"{label} ? 1" in screen:
            assert f", 0 {asked.unknown_words}. Entrée" in screen.partition(f"{label} ? 1")[2][:200]
    assert "D'où vient le patient ? 1 externe, 2 urgences, 3 hospitalisé, 0 pas su. Entrée : passer." in screen
    assert "Taper un numéro de" not in screen


@pytest.mark.parametrize("typed_in", ["?", "0", "pas su", "je ne sais pas", "??", "NSP"])
def test_not_known_is_typed_in_many_ways(typed_in: str) -> None:
    station = station_of()
    screen = play(station, PACS, "p", "1", typed_in, "", "", "", "", "", "", "", "")
    assert "Taper un numéro de" not in screen
    assert [line.facts["origin"] for line in lines(station)] == ["externe"]
    assert all("exam" not in line.facts for line in lines(station))


def test_what_was_known_of_a_patient_can_be_said_not_known_after_all() -> None:
    station = station_of()
    play(station, *ALERTED, *NOTED[:3], "", "", "", "", "", "", "", "", "", "", "", "", "p 1", "1", "?", "?")
    (line,) = lines(station)
    assert "origin" not in line.facts
    assert "unit" not in line.facts, "it was only deduced"


def test_a_choice_refused_says_what_is_taken_and_asks_the_whole_question_again() -> None:
    said, _facts = typed(PACS, "p", "x", "9")
    asked = "D'où vient le patient ? 1 externe, 2 urgences, 3 hospitalisé, 0 pas su. Entrée : passer."
    assert said.count(asked) == 3
    assert "Taper un numéro de 1 à 3, 0 ou « ? » (pas su), Entrée, ou un point seul pour arrêter." in said


ASKED = [
    (("nn",), "Pourquoi ce n'est pas nécessaire ?"),
    (("impossible",), "Pourquoi c'est impossible ?"),
    (("m",), "Note (Entrée : rien)"),
    (("r",), "Qui l'a constaté ?"),
    (("r", "AB"), "Vu sur quel poste"),
    (("clore",), "Clore quand même ?"),
    ((*NOTED, "p 1", "2"), "Pourquoi rayer cette ligne ?"),
    ((*NOTED, "d", "dis 1"), "Pourquoi dispenser cette ligne ?"),
    ((*NOTED, "d", "n 1"), "Pourquoi ce n'est pas nécessaire ?"),
]
"""What leads to a question for words, and how that begins."""


@pytest.mark.parametrize(("before", "question"), ASKED)
@pytest.mark.parametrize("again", [("liste", ""), ("x" * 5000,)], ids=["redemander", "too long"])
def test_a_question_asked_again_is_asked_in_full(
    before: tuple[str, ...], question: str, again: tuple[str, ...]
) -> None:
    once, _facts = typed(*ALERTED, *before)
    twice, _facts = typed(*ALERTED, *before, *again)
    assert twice.count(question) == once.count(question) + 1, twice[-500:]


@pytest.mark.parametrize(("before", "question"), [case for case in ASKED if case[0] != ("m",)])
def test_not_known_is_no_reason_no_name_and_no_place(before: tuple[str, ...], question: str) -> None:
    once, facts = typed(*ALERTED, *before)
    said, then = typed(*ALERTED, *before, "?")
    assert then == facts
    assert said.count(question) == once.count(question) + 1, said[-500:]
    assert "est une commande" not in said


@pytest.mark.parametrize("command", ["i ?", "nn ?", "clore ?", "r ?", "w ?", "pr ?"])
def test_nor_where_it_is_typed_with_the_command(command: str) -> None:
    station = station_of()
    play(station, PACS)
    before = len(state_of(station).timeline)
    play(station, "", command, "", "")
    written = state_of(station).timeline[before:]
    assert all("?" not in (event.text or "") and event.actor != "?" for event in written)
    assert {event.kind for event in written} <= {"handover.taken"}


def test_a_cd_handed_over_to_nobody_knows_whom_stays_owed_and_leaves_no_trace() -> None:
    station = station_of()
    noted = ("11", "p", "1", "1", "INVENTÉE", "?", "", "p 1")
    screen = flat(play(station, *noted))
    assert "CD ou film remis à qui : inconnu, à compléter" in screen
    assert "dû : CD remis" in screen
    assert "a laissé une trace" not in flat(play(station, "", "p 1", "2", "doublon", ""))


def test_an_identity_looked_at_on_nobody_knows_what_stays_to_be_looked_at() -> None:
    station = station_of()
    desk = station.desk()
    desk.open(want.Open("cas-4", "ris-et-pacs"))
    desk.do(want.AddPatient({"origin": "urgences"}, fields=dict.fromkeys(("nom", "prenom", "naissance"), "?")))
    before = len(state_of(station).timeline)
    screen = flat(play(station, "", "d", "2", "?", "", ""))
    assert "Sur quoi l'identité a-t-elle été vérifiée ?" in screen
    assert len(state_of(station).timeline) == before


@pytest.mark.parametrize("words", ["?", "??", " ? ", "inconnue", "Inconnu", "pas su", "je ne sais pas", "nsp"])
def test_words_that_only_say_that_nobody_knows(words: str) -> None:
    assert is_unknown(words)


@pytest.mark.parametrize("words", ["", " ", "non", "M. Inconnu", "personne", "poste ?", UNKNOWN_VALUE + " du SI"])
def test_words_that_say_more(words: str) -> None:
    assert not is_unknown(words)


def test_the_hour_of_a_paper_sheet_may_be_unknown_and_is_marked() -> None:
    station = station_of()
    screen = flat(play(station, "7", "p", "1", "1", "1", *[""] * 8, "p 17", "", "?", "p P-017", "1", "1"))
    assert "Donner l'heure écrite sur la fiche papier, ou « ? » si elle n'y est pas." in screen
    assert "Examen fait à : heure inconnue" in screen
    (line,) = lines(station)
    assert (line.label, line.draft, line.hour_given) == ("P-017", False, False)


@pytest.mark.parametrize(
    ("before", "digit", "taken"),
    [
        ((PACS,), "7", "Taper un numéro de 1 à 2, ou 0 : je ne sais pas."),
        ((PACS, "1", "1"), "9", "C'est un appel : joint, ou sans réponse. Taper un numéro de 1 à"),
        ((PACS, "2"), "9", "Taper un numéro de 1 à"),
    ],
    ids=["a question", "a call", "a line"],
)
def test_a_digit_that_answers_nothing_is_told_which_would(before: tuple[str, ...], digit: str, taken: str) -> None:
    said, _facts = typed(*before, digit)
    assert f"« {digit} » n'est pas une réponse ici. {taken}" in said
    assert "? aide" in said.rpartition("réponse ici")[2]
