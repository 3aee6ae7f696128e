"""One bit of a file changed: nothing crashes, what can be read is there, what cannot is shown in its place."""

from __future__ import annotations

import os
import random
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from pannesi.application.retention.settled import refuse_unsettled as check_loss
from pannesi.history.catalogue import SessionCatalogue
from pannesi.history.index import SessionIndex
from pannesi.history.index_schema import INDEX_FILE as INDEX
from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.journal.stand_in_journal import open_journal
from pannesi.journal.store import Corrupt, DamagedOnWrite, NotWritten
from pannesi.session.state import fold
from tests.support.flipped_bits import BEGAN, SESSIONS, asked, bits, fact_pages, flipped, schema_pages, sound
from tests.support.journal_nights import site
from tests.support.writers import chains_broken, draft, fake_writer, tampered


def begun(folder: Path, content: bytes, name: str = "journal.db") -> Path:
    folder.mkdir(mode=0o700, exist_ok=True)
    (folder / name).write_bytes(content)
    return folder


@pytest.mark.parametrize("at", bits(sound(), schema_pages(sound()), 24, seed=33))
def test_a_bit_of_the_header_or_of_the_tables_takes_no_session_away(tmp_path: Path, at: int) -> None:
    with asked(begun(tmp_path / "data", flipped(sound(), at))) as lived:
        assert (set(lived.usable), set(lived.listed)) == (set(SESSIONS), set(SESSIONS))
    aside = tmp_path / "data" / "journal.db.abime-1"
    if aside.exists():
        assert aside.read_bytes() == flipped(sound(), at)
        assert "gardé sous" in lived.notices[0]


@pytest.mark.parametrize("at", bits(sound(), fact_pages(sound()), 40, seed=35))
def test_a_bit_of_the_facts_leaves_all_that_is_beside_it(tmp_path: Path, at: int) -> None:
    with asked(begun(tmp_path / "data", flipped(sound(), at))) as lived:
        assert set(lived.listed) >= set(SESSIONS)
        assert len(lived.usable) >= len(SESSIONS) - 1
        assert all("début" in one for one in lived.refused), "only a session whose very beginning is lost is not opened"


@pytest.mark.parametrize("seed", range(3))
def test_a_damaged_index_or_emergency_journal_stops_nothing(tmp_path: Path, seed: int) -> None:
    folder = begun(tmp_path / "data", sound())
    with asked(folder):
        pass
    index, dice = (folder / INDEX).read_bytes(), random.Random(seed)
    for number in range(6):
        begun(folder, flipped(index, dice.randrange(len(index) * 8)), INDEX)
        begun(folder, flipped(sound(), dice.randrange(100 * 8)), f"urgence-{number}.db")
        with asked(folder) as lived:
            assert set(lived.usable) == set(SESSIONS)


def test_a_name_in_the_schema_that_is_no_text_is_a_damaged_file(tmp_path: Path) -> None:
    content = sound()
    at = content.index(b"CREATE TABLE texts (event") + len("CREATE TABLE texts (")
    begun(tmp_path, flipped(content, at * 8 + 7))
    with pytest.raises((Corrupt, DamagedOnWrite)):
        SqliteJournal(tmp_path / "journal.db", fake_writer()).check_integrity()


@pytest.mark.parametrize("number", [2**32 - 1, 2**31, 4000])
def test_a_version_that_no_program_writes_is_damage_and_no_newer_program(tmp_path: Path, number: int) -> None:
    content = bytearray(sound())
    content[60:64] = number.to_bytes(4, "big")
    opened = open_journal(begun(tmp_path / "data", bytes(content)), [], fake_writer("w2"), check_loss)
    assert opened.state == "normal"
    assert {row.id for row in opened.journal.sessions()} == set(SESSIONS)


UNREADABLE = [
    ("no JSON", "payload = '{\"visit\": '"),
    ("a float", "payload = '{\"minutes\": 1.5}'"),
    ("not a number", "payload = '{\"minutes\": NaN}'"),
    ("no object", "payload = '[]'"),
    ("endless nesting", "payload = '" + "[" * 5000 + "'"),
    ("no list", "replaces = '{}'"),
    ("an hour out of all time", "at = '9999-12-31T23:59:59-14:00'"),
    ("an hour before all clocks", "at = '0001-01-01T00:00:00Z'"),
    ("a clock that nothing follows", f"hlc = {2**62}"),
    ("no clock", "hlc = -5"),
    ("no text", "actor = CAST(x'ff' AS TEXT)"),
]


@pytest.mark.parametrize("change", [change for _what, change in UNREADABLE], ids=[what for what, _change in UNREADABLE])
def test_one_fact_that_cannot_be_read_is_shown_in_its_place_and_the_rest_goes_on(tmp_path: Path, change: str) -> None:
    folder = begun(tmp_path / "data", sound())
    row = "SELECT id FROM events WHERE session = 's1' AND kind = 'noted'"
    tampered(folder, f"UPDATE events SET {change} WHERE id = ({row})")
    with asked(folder) as lived:
        assert set(lived.usable) == set(SESSIONS)
        assert "FAIT ILLISIBLE" in lived.said
        assert "s1 · w1 ·" in lived.said
        assert "unreadable" in lived.said
        desk = lived.station.desk()
        desk.resume("s1")
        assert desk.state.unreadable == 1
        assert "illisible" in str(desk.problem)
        written = desk.journal.append([draft("next", "s1")])[0]
        assert written.hlc < 2**61, "the clock follows no value that no program wrote"
        (lost,) = [one for one in desk.state.timeline if one.unreadable]
        near = desk.state.timeline.index(lost)
        assert desk.state.timeline[near - 1].seq == 3 or "hlc" in change


