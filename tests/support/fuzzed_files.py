"""The shipped files, their places, and what must hold of whatever stands in a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from pannesi.procedure.checks.diagnostic import as_github_command, render_in_full
from pannesi.procedure.checks.site_check import problems_of
from pannesi.procedure.loading.loader import MAX_PROBLEMS_PER_FILE, LoadedSite
from pannesi.procedure.loading.site_files import MAX_BYTES
from pannesi.procedure.loading.yaml_reader import MAX_NODES, Map, Seq
from pannesi.support.text_safety import clean_line

ROOT = Path(__file__).parents[2]
SHIPPED = {path.name: path.read_bytes() for path in (ROOT / "contacts.yaml", *sorted((ROOT / "cases").glob("*.yaml")))}


def nodes_of(tree: Any) -> int:
    if isinstance(tree, Map):
        return 1 + sum(1 + nodes_of(one) for one in tree.values())
    return 1 + sum(nodes_of(one) for one in tree) if isinstance(tree, Seq) else 1


def judged(loaded: LoadedSite, path: str, content: bytes) -> None:
    """Whatever a file holds: every problem lies inside it and can be shown, within the limits."""
    text = content.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    problems = problems_of(loaded, date(2026, 11, 24), proof=False)
    assert loaded.site is not None or any(problem.severity == "error" for problem in problems)
    mine = [problem for problem in problems if problem.path == path]
    assert len([problem for problem in mine if problem.severity == "error"]) <= MAX_PROBLEMS_PER_FILE + 1
    for problem in mine:
        if problem.line is not None:
            assert 1 <= problem.line <= len(text)
            assert problem.column is not None
            assert 1 <= problem.column <= len(text[problem.line - 1]) + 1
        for line in (
            *render_in_full(problem, content.decode("utf-8", "replace")).split("\n"),
            as_github_command(problem),
        ):
            assert clean_line(line) == line
    tree = loaded.trees.get(path)
    assert tree is None or nodes_of(tree) <= MAX_NODES
    assert len(content) <= MAX_BYTES


def places(node: Any) -> list[tuple[Any, Any]]:
    keys = list(node) if isinstance(node, dict) else list(range(len(node))) if isinstance(node, list) else []
    return [(node, key) for key in keys] + [place for key in keys for place in places(node[key])]
