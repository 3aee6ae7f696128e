"""A site as JSON: the same comes back, and of whatever else is read, nothing but a site comes out."""

from __future__ import annotations

import json
import random
import types
from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pannesi.procedure.availability.opening_hours import state_at
from pannesi.procedure.loading.loader import load_files, load_site
from pannesi.procedure.loading.site_choice import shipped_folder
from pannesi.procedure.loading.site_json import InvalidSiteJson, reader_of, site_from_json, site_to_json
from pannesi.procedure.loading.validation import as_plain_values
from pannesi.procedure.model.contacts import ContactsFile
from pannesi.procedure.model.entity import Frozen
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.scalars import RetentionPeriod
from pannesi.procedure.model.units import Unit
from tests.support.small_site import WHERE, small, small_site

STARTER = Path(__file__).parents[2] / "src" / "pannesi" / "procedure" / "authoring" / "starter"
FOLDERS = {
    "shipped": shipped_folder(),
    "small": WHERE / "small",
    "another hospital": WHERE / "autre-hopital",
    "hostile": WHERE / "hostile" / "loads",
    "starter": STARTER,
}
NIGHTS = tuple(datetime(2026, month, 1, 23, 30, tzinfo=UTC) + timedelta(hours=7 * month) for month in range(1, 13))
UNUSABLE = (ValueError, OverflowError, RecursionError)


def again(site: Site) -> Site:
    return site_from_json(site_to_json(site), site.digest, site.folder)


@pytest.mark.parametrize("name", FOLDERS)
def test_a_site_comes_back_equal_and_behaves_the_same(name: str) -> None:
    site = load_site(FOLDERS[name]).site
    assert site is not None
    back = again(site)
    assert back == site
    assert repr(back) == repr(site)
    assert back.places == site.places
    assert back.entries == site.entries
    for schedule in site.contacts.schedules:
        assert [state_at(back.contacts, schedule, at) for at in NIGHTS] == [
            state_at(site.contacts, schedule, at) for at in NIGHTS
        ]
    assert [hash(place.line) for place in back.places.values() if hashable(place.line)] == [
        hash(place.line) for place in site.places.values() if hashable(place.line)
    ]


def hashable(value: object) -> bool:
    try:
        hash(value)
    except TypeError:
        return False
    return True


def loadable() -> Iterator[tuple[str, Site]]:
    for path in sorted(WHERE.glob("lint/*.yaml")):
        contacts = path.name.startswith("contacts")
        files = {**small(), ("contacts.yaml" if contacts else f"cases/{path.name}"): path.read_bytes()}
        site = load_files(files, "x").site
        if site is not None:
            yield path.name, site


def test_whatever_the_loader_takes_comes_back() -> None:
    met = dict(loadable())
    assert len(met) > 15
    for name, site in met.items():
        assert repr(again(site)) == repr(site), name


@cache
def values(kind: Any, depth: int) -> st.SearchStrategy[Any]:
    """Any value of an annotated type, models nested at most so deep."""
    origin, inner = get_origin(kind), get_args(kind)
    if kind in SCALARS:
        return SCALARS[kind]
    if origin is Annotated:
        return values(inner[0], depth)
    if origin in (Union, types.UnionType):
        held = [values(one, depth) for one in inner if depth or not is_model(one)]
        return st.one_of(held) if held else st.nothing()
    if origin is Literal:
        return st.sampled_from(inner)
    if origin is tuple:
        return st.lists(values(inner[0], depth), max_size=2).map(tuple) if may_hold(inner[0], depth) else st.just(())
    if origin is dict:
        return st.dictionaries(TEXTS, values(inner[1], depth), max_size=2) if may_hold(inner[1], depth) else st.just({})
    hints = get_type_hints(kind, include_extras=True)
    return st.fixed_dictionaries({one.name: values(hints[one.name], max(depth - 1, 0)) for one in fields(kind)}).map(
        lambda given: kind(**given)
    )


def is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Frozen)


