"""Who saw a return says where too: one rule for every face."""

from __future__ import annotations

import pytest

from pannesi.session import actions as want
from pannesi.session.event_writer import Refused
from pannesi.session.facts.visits import ReturnAnnounced
from tests.support.plain_playing import PACS, flat, play, state_of, station_of


@pytest.mark.parametrize("seen", ["manip", "CD", "référent,", "poste", "manip, ?", "?, poste 2"])
def test_who_without_where_is_refused(seen: str) -> None:
    station = station_of()
    play(station, PACS)
    desk = station.resume(station.journal.sessions()[0].id)
    visit = desk.look().current_cases[0]
    with pytest.raises(Refused, match=r"où|quel poste"):
        desk.do(want.AnnounceReturn(visit, seen))
    desk.do(want.AnnounceReturn(visit, "manip, poste 3"))


@pytest.mark.parametrize(
    ("lines", "seen"),
    [
        (("r", "manip", "poste 3", ""), "manip, poste 3"),
        (("r manip", "poste 3", ""), "manip, poste 3"),
        (("r manip depuis 0305", "poste 3"), "manip, poste 3"),
        (("r manip, poste 3",), "manip, poste 3"),
    ],
)
def test_typed_line_by_line_it_is_asked_where_that_is_missing(lines: tuple[str, ...], seen: str) -> None:
    station = station_of()
    screen = play(station, PACS, "h 1 0300", "", *lines)
    last = state_of(station).timeline[-1]
    assert isinstance(last.body, ReturnAnnounced)
    assert last.text == seen
    assert ("Vu sur quel poste" in flat(screen)) is not ("poste 3" in lines[0])
