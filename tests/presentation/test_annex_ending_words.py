"""How an annex ended is said at its line, what was called in vain is never "non appelé", and a question is answered."""

from __future__ import annotations

import pytest

from pannesi.presentation.closing.closing_blocks import block_words
from pannesi.presentation.facts.timeline import SentenceWriter
from pannesi.presentation.line.frame_words import frame_lines
from pannesi.presentation.line.line_card import settled_words
from pannesi.presentation.session.session_view import View
from pannesi.session import actions as want
from pannesi.session.labels import outcome_label, status_word
from tests.support.building import Played, start
from tests.support.shipped_site import shipped


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


def waiting_exam() -> Played:
    """Case 5, whose backup failed, with one exam noted."""
    played = start(shipped(), "cas-5", "images-non-recues")
    played.do(want.Answer(*played.line("secours-fait").key, "echoue"))
    played.do(want.AddPatient({}, fields={"nom": "ESSAI", "examen": "crâne"}))
    return played


def told(played: Played) -> list[str]:
    """The sentences of the session's facts, in order."""
    writer = SentenceWriter(played.site, played.state, str)
    return [writer.sentence(event) for event in played.state.timeline]


def test_what_holds_closing_names_the_keys_of_a_question_and_of_an_act() -> None:
    asked = waiting_exam()
    owed = start(shipped(), "cas-3", "images-invisibles")
    owed.do(want.AddPatient({"origin": "externe", "exam": "coupe"}, fields={"nom": "ESSAI"}))
    for played, keys in ((asked, "oui, non ou pas su"), (owed, "n ou i devant, avec un motif")):
        view = View(played.site, played.state, played.look(), None, "AB")
        blocks = [block_words(view, block) for block in view.walk.blocks if block.code == "duty"]
        assert len(blocks) == 1
        assert keys in blocks[0]


def test_a_question_about_a_patient_is_told_by_its_answer_and_what_a_case_implies_as_deduced() -> None:
    played = waiting_exam()
    duty = played.look().open_duties[0][0]
    played.do(want.SettleDuty(duty.patient.id, duty.key, "done"))
    assert told(played)[-1].startswith("A-01 · Demandeur prévenu par IMADIS ? oui")
    played = start(shipped(), "cas-7", "cache-seul")
    played.do(want.Answer(*played.line("imadis-actif").key, "oui"))
    played.do(want.RunAnnex(*played.line("secours").key))
    implied = [words for words in told(played) if words.startswith("A4.2 ")]
    assert len(implied) == 1
    assert " · réponse déduite : Archivage en panne" in implied[0]


def test_the_facts_of_a_card_of_the_triage_bear_the_name_of_the_card() -> None:
    played = start(shipped(), "triage", "attaque")
    case = played.look().current_cases[0]
    played.do(want.AnnounceReturn(case, "AB, poste 2"))
    played.do(want.FellAgain(case))
    card = next(entry.label for entry in shipped().unit_by_id["triage"].symptoms if entry.id == "attaque")
    said = told(played)
    assert [words for words in said if card not in words] == []
    assert any(words.startswith("retour à la normale annoncé") for words in said)