def may_hold(kind: Any, depth: int) -> bool:
    return (
        depth > 0
        or (get_origin(kind) not in (Annotated, Union, types.UnionType) and not is_model(kind))
        or is_text(kind)
    )


def is_text(kind: Any) -> bool:
    return get_origin(kind) is Annotated and get_args(kind)[0] in SCALARS


TEXTS = st.text(st.characters(exclude_categories=["C"]) | st.sampled_from('\\"/u\n'), min_size=1, max_size=8)
SCALARS: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXTS,
    type(None): st.none(),
    date: st.dates(),
    time: st.times().map(lambda hour: hour.replace(microsecond=0)) | st.just(time.max),
    timedelta: st.integers(1, 60_000).map(lambda minutes: timedelta(minutes=minutes)),
    RetentionPeriod: st.builds(RetentionPeriod, st.integers(1, 9999), st.sampled_from(["days", "months"])),
}


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_value_of_any_model_comes_back(data: st.DataObject) -> None:
    contacts = data.draw(values(ContactsFile, 2))
    units = data.draw(st.lists(values(Unit, 2), max_size=2).map(tuple))
    site = Site(contacts, units, "d", "f")
    assert repr(again(site)) == repr(site)


def test_what_is_written_holds_no_default_twice() -> None:
    tree = json.loads(site_to_json(small_site()))
    assert "timezone" not in tree["contacts"]
    assert all(None not in unit.values() for unit in tree["units"])


def comes_out(written: bytes) -> bool:
    """Whether a site comes out; it must then be one in every part, and whatever is no site a named error."""
    try:
        site = site_from_json(written, "d", "f")
    except UNUSABLE:
        return False
    assert type(site) is Site
    for model in (site.contacts, *site.units):
        as_plain_values(model)  # pydantic warns of a value that is not of its field's type, and warnings are errors
    assert repr(again(site)) == repr(site)
    return True


def test_no_beginning_of_a_site_is_a_site() -> None:
    whole = site_to_json(small_site())
    assert comes_out(whole)
    for length in range(len(whole)):
        with pytest.raises(UNUSABLE):
            site_from_json(whole[:length], "d", "f")


def test_any_byte_changed_leaves_a_site_or_none() -> None:
    whole, dice = site_to_json(small_site()), random.Random(15)
    told = []
    for _ in range(500):
        changed = bytearray(whole)
        changed[dice.randrange(len(whole))] = dice.randrange(256)
        told.append(comes_out(bytes(changed)))
    assert {True, False} == set(told)


STRANGE: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    10**30,
    1.5,
    float("inf"),
    "",
    "x",
    [],
    [[]],
    {},
    {"verb": "do"},
    {"verb": ["do"]},
    [None],
    "24:00",
    "10:00+02:00",
    "2026-W01-1",
)


def test_any_part_replaced_by_something_else_leaves_a_site_or_none() -> None:
    dice = random.Random(16)
    told = []
    for _ in range(500):
        tree = json.loads(site_to_json(small_site()))
        parent = tree
        while True:
            key = dice.choice(list(parent) if isinstance(parent, dict) else range(len(parent)))
            if not isinstance(parent[key], dict | list) or not parent[key] or dice.random() < 0.15:
                break
            parent = parent[key]
        parent[key] = dice.choice(STRANGE)
        told.append(comes_out(json.dumps(tree, ensure_ascii=False).encode()))
    assert {True, False} == set(told)


def refused(**contacts: Any) -> bool:
    tree = json.loads(site_to_json(small_site()))
    tree["contacts"].update(contacts)
    try:
        site_from_json(json.dumps(tree, ensure_ascii=False).encode("utf-8", "surrogatepass"), "d", "f")
    except UNUSABLE:
        return True
    return False


