"""What other programs and other people's files rest on does not change: JSON, CSV and Markdown, byte for byte."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pannesi import __version__
from pannesi.application.context import Station
from pannesi.application.site_selection import SelectedSite
from pannesi.documents.report.report_files import register_bytes, report_bytes, write_figures
from pannesi.history.catalogue import catalogue_of
from pannesi.history.figures.statistics import outage_statistics
from pannesi.history.period import DayRange
from pannesi.history.session_record import read_session
from pannesi.presentation.figures.statistics import figure_lines
from pannesi.procedure.loading.site_choice import SiteFolder
from pannesi.session import actions as want
from tests.support.plain_playing import NIGHT, pass_time, station_of
from tests.support.small_site import SMALL, small_loaded, small_site

FROZEN = Path(__file__).parents[1] / "data" / "exports"
LATER = NIGHT + timedelta(days=1)


@pytest.fixture
def station() -> Station:
    """Two outages and an exercise on the small site: patients, silences, a redline, a forced closing, one still open."""
    found = station_of(SelectedSite(small_site(), small_loaded().files, SiteFolder(SMALL)))
    desk = found.desk()
    visit = desk.open(want.Open("cas-1", "images")).current_cases[0]
    pass_time(found, timedelta(minutes=4))
    call = next(row for row in desk.look().rows if row.line.verb == "call")
    desk.do(want.Called(visit, call.line.id, "informatique", "no_answer"))
    desk.do(want.AddPatient({"origin": "externe", "exam": "coupe"}, identity="D'Essai-Żółć =1+1"))
    desk.do(want.AddPatient({"origin": "urgences"}, identity="Inventée"))
    first, second = (one.id for one in desk.look().patients)
    desk.do(want.SettleDuty(first, "cd"))
    desk.do(want.VoidPatient(second, "doublon"))
    pass_time(found, timedelta(minutes=7))
    desk.do(want.CouldNot(visit, call.line.id, "personne ne répond"))
    desk.do(want.Note("badge de Monsieur Inventé"))
    desk.do(want.Close("force majeure [oui]"))
    pass_time(found, timedelta(hours=2))
    desk = found.desk()
    visit = desk.open(want.Open("cas-2", "tout")).current_cases[0]
    pass_time(found, timedelta(minutes=9))
    message = next(row for row in desk.look().rows if row.line.verb == "broadcast")
    desk.do(want.Settle(*message.key, "vu diffusé"))
    desk.do(want.Redline(visit, message.line.id, "unclear", "à qui ?"))
    pass_time(found, timedelta(minutes=51))
    found.desk().open(want.Open("cas-1", "images", exercise=True))
    return found


def made(station: Station, folder: Path) -> dict[str, bytes]:
    """Every file that leaves, by its name in the folder of frozen ones."""
    journal, site = station.journal, station.site
    sessions = sorted(journal.sessions(), key=lambda row: row.first_at)
    closed, _open, exercise = (read_session(journal, site, row.id) for row in sessions)
    figures = {form: folder / f"figures.{form}" for form in ("json", "md")}
    write_figures(journal, site, (None, None), LATER, figures, force=False)
    read = catalogue_of(journal, site).caught_up(LATER)
    found = outage_statistics(read.index, DayRange(None, None), LATER, ZoneInfo("Europe/Paris"))
    told = "".join(f"{style}: {words}\n" for style, words, _lead in figure_lines(found, ZoneInfo("Europe/Paris"), 76))
    return {
        **{f"report.{form}": report_bytes(closed, form, patients=False) for form in ("json", "md")},
        **{f"report-patients.{form}": report_bytes(closed, form, patients=True) for form in ("json", "md")},
        **{f"exercise.{form}": report_bytes(exercise, form, patients=False) for form in ("json", "md")},
        "register.csv": register_bytes(closed, "csv"),
        **{file.name: file.read_bytes() for file in figures.values()},
        "figures.txt": told.encode(),
    }


def test_what_leaves_is_what_left_before(station: Station, tmp_path: Path) -> None:
    """Only the version of the program may differ."""
    now = {
        name: content.replace(f"pannesi {__version__}".encode(), b"pannesi X")
        for name, content in made(station, tmp_path).items()
    }
    before = {file.name: file.read_bytes() for file in FROZEN.iterdir()}
    assert now.keys() == before.keys()
    assert [name for name, content in before.items() if not stands(name, content, now[name])] == []


def stands(name: str, before: bytes, now: bytes) -> bool:
    """Whether a file is what it was; in figures a new one may come between those that were there."""
    lines = iter(now.splitlines())
    return now == before or (name.startswith("figures.") and all(line in lines for line in before.splitlines()))
