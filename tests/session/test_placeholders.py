"""The number that replaces a placeholder is not the placeholder: 0, or the provisional one."""

from __future__ import annotations

import pytest

from pannesi.presentation.patients.register import RegisterView
from pannesi.session import actions as want
from pannesi.session.event_writer import Refused
from pannesi.session.projection.read_model import Patient
from pannesi.session.register.unidentified import DEFINITIVE_NUMBER_STEP
from tests.support.building import Played, start
from tests.support.shipped_site import shipped


def noted(unit: str, symptom: str, **fields: str) -> tuple[Played, Patient]:
    played = start(shipped(), unit, symptom)
    played.do(want.AddPatient({"identity": "inconnue" if "ipp-provisoire" in fields else "connue"}, fields=fields))
    return played, played.look().patients[0]


@pytest.mark.parametrize(
    ("unit", "symptom", "fields", "step", "given"),
    [
        ("cas-1", "non-reconnue", {"episode": "0"}, "episode", "0"),
        ("cas-1", "non-reconnue", {}, "episode", "00"),
        ("cas-4", "ris-et-pacs", {}, "demande", "0"),
        ("cas-4", "ris-et-pacs", {"accession-provisoire": "T 0044"}, "demande", "t0044"),
        ("cas-1", "non-reconnue", {"ipp-provisoire": "P2026001"}, DEFINITIVE_NUMBER_STEP, "P2026001"),
        ("cas-1", "non-reconnue", {"ipp-provisoire": "P2026001"}, DEFINITIVE_NUMBER_STEP, "0"),
    ],
)
def test_the_number_that_is_to_be_replaced_is_refused_with_the_reason(
    unit: str, symptom: str, fields: dict[str, str], step: str, given: str
) -> None:
    played, line = noted(unit, symptom, **fields)
    before = len(played.events)
    with pytest.raises(Refused, match=r"tient lieu de|provisoire"):
        played.do(want.Reconcile(line.id, step, given))
    assert len(played.events) == before


def test_the_right_number_and_none_are_taken() -> None:
    for given in ("2026004471", ""):
        played, line = noted("cas-1", "non-reconnue", episode="0")
        played.do(want.Reconcile(line.id, "episode", given))
        step = next(one for one in played.look().patients[0].steps if one.key == "episode")
        assert step.status == "done"


def test_what_the_line_says_is_not_offered_where_it_is_the_placeholder() -> None:
    for said, offered in (("0", ""), ("2026004471", "2026004471")):
        played, line = noted("cas-1", "non-reconnue", episode=said)
        step = next(one for one in line.steps if one.key == "episode")
        sheet = RegisterView(played.site.register_fields, played.state, {}, str)
        assert sheet.step_question(line, step)[1] == offered
