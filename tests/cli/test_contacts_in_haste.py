"""`pannesi contacts` alone, asked in haste: the same words as with options, from what is read already."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pannesi.application.site_selection import read_site
from pannesi.procedure.loading import cache
from pannesi.procedure.loading.contacts_only import load_contacts
from pannesi.procedure.loading.site_choice import SiteFolder
from pannesi.support import errors as exits
from pannesi.support.clock import Clock, build_day
from tests.support.command_line import Pannesi

HEAVY = ("typer", "pydantic", "pydantic_core", "yaml", "textual", "holidays", "pannesi.cli.app")
SCRIPT = """
import atexit, sys
atexit.register(lambda: print(*sys.modules, file=sys.stderr))
from pannesi.cli.main import main
main()
"""


@pytest.mark.parametrize("alarm", [False, True], ids=["right clock", "clock in 2019"])
def test_the_words_are_the_same_with_and_without_options(
    pannesi: Pannesi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, alarm: bool
) -> None:
    now = datetime(2019 if alarm else 2026, 12, 1, 2, 12, tzinfo=UTC)
    doubted = Clock(real_now=lambda: now)
    doubted.learn(build_day())
    monkeypatch.setattr("pannesi.support.clock.wall_clock", lambda: now)
    monkeypatch.setattr("pannesi.support.clock.machine_clock", lambda _folder: doubted)
    alone, asked = pannesi("contacts"), pannesi("contacts", "--data", str(tmp_path / "data"))
    assert alone.code == asked.code == exits.OK
    assert alone.out == asked.out
    assert alone.err == asked.err
    assert ("HEURE DOUTEUSE" in alone.err) == alarm
    assert "3200" in alone.out


def test_a_site_that_home_has_read_is_neither_parsed_nor_validated_again(site: Path, tmp_path: Path) -> None:
    environment = {"PANNESI_SITE": str(site), "HOME": str(tmp_path), "PANNESI_DATA": str(tmp_path / "data")}

    def loaded() -> tuple[str, set[str]]:
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT, "contacts"], env=environment, capture_output=True, text=True, check=True
        )
        return done.stdout, set(done.stderr.split())

    said, modules = loaded()
    assert "yaml" in modules
    folder = tmp_path / ".cache" / "pannesi"
    reading = read_site(SiteFolder(site), lambda: None)
    cache.cache_site(reading.site, reading.files, folder)
    again, modules = loaded()
    assert again == said
    assert not modules & set(HEAVY)


def test_contacts_of_the_cache_are_those_of_the_file_until_it_changes(site: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cache"
    assert cache.cached_contacts(site, folder) is None
    reading = read_site(SiteFolder(site), lambda: None)
    cache.cache_site(reading.site, reading.files, folder)
    assert cache.cached_contacts(site, folder) == load_contacts(site)
    (site / "contacts.yaml").write_text((site / "contacts.yaml").read_text().replace("3200", "3201"))
    assert cache.cached_contacts(site, folder) is None
    (site / "contacts.yaml").write_bytes(reading.files["contacts.yaml"])
    assert cache.cached_contacts(site, folder) is not None
    (site / "cases" / "cas-9.yaml").write_text("id: autre\n")
    assert cache.cached_contacts(site, folder) is None
