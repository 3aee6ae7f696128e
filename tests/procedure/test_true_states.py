"""The shipped procedure asks nothing that was answered already, nor of what cannot have been."""

from __future__ import annotations

import pytest

from pannesi.procedure.model.lines import Standing
from pannesi.procedure.model.numbering import NO, YES
from pannesi.session import actions as want
from tests.support.building import Played, start
from tests.support.shipped_site import shipped


@pytest.mark.parametrize(("identity", "owed"), [("connue", ["accueil-connu"]), ("inconnue", ["accueil-inconnu"])])
def test_whether_the_system_knows_the_patient_is_not_owed_once_it_is_answered(identity: str, owed: list[str]) -> None:
    played = start(shipped(), "cas-1", "non-reconnue")
    played.do(want.AddPatient({"identity": identity}, fields={"nom": "Inventé"}))
    due = [duty.key for duty in played.look().duties if duty.phase != "return_to_normal"]
    assert due == owed


def test_a_patient_of_whom_that_was_not_answered_keeps_it_to_be_said() -> None:
    played = start(shipped(), "cas-1", "non-reconnue")
    played.do(want.AddPatient({}, fields={"nom": "Inventé"}))
    due = [(duty.key, duty.sure) for duty in played.look().duties if duty.phase != "return_to_normal"]
    assert due == [("accueil-connu", False), ("accueil-inconnu", False)]


def ended_without_outcome(what: str, answer: str, end: str) -> Played:
    """Annexe 2 with IMADIS reached, its end said not to be reached, and the return announced."""
    played = start(shipped(), "annexe-2", "itis-inaccessible")
    if what != "portail":
        played.do(want.Answer(*played.line("quoi").key, what))
    played.do(want.Called(*played.line("joindre").key, "imadis-assistance", "reached"))
    played.do(want.Answer(*played.line("decision").key, answer))
    played.do(want.CouldNot(*played.line(end).key, "IMADIS a raccroché"))
    played.do(want.AnnounceReturn(played.look().current_cases[0], "AB, salle 2"))
    return played


@pytest.mark.parametrize(
    ("what", "answer", "end", "asked"),
    [
        ("portail", YES, "fin-fax", True),
        ("transfert", YES, "fin-locale", False),
        ("transfert", NO, "fin-autre", False),
        ("ne-sait-pas", YES, "fin-sans-objet", False),
    ],
)
def test_results_of_faxed_requests_are_asked_for_only_where_requests_may_have_been_faxed(
    what: str, answer: str, end: str, asked: bool
) -> None:
    played = ended_without_outcome(what, answer, end)
    assert (played.line("resultats-recus").status != "not_applicable") is asked


def test_an_order_of_the_shipped_procedure_is_no_question() -> None:
    orders = [place.line for place in shipped().places.values() if isinstance(place.line, Standing)]
    assert len(orders) > 20
    assert [line.value for line in orders if "?" in line.value] == []