def test_facts_that_are_gone_leave_one_place(tmp_path: Path) -> None:
    folder = begun(tmp_path / "data", sound())
    tampered(folder, "DELETE FROM events WHERE session = 's2' AND seq IN (4, 5, 6)")
    with asked(folder) as lived:
        assert "3 FAITS ILLISIBLES" in lived.said
        (place,) = [one for one in lived.station.journal.events("s2") if one.unreadable]
        assert (place.seq, place.payload["count"]) == (4, 3)


def test_a_session_that_cannot_be_told_is_listed_as_such_and_takes_no_other_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = begun(tmp_path / "data", sound())
    tampered(folder, "UPDATE events SET payload = '{' WHERE session = 's2' AND seq = 1")
    journal = SqliteJournal(folder / "journal.db", fake_writer("w9"))
    now = BEGAN + timedelta(hours=9)

    def told() -> dict[str, str]:
        known = SessionCatalogue(journal, SessionIndex(None), site()).caught_up(now)
        return {one.id: one.sentence() for one in known.real_and_exercises(now)}

    assert "illisible" in told()["s2"]
    assert "illisible" not in told()["s1"]
    monkeypatch.setattr("pannesi.history.index_entry_builder.session_summary_of", _fails_for("s1"))
    assert told()["s1"].startswith("Session non lue, OverflowError (")
    assert told()["s1"].endswith("), erreur du programme : elle n'est pas abîmée")
    assert "Session" not in told()["s3"]


def _fails_for(session: str):  # type: ignore[no-untyped-def]
    from pannesi.history.session_summary import session_summary_of

    def told(name: str, *rest: object):  # type: ignore[no-untyped-def]
        if name == session:
            raise OverflowError("date value out of range")
        return session_summary_of(name, *rest)  # type: ignore[arg-type]

    return told


def test_a_damaged_page_takes_only_its_own_facts_and_the_new_journal_takes_over_the_others(tmp_path: Path) -> None:
    folder = begun(tmp_path / "data", sound())
    content = bytearray(sound())
    page = max(fact_pages(sound()), key=lambda one: content[one * 4096 : one * 4096 + 4096].count(b"line."))
    content[page * 4096 : page * 4096 + 8] = b"\xff" * 8
    before = {one.id for one in SqliteJournal(folder / "journal.db", fake_writer("w8")).events_with_salts()[0]}
    begun(folder, bytes(content))
    with asked(folder) as lived:
        now_there = {one.id for one in lived.station.journal.events_with_salts()[0]}
        assert set(lived.listed) >= set(SESSIONS)
        assert len(now_there & before) > len(before) // 2
        assert (folder / "journal.db.abime-1").read_bytes() == bytes(content)


def test_a_write_into_a_damaged_page_is_refused_and_the_next_start_begins_a_sound_journal(tmp_path: Path) -> None:
    folder = begun(tmp_path / "data", sound())
    db = sqlite3.connect(folder / "journal.db")
    (page,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'sqlite_autoindex_events_1'").fetchone()
    db.close()
    content = bytearray(sound())
    content[(page - 1) * 4096] = 0xEE
    begun(folder, bytes(content))
    opened = open_journal(folder, [tmp_path / "spare"], fake_writer("w2"), check_loss)
    with pytest.raises(NotWritten, match="abîmé"):
        opened.journal.append([draft("a", "s1")])
    opened.journal.close()
    aside = open_journal(tmp_path / "none" / "journal.db", [tmp_path / "spare"], fake_writer("w3"), check_loss)
    aside.journal.close()
    spare = SqliteJournal(folder / "urgence-w4.db", fake_writer("w4"))
    spare.append([draft("b", "s9")])
    spare.close()
    again = open_journal(folder, [tmp_path / "spare"], fake_writer("w5"), check_loss)
    assert again.state == "normal"
    assert {row.id for row in again.journal.sessions()} == {*SESSIONS, "s9"}
    assert chains_broken(again.journal) == []


def test_a_session_with_a_lost_fact_is_no_more_open_than_before(tmp_path: Path) -> None:
    folder = begun(tmp_path / "data", sound())
    tampered(folder, "UPDATE events SET payload = 'x' WHERE session = 's2' AND kind = 'noted'")
    state = fold(SqliteJournal(folder / "journal.db", fake_writer("w2")).events("s2"))
    assert state.closing is not None
    assert state.notes == ()


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
@pytest.mark.parametrize("name", ["journal.db", INDEX])
def test_a_link_in_the_place_of_a_file_is_never_written_through(tmp_path: Path, name: str) -> None:
    theirs = tmp_path / "theirs"
    theirs.write_bytes(b"")
    folder = begun(tmp_path / "data", sound())
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(theirs)
    if name == INDEX:
        with asked(folder) as lived:
            assert set(lived.usable) == set(SESSIONS)
    else:
        opened = open_journal(folder, [tmp_path / "spare"], fake_writer("w2"), check_loss)
        assert "c'est un lien" in str(opened.problem)
        opened.journal.append([draft("a")])
    assert theirs.read_bytes() == b""


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_the_folder_of_the_journal_may_be_a_link(tmp_path: Path) -> None:
    begun(tmp_path / "real", sound())
    (tmp_path / "data").symlink_to(tmp_path / "real")
    with asked(tmp_path / "data") as lived:
        assert set(lived.usable) == set(SESSIONS)
        assert lived.station.problem is None
