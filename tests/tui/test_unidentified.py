"""A patient whom nobody could name: asked and handed on in the full screen as line by line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pannesi.session import actions as want
from tests.support.driving import enter, play, press, running, screen_line, write
from tests.support.plain_playing import flat, state_of, station_of
from tests.support.plain_playing import play as play_plain

FACTS = {"origin": "urgences", "exam": "autre", "unit": "autre", "identity": "inconnue"}
TRAITS = {"nom": "?", "prenom": "?", "naissance": "?", "ipp-provisoire": "P12"}


def said(events: Any) -> list[tuple[str, str | None, str | None]]:
    """The facts that settle what was unknown, by kind, subject and text."""
    kinds = ("patient.handed_on", "patient.reconciled", "duty.done", "duty.could_not")
    return [
        (event.kind, event.payload.get("step") or event.payload.get("key"), event.text)
        for event in events
        if event.kind in kinds
    ]


def test_an_unknown_patient_is_asked_trait_by_trait_and_handed_on_by_both_faces(tmp_path: Path) -> None:
    written = []

    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 7)
            here.desk.do(want.AddPatient(FACTS, fields=TRAITS))
            here.desk.do(want.AnnounceReturn(here.desk.look().current_cases[0], "AB, poste 2"))
            await press(pilot, "d", "enter", "enter", "enter")
            assert "pas su. Sur quoi l'identité a-t-elle été vérifiée ?" in screen_line(pilot)
            await press(pilot, "1", "enter")
            assert "Nom de naissance (pas su) : l'écrire, ou" in screen_line(pilot)
            await write(pilot, "")
            assert "L'écrire, ou dire l'identité transmise" in screen_line(pilot)
            if not pilot.app.screen.asking:
                await press(pilot, "enter")
            await write(pilot, "Inventé")
            assert "✓ Nom de naissance" in screen_line(pilot)
            await press(pilot, "enter", "1")
            assert "Transmise à qui ?" in screen_line(pilot)
            await write(pilot, "Mme Fictive")
            await write(pilot, "")
            assert "identité restée inconnue, transmise" in screen_line(pilot)
            before = len(here.desk.state.events)
            await press(pilot, "home", "enter")
            assert "C'est déjà fait" in screen_line(pilot)
            assert not pilot.app.screen.asking
            assert len(here.desk.state.events) == before
            written.append(said(here.desk.journal.events(here.desk.session or "")))

    play(act)
    station = station_of()
    desk = station.desk()
    desk.open(want.Open("cas-4", "ris-et-pacs"))
    desk.do(want.AddPatient(FACTS, fields=TRAITS))
    desk.do(want.AnnounceReturn(desk.look().current_cases[0], "AB, poste 2"))
    typed = ("", "d", "1", "2", "1", "3", "", "3", "?", "Inventé", "4", "1", "Mme Fictive", "", "", "q")
    screen = flat(play_plain(station, *typed))
    assert "Si personne ne le sait : 1, ou Entrée" in screen
    assert said(state_of(station).timeline) == written[0]
