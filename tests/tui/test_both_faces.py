"""The same session through both interactive faces writes the same events."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from pannesi.output import Output
from pannesi.plain.face import run_plain
from pannesi.session.events import Event, Kind
from tests.tui.driving import enter, play, press, running, station, write


def told(event: Event, names: dict[str, str]) -> tuple[Any, ...]:
    """A fact without what differs from run to run: ids are named by the order in which they were met."""

    def plain(value: Any) -> Any:
        if isinstance(value, str) and len(value) == 32:
            return names.setdefault(value, f"id{len(names)}")
        if isinstance(value, list | tuple):
            return tuple(plain(one) for one in value)
        return value

    payload = {key: plain(value) for key, value in event.payload.items() if key not in ("act", "text", "examined")}
    return str(event.kind), tuple(sorted(payload.items(), key=str)), event.text


def facts(events: tuple[Event, ...]) -> list[tuple[Any, ...]]:
    names: dict[str, str] = {}
    return [told(event, names) for event in events if event.kind not in (Kind.NAMED,)]


def through_plain(folder: Path, lines: tuple[str, ...]) -> list[tuple[Any, ...]]:
    place = station(folder)
    written = io.StringIO()
    run_plain(place, [f"{line}\n" for line in lines], Output(written))
    (row,) = place.journal.sessions()
    return facts(place.journal.events(row.id))


SHORT = (
    "6",
    "1",
    "1",
    "s",
    "j",
    "1",
    "f",
    "u",
    "f",
    "f",
    "f",
    "m à relire",
    "sig",
    "3",
    "quel poste",
    "re AB poste 2",
    "ra",
    "re AB poste 2",
)


def test_the_same_session_through_both_faces_writes_the_same_events(tmp_path: Path) -> None:
    found: list[list[tuple[Any, ...]]] = []

    async def act() -> None:
        async with running(tmp_path / "full") as pilot:
            here = await enter(pilot, 6)
            await press(pilot, "1", "1", "s", "enter", "1", "enter", "u", "enter", "enter", "enter", "m")
            await write(pilot, "à relire")
            await press(pilot, "f", "3")
            await write(pilot, "quel poste")
            await press(pilot, "r")
            await write(pilot, "AB poste 2")
            await press(pilot, "r", "1", "r")
            await write(pilot, "AB poste 2")
            found.append(facts(here.desk.journal.events(here.desk.session or "")))

    play(act)
    plain = through_plain(tmp_path / "plain", SHORT)
    kinds = [one[0] for one in plain]
    assert {
        "line.answered",
        "call.outcome",
        "line.done",
        "undone",
        "noted",
        "redline.raised",
        "return.announced",
        "return.undone",
    } <= set(kinds)
    assert found[0] == plain
