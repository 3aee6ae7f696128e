"""The procedure of a session is the one that it names, or it is said not to be had."""

from __future__ import annotations

from dataclasses import replace

from pannesi.journal.memory import MemoryJournal
from pannesi.journal.pinned_procedure import pinned_site
from pannesi.procedure.loading.loader import load_files
from pannesi.session import actions as want
from pannesi.session.state import fold
from tests.support.plain_playing import shipped, station_of
from tests.support.writers import fake_writer


def test_files_that_are_not_those_that_the_session_named_are_not_its_procedure() -> None:
    station = station_of()
    desk = station.desk()
    desk.open(want.Open("cas-3", "images-invisibles"))
    site, state = shipped().site, fold(station.journal.events(desk.session or ""))
    today = replace(site, digest="of another day")
    files = dict(shipped().files)

    def found(kept: dict[str, bytes]) -> str | None:
        journal = MemoryJournal(fake_writer())
        journal.keep_site(site.digest, kept)
        there = pinned_site(journal, state, today, lambda read: load_files(read, "").site)
        return there.digest if there is not None else None

    assert found(files) == site.digest
    changed = files["cases/cas-3-pacs.yaml"].replace(b"PACS", b"pacs", 1)
    assert found({**files, "cases/cas-3-pacs.yaml": changed}) is None
