"""A clock in doubt is said on every first screen, in both faces, and no hour is told as sure until somebody confirms."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from pannesi.application.context import Station
from pannesi.cli import app as command_line
from pannesi.procedure.model.numbering import UNKNOWN
from pannesi.session import actions as want
from pannesi.session.facts.lines import LineAnswered
from pannesi.support import errors as exits
from pannesi.support.clock import LAST_RUN_FILE
from tests.support.driving import enter, press, running, screen_text, settled
from tests.support.plain_playing import NIGHT, Hand, flat, play, station_of


def doubted(past: timedelta = timedelta(hours=4)) -> Station:
    """A station whose clock is so far behind what is known to be past."""
    station = station_of()
    station.clock.learn(NIGHT + past)
    return station


def test_the_line_by_line_face_says_it_everywhere_until_it_is_confirmed() -> None:
    screens = play(doubted(), "c", "6", "contacts", "hj", "ac", "q").split("> ")
    before, after = flat(screens[0] + screens[1]), flat(screens[-1])
    assert before.count("HEURE DOUTEUSE : 03:12 à ce poste, mais 07:12 est passé. Juste : hj") == 4
    assert "Qui appeler dépend de l'heure" in before or "IMADIS, assistance technique 04 37 23 00 00" in before
    assert "Astreinte informatique : dans ses horaires" not in before
    assert "l'heure de ce poste est à confirmer" in before
    assert "depuis une durée inconnue · il est 03:12 ?" in before
    assert "HEURE DOUTEUSE" not in after
    assert "Qui appeler maintenant : Astreinte informatique" in after


def test_the_question_of_a_far_day_stops_nothing() -> None:
    station = station_of()
    station.clock.learn(NIGHT - timedelta(days=500), NIGHT - timedelta(days=500))
    text = flat(play(station, "6", "ac", "hj", "q"))
    assert "Dernier lancement ici : 12/07/2025. Sommes-nous bien le 24/11/2026 ? Oui : hj" in text
    assert "03:12 ?" not in text
    assert "Qui appeler maintenant : Astreinte informatique" in text
    assert text.count("Dernier lancement") == 3


def test_without_a_doubt_nobody_is_asked() -> None:
    text = flat(play(station_of(), "hj", "6", "hj", "q"))
    assert "DOUTEUSE" not in text
    assert "Noté" not in text


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_the_full_screen_says_it_everywhere_until_it_is_confirmed(tmp_path: Path, size: tuple[int, int]) -> None:
    async def look() -> None:
        async with running(tmp_path, size) as pilot:
            clock = pilot.app.station.clock
            clock.learn(NIGHT + timedelta(hours=4))
            pilot.app.screen.draw()
            await press(pilot, "home")
            _said(pilot)
            await press(pilot, "f2")
            _said(pilot)
            assert "répond maintenant jusqu'à" not in screen_text(pilot)
            await press(pilot, "escape")
            await enter(pilot, 6)
            _said(pilot)
            assert "depuis une durée inconnue" in screen_text(pilot)
            await press(pilot, "f7")
            assert "HEURE DOUTEUSE" not in screen_text(pilot)
            assert "Noté : l'heure de ce poste est juste." in screen_text(pilot)
            for key in ("escape", "f2"):
                await press(pilot, key)
                assert "HEURE DOUTEUSE" not in screen_text(pilot)

    asyncio.run(look())


@pytest.mark.parametrize("at", ["line done", "line under the cursor"])
def test_the_hours_of_lines_drawn_before_are_doubted_and_believed_again(tmp_path: Path, at: str) -> None:
    async def look() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 6)
            await press(pilot, "1", *(["up"] if at != "line done" else []))

            def hour() -> str:
                (line,) = [
                    line
                    for line in screen_text(pilot).splitlines()
                    if ("3.1 " if at == "line done" else "répondu :") in line and "✓" in line and "·" not in line
                ]
                return line

            assert "03:1" in hour()
            assert not re.search(r"03:1\d \?", hour())
            pilot.app.station.clock.learn(NIGHT + timedelta(hours=4))
            here.draw()
            await settled(pilot)
            assert re.search(r"03:1\d \?", hour())
            await press(pilot, "f7")
            assert not re.search(r"03:1\d \?", hour())

    asyncio.run(look())


def _said(pilot: Pilot[Any]) -> None:
    first, second, *_others = screen_text(pilot).splitlines()
    red = first + second
    assert re.search(r"HEURE DOUTEUSE : 03:1\d à ce poste, mais 07:1\d est passé. Juste : F7", red)
    assert re.search(r"03:1\d \?", screen_text(pilot))


@pytest.mark.parametrize(
    ("seen", "words"),
    [
        ("2099-02-03T10:00:00+00:00", "HEURE DOUTEUSE"),
        ("2001-02-03T10:00:00+00:00", "Dernier lancement ici : 03/02/2001"),
    ],
)
def test_the_command_says_it_too(tmp_path: Path, capsys: pytest.CaptureFixture[str], seen: str, words: str) -> None:
    (tmp_path / LAST_RUN_FILE).write_text(seen)
    assert command_line.invoke(["contacts", "--data", str(tmp_path)]) == exits.OK
    printed = capsys.readouterr()
    assert words in flat(printed.err)
    assert "pannesi contacts --at" in flat(printed.err)
    assert ("Service informatique : horaires inconnus" in printed.out) is (words == "HEURE DOUTEUSE")
    assert command_line.invoke(["contacts", "--at", "10:00", "--data", str(tmp_path)]) == exits.OK
    assert (
        "Service informatique : dans ses horaires jusqu'à 17:30" in capsys.readouterr().out or words == "HEURE DOUTEUSE"
    )


def test_facts_of_a_doubtful_clock_say_so_in_the_history() -> None:
    text = flat(play(doubted(), "6", "jo", "q"))
    assert "ouverture, Dysfonctionnement du PACS · heure incertaine" in text
    text = flat(play(doubted(), "6", "hj", "m vu à ma montre", "jo", "q"))
    assert "heure incertaine" not in text.split("vu à ma montre")[-1]


def test_a_clock_set_back_within_a_session_is_said_and_nothing_is_counted_with_it() -> None:
    station = station_of()
    hand = station.clock.real_now
    assert isinstance(hand, Hand)
    desk = station.desk()
    desk.open(want.Open("cas-3", "images-invisibles"))
    hand.now -= timedelta(hours=2)
    row = next(row for row in desk.look().rows if row.line.verb in ("ask", "verify"))
    desk.do(want.Answer(row.visit, row.line.id, UNKNOWN))
    assert desk.state.timeline[-1].kind == LineAnswered.kind
    text = flat(play(station, "", "cpt", "jo", "q"))
    assert "HEURE DOUTEUSE : 01:12 à ce poste, mais 03:12 est passé" in text
    assert "premier geste : durée inconnue (01:12 ?, heure incertaine)" in text
    assert "après 0 h 00" not in text
    assert text.count("heure incertaine") >= 2
