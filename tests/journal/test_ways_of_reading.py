"""One journal, read in three ways: from memory, by queries, and row by row as where pages are damaged. All agree."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import pytest

from pannesi.journal.memory import MemoryJournal
from pannesi.journal.sqlite.damaged_reading import DamagedFileReader
from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.journal.store import AUDIT_SESSION, Clash, Inventory, Journal, Tail
from pannesi.session.events import Event
from pannesi.session.facts.lines import LineDone
from pannesi.session.facts.session import NoteWritten
from tests.support.every_fact import SESSIONS, write_all
from tests.support.writers import draft, erasing, fake_writer, removing

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


def whole(answer: Any) -> Any:
    """An answer with what equality leaves out of an event: its text, its salt, and whether the text is missing."""
    if isinstance(answer, Event):
        return answer, answer.text, answer.salt, answer.missing
    if isinstance(answer, Tail):
        return whole(answer.events), answer.mark
    return tuple(map(whole, answer)) if isinstance(answer, tuple) else answer


def asked(journal: Journal) -> dict[str, Any]:
    """Everything that a journal answers, at each mark where something ends or begins."""
    last = journal.mark()
    marks = (0, 1, 2, last - 2, last - 1, last)
    names = [event.id for event in journal.events("nuit-1")]
    answers: dict[str, Any] = {
        f"events {name}": journal.events(name) for name in (*SESSIONS, "nuit-2", "s1", "s2", "rien")
    }
    answers |= {f"tail {mark}": journal.tail(mark) for mark in marks}
    for most in (1, 3, 1000):
        answers |= {f"sessions {mark} {most}": journal.sessions_since(mark, most) for mark in marks}
        answers |= {f"texts {mark} {most}": journal.texts_since(mark, most, KINDS) for mark in marks}
    answers["texts of"] = journal.texts_of("nuit-1", names[::2])
    answers["texts of another"] = journal.texts_of("nuit-2", names)
    answers |= {"sessions": journal.sessions(), "first": journal.first_event_id(), "mark": last}
    answers |= {"ids": tuple(journal.session_ids()), "inventory": journal.inventory()}
    answers |= {f"salts {name}": journal.events_with_salts(name) for name in (None, "nuit-1", AUDIT_SESSION, "rien")}
    return {name: whole(answer) for name, answer in answers.items()}


@pytest.fixture(scope="module")
def by_queries(tmp_path_factory: pytest.TempPathFactory) -> SqliteJournal:
    journal = SqliteJournal(tmp_path_factory.mktemp("data") / "journal.db", fake_writer())
    filled(journal)
    return journal


def test_a_journal_in_memory_answers_as_the_file_does(by_queries: SqliteJournal) -> None:
    answers = asked(by_queries)
    assert len(answers["events nuit-1"]) > 80
    assert [(text, missing) for _event, text, _salt, missing in answers["events nuit-2"]] == [
        (None, False), (None, False), ("", False),
    ]  # fmt: skip
    assert asked(filled(MemoryJournal(fake_writer()))) == answers


def test_a_file_read_row_by_row_answers_as_by_queries(by_queries: SqliteJournal) -> None:
    careful = Careful(Path(by_queries.place), fake_writer())
    answers, others = asked(careful), asked(by_queries)
    assert answers.pop("inventory") == Inventory(frozenset(), frozenset(), frozenset()), "no damaged table is trusted"
    erased = {f"events {name}" for name in ("nuit-2", "exercice-1")}
    assert {name for name, told in answers.items() if told != others[name]} == erased, "so its texts are only missing"
    assert all([fact[:3] for fact in answers[name]] == [fact[:3] for fact in others[name]] for name in erased)
    careful.close()


def without_marks(journal: Journal) -> dict[str, Any]:
    """The answers that count no events: from memory, events after a removed session are told once more."""
    return {name: answer for name, answer in asked(journal).items() if not re.search(r" \d", name)}


def brought(journal: Journal) -> Iterator[Any]:
    """What a journal says while facts of another arrive: without their texts, whole, with an erasure, once more."""
    other = MemoryJournal(fake_writer("w2"))
    first = other.append([draft("a", text="l'un"), draft("b", text="l'autre"), draft("c", "s2", text="ailleurs")])
    bare = [replace(event, text=None, salt=None) for event in first]
    yield journal.receive(bare, {}), asked(journal), journal.verify()
    yield journal.receive([replace(first[0], text="faux")], {"a": "1" * 64}), asked(journal)
    yield journal.receive(first[:1], {}), asked(journal)
    events, salts = other.events_with_salts()
    yield journal.receive(events[:1], salts), asked(journal)
    other.append([erasing("b")])
    yield journal.receive(*other.events_with_salts()), asked(journal), journal.verify()
    yield journal.receive(first[1:2], salts), asked(journal)
    other.append([draft("d", text="après"), removing("s2")])
    yield journal.receive(*other.events_with_salts()), without_marks(journal), journal.verify()
    yield journal.receive(first[2:], salts), without_marks(journal)
    with pytest.raises(Clash):
        journal.receive([replace(first[0], id="e")], {})
    yield without_marks(journal)


def test_facts_of_another_journal_arrive_in_memory_as_in_the_file(tmp_path: Path) -> None:
    told = [list(brought(journal)) for journal in (
        MemoryJournal(fake_writer()), SqliteJournal(tmp_path / "journal.db", fake_writer()),
    )]  # fmt: skip
    assert told[0] == told[1]
    assert [stage[0] for stage in told[0][:-1]] == [3, 0, 0, 0, 1, 0, 2, 0]
    ends = {name: [missing for *_fact, missing in stage[1]["events s1"]] for name, stage in enumerate(told[0][:-1])}
    assert ends == {0: [True] * 2, 1: [True] * 2, 2: [True] * 2, 3: [False, True], 4: [False] * 2, 5: [False] * 2,
                    6: [False] * 3, 7: [False] * 3}  # fmt: skip


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
