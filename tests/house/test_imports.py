"""What is imported where: nothing heavy before it is used, nothing in a circle, one store known by one module."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.support.project_files import ROOT, SOURCES, name, tree

LIGHT = {
    "pannesi.session.handlers.dispatch": (
        "sqlite3",
        "textual",
        "rich",
        "typer",
        "holidays",
        "rapidfuzz",
        "platformdirs",
    ),
    "pannesi.journal.store": (
        "sqlite3",
        "textual",
        "rich",
        "typer",
        "holidays",
        "rapidfuzz",
        "platformdirs",
        "pydantic",
    ),
    "pannesi.application.session_service": ("sqlite3", "textual", "rich", "typer", "holidays", "rapidfuzz"),
    "pannesi.plain": ("textual", "rich", "typer", "holidays", "rapidfuzz"),
    "pannesi.tui.screens.session": ("yaml", "pydantic", "typer", "holidays", "jinja2"),
    "pannesi.cli.main": ("textual", "holidays", "rapidfuzz", "sqlite3"),
}


@pytest.mark.parametrize("module", LIGHT)
def test_importing_loads_nothing_heavy(module: str) -> None:
    script = f"import sys, {module}; print(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert loaded & set(LIGHT[module]) == set()


MODULES = {
    ".".join(path.relative_to(ROOT / "src").with_suffix("").parts).removesuffix(".__init__"): path for path in SOURCES
}


class WithoutTypes(ast.NodeTransformer):
    """A module without what it imports for the type checker alone; and, unless `late`, without what it imports late."""

    def __init__(self, *, late: bool) -> None:
        self.late = late

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST | None:
        return self.generic_visit(node) if self.late else None

    def visit_If(self, node: ast.If) -> ast.AST | None:
        return None if "TYPE_CHECKING" in ast.unparse(node.test) else self.generic_visit(node)


def imported_by(module: str, *, late: bool) -> Iterator[str]:
    """The modules of the program that a module imports when it is loaded; `late`, also those that it imports later."""
    for node in ast.walk(WithoutTypes(late=late).visit(ast.parse(ast.unparse(tree(MODULES[module]))))):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names if one.name in MODULES)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            for one in node.names:
                inner = f"{node.module}.{one.name}"
                yield from (found for found in (inner if inner in MODULES else node.module,) if found in MODULES)


def circle_in(graph: dict[str, set[str]]) -> list[str]:
    """Nodes of a graph each of which leads to the next, and the last to the first; none when it has no circle."""
    clear: set[str] = set()
    for start in graph:
        path, waiting = [start], [iter(graph[start])]
        while path and start not in clear:
            onward = next((one for one in waiting[-1] if one not in clear), None)
            if onward is None:
                clear.add(path.pop())
                waiting.pop()
            elif onward in path:
                return [*path[path.index(onward) :], onward]
            else:
                path.append(onward)
                waiting.append(iter(graph[onward]))
    return []


def test_a_circle_is_seen_wherever_it_lies() -> None:
    assert circle_in({"a": {"b", "c"}, "b": {"d"}, "c": {"d"}, "d": set()}) == []
    assert circle_in({"a": {"b"}, "b": {"c", "d"}, "c": set(), "d": {"b"}}) == ["b", "d", "b"]


def test_no_module_imports_itself_by_way_of_others_not_even_late() -> None:
    assert len(MODULES) > 200
    assert circle_in({module: set(imported_by(module, late=True)) - {module} for module in MODULES}) == []


def test_only_what_opens_stores_knows_which_there_are() -> None:
    stores = {"pannesi.journal.sqlite.journal", "pannesi.journal.memory"}
    assert {name(MODULES[one]) for one in MODULES if stores & set(imported_by(one, late=True))} == {
        "src/pannesi/journal/open_store.py"
    }
