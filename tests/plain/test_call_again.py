"""Line by line, a call that nobody answered and that was put off comes back once its hour has come, and only once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from pannesi.history.catalogue import read_open_sessions
from pannesi.presentation.home.side import open_lines
from tests.support.plain_playing import PACS, flat, pass_time, play, play_from, station_of


def headlines(screen: str) -> list[str]:
    return [words for words in screen.splitlines() if " / " in words and ", alerter · " in words]


def test_a_call_put_off_comes_back_at_its_hour_once_and_is_said_while_another_line_is_shown() -> None:
    station = station_of()

    def typed() -> Iterator[str]:
        yield from (PACS, "1", "1", "sans réponse", "plus tard", "liste")
        pass_time(station, timedelta(minutes=10))
        yield from ("j 3.10", "1", "plus tard")

    screen, _code = play_from(station, typed())
    assert "rappeler à 03:22" in screen
    before, after = screen.split("> j 3.10")
    assert headlines(before)[-1].endswith("3.10 · Les images partent-elles vers IMADIS ?")
    assert "À RAPPELER MAINTENANT : 3.6 Prévenir le service informatique (j 3.6)" in flat(after)
    shown, put_off_again = after.split("> plus tard")
    assert headlines(shown)[-1].endswith("3.6 · Prévenir le service informatique")
    assert not headlines(put_off_again)[-1].endswith("3.6 · Prévenir le service informatique")


def test_home_says_of_an_open_session_that_a_call_is_to_be_made_again() -> None:
    station = station_of()
    play(station, PACS, "1", "1", "sans réponse")
    session = read_open_sessions(station, station.clock.now()).sessions[0]
    assert not session.call_due
    assert "rappeler" not in session.sentence()
    pass_time(station, timedelta(minutes=10))
    (session,) = read_open_sessions(station, station.clock.now()).sessions
    assert session.call_due
    assert ", à rappeler maintenant, AB" in session.sentence()
    assert all("à rappeler maintenant" in words for words in session.title_suffixes[:3])
    box = " ".join(line.plain.strip() for line in open_lines([session], 1, 60, 9, exercise=False))
    assert "→ à rappeler maintenant : Prévenir le service informatique" in box
    pass_time(station, timedelta(hours=-2))
    assert not read_open_sessions(station, station.clock.now()).sessions[0].call_due
    assert "à rappeler maintenant" not in play(station)
