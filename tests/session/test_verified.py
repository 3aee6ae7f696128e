"""A line is verified only while nothing is owed for it: what closing would refuse is said at once."""

from __future__ import annotations

import pytest

from pannesi.session import actions as want
from pannesi.session.event_writer import ActContext, Refused
from pannesi.session.handlers.dispatch import drafts
from pannesi.session.labels import ELSEWHERE
from pannesi.session.projection.read_model import Block, Patient
from tests.support.building import Played, start
from tests.support.shipped_site import shipped

OUTPATIENT = {"origin": "externe", "exam": "coupe", "unit": ELSEWHERE}
WHOLE = {"nom": "Inventé", "prenom": "Essai", "naissance": "12/03/1950", "sexe": "F"}


def line(played: Played) -> Patient:
    return played.look().patients[0]


def at_return(unit: str, symptom: str, facts: dict[str, str]) -> Played:
    """A patient noted in a case whose return was announced, every step of the return done."""
    played = start(shipped(), unit, symptom)
    played.do(want.AddPatient(facts, fields=WHOLE))
    played.do(want.AnnounceReturn(played.look().current_cases[0], "AB, salle 2"))
    for step in line(played).missing:
        played.do(want.Reconcile(line(played).id, step.key, ""))
    return played


def about_patient(played: Played) -> list[Block]:
    return [block for block in played.look().blocks if block.code in ("duty", "patient")]


@pytest.mark.parametrize(
    ("unit", "symptom", "facts", "keys", "said"),
    [
        ("cas-3", "images-invisibles", OUTPATIENT, ("cd",), "CD remis"),
        ("cas-6", "myvue", {"origin": "externe", "exam": "autre", "unit": ELSEWHERE}, ("sans-acces",), "Listé pour le référent"),
        ("cas-3", "images-invisibles", {"exam": "coupe", "unit": ELSEWHERE}, ("cd",), r"CD remis \(à préciser\)"),
        ("cas-4", "ris-et-pacs", {"origin": "urgences", "exam": "autre", "unit": ELSEWHERE},
         ("saisie-main", "identite-verifiee"), "Saisi à la main sur la station, Identité vérifiée"),
    ],
)  # fmt: skip
def test_what_is_owed_is_named_and_the_line_verified_once_it_is_settled(
    unit: str, symptom: str, facts: dict[str, str], keys: tuple[str, ...], said: str
) -> None:
    played = at_return(unit, symptom, facts)
    with pytest.raises(Refused, match=f"A-01 : il manque encore {said}"):
        played.do(want.VerifyPatient(line(played).id))
    assert line(played).verdict is None
    for key in keys:
        played.do(want.SettleDuty(line(played).id, key))
    played.do(want.VerifyPatient(line(played).id))
    assert (line(played).state, about_patient(played)) == ("verified", [])


def test_what_becomes_owed_again_takes_the_verification_with_it_until_it_is_done() -> None:
    played = at_return("cas-3", "images-invisibles", OUTPATIENT)
    played.do(want.SettleDuty(line(played).id, "cd"))
    given = played.events[-1].id
    played.do(want.VerifyPatient(line(played).id))
    played.do(want.Undo(given))
    assert line(played).state != "verified"
    assert {block.code for block in about_patient(played)} == {"duty", "patient"}
    played.do(want.SettleDuty(line(played).id, "cd"))
    assert (line(played).state, about_patient(played)) == ("verified", [])


def test_a_verification_of_an_earlier_program_stays_what_it_was() -> None:
    played = at_return("cas-3", "images-invisibles", OUTPATIENT)
    context = ActContext(played.session, played.now, "", played.ids, rules=0)
    for draft in drafts(played.site, played.state, want.VerifyPatient(line(played).id), context):
        played.take(played.stamp(draft))
    assert (line(played).state, line(played).verdict.body.rules) == ("verified", 0)  # type: ignore[union-attr]
    assert [block.code for block in about_patient(played)] == ["duty"]
