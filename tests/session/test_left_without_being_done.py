"""What is left without being done is said so: held where a critical line depends on it, counted where it is not."""

from __future__ import annotations

import pytest

from pannesi.presentation.line.line_card import card_lines
from pannesi.presentation.session.session_view import View
from pannesi.presentation.session.status_band import nothing_to_do_lines
from pannesi.session import actions as want
from pannesi.session.event_writer import Refused
from pannesi.session.labels import status_word
from pannesi.session.projection.deciding_questions import rows_deciding_critical_lines
from tests.support.building import Played, site, start
from tests.support.shipped_site import shipped


def failed_backup(*settled: str) -> Played:
    """Case 5 with a backup that failed: the cadre told, annexe 2 walked to its local procedure, with
    what is `settled` in it besides."""
    played = start(shipped(), "cas-5", "images-non-recues")
    visit = played.look().current_cases[0]
    played.do(want.Answer(visit, "secours-fait", "echoue"))
    played.do(want.Called(visit, "prevenir-cadre", "cadre-de-garde", "reached"))
    played.do(want.RunAnnex(visit, "assistance-imadis"))
    annex = played.line("joindre").visit
    played.do(want.Called(annex, "joindre", "imadis-assistance", "reached"))
    for line in settled:
        played.do(want.Settle(annex, line))
    played.do(want.Answer(annex, "decision", "oui"))
    played.do(want.Settle(annex, "locale"))
    played.do(want.Conclude(annex, "fin-locale"))
    return played


def settle_the_return(played: Played) -> None:
    played.do(want.AnnounceReturn(played.look().current_cases[0], "AB, salle 2"))
    for name in ("resolution", "demander-resolution", "tests"):
        played.do(want.Settle(*played.line(name).key))


def words(played: Played) -> str:
    return "\n".join(nothing_to_do_lines(View(played.site, played.state, played.look(), None, "AB")))


def test_a_question_that_decides_a_critical_call_is_asked_after_the_return_and_holds_closing() -> None:
    played = failed_backup()
    settle_the_return(played)
    walk = played.look()
    assert walk.next is not None
    assert walk.next.line.id == "tous-prevenus"
    with pytest.raises(Refused, match="décide d'une ligne critique"):
        played.do(want.Close())
    played.do(want.Answer(*walk.next.key, "non"))
    assert played.look().next.line.id == "dire-au-cadre"  # type: ignore[union-attr]


def test_lines_left_without_being_done_are_counted_and_do_not_prevent_closing() -> None:
    played = failed_backup()
    settle_the_return(played)
    played.do(want.Answer(*played.line("tous-prevenus").key, "oui"))
    assert [row.line.id for row in played.look().left_open] == [
        "pilotage", "imadis-recontacte", "demandeur-appelle", "examens-en-attente",
    ]  # fmt: skip
    assert "Tout est réglé" not in words(played)
    assert words(played).startswith("Plus rien d'obligatoire : cl pour clore la session.")
    assert "4 lignes sont restées sans être faites" in words(played)
    played.do(want.Close())
    assert played.look().stage == "closed"


def test_all_is_settled_is_said_where_it_is() -> None:
    played = failed_backup("pilotage")
    for name in ("imadis-recontacte", "demandeur-appelle", "examens-en-attente", "demandeur-prevenu"):
        played.do(want.Settle(*played.line(name).key))
    played.do(want.Answer(*played.line("tous-prevenus").key, "oui"))
    settle_the_return(played)
    assert words(played) == "Tout est réglé : cl pour clore la session."


def test_what_an_annex_left_behind_was_not_seen_and_is_not_beside_the_point() -> None:
    played = failed_backup()
    assert status_word(played.line("pilotage")) == "non constaté"
    assert status_word(played.line("fin-autre")) == "sans objet", "a way out that the answer did not lead to"
    assert status_word(played.line("faxer")) == "sans objet", "its branch was not taken"


def test_a_session_closed_under_earlier_rules_keeps_its_words() -> None:
    from dataclasses import replace

    played = failed_backup()
    played.do(want.Close("fin de service"))
    assert status_word(played.line("pilotage")) == "non constaté"
    earlier = Played(played.site)
    for event in played.events:
        older = {**event.payload, "rules": 1} if "rules" in event.payload else event.payload
        earlier.take(replace(event, payload=older))
    assert status_word(earlier.line("pilotage")) == "sans objet"


