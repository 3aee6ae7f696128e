"""An answer that is refused is asked again: who goes on typing would else type commands."""

from __future__ import annotations

import io

import pytest

from pannesi.application.context import Station
from pannesi.plain.app import run_plain
from pannesi.support.console import Output
from tests.support.plain_playing import PACS, flat, play, state_of, station_of


def typed(station: Station, *lines: str) -> str:
    """The same as played, by somebody at a terminal."""
    written = io.StringIO()
    run_plain(station, lines, Output(written), echo=False)
    return written.getvalue()


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (("h", "1", "25h70", "il y a 5 min"), "began.set"),
        (("h 25h70", "1", "0250"), "began.set"),
        (("h", "3", "99", "infirmière", "1", "hier soir", "0250"), "time.corrected"),
        (("b", "jamais", "90"), "expected.set"),
        (("b jamais", "90"), "expected.set"),
    ],
)
def test_a_time_refused_is_asked_again(lines: tuple[str, ...], kind: str) -> None:
    station = station_of()
    play(station, PACS, *lines)
    assert state_of(station).timeline[-1].kind == kind


@pytest.mark.parametrize("lines", [("h", "1", "25h70", ""), ("b", "jamais", ""), ("h", "3", "99", "")])
def test_an_empty_line_gives_up_and_the_next_one_is_a_command_again(lines: tuple[str, ...]) -> None:
    station = station_of()
    play(station, PACS, *lines, "m encore là")
    assert state_of(station).timeline[-1].text == "encore là"


@pytest.mark.parametrize(
    "lines",
    [
        ("n",),
        ("i",),
        ("re",),
        ("qui",),
        ("n 4021",),
        ("pr",),
        ("qui 4021",),
        ("pr 4021",),
        ("m",),
        ("m 4021",),
        ("pa",),
        ("pa 4021",),
        ("re 4021",),
        ("re", "CD"),
    ],
)
def test_a_name_or_a_reason_of_digits_only_is_doubted(lines: tuple[str, ...]) -> None:
    station = station_of()
    play(station, "1")
    asked = () if lines[0].endswith("4021") else ("2600451278",)
    screen = typed(station, "", *lines, *asked, "n", "")
    assert "n'est qu'un nombre : le garder ?" in flat(screen)
    assert all("2600451278" not in (event.text or "") for event in state_of(station).timeline)


@pytest.mark.parametrize("given", ["12/03/1961", "02:50", "04 37 23 00 00"])
@pytest.mark.parametrize("line", ["qui {}", "pr {}", "m {}"])
def test_a_date_or_an_hour_for_a_name_or_words_is_doubted(line: str, given: str) -> None:
    station = station_of()
    play(station, "1")
    screen = typed(station, "", line.format(given), "n", "")
    assert f"« {given} » n'a aucune lettre : le garder ?" in flat(screen)
    assert all(given not in (event.text or "") for event in state_of(station).timeline)


@pytest.mark.parametrize("given", ["4021", "05 59 00 00 00"])
def test_the_number_found_for_a_call_without_one_is_no_doubtful_note(given: str) -> None:
    """Behind the command, or at its question."""
    for lines in ((f"m {given}",), ("m", given)):
        station = station_of()
        screen = play(station, "4", *lines)
        assert "le garder ?" not in flat(screen)
        assert state_of(station).timeline[-1].text == given


def test_a_label_scanned_at_a_question_answers_nothing() -> None:
    """Nor does one that is all zeros, or a number behind its zeros."""
    for scanned in ("2600451278", "11111111", "0000000001", "00000000"):
        station = station_of()
        screen = play(station, PACS, scanned)
        assert f"lu : {scanned}, rien d'enregistré. Une étiquette ? p, pour noter ce patient" in flat(screen)
        assert state_of(station).timeline[-1].kind == "visit.opened"


def test_a_label_scanned_on_the_first_screen_opens_nothing() -> None:
    for scanned in ("2600451278", "0000000006", "00000000"):
        station = station_of()
        play(station, scanned)
        assert station.journal.sessions() == ()


def test_enter_held_ticks_nothing() -> None:
    station = station_of()
    play(station, "1")
    before = len(state_of(station).timeline)
    typed(station, *[""] * 60)
    assert len(state_of(station).timeline) == before


def test_the_number_of_a_reason_that_is_offered_is_that_reason_and_no_number_alone() -> None:
    for command in ("i", "n"):
        station = station_of()
        play(station, "1")
        screen = flat(typed(station, "", command, "1", ""))
        assert "n'est qu'un nombre" not in screen
        session = station.journal.sessions()[0].id
        texts = [event.text for event in station.journal.events(session) if event.text]
        assert texts
        assert not texts[-1].isdigit()


def test_a_reason_that_says_nothing_closes_nothing_and_is_asked_again() -> None:
    for lines in (("cl", "2600451278", "oui", "-", "x1"), ("cl 4021",), ("cl x1",), ("cl oui", "?")):
        station = station_of()
        screen = flat(typed(station, PACS, *lines, "l'équipe de jour reprend", "m encore là"))
        assert "Clore quand même ? Écrire le motif" in screen
        assert "le garder ?" not in screen, "what is refused is not asked about"
        closing = state_of(station).closing
        assert closing is not None
        assert closing.text == "l'équipe de jour reprend"
    station = station_of()
    screen = flat(typed(station, PACS, "cl 4021", "", "m encore là"))
    assert "La session reste ouverte." in screen
    assert state_of(station).timeline[-1].text == "encore là"
