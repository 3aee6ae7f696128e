"""Public holidays: the table is what the library says, and other countries still go through the library."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pannesi.procedure.availability.holidays import holiday_name, is_country, of_year
from pannesi.procedure.loading.validation import validated
from pannesi.procedure.model.contacts import ContactsFile


def contacts(country: str = "FR") -> ContactsFile:
    return validated(ContactsFile, {"format": "1", "site": "x", "holidays": country})


@pytest.mark.parametrize("year", [2024, 2026, 2027, 2038, 2055, 2060])
def test_the_table_says_what_the_library_says_and_years_beyond_it_ask_the_library(year: int) -> None:
    day, known = date(year, 1, 1), of_year("FR", year)
    assert len(known) == 11
    while day.year == year:
        assert holiday_name(contacts(), day) == known.get(day)
        day += timedelta(days=1)


def test_another_country_has_its_own() -> None:
    assert holiday_name(contacts("BE"), date(2026, 7, 21)) is not None
    assert holiday_name(contacts("BE"), date(2026, 7, 14)) is None


def test_countries_nobody_knows_are_not_countries() -> None:
    assert is_country("FR")
    assert is_country("CH")
    assert not is_country("ZZ")
