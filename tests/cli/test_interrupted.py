"""Ctrl-C in a long command, and the way it says how far it is: things are whole afterwards, and it is said."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from pannesi.journal.audit_log import audit_events
from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.support import errors as exits
from pannesi.support.console import Output
from pannesi.support.progress import Progress
from tests.support.command_line import Ran
from tests.support.journal_nights import night
from tests.support.plain_playing import NIGHT, ROOT
from tests.support.writers import Wall, fake_writer


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three closed nights of long ago, in a data folder of their own."""
    monkeypatch.setenv("PANNESI_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "own"))
    monkeypatch.chdir(ROOT)
    journal = SqliteJournal(tmp_path / "data" / "journal.db", fake_writer())
    for number in (1, 2, 3):
        night(journal, Wall(), NIGHT - timedelta(days=100), f"s{number}")
    journal.close()
    return tmp_path


def read(place: Path) -> SqliteJournal:
    return SqliteJournal(place / "data" / "journal.db", fake_writer("reader"), read_only=True)


def interrupt(*_given: object, **_named: object) -> None:
    raise KeyboardInterrupt


def interrupted(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], where: str, *words: str) -> Ran:
    """Runs a command whose Ctrl-C comes while it does `where`."""
    with monkeypatch.context() as only_now:
        only_now.setattr(where, interrupt)
        ran = Ran(capsys, *words)
    assert ran.code == exits.INTERRUPTED
    assert "Interrompu. " in ran.flat
    return ran


STEP = "pannesi.support.progress.Progress.__call__"


@pytest.mark.parametrize(
    ("where", "words"),
    [
        (STEP, ("backup", "{file}")),
        ("pannesi.journal.sqlite.backup._check_whole", ("backup", "{file}")),
        ("pannesi.journal.exchange.session_transfer.encode_archive", ("export", "s1", "--out", "{file}")),
        ("pannesi.journal.exchange.session_transfer.record", ("export", "s1", "--out", "{file}")),
        ("pannesi.documents.report.report_files.report_bytes", ("report", "s1", "--out", "{file}")),
        ("pannesi.documents.report.report_files.register_bytes", ("register", "s1", "--csv", "{file}")),
        ("pannesi.documents.report.report_files.figures_page", ("figures", "--html", "{file}")),
        (STEP, ("verify",)),
        ("pannesi.cli.use_cases.statistics.figures_of", ("figures",)),
    ],
)
def test_no_half_file_is_left_and_the_journal_is_as_before(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], where: str, words: tuple[str, ...]
) -> None:
    (place / "out").mkdir()
    before = read(place).events_with_salts()
    interrupted(monkeypatch, capsys, where, *(one.format(file=place / "out" / "file") for one in words))
    assert list((place / "out").iterdir()) == []
    assert read(place).events_with_salts() == before
    assert Ran(capsys, "verify").code == exits.OK


def test_an_erasure_cut_short_is_gone_on_with(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    calls: list[str] = []

    def second(progress: Progress, *_how: object) -> None:
        calls.append(progress._what)
        if calls.count("effacement") == 2:
            raise KeyboardInterrupt

    with monkeypatch.context() as only_now:
        only_now.setattr(STEP, second)
        ran = Ran(capsys, "erase", "--yes")
    assert (ran.code, "recommencer" in ran.flat) == (exits.INTERRUPTED, True)
    assert len(audit_events(read(place))) == 2
    assert Ran(capsys, "erase", "--yes").code == exits.OK
    assert len(audit_events(read(place))) == 3
    assert Ran(capsys, "verify").code == exits.OK


def test_a_restore_cut_short_is_gone_on_with(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = {one.id for one in read(place).events_with_salts()[0]}
    Ran(capsys, "backup", str(place / "copy.db"))
    (place / "data" / "journal.db").unlink()

    def second(progress: Progress, done: int, _whole: int | None = None) -> None:
        if progress._what == "sessions reprises" and done == 2:
            raise KeyboardInterrupt

    with monkeypatch.context() as only_now:
        only_now.setattr(STEP, second)
        assert Ran(capsys, "restore", str(place / "copy.db"), "--yes").code == exits.INTERRUPTED
    assert len(read(place).sessions()) == 1
    assert Ran(capsys, "restore", str(place / "copy.db"), "--yes").code == exits.OK
    assert whole <= {one.id for one in read(place).events_with_salts()[0]}
    assert Ran(capsys, "verify").code == exits.OK


@pytest.mark.parametrize(
    "where", ["pannesi.journal.exchange.session_transfer.decode_archive", "pannesi.journal.sqlite.journal.merge_event"]
)
def test_an_import_is_whole_or_not_at_all(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], where: str
) -> None:
    out, other = str(place / "nuit.pannesi"), str(place / "other")
    Ran(capsys, "export", "s1", "--out", out)
    interrupted(monkeypatch, capsys, where, "import", out, "--data", other)
    assert SqliteJournal(place / "other" / "journal.db", fake_writer()).sessions() == ()
    assert Ran(capsys, "import", out, "--data", other).code == exits.OK


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def told(stream: io.StringIO, seconds: list[float], act: Callable[[Progress, int], None]) -> list[str]:
    clock = iter([0.0, *seconds])
    progress = Progress("copie", Output(stream), clock.__next__)
    for number in range(len(seconds)):
        act(progress, number)
    return stream.getvalue().splitlines()


def test_progress_is_told_after_a_second_and_then_now_and_then() -> None:
    seconds = [0.2, 0.9, 1.1, 1.2, 2.9, 3.2]
    assert told(Terminal(), seconds, lambda tell, done: tell(done, 10)) == ["copie : 20 %…", "copie : 50 %…"]
    assert told(Terminal(), seconds, lambda tell, done: tell(done)) == ["copie : 2…", "copie : 5…"]


def test_no_progress_is_told_where_nobody_looks() -> None:
    assert told(io.StringIO(), [1.1, 9.0], lambda tell, done: tell(done, 10)) == []


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_copy_is_taken_away_again_when_the_program_is_told_to_end(place: Path, name: str) -> None:
    target = place / "copies" / "copie.db"
    target.parent.mkdir()
    code = (
        "import os, signal, sys\n"
        "from pannesi.cli import main as cli\n"
        "from pannesi.journal.sqlite import backup as sqlite_backup\n"
        f"sqlite_backup._check_whole = lambda *_given: os.kill(os.getpid(), signal.{name})\n"
        "sys.exit(cli.run_program(('backup', sys.argv[1])))\n"
    )
    ran = subprocess.run((sys.executable, "-c", code, str(target)), capture_output=True, text=True, check=False)
    assert ran.returncode == exits.INTERRUPTED
    assert "Aucune copie n'est faite" in " ".join(ran.stderr.split())
    assert list(target.parent.iterdir()) == []
