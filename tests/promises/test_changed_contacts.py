"""Whatever a site becomes, what was lived by it stays readable, and one session takes no other along."""

from __future__ import annotations

import asyncio
import io
import random
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pannesi.application.context import Station, open_station
from pannesi.application.site_selection import SelectedSite
from pannesi.cli.use_cases.sessions import SessionParts, print_session
from pannesi.history import index_entry_builder as survey_module
from pannesi.history.catalogue import SessionCatalogue, catalogue_of
from pannesi.history.figures.statistics import outage_statistics
from pannesi.history.period import parse_period
from pannesi.journal.memory import MemoryJournal
from pannesi.procedure.availability.opening_hours import state_at
from pannesi.procedure.availability.reachability import contacts_at, render_contact_rows, zone_of
from pannesi.procedure.loading.loader import load_files
from pannesi.procedure.model.procedure import Site
from pannesi.session import actions as want
from pannesi.session.event_writer import Refused
from pannesi.support.console import Output
from tests.support.driving import press, running, screen_text, settled
from tests.support.fuzzed_files import SHIPPED
from tests.support.fuzzed_trees import changed
from tests.support.plain_playing import NIGHT, Hand, flat, play, shipped, site_of, station_of

MADE = 8
"""How many changed sites are tried."""


def a_night() -> tuple[Station, str]:
    """A session of the shipped site that is still open, with a patient."""
    station = station_of()
    desk = station.desk()
    desk.open(want.Open("cas-3", "images-invisibles"))
    desk.do(want.AddPatient({"origin": "externe", "exam": "coupe"}))
    assert desk.session is not None
    return station, desk.session


def today(station: Station, files: Mapping[str, bytes]) -> Station:
    """The same journal on a site that became this."""
    loaded = load_files(files, "/hopital")
    assert loaded.site is not None, loaded.problems
    return replace(
        station, reading=SelectedSite(loaded.site, loaded.files, station.reading.folder), catalogue=None, _read={}
    )


def renamed(name: str, other: str) -> dict[str, bytes]:
    """The shipped files with an id renamed everywhere it is written."""
    return {path: content.replace(name.encode(), other.encode()) for path, content in shipped().files.items()}


def without_contact(name: str) -> Site:
    site = shipped().site
    left = tuple(one for one in site.contacts.contacts if one.id != name)
    return replace(site, contacts=site.contacts.replace(contacts=left))


def written_by(tell: Callable[[Output], object]) -> str:
    stream = io.StringIO()
    tell(Output(stream))
    return flat(stream.getvalue())


def read_everywhere(station: Station, session: str) -> str:
    """What every reader says of a session, and that a new one can be begun."""
    now = station.clock.real_now()
    known = catalogue_of(station.journal, station.reading.site).caught_up(now)
    outage_statistics(known.index, parse_period(None, None), now, zone_of(station.site.contacts))
    told = written_by(
        lambda out: print_session(station.journal, station.site, session, now, out, SessionParts(everything=True))
    )
    desk = station.resume(session)
    assert desk.look().rows
    told += " ".join(state_at(desk.procedure.contacts, name, now).reason for name in desk.procedure.contacts.schedules)
    told += render_contact_rows(contacts_at(desk.procedure.contacts, now), now, zone_of(desk.procedure.contacts))
    for entry in station.site.entries:
        fresh = station.desk()
        fresh.open(want.Open(entry.unit.id, entry.symptom.id))
        assert fresh.look().rows
    return told


SCHEDULES = sorted(shipped().site.contacts.schedules)
CONTACTS = sorted(one.id for one in shipped().site.contacts.contacts)


@pytest.mark.parametrize("name", [*SCHEDULES, *CONTACTS, "cas-3", "images-invisibles"])
def test_renaming_anything_leaves_what_was_lived_by_its_old_name_readable(name: str) -> None:
    station, session = a_night()
    later = today(station, renamed(name, f"neuf-{name}"))
    told = read_everywhere(later, session)
    if name in SCHEDULES:
        assert "ces horaires ne sont plus dans contacts.yaml" in told
    if name in CONTACTS:
        assert "(retiré des contacts)" in told
        assert "plus dans contacts.yaml : demander le numéro" in told


def test_a_contact_that_was_removed_keeps_its_name_and_loses_its_numbers() -> None:
    old = next(one for one in shipped().site.contacts.contacts if one.id == "imadis-assistance")
    site = shipped().site.with_contacts_of(without_contact("imadis-assistance"))
    gone = site.contact_by_id["imadis-assistance"]
    assert gone.name.startswith(old.name)
    assert [(one.kind, one.value) for one in gone.channels] == [("phone", None)]


