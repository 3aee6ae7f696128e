"""One journal, read in three ways: from memory, by queries, and row by row as where pages are damaged. All agree."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest

from pannesi.journal.memory import MemoryJournal
from pannesi.journal.sqlite import SqliteJournal
from pannesi.journal.sqlite_damaged_reading import DamagedFileReader
from pannesi.journal.store import AUDIT_SESSION, Inventory, Journal
from pannesi.session.facts.lines import LineDone
from pannesi.session.facts.session import NoteWritten
from tests.support.every_fact import SESSIONS, write_all
from tests.support.writers import draft, erasing, fake_writer

_Result = TypeVar("_Result")
KINDS = (NoteWritten.kind, LineDone.kind)


class Careful(SqliteJournal):
    """Reads as where the usual way failed."""

    def _read_or_carefully(
        self, usual: Callable[[], _Result], carefully: Callable[[DamagedFileReader], _Result]
    ) -> _Result:
        return carefully(DamagedFileReader(self._db))


def filled(journal: Journal) -> Journal:
    write_all(journal)
    journal.append([draft("z1", "nuit-2", text="mot à mot"), draft("z2", "nuit-2"), draft("z3", "nuit-2", text="")])
    journal.append([erasing("z1", session="nuit-2")])
    journal.append([draft("z4", "nuit-1", text="encore")])
    return journal


def asked(journal: Journal) -> dict[str, Any]:
    """Everything that a journal answers, at each mark where something ends or begins."""
    last = journal.mark()
    marks = (0, 1, 2, last - 2, last - 1, last)
    names = [event.id for event in journal.events("nuit-1")]
    answers: dict[str, Any] = {f"events {name}": journal.events(name) for name in (*SESSIONS, "nuit-2", "rien")}
    answers |= {f"tail {mark}": journal.tail(mark) for mark in marks}
    for most in (1, 3, 1000):
        answers |= {f"sessions {mark} {most}": journal.sessions_since(mark, most) for mark in marks}
        answers |= {f"texts {mark} {most}": journal.texts_since(mark, most, KINDS) for mark in marks}
    answers["texts of"] = journal.texts_of("nuit-1", names[::2])
    answers["texts of another"] = journal.texts_of("nuit-2", names)
    answers |= {"sessions": journal.sessions(), "first": journal.first_event_id(), "mark": last}
    answers |= {"ids": tuple(journal.session_ids()), "inventory": journal.inventory()}
    answers |= {f"salts {name}": journal.events_with_salts(name) for name in (None, "nuit-1", AUDIT_SESSION, "rien")}
    return answers


@pytest.fixture(scope="module")
def by_queries(tmp_path_factory: pytest.TempPathFactory) -> SqliteJournal:
    journal = SqliteJournal(tmp_path_factory.mktemp("data") / "journal.db", fake_writer())
    filled(journal)
    return journal


def test_a_journal_in_memory_answers_as_the_file_does(by_queries: SqliteJournal) -> None:
    answers = asked(by_queries)
    assert len(answers["events nuit-1"]) > 80
    assert {event.text for event in answers["events nuit-2"]} == {None, ""}
    assert [event.missing for event in answers["events nuit-2"]] == [False] * 3
    assert asked(filled(MemoryJournal(fake_writer()))) == answers


def test_a_file_read_row_by_row_answers_as_by_queries(by_queries: SqliteJournal) -> None:
    careful = Careful(Path(by_queries.place), fake_writer())
    answers, others = asked(careful), asked(by_queries)
    assert answers.pop("inventory") == Inventory(frozenset(), frozenset(), frozenset()), "no damaged table is trusted"
    assert {name: (told, others[name]) for name, told in answers.items() if told != others[name]} == {}
    careful.close()


@pytest.mark.parametrize("journal_of", [lambda folder: MemoryJournal(fake_writer()),
                                        lambda folder: SqliteJournal(folder / "journal.db", fake_writer()),
                                        lambda folder: Careful(folder / "journal.db", fake_writer())])  # fmt: skip
def test_an_empty_journal_has_nothing_to_say(journal_of: Callable[[Path], Journal], tmp_path: Path) -> None:
    journal = journal_of(tmp_path)
    assert (journal.mark(), journal.first_event_id(), journal.sessions(), journal.events("s1")) == (0, "", (), ())
    assert (journal.tail(0).events, journal.tail(0).mark, journal.tail(7).events) == ((), 0, ())
    assert (journal.sessions_since(0, 5), journal.texts_since(0, 5, KINDS)) == (((), 0), ())
    assert (journal.texts_of("s1", ("a",)), journal.events_with_salts()) == ({}, ((), {}))
    assert (journal.site("0" * 64), journal.last_site("/ici"), tuple(journal.session_ids())) == (None, None, ())
    assert journal.verify() == ()
