"""A journal that goes back in time under the program: what was shown as done is never lost in silence."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pannesi.application.session_service import Desk
from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.journal.store import NotWritten, WentBack
from pannesi.plain.app import run_plain
from pannesi.session import actions as want
from pannesi.support.console import Output
from tests.support.driving import enter, play, press, running, screen_text, settled, station
from tests.support.writers import draft, erasing, fake_writer, removing

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows refuses to touch a file that is open")


def restored_in_place(path: Path, older: Path) -> None:
    path.write_bytes(older.read_bytes())


def truncated(path: Path, older: Path) -> None:
    os.truncate(path, 0)


def older_moved_over(path: Path, older: Path) -> None:
    os.replace(shutil.copy(older, path.with_name("copy")), path)


def another_journal_written_over(path: Path, older: Path) -> None:
    other = SqliteJournal(path.with_name("other.db"), fake_writer("w9"))
    other.append([draft(f"o{number}", session="elsewhere") for number in range(40)])
    other.close()
    path.write_bytes(path.with_name("other.db").read_bytes())


def removed(path: Path, older: Path) -> None:
    path.unlink()


WAYS = (restored_in_place, truncated, older_moved_over, another_journal_written_over, removed)
Way = Callable[[Path, Path], None]


@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_added_to_a_journal_that_lost_what_it_had_said_to_keep(way: Way, tmp_path: Path) -> None:
    path, older = tmp_path / "journal.db", tmp_path / "older.db"
    journal = SqliteJournal(path, fake_writer())
    journal.append([draft("a", text="mot")])
    shutil.copy(path, older)
    journal.append([draft("b")])
    assert not journal.has_lost("s1")
    way(path, older)
    assert journal.has_lost("s1")
    for _again in range(2):
        with pytest.raises(NotWritten):
            journal.append([draft("c")])
    if path.exists() and path.stat().st_size:
        left = SqliteJournal(path, fake_writer("w2"))
        assert "c" not in {one.id for one in left.events("s1")}
        left.close()


def test_what_was_only_taken_up_is_watched_as_well(tmp_path: Path) -> None:
    path, older = tmp_path / "journal.db", tmp_path / "older.db"
    others = SqliteJournal(path, fake_writer("w2"))
    others.append([draft("a")])
    shutil.copy(path, older)
    others.append([draft("b")])
    others.close()
    mine = SqliteJournal(path, fake_writer("w1"))
    mine.watch("s1")
    restored_in_place(path, older)
    with pytest.raises(WentBack):
        mine.append([draft("c")])


def test_what_others_wrote_and_was_shown_here_is_watched_too(tmp_path: Path) -> None:
    path, older = tmp_path / "journal.db", tmp_path / "older.db"
    mine, others = SqliteJournal(path, fake_writer("w1")), SqliteJournal(path, fake_writer("w2"))
    mine.append([draft("a")])
    mark = mine.mark()
    shutil.copy(path, older)
    others.append([draft("b")])
    others.close()
    assert [one.id for one in mine.tail(mark).events] == ["b"]
    restored_in_place(path, older)
    with pytest.raises(WentBack):
        mine.append([draft("c")])


def test_what_left_by_an_erasure_is_not_taken_for_lost(tmp_path: Path) -> None:
    mine, others = (SqliteJournal(tmp_path / "journal.db", fake_writer(one)) for one in ("w1", "w2"))
    mine.append([draft("a", text="mot"), draft("z", session="s2")])
    others.append([erasing("a"), removing("s2")])
    others.scrub()
    assert not mine.has_lost("s1")
    assert not mine.has_lost("s2")
    mine.append([draft("b")])


def at_work(folder: Path) -> tuple[Desk, Path, Path]:
    """A session with one answer that an older copy has, and a note with a name that it has not."""
    place = station(folder / "data")
    desk = place.desk()
    walk = desk.open(want.Open("cas-3", "images-invisibles"))
    assert walk.next is not None
    desk.do(want.Answer(*walk.next.key, "plusieurs"))
    path, older = folder / "data" / "journal.db", folder / "older.db"
    shutil.copy(path, older)
    desk.do(want.Note("M. Inventé attend au scanner"))
    return desk, path, older


def whole(desk: Desk) -> list[tuple[str, str | None]]:
    return [(one.id, one.text) for one in desk.state.timeline]


@pytest.mark.parametrize("way", WAYS)
def test_the_next_act_is_kept_with_all_before_it_and_it_is_said(
    way: Way, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "own"))
    desk, path, older = at_work(tmp_path)
    way(path, older)
    desk.do(want.Note("après"))
    assert "secours" in (desk.problem or "")
    shown = whole(desk)
    assert [text for _id, text in shown if text] == ["M. Inventé attend au scanner", "après"]
    assert [(one.id, one.text) for one in desk.journal.events(desk.session or "")] == shown
    assert desk.journal.verify() == ()
    desk.journal.close()
    again = station(tmp_path / "data")
    assert [(one.id, one.text) for one in again.journal.events(desk.session or "")] == shown
    assert again.journal.verify() == ()
    again.journal.close()


@pytest.mark.parametrize("way", WAYS)
def test_it_is_seen_before_anything_more_is_done(way: Way, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who only looks, then switches the machine off, has lost nothing either."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "own"))
    desk, path, older = at_work(tmp_path)
    assert desk.refresh() == ()
    assert desk.problem is None
    way(path, older)
    assert desk.refresh() == ()
    assert "secours" in (desk.problem or "")
    assert [(one.id, one.text) for one in desk.journal.events(desk.session or "")] == whole(desk)


def test_with_no_other_place_it_is_refused_and_nothing_is_shown_as_done(tmp_path: Path) -> None:
    desk, path, older = at_work(tmp_path)
    desk.environment = replace(desk.environment, stand_in=None)
    restored_in_place(path, older)
    before = whole(desk)
    with pytest.raises(WentBack):
        desk.do(want.Note("après"))
    assert whole(desk) == before


def test_the_full_screen_says_it_without_a_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "own"))
    data = tmp_path / "data"

    async def act() -> None:
        async with running(data) as pilot:
            screen = await enter(pilot, 6)
            shutil.copy(data / "journal.db", tmp_path / "older.db")
            await press(pilot, "tab", "1")
            restored_in_place(data / "journal.db", tmp_path / "older.db")
            screen.refresh_from_journal()
            await settled(pilot)
            shown = " ".join(screen_text(pilot).split())
            assert "tout y est enregistré" in shown
            assert "revenu en arrière" in shown
            assert len(screen.station.journal.events(screen.desk.session or "")) == len(screen.desk.state.events)

    play(act)


def test_the_plain_face_says_it_before_it_obeys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "own"))
    place, data, out = station(tmp_path / "data"), tmp_path / "data", io.StringIO()

    def typed() -> Iterator[str]:
        yield "6\n"
        shutil.copy(data / "journal.db", tmp_path / "older.db")
        yield "1\n"
        restored_in_place(data / "journal.db", tmp_path / "older.db")
        yield "1\n"
        yield "q\n"

    run_plain(place, typed(), Output(out, 200))
    place.journal.close()
    told = " ".join(out.getvalue().split())
    assert "tout y est enregistré" in told
    assert "revenu en arrière" in told
    assert told.index("revenu en arrière") < told.index("3.4 Les examens récents s'affichent-ils ? · réponse")
    again = station(data)
    (row,) = again.journal.sessions()
    kinds = [one.kind for one in again.journal.events(row.id)]
    assert kinds.count("line.answered") == 2, "both answers that were shown with their tick are there"
    again.journal.close()
