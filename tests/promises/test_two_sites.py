"""Two hospitals on one data folder: each is led by its own numbers, and neither counts the outages of the other."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pannesi.application.context import Station, open_station
from pannesi.cli import main as cli
from pannesi.history.catalogue import station_catalogue
from pannesi.history.figures.statistics import outage_statistics
from pannesi.history.period import parse_period
from pannesi.procedure.availability.reachability import zone_of
from pannesi.session import actions as want
from pannesi.session.event_writer import DraftWriter, Refused
from pannesi.session.events import Draft
from pannesi.support import errors as exits
from tests.support.driving import press, running, screen_text, settled
from tests.support.plain_playing import NIGHT, flat, play, shipped, station_of

NAMES = ("Imagerie, CH de Pau", "Clinique Inventée")


def site_in(folder: Path, name: str, **changed: str) -> Path:
    """The shipped site under another name."""
    for where, content in shipped().files.items():
        text = content.decode().replace(NAMES[0], name)
        for before, after in changed.items():
            text = text.replace(before, after)
        (folder / where).parent.mkdir(parents=True, exist_ok=True)
        (folder / where).write_text(text, "utf-8")
    return folder


def at(tmp_path: Path, name: str, folder: str) -> Station:
    site = site_in(tmp_path / folder, name)
    return open_station(str(site), str(tmp_path / "data"), "AB", {}, tmp_path, clock=station_of().clock)


def begun(station: Station) -> str:
    desk = station.desk()
    desk.open(want.Open("cas-3", "images-invisibles"))
    assert desk.session is not None
    station.journal.close()
    return desk.session


def outages(station: Station) -> int:
    index = station_catalogue(station).caught_up(NIGHT).index
    return outage_statistics(index, parse_period(None, None), NIGHT, zone_of(station.site.contacts)).outages


@pytest.fixture(params=["told", "derived"])
def two(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, str]:
    """A session of the first hospital, and none of the second; told by the fact, or, as before, by the kept procedure."""
    if request.param == "derived":
        honest = DraftWriter.write

        def as_before(self: DraftWriter, *about: Any, **payload: Any) -> Draft:
            payload.pop("hospital", None)
            return honest(self, *about, **payload)

        monkeypatch.setattr(DraftWriter, "write", as_before)
    return tmp_path, begun(at(tmp_path, NAMES[0], "a"))


def test_the_other_is_not_led_into_it(two: tuple[Path, str]) -> None:
    tmp_path, session = two
    other = at(tmp_path, NAMES[1], "b")
    with pytest.raises(
        Refused, match=r"autre établissement : Imagerie, CH de Pau\. Ici : Clinique Inventée"
    ) as refused:
        other.resume(session)
    assert f"pannesi --site {tmp_path / 'a'} --resume {session}" in str(refused.value)
    told = flat(play(other, "", "s", "q"))
    assert "En cours" not in told
    assert "Autre établissement, tenu à part : Imagerie, CH de Pau (1 session en cours)." in told
    assert "Aucune session dans ce journal." in told
    assert "Entrée pour reprendre" not in told
    other.journal.close()
    ours = at(tmp_path, NAMES[0], "a")
    assert ours.resume(session).look().rows
    assert "Autre établissement" not in flat(play(ours, "s", "q"))


def test_each_counts_its_own(two: tuple[Path, str]) -> None:
    tmp_path, _session = two
    other = at(tmp_path, NAMES[1], "b")
    assert outages(other) == 0
    other.desk().open(want.Open("cas-2", "ris"))
    assert outages(other) == 1
    other.journal.close()
    ours = at(tmp_path, NAMES[0], "a")
    assert outages(ours) == 1
    assert [one.hospital for one in station_catalogue(ours).real_and_exercises(NIGHT)] == [NAMES[0]]
    assert outages(ours) == 1, "an index that was read for figures is written to as before"


def test_the_command_lists_them_apart(two: tuple[Path, str], capsys: pytest.CaptureFixture[str]) -> None:
    tmp_path, session = two
    begun(at(tmp_path, NAMES[1], "b"))
    where = ("--site", str(tmp_path / "b"), "--data", str(tmp_path / "data"))
    assert cli.run_program(("sessions", *where)) == exits.OK
    ours, _heading, theirs = flat(capsys.readouterr().out).partition("AUTRE ÉTABLISSEMENT, tenu à part")
    assert session not in ours
    assert f"{session}" in theirs
    assert NAMES[0] in theirs
    assert cli.run_program(("sessions", "--json", *where)) == exits.OK
    rows: list[Mapping[str, Any]] = json.loads(capsys.readouterr().out)
    assert [(one["hospital"], one.get("elsewhere", False)) for one in rows] == [(NAMES[1], False), (NAMES[0], True)]


def test_the_full_screen_tells_it_and_resumes_nothing(two: tuple[Path, str]) -> None:
    tmp_path, session = two
    site = site_in(tmp_path / "b", NAMES[1])

    async def look() -> None:
        async with running(tmp_path / "data", site=site) as pilot:
            assert "Autre établissement, tenu à part : Imagerie, CH de Pau (1 session" in screen_text(pilot)
            assert "Dysfonctionnement du PACS," not in screen_text(pilot)
            assert not pilot.app.resume_session(session)
            await settled(pilot)
            assert "autre établissement" in screen_text(pilot)
            await press(pilot, "f3")
            assert "Autre établissement, tenu à part : Imagerie, CH de Pau (1 session)" in screen_text(pilot)

    asyncio.run(look())


def test_a_hospital_that_was_given_another_name_is_the_same(tmp_path: Path) -> None:
    session = begun(at(tmp_path, NAMES[0], "a"))
    renamed = at(tmp_path, "Centre hospitalier de Pau", "a")
    assert renamed.resume(session).look().rows
    assert outages(renamed) == 1
    assert "Autre établissement" not in flat(play(renamed, "s", "q"))


def test_a_copy_of_the_same_site_is_the_same(tmp_path: Path) -> None:
    session = begun(at(tmp_path, NAMES[0], "a"))
    copy = at(tmp_path, NAMES[0].upper(), "copie")
    assert copy.resume(session).look().rows
    assert outages(copy) == 1
