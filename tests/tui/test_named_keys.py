"""A key that a text of the screen names works on that screen; what is said to lead somewhere leads there."""

from __future__ import annotations

import contextlib
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from pannesi.application.session_service import Desk
from pannesi.plain.prompts import Dialogue
from pannesi.plain.repl import find_command
from pannesi.plain.session import Guide
from pannesi.presentation.line.line_card import card_lines
from pannesi.presentation.session.status_band import banner_lines, nothing_to_do_lines, recognise_lines, reminder_lines
from pannesi.presentation.text.key_names import FULL_SCREEN, PLAIN
from pannesi.session import actions as want
from pannesi.session.event_writer import Refused
from pannesi.support.console import Output
from pannesi.support.i18n import translated
from pannesi.tui.screens import session_base
from pannesi.tui.screens.patient_line import PatientLineScreen
from pannesi.tui.screens.session import SessionScreen
from tests.support.driving import enter, onward, play, press, running, screen_text, session_screen, settled
from tests.support.named_keys import WAYS, keys_beyond, keys_in, marked
from tests.support.plain_playing import station_of
from tests.support.session_playing import intents_of_row

MOVES = ("↓", "Tab")
"""Keys that move the cursor: of the list itself, or shown on no bar."""


def works(screen: SessionScreen | PatientLineScreen, key: str) -> bool:
    """Whether a key as it is written asks for something on a screen, as it stands."""
    written = key.partition(" ")[0]
    return written in MOVES or any(command.key == written and command.applies(screen) for command in screen.commands)


async def look(pilot: Pilot[Any], met: set[str]) -> None:
    """Checks every key that the session screen names, if it is the one that stands."""
    screen = pilot.app.screen
    if isinstance(screen, SessionScreen) and not screen.asking:
        named = keys_in(screen_text(pilot))
        met.update(named)
        assert all(works(screen, key) for key in named), (named, screen_text(pilot))


@pytest.mark.parametrize("number", [0, 2, 6, 7, 9, 11])
def test_every_key_that_a_text_names_works_where_it_is_named(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_base, "FULL_SCREEN", marked(FULL_SCREEN))
    met: set[str] = set()

    async def act() -> None:
        async with running(tmp_path, (100, 40)) as pilot:
            here = await enter(pilot, number)
            here.desk.do(want.AddPatient({"origin": "externe", "exam": "coupe"}, fields={"nom": "INVENTÉE"}))
            here.draw()
            for _step in range(300):
                await look(pilot, met)
                if isinstance(pilot.app.screen, SessionScreen) and session_screen(pilot).view.walk.stage == "closed":
                    break
                await onward(pilot)
            else:
                raise AssertionError("no end")

    play(act)
    assert {"D", "T"} <= met


def test_the_end_names_only_keys_that_settle_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_base, "FULL_SCREEN", marked(FULL_SCREEN))

    async def act() -> None:
        async with running(tmp_path, (100, 40)) as pilot:
            here = await enter(pilot, 11)
            here.desk.do(want.AddPatient({"origin": "externe", "exam": "coupe"}, fields={"nom": "INVENTÉE"}))
            here.draw()
            while here.desk.look().stage != "to_close" or here.desk.look().next is not None:
                lived(here.desk)
            here.draw()
            await press(pilot, "tab")
            assert {"X", "D"} <= set(keys_in(screen_text(pilot)))
            assert [hint.key for hint in here.line_hints()][:2] == ["X", "D"]
            await press(pilot, "d", "enter")
            line = pilot.app.screen
            assert isinstance(line, PatientLineScreen)
            for way in WAYS:
                text = translated(getattr(FULL_SCREEN, way))
                assert all(works(line, key) for key in keys_beyond(text)), text

    play(act)


@pytest.mark.parametrize("images", ["attach", "unsaid"])
def test_what_prevents_closing_leads_to_where_it_is_settled(images: str, tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 7)
            for number in range(3):
                fields = {"nom": f"Inventé{number}", "console": "300256" if number else "300257"}
                here.desk.do(want.AddPatient({}, fields=fields))
            struck, kept, _alike = (patient.id for patient in here.desk.look().patients)
            if images == "attach":
                here.desk.do(want.VoidPatient(struck, "doublon", want.ImagesFate("attach", to=kept)))
            here.draw()
            blocks = here.view.walk.blocks
            codes = [block.code for block in blocks]
            assert ("images" in codes) is (images == "attach")
            assert "doubt" in codes
            for rank, block in enumerate(blocks, start=1):
                if block.patient is None:
                    continue
                await press(pilot, "x", *str(rank), *(["enter"] if len(blocks) > 8 else []))
                line = pilot.app.screen
                assert isinstance(line, PatientLineScreen), block
                assert line.patient_id == block.patient
                await press(pilot, "escape")
            await settled(pilot)

    play(act)


def lived(desk: Desk) -> None:
    """Does the next thing that can be done of a session, and what ends it once nothing is left."""
    walk = desk.look()
    if walk.next is not None:
        for intent in intents_of_row(walk.next):
            with contextlib.suppress(Refused):
                desk.do(intent)
                return
        raise AssertionError(walk.next)
    if walk.stage == "waiting":
        desk.do(want.AnnounceReturn(walk.current_cases[0], "AB, poste 2"))
    else:
        desk.do(want.Close("fin de service"))


@pytest.mark.parametrize(
    ("unit", "symptom"), [("cas-3", "images-invisibles"), ("cas-6", "vueshare"), ("cas-4", "ris-et-pacs")]
)
def test_line_by_line_every_key_that_a_text_names_can_be_typed_there(unit: str, symptom: str) -> None:
    station = station_of()
    desk, keys, met = station.desk(), marked(PLAIN), set[str]()
    desk.open(want.Open(unit, symptom))
    desk.do(want.AddPatient({"origin": "externe", "exam": "coupe"}, fields={"nom": "INVENTÉE"}))
    session_screen = Guide(station, desk, Dialogue(Output(io.StringIO()), ()))
    while True:
        session_screen.view = session_screen._look()
        view = replace(session_screen.view, keys=keys)
        texts = [*banner_lines(view, recording=True, problem=None), *recognise_lines(view)]
        texts += [line.words for line in reminder_lines(view)]
        texts += nothing_to_do_lines(view) if view.row is None else card_lines(view, view.row)
        for key in (key for text in texts for key in keys_in(text)):
            met.add(key)
            command = find_command(key)
            assert key == "écrire" or (command is not None and command[0].typed_applies(session_screen)), (key, texts)
        if view.walk.stage == "closed":
            break
        lived(desk)
    assert {"d", "r", "cl"} <= met
