"""The chain of the desk: recorded, verified and merged like a session, listed as none."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from pannesi.journal.audit_entries import SiteSeenEntry
from pannesi.journal.audit_log import Who, audit_events, record
from pannesi.journal.memory import MemoryJournal
from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.journal.store import AUDIT_SESSION, Journal
from tests.support.writers import draft, fake_writer

NOW = datetime(2026, 11, 24, 2, 12, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "memory"])
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Journal:
    return (
        MemoryJournal(fake_writer())
        if request.param == "memory"
        else SqliteJournal(tmp_path / "journal.db", fake_writer())
    )


def seen(journal: Journal, name: str = "d1", text: str | None = None) -> str:
    entry = SiteSeenEntry(folder="/hopital", site="abc")
    return record(journal, entry, Who(lambda: NOW, lambda: name, "AB"), text).id


def test_what_is_recorded_of_the_desk_is_read_back(journal: Journal) -> None:
    seen(journal, "d1", "un mot")
    seen(journal, "d2")
    first, second = audit_events(journal)
    assert (first.id, first.kind, first.text, first.actor, first.session) == (
        "d1",
        "site.seen",
        "un mot",
        "AB",
        AUDIT_SESSION,
    )
    assert (second.seq, second.prev) == (2, first.hash)


def test_the_desk_is_no_session_in_any_list(journal: Journal) -> None:
    seen(journal, "d1")
    journal.append([draft("a")])
    seen(journal, "d2")
    assert [row.id for row in journal.sessions()] == ["s1"]
    assert journal.sessions_since(0, 10) == (("s1",), journal.mark())
    assert journal.sessions_since(0, 1)[0] == ()


def test_an_index_that_reads_on_is_never_stopped_by_the_desk(journal: Journal) -> None:
    for number in range(5):
        seen(journal, f"d{number}")
    journal.append([draft("a")])
    mark = 0
    found: list[str] = []
    for _step in range(6):
        sessions, mark = journal.sessions_since(mark, 1)
        found += sessions
    assert found == ["s1"]
    assert mark == journal.mark()


def test_the_desk_does_not_change_the_chain_of_a_session(journal: Journal) -> None:
    journal.append([draft("a")])
    before = journal.events("s1")
    seen(journal)
    assert journal.events("s1") == before


def test_the_chain_of_the_desk_is_verified_too(tmp_path: Path) -> None:
    import sqlite3

    kept = SqliteJournal(tmp_path / "journal.db", fake_writer())
    seen(kept)
    assert kept.verify() == ()
    connection = sqlite3.connect(tmp_path / "journal.db")
    connection.executescript("DROP TRIGGER events_no_update; UPDATE events SET actor = 'CD';")
    connection.close()
    assert [(one.session, one.code) for one in kept.verify()] == [(AUDIT_SESSION, "hash")]


def test_what_the_desk_recorded_elsewhere_is_merged_with_its_chain(journal: Journal) -> None:
    other = MemoryJournal(fake_writer("w2"))
    seen(other, "d9", "un mot")
    journal.receive(*other.events_with_salts())
    assert [(one.id, one.text) for one in audit_events(journal)] == [("d9", "un mot")]
    assert journal.verify() == ()