@pytest.mark.parametrize(
    "contacts",
    [
        {"site": 3},
        {"site": None},
        {"site": ["x"]},
        {"format": "2"},
        {"format": 1},
        {"beds": "3"},
        {"__class__": "x"},
        {"retention": {"journal": [10**30, "months"]}},
        {"retention": {"journal": [0, "days"]}},
        {"retention": {"journal": [True, "days"]}},
        {"retention": {"journal": [1.0, "days"]}},
        {"retention": {"journal": [3, ["days"]]}},
        {"local_holidays": "2026-01-01"},
        {"local_holidays": ["20260101"]},
        {"local_holidays": [20260101]},
        {"schedules": {"x": {"label": "x", "windows": [{"days": ["lundi"], "start": "08:00:00+02:00", "end": "24:00"}]}}},
        {"schedules": {"x": {"label": "x", "holidays": "perhaps"}}},
        {"site": "\x1b[31mrouge"},
        {"site": "\x9b31m"},
        {"site": "\u202e"},
    ],
)  # fmt: skip
def test_what_no_model_declares_is_refused(contacts: dict[str, Any]) -> None:
    assert refused(**contacts)
    assert not refused(site="Rivemont")


@pytest.mark.parametrize("hidden", [r"\u001b", r"\ud800", r"\u202e", r"\u0041", r"\b", r"\f", r"\/"])
def test_nothing_hides_in_an_escape(hidden: str) -> None:
    whole = site_to_json(small_site()).decode()
    with pytest.raises(InvalidSiteJson):
        site_from_json(whole.replace('"site":"', f'"site":"{hidden}', 1).encode(), "d", "f")
    own = small_site().contacts.replace(site=hidden)
    assert again(Site(own, small_site().units, "d", "f")).contacts.site == hidden


@pytest.mark.parametrize("number", ["1" * 5000, "1e999", "NaN", "-Infinity", "1" * 25, "0.5"])
def test_a_number_that_no_site_has_is_refused(number: str) -> None:
    whole = site_to_json(small_site()).decode()
    for key in ('"contacts":', '"units":', '"format":'):
        head, _key, tail = whole.partition(key)
        with pytest.raises(UNUSABLE):
            site_from_json(f"{head}{key}{number},{tail}".encode(), "d", "f")
    with pytest.raises(UNUSABLE):
        reader_of(timedelta)(json.loads(number))


@pytest.mark.parametrize("opening", ["[", '{"a":', '{"contacts":{"schedules":[', '{"units":['])
def test_nesting_without_end_is_refused(opening: str) -> None:
    with pytest.raises(UNUSABLE):
        site_from_json((opening * 100_000).encode(), "d", "f")


def test_models_nested_without_end_are_refused() -> None:
    tree = json.loads(site_to_json(small_site()))
    when: dict[str, Any] = {}
    for _ in range(400):
        when = {"any_of": [when]}
    tree["units"] = [
        unit | {"degraded_mode": [{"verb": "know", "id": "a", "value": "x", "when": when}]}
        for unit in tree["units"]
        if unit["kind"] == "case"
    ]
    with pytest.raises(UNUSABLE):
        site_from_json(json.dumps(tree, separators=(",", ":")).encode(), "d", "f")


def models_in(kind: Any, models: set[type[Frozen]]) -> set[type[Frozen]]:
    """The models that values of a type may contain, added to those met before."""
    if isinstance(kind, type) and issubclass(kind, Frozen) and kind not in models:
        models.add(kind)
        for inner in get_type_hints(kind, include_extras=True).values():
            models_in(inner, models)
    for part in get_args(kind):
        models_in(part, models)
    return models


def test_every_field_of_every_model_can_be_read() -> None:
    models = models_in(Unit, models_in(ContactsFile, set()))
    assert len(models) > 35
    for model in models:
        for name, kind in get_type_hints(model, include_extras=True).items():
            if name != "__pydantic_config__" and type(None) not in get_args(kind):
                assert callable(reader_of(kind)), f"{model.__name__}.{name}"
    for unknown in (int, list[str], bytes, dict[int, str], tuple[str, str]):
        with pytest.raises(TypeError):
            reader_of(unknown)
