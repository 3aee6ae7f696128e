"""Every sentence, number, name, menu and message of the hospital's procedure is carried by the shipped site."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from pannesi.shipped import shipped_folder
from pannesi.site.load import load_site
from pannesi.site.model import Site

TABLE: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "coverage.yaml").read_text("utf-8"))


@lru_cache(maxsize=1)
def shipped() -> Site:
    site = load_site(shipped_folder()).site
    assert site is not None
    return site


def dumped(model: Any) -> str:
    if isinstance(model, str):
        return model
    return json.dumps(model.model_dump(mode="json", by_alias=True), ensure_ascii=False)


def carrier(site: Site, name: str) -> str:
    """All that one carrier says, as text. Raises KeyError when there is no such carrier."""
    if name == "contacts.yaml":
        return site.contacts.site
    owner, _slash, inner = name.partition("/")
    if owner == "contacts":
        return dumped(site.contact_by_id[inner])
    if owner == "schedules":
        return dumped(site.contacts.schedules[inner]).replace(':00"', '"')
    unit = site.unit_by_id[owner]
    if not inner:
        return f"{unit.title} {unit.recognise}"
    if inner.startswith("messages/"):
        return dumped(unit.messages[inner.removeprefix("messages/")])
    if inner.startswith("gaps/"):
        return next(gap.text for gap in unit.gaps if f"gaps/{gap.id}" == inner)
    symptom = next((one for one in unit.symptoms if one.id == inner), None)
    if symptom is not None:
        return " ".join((symptom.label, symptom.recognise or "", " ".join(symptom.words)))
    return dumped(site.places[owner, inner].line).replace('\\"', '"')


@pytest.mark.parametrize("entry", TABLE, ids=lambda entry: str(entry["quote"])[:40])
def test_a_sentence_of_the_procedure_is_carried_or_has_a_reason_not_to_be(entry: dict[str, Any]) -> None:
    assert ("carried_by" in entry) != ("reason" in entry)
    carriers = [carrier(shipped(), name) for name in entry.get("carried_by", [])]
    together = "\n".join(carriers).replace('\\"', '"')
    for words in entry.get("letter", []):
        assert words in together, f"{words!r} is not to the letter in {entry['carried_by']}"


def test_the_bodies_of_messages_are_the_procedures_own_to_the_letter() -> None:
    quoted = [entry["quote"].removeprefix("Message : ") for entry in TABLE if entry["quote"].startswith("Message : ")]
    carried = [message.body for unit in shipped().units for message in unit.messages.values() if message.body]
    assert sorted(quoted) == sorted(carried)


def test_each_line_said_to_come_from_the_procedure_is_in_the_table() -> None:
    named = {name for entry in TABLE for name in entry.get("carried_by", [])}
    sourced = {
        f"{unit}/{line}"
        for (unit, line), place in shipped().places.items()
        if place.line.source is not None and place.line.verb not in ("outcome",)
    }
    assert sourced - named - {"annexe-1/renseigner"} == set()
