"""Classes made by the light decorator are what those of Python are."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from pannesi.support import light_dataclass

MADE = [dataclasses.dataclass, light_dataclass.dataclass]
ids = ["Python's", "light"]


class Point:
    """Every kind of field that the program uses."""

    x: int
    y: int = 2
    names: tuple[str, ...] = ()
    more: list[int] = dataclasses.field(default_factory=list)
    hidden: int = dataclasses.field(default=0, repr=False)
    aside: int = dataclasses.field(default=0, compare=False)
    later: int = dataclasses.field(init=False, default=7)
    own: dict[str, int] = dataclasses.field(init=False, compare=False, default_factory=dict)


def made(decorator: Callable[..., Any], **options: bool) -> Any:
    body = {name: value for name, value in vars(Point).items() if name not in ("__dict__", "__weakref__")}
    return decorator(**options)(type("Point", (), body)) if options else decorator(type("Point", (), body))


@pytest.mark.parametrize("options", [{}, {"frozen": True}, {"frozen": True, "eq": False, "repr": False}], ids=str)
def test_it_does_what_pythons_does(options: dict[str, bool]) -> None:
    told = []
    for decorator in MADE:
        cls = made(decorator, **options)
        first, same, other = cls(1, names=("a",)), cls(1, names=("a",), aside=5), cls(3, 4, ("b",), [1])
        changed = dataclasses.replace(first, x=9)
        said: list[object] = [
            first == same,
            first == other,
            first == 1,
            changed.x,
            changed.names,
            other.more,
            first.later,
        ]
        said += [
            first.more is same.more,
            first.own,
            [field.name for field in dataclasses.fields(cls)],
            cls.__match_args__,
        ]
        said += [dataclasses.asdict(other), copy.copy(other).more, str(cls.__dataclass_params__)]
        said += [repr(other).rpartition(".")[2] if options.get("repr", True) else "", cls.__hash__ is None]
        said += [list(inspect.signature(cls).parameters)]
        if options == {"frozen": True}:
            said += [hash(cls(1, 2, (), ())) == hash(cls(1, 2, (), (), aside=4))]
        told.append(said)
    assert told[0] == told[1]


@pytest.mark.parametrize("decorator", MADE, ids=ids)
def test_a_frozen_value_never_changes(decorator: Callable[..., Any]) -> None:
    value = made(decorator, frozen=True)(1)
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'x'"):
        value.x = 2
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot delete field 'x'"):
        del value.x
    assert value.x == 1


@pytest.mark.parametrize("decorator", MADE, ids=ids)
def test_a_missing_an_unknown_or_a_repeated_value_is_refused(decorator: Callable[..., Any]) -> None:
    cls = made(decorator)
    for given, named in (((), {}), ((1,), {"z": 1}), ((1,), {"x": 1})):
        with pytest.raises(TypeError):
            cls(*given, **named)
    assert cls(1).x == 1


@pytest.mark.parametrize("decorator", MADE, ids=ids)
def test_what_is_done_after_the_fields_are_set_is_done(decorator: Callable[..., Any]) -> None:
    cls = decorator(
        type("Twice", (), {"__annotations__": {"x": int}, "__post_init__": lambda self: setattr(self, "y", 2 * self.x)})
    )
    assert cls(4).y == 8


def test_what_is_unusual_is_made_by_python() -> None:
    base = made(light_dataclass.dataclass)
    heir: Any = light_dataclass.dataclass(type("Heir", (base,), {"__annotations__": {"z": int}, "z": 1}))
    ordered: Any = light_dataclass.dataclass(order=True)(type("Ordered", (), {"__annotations__": {"x": int}}))
    own: Any = light_dataclass.dataclass(
        type("Own", (), {"__annotations__": {"x": int}, "__eq__": lambda self, other: True})
    )
    assert [field.name for field in dataclasses.fields(heir)][-1] == "z"
    assert heir(1, z=5).z == 5
    assert ordered(1) < ordered(2)
    assert own(1) == own(2)


def test_the_values_of_the_program_are_pickled_and_hashed_as_before() -> None:
    from pannesi.presentation.commands.key_bar import Hint

    hint = Hint("F1", "aide", "f1")
    assert pickle.loads(pickle.dumps(hint)) == hint
    assert {hint: 1}[Hint("F1", "aide", "f1")] == 1
