"""Everything public in the two faces says what it is, but for methods that override what says so already."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from types import ModuleType

import pytest

import pannesi.plain
import pannesi.tui


def modules(package: ModuleType) -> list[ModuleType]:
    """A package and all its modules."""
    found = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    return [package, *(importlib.import_module(module.name) for module in found)]


def silent(module: ModuleType) -> Iterator[str]:
    """The public functions, classes and methods of a module without a docstring."""
    for name, thing in vars(module).items():
        if getattr(thing, "__module__", "") != module.__name__ or name.startswith("_"):
            continue
        said = thing.__doc__ or ""
        if (inspect.isfunction(thing) or inspect.isclass(thing)) and (not said or said.startswith(f"{name}(")):
            yield name  # a dataclass is given its signature for a docstring
        if inspect.isclass(thing):
            yield from (f"{name}.{method}" for method in silent_methods(thing))


def silent_methods(kind: type) -> Iterator[str]:
    """The public methods of a class without a docstring, but for overrides and for those that take a message."""
    for name, thing in vars(kind).items():
        function = thing.fget if isinstance(thing, property) else getattr(thing, "func", thing)
        if name.startswith(("_", "on_")) or not inspect.isfunction(function) or function.__doc__:
            continue
        if not any(name in vars(base) for base in kind.__mro__[1:]):
            yield name


@pytest.mark.parametrize("package", [pannesi.plain, pannesi.tui])
def test_everything_public_says_what_it_is(package: ModuleType) -> None:
    assert {module.__name__: names for module in modules(package) if (names := list(silent(module)))} == {}


def test_what_says_nothing_is_seen() -> None:
    class Base:
        """Something."""

        def speaks(self) -> None:
            """Says so."""

    class Silent(Base):
        """Something else."""

        def speaks(self) -> None: ...

        def whispers(self) -> None: ...

        @property
        def tone(self) -> str:
            return ""

    assert list(silent_methods(Silent)) == ["whispers", "tone"]
