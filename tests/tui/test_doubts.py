"""Two patients under one number: said at once, and passed with a reason, in the full screen as line by line."""

from __future__ import annotations

from pathlib import Path

from pannesi.session import actions as want
from pannesi.session.facts.patients import SharedNumberConfirmed
from tests.support.driving import enter, play, press, running, screen_line, write
from tests.support.plain_playing import flat, state_of, station_of
from tests.support.plain_playing import play as play_plain

FACTS = {"origin": "urgences", "exam": "autre", "unit": "autre", "identity": "connue"}
FIRST = {"nom": "Inventé", "prenom": "Un", "naissance": "1950-03-12", "accession-final": "ACC777"}
SECOND = {"nom": "Fictif", "prenom": "Deux", "naissance": "1961-07-02", "accession-final": "ACC777"}
COLLISION = "COLLISION ? même « Accession Number définitif » que A-01"
WHY = "relu au PACS"


def test_a_collision_is_told_at_its_line_and_passed_with_a_reason_by_both_faces(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 7)
            for fields in (FIRST, SECOND):
                here.desk.do(want.AddPatient(FACTS, fields=fields))
            await press(pilot, "d", "down")
            assert COLLISION in screen_line(pilot)
            assert "≈ A-01" in screen_line(pilot)
            assert "≈ A-02" in screen_line(pilot)
            await press(pilot, "enter")
            assert "Numéros à revoir" in screen_line(pilot)
            await press(pilot, "up")
            assert "⏎ dire pourquoi" in screen_line(pilot)
            await press(pilot, "enter")
            assert "Pourquoi est-ce juste ?" in screen_line(pilot)
            await write(pilot, WHY)
            assert f"{COLLISION} · dit juste" in screen_line(pilot)
            assert here.desk.look().number_doubts[0].confirmed_by.text == WHY  # type: ignore[union-attr]
            await press(pilot, "up", "z")
            assert here.desk.look().number_doubts[0].confirmed_by is None

    play(act)
    station = station_of()
    desk = station.desk()
    desk.open(want.Open("cas-4", "ris-et-pacs"))
    for fields in (FIRST, SECOND):
        desk.do(want.AddPatient(FACTS, fields=fields))
    screen = flat(play_plain(station, "", "d", "l 2", "4", "", "l 2", "4", WHY, "l 2", "", "", "q"))
    assert COLLISION in screen
    assert f"{COLLISION} · dit juste : {WHY}" in screen
    confirmed = [
        (event.kind, event.text) for event in state_of(station).timeline if event.kind == SharedNumberConfirmed.kind
    ]
    assert confirmed == [(SharedNumberConfirmed.kind, WHY)]
