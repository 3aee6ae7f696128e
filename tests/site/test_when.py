"""Times as tired people write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pannesi.failures import ImpossibleTime
from pannesi.site.when import format_length, format_moment, parse_instant, parse_moment
from tests.site.test_hours import PARIS, local

NOW = local("2026-11-24 03:12")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("0247", "2026-11-24 02:47"), ("2h47", "2026-11-24 02:47"), ("02:47", "2026-11-24 02:47"), ("2 h 47", "2026-11-24 02:47"),
        ("3h", "2026-11-24 03:00"), ("1547", "2026-11-23 15:47"), ("15h47", "2026-11-23 15:47"), ("03:13", "2026-11-24 03:13"),
        ("il y a 5 min", "2026-11-24 03:07"), ("Il y a 1 h 10", "2026-11-24 02:02"), ("il y a 2h", "2026-11-24 01:12"),
        ("hier 22:30", "2026-11-23 22:30"), ("hier à 22h30", "2026-11-23 22:30"), ("23/11 22h30", "2026-11-23 22:30"),
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


@given(st.datetimes(datetime(2026, 1, 1), datetime(2026, 11, 24)).map(lambda one: one.replace(second=0, microsecond=0)))
def test_a_moment_as_shown_is_read_back(moment: datetime) -> None:
    wanted = moment.replace(tzinfo=UTC)
    shown = format_moment(wanted, NOW, PARIS)
    read = parse_moment(shown, NOW, PARIS)
    assert read == wanted or abs(read - wanted) == timedelta(hours=1), "the doubled hour of autumn is one of the two"


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "0 h 00"), (12, "0 h 12"), (60, "1 h 00"), (1563, "26 h 03"), (-4, "0 h 00")]
)
def test_lengths_in_hours_and_minutes(minutes: int, words: str) -> None:
    assert format_length(timedelta(minutes=minutes)) == words