def test_what_was_left_for_the_return_is_asked_then() -> None:
    played = failed_backup()
    played.do(want.Leave(*played.line("examens-en-attente").key))
    settle_the_return(played)
    played.do(want.Answer(*played.line("tous-prevenus").key, "oui"))
    walk = played.look()
    assert walk.next is not None
    assert walk.next.line.id == "examens-en-attente"
    assert not walk.blocks, "asked, not required"


CRITICAL = {"id": "vital", "do": "x", "critical": "yes"}
QUESTION = {"id": "q", "verify": "x"}


@pytest.mark.parametrize(
    "lines",
    [
        [{**QUESTION, "no": [CRITICAL]}],
        [{**QUESTION, "no": [{"id": "inner", "verify": "x", "yes": [CRITICAL]}]}],
        [QUESTION, {**CRITICAL, "when": {"answer": {"line": "q", "option": "non"}}}],
        [QUESTION, {**CRITICAL, "when": {"any_of": [{"answer": {"line": "q", "option": "non"}}]}}],
        [QUESTION, {"id": "p", "verify": "x", "when": {"answer": {"line": "q", "option": "non"}}, "yes": [CRITICAL]}],
    ],
)
def test_a_question_decides_a_critical_line_below_it_or_by_a_condition(lines: list[dict[str, object]]) -> None:
    made = site({"id": "cas", "symptoms": [{"id": "s", "label": "x", "system": "x"}], "degraded_mode": lines})
    played = start(made, "cas", "s")
    visit = played.look().current_cases[0]
    assert rows_deciding_critical_lines(played.look().rows) == {(visit, "q")}
    played.do(want.AnnounceReturn(visit, "AB, salle 2"))
    assert played.look().next.line.id == "q"  # type: ignore[union-attr]
    played.do(want.Answer(visit, "q", "oui"))
    assert rows_deciding_critical_lines(played.look().rows) == frozenset()


def test_a_question_that_decides_nothing_critical_is_let_go_with_the_return() -> None:
    usual = {"id": "usual", "do": "x"}
    made = site(
        {
            "id": "cas",
            "symptoms": [{"id": "s", "label": "x", "system": "x"}],
            "degraded_mode": [{**QUESTION, "no": [usual]}],
        }
    )
    played = start(made, "cas", "s")
    played.do(want.AnnounceReturn(played.look().current_cases[0], "AB, salle 2"))
    assert played.look().next is None
    assert [row.line.id for row in played.look().left_open] == ["q"]


def test_a_yes_for_everybody_that_the_register_contradicts_is_said_at_the_line_and_before_closing() -> None:
    played = failed_backup()
    played.do(want.AddPatient({}, fields={"nom": "Inventé"}))
    line = played.look().patients[0]
    played.do(want.Answer(*played.line("tous-prevenus").key, "oui"))
    row = played.line("tous-prevenus")

    def said() -> str:
        return "\n".join(card_lines(View(played.site, played.state, played.look(), row, "AB"), row))

    assert [duty.patient.label for duty in played.look().contradicting(row)] == ["A-01"]
    assert "LE REGISTRE DIT L'INVERSE : « Demandeur prévenu par IMADIS ? » reste dû à A-01." in said()
    (block,) = [block for block in played.look().blocks if block.code == "contradicted"]
    assert (block.row, "le registre dit l'inverse : A-01" in block.text) == (row.key, True)
    played.do(want.SettleDuty(line.id, "demandeur-prevenu"))
    assert "LE REGISTRE" not in said()
    assert not [block for block in played.look().blocks if block.code == "contradicted"]


@pytest.mark.parametrize("answer", ["non", "ne-sait-pas"])
def test_only_a_yes_is_contradicted_by_the_register(answer: str) -> None:
    played = failed_backup()
    played.do(want.AddPatient({}, fields={"nom": "Inventé"}))
    played.do(want.Answer(*played.line("tous-prevenus").key, answer))
    assert not played.look().contradicting(played.line("tous-prevenus"))
