"""A line is struck out or dispensed, and what becomes of its images is said: in the full screen as line by line."""

from __future__ import annotations

from pathlib import Path

from pannesi.session.facts.patients import PatientVoided
from pannesi.tui.screens.patient_line import PatientLineScreen
from tests.support.both_faces import facts, through_plain
from tests.support.driving import play, press, running, screen_line, write
from tests.support.plain_playing import flat, state_of, station_of
from tests.support.plain_playing import play as play_plain
from tests.support.register_screens import STRUCK, noted


def test_both_faces_ask_what_becomes_of_the_images_and_hold_it_until_it_is_done(tmp_path: Path) -> None:
    written = []

    async def act() -> None:
        async with running(tmp_path / "full") as pilot:
            here = await noted(pilot)
            await press(pilot, "enter", "x")
            await write(pilot, "saisi deux fois")
            assert "A-01 a laissé une trace (CD remis) : que deviennent les images ?" in screen_line(pilot)
            assert "2 à rattacher à A-02" in screen_line(pilot)
            await press(pilot, "2")
            line = pilot.app.screen
            assert isinstance(line, PatientLineScreen)
            assert line.patient is not None
            assert line.patient.voided
            assert "Images à rattacher à A-02" in screen_line(pilot)
            await press(pilot, "escape")
            assert "IMAGES de A-01 à rattacher ici" in screen_line(pilot)
            assert "1 rayée, images à régler" in screen_line(pilot)
            await press(pilot, "enter", "enter")
            await write(pilot, "")
            assert "Images rattachées à A-02" in screen_line(pilot)
            assert all(patient.settled for patient in here.desk.look().patients if patient.voided)
            written.append(facts(here.desk.journal.events(here.desk.session or "")))

    play(act)
    assert written[0] == through_plain(tmp_path / "plain", STRUCK)


def test_without_an_answer_nothing_is_struck_out_and_another_line_is_named_by_its_number() -> None:
    station = station_of()
    typed = ("6", "p", "1", "1", "Inventé", "", "", "p", "2", "1", "1", "Essai", "", "", "d", "1")
    wrong = ("l 1", "2", "doublon", "", "l 1", "2", "doublon", "A-07")
    screen = flat(play_plain(station, *typed, *wrong, "dis 1 erreur", "A-02", "l 1", "", "", "cl", ""))
    assert "A-01 a laissé une trace (CD remis) : que deviennent les images ?" in screen
    assert "Dire à quelle autre ligne" in screen
    assert "Ses images : images à rattacher à A-02" in screen
    assert "A-01, dispensée : Images à rattacher à A-02" in screen
    assert PatientVoided.kind not in {event.kind for event in state_of(station).timeline}
