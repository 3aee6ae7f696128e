"""What Textual keeps private is used in one module, or named there with its reason."""

from __future__ import annotations

import ast
import importlib
import importlib.metadata
import inspect
import pkgutil
import re
import sys
from pathlib import Path

import pytest
import textual

import pannesi.tui
from pannesi.tui.runtime import textual_internals
from pannesi.tui.runtime.textual_internals import OVERRIDDEN, REACHED_FOR
from tests.support.project_files import ROOT, SOURCES, name, tree

TUI = [path for path in SOURCES if "tui" in path.parts]
HERE = Path(inspect.getsourcefile(textual_internals) or "")
PRIVATE = re.compile(r"_[a-z]\w*")


def own_names() -> set[str]:
    """Every private name that the program gives to something of its own."""
    nodes = [node for path in TUI for node in ast.walk(tree(path))]
    names = {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)}
    names |= {node.attr for node in nodes if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)}
    return names | {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}


def reached_for() -> dict[str, set[str]]:
    """The private names that are not the program's own, or imported from Textual, each with the files that use it."""
    own, files_by_name = own_names(), dict[str, set[str]]()
    for path in TUI:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Attribute) and PRIVATE.fullmatch(node.attr) and node.attr not in own:
                files_by_name.setdefault(node.attr, set()).add(path.name)
            if isinstance(node, ast.ImportFrom) and re.search(r"textual.*\._", node.module or ""):
                files_by_name.setdefault(node.module or "", set()).add(path.name)
    return files_by_name


def overridden() -> set[str]:
    """The private methods of Textual that classes of the program have too, by the class that has it last."""
    for module in pkgutil.walk_packages(pannesi.tui.__path__, "pannesi.tui."):
        importlib.import_module(module.name)
    names = set()
    waiting: list[type] = [textual.message_pump.MessagePump]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.startswith("pannesi."):
            theirs = [base for base in kind.__mro__ if base.__module__.startswith("textual.")]
            for private in filter(PRIVATE.fullmatch, vars(kind)):
                holder = next((base for base in theirs if callable(vars(base).get(private))), None)
                if holder is not None:
                    names.add(f"{holder.__name__}.{private}")
    return names


def test_what_textual_keeps_private_is_reached_for_in_one_module_or_named_there() -> None:
    named = {name.rpartition(".")[2] if name[0] != "t" else name for name in REACHED_FOR}
    elsewhere = {what: files - {HERE.name} for what, files in reached_for().items()}
    assert {what for what, files in elsewhere.items() if files} <= named
    assert {file for what in named for file in elsewhere.get(what, ())} <= {"driver.py", "keyboard_input.py"}


def test_no_private_method_of_textual_is_overridden_without_a_reason() -> None:
    drivers = {name for name in OVERRIDDEN if "Driver" in name}
    assert overridden() == set(OVERRIDDEN) - drivers


@pytest.mark.skipif(sys.platform == "win32", reason="the driver of a Unix terminal")
def test_what_the_driver_overrides_is_there_to_be_overridden() -> None:
    from textual.drivers.linux_driver import LinuxDriver

    from pannesi.tui.runtime.driver import terminal_driver

    methods = {name.partition(".")[2] for name in OVERRIDDEN if name.startswith("LinuxDriver.")}
    ours = [kind for kind in terminal_driver().__mro__ if kind.__module__.startswith("pannesi.")]
    private = {name for kind in ours for name in vars(kind) if PRIVATE.fullmatch(name)}
    assert methods == {name for name in private if callable(vars(LinuxDriver).get(name))}


def test_the_bounds_hold_what_is_installed_and_stop_before_the_next_version() -> None:
    rules = (ROOT / "pyproject.toml").read_text("utf-8")
    for library in ("textual", "typer"):
        least, first_beyond = re.search(rf'"{library}>=([\d.]+),<([\d.]+)"', rules).groups()  # type: ignore[union-attr]
        at = tuple(map(int, importlib.metadata.version(library).split(".")[:2]))
        assert tuple(map(int, least.split("."))) <= at < tuple(map(int, first_beyond.split("."))), library


def test_a_private_name_that_is_new_would_be_seen() -> None:
    assert "_layout_required" in reached_for()
    assert reached_for()["_layout_required"] == {HERE.name}
    assert all(name(path).startswith("src/pannesi/tui/") for path in TUI)
