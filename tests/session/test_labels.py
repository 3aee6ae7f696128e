"""The words for states are these, to the letter, in every face."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from pannesi.session import actions as want
from pannesi.session.event_writer import Refused
from pannesi.session.facts.base import RecordedState
from pannesi.session.labels import (
    duty_answer_word,
    glyph_of,
    message_word,
    patient_count_words,
    redline_word,
    settled_word,
    stage_word,
    state_word,
    status_word,
    title_of,
)
from pannesi.session.projection.read_model import ReconciliationState, Stage
from tests.support.building import site, start
from tests.support.session_playing import alerted, pacs

STATES = {
    "entered": "saisie", "identity_confirmed": "identité confirmée", "episode_set": "bon séjour mis",
    "order_recreated": "demande recréée", "images_linked": "images rattachées", "verified": "VÉRIFIÉE",
    "waived": "DISPENSÉE",
}  # fmt: skip
STAGES = {
    "alert": "ALERTE", "degraded_mode": "MODE DÉGRADÉ", "waiting": "MODE DÉGRADÉ",
    "return_to_normal": "RETOUR À LA NORMALE", "to_close": "À CLORE", "closed": "SESSION CLOSE",
}  # fmt: skip


def test_each_state_of_a_patient_line_and_each_stage_has_its_words() -> None:
    assert {state: state_word(state) for state in get_args(ReconciliationState)} == STATES
    assert {stage: stage_word(stage) for stage in get_args(Stage)} == STAGES


def test_what_became_of_messages_duties_and_redlines_has_its_words() -> None:
    words = {state: message_word(state) for state in ("in_force", "closed", "superseded", "other")}
    assert words == {"in_force": "retrait pas noté", "closed": "terminé", "superseded": "remplacé", "other": ""}
    settled = {status: settled_word(status) for status in ("done", "not_needed", "could_not", "open", "other")}
    assert settled == {
        "done": "fait", "not_needed": "non nécessaire", "could_not": "impossible", "open": "à faire", "other": "other",
    }  # fmt: skip
    assert [redline_word(about) for about in ("wrong", "impossible", "unclear")] == ["faux", "impossible", "pas clair"]
    assert [duty_answer_word(answer) for answer in ("no", "unknown")] == ["NON", "pas su"]


def test_each_status_has_a_sign_of_its_own() -> None:
    signs = [glyph_of(status) for status in ("done", "not_needed", "could_not", "left", "open", "pending")]
    assert "".join(signs) == "✓–✗»○·"
    assert set(get_args(RecordedState)) == {"done", "not_needed", "could_not", "left", "unanswered"}


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((0, 0, 0), "0 patient noté"),
        ((1, 1, 1, 1), "1 patient noté, 1 ligne rayée, 1 chose encore due, images de 1 ligne à régler"),
        ((3, 2, 2, 2), "3 patients notés, 2 lignes rayées, 2 choses encore dues, images de 2 lignes à régler"),
    ],
)
def test_patients_are_counted_in_words(counts: tuple[int, ...], words: str) -> None:
    assert patient_count_words(*counts) == words


def test_each_way_of_settling_a_line_has_its_word() -> None:
    played, visit = alerted()
    assert status_word(played.line("cd")) == "tant que ça dure"
    for intent, word in (
        (want.NotNeeded(visit, "images-continuent", "sans objet"), "non nécessaire"),
        (want.CouldNot(visit, "images-continuent", "pas de clé"), "impossible"),
        (want.Leave(visit, "cd"), "laissé pour le retour"),
    ):
        played.do(intent)
        assert status_word(played.line(intent.line)) == word
    assert status_word(played.line("changer")) == "sans objet"
    assert status_word(pacs()[0].line("changer")) == "selon la réponse"


ELSEWHERE: dict[str, Any] = {
    "id": "cas-2",
    "symptoms": [{"id": "loin", "label": "Loin", "system": "S", "opens": "cas-3/ici"}],
    "alert": [{"id": "autre", "do": "Autre"}],
}
HERE: dict[str, Any] = {
    "id": "cas-3",
    "symptoms": [{"id": "ici", "label": "Ici", "system": "S", "answers": {"vu": "oui"}}],
    "alert": [{"id": "vu", "verify": "Vu ?", "no": [{"id": "voir", "do": "Voir"}]}],
}


def test_an_entry_that_opens_another_case_brings_the_answers_of_that_one() -> None:
    played = start(site(ELSEWHERE, HERE), "cas-2", "loin")
    assert [(visit.unit, visit.symptom) for visit in played.state.visits] == [("cas-3", "ici")]
    assert played.line("vu").answer == "oui"


def test_a_second_case_leaves_out_the_words_that_both_titles_begin_with() -> None:
    short = {**ELSEWHERE, "title": "Image invisible", "symptoms": [{"id": "loin", "label": "Loin", "system": "S"}]}
    played = start(site(short, {**HERE, "title": "Image invisible au scanner"}), "cas-2", "loin")
    played.do(want.Join("cas-3", "ici"))
    assert title_of(played.look(), played.site, "cas-2") == "Image invisible + au scanner"


def test_a_symptom_that_nobody_wrote_is_named_in_the_refusal() -> None:
    with pytest.raises(Refused, match=r"^L'entrée « absent » n'est pas dans la procédure\.$"):
        start(site(HERE), "cas-3", "absent")


def test_what_was_done_for_a_patient_is_refused_in_a_sentence_the_second_time() -> None:
    played, _visit = alerted()
    played.do(want.AddPatient({"origin": "externe"}, "Inventé"))
    duty = want.SettleDuty(played.look().patients[0].id, "cd")
    played.do(duty)
    with pytest.raises(Refused, match=r"^C'est déjà fait\.$"):
        played.do(duty)
