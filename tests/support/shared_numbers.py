"""Patients noted in one night, to be compared by their numbers."""

from __future__ import annotations

from pannesi.session import actions as want
from tests.support.building import Played, start
from tests.support.shipped_site import shipped


def night(*lines: dict[str, str], unit: str = "cas-4", symptom: str = "ris-et-pacs") -> Played:
    played = start(shipped(), unit, symptom)
    for one in lines:
        played.do(want.AddPatient({"origin": "urgences", "exam": "autre", "identity": "connue"}, fields=one))
    return played
