"""From one case to another: what was just said is not asked again, is shown with its hour, and can be changed."""

from __future__ import annotations

import pytest

from pannesi.presentation.line.line_card import card_lines
from pannesi.presentation.session.session_view import View
from pannesi.session import actions as want
from pannesi.session.event_writer import Refused
from pannesi.session.labels import status_word
from pannesi.session.projection.carried_over import can_be_taken_over
from tests.support.building import NIGHT, Played, start
from tests.support.session_playing import to_the_end
from tests.support.shipped_site import shipped


def told(played: Played, line: str) -> str:
    row = played.line(line)
    return "\n".join(card_lines(View(played.site, played.state, played.look(), row, "AB"), row))


def test_only_an_answer_that_is_offered_takes_a_question_over() -> None:
    played = start(shipped(), "cas-3", "images-invisibles")
    visit, question = played.look().current_cases[0], played.line("combien-de-postes").line
    played.do(want.Answer(visit, question.id, "plusieurs"))
    answered = played.events[-1]
    played.do(want.Called(visit, "prevenir-informatique", "astreinte-informatique", "reached"))
    call, reached = played.line("prevenir-informatique").line, played.events[-1]
    assert can_be_taken_over(question, answered)
    assert can_be_taken_over(call, reached)
    assert not can_be_taken_over(question, reached)


def test_a_call_is_only_recorded_with_what_came_of_it() -> None:
    played = start(shipped(), "cas-3", "images-invisibles")
    visit = played.look().current_cases[0]
    with pytest.raises(Refused, match="Dire si l'appel a abouti ou s'il est resté sans réponse"):
        played.do(want.Called(visit, "prevenir-informatique", "astreinte-informatique", "perhaps"))
    with pytest.raises(Refused, match=r"Ce contact n'est pas dans contacts\.yaml"):
        played.do(want.Called(visit, "prevenir-informatique", "personne", "reached"))
    played.do(want.Close("force majeure"))
    with pytest.raises(
        Refused, match=r"^La session est close\. Pour continuer, annuler la clôture ou ouvrir une suite\.$"
    ):
        played.do(want.Called(visit, "prevenir-informatique", "astreinte-informatique", "reached"))


def statuses(played: Played, *lines: str) -> list[str]:
    return [played.line(line).status for line in lines]


def pacs_then_both(answer: str = "plusieurs") -> Played:
    """Case 3 alerted and under way, then the RIS falls too."""
    played = start(shipped(), "cas-3", "images-invisibles")
    visit = played.look().current_cases[0]
    for line, option in (("combien-de-postes", answer), ("quels-examens", "aucun"), ("imadis-recoit", "oui")):
        played.do(want.Answer(visit, line, option))
    played.do(want.Called(visit, "prevenir-informatique", "astreinte-informatique", "reached"))
    for line in ("message-panne", "production", "cd-coupe"):
        played.do(want.Settle(visit, line))
    played.do(want.Answer(visit, "ris-aussi", "non"))
    played.actor = "CD"
    played.do(want.Follow(visit, "vers-cas-4"))
    return played


def both_then(back: str) -> Played:
    """Case 4 under way, then one of the two comes back and IT is told so."""
    played = start(shipped(), "cas-4", "ris-et-pacs")
    visit = played.look().current_cases[0]
    played.do(want.Answer(visit, "combien-de-postes", "plusieurs"))
    played.do(want.Called(visit, "prevenir-informatique", "astreinte-informatique", "reached"))
    for line in ("message-imagerie", "message-tous", "production", "registre", "cd-coupe", "films-rea"):
        played.do(want.Settle(visit, line))
    played.do(want.AnnounceReturn(visit, "AB, salle 2"))
    played.do(want.Answer(visit, "qui-revient", back))
    played.do(want.Called(visit, f"corriger-message-{back}", "astreinte-informatique", "reached"))
    played.do(want.Follow(visit, "vers-cas-3" if back == "ris" else "vers-cas-2"))
    return played


def test_when_the_ris_falls_too_only_what_changed_is_asked_or_told() -> None:
    played = pacs_then_both()
    row = played.line("combien-de-postes")
    assert (row.status, row.answer, row.carried) == ("done", "plusieurs", True)
    assert row.at == played.state.when(played.events[2])
    assert "✓ répondu : Plusieurs à 03:14 par AB (déjà réglé dans le cas précédent)" in told(
        played, "combien-de-postes"
    )
    assert statuses(played, "production", "cd-coupe", "films-rea") == ["done", "done", "open"]
    assert status_word(played.line("cd-coupe")) == "en vigueur"
    changed = ("prevenir-informatique", "message-imagerie", "message-tous", "imadis-recoit")
    assert statuses(played, *changed) == ["open"] * 4, "both are down now, and nobody was told so"
    assert played.look().next.line.id == "prevenir-informatique"  # type: ignore[union-attr]


def test_what_was_taken_over_can_be_changed() -> None:
    played = pacs_then_both()
    visit = played.line("combien-de-postes").visit
    played.do(want.Answer(visit, "combien-de-postes", "un-seul"))
    row = played.line("combien-de-postes")
    assert (row.answer, row.carried) == ("un-seul", False)
    assert played.line("poste-seul").status == "open"


