"""Promises about the project's own files that a machine can keep."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
PYTHON = sorted(path for top in ("src", "tests", "bench") for path in (ROOT / top).rglob("*.py"))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tree(path: Path) -> ast.AST:
    return ast.parse(path.read_text("utf-8"))


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_a_source_file_can_be_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_every_module_class_and_function_of_the_public_face_says_what_it_is(path: Path) -> None:
    module = tree(path)
    assert isinstance(module, ast.Module)
    assert ast.get_docstring(module)


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_sentences_for_people_are_not_formatted_before_they_are_translated(path: Path) -> None:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "n_"):
            for argument in node.args[:2] if node.func.id == "n_" else node.args:
                assert isinstance(argument, ast.Constant), f"line {node.lineno}"


@pytest.mark.parametrize("path", PYTHON, ids=name)
def test_no_exception_is_swallowed_whole(path: Path) -> None:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ExceptHandler):
            assert node.type is not None, f"line {node.lineno}"


@pytest.mark.parametrize("path", sorted((ROOT / "src/pannesi").glob("s[ie][ts]*/**/*.py")), ids=name)
def test_the_core_never_asks_what_time_it_is(path: Path) -> None:
    asked = {
        node.func.attr
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert not {"now", "utcnow", "today", "time_ns", "uuid4", "urandom"} & asked


@pytest.mark.parametrize("path", sorted((ROOT / "requirements").glob("*.lock")), ids=name)
def test_a_lock_names_no_host_and_pins_every_hash(path: Path) -> None:
    text = path.read_text("utf-8")
    assert "://" not in text
    assert text.count("==") <= text.count("--hash=sha256:")


def test_every_dependency_says_why_it_is_there() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    for dependency in tomllib.loads(text)["project"]["dependencies"]:
        (line,) = [line for line in text.splitlines() if f'"{dependency}"' in line]
        assert re.search(r"# \w", line), dependency


def test_the_readme_leads_with_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert -1 < text.index("make run") < text.index("make test") < 1500


def test_the_transcript_of_the_readme_is_what_the_program_shows() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from docs.transcript import transcript; print(transcript())"],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    assert done.stdout.strip() in (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("path", [path for path in PYTHON if "src" in path.parts], ids=name)
def test_typers_bundled_click_is_left_alone(path: Path) -> None:
    assert not re.search(r"^\s*(import|from) click\b", path.read_text("utf-8"), re.M)


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
    "pannesi.cli.main": ("textual", "holidays", "rapidfuzz", "sqlite3"),
}


@pytest.mark.parametrize("module", LIGHT)
def test_importing_loads_nothing_heavy(module: str) -> None:
    script = f"import sys, {module}; print(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert loaded & set(LIGHT[module]) == set()
