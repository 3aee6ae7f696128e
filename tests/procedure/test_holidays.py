"""Public holidays: the tables are what the library says, other countries go through the library, and without it hours
that a holiday decides are unknown, never wrong."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pannesi.documents.binder.contacts_page import contacts_without_hours, week_grid
from pannesi.procedure.availability import holidays
from pannesi.procedure.availability.holidays import (
    TABLES,
    assuming_french_holidays,
    holiday_is_unknown,
    holiday_name,
    holidays_of_year,
    is_holiday_country,
    lacks_holidays_library,
)
from pannesi.procedure.availability.opening_hours import Openness, state_at, state_changes
from pannesi.procedure.availability.reachability import contact_at, reachability_words, zone_of
from pannesi.procedure.checks.coverage.calendar import moment_classes
from pannesi.procedure.checks.site_check import problems_of
from pannesi.procedure.loading.contacts_only import contacts_in
from pannesi.procedure.loading.loader import load_files
from pannesi.procedure.loading.validation import validated
from pannesi.procedure.model.contacts import ContactsFile
from tests.support.no_holidays import without_holidays
from tests.support.small_site import small


def contacts(country: str = "FR", **more: Any) -> ContactsFile:
    made: ContactsFile = validated(ContactsFile, {"format": "1", "site": "x", "holidays": country, **more})
    return made


@pytest.fixture
def _bare() -> Iterator[None]:
    with without_holidays():
        yield


@pytest.mark.parametrize("country", TABLES)
@pytest.mark.parametrize("year", [2024, 2026, 2027, 2038, 2055, 2060])
def test_the_table_says_what_the_library_says_and_years_beyond_it_ask_the_library(year: int, country: str) -> None:
    day, known = date(year, 1, 1), holidays_of_year(country, year)
    assert len(known) == (11 if country == "FR" else 13)
    while day.year == year:
        assert holiday_name(contacts(country), day) == known.get(day)
        day += timedelta(days=1)


@pytest.mark.parametrize("country", ["FR-57", "FR-67", "FR-68"])
@pytest.mark.usefixtures("_bare")
def test_alsace_moselle_has_good_friday_and_the_day_after_christmas_without_the_library(country: str) -> None:
    there = contacts(country)
    assert is_holiday_country(country)
    assert not lacks_holidays_library(there)
    assert holiday_name(there, date(2026, 4, 3)) == "Vendredi saint"
    assert holiday_name(there, date(2026, 12, 26)) == "Saint-Étienne"
    assert holiday_name(there, date(2026, 7, 14)) == "Fête nationale"
    assert holiday_name(contacts("FR"), date(2026, 4, 3)) is None
    assert holiday_name(there, date(2026, 4, 2)) is None


def test_tables_are_written_as_they_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped_table = json.loads(TABLES["FR"].read_text("utf-8"))
    written = tmp_path / "fr.json"
    monkeypatch.setattr(holidays, "TABLES", {"FR": written})
    holidays.write_tables(2026, 2027)
    assert json.loads(written.read_text("utf-8")) == {year: shipped_table[year] for year in ("2026", "2027")}
    assert "Fête du Travail" in written.read_text("utf-8")


def test_another_country_has_its_own() -> None:
    assert holiday_name(contacts("BE"), date(2026, 7, 21)) is not None
    assert holiday_name(contacts("BE"), date(2026, 7, 14)) is None


def test_countries_nobody_knows_are_not_countries() -> None:
    assert is_holiday_country("FR")
    assert is_holiday_country("CH")
    assert not is_holiday_country("ZZ")
    assert not is_holiday_country("FR-75")


@pytest.mark.usefixtures("_bare")
def test_without_the_library_a_code_that_could_be_a_countrys_is_taken_and_nothing_else() -> None:
    assert [is_holiday_country(code) for code in ("FR", "BE", "BEL", "ZZ")] == [True] * 4
    assert not any(is_holiday_country(code) for code in ("", "B", "be", "BELG", "Belgique", "FR-75", "B1", "ÉÀ"))


WORKDAYS = {"label": "Jour", "source": "x", "windows": [{"days": ["ouvrés"], "from": "08:00", "to": "18:00"}]}
CLOSED = {
    "label": "Lundi", "source": "x", "holidays": "closed",
    "windows": [{"days": ["lundi"], "from": "08:00", "to": "18:00"}],
}  # fmt: skip
ALWAYS = {"label": "Toujours", "source": "x", "windows": [{"days": ["tous"], "from": "00:00", "to": "24:00"}]}
SCHEDULES = {"jour": WORKDAYS, "lundi": CLOSED, "toujours": ALWAYS, "nuit": {"label": "Nuit", "outside": "jour"}}
MONDAY_NOON, MONDAY_NIGHT, SUNDAY_NOON = (datetime(2026, 11, *at, tzinfo=UTC) for at in ((23, 11), (23, 20), (22, 11)))


def stands(country: str, schedule: str, moment: datetime, **more: Any) -> Openness:
    return state_at(contacts(country, schedules=SCHEDULES, **more), schedule, moment)


@pytest.mark.usefixtures("_bare")
def test_hours_that_a_holiday_decides_are_unknown_and_say_why() -> None:
    for schedule in ("jour", "lundi", "nuit"):
        found = stands("BE", schedule, MONDAY_NOON)
        assert found.state == "unknown"
        assert found.reason.endswith("jours fériés de « BE » inconnus sur ce poste")
    for schedule, moment, state in (
        ("toujours", MONDAY_NOON, "open"), ("jour", MONDAY_NIGHT, "closed"), ("jour", SUNDAY_NOON, "closed"),
        ("nuit", SUNDAY_NOON, "open"), ("lundi", SUNDAY_NOON, "closed"),
    ):  # fmt: skip
        assert stands("BE", schedule, moment).state == state
    assert stands("FR", "jour", MONDAY_NOON).state == "open"
    assert stands("FR-57", "jour", MONDAY_NOON).state == "open"


@pytest.mark.usefixtures("_bare")
def test_a_holiday_of_the_hospital_alone_is_told_without_the_library() -> None:
    found = stands("BE", "jour", MONDAY_NOON, local_holidays=["2026-11-23"])
    assert (found.state, found.reason) == ("closed", "fermé, jour férié : jour férié local")
    assert lacks_holidays_library(contacts("BE", local_holidays=["2026-01-01"]))


def test_with_the_library_the_same_hours_are_told() -> None:
    assert stands("BE", "jour", MONDAY_NOON).state == "open"
    assert stands("BE", "jour", datetime(2026, 7, 21, 11, tzinfo=UTC)).state == "closed"
    assert not lacks_holidays_library(contacts("BE"))


@pytest.mark.usefixtures("_bare")
def test_years_beyond_the_table_are_unknown_where_a_holiday_decides() -> None:
    assert holiday_is_unknown(contacts("FR"), date(2060, 3, 3))
    assert stands("FR", "jour", datetime(2060, 3, 3, 11, tzinfo=UTC)).state == "unknown"
    assert stands("FR", "toujours", datetime(2060, 3, 3, 11, tzinfo=UTC)).state == "open"


def test_a_country_that_the_library_has_not_is_unknown_too() -> None:
    """Read without the library, kept, then used with it."""
    assert stands("ZZ", "jour", MONDAY_NOON).state == "unknown"


@pytest.mark.usefixtures("_bare")
def test_from_when_hours_are_unknown_is_not_told_as_hours_that_nobody_wrote() -> None:
    answers = {"id": "a", "name": "A", "hours": "jour", "source": "x", "channels": [{"kind": "short", "value": "12"}]}
    there = contacts("BE", schedules=SCHEDULES, contacts=[answers])
    row = contact_at(there, "a", SUNDAY_NOON)
    assert reachability_words(row, SUNDAY_NOON, zone_of(there)) == "fermé, horaires inconnus dès demain 08:00"
    assert reachability_words(contact_at(there, "a", MONDAY_NOON), MONDAY_NOON, zone_of(there)).startswith(
        "horaires inconnus"
    )


def random_schedule(dice: random.Random) -> dict[str, Any]:
    days = ["lundi", "mardi", "samedi", "ouvrés", "tous", "fériés"]
    hours = ["00:00", "07:30", "12:00", "18:00", "23:00"]
    windows = [
        {
            "days": dice.sample(days, dice.randint(1, 2)), "from": dice.choice(hours), "to": dice.choice(hours),
            **({"only": "urgent"} if dice.random() < 0.4 else {}),
        }
        for _ in range(dice.randint(1, 3))
    ]  # fmt: skip
    return {"label": "S", "windows": windows, "holidays": dice.choice(["open", "closed"])}


def test_what_is_told_without_the_library_holds_whichever_days_are_holidays() -> None:
    dice, told = random.Random(57), 0
    days = [date(2026, 11, 22), date(2026, 11, 23), date(2026, 11, 24)]
    for _ in range(120):
        schedules = {"s": random_schedule(dice), "o": {"label": "O", "outside": "s"}}
        moments = [datetime(2026, 11, 23, tzinfo=UTC) + timedelta(minutes=dice.randrange(1440)) for _ in range(4)]
        either = [
            contacts("FR", schedules=schedules, local_holidays=[f"{day}" for day in chosen])
            for size in range(4)
            for chosen in itertools.combinations(days, size)
        ]
        abroad = contacts("BE", schedules=schedules)
        for name, moment in itertools.product(schedules, moments):
            with without_holidays():
                state = state_at(abroad, name, moment).state
                assert state_changes(abroad, name, moment, moment)[0][1] == state
            if state != "unknown":
                told += 1
                assert {state_at(one, name, moment).state for one in either} == {state}, schedules
    assert told > 300


@pytest.mark.usefixtures("_bare")
def test_a_site_of_another_country_is_read_is_refused_by_check_and_shows_no_hour_that_may_be_wrong() -> None:
    files = small()
    files["contacts.yaml"] = files["contacts.yaml"].replace(b"holidays: FR", b"holidays: BE")
    loaded = load_files(files, "x")
    assert loaded.site is not None
    assert contacts_in(files["contacts.yaml"]) is not None
    (told,) = [one for one in problems_of(loaded, None, proof=False) if one.code == "P519"]
    assert (told.severity, told.path) == ("error", "contacts.yaml")
    assert 'pip install "pannesi[holidays]"' in told.help
    assert not [one for one in problems_of(load_files(small(), "x"), None, proof=False) if one.code == "P519"]


@pytest.mark.usefixtures("_bare")
def test_an_ordinary_week_is_one_without_a_holiday_also_where_none_is_told() -> None:
    people = [{"id": name, "name": name, "hours": name, "source": "x"} for name in SCHEDULES]
    here, abroad = (contacts(country, schedules=SCHEDULES, contacts=people) for country in ("FR", "BE"))
    assert assuming_french_holidays(here) is here
    assert week_grid(abroad) == week_grid(here)
    assert contacts_without_hours(abroad) == []
    assert moment_classes(abroad) == moment_classes(here)
