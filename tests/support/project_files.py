"""The project's own files, read once, and its site copied."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
PYTHON = sorted(path for top in ("src", "tests", "bench") for path in (ROOT / top).rglob("*.py"))


def name(path: Path) -> str:
    """A file as it is named in a failure."""
    return str(path.relative_to(ROOT))


def copied_site(folder: Path) -> Path:
    """A copy of the shipped site in a folder that may not be there yet: what a test changes."""
    shutil.copytree(ROOT / "cases", folder / "cases")
    shutil.copy(ROOT / "contacts.yaml", folder)
    return folder


@cache
def tree(path: Path) -> ast.Module:
    """A file as Python reads it."""
    return ast.parse(path.read_text("utf-8"))


def places(paths: list[Path], wrong: Callable[[ast.AST], bool]) -> list[str]:
    """Every place in these files that is wrong, as `file:line`."""
    return [f"{name(path)}:{node.lineno}" for path in paths for node in ast.walk(tree(path)) if wrong(node)]  # type: ignore[attr-defined]


def calls(node: ast.AST, *names: str) -> Iterator[ast.Call]:
    """The node, when it is a call of one of these functions by its bare name."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
        yield node
