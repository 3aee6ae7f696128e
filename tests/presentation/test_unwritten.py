"""Whom to ask about what is written nowhere: who answers now, until when, and never a number that is not written."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pannesi.presentation.line.unwritten import whom_to_ask
from pannesi.procedure.model.units import UnwrittenTopic
from tests.support.plain_playing import NIGHT, shipped

CONTACTS = shipped().site.contacts
NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)


def said(*call: str, now: datetime = NIGHT, in_doubt: bool = False) -> str:
    topic = UnwrittenTopic(id="x", label="x", words=("x",), call=call, added="x")
    return whom_to_ask(topic, CONTACTS, now, in_doubt=in_doubt)


@pytest.mark.parametrize(
    ("call", "now", "words"),
    [
        ("service-informatique", NIGHT, "Astreinte informatique, numéro non écrit, jusqu'à 08:00"),
        ("service-informatique", NOON, "Hotline informatique, numéro non écrit, jusqu'à 17:30"),
        ("imadis-assistance", NIGHT, "IMADIS, assistance technique, 04 37 23 00 00"),
        ("cadre-de-garde", NIGHT, "Cadre de garde, numéro non écrit, horaires non écrits"),
        ("hotline-informatique", NIGHT, "Hotline informatique, numéro non écrit, fermé, ouvre 08:00"),
    ],
)
def test_a_contact_is_said_with_its_number_and_its_hours(call: str, now: datetime, words: str) -> None:
    assert said(call, now=now) == f"Demander à : {words}."


def test_several_are_said_one_after_the_other_and_nobody_is_made_up() -> None:
    assert said("cadre-de-garde", "imadis-assistance").count(" ; ") == 1
    assert said() == "À qui le demander n'est pas écrit non plus."


def test_while_the_clock_is_in_doubt_nobody_is_said_to_answer_now() -> None:
    words = said("service-informatique", in_doubt=True)
    assert words == "Demander à : Service informatique, numéro non écrit, horaires selon l'heure, à confirmer."
