"""How an annex ended is said at the line from which it was run, and what was called in vain is never "non appelé"."""

from __future__ import annotations

import pytest

from pannesi.presentation.frame_words import frame_lines
from pannesi.presentation.line_card import settled_words
from pannesi.presentation.session_view import View
from pannesi.session import actions as want
from pannesi.session.labels import outcome_label, status_word
from tests.procedure.test_coverage import shipped
from tests.support.building import Played, start


def at_annex_5() -> Played:
    """Case 7, in the annex of the ticket."""
    played = start(shipped(), "cas-7", "cache-seul")
    played.do(want.RunAnnex(*played.line("ticket-philips").key))
    return played


def at_annex_4(arrive: str, end: str) -> Played:
    """Case 7, whose backup ended as the answer about the images says."""
    played = start(shipped(), "cas-7", "cache-seul")
    played.do(want.Answer(*played.line("imadis-actif").key, "oui"))
    played.do(want.RunAnnex(*played.line("secours").key))
    played.do(want.Called(*played.line("appeler-imadis").key, "imadis-images", "no_answer"))
    played.do(want.Answer(*played.line("arrivent").key, arrive))
    played.do(want.Conclude(*played.line(end).key))
    return played


def test_a_ticket_that_nobody_opened_is_not_told_as_opened() -> None:
    played = at_annex_5()
    assert outcome_label(shipped(), played.line("ticket-philips")) == ""
    played.do(want.Answer(*played.line("referent-present").key, "non"))
    played.do(want.Conclude(*played.line("fin-sans-referent").key))
    words = settled_words(View(played.site, played.state, played.look(), None, "AB"), played.line("ticket-philips"))
    assert words.startswith("terminé → Ticket à reprendre par le référent à ")


@pytest.mark.parametrize(
    ("arrive", "end", "words"),
    [
        ("non", "fin-echec", "Le secours a échoué"),
        ("ne-sait-pas", "fin-sans-confirmation", "Le secours a échoué"),
        ("oui", "fin-reussi", "Réseau de secours en place"),
    ],
)
def test_a_backup_is_told_as_it_ended(arrive: str, end: str, words: str) -> None:
    played = at_annex_4(arrive, end)
    assert outcome_label(shipped(), played.line("secours")) == words


def test_an_ending_that_was_not_reached_has_no_outcome() -> None:
    played = at_annex_5()
    played.do(want.Answer(*played.line("referent-present").key, "non"))
    played.do(want.CouldNot(*played.line("fin-sans-referent").key, "personne à qui le dire"))
    assert outcome_label(shipped(), played.line("ticket-philips")) == ""


def test_a_call_in_vain_stays_unanswered_once_its_annex_ended() -> None:
    played = at_annex_4("non", "fin-echec")
    assert status_word(played.line("appeler-imadis")) == "sans réponse"
    assert status_word(played.line("renvoyer-toutes")) == "non fait"


def frame(played: Played, line: str) -> list[str]:
    """The words of the frame of a line, without its keys."""
    view = View(played.site, played.state, played.look(), played.line(line), "AB")
    return [part.words for part in frame_lines(view, played.line(line))]


def test_many_calls_in_vain_to_one_person_leave_the_number_and_the_words_to_say_in_view() -> None:
    played = start(shipped(), "cas-7", "cache-seul")
    played.do(want.Answer(*played.line("imadis-actif").key, "ne-sait-pas"))
    call = played.line("demander-imadis")
    for _time in range(4):
        played.do(want.Called(*call.key, "imadis-assistance", "no_answer"))
    said = frame(played, "demander-imadis")
    calls = [words for words in said if "sans réponse" in words]
    assert len(calls) == 1
    assert "IMADIS, assistance technique, sans réponse (4 fois)" in calls[0]


def test_the_act_of_a_role_says_the_way_on_for_somebody_else_in_french() -> None:
    assert "Par le référent ; sinon écrire plus tard" in frame(at_annex_5(), "severite")
