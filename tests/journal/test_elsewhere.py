"""A shared journal that cannot be written: what one account noted elsewhere is seen by the others, or told to them."""

from __future__ import annotations

import io
import os
import shutil
import sqlite3
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pannesi.application.context import open_station
from pannesi.application.retention.leftovers import erase_in_leftovers
from pannesi.application.retention.settled import refuse_unsettled as check_loss
from pannesi.journal.location import is_mark
from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.journal.stand_in import unmerged as elsewhere
from pannesi.journal.stand_in_journal import merge_emergency_journals, open_journal, open_stand_in
from pannesi.plain.app import run_plain
from pannesi.support.console import Output
from tests.support.driving import play, running, screen_text
from tests.support.plain_playing import ROOT
from tests.support.writers import draft, fake_writer

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a folder is shared by its group's rights")
LOCKED = "Le journal est occupé."


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    folder = tmp_path / "commun"
    folder.mkdir()
    folder.chmod(0o2770)
    return folder


@pytest.fixture(autouse=True)
def _temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))


@contextmanager
def another_account(number: int = 65534) -> Iterator[None]:
    """As another account of the machine sees the marks."""
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(elsewhere, "_own_user_id", lambda: number)
        yield


def test_a_stand_in_lies_in_the_shared_folder_and_any_account_takes_it_back(shared: Path, tmp_path: Path) -> None:
    first = open_stand_in([shared, tmp_path / "own-a"], fake_writer("w1"), LOCKED, shared, shared=True)
    first.journal.append([draft("a", text="mot")])
    first.journal.close()
    path = Path(first.journal.place)
    assert path.parent == shared
    assert stat.S_IMODE(path.stat().st_mode) == 0o660
    with another_account():
        assert list(elsewhere.marks_of_others(shared)) == [], "there is nothing to tell of what all can read"
    opened = open_journal(shared, [shared, tmp_path / "own-b"], fake_writer("w2"), check_loss, shared=True)
    assert [one.text for one in opened.journal.events("s1")] == ["mot"]
    assert opened.notices
    opened.journal.close()


