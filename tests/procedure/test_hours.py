"""Opening hours: the procedure's own, at the moments where they could be wrong."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from pannesi.procedure.availability.holidays import holiday_name
from pannesi.procedure.availability.opening_hours import last_state_change, state_at, state_change_moments
from pannesi.procedure.availability.reachability import contact_at, reachability_words
from pannesi.procedure.loading.validation import validated
from pannesi.procedure.model.contacts import ContactsFile
from tests.support.local_hours import PARIS, WINDOWS, local
from tests.support.shipped_site import shipped


@pytest.mark.parametrize(
    ("schedule", "moment", "state", "until"),
    [
        ("hotline", "2026-11-24 07:59:59", "closed", "2026-11-24 08:00"),
        ("hotline", "2026-11-24 08:00", "open", "2026-11-24 17:30"),
        ("hotline", "2026-11-27 17:29:59", "open", "2026-11-27 17:30"),
        ("hotline", "2026-11-27 17:30", "closed", "2026-11-30 08:00"),
        ("hotline", "2026-05-01 10:00", "closed", "2026-05-04 08:00"),
        ("hotline", "2026-04-06 10:00", "closed", "2026-04-07 08:00"),
        ("astreinte-informatique", "2026-11-24 03:12", "open", "2026-11-24 08:00"),
        ("astreinte-informatique", "2026-05-01 10:00", "open", "2026-05-04 08:00"),
        ("astreinte-informatique", "2026-11-24 10:00", "closed", "2026-11-24 17:30"),
        ("nicesoft", "2026-11-24 08:30", "urgent-only", "2026-11-24 09:00"),
        ("nicesoft", "2026-11-24 09:00", "open", "2026-11-24 19:00"),
        ("nicesoft", "2026-11-28 12:29", "open", "2026-11-28 12:30"),
        ("nicesoft", "2026-11-28 12:30", "closed", "2026-11-30 08:00"),
        ("nicesoft", "2026-11-28 08:15", "closed", "2026-11-28 08:30"),
        ("nicesoft", "2026-05-01 10:00", "unknown", "2026-05-01 19:00"),
        ("imadis-activite", "2026-11-24 21:59", "closed", "2026-11-24 22:00"),
        ("imadis-activite", "2026-11-24 22:00", "open", "2026-11-25 08:00"),
        ("imadis-activite", "2026-11-25 03:12", "open", "2026-11-25 08:00"),
        ("imadis-activite", "2026-11-28 07:00", "open", "2026-11-28 12:30"),
        ("imadis-activite", "2026-11-29 14:00", "open", "2026-11-29 19:00"),
        ("imadis-activite", "2026-03-29 02:30", "open", "2026-03-29 08:00"),
        ("imadis-activite", "2026-10-25 02:30", "open", "2026-10-25 08:00"),
        ("toujours", "2026-12-25 00:00", "open", None),
    ],
)
def test_the_procedures_hours_at_telling_moments(schedule: str, moment: str, state: str, until: str | None) -> None:
    found = state_at(shipped().contacts, schedule, local(moment))
    assert found.state == state
    assert found.until == (local(until) if until is not None else None)


def test_a_window_that_is_an_assumption_says_so_and_only_then() -> None:
    contacts = shipped().contacts
    assert "samedis matins" in str(state_at(contacts, "imadis-activite", local("2026-11-28 10:00")).assumed)
    assert state_at(contacts, "imadis-activite", local("2026-11-24 23:00")).assumed is None


def test_the_next_full_opening_and_the_urgent_hour_before_it_are_both_told() -> None:
    found = state_at(shipped().contacts, "nicesoft", local("2026-11-24 03:12"))
    assert found.opens_at == local("2026-11-24 09:00")
    assert found.urgent_at == local("2026-11-24 08:00")


def test_hours_that_nobody_wrote_are_told_when_they_come_before_the_next_opening() -> None:
    contacts = shipped().contacts
    found = state_at(contacts, "nicesoft", local("2026-12-24 20:00"))
    assert found.unknown_at == local("2026-12-25 08:00")
    assert found.opens_at == local("2026-12-26 08:30")
    told = reachability_words(
        contact_at(contacts, "nicesoft", local("2026-12-24 20:00")), local("2026-12-24 20:00"), PARIS
    )
    assert told == "fermé, horaires non écrits dès demain 08:00, ouvre 26/12 08:30"
    assert state_at(contacts, "nicesoft", local("2026-12-23 20:00")).unknown_at is None, "it opens before"
    assert state_at(contacts, "nicesoft", local("2026-12-25 10:00")).unknown_at is None, "it is so now"


def test_a_holiday_is_named_as_the_reason() -> None:
    assert "Travail" in state_at(shipped().contacts, "hotline", local("2026-05-01 10:00")).reason
    assert "Travail" in state_at(shipped().contacts, "nicesoft", local("2026-05-01 10:00")).reason


@pytest.mark.parametrize(
    ("schedule", "moment", "reason"),
    [
        ("astreinte-informatique", "2026-11-24 03:12", "Hotline informatique : hors horaires"),
        ("astreinte-informatique", "2026-05-01 10:00", "Hotline informatique : fermé, jour férié (Fête du Travail)"),
        ("astreinte-informatique", "2026-11-24 10:00", "Hotline informatique : ouvert"),
        ("nicesoft", "2026-11-24 03:12", "Support Nicesoft : hors horaires"),
    ],
)
def test_why_it_is_open_or_closed_reads_as_french_whatever_the_name(schedule: str, moment: str, reason: str) -> None:
    assert state_at(shipped().contacts, schedule, local(moment)).reason == reason


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2026-04-06", "Pâques"),
        ("2026-05-14", "Ascension"),
        ("2027-03-29", "Pâques"),
        ("2026-11-11", "Armistice"),
        ("2026-11-24", None),
    ],
)
def test_french_public_holidays_are_known_by_name(day: str, name: str | None) -> None:
    found = holiday_name(shipped().contacts, date.fromisoformat(day))
    assert (found is None) if name is None else (name in str(found))


def test_a_local_holiday_counts_like_a_public_one() -> None:
    contacts = shipped().contacts.replace(local_holidays=(date(2026, 11, 24),))
    assert state_at(contacts, "hotline", local("2026-11-24 10:00")).state == "closed"


def made(*windows: dict[str, object], **more: object) -> ContactsFile:
    schedules = {"s": {"label": "S", "windows": list(windows), **more}, "o": {"label": "O", "outside": "s"}}
    found: ContactsFile = validated(ContactsFile, {"format": "1", "site": "x", "schedules": schedules})
    return found


def test_a_night_on_which_clocks_change_is_as_long_as_it_is() -> None:
    contacts = made({"days": ["tous"], "from": "22:00", "to": "08:00"})
    for evening, hours in (("2026-03-28", 9), ("2026-10-24", 11), ("2026-11-24", 10)):
        start = local(f"{evening} 22:00")
        found = state_at(contacts, "s", start)
        assert found.until is not None
        assert found.until - start.astimezone(UTC) == timedelta(hours=hours)


def test_an_hour_that_summer_time_skips_opens_when_clocks_jump() -> None:
    contacts = made({"days": ["tous"], "from": "02:30", "to": "05:00"})
    assert state_at(contacts, "s", local("2026-03-29 01:59")).until == local("2026-03-29 03:00")
    assert state_at(contacts, "s", local("2026-03-29 03:10")).state == "open"


def test_an_hour_that_summer_time_skips_closes_when_clocks_jump() -> None:
    contacts = made(
        {"days": ["tous"], "from": "22:00", "to": "02:30"}, {"days": ["tous"], "from": "02:00", "to": "02:45"}
    )
    assert state_at(contacts, "s", local("2026-03-29 01:59")).until == local("2026-03-29 03:00")
    assert state_at(contacts, "o", local("2026-03-29 03:10")).state == "open"


def test_an_hour_that_comes_twice_opens_and_closes_the_first_time() -> None:
    contacts = made({"days": ["tous"], "from": "02:30", "to": "05:00"})
    assert state_at(contacts, "s", local("2026-10-25 02:29")).until == local("2026-10-25 02:30").astimezone(UTC)
    assert state_at(contacts, "s", local("2026-10-25 02:10").replace(fold=1)).state == "open"


def test_a_schedule_without_hours_is_unknown_and_so_is_what_lies_outside_it() -> None:
    contacts = made(unknown="non écrit")
    assert {state_at(contacts, name, local("2026-11-24 10:00")).state for name in "so"} == {"unknown"}


_MOMENTS = st.datetimes(datetime(2026, 3, 20), datetime(2026, 5, 10)).map(
    lambda moment: moment.replace(second=0, microsecond=0, tzinfo=UTC)
)


@settings(max_examples=60, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(WINDOWS, _MOMENTS, st.sampled_from(["open", "closed", "unknown"]))
def test_until_is_truly_the_first_change(windows: list[dict[str, object]], moment: datetime, holidays: str) -> None:
    contacts = made(*windows, holidays=holidays)
    found = state_at(contacts, "s", moment)
    end = min(found.until or moment + timedelta(days=2), moment + timedelta(days=2))
    step = moment
    while step < end:
        assert state_at(contacts, "s", step).state == found.state
        step += timedelta(minutes=45)
    if found.until is not None:
        assert state_at(contacts, "s", found.until).state != found.state
        assert state_at(contacts, "s", found.until - timedelta(seconds=1)).state == found.state


@settings(max_examples=60, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(WINDOWS, _MOMENTS)
def test_outside_is_the_exact_complement(windows: list[dict[str, object]], moment: datetime) -> None:
    contacts = made(*windows)
    states = {"open": "closed", "urgent-only": "closed", "closed": "open"}
    assert state_at(contacts, "o", moment).state == states[state_at(contacts, "s", moment).state]


@settings(max_examples=60, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(WINDOWS, _MOMENTS)
def test_the_last_change_is_at_or_before_now_and_nothing_changed_since(
    windows: list[dict[str, object]], moment: datetime
) -> None:
    contacts = made(*windows)
    changed = last_state_change(contacts, "s", moment)
    assume(changed is not None)
    assert changed is not None
    assert changed <= moment
    assert state_at(contacts, "s", changed).state == state_at(contacts, "s", moment).state
    assert state_change_moments(contacts, "s", changed, moment) == ()
    assert state_at(contacts, "s", changed - timedelta(seconds=1)).state != state_at(contacts, "s", changed).state
