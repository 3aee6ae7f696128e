"""The grid of a week says of each minute what the hours say of that moment."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from pannesi.procedure.availability.opening_hours import state_at
from pannesi.procedure.availability.reachability import contact_at
from pannesi.procedure.availability.week_grid import DAY, ContactWeek, Stretch, contact_weeks
from pannesi.procedure.loading.validation import validated
from pannesi.procedure.model.contacts import ContactsFile
from tests.support.local_hours import WINDOWS
from tests.support.shipped_site import shipped

PARIS = ZoneInfo("Europe/Paris")
MONDAY = date(2026, 11, 23)
_SAID = {"yes": "open", "no": "closed", "urgent-only": "urgent-only", "unknown": "unknown"}


def of(contact: str, monday: date = MONDAY) -> ContactWeek:
    return next(one for one in contact_weeks(shipped().contacts, monday) if one.contact_id == contact)


def wall(day: date, minute: int) -> datetime:
    return datetime.combine(day, time(minute // 60, minute % 60), PARIS).astimezone(UTC)


def test_a_working_day_of_the_hotline_is_closed_open_closed() -> None:
    assert of("hotline-informatique").days[0] == (
        Stretch(0, 480, "closed"), Stretch(480, 1050, "open"), Stretch(1050, DAY, "closed")
    )  # fmt: skip


def test_a_public_holiday_and_the_weekend_are_closed_all_day() -> None:
    days = of("hotline-informatique", date(2026, 4, 27)).days
    assert [days[number] for number in (4, 5, 6)] == [(Stretch(0, DAY, "closed"),)] * 3


def test_a_contact_of_several_members_is_open_whenever_one_of_them_is() -> None:
    assert set(of("service-informatique").days) == {(Stretch(0, DAY, "open"),)}


def test_a_contact_without_hours_is_unknown_all_week() -> None:
    assert set(of("cadre-de-garde").days) == {(Stretch(0, DAY, "unknown"),)}


@pytest.mark.parametrize("monday", [date(2026, 3, 23), date(2026, 10, 19), date(2026, 4, 27), MONDAY])
def test_every_contact_of_the_procedure_stands_as_it_is_told_at_that_moment(monday: date) -> None:
    contacts = shipped().contacts
    for one in contact_weeks(contacts, monday):
        for day in range(7):
            for minute in range(0, DAY, 105):
                told = contact_at(contacts, one.contact_id, wall(monday + timedelta(days=day), minute))
                assert one.state(day, minute) == _SAID[told.reachable], (one.name, day, minute)


@settings(max_examples=40, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(
    WINDOWS,
    st.sampled_from(["open", "closed", "unknown"]),
    st.booleans(),
    st.sampled_from([date(2026, 3, 23), date(2026, 10, 19), date(2026, 4, 27), date(2026, 6, 1)]),
    st.integers(0, 6),
    st.lists(st.integers(0, DAY - 1), min_size=1, max_size=8),
)
def test_each_minute_is_what_the_hours_say_and_stretches_cover_the_day(
    windows: list[dict[str, object]], holidays: str, outside: bool, monday: date, day: int, minutes: list[int]
) -> None:
    contacts = validated(ContactsFile, {
        "format": "1", "site": "x",
        "schedules": {"s": {"label": "S", "windows": windows, "holidays": holidays}, "o": {"label": "O", "outside": "s"}},
        "contacts": [{"id": "c", "name": "C", "hours": "o" if outside else "s"}],
    })  # fmt: skip
    (only,) = contact_weeks(contacts, monday)
    stretches = only.days[day]
    assert [one.start for one in stretches] == [0, *(one.end for one in stretches[:-1])]
    assert stretches[-1].end == DAY
    assert all(before.state != after.state for before, after in pairwise(stretches))
    for minute in {*minutes, *(one.start for one in stretches), *(one.end - 1 for one in stretches)}:
        moment = wall(monday + timedelta(days=day), minute)
        assert only.state(day, minute) == state_at(contacts, "o" if outside else "s", moment).state