def test_while_the_journal_is_held_another_account_sees_the_night_as_well(shared: Path, tmp_path: Path) -> None:
    SqliteJournal(shared / "journal.db", fake_writer("w0"), shared=True).close()
    other = sqlite3.connect(shared / "journal.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.MonkeyPatch.context() as quick:
        quick.setattr("pannesi.journal.stand_in_journal.BUSY_SECONDS", 0.02)
        first = open_journal(shared, [shared, tmp_path / "own-a"], fake_writer("w1"), check_loss, shared=True)
        first.journal.append([draft("a")])
        second = open_journal(shared, [shared, tmp_path / "own-b"], fake_writer("w2"), check_loss, shared=True)
    assert (first.state, second.state) == ("emergency", "emergency")
    assert [one.id for one in second.journal.events("s1")] == ["a"]
    other.close()
    first.journal.close()
    second.journal.close()


def elsewhere_by_another(shared: Path, tmp_path: Path) -> Path:
    """An emergency journal in a folder of its account's own."""
    opened = open_stand_in([tmp_path / "own-a"], fake_writer("w1"), LOCKED, shared, shared=True)
    opened.journal.append([draft("a", text="mot")])
    opened.journal.close()
    return Path(opened.journal.place)


def test_of_one_that_lies_elsewhere_the_others_are_told_until_it_is_taken_back(shared: Path, tmp_path: Path) -> None:
    elsewhere_by_another(shared, tmp_path)
    (mark,) = (path for path in shared.iterdir() if is_mark(path.name, shared))
    assert mark.read_bytes() == b"", "nothing but that it is there"
    assert list(elsewhere.marks_of_others(shared)) == [], "who left it is not told of it"
    with another_account():
        (left,) = elsewhere.marks_of_others(shared)
    words = elsewhere.mark_words(left)
    assert left.account in words
    assert "rouvrira pannesi" in words
    journal = SqliteJournal(shared / "journal.db", fake_writer("w2"), shared=True)
    merge_emergency_journals(journal, [tmp_path / "own-a"], fake_writer("w3"), shared, check_loss)
    journal.close()
    with another_account():
        assert list(elsewhere.marks_of_others(shared)) == []
    assert not mark.exists()


def test_where_the_shared_folder_takes_no_mark_the_machine_holds_it(shared: Path, tmp_path: Path) -> None:
    shutil.rmtree(shared)
    elsewhere_by_another(shared, tmp_path)
    assert [is_mark(path.name, shared) for path in (tmp_path / "tmp").iterdir()] == [True]
    with another_account():
        assert len(list(elsewhere.marks_of_others(shared))) == 1
        assert list(elsewhere.marks_of_others(tmp_path / "another")) == [], "it is of this folder only"


def test_a_mark_that_is_no_file_of_its_own_is_not_believed(shared: Path, tmp_path: Path) -> None:
    path = elsewhere_by_another(shared, tmp_path)
    (mark,) = (one for one in shared.iterdir() if is_mark(one.name, shared))
    mark.unlink()
    mark.symlink_to(path)
    with another_account():
        assert list(elsewhere.marks_of_others(shared)) == []


def test_a_folder_that_is_not_shared_has_no_marks(tmp_path: Path) -> None:
    opened = open_stand_in([tmp_path / "own-a"], fake_writer("w1"), LOCKED, tmp_path / "data")
    opened.journal.close()
    assert [path.name for path in tmp_path.rglob("*.ailleurs")] == []


def test_erasing_takes_no_mark_for_a_file_that_may_hold_names(shared: Path, tmp_path: Path) -> None:
    elsewhere_by_another(shared, tmp_path)
    journal = SqliteJournal(shared / "journal.db", fake_writer("w2"), shared=True)
    assert erase_in_leftovers(journal, (shared,), fake_writer("w3")) == ()
    journal.close()


def test_both_faces_say_it_on_the_first_screen(shared: Path, tmp_path: Path) -> None:
    elsewhere_by_another(shared, tmp_path)
    out = io.StringIO()
    with another_account():
        place = open_station(str(ROOT), str(shared), "CD", {}, tmp_path)
        run_plain(place, ["q\n"], Output(out, 200))
        place.journal.close()

        async def act() -> None:
            async with running(shared) as pilot:
                assert "Il manque ici des faits" in " ".join(screen_text(pilot).split())

        play(act)
    assert "Il manque ici des faits" in " ".join(out.getvalue().split())


def test_what_was_taken_back_is_said_on_the_full_screen_too(shared: Path, tmp_path: Path) -> None:
    first = open_stand_in([shared], fake_writer("w1"), LOCKED, shared, shared=True)
    first.journal.append([draft("a")])
    first.journal.close()

    async def act() -> None:
        async with running(shared) as pilot:
            assert "1 fait repris d'un journal de secours" in screen_text(pilot)

    play(act)


@pytest.mark.parametrize("command", [["verify"], ["sessions"], ["figures"], ["session", "s1"]])
def test_who_only_reads_is_told_what_is_not_there_yet(
    command: list[str], shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from pannesi.cli import main as cli

    journal = SqliteJournal(shared / "journal.db", fake_writer("w0"), shared=True)
    journal.append([draft("z")])
    elsewhere_by_another(shared, tmp_path)
    with another_account():
        cli.run_program(["--site", str(ROOT), "--data", str(shared), *command])
    assert "Il manque ici des faits" in " ".join(capsys.readouterr().err.split())
    merge_emergency_journals(journal, [tmp_path / "own-a"], fake_writer("w3"), shared, check_loss)
    with another_account():
        cli.run_program(["--site", str(ROOT), "--data", str(shared), *command])
    assert "Il manque" not in capsys.readouterr().err
    journal.close()


def test_ones_own_emergency_journal_is_told_to_who_only_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from pannesi.cli import main as cli

    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "own"))
    data = tmp_path / "data"
    journal = SqliteJournal(data / "journal.db", fake_writer("w0"))
    opened = open_stand_in([tmp_path / "own" / "pannesi"], fake_writer("w1"), LOCKED, data)
    opened.journal.append([draft("a")])
    opened.journal.close()
    asked = ["--site", str(ROOT), "--data", str(data), "sessions"]
    assert cli.run_program(asked) == 0
    assert "n'est pas encore repris" in " ".join(capsys.readouterr().err.split())
    merge_emergency_journals(journal, [tmp_path / "own" / "pannesi"], fake_writer("w3"), data, check_loss)
    assert cli.run_program(asked) == 0
    assert "n'est pas encore repris" not in capsys.readouterr().err
    journal.close()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="root alone may become another account")
def test_two_accounts_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each with its own rights: the second cannot even look into the folder of the first."""
    with tempfile.TemporaryDirectory(dir="/tmp") as made:
        folder = Path(made)
        folder.chmod(0o755)
        (folder / "commun").mkdir()
        os.chown(folder / "commun", 0, 65534)
        (folder / "commun").chmod(0o2770)
        for name, owner in (("a", 65533), ("b", 65534)):
            (folder / name).mkdir(mode=0o700)
            os.chown(folder / name, owner, 65534)
        with acting_as(65533):
            SqliteJournal(folder / "commun" / "journal.db", fake_writer("w0"), shared=True).close()
            opened = open_stand_in([folder / "a"], fake_writer("w1"), LOCKED, folder / "commun", shared=True)
            opened.journal.append([draft("a")])
            opened.journal.close()
        with acting_as(65534):
            with pytest.raises(PermissionError):
                os.listdir(folder / "a")
            (left,) = elsewhere.marks_of_others(folder / "commun")
            assert left.account == "65533"
            seen = open_journal(
                folder / "commun", [folder / "commun", folder / "b"], fake_writer("w2"), check_loss, shared=True
            )
            assert seen.state == "normal"
            assert seen.journal.events("s1") == ()
            seen.journal.close()
        with acting_as(65533):
            back = open_journal(
                folder / "commun", [folder / "commun", folder / "a"], fake_writer("w3"), check_loss, shared=True
            )
            assert len(back.journal.events("s1")) == 1
            back.journal.close()
        with acting_as(65534):
            assert list(elsewhere.marks_of_others(folder / "commun")) == []


@contextmanager
def acting_as(number: int) -> Iterator[None]:
    groups = os.getgroups()
    os.setgroups([65534])
    os.setegid(65534)
    os.seteuid(number)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)
        os.setgroups(groups)
