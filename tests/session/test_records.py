"""Records: what is stored of a field, what is read of it, and what other programs wrote that is of no type of ours."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, ClassVar, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pannesi.session.events import UNREADABLE
from pannesi.session.facts.base import Category, Unreadable
from pannesi.session.facts.reading import KINDS, KnownFact, UnknownKind, fact_of
from pannesi.session.facts.record import Record
from pannesi.session.facts.session import NoteWritten, SessionOpened, Undone

AT = datetime(2026, 11, 24, 2, 12, tzinfo=UTC)


class Parcel(Record):
    """A record with a field of every kind."""

    stored_names: ClassVar[Mapping[str, str]] = {"to": "recipient"}

    name: str
    to: str | None
    weight: int = 1
    fragile: bool = False
    sent: datetime | None = None
    stops: tuple[str, ...] = ()
    more: Mapping[str, Any] | None = None


def test_a_field_without_a_default_is_always_stored_and_another_where_it_differs() -> None:
    assert Parcel(name="a", to=None).stored() == {"name": "a", "recipient": None}
    assert Parcel(name="a", to="b", weight=1, fragile=True, stops=("c",), sent=AT).stored() == {
        "name": "a", "recipient": "b", "fragile": True, "stops": ["c"], "sent": "2026-11-24T02:12:00.000Z",
    }  # fmt: skip


def test_what_is_not_of_the_type_of_a_field_is_read_as_its_default_and_what_is_of_no_field_is_left() -> None:
    odd = Parcel.read({"name": 3, "to": "no field", "weight": True, "fragile": "yes", "sent": "hier", "stops": "abc"})
    assert (odd.name, odd.to, odd.weight, odd.fragile, odd.sent, odd.stops) == ("", None, 1, False, None, ())
    assert Parcel.read({"stops": ["a", 4, "b"], "more": []}) == Parcel(name="", to=None, stops=("a", "b"))


def test_a_record_never_changes_and_takes_no_field_that_it_has_not() -> None:
    parcel = Parcel(name="a", to=None)
    with pytest.raises(AttributeError, match="never changes"):
        parcel.name = "b"  # type: ignore[misc]
    for wrong in ({"name": "a"}, {"name": "a", "to": None, "colour": "red"}):
        with pytest.raises(TypeError, match="Parcel takes"):
            Parcel(**wrong)


def test_records_are_equal_by_what_they_say() -> None:
    assert Parcel(name="a", to=None, weight=1) == Parcel(name="a", to=None)
    assert hash(Parcel(name="a", to=None, weight=1)) == hash(Parcel(name="a", to=None))
    assert Parcel(name="a", to=None) != Parcel(name="a", to="b")
    assert "weight=2" in repr(Parcel(name="a", to=None, weight=2))


@given(st.builds(Parcel, name=st.text(), to=st.none() | st.text(), weight=st.integers(), stops=st.tuples(st.text())))
def test_what_is_stored_is_read_back(parcel: Parcel) -> None:
    assert Parcel.read(parcel.stored()) == parcel


def test_every_kind_has_one_name_a_category_and_fields_for_its_claim() -> None:
    assert set(KINDS.values()) == set(get_args(KnownFact)), "two classes of one name"
    assert "" not in KINDS
    for kind, fact in KINDS.items():
        assert fact.category in get_args(Category)
        assert all(hasattr(fact, name) or name in ("step",) for name in fact.claim_fields), kind
    claims = {fact.claim: fact.claim_fields for fact in KINDS.values() if fact.claim != "duty"}
    assert all(fact.claim_fields == claims[fact.claim] for fact in KINDS.values() if fact.claim != "duty")


def test_what_this_program_does_not_know_or_cannot_read_has_a_class_too() -> None:
    assert fact_of("weather.told", {"line": "l", "preset": True}) == UnknownKind(
        name="weather.told", line="l", preset=True
    )
    assert fact_of(Undone.kind, {"event": "e", "about": []}) == UnknownKind(name=Undone.kind)
    assert Unreadable.kind == UNREADABLE
    lost = fact_of(Unreadable.kind, {"position": None, "count": 3})
    assert lost == Unreadable(position=None, count=3)
    assert isinstance(fact_of(NoteWritten.kind, {}, "e"), NoteWritten)
    assert isinstance(fact_of(SessionOpened.kind, {"exercise": "no"}), SessionOpened)


@pytest.mark.parametrize(
    ("stored", "read"),
    [(["cas-3", None], ("cas-3", None)), (["cas-3", 3], ("cas-3", None)), ("cas-3", ()), (None, ())],
)
def test_where_a_session_was_entered_is_read_text_by_text(stored: object, read: tuple[str | None, ...]) -> None:
    opened = fact_of(SessionOpened.kind, {"unit": "cas-3", "entry": stored})
    assert isinstance(opened, SessionOpened)
    assert opened.entry == read