def test_contacts_that_lack_nothing_are_taken_as_they_are() -> None:
    newer = replace(shipped().site, contacts=shipped().site.contacts.replace(site="Ailleurs"))
    assert shipped().site.with_contacts_of(newer).contacts is newer.contacts


@pytest.mark.parametrize("name", SCHEDULES[:1])
def test_both_faces_open_on_a_site_whose_schedule_was_renamed(tmp_path: Path, name: str) -> None:
    data, site = tmp_path / "data", tmp_path / "site"
    clock = station_of().clock
    station = open_station(str(shipped().folder.path), str(data), "AB", {}, tmp_path, clock=clock)
    station.desk().open(want.Open("cas-3", "images-invisibles"))
    station.journal.close()
    _write(site, renamed(name, f"neuf-{name}"))
    station = open_station(str(site), str(data), "AB", {}, tmp_path, clock=clock)
    told = flat(play(station, "", "contacts", "ac", "s", "q"))
    assert "● Dysfonctionnement du PACS" in told
    assert "MODE DÉGRADÉ" in told or "ALERTE" in told
    station.journal.close()
    asyncio.run(_seen_on_the_full_screen(data, site))


async def _seen_on_the_full_screen(data: Path, site: Path) -> None:
    async with running(data, site=site) as pilot:
        assert "Dysfonctionnement du PACS" in screen_text(pilot)
        await press(pilot, "enter")
        await settled(pilot)
        await press(pilot, "f3")


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for where, content in files.items():
        (folder / where).parent.mkdir(parents=True, exist_ok=True)
        (folder / where).write_bytes(content)


def a_change(dice: random.Random) -> dict[str, bytes]:
    """The shipped files with several changed, of those changes that still load."""
    files = dict(shipped().files)
    wanted = dice.randint(1, 4)
    while wanted:
        name = dice.choice(sorted(SHIPPED))
        path = name if name == "contacts.yaml" else f"cases/{name}"
        tried = {**files, path: changed(name, dice)}
        if load_files(tried, "x").site is not None:
            files, wanted = tried, wanted - 1
    return files


@pytest.mark.parametrize("seed", range(MADE))
def test_any_change_that_is_accepted_leaves_every_session_readable_and_new_ones_possible(seed: int) -> None:
    station, session = a_night()
    read_everywhere(today(station, a_change(random.Random(seed))), session)


@pytest.mark.parametrize("seed", range(MADE // 2))
def test_so_does_one_whose_procedure_is_no_longer_kept(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    station, session = a_night()
    monkeypatch.setattr(MemoryJournal, "site", lambda self, digest: None)
    read_everywhere(today(station, a_change(random.Random(100 + seed))), session)


def test_a_session_that_cannot_be_read_takes_no_other_along(monkeypatch: pytest.MonkeyPatch) -> None:
    station, bad = a_night()
    station.desk().open(want.Open("cas-2", "ris"))
    honest = survey_module.build_entry

    def fails(name: str, *given: Any) -> Any:
        if name == bad:
            raise KeyError("vieux")
        return honest(name, *given)

    monkeypatch.setattr(survey_module, "build_entry", fails)
    known = SessionCatalogue(station.journal, catalogue_of(station.journal, site_of(station)).index, site_of(station))
    listed = {one.id: one for one in known.caught_up(NIGHT).real_and_exercises(NIGHT)}
    assert len(listed) == 2
    assert re.fullmatch(
        r"Session non lue, KeyError \(\w+\.py:\d+\), erreur du programme : elle n'est pas abîmée",
        listed[bad].sentence(),
    )
    assert listed[bad].as_json()["stage"] == "unreadable"
    assert not listed[bad].open
    figures = outage_statistics(known.index, parse_period(None, None), NIGHT, zone_of(site_of(station).contacts))
    assert figures.outages == 1
    told = flat(play(station, "s", "q"))
    assert "Session non lue, KeyError" in told
    assert "Dysfonctionnement du RIS" in told


def test_a_session_that_cannot_be_taken_up_is_refused_and_the_program_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    station, session = a_night()

    def fails(*_given: object) -> None:
        raise KeyError("vieux")

    monkeypatch.setattr("pannesi.application.session_service.pinned_site", fails)
    with pytest.raises(Refused, match=r"être reprise ici : erreur du programme, KeyError \(.*\)\. Elle n'est pas"):
        station.resume(session)
    told = flat(play(station, "", "contacts", "q"))
    assert "ne peut pas être reprise ici" in told
    assert "IMADIS, assistance technique" in told
    assert isinstance(station.clock.real_now, Hand)
