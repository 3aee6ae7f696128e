"""Who lands where the procedure says nothing reads it in both faces; what only its keeper must know is on no screen at work."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pannesi.application.context import open_station
from pannesi.procedure.checks.coverage import prove_coverage
from pannesi.procedure.loading.site_choice import shipped_folder
from pannesi.support.clock import Clock
from pannesi.tui.app import PannesiApp
from tests.support.driving import (
    Ticking,
    enter,
    onward,
    open_sessions,
    play,
    press,
    running,
    screen_text,
    session_screen,
    write,
)
from tests.support.plain_playing import play as play_plain
from tests.support.plain_playing import station_of
from tests.support.project_files import copied_site
from tests.support.shipped_site import shipped

ARCHIVE = 13
"""The entry of case 7 on the first screen."""
PARIS = ZoneInfo("Europe/Paris")
MONDAY = datetime(2027, 3, 8, tzinfo=PARIS)
"""Of a week without any holiday."""
SATURDAY_NOON = datetime(2026, 11, 28, 12, 0, tzinfo=PARIS)
"""Hours that are only assumed: the clock says one thing, the person at the desk may see another."""


def an_hour_of_the_proof() -> datetime:
    """A moment at which the proof says that case 7 has no degraded mode."""
    holes = [
        hole
        for hole in prove_coverage(shipped()).holes
        if (hole.entry.unit.id, hole.lack) == ("cas-7", "degraded_mode")
    ]
    when = next(when for hole in holes for when in hole.when if not when.holiday and not when.after_holiday)
    return MONDAY + timedelta(days=when.weekday, minutes=(when.start + when.end) // 2)


@pytest.fixture(params=["an hour that the proof names", "against the clock"])
def moment(request: pytest.FixtureRequest) -> datetime:
    return (SATURDAY_NOON if request.param == "against the clock" else an_hour_of_the_proof()).astimezone(UTC)


def says_whom_to_ask(screen: str) -> bool:
    """Whether a screen says that nothing is written, and whom to ask."""
    flat = " ".join(screen.replace("│", " ").split())
    return "NON ÉCRIT : aucune ligne de mode dégradé" in flat and "À demander : Référents RIS/PACS" in flat


def test_line_by_line_the_silence_of_case_7_is_said_with_whom_to_ask(moment: datetime) -> None:
    way = (str(ARCHIVE), "1", "i personne", "i personne")
    assert not says_whom_to_ask(play_plain(station_of(now=moment), *way))
    assert says_whom_to_ask(play_plain(station_of(now=moment), *way, "2"))


def test_what_the_clock_says_by_hours_that_nobody_wrote_is_marked_so() -> None:
    way = (str(ARCHIVE), "1", "i personne", "i personne")
    at_night = MONDAY.replace(hour=3).astimezone(UTC)
    assert "1  oui (horloge, heures supposées)" in play_plain(station_of(now=SATURDAY_NOON.astimezone(UTC)), *way)
    assert "1  oui (horloge)" in play_plain(station_of(now=at_night), *way)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_on_the_full_screen_the_silence_of_case_7_is_said_with_whom_to_ask(
    moment: datetime, size: tuple[int, int], tmp_path: Path
) -> None:
    async def act() -> None:
        place = open_station(
            str(shipped_folder()),
            str(tmp_path),
            "AB",
            {},
            tmp_path,
            exercise=False,
            clock=Clock(real_now=Ticking(moment)),
        )
        app = PannesiApp(place, "full")
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await enter(pilot, ARCHIVE)
            await press(pilot, "1")
            for _line in ("7.3", "7.4"):
                await press(pilot, "i")
                await write(pilot, "personne")
            assert session_screen(pilot).view.walk.next is not None
            assert not says_whom_to_ask(screen_text(pilot))
            assert ("supposées)" in screen_text(pilot)) is (moment == SATURDAY_NOON), screen_text(pilot)
            await press(pilot, "2")
            assert says_whom_to_ask(screen_text(pilot)), screen_text(pilot)

    play(act)


def overdue_site(folder: Path) -> Path:
    """The shipped procedure with every review due years ago."""
    site = copied_site(folder / "site")
    for path in (site / "cases").glob("*.yaml"):
        text = path.read_text("utf-8")
        path.write_text(text.replace("\nstatus: à relire\n", "\nstatus: à relire\nreview_by: 2020-01-31\n", 1), "utf-8")
    return site


@pytest.mark.parametrize("number", [6, ARCHIVE, 14])
def test_an_overdue_review_is_on_the_list_of_sessions_and_on_no_screen_of_who_works(
    number: int, tmp_path: Path
) -> None:
    async def act() -> None:
        async with running(tmp_path, size=(120, 40), site=overdue_site(tmp_path)) as pilot:
            seen = [screen_text(pilot)]
            await enter(pilot, number)
            for _step in range(14):
                seen.append(screen_text(pilot))
                await onward(pilot)
            for key in ("f1", "f2", "f4", "f5", "a", "question_mark"):
                await press(pilot, key)
                seen.append(screen_text(pilot))
                await press(pilot, "escape")
            assert len(set(seen)) > 8
            assert not [
                screen for screen in seen if "electure" in screen or "2020" in screen or "relire avant" in screen
            ]
            await open_sessions(pilot)
            assert "Relecture en retard : " in screen_text(pilot)
            assert "cas-3" in screen_text(pilot)

    play(act)
