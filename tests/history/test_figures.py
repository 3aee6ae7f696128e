"""Figures of a period: counted by SQL as a plain loop counts them."""

from __future__ import annotations

import io
import json
import statistics
import time
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pannesi.cli.use_cases.statistics import print_figures
from pannesi.history.catalogue import catalogue_of
from pannesi.history.figures.delays import DelaySpread
from pannesi.history.figures.statistics import outage_statistics
from pannesi.history.index import SessionIndex
from pannesi.history.index_entry import Tag
from pannesi.history.outages import OutageLink
from pannesi.history.period import DayRange
from pannesi.presentation.figures.statistics import figure_lines
from pannesi.session import actions as want
from pannesi.support.console import Output
from pannesi.support.progress import LONGEST_PAUSE, pause_after
from tests.support.building import NIGHT
from tests.support.figures import EVER, MINUTE, PARIS, figures, outage
from tests.support.stations import opened


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 70), st.integers(0, 500) | st.none(), st.booleans()), max_size=12))
def test_outages_and_downtime_add_up_whatever_they_are_counted_by(made: list[tuple[int, int | None, bool]]) -> None:
    """Minute by minute: what ended is counted once where it overlaps, and what lasts is in none of it."""
    entries = [
        outage(number, days=days, lasted=lasted, exercise=exercise)
        for number, (days, lasted, exercise) in enumerate(made)
    ]
    found = figures(*entries)
    real = [(days * 24 * 60, lasted) for days, lasted, exercise in made if not exercise]
    minutes = {minute - ago for ago, lasted in real if lasted is not None for minute in range(lasted)}
    assert (found.outages, found.downtime) == (len(real), len(minutes) * MINUTE)
    assert found.still_open == len(found.open) == sum(lasted is None for _ago, lasted in real)
    assert found.overall.open_downtime == max((ago for ago, lasted in real if lasted is None), default=0) * MINUTE
    assert len(found.exercises) == len(made) - len(real)
    for shares in (found.cases, found.months, found.hours):
        assert sum(one.outages for one in shares) == found.outages
        assert sum((one.downtime for one in shares), timedelta(0)) == found.downtime
    assert [one.id for one in found.hours] == [f"{hour:02d}" for hour in range(24)]
    names = [one.id for one in found.months]
    assert names == sorted(set(names))
    whole = sorted(lasted for _ago, lasted in real if lasted is not None)
    assert found.overall.longest == (whole[-1] * MINUTE if whole else None)
    assert found.overall.median == (statistics.median(whole) * MINUTE if whole else None)
    assert (found.overall.percentile_90 is not None) == (len(whole) >= 10)


def test_a_period_has_the_time_that_lies_in_it_and_shows_what_began_before() -> None:
    november = DayRange(date(2026, 11, 1), date(2026, 11, 30))
    across = outage(1, days=25, lasted=4 * 24 * 60)
    """From the 30th of October to the 3rd of November, at 03:12."""
    lasting = outage(2, days=60, lasted=None)
    found = figures(across, lasting, outage(3, days=1), period=november)
    assert (found.outages, found.overall.began_before, found.still_open) == (1, 1, 1)
    assert [one.id for one in found.open] == ["s2"]
    midnight = timedelta(days=2, hours=NIGHT.astimezone(PARIS).hour, minutes=NIGHT.minute)
    assert found.downtime == midnight + 60 * MINUTE
    assert found.overall.longest == 60 * MINUTE
    assert (found.overall.previous_outages, found.overall.previous_downtime) == (
        1, timedelta(days=4) - midnight
    )  # fmt: skip
    october = figures(across, lasting, period=DayRange(date(2026, 10, 1), date(2026, 10, 31)))
    assert october.downtime + midnight == timedelta(days=4)


def test_sessions_that_are_the_same_outage_count_once_until_one_takes_it_back() -> None:
    first, second = outage(1, lasted=60), replace(outage(2, lasted=30), links=(OutageLink("s2", "s1", stands=True),))
    found = figures(first, second)
    assert (found.outages, found.downtime, found.overall.median) == (1, 60 * MINUTE, 60 * MINUTE)
    assert [one.outages for one in found.cases] == [1]
    back = replace(first, links=(OutageLink("s1", "s2", stands=False),))
    assert figures(back, second).outages == 2
    lasting = figures(outage(1, days=1, lasted=None), second)
    assert (lasting.outages, lasting.still_open, lasting.downtime) == (1, 1, timedelta(0))
    assert figures(first, second, period=DayRange(NIGHT.date(), NIGHT.date())).outages == 1


def test_the_median_and_the_longest_are_those_of_the_outages_that_got_there() -> None:
    found = figures(*(outage(number, told=minutes) for number, minutes in enumerate((1, 2, 3, 4, 100))))
    assert found.to_alert == DelaySpread(5, None, 3 * MINUTE, None, 100 * MINUTE), "a quarter is given from ten on"
    assert found.to_reconcile is None
    assert figures().to_alert is None


@given(st.lists(st.integers(-5, 400), min_size=2, max_size=30))
def test_quarters_are_those_of_a_plain_computation(told: list[int]) -> None:
    found = figures(*(outage(number, told=minutes) for number, minutes in enumerate(told))).to_alert
    known = [max(minutes, 0) * 60_000 for minutes in told]
    low, median, high = statistics.quantiles(known, n=4, method="inclusive")
    assert found is not None
    assert (found.count, found.longest) == (len(told), timedelta(milliseconds=max(known)))
    quarters = [timedelta(milliseconds=round(one)) for one in (low, median, high)]
    assert [found.low, found.median, found.high] == (quarters if len(told) >= 10 else [None, quarters[1], None])


