"""Whom to call: by the clock, then those that the site gives after, and nobody that it does not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pannesi.presentation.calls.line_callee import alternative_contacts, call_chain, callee_for
from pannesi.procedure.loading.validation import validated
from pannesi.procedure.model.contacts import ContactsFile
from pannesi.session.projection.read_model import Attempt, Row
from tests.support.plain_playing import NIGHT

DAY = NIGHT + timedelta(hours=8)


def people(*contacts: dict[str, Any]) -> ContactsFile:
    schedules = {
        "jour": {"label": "Jour", "windows": [{"days": ["tous"], "from": "08:00", "to": "18:00"}]},
        "nuit": {"label": "Nuit", "outside": "jour"},
    }
    made: ContactsFile = validated(
        ContactsFile, {"format": "1", "site": "Inventé", "schedules": schedules, "contacts": list(contacts)}
    )
    return made


IT = people(
    {"id": "it", "name": "IT", "members": ["hotline", "garde"], "then": ["cadre"]},
    {"id": "hotline", "name": "Hotline", "hours": "jour"},
    {"id": "garde", "name": "Garde", "hours": "nuit"},
    {"id": "cadre", "name": "Cadre", "then": ["it"]},
)


@dataclass(frozen=True)
class Named:
    value: str


def row(contact: str, *silent: str) -> Row:
    attempts = tuple(Attempt(name, "no_answer", NIGHT, "e") for name in silent)
    return Row("v", "u", Named(contact), "1.1", "alert", 0, "open", attempts=attempts)  # type: ignore[arg-type]


def test_a_group_is_whoever_the_clock_opens() -> None:
    assert [one.id for one in call_chain(IT, "it", NIGHT)] == ["garde", "cadre"]
    assert [one.id for one in call_chain(IT, "it", DAY)] == ["hotline", "cadre"]


def test_after_no_answer_comes_the_next_that_the_site_gives_then_all_over_again() -> None:
    first = callee_for(IT, row("it"), NIGHT)
    assert first is not None
    assert (first.contact.id, first.next_contact and first.next_contact.id, first.all_tried) == (
        "garde",
        "cadre",
        False,
    )
    second = callee_for(IT, row("it", "garde"), NIGHT)
    assert second is not None
    assert (second.contact.id, second.next_contact, second.all_tried) == ("cadre", None, False)
    third = callee_for(IT, row("it", "garde", "cadre"), NIGHT)
    assert third is not None
    assert (third.contact.id, third.all_tried) == ("garde", True)


def test_a_silence_of_the_night_does_not_count_against_the_day() -> None:
    found = callee_for(IT, row("it", "garde"), DAY)
    assert found is not None
    assert found.contact.id == "hotline"


def test_a_contact_that_does_not_exist_is_nobody() -> None:
    assert callee_for(IT, row("personne"), NIGHT) is None


NAMES = ("a", "b", "c", "d")
REFS = st.lists(st.sampled_from(NAMES), max_size=3, unique=True)


@given(st.fixed_dictionaries({name: st.tuples(REFS, REFS) for name in NAMES}), st.sampled_from(NAMES))
def test_contacts_that_name_each_other_in_circles_are_each_tried_once(links: Any, first: str) -> None:
    made = people(*({"id": name, "name": name, "members": links[name][0], "then": links[name][1]} for name in NAMES))
    found = [one.id for one in call_chain(made, first, NIGHT)]
    assert found
    assert len(found) == len(set(found))


def test_whoever_answers_for_the_same_thing_is_given_only_with_a_number_and_never_when_closed() -> None:
    found = people(
        {"id": "groupe", "name": "Groupe", "members": ["muet", "voisin"], "then": ["standard"]},
        {"id": "muet", "name": "Muet", "channels": [{"kind": "phone", "missing": "pas écrit"}]},
        {"id": "voisin", "name": "Voisin", "channels": [{"kind": "phone", "missing": "pas écrit"}]},
        {"id": "standard", "name": "Standard", "channels": [{"kind": "short", "value": "*9"}]},
    )
    assert [one.name for one in alternative_contacts(found, "muet", NIGHT)] == ["Standard"]
    assert alternative_contacts(found, "standard", NIGHT) == ()


BODY = people(
    {"id": "images", "name": "Images", "organisation": "X", "channels": [{"kind": "short", "value": "*1"}]},
    {"id": "assistance", "name": "Assistance", "organisation": "X", "channels": [{"kind": "phone", "value": "04 00"}]},
    {
        "id": "de-jour",
        "name": "De jour",
        "organisation": "X",
        "hours": "jour",
        "channels": [{"kind": "phone", "value": "05 00"}],
    },
    {"id": "muet", "name": "Muet", "organisation": "X", "channels": [{"kind": "phone", "missing": "pas écrit"}]},
    {"id": "ailleurs", "name": "Ailleurs", "organisation": "Y", "channels": [{"kind": "phone", "value": "06 00"}]},
)


def test_another_number_of_the_same_body_is_offered_and_named_as_such() -> None:
    first = callee_for(BODY, row("images"), NIGHT)
    assert first is not None
    assert (first.contact.id, first.organisation, first.next_contact) == ("images", None, None)
    second = callee_for(BODY, row("images", "images"), NIGHT)
    assert second is not None
    assert (second.contact.id, second.organisation, second.all_tried) == ("assistance", "X", False)
    third = callee_for(BODY, row("images", "images", "assistance"), NIGHT)
    assert third is not None
    assert (third.contact.id, third.all_tried) == ("images", True)


def test_a_body_offers_neither_whoever_is_closed_nor_whoever_has_no_number() -> None:
    assert [one.id for one in alternative_contacts(BODY, "muet", NIGHT)] == ["images", "assistance"]
    assert [one.id for one in alternative_contacts(BODY, "muet", DAY)] == ["images", "assistance", "de-jour"]
