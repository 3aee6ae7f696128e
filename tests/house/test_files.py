"""Promises about the shape of the sources: each test names every place that breaks its own."""

from __future__ import annotations

import ast
import re

from tests.support.project_files import PYTHON, SOURCES, calls, name, places, tree

LONGEST = 400


def test_a_source_file_can_be_read_in_one_sitting() -> None:
    long = {name(path): len(path.read_text("utf-8").splitlines()) for path in PYTHON}
    assert not {path: lines for path, lines in long.items() if lines > LONGEST and path.startswith("src")}


def test_every_module_says_what_it_is() -> None:
    assert not [name(path) for path in SOURCES if not ast.get_docstring(tree(path))]


def test_nothing_lies_loose_in_the_root_of_the_package() -> None:
    (package,) = {path.parent for path in SOURCES if path.name == "__main__.py"}
    assert {path.name for path in package.glob("*.py")} == {"__init__.py", "__main__.py"}


def test_sentences_for_people_are_not_formatted_before_they_are_translated() -> None:
    def formatted(node: ast.AST) -> bool:
        sentences = [argument for call in calls(node, "_") for argument in call.args]
        sentences += [argument for call in calls(node, "n_") for argument in call.args[:2]]
        return any(not isinstance(sentence, ast.Constant) for sentence in sentences)

    assert not places(SOURCES, formatted)


def test_no_exception_is_swallowed_whole() -> None:
    assert not places(PYTHON, lambda node: isinstance(node, ast.ExceptHandler) and node.type is None)


def test_typers_bundled_click_is_left_alone() -> None:
    assert not [
        name(path) for path in SOURCES if re.search(r"^\s*(import|from) click\b", path.read_text("utf-8"), re.M)
    ]


def test_only_the_atomic_writer_gives_a_file_its_name() -> None:
    moves = {
        "src/pannesi/support/atomic_files.py",
        "src/pannesi/journal/renewal.py",  # a damaged journal is set aside as it is
        "src/pannesi/journal/fallback.py",  # an emergency journal that was taken back
    }

    def moved(node: ast.AST) -> bool:
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            return False
        module = node.func.value.id if isinstance(node.func.value, ast.Name) else ""
        names = {"os": ("replace", "rename", "link"), "tempfile": ("mkstemp", "NamedTemporaryFile")}
        return node.func.attr in names.get(module, ())

    assert {place.rpartition(":")[0] for place in places(SOURCES, moved)} == moves
