"""The night on which clocks go back: each of the two hours says which it is, wherever a moment is shown or leaves."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pannesi.application.context import Station
from pannesi.documents.report.report_files import register_bytes, report_bytes
from pannesi.history.session_record import read_session
from pannesi.session import actions as want
from tests.support.driving import Ticking, enter, press, running, screen_text
from tests.support.plain_playing import Hand, flat, pass_time, play, shipped, station_of

TWICE = datetime(2026, 10, 25, 0, 20, tzinfo=UTC)
"""The first 02:20 in Paris."""
SUMMER, WINTER = "02:20 (heure d'été)", "02:20 (heure d'hiver)"


def night() -> Station:
    """A patient noted at the first 02:20, another at the second."""
    station = station_of(now=TWICE)
    desk = station.desk()
    desk.open(want.Open("cas-3", "images-invisibles"))
    desk.do(want.AddPatient({"origin": "externe", "exam": "coupe"}))
    pass_time(station, timedelta(hours=1))
    desk.do(want.AddPatient({"origin": "interne", "exam": "film"}))
    return station


def test_the_line_by_line_face_tells_the_two_apart() -> None:
    text = flat(play(night(), "", "jo", "h", "q"))
    assert f"{SUMMER} AB · patient noté : A-01" in text.replace("hier ", "")
    assert f"{WINTER} AB · patient noté : A-02" in text
    assert f"il est {WINTER}" in text
    assert "25 oct. 2026 · 02:20 (heure d'hiver)" in text


def test_what_leaves_tells_the_two_apart() -> None:
    station = night()
    session = station.journal.sessions()[0].id
    record = read_session(station.journal, shipped().site, session)
    table = register_bytes(record, "csv").decode("utf-8-sig").splitlines()
    assert f"25/10/2026 {SUMMER}" in table[1]
    assert f"25/10/2026 {WINTER}" in table[2]
    page = json.loads(report_bytes(record, "json", patients=True))
    assert f"25/10/2026 {SUMMER}" in json.dumps(page, ensure_ascii=False)
    assert f"25/10/2026 {WINTER}" in json.dumps(page, ensure_ascii=False)


def test_an_hour_typed_in_the_second_pass_is_that_of_the_second_unless_it_has_not_come() -> None:
    for now, typed, shown in (
        (85, "02:30", "02:30 (heure d'hiver)"), (85, "02:30 été", "02:30 (heure d'été)"), (62, "02:30", "02:30 (heure d'été)"),
    ):  # fmt: skip
        station = station_of(now=TWICE)
        station.desk().open(want.Open("cas-3", "images-invisibles"))
        hand = station.clock.real_now
        assert isinstance(hand, Hand)
        hand.now = TWICE + timedelta(minutes=now)
        assert f"début de la panne : {shown}" in flat(play(station, "", "h", "1", typed, "q"))


def test_the_full_screen_tells_the_two_apart(tmp_path: Path) -> None:

    async def look() -> None:
        async with running(tmp_path) as pilot:
            clock = pilot.app.station.clock
            clock.real_now = Ticking(TWICE + timedelta(hours=1))
            clock.confirm()
            pilot.app.screen.draw()
            await press(pilot, "home")
            assert "dim. 25 oct. · 02:20 hiver" in screen_text(pilot)
            await press(pilot, "f2")
            assert "dim 25/10 02:20 hiver" in screen_text(pilot)
            await press(pilot, "escape")
            await enter(pilot, 6)
            assert "(heure d'hiver)" in screen_text(pilot).splitlines()[0]
            await press(pilot, "f3")
            assert "25/10/2026 02:2" in screen_text(pilot)
            assert " hiver " in screen_text(pilot)

    asyncio.run(look())
