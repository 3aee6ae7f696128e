"""A fact of every kind, written as it always was and read as it always was: frozen bytes, hashes and sentences."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from pannesi.journal.chain.hash_chain import canonical_json, chain_heads, hash_matches
from pannesi.journal.exchange import session_archive
from pannesi.journal.memory import MemoryJournal
from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.presentation.facts.timeline import SentenceWriter, group_of
from pannesi.session.claims import slot_key
from pannesi.session.events import Event
from pannesi.session.free_text import has_free_text, may_name, without_free_text
from pannesi.session.labels import sign_of
from pannesi.session.state import fold
from tests.support.every_fact import HOSPITAL, SESSIONS, write_all
from tests.support.writers import fake_writer

DATA = Path(__file__).parents[1] / "data"
FACTS = DATA / "facts"


def stored(event: Event) -> bytes:
    fields = {
        "id": event.id, "session": event.session, "writer": event.writer, "seq": event.seq, "hlc": event.hlc,
        "at": event.at, "actor": event.actor, "kind": event.kind, "payload": event.payload,
        "replaces": event.replaces, "prev": event.prev, "hash": event.hash, "text": event.text,
    }  # fmt: skip
    return canonical_json(fields)


def frozen() -> list[bytes]:
    return (FACTS / "events.jsonl").read_bytes().splitlines()


def written() -> MemoryJournal:
    journal = MemoryJournal(fake_writer())
    write_all(journal)
    return journal


def read_as(events: tuple[Event, ...]) -> list[str]:
    """What is made of each fact: its slot, sentence, group, sign and whom it may name."""
    tell = SentenceWriter(HOSPITAL, fold(events), lambda moment: f"{moment:%H:%M}", reasons=True)
    return [
        " | ".join((
            event.id, " ".join(slot_key(event) or ("-",)), group_of(tell, event), sign_of(event), may_name(event),
            "behind" if tell.is_hidden(event) else "", tell.sentence(event),
        ))
        for event in events
    ]  # fmt: skip


def test_every_kind_of_fact_is_written_to_the_same_bytes_and_hashes() -> None:
    journal = written()
    assert [stored(event) for name in SESSIONS for event in journal.events(name)] == frozen()
    assert all(hash_matches(event) for name in SESSIONS for event in journal.events(name))


@pytest.mark.parametrize("session", SESSIONS[:3])
def test_every_kind_of_fact_is_read_as_it_was(session: str) -> None:
    journal = written()
    assert read_as(journal.events(session)) == (FACTS / f"{session}.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("version", [2, 3])
def test_a_journal_of_each_version_gives_every_fact_back_to_the_byte(tmp_path: Path, version: int) -> None:
    (tmp_path / "journal.db").write_bytes((DATA / "journals" / f"version-{version}.db").read_bytes())
    journal = SqliteJournal(tmp_path / "journal.db", fake_writer("w3"))
    events = {name: journal.events(name) for name in SESSIONS}
    texts = [json.loads(line) for line in frozen()]
    there = [json.loads(stored(event)) for name in SESSIONS for event in events[name]]
    erased = "exercice-1-0004"
    assert [{**one, "text": None} if one["id"] == erased else one for one in texts] == there
    assert [problem.code for problem in journal.verify()] == ["site", "site"]
    assert read_as(events["nuit-1"]) == (FACTS / "nuit-1.txt").read_text("utf-8").splitlines()
    journal.close()


def test_a_session_file_is_read_and_written_to_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    content = (FACTS / "nuit-1.pannesi").read_bytes()
    monkeypatch.setattr(session_archive, "__version__", json.loads(content)["program"])
    found = session_archive.decode_archive(content)
    assert session_archive.encode_archive(found) == content
    journal = written()
    assert chain_heads(found.events) == chain_heads(journal.events("nuit-1"))


def test_a_fact_without_its_free_text_is_neither_erased_nor_missing() -> None:
    facts = [replace(event, missing=True) for event in written().events("nuit-1") + written().events("ailleurs-1")]
    bare = [without_free_text(event) for event in facts]
    assert {(event.text, event.missing, event.erased, has_free_text(event)) for event in bare} == {
        (None, False, False, False)
    }
    left = [{*event.payload} - {*kept.payload} for event, kept in zip(facts, bare, strict=True)]
    assert set().union(*left) == {"text", "response"}
    assert all(event.payload.items() >= kept.payload.items() for event, kept in zip(facts, bare, strict=True))
