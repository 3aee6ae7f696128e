"""What can still be read of a damaged journal is written into a new one, and each loss is named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pannesi.journal.audit_log import audit_events
from pannesi.journal.salvage import read_damaged
from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.support import errors as exits
from tests.support.command_line import Ran, at_the_project
from tests.support.flipped_bits import SESSIONS, bits, fact_pages, flipped, schema_pages, sound
from tests.support.writers import draft, erasing, fake_writer, removing, tampered


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    at_the_project(monkeypatch, tmp_path).mkdir(mode=0o700)
    (tmp_path / "journal.db").write_bytes(sound())
    return tmp_path


def held(path: Path) -> dict[str, str | None]:
    journal = SqliteJournal(path, fake_writer("reader"), read_only=True)
    return {one.id: one.text for one in journal.events_with_salts()[0] if one.kind != "desk.salvaged"}


def test_a_sound_journal_is_read_whole_without_its_header(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = bytearray(sound())
    content[:100] = b"\0" * 100
    (place / "bad.db").write_bytes(content)
    ran = Ran(capsys, "salvage", str(place / "bad.db"))
    assert ran.code == exits.OK
    assert held(place / "bad.db.sauve") == held(place / "journal.db")
    assert "Tout ce que le journal tenait a été lu." in ran.flat
    assert (place / "bad.db").read_bytes() == bytes(content)
    assert Ran(capsys, "restore", str(place / "bad.db.sauve"), "--yes").code == exits.OK
    assert Ran(capsys, "verify").code == exits.OK


@pytest.mark.parametrize("at", bits(sound(), schema_pages(sound()), 20, seed=5))
def test_no_bit_of_the_header_or_of_the_tables_costs_a_fact(tmp_path: Path, at: int) -> None:
    (tmp_path / "bad.db").write_bytes(flipped(sound(), at))
    found = read_damaged(tmp_path / "bad.db")
    assert {one.session for one in found.events} == {*SESSIONS}
    assert found.lost == ()


@pytest.mark.parametrize("at", bits(sound(), fact_pages(sound()), 60, seed=6))
def test_a_bit_of_the_facts_costs_few_and_each_is_named(tmp_path: Path, at: int) -> None:
    (tmp_path / "bad.db").write_bytes(flipped(sound(), at))
    (tmp_path / "good.db").write_bytes(sound())
    whole, found = read_damaged(tmp_path / "good.db"), read_damaged(tmp_path / "bad.db")
    gone = {one.id for one in whole.events} - {one.id for one in found.events}
    places = {(one.session, one.writer, one.seq) for one in found.lost}
    assert {(one.session, one.writer, one.seq) for one in whole.events if one.id in gone} <= places
    silent = whole.salts.keys() - found.salts.keys() - gone
    assert {(one.session, one.writer, one.seq) for one in whole.events if one.id in silent} <= places
    assert {one.hash for one in found.events} - {one.hash for one in whole.events} == set() or found.lost


def test_a_loss_is_told_with_its_place_and_what_was_saved_can_be_taken_back(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tampered(
        place,
        "UPDATE events SET payload = '{' WHERE session = 's2' AND seq = 7",
        "DELETE FROM events WHERE session = 's3' AND seq = 9",
        "DELETE FROM texts WHERE event IN (SELECT id FROM events WHERE session = 's3' AND kind = 'noted')",
    )
    refused = Ran(capsys, "restore", str(place / "journal.db"), "--yes")
    assert refused.code == exits.PROBLEMS
    assert "pannesi salvage" in refused.flat
    ran = Ran(capsys, "salvage", str(place / "journal.db"), "--out", str(place / "new.db"))
    assert ran.code == exits.PROBLEMS
    for words in ("s2 · w1 · 7 · unreadable", "s3 · w1 · 9 · unreadable", "missing : le texte de ce fait est perdu"):
        assert words in ran.flat
    assert Ran(capsys, "restore", str(place / "new.db"), "--yes").code == exits.OK
    journal = SqliteJournal(place / "data" / "journal.db", fake_writer("reader"), read_only=True)
    assert {row.id for row in journal.sessions()} == set(SESSIONS)
    assert {(one.session, one.code) for one in journal.verify()} >= {("s2", "gap"), ("s3", "gap"), ("s3", "missing")}
    told = Ran(capsys, "session", "s2")
    assert told.code == exits.OK
    assert "FAIT ILLISIBLE" in told.flat


def test_what_was_erased_or_removed_comes_back_by_no_salvage(place: Path) -> None:
    path = place / "erased.db"
    journal = SqliteJournal(path, fake_writer())
    journal.append([draft("a", text="Nom Inventé"), draft("b", text="mot"), draft("c", "s2", text="autre")])
    before = path.read_bytes()
    journal.append([erasing("a"), removing("s2")])
    journal.close()
    (place / "both.db").write_bytes(before + path.read_bytes())  # stale pages beside those of today
    found = read_damaged(place / "both.db")
    assert {one.id: one.text for one in found.events if one.session == "s1"} == {"a": None, "b": "mot"}
    assert not [one for one in found.events if one.session == "s2"]
    assert found.lost == ()


def test_a_salvage_overwrites_nothing_and_says_what_is_no_journal(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "journal.db.sauve").write_text("mine")
    ran = Ran(capsys, "salvage", str(place / "journal.db"))
    assert ran.code == exits.PROBLEMS
    assert "--out" in ran.flat
    assert (place / "journal.db.sauve").read_text() == "mine"
    assert Ran(capsys, "salvage", str(place / "absent.db")).code == exits.USAGE
    (place / "empty.db").write_bytes(b"")
    (place / "noise.db").write_bytes(bytes(range(256)) * 400)
    for name in ("empty.db", "noise.db"):
        ran = Ran(capsys, "salvage", str(place / name))
        assert ran.code == exits.PROBLEMS
        assert "Aucun fait" in ran.flat
        assert not (place / f"{name}.sauve").exists()


def test_what_a_crash_left_half_written_is_put_right_in_a_copy_first(place: Path) -> None:
    from pannesi.application.salvage import _read_source

    folder = place / "crashed"
    folder.mkdir()
    journal = SqliteJournal(folder / "journal.db", fake_writer())
    journal.append([draft("a", text="mot")])
    db = journal._db
    db.execute("PRAGMA cache_size=1")
    db.execute("BEGIN IMMEDIATE")
    for number in range(400):
        db.execute("INSERT INTO texts VALUES (?, ?, ?)", (f"x{number}", "0" * 64, "pas écrit" * 50))
    for end in ("", "-journal"):
        shutil.copyfile(folder / f"journal.db{end}", place / f"cut.db{end}")
    db.execute("ROLLBACK")
    before = (place / "cut.db").read_bytes()
    found = _read_source(place / "cut.db", place)
    assert [(one.id, one.text) for one in found.events] == [("a", "mot")]
    assert (place / "cut.db").read_bytes() == before
    assert [path.name for path in place.iterdir() if path.name.startswith(".")] == []


def test_the_journal_that_begins_anew_remembers_what_is_lost(tmp_path: Path) -> None:
    from pannesi.journal.stand_in.renewal import replace_damaged

    content = bytearray(sound())
    content[18:20] = b"\xff\xff"
    page = max(fact_pages(sound()))
    content[page * 4096 : page * 4096 + 4096] = b"\0" * 4096
    (tmp_path / "journal.db").write_bytes(content)
    journal, said = replace_damaged(tmp_path / "journal.db", fake_writer("w2"), "Abîmé.", shared=False)
    (entry,) = [one for one in audit_events(journal) if one.kind == "desk.salvaged"]
    assert entry.payload["file"] == "journal.db.abime-1"
    assert f"{entry.payload['new']} faits" in said
    assert ("perte" in said) == bool(entry.payload["lost"])
