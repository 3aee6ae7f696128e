"""Canonical JSON, the clock, and what chains prove."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pannesi.journal.chain.hash_chain import (
    canonical_json,
    chain_heads,
    digest_of_heads,
    salted_digest,
    verify_chains,
    with_hash,
)
from pannesi.journal.hybrid_clock import counter, milliseconds, tick
from pannesi.journal.memory import MemoryJournal
from pannesi.session.facts.base import Unreadable
from tests.support.writers import draft, fake_writer

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | _TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXT, inner, max_size=3),
    max_leaves=8,
)


@given(_VALUES)
def test_canonical_json_is_read_back_and_has_one_form(value: Any) -> None:
    once = canonical_json(value)
    assert json.loads(once) == value
    assert canonical_json(json.loads(once)) == once


@given(st.dictionaries(_TEXT, st.integers(), min_size=2, max_size=5))
def test_canonical_json_does_not_depend_on_the_order_of_keys(value: dict[str, int]) -> None:
    assert canonical_json(dict(reversed(value.items()))) == canonical_json(value)


@pytest.mark.parametrize("value", [1.5, float("nan"), {"a": 1.0}, [{"b": 0.1}], {1: "x"}, "\ud800", {"a": object()}])
def test_what_has_no_single_form_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="canonical JSON"):
        canonical_json(value)


@given(st.lists(st.integers(0, 2**41), min_size=1, max_size=60))
def test_the_clock_always_advances_and_follows_the_wall_while_that_does(wall: list[int]) -> None:
    last = 0
    for now in wall:
        following = tick(last, now)
        assert following > last
        if now > milliseconds(last):
            assert (milliseconds(following), counter(following)) == (now, 0)
        last = following


def test_the_counter_spills_over_rather_than_going_back() -> None:
    full = (5 << 16) | 0xFFFF
    assert tick(full, 5) == 6 << 16


def test_the_digest_of_heads_changes_with_any_chain() -> None:
    journal = MemoryJournal(fake_writer())
    journal.append([draft("a")])
    before = digest_of_heads(journal.events("s1"))
    journal.append([draft("b")])
    assert digest_of_heads(journal.events("s1")) != before
    assert chain_heads(journal.events("s1")) == (journal.events("s1")[-1].hash,)


def test_each_chain_has_its_own_head_whoever_wrote_it_and_in_whatever_order_it_is_read() -> None:
    ours, theirs = MemoryJournal(fake_writer()), MemoryJournal(fake_writer("w2"))
    ours.append([draft("a"), draft("b"), draft("c", session="s2")])
    theirs.append([draft("d"), draft("e")])
    events = (*ours.events("s1"), *ours.events("s2"), *theirs.events("s1"))
    last = {(event.session, event.writer): event.hash for event in events}
    assert len(last) == 3
    assert set(chain_heads(events)) == set(chain_heads(tuple(reversed(events)))) == set(last.values())


def test_a_cut_tail_is_not_seen_by_the_chain_and_is_by_the_heads() -> None:
    """What the documentation says a chain does not prove."""
    journal = MemoryJournal(fake_writer())
    journal.append([draft("a"), draft("b")])
    events = journal.events("s1")
    assert verify_chains(events[:1], {}) == ()
    assert digest_of_heads(events[:1]) != digest_of_heads(events)


def test_each_field_of_an_event_is_in_its_hash() -> None:
    journal = MemoryJournal(fake_writer())
    (event,) = journal.append([draft("a", line="x")])
    changed: dict[str, Any] = {
        "id": "z", "session": "z", "writer": "z", "hlc": event.hlc + 1, "at": "2026-01-01T00:00:00.000Z", "actor": "z",
        "kind": "line.done", "payload": {"line": "y"}, "replaces": ("z",), "prev": "1" * 64,
    }  # fmt: skip
    for name, value in changed.items():
        assert {one.code for one in verify_chains([replace(event, **{name: value})], {})} & {"hash", "prev"}, name


def test_each_problem_of_a_chain_is_told_in_words_at_its_fact() -> None:
    journal = MemoryJournal(fake_writer())
    journal.append([draft("a", text="mot"), draft("b"), draft("c")])
    first, second, third = journal.events("s1")
    moved = with_hash(replace(second, prev="1" * 64))
    earlier = with_hash(replace(second, hlc=first.hlc))
    changed = replace(first, text="autre")
    salts = journal.events_with_salts()[1]
    told = {
        problem.code: (problem.seq, problem.message)
        for events in ([first, moved], [first, third], [replace(first, actor="z")], [first, earlier], [changed])
        for problem in verify_chains(events, salts)
    }
    assert told == {
        "prev": (2, "ce fait ne suit pas le précédent"),
        "gap": (3, "il manque un fait avant celui-ci"),
        "hash": (1, "ce fait a été modifié"),
        "order": (2, "l'heure de ce fait est avant celle du précédent"),
        "text": (1, "le texte de ce fait a été modifié"),
    }


def test_what_cannot_be_read_at_all_is_a_problem_of_its_session_in_no_chain() -> None:
    journal = MemoryJournal(fake_writer())
    (event,) = journal.append([draft("a")])
    lost = replace(event, writer="", kind=Unreadable.kind, payload={"position": 7, "count": 1})
    (problem,) = verify_chains([lost], {})
    assert (problem.session, problem.writer, problem.seq, problem.code) == ("s1", "", 0, "unreadable")
    assert problem.message == "ce fait est illisible (le 7ᵉ du journal)"


def test_a_salted_digest_needs_its_salt() -> None:
    assert salted_digest("0" * 64, "x") != salted_digest("1" * 64, "x")
