"""What is said of an announced return that was not one: that the outage lasts, never that it came back."""

from __future__ import annotations

import pytest

from pannesi.history.index_entry_builder import build_entry
from pannesi.presentation.facts.timeline import SentenceWriter
from pannesi.presentation.line.line_card import card_lines, line_state_lines
from pannesi.presentation.session.session_view import View
from pannesi.presentation.session.status_band import nothing_to_do_lines, state_parts
from pannesi.session import actions as want
from pannesi.session.facts.visits import CaseFellAgain
from pannesi.session.projection.read_model import Row
from tests.support.building import Played, start
from tests.support.shipped_site import shipped

CHECKS = {
    ("cas-1", "non-reconnue"): "etiquette-lue",
    ("cas-2", "planning"): "planning-revenu",
    ("cas-2", "dictee"): "dictee-revenue",
    ("cas-6", "vueshare"): "acces-retabli",
    ("annexe-3", "internet"): "internet-revenu",
}


def view_of(played: Played, line: str | None = None) -> View:
    """The session as a face shows it, at a line."""
    row = played.line(line) if line is not None else None
    return View(played.site, played.state, played.look(), row, "AB")


def returned(unit: str, symptom: str, answer: str) -> Played:
    """A case whose return was announced, and what the check that opens the return found."""
    played = start(shipped(), unit, symptom)
    played.do(want.AnnounceReturn(played.look().current_cases[0], "AB, poste 2"))
    played.do(want.Answer(*played.line(CHECKS[unit, symptom]).key, answer))
    return played


@pytest.mark.parametrize(("unit", "symptom"), CHECKS)
def test_who_found_that_it_does_not_work_is_told_that_the_outage_lasted(unit: str, symptom: str) -> None:
    played = returned(unit, symptom, "non")
    check = CHECKS[unit, symptom]
    played.do(want.FellAgain(played.look().current_cases[0]))
    fact = played.events[-1]
    assert isinstance(fact.body, CaseFellAgain)
    assert fact.body.lasted
    assert SentenceWriter(played.site, played.state, str).sentence(fact).startswith("la panne dure, retour annulé")
    played.do(want.AnnounceReturn(played.look().current_cases[0], "AB, poste 2"))
    said = " ".join(line_state_lines(view_of(played, check), played.line(check)))
    assert "la panne durait encore : répondre de nouveau" in said
    assert "revenue" not in said


@pytest.mark.parametrize(("unit", "symptom"), CHECKS)
def test_who_found_that_it_works_is_told_that_it_came_back(unit: str, symptom: str) -> None:
    played = returned(unit, symptom, "oui")
    played.do(want.FellAgain(played.look().current_cases[0]))
    assert "lasted" not in played.events[-1].payload
    assert SentenceWriter(played.site, played.state, str).sentence(played.events[-1]).startswith("c'est retombé")
    played.do(want.AnnounceReturn(played.look().current_cases[0], "AB, poste 2"))
    check = CHECKS[unit, symptom]
    assert "La panne est revenue" in " ".join(line_state_lines(view_of(played, check), played.line(check)))


def finished(played: Played) -> Played:
    """The session with every line settled that can be."""
    while (row := played.look().next) is not None:
        called = want.Called(*row.key, "astreinte-informatique", "reached")
        played.do(called if row.line.verb == "call" else run_or_settled(row))
    return played


def run_or_settled(row: Row) -> want.Intent:
    """A line that is not done where it leads to an annex, else done."""
    return want.NotNeeded(*row.key, "déjà fait") if row.line.verb == "run" else want.Settle(*row.key)


@pytest.mark.parametrize(("unit", "symptom"), [case for case in CHECKS if case[0] in ("cas-1", "cas-6")])
def test_no_list_says_that_only_closing_is_left_while_the_outage_lasts(unit: str, symptom: str) -> None:
    played = finished(returned(unit, symptom, "non"))
    assert played.look().stage == "to_close"
    assert next(state_parts(view_of(played))) == "RETOUR PAS CONFIRMÉ"
    entry = build_entry("s1", played.state, played.site, played.now)
    assert entry is not None
    assert "retour pas confirmé" in entry.overview.sentence()
    assert "reste à clore" not in entry.overview.sentence()
    assert entry.overview.as_json()["stage"] == "return_to_normal"


def test_what_was_confirmed_is_said_to_be_ready_for_closing() -> None:
    played = finished(returned("cas-2", "planning", "oui"))
    assert next(state_parts(view_of(played))) == "À CLORE"
    entry = build_entry("s1", played.state, played.site, played.now)
    assert entry is not None
    assert "reste à clore" in entry.overview.sentence()


@pytest.mark.parametrize(
    ("unit", "symptom", "question"), [("cas-2", "ris", "pacs-aussi"), ("cas-3", "images-invisibles", "ris-aussi")]
)
@pytest.mark.parametrize("answer", ["oui", "ne-sait-pas"])
def test_a_system_of_which_nobody_knows_whether_it_works_is_not_settled(
    unit: str, symptom: str, question: str, answer: str
) -> None:
    played = start(shipped(), unit, symptom)
    played.do(want.Answer(*played.line(question).key, answer))
    played.do(want.AnnounceReturn(played.look().current_cases[0], "AB, poste 2"))
    texts = [block.text for block in played.look().blocks if block.code == "unconfirmed"]
    assert bool(texts) is (answer == "ne-sait-pas")
    assert all(text.endswith("→ je ne sais pas, à revoir") for text in texts)


def test_not_everything_is_settled_while_an_answer_is_unknown() -> None:
    played = start(shipped(), "cas-1", "non-reconnue")
    assert "Tout" in " ".join(nothing_to_do_lines(view_of(finished(played))))
    played.do(want.Answer(*played.line("etiquette").key, "ne-sait-pas"))
    played.do(want.NotNeeded(*played.line("dans-le-doute").key, "déjà joints"))
    played.do(want.AnnounceReturn(played.look().current_cases[0], "AB, poste 2"))
    played.do(want.Answer(*played.line("etiquette-lue").key, "oui"))
    said = " ".join(nothing_to_do_lines(view_of(finished(played))))
    assert "Tout est réglé" not in said
    assert "1 réponse est encore « je ne sais pas » : 1.1." in said


@pytest.mark.parametrize(("answer", "words"), [("non", "la panne dure encore"), ("oui", "la panne est revenue depuis")])
def test_who_was_told_before_is_called_back_and_the_earlier_call_is_said_to_be_earlier(answer: str, words: str) -> None:
    played = start(shipped(), "cas-6", "myvue")
    call = played.look().next
    assert call is not None
    played.do(want.Called(*call.key, "astreinte-informatique", "reached"))
    played.do(want.AnnounceReturn(played.look().current_cases[0], "AB, poste 2"))
    played.do(want.Answer(*played.line("acces-retabli").key, answer))
    played.do(want.FellAgain(played.look().current_cases[0]))
    card = "\n".join(card_lines(view_of(played, call.line.id), played.line(call.line.id)))
    assert f"À rappeler : {words}." in card
    assert "avant, à 03:14 : Astreinte informatique a répondu" in card
