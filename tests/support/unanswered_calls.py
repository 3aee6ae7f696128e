"""A small hospital with a delay for calling again, and a call that nobody answered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from pannesi.session import actions as want
from tests.support.building import Played, site, start

NUMBER = {"kind": "phone", "value": "05 59 00 00 00"}
PEOPLE = {
    "call_again": {"after": "10 min"},
    "contacts": [
        {"id": "garde", "name": "Garde", "channels": [NUMBER], "then": ["cadre"]},
        {"id": "cadre", "name": "Cadre", "channels": [NUMBER]},
    ],
}
UNIT: dict[str, Any] = {
    "id": "cas-1",
    "symptoms": [{"id": "vu", "label": "Vu", "system": "PACS"}],
    "alert": [
        {"id": "appel", "call": "garde", "label": "Prévenir", "say": "En panne"},
        {"id": "affiche", "do": "Afficher"},
        {"id": "papier", "do": "Passer au papier"},
    ],
    "degraded_mode": [{"id": "noter", "do": "Noter les patients"}, {"id": "trier", "do": "Trier les examens"}],
}
SITE = site(UNIT, contacts=PEOPLE)


def unanswered(where: Any = SITE) -> tuple[Played, str]:
    """A session whose first call nobody answered."""
    played = start(where, "cas-1", "vu")
    visit = played.look().current_cases[0]
    played.do(want.Called(visit, "appel", "garde", "no_answer"))
    return played, visit


def later(played: Played, minutes: int) -> Played:
    played.now += timedelta(minutes=minutes)
    return played
