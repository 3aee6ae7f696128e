"""The message to ask for is in view on the telephone, and its line says of whom it is awaited, since when."""

from __future__ import annotations

import pytest

from pannesi.presentation.line.line_card import card_lines
from pannesi.presentation.session.session_view import View
from pannesi.session import actions as want
from pannesi.session.labels import awaited_words, status_word
from pannesi.session.projection.messages_to_request import messages_to_ask_for
from tests.support.building import Played, start
from tests.support.session_sites import HOSPITAL
from tests.support.shipped_site import shipped


def told(played: Played, line: str) -> str:
    row = played.line(line)
    return "\n".join(card_lines(View(played.site, played.state, played.look(), row, "AB"), row))


def asked(played: Played, call: str) -> list[str]:
    return [row.line.id for row in messages_to_ask_for(played.site, played.look().rows, played.line(call))]


def reach(played: Played, call: str) -> None:
    played.do(want.Called(*played.line(call).key, "astreinte-informatique", "reached"))


def test_whoever_tells_it_reads_out_the_text_from_the_card_of_the_call() -> None:
    played = start(shipped(), "cas-3", "images-invisibles")
    words = told(played, "prevenir-informatique")
    assert "À faire diffuser (3.7) : ⚠ « PACS en panne », à : Tous les postes du CH" in words
    assert "« Le PACS est en panne. Les images ne sont plus visibles. Pour toute urgence appeler" in words


def test_both_messages_of_case_4_are_asked_for_in_one_call() -> None:
    played = start(shipped(), "cas-4", "ris-et-pacs")
    words = told(played, "prevenir-informatique")
    assert words.index("À faire diffuser (4.5)") < words.index("À faire diffuser (4.6)")
    assert "la\nfiche" not in words
    assert 'fiche "mode dégradé". »' in words
    played.do(want.Settle(*played.line("message-imagerie").key))
    assert "(4.5)" not in told(played, "prevenir-informatique"), "seen already"


def test_a_message_without_text_is_said_to_have_none() -> None:
    played = start(shipped(), "cas-1", "non-reconnue")
    (call,) = [row for row in played.look().rows if row.line.verb == "call" and row.status == "open"]
    assert "TEXTE ABSENT, ne rien inventer" in told(played, call.line.id)


@pytest.mark.parametrize(
    ("unit", "symptom", "call"),
    [
        ("cas-7", "cache-seul", "demander-imadis"),
        ("cas-2", "ris", "prevenir-informatique-ris"),
        ("cas-6", "vueshare", "prevenir-informatique"),
    ],
)
def test_nothing_is_asked_for_where_no_message_of_theirs_follows(unit: str, symptom: str, call: str) -> None:
    assert asked(start(shipped(), unit, symptom), call) == []


def test_a_message_is_asked_for_only_from_whom_sends_it() -> None:
    assert asked(start(HOSPITAL, "cas-3", "images"), "appel") == ["message"]
    assert asked(start(HOSPITAL, "cas-4", "tout"), "appel") == [], "nobody says who sends it"


def test_the_line_says_of_whom_its_message_is_awaited_and_since_when() -> None:
    played = start(shipped(), "cas-3", "images-invisibles")
    assert (status_word(played.line("message-panne")), awaited_words(played.site, played.line("message-panne"))) == (
        "à voir diffusé",
        "",
    )
    reach(played, "prevenir-informatique")
    row = played.line("message-panne")
    assert (status_word(row), awaited_words(played.site, row)) == ("attendu", "attendu de l'informatique")
    assert "Attendu de l'informatique depuis 03:14. Pas encore vu ? plus tard : la suite." in told(
        played, "message-panne"
    )
    played.do(want.Settle(*row.key))
    assert awaited_words(played.site, played.line("message-panne")) == ""
    played.do(want.UndoLast())
    assert awaited_words(played.site, played.line("message-panne")) == "attendu de l'informatique"


def test_after_the_call_comes_the_message_and_who_went_on_is_not_brought_back_to_it_at_each_line() -> None:
    played = start(shipped(), "cas-3", "images-invisibles")
    for line, answer in (("combien-de-postes", "plusieurs"), ("quels-examens", "aucun"), ("imadis-recoit", "oui")):
        played.do(want.Answer(*played.line(line).key, answer))
    reach(played, "prevenir-informatique")
    assert played.look().next.line.id == "message-panne"  # type: ignore[union-attr]
    played.do(want.Settle(*played.line("production").key))
    order = [row.line.id for row in played.look().todo]
    assert (order[0], order[-1]) == ("consultation", "message-panne")


def test_an_order_that_is_over_is_not_told_as_in_force() -> None:
    played = start(shipped(), "cas-3", "images-invisibles")
    visit = played.look().current_cases[0]
    played.do(want.Settle(visit, "cd-coupe"))
    assert status_word(played.line("cd-coupe")) == "en vigueur"
    played.do(want.AnnounceReturn(visit, "AB, salle 2"))
    assert status_word(played.line("cd-coupe")) == "plus en vigueur"
    assert status_word(played.line("films-rea")) == "plus en vigueur"
    assert "plus en vigueur ; noté à 03:14 par AB" in told(played, "cd-coupe")
    played.do(want.FellAgain(visit))
    assert status_word(played.line("cd-coupe")) == "en vigueur"
