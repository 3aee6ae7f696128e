"""Who can be reached now."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

from pannesi.procedure.availability.opening_hours import time_zone
from pannesi.procedure.availability.reachability import (
    ContactRow,
    channel_words,
    contact_at,
    contact_row_as_json,
    contacts_at,
    reachability_words,
    render_contact_rows,
)
from pannesi.procedure.loading.validation import validated
from pannesi.procedure.model.contacts import Channel, ContactsFile
from tests.support.local_hours import local
from tests.support.shipped_site import shipped

NIGHT = local("2026-11-24 03:12")
DAY = local("2026-11-24 10:00")


def row(contact: str, moment: datetime = NIGHT, role: str | None = None):  # type: ignore[no-untyped-def]
    return contact_at(shipped().contacts, contact, moment, role)


def test_it_is_its_hotline_by_day_and_its_on_call_service_by_night() -> None:
    assert row("service-informatique", DAY).member.id == "hotline-informatique"
    night = row("service-informatique")
    assert (night.member.id, night.reachable, night.missing) == ("astreinte-informatique", "yes", ("phone",))
    assert night.until == local("2026-11-24 08:00")


def test_a_number_that_answers_by_the_hours_and_one_that_is_missing_are_two_facts() -> None:
    found = row("cadre-de-garde")
    assert (found.reachable, found.missing) == ("unknown", ("phone",))


def test_imadis_assistance_answers_at_any_hour_and_says_that_it_does_not_read() -> None:
    found = row("imadis-assistance", local("2026-12-25 15:00"))
    assert found.reachable == "yes"
    assert found.channels[0].value == "04 37 23 00 00"
    assert "pas la lecture" in found.note


def test_contacts_reserved_to_others_are_marked_and_come_last_rather_than_hidden() -> None:
    rows = contacts_at(shipped().contacts, NIGHT, "manipulateur")
    assert [one.id for one in rows if one.reserved] == [one.id for one in rows[-2:]]
    assert {one.id for one in rows if one.reserved} == {"philips", "nicesoft"}
    assert not any(one.reserved for one in contacts_at(shipped().contacts, NIGHT, "référent"))


def test_json_rows_have_the_promised_keys_and_values_to_the_letter() -> None:
    rows = {
        one.id: contact_row_as_json(one, time_zone("Europe/Paris")) for one in contacts_at(shipped().contacts, NIGHT)
    }
    philips = json.loads(json.dumps(rows["philips"]))
    assert list(philips) == [
        "id", "name", "reachable", "missing", "reason", "until", "opens_at", "urgent_at", "unknown_at", "channels",
        "references", "reserved_to", "reserved", "member", "then", "note", "assumed",
    ]  # fmt: skip
    assert {"label": "Référence équipement (problème PACS)", "value": "105000189"} in philips["references"]
    assert {one["value"] for one in philips["channels"]} == {"01 55 49 42 84", "https://eservice.philips.com"}
    assert rows["nicesoft"]["reachable"] == "no"
    assert rows["nicesoft"]["opens_at"] == "2026-11-24T09:00+01:00"
    assert {one["reachable"] for one in rows.values()} <= {"yes", "no", "urgent-only", "unknown"}


def test_the_text_shows_every_number_and_says_which_are_missing() -> None:
    text = render_contact_rows(contacts_at(shipped().contacts, NIGHT), NIGHT, time_zone("Europe/Paris"))
    for number in (
        "04 37 23 00 00",
        "01.53.62.24.00",
        "01 55 49 42 84",
        "*3200",
        "04 69 96 40 98",
        "105000189",
        "4585-7716",
    ):
        assert number in text
    assert "NON ÉCRIT" in text
    assert "urgences dès 08:00, ouvre 09:00" in text


def said_of(contact: str, moment: datetime = NIGHT, *, then: bool = False, **channels: str | None) -> str:
    """What is said of somebody of the shipped site who had these channels instead, None for one that is missing."""
    written = [
        {"kind": kind, "value": value} if value is not None else {"kind": kind, "missing": "non écrit"}
        for kind, value in channels.items()
    ]
    found = replace(row(contact, moment), channels=tuple(validated(Channel, one) for one in written))
    return reachability_words(found, moment, time_zone("Europe/Paris"), then=then)


def test_only_who_has_a_number_is_said_to_answer() -> None:
    assert said_of("imadis-assistance", phone="04 37 23 00 00") == "répond maintenant"
    assert said_of("imadis-assistance", short="*3200", phone=None) == "répond maintenant"
    assert said_of("imadis-assistance", phone=None) == "dans ses horaires · numéro non écrit"
    assert said_of("imadis-assistance") == "dans ses horaires · numéro non écrit"
    assert said_of("imadis-assistance", phone=None, fax="04 69 96 40 98", mail="a@exemple.fr") == (
        "dans ses horaires · numéro non écrit, reste : fax, mail"
    )
    assert said_of("imadis-assistance", web="https://exemple.fr") == (
        "dans ses horaires · pas de numéro, reste : internet"
    )
    assert said_of("imadis-assistance", then=True, phone=None) == "dans ses horaires · numéro non écrit"


def test_the_hours_of_an_on_call_service_and_urgent_ones_are_told_without_claiming_an_answer() -> None:
    assert said_of("astreinte-informatique", phone=None) == "dans ses horaires jusqu'à 08:00 · numéro non écrit"
    early = local("2026-11-24 08:30")
    assert said_of("nicesoft", early, phone=None).startswith("dans ses horaires (urgences uniquement) jusqu'à 09:00")
    assert said_of("nicesoft", early, phone=None).endswith(" · numéro non écrit")
    assert said_of("nicesoft", NIGHT, phone=None).startswith("fermé")


def test_json_keeps_its_values_and_says_what_is_missing_beside() -> None:
    found = contact_row_as_json(row("astreinte-informatique"), time_zone("Europe/Paris"))
    assert (found["reachable"], found["missing"]) == ("yes", ["phone"])


def test_no_word_of_ours_calls_an_on_call_service_otherwise() -> None:
    said = render_contact_rows(contacts_at(shipped().contacts, NIGHT), NIGHT, time_zone("Europe/Paris"))
    names = [one.name for one in shipped().contacts.contacts]
    for line in said.splitlines():
        told = next((line.removeprefix(name) for name in names if line.startswith(name)), "")
        assert "de garde" not in told
    assert "Astreinte informatique : dans ses horaires jusqu'à 08:00 · numéro non écrit" in said


def test_hours_that_the_site_supposes_are_said_to_be_supposed_with_the_reason() -> None:
    contacts = group({"id": "jour", "hours": "jour"}, assumed="les heures ne sont pas écrites")
    whole, member = contacts_at(contacts, DAY)
    for supposed in (whole, member):
        assert "  supposé : les heures ne sont pas écrites" in shown((supposed,))
        assert contact_row_as_json(supposed, time_zone("Europe/Paris"))["assumed"] == "les heures ne sont pas écrites"
    assert "supposé" not in shown(contacts_at(group({"id": "jour", "hours": "jour"}), DAY))


def test_rows_of_another_moment_are_told_as_of_then() -> None:
    zone, rows = time_zone("Europe/Paris"), contacts_at(shipped().contacts, DAY)
    then = render_contact_rows(rows, NIGHT, zone, then=True)
    assert [
        row.name for row in rows if f"{row.name} : {reachability_words(row, NIGHT, zone, then=True)}" not in then
    ] == []
    assert then != render_contact_rows(rows, NIGHT, zone)


def shown(rows: tuple[ContactRow, ...]) -> str:
    return render_contact_rows(rows, DAY, time_zone("Europe/Paris"))


def group(*members: dict[str, object], assumed: str | None = None) -> ContactsFile:
    """A site whose contact `tous` stands for these members; those of the schedule `jour` answer from 9 to 17 h."""
    named = [{"name": member["id"], "source": "x", **member} for member in members]
    everybody = {"id": "tous", "name": "Tous", "members": [member["id"] for member in members], "source": "x"}
    day = {"label": "Jour", "windows": [{"days": ["tous"], "from": "09:00", "to": "17:00", "assumed": assumed}]}
    found: ContactsFile = validated(
        ContactsFile, {"format": "1", "site": "x", "schedules": {"jour": day}, "contacts": [everybody, *named]}
    )
    return found


def test_of_a_group_that_is_closed_it_is_said_so_and_when_it_opens() -> None:
    number = {"kind": "phone", "value": "01 02 03 04 05"}
    found = contact_at(group({"id": "jour", "hours": "jour", "channels": [number]}), "tous", NIGHT)
    assert found.member is not None
    assert (found.reachable, found.member.id) == ("no", "jour")
    assert (found.opens_at, found.until) == (local("2026-11-24 09:00"), found.member.until)
    assert found.channels == found.member.channels
    assert contact_row_as_json(found, time_zone("Europe/Paris"))["opens_at"] == "2026-11-24T09:00+01:00"


def test_a_member_that_is_reserved_to_another_role_is_marked_within_its_group_too() -> None:
    contacts = group({"id": "jour", "hours": "jour", "reserved_to": ["référent"]})
    assert [
        contact_at(contacts, "tous", DAY, role).member.reserved  # type: ignore[union-attr]
        for role in ("manipulateur", "référent", None)
    ] == [True, False, False]


def test_a_channel_is_told_with_its_remarks_and_without_brackets_where_there_is_none() -> None:
    bare = {"kind": "phone", "value": "01 02 03 04 05"}
    assert channel_words(validated(Channel, bare)) == "téléphone : 01 02 03 04 05"
    remarked = {**bare, "label": "secrétariat", "condition": "en semaine", "preferred": "yes"}
    words = "téléphone : 01 02 03 04 05 (secrétariat, en semaine, à privilégier)"
    assert channel_words(validated(Channel, remarked)) == words
    json_of = contact_row_as_json(replace(row("philips"), channels=(validated(Channel, remarked),)), time_zone("UTC"))
    assert json_of["channels"] == [
        {**bare, "label": "secrétariat", "condition": "en semaine", "preferred": True},
    ]
