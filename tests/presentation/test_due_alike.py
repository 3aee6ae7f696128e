"""What is due to a patient has the same names in the register and in what prevents closing."""

from __future__ import annotations

import pytest

from pannesi.presentation.patients.register import RegisterView
from pannesi.session import actions as want
from tests.support.building import Played, start
from tests.support.shipped_site import shipped

KNOWN = {"origin": "externe", "exam": "coupe", "unit": "autre", "identity": "connue"}


def a_night(case: str, symptom: str) -> Played:
    """Three patients, one of them unknown, one whose result was given, one without closed facts."""
    played = start(shipped(), case, symptom)
    played.do(want.AddPatient(KNOWN, fields={"nom": "Inventé", "resultat": "Docteur Imaginé"}))
    played.do(want.AddPatient({"origin": "urgences", "identity": "inconnue"}, fields={"nom": "?", "prenom": "?"}))
    played.do(want.AddPatient({}, fields={"nom": "Essai"}))
    return played


def named_in_register(played: Played, patient: str) -> set[str]:
    walk = played.look()
    view = RegisterView(played.site.register_fields, played.state, walk.duties_by_patient, str)
    shown = walk.patient(patient)
    assert shown is not None
    missing = view.missing(shown)
    words = [*missing.now, *missing.at_the_return]
    return {name.removeprefix("au retour : ").removesuffix(" ?") for name in words}


def named_in_closing(played: Played, patient: str) -> set[str]:
    blocks = [block for block in played.look().blocks if block.code == "duty" and block.patient == patient]
    names = [name for block in blocks for name in block.text.split(" : ", 1)[1].split(", ")]
    return {name.removesuffix(" (à préciser)") for name in names}


@pytest.mark.parametrize(
    ("case", "symptom"), [("cas-4", "ris-et-pacs"), ("cas-2", "ris"), ("cas-3", "images-invisibles")]
)
def test_before_and_after_the_return_both_name_the_same_things(case: str, symptom: str) -> None:
    played = a_night(case, symptom)
    for returned in (False, True):
        if returned:
            played.do(want.AnnounceReturn(played.look().current_cases[0], "CD, salle 2"))
        for patient in played.look().patients:
            names = named_in_closing(played, patient.id)
            wanted = {name for words in named_in_register(played, patient.id) for name in words.split(", ")}
            assert names == wanted - {"à vérifier"}, (returned, patient.label)
    played.do(want.MarkDutyImpossible(played.look().patients[0].id, "cd", "graveur en panne"))
    first = played.look().patients[0].id
    assert named_in_closing(played, first) == {
        name for words in named_in_register(played, first) for name in words.split(", ")
    }
    assert any("Identité" in name for name in named_in_closing(played, first)) or case == "cas-3"