def test_after_each_question_there_is_a_rest() -> None:
    """Whoever counts in a thread gives way between any two: there is one for each, and none is left out."""
    index = SessionIndex(None)
    told: list[str] = []
    index.update([outage(1)], 1)
    with index.snapshot() as db:
        db.set_trace_callback(told.append)
    outage_statistics(index, EVER, NIGHT, PARIS, lambda worked: told.append("rest" if worked >= 0 else "no time"))
    index.close()
    said = [one for one in told if one == "rest" or (one.startswith(("SELECT", "WITH")) and _is_question(one))]
    assert sum(one != "rest" for one in said) > 10
    for question, following in pairwise(said):
        assert "rest" in (question, following)
    assert said[-1] == "rest"


def _is_question(query: str) -> bool:
    return not set(query.split()) & {"made", "hospitals"}


def test_a_rest_is_as_long_as_the_work_before_it_but_never_keeps_anybody_waiting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    for worked in (0.001, 30.0):
        pause_after(worked)
    assert slept == [0.001, LONGEST_PAUSE]


def test_a_period_leaves_out_what_began_before_or_after_it() -> None:
    entries = [outage(number, days=number) for number in range(10)]
    assert figures(*entries, period=DayRange(date(2026, 11, 20), date(2026, 11, 22))).outages == 3


def test_lines_are_counted_by_what_happened_to_them_under_their_latest_words() -> None:
    skipped = Tag("skipped", "cas-3/cd", "3.5 Graver")
    renamed = Tag("could_not", "cas-3/cd", "3.6 Graver un CD")
    silent = Tag("silent", "astreinte", "Astreinte")
    found = figures(outage(1, (skipped, 1), (silent, 3)), outage(2, (renamed, 1), (silent, 1)), outage(3, (renamed, 1)))
    (line,) = found.lines
    assert (line.id, line.label, line.skipped, line.could_not) == ("cas-3/cd", "3.6 Graver un CD", 1, 2)
    assert [(one.id, one.calls) for one in found.silent] == [("astreinte", 4)]


def test_figures_are_plain_json_and_are_told_in_lines_that_fit() -> None:
    found = figures(outage(1, days=40), outage(2, lasted=None), outage(3, exercise=True))
    plain = json.loads(json.dumps(found.as_json(NIGHT)))
    assert plain["format"] == 2
    assert (plain["downtime"], plain["counted_until"]) == (3600, NIGHT.isoformat(timespec="seconds"))
    assert figures(outage(1, days=40)).as_json(NIGHT)["counted_until"] is None, "the same at any hour"
    for width in (40, 80):
        told = list(figure_lines(found, PARIS, width))
        assert all(len(words) <= width for style, words, _lead in told if style == "chart")
        chart = [words for style, words, _lead in told if style == "chart"]
        for hour, length in (("04 h", "0 h 48 (1)"), ("05 h", "0 h 12 (0)")):
            assert any(words.startswith(hour) and words.endswith(length) for words in chart)
        assert any("1 h 00" in words for style, words, _lead in told if style == "chart")
    assert [line.words for line in figure_lines(figures(), PARIS, 80)][1] == "Aucune panne dans cette période."


def test_a_night_as_lived_is_in_the_figures(tmp_path: Path) -> None:
    station = opened(tmp_path)
    desk = station.desk()
    visit = desk.open(want.Open("cas-3", "images-invisibles")).current_cases[0]
    desk.do(want.Answer(visit, desk.look().rows[0].line.id, "plusieurs"))
    row = next(one for one in desk.look().rows if one.line.verb == "call" and one.status == "open")
    desk.do(want.Called(visit, row.line.id, "astreinte-informatique", "no_answer"))
    desk.do(want.CouldNot(visit, row.line.id, "personne"))
    sessions = catalogue_of(station.journal, station.site).caught_up(NIGHT)
    found = outage_statistics(sessions.index, EVER, desk.environment.now(), PARIS)
    sessions.close()
    station.journal.close()
    assert [one.id for one in found.systems] == ["pacs"]
    assert [(one.label, one.calls) for one in found.silent] == [("Astreinte informatique", 1)]
    assert [(one.id, one.could_not) for one in found.lines] == [(f"cas-3/{row.line.id}", 1)]
    assert found.to_act is not None
    assert found.to_alert is None


@pytest.mark.parametrize("width", [40, 80, 100, 120])
def test_no_chart_of_the_command_line_is_wider_than_the_terminal(tmp_path: Path, width: int) -> None:
    station = opened(tmp_path)
    desk = station.desk()
    visit = desk.open(want.Open("cas-4", "ris-et-pacs")).current_cases[0]
    row = next(one for one in desk.look().rows if one.line.verb == "call")
    desk.do(want.Called(visit, row.line.id, "astreinte-informatique", "no_answer"))
    stream = io.StringIO()
    later = NIGHT + timedelta(hours=3)
    print_figures(station.journal, station.site, None, None, later, Output(stream, width), as_json=False)
    station.journal.close()
    lines = stream.getvalue().splitlines()
    assert any("█" in line for line in lines)
    assert max(map(len, lines)) <= width
