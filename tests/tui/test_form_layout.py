"""The form of a patient: values in one column, the field beside its label, parts with headings, what was kept edited."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from pannesi.tui.screens.patient_form import PatientFormScreen
from tests.support.driving import begin_patient, enter, play, press, running, screen_text, write


def form(pilot: Pilot[Any]) -> PatientFormScreen:
    """The form, which must be the current screen."""
    assert isinstance(pilot.app.screen, PatientFormScreen), pilot.app.screen
    return pilot.app.screen


def typed(pilot: Pilot[Any]) -> str:
    """What stands in its field."""
    return form(pilot).query_one("#words", Input).value


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 20)])
@pytest.mark.parametrize("number", [7, 8, 6])
def test_values_and_the_field_stand_in_one_column_beside_their_labels(
    number: int, size: tuple[int, int], tmp_path: Path
) -> None:
    async def act() -> None:
        async with running(tmp_path, size=size) as pilot:
            await enter(pilot, number)
            await press(pilot, "p")
            while form(pilot).current != "nom":
                await press(pilot, "down")
            await press(pilot, *"INVENTE")
            lines = screen_text(pilot).splitlines()
            field = next(line for line in lines if "INVENTE" in line)
            assert "Nom de naissance" in field
            column = field.index("INVENTE")
            values = [line.rstrip("▁▂▃▄▅▆▇█ ") for line in lines if line[1:2] in ("○", "·", "✓")]
            assert values
            ends = {line.rindex("–") for line in values if line.endswith("–")}
            assert column in ends
            assert min(ends) == column, "only a label too long for its column pushes its value to the right"
            assert size[0] < 80 or ends == {column}

    play(act)


def test_the_parts_have_headings_where_there_is_room(tmp_path: Path) -> None:
    async def act() -> None:
        for size, headed in (((80, 24), True), ((80, 18), False)):
            async with running(tmp_path / str(headed), size=size) as pilot:
                await enter(pilot, 7)
                await press(pilot, "p")
                assert ("\n Patient\n" in screen_text(pilot)) is headed

    play(act)


@pytest.mark.parametrize(
    ("key", "first", "kept", "keys", "now"),
    [
        ("nom", "Dupont", "Dupont", ("end", "backspace", "d"), "Dupond"),
        ("naissance", "3 avril 1961", "03/04/1961", ("end", "backspace", "2"), "1962-04-03"),
        ("naissance", "1961", "1961", ("1", "9", "6", "2"), "1962"),
        ("examined", "02h50", "24/11/2026 02:50", ("end", "backspace", "1"), "02:51"),
    ],
)
def test_what_was_kept_is_there_to_be_edited_and_typing_replaces_it(
    key: str, first: str, kept: str, keys: tuple[str, ...], now: str, tmp_path: Path
) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await begin_patient(pilot)
            while form(pilot).current != key:
                await press(pilot, "down")
            await write(pilot, first)
            await press(pilot, "up")
            assert form(pilot).current == key
            assert typed(pilot) == kept
            await press(pilot, *keys, "enter", "f5")
            line = here.desk.look().patients[0]
            assert (here.view.hour(line.examined) if key == "examined" else line.fields[key]).startswith(now)

    play(act)


@pytest.mark.parametrize("leave", ["enter", "down", "f5", "up"])
def test_what_is_only_looked_at_again_changes_nothing(leave: str, tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await begin_patient(pilot)
            await write(pilot, "300256")
            await press(pilot, "enter", "up")
            assert typed(pilot) == "300256"
            before = here.desk.look().patients[0].fields
            await press(pilot, leave)
            assert "n'est qu'un nombre" not in screen_text(pilot)
            assert here.desk.look().patients[0].fields == before

    play(act)


def test_an_untouched_field_is_nothing_to_lose(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await begin_patient(pilot)
            await write(pilot, "Inventé")
            await press(pilot, "f5", "d", "enter", "e")
            while form(pilot).current != "nom":
                await press(pilot, "up")
            assert typed(pilot) == "Inventé"
            await press(pilot, "escape")
            assert not isinstance(pilot.app.screen, PatientFormScreen), "it asks about nothing"
            assert len(here.desk.look().patients) == 1

    play(act)


def test_emptying_the_field_keeps_what_was_there_and_a_hyphen_empties_it(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await begin_patient(pilot)
            await write(pilot, "Inventé")
            await press(pilot, "up", "backspace", "enter", "f5")
            assert here.desk.look().patients[0].fields == {"nom": "Inventé"}

    play(act)
