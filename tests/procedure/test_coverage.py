"""Every sentence, number, name, menu and message of the hospital's procedure is carried by the shipped site."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from pannesi.procedure.loading.validation import as_plain_values
from pannesi.procedure.model.procedure import Site
from tests.support.shipped_site import shipped

TABLE: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "coverage.yaml").read_text("utf-8"))

OURS = {"source", "added", "gap"}
"""What the authors of a line say about it: no proof that the line carries the procedure's words."""

PHONE = re.compile(r"\d\d(?:[ .]\d\d){4}")
EXACT = re.compile(
    r"https?://[^\s>]+|[\w.]+@[\w.]+\w|(?<!\*)\*\d{4}(?!\d)|\d{4}-\d{4}|\b\d{6,}\b|telerad_secours"
    r"|M\[RADI\|NUCL\]DWSXXX|\bMRADIXXX|\bMNUCLXXX|Clinicom Admissions|Syngo/Portal|ServiceTools[\w /]+examens"
    r"|\b(?:PLANNING|IMPAX|ITIS|TEMPORAIRE|KRYPTON|Carestream|VueShare|MyVue|Vue Motion|Datacenter|Accession Number)\b"
)
"""Numbers, addresses, names of systems and of menus: carried to the letter wherever the procedure has them."""


def said(value: Any) -> Any:
    """What a line or a contact itself says, without what its authors say about it."""
    if isinstance(value, dict):
        return {key: said(one) for key, one in value.items() if key not in OURS and one is not None}
    return [said(one) for one in value] if isinstance(value, list) else value


def dumped(model: Any) -> str:
    text = json.dumps(said(as_plain_values(model)), ensure_ascii=False)
    return text.replace('\\"', '"')


def carrier(site: Site, name: str) -> str:
    """All that one carrier says, as text. Raises KeyError or StopIteration when there is no such carrier."""
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
        message = unit.messages[inner.removeprefix("messages/")]
        return dumped(message)
    if inner.startswith("gaps/"):
        return next(gap.text for gap in unit.gaps if f"gaps/{gap.id}" == inner)
    symptom = next((one for one in unit.symptoms if one.id == inner), None)
    if symptom is not None:
        return " ".join((symptom.label, symptom.recognise or ""))
    return dumped(site.places[owner, inner].line)


def together(entry: dict[str, Any]) -> str:
    return "\n".join(carrier(shipped(), name) for name in entry.get("carried_by", []))


def named(entry: dict[str, Any]) -> str:
    return str(entry["quote"])[:40]


CARRIED = [entry for entry in TABLE if "carried_by" in entry]


@pytest.mark.parametrize("entry", TABLE, ids=named)
def test_a_sentence_of_the_procedure_is_carried_or_has_a_reason_not_to_be(entry: dict[str, Any]) -> None:
    assert ("carried_by" in entry) != ("reason" in entry)
    text = together(entry)
    for words in entry.get("letter", []):
        assert words in text, f"{words!r} is not to the letter in {entry['carried_by']}"


@pytest.mark.parametrize("entry", CARRIED, ids=named)
def test_its_numbers_addresses_and_names_are_to_the_letter(entry: dict[str, Any]) -> None:
    text = together(entry)
    for exact in EXACT.findall(entry["quote"]):
        assert exact in text, f"{exact!r} is not in {entry['carried_by']}"
    for number in PHONE.findall(entry["quote"]):
        digits = {re.sub(r"\D", "", one) for one in PHONE.findall(text)}
        assert re.sub(r"\D", "", number) in digits, f"{number} is not in {entry['carried_by']}"


def test_no_phone_number_is_on_the_site_that_the_procedure_does_not_give() -> None:
    given = {re.sub(r"\D", "", number) for entry in TABLE for number in PHONE.findall(entry["quote"])}
    every = "\n".join(dumped(one) for one in (shipped().contacts, *shipped().units))
    assert {re.sub(r"\D", "", number) for number in PHONE.findall(every)} == given
    dialled = [one for contact in shipped().contacts.contacts for one in contact.channels if one.value is not None]
    numbers = {re.sub(r"\D", "", one.value or "") for one in dialled if one.kind in ("phone", "short", "fax")}
    assert numbers == given | {"3200"}


def test_no_address_reference_or_server_is_on_the_site_that_the_procedure_does_not_give() -> None:
    names = re.compile(
        r"https?://[^\s\"«»(),]+|[\w.]+@[\w.]+\w|(?<!\*)\*\d{4}(?!\d)|\d{4}-\d{4}|(?<![.\d])\d{6,}|telerad_?\w*"
    )
    every = "\n".join(dumped(one) for one in (shipped().contacts, *shipped().units))
    given = "\n".join(entry["quote"] for entry in TABLE)
    assert set(names.findall(every)) == set(names.findall(given.replace(">", " ")))


def messages_quoted() -> Iterator[tuple[str, dict[str, str]]]:
    """Each broadcast message of the procedure with the carrier that the table names, in order."""
    fields = {"Destinataires": "to", "Type": "type", "Titre": "title", "Message": "body"}
    quoted: dict[str, str] = {}
    for entry in TABLE:
        key, _colon, value = str(entry["quote"]).partition(" : ")
        if key in fields:
            quoted[fields[key]] = value
        if key == "Message":
            (name,) = entry["carried_by"]
            yield name, quoted
            quoted = {}


def test_each_message_has_the_procedures_recipients_type_title_and_body_to_the_letter() -> None:
    quoted = list(messages_quoted())
    for name, wanted in quoted:
        unit, _messages, message = name.split("/")
        found = shipped().unit_by_id[unit].messages[message]
        assert {"to": found.to, "type": found.type, "title": found.title, "body": found.body} == wanted
    written = {
        f"{unit.id}/messages/{name}" for unit in shipped().units for name, one in unit.messages.items() if one.body
    }
    assert sorted(name for name, _wanted in quoted) == sorted(written)


def test_each_line_said_to_come_from_the_procedure_is_in_the_table() -> None:
    covered = {name for entry in TABLE for name in entry.get("carried_by", [])}
    sourced = {
        f"{unit}/{line}"
        for (unit, line), place in shipped().places.items()
        if place.line.source is not None and place.line.verb != "outcome"
    }
    assert sourced - covered == set()


def test_a_line_that_the_table_gives_as_a_carrier_of_the_procedure_is_not_one_of_our_additions() -> None:
    carriers = {name for entry in TABLE for name in entry.get("carried_by", [])}
    ours = {f"{unit}/{line}" for (unit, line), place in shipped().places.items() if place.line.added is not None}
    assert carriers & ours == set()