@pytest.mark.parametrize("answer", ["ne-sait-pas", "un-seul"])
def test_what_was_not_known_or_leads_elsewhere_is_asked_again(answer: str) -> None:
    played = pacs_then_both(answer)
    row = played.line("combien-de-postes")
    assert (row.status, row.answer, row.carried) == ("open", None, False)


def test_when_the_ris_comes_back_it_is_not_called_for_twice_with_one_news() -> None:
    played = both_then("ris")
    row = played.line("prevenir-informatique")
    assert (row.status, row.carried) == ("done", True)
    assert "joint à 03:2" in told(played, "prevenir-informatique")
    assert "(déjà réglé dans le cas précédent)" in told(played, "prevenir-informatique")
    assert "Appeler maintenant" not in told(played, "prevenir-informatique")
    assert statuses(played, "production", "cd-coupe", "films-rea", "ris-aussi") == ["done"] * 4
    assert statuses(played, "message-panne", "consultation", "dictee") == ["open"] * 3, "this is new"
    played.do(want.Called(*row.key, "astreinte-informatique", "reached"))
    assert not played.line("prevenir-informatique").carried
    assert to_the_end(played).stage == "closed"


def test_where_it_could_not_be_told_on_the_way_it_is_still_to_be_told() -> None:
    played = start(shipped(), "cas-4", "ris-et-pacs")
    visit = played.look().current_cases[0]
    played.do(want.AnnounceReturn(visit, "AB, salle 2"))
    played.do(want.Answer(visit, "qui-revient", "ris"))
    played.do(want.CouldNot(visit, "corriger-message-ris", "personne ne répond"))
    played.do(want.Follow(visit, "vers-cas-3"))
    row = played.line("prevenir-informatique")
    assert (row.status, row.carried) == ("open", False)


def test_when_the_pacs_comes_back_the_sheet_and_the_orders_go_on() -> None:
    played = both_then("pacs")
    carried = ("prevenir-informatique-ris", "registre", "cd-coupe", "pacs-aussi")
    assert statuses(played, *carried) == ["done"] * 4
    assert statuses(played, "fiche-presente") == ["open"]
    assert to_the_end(played).stage == "closed"


def test_when_the_pacs_falls_too_the_sheet_and_the_orders_go_on() -> None:
    played = start(shipped(), "cas-2", "ris")
    visit = played.look().current_cases[0]
    played.do(want.Called(visit, "prevenir-informatique-ris", "astreinte-informatique", "reached"))
    for line in ("fiche-presente", "registre", "cd-coupe"):
        played.do(want.Settle(visit, line))
    played.do(want.Answer(visit, "pacs-aussi", "non"))
    played.do(want.Follow(visit, "vers-cas-4"))
    assert statuses(played, "registre", "cd-coupe") == ["done", "done"]
    assert statuses(played, "combien-de-postes", "prevenir-informatique", "saisie-main") == ["open"] * 3


def test_what_was_taken_over_once_is_taken_over_again() -> None:
    played = pacs_then_both()
    (both,) = played.look().current_cases
    played.do(want.AnnounceReturn(both, "AB, salle 2"))
    played.do(want.Answer(both, "qui-revient", "ris"))
    played.do(want.Follow(both, "vers-cas-3"))
    (again,) = played.look().current_cases
    assert [played.look().row(again, line).status for line in ("production", "cd-coupe")] == ["done", "done"]  # type: ignore[union-attr]


def test_what_it_was_before_all_fell_again_is_not_taken_over() -> None:
    played = start(shipped(), "cas-3", "images-invisibles")
    visit = played.look().current_cases[0]
    played.do(want.Answer(visit, "combien-de-postes", "plusieurs"))
    played.do(want.AnnounceReturn(visit, "AB, salle 2"))
    played.do(want.FellAgain(visit))
    played.do(want.Answer(visit, "ris-aussi", "non"))
    played.do(want.Follow(visit, "vers-cas-4"))
    assert played.line("combien-de-postes").status == "open"


def test_an_answer_of_the_clock_that_was_taken_over_is_asked_again_past_the_edge() -> None:
    played = start(shipped(), "cas-3", "images-invisibles")
    visit = played.look().current_cases[0]
    played.now = NIGHT.replace(day=28, hour=11, minute=0)
    played.do(want.Answer(visit, "imadis-lit", "oui"))
    played.now = NIGHT.replace(day=28, hour=11, minute=20)
    played.do(want.Answer(visit, "ris-aussi", "non"))
    played.do(want.Follow(visit, "vers-cas-4"))
    row = played.line("imadis-lit")
    assert (row.answer, row.carried, row.again) == ("oui", True, False)
    played.now = NIGHT.replace(day=28, hour=12, minute=0)
    assert played.line("imadis-lit").again, "12:30 has passed since it was said"


def test_undoing_the_turn_takes_back_what_was_taken_over_with_it() -> None:
    played = pacs_then_both()
    played.do(want.UndoLast())
    assert [visit.unit for visit in played.state.visits] == ["cas-3"]
    assert played.line("combien-de-postes").carried is False
