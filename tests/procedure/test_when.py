"""Times as tired people write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pannesi.procedure.availability.moments import format_length, format_moment, hour_words
from pannesi.procedure.availability.typed_times import parse_instant, parse_moment
from pannesi.support.errors import ImpossibleTime
from tests.support.local_hours import PARIS, local

NOW = local("2026-11-24 03:12")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("0247", "2026-11-24 02:47"), ("2h47", "2026-11-24 02:47"), ("02:47", "2026-11-24 02:47"), ("2 h 47", "2026-11-24 02:47"),
        ("3h", "2026-11-24 03:00"), ("1547", "2026-11-23 15:47"), ("15h47", "2026-11-23 15:47"), ("03:13", "2026-11-24 03:13"),
        ("il y a 5 min", "2026-11-24 03:07"), ("Il y a 1 h 10", "2026-11-24 02:02"), ("il y a 2h", "2026-11-24 01:12"),
        ("hier 22:30", "2026-11-23 22:30"), ("hier à 22h30", "2026-11-23 22:30"), ("23/11 à 22h30", "2026-11-23 22:30"), ("23/11/2026 à 9h", "2026-11-23 09:00"), ("23/11 22h30", "2026-11-23 22:30"),
        ("31/12 23:00", "2025-12-31 23:00"), ("23/11/2026 22:30", "2026-11-23 22:30"), ("2026-11-23 22:30", "2026-11-23 22:30"),
        ("  23/11   22h30 ", "2026-11-23 22:30"),
    ],
)  # fmt: skip
def test_forgiving_times(text: str, meant: str) -> None:
    assert parse_moment(text, NOW, PARIS) == local(meant)


@pytest.mark.parametrize(
    "text",
    ["25:00", "2561", "15h60", "31/02 10:00", "29/02/2026 10:00", "", "h", "midi", "il y a", "1/13 10:00", "99999", "15:4", "-5", "12:00:00"],
)  # fmt: skip
def test_an_impossible_time_is_refused_aloud_and_never_clamped(text: str) -> None:
    with pytest.raises(ImpossibleTime, match="15h47"):
        parse_moment(text, NOW, PARIS)


@pytest.mark.parametrize("text", ["0330", "3h15", "à 9h"])
def test_an_hour_that_is_still_to_come_is_not_taken_for_the_day_before(text: str) -> None:
    with pytest.raises(ImpossibleTime, match=r"pas encore passé.*hier 0"):
        parse_moment(text, NOW, PARIS)


def test_an_hour_that_summer_time_skips_is_refused() -> None:
    with pytest.raises(ImpossibleTime, match="été"):
        parse_moment("02:30", local("2026-03-29 09:00"), PARIS)


def test_a_simulated_clock_may_be_set_ahead() -> None:
    assert parse_instant("2027-01-01 10:00", NOW, PARIS) == local("2027-01-01 10:00")
    assert parse_instant("31/12 23:00", NOW, PARIS) == local("2026-12-31 23:00")
    assert parse_instant("22h", NOW, PARIS) == local("2026-11-24 22:00")


@given(st.text(max_size=25))
def test_any_text_is_read_or_refused_in_french(text: str) -> None:
    try:
        moment = parse_moment(text, NOW, PARIS)
    except ImpossibleTime as refusal:
        moment = None
        said = str(refusal)
    assert said if moment is None else moment.tzinfo is not None


@pytest.mark.parametrize(
    ("now", "read"), [("00:50", "00:30"), ("01:20", "00:30"), ("01:50", "01:30"), ("08:00", "01:30")]
)
def test_an_hour_lived_twice_is_the_latest_that_has_come(now: str, read: str) -> None:
    """02:30 on the night when clocks go back, in UTC: half past midnight, then half past one."""
    moment = parse_moment("0230", datetime.fromisoformat(f"2026-10-25T{now}+00:00"), PARIS)
    assert f"{moment:%d %H:%M}" == f"25 {read}"


TWICE = datetime(2026, 10, 25, 0, 20, tzinfo=UTC)
"""The first 02:20 of the night on which clocks go back."""
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("moment", "long", "short"),
    [
        (TWICE - HOUR, "01:20", "01:20"),
        (TWICE, "02:20 (heure d'été)", "02:20 été"),
        (TWICE + HOUR, "02:20 (heure d'hiver)", "02:20 hiver"),
        (TWICE + 2 * HOUR, "03:20", "03:20"),
        (local("2026-03-29 03:20"), "03:20", "03:20"),
    ],
)
def test_an_hour_lived_twice_says_which_of_the_two_it_is(moment: datetime, long: str, short: str) -> None:
    assert hour_words(moment.astimezone(PARIS)) == long
    assert hour_words(moment.astimezone(PARIS), short=True) == short
    assert format_moment(moment, moment, PARIS) == long
    assert format_moment(moment, moment + timedelta(days=1), PARIS, short=True) == f"hier {short}"


def test_a_zone_that_went_back_without_a_summer_says_how_far_from_utc_it_is() -> None:
    moment = datetime(2014, 10, 25, 21, 30, tzinfo=UTC)
    both = [hour_words((moment + hours * HOUR).astimezone(ZoneInfo("Europe/Moscow"))) for hours in (0, 1)]
    assert both == ["01:30 (+0400)", "01:30 (+0300)"]


@pytest.mark.parametrize("day", ["25/10", "25/10/2026", "2026-10-25", "hier", ""])
@pytest.mark.parametrize("side", ["", " été", " hiver", " (heure d'été)", " heure d’hiver", " HIVER"])
def test_the_side_of_an_hour_lived_twice_may_be_named(day: str, side: str) -> None:
    now = TWICE + (timedelta(days=1) if day == "hier" else 3 * HOUR)
    wanted = TWICE if "t" in side else TWICE + HOUR
    assert parse_moment(f"{day} 02:20{side}".strip(), now, PARIS) == wanted


def test_an_hour_lived_twice_is_the_first_while_the_second_has_not_come() -> None:
    now = TWICE + timedelta(minutes=10)
    for text in ("02:20", "25/10 02:20", "aujourd'hui 02:20"):
        assert parse_moment(text, now, PARIS) == TWICE


@given(st.integers(0, 3 * 60))
def test_every_minute_of_the_night_on_which_clocks_go_back_is_read_back_as_shown(minute: int) -> None:
    moment = TWICE - HOUR + timedelta(minutes=minute)
    now = TWICE + timedelta(days=3)
    assert parse_moment(format_moment(moment, now, PARIS), now, PARIS) == moment


@given(st.datetimes(datetime(2026, 1, 1), datetime(2026, 11, 24)).map(lambda one: one.replace(second=0, microsecond=0)))
def test_a_moment_as_shown_is_read_back(moment: datetime) -> None:
    wanted = moment.replace(tzinfo=UTC)
    shown = format_moment(wanted, NOW, PARIS)
    read = parse_moment(shown, NOW, PARIS)
    assert read == wanted or abs(read - wanted) == timedelta(hours=1), "the doubled hour of autumn is one of the two"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 h 00"),
        (12, "0 h 12"),
        (60, "1 h 00"),
        (1563, "26 h 03"),
        (-4, "0 h 00"),
        (2880, "48 h 00"),
        (2881, "2 j 0 h"),
        (76 * 60 + 59, "3 j 4 h"),
        (91_752 * 60, "3\xa0823 j 0 h"),
    ],
)
def test_lengths_in_hours_and_minutes(minutes: int, words: str) -> None:
    assert format_length(timedelta(minutes=minutes)) == words
