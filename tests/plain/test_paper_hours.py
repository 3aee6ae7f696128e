"""Line by line, the hour of a paper sheet that nobody knows is said to be unknown, and never invented."""

from __future__ import annotations

import pytest

from tests.support.plain_playing import PACS, flat, play, station_of

SHEET = ("p", "1", "1", "Inventé", "", "p 17")


@pytest.mark.parametrize("said", ["?", "pas sue", "inconnue"])
def test_the_hour_of_a_sheet_may_be_unknown_is_read_back_so_and_may_be_given_later(said: str) -> None:
    station = station_of()
    screen = flat(play(station, PACS, *SHEET, "", said, "p 17", "", "quitter"))
    assert "Donner l'heure écrite sur la fiche papier, ou « ? » si elle n'y est pas." in screen, "for the empty answer"
    assert "Examen fait à : heure inconnue" in screen
    session = station.journal.sessions()[0].id
    (line,) = station.resume(session).look().patients
    assert (line.label, line.hour_unknown, line.hour_given, line.draft) == ("P-017", True, False, False)
    later = flat(play(station, "p 17", "1", "", "", "", "", "o", "0302", "p 17", "", "quitter", resume=session))
    assert "? : pas sue ; Entrée : heure inconnue" in later
    assert "Examen fait à : 03:02" in later
    again = flat(play(station, "p 17", "1", "", "", "", "", "o", said, "p 17", "", "quitter", resume=session))
    assert "? : pas sue ; Entrée : 03:02" in again
    assert "Examen fait à : heure inconnue" in again
