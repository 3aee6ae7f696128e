"""Answers of one line that contradict each other: what is owed by them is asked about, neither is taken for true."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pannesi.presentation.patients.register import RegisterView
from pannesi.session import actions as want
from pannesi.session.projection.read_model import Walk
from pannesi.session.projection.walk import walk
from pannesi.session.register.duties import fields_to_ask
from pannesi.session.state import fold
from tests.support.building import Played
from tests.support.shared_numbers import night

WHO = {"nom": "Inventé", "prenom": "Un", "naissance": "1950-03-12"}


def cds(seen: object) -> list[bool]:
    """Whether the CD is sure, of each line that may be owed one."""
    return [duty.sure for duty in seen.duties if duty.key == "cd"]  # type: ignore[attr-defined]


def alarms(played: Played, seen: Walk) -> list[str]:
    """What the register says of the first line."""
    sheet = RegisterView(
        fields_to_ask(played.site.register_fields, seen.rows), played.state, seen.duties_by_patient, str
    )
    return sheet.alarms(seen.patients).get(seen.patients[0].id, [])


@pytest.mark.parametrize(
    ("exam", "modality", "owed"),
    [
        ("autre", "scanner", [False]), ("autre", "IRM", [False]), ("coupe", "scanner", [True]), ("coupe", "IRM", [True]),
        ("autre", "radiographie", []), ("coupe", "radiographie", [False]), ("autre", "inconnu", []), ("coupe", "", [True]),
    ],
)  # fmt: skip
def test_a_cd_that_depends_on_facts_that_contradict_is_asked_about(exam: str, modality: str, owed: list[bool]) -> None:
    played = night()
    facts = {"origin": "externe", "exam": exam, "unit": "autre", "identity": "connue"}
    played.do(want.AddPatient(facts, fields={**WHO, "modalite": modality}))
    seen = played.look()
    assert cds(seen) == owed
    said = alarms(played, seen)
    said_of_exam = {"autre": "autre examen", "coupe": "imagerie en coupe"}[exam]
    words = f"À PRÉCISER : « Modalité : {modality} », mais la ligne dit « {said_of_exam} »"
    assert said == ([words] if owed == [False] else [])


def test_it_is_asked_once_and_a_correction_settles_it() -> None:
    played = night()
    facts = {"origin": "externe", "exam": "autre", "unit": "autre", "identity": "connue"}
    played.do(want.AddPatient(facts, fields={**WHO, "modalite": "scanner"}))
    line = played.look().patients[0].id
    assert alarms(played, played.look()) != []
    played.do(want.MarkDutyNotNeeded(line, "cd", "pas dû à ce patient"))
    assert alarms(played, played.look()) == []
    assert [duty.status for duty in played.look().duties if duty.key == "cd"] == ["not_needed"]
    played.do(want.UndoLast())
    played.do(want.CorrectPatient(line, {**facts, "exam": "coupe"}, fields={**WHO, "modalite": "scanner"}))
    assert cds(played.look()) == [True]


def test_a_line_of_an_earlier_program_owes_what_it_owed() -> None:
    played = night()
    facts = {"origin": "externe", "exam": "autre", "unit": "autre", "identity": "connue"}
    played.do(want.AddPatient(facts, fields={**WHO, "modalite": "scanner"}))
    old = [replace(one, payload={k: v for k, v in one.payload.items() if k != "rules"}) for one in played.events]
    assert cds(walk(played.site, fold(old), played.now)) == []
