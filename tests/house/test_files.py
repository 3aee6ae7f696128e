"""Promises about the shape of the sources: each test names every place that breaks its own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.support.project_files import PYTHON, ROOT, SOURCES, calls, name, places, tree

LONGEST = 400


def test_a_source_file_can_be_read_in_one_sitting() -> None:
    long = {name(path): len(path.read_text("utf-8").splitlines()) for path in PYTHON}
    assert not {path: lines for path, lines in long.items() if lines > LONGEST and path.startswith("src")}


def test_every_module_says_what_it_is() -> None:
    assert not [name(path) for path in SOURCES if not ast.get_docstring(tree(path))]


def test_nothing_lies_loose_in_the_root_of_the_package() -> None:
    (package,) = {path.parent for path in SOURCES if path.name == "__main__.py"}
    assert {path.name for path in package.glob("*.py")} == {"__init__.py", "__main__.py"}


def test_what_tests_share_lies_in_tests_support() -> None:
    def of_a_test(node: ast.AST) -> bool:
        return isinstance(node, ast.ImportFrom) and bool(re.search(r"(^|\.)test_", node.module or ""))

    assert not places(PYTHON, of_a_test)


def test_sentences_for_people_are_not_formatted_before_they_are_translated() -> None:
    def formatted(node: ast.AST) -> bool:
        sentences = [argument for mark in ("_", "N_") for call in calls(node, mark) for argument in call.args]
        sentences += [argument for call in calls(node, "n_") for argument in call.args[:2]]
        return any(not isinstance(sentence, ast.Constant) for sentence in sentences)

    assert not places(SOURCES, formatted)


def translated_at_import(module: ast.AST) -> Iterator[int]:
    """The line of every call of `_` or `n_` that runs while the module is loaded: outside functions, in their decorators and in
    the defaults and annotations of their parameters."""
    waiting = [module]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            waiting += [*node.decorator_list, node.args]
        elif isinstance(node, ast.Lambda):
            waiting.append(node.args)
        else:
            waiting += ast.iter_child_nodes(node)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "n_"):
                yield node.lineno


def test_no_sentence_is_translated_at_import() -> None:
    assert not [f"{name(path)}:{line}" for path in SOURCES for line in translated_at_import(tree(path))]


def test_each_place_that_translates_at_import_is_named() -> None:
    module = ast.parse(
        'A = _("a")\nclass B:\n    b = n_("b", "c", 2)\n@d(_("d"))\ndef e(f=_("f"), *, g: H(_("g")) = 1):\n'
        '    return _("late")\ni = lambda j=_("j"): _("late")\nk = N_("k")\n'
    )
    assert sorted(translated_at_import(module)) == [1, 3, 4, 5, 5, 7]


def test_no_exception_is_swallowed_whole() -> None:
    assert not places(PYTHON, lambda node: isinstance(node, ast.ExceptHandler) and node.type is None)


def test_typers_bundled_click_is_left_alone() -> None:
    assert not [
        name(path) for path in SOURCES if re.search(r"^\s*(import|from) click\b", path.read_text("utf-8"), re.M)
    ]


IN_THE_WORDS_OF_OTHERS = {
    "src/pannesi/procedure/availability/typed_times.py",  # a time as a person types it
    "src/pannesi/procedure/availability/opening_hours.py",  # the days of a schedule, as an author writes them
    "src/pannesi/procedure/loading/yaml_errors.py",  # what the parser of YAML says, in English
}
_ASKED_OF = ("startswith", "endswith", "find", "index", "count")
_LOOKED_FOR = ("replace", "removeprefix", "removesuffix", "split", "partition", "rpartition")
"""What changes a text where another stands in it: the sentence that is looked for decides."""


def is_sentence(node: ast.AST, bound: set[str]) -> bool:
    """Whether a node is a sentence for people: a call of `_` or `n_`, what is made of one, or a name bound to one."""
    if isinstance(node, ast.Name):
        return node.id in bound
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return is_sentence(node.func.value, bound)
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        return any(is_sentence(one, bound) for one in node.elts)
    if isinstance(node, ast.BinOp):
        return is_sentence(node.left, bound) or is_sentence(node.right, bound)
    if isinstance(node, ast.IfExp):
        return is_sentence(node.body, bound) or is_sentence(node.orelse, bound)
    return bool(list(calls(node, "_", "n_", "N_", "translated")))


def is_prose(node: ast.AST) -> bool:
    """Whether a node is text with an accent, or with words apart: no name of anything in the program."""
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        return any(is_prose(one) for one in node.elts)
    if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        return False
    return bool(re.search(r"[^\W\d_] [^\W\d_]|[^\x00-\x7f]", node.value)) and any(map(str.isalpha, node.value))


def bound_to_sentences(body: ast.AST) -> set[str]:
    """The names that this code, or what lies in it, binds to a sentence."""
    found: set[str] = set()
    for node in ast.walk(body):
        if (
            isinstance(node, ast.NamedExpr | ast.AnnAssign)
            and node.value is not None
            and isinstance(node.target, ast.Name)
        ):
            pairs: list[tuple[ast.AST, ast.AST]] = [(node.target, node.value)]
        elif isinstance(node, ast.Assign):
            pairs = [(target, node.value) for target in node.targets]
        else:
            continue
        for target, value in pairs:
            both = isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple)
            apart = zip(target.elts, value.elts, strict=False) if both else [(target, value)]  # type: ignore[attr-defined]
            found |= {one.id for one, words in apart if isinstance(one, ast.Name) and is_sentence(words, set())}
    return found


@cache
def constants_of(path: Path) -> frozenset[str]:
    """The constants of a module that are sentences."""
    return frozenset(
        bound_to_sentences(ast.Module([one for one in tree(path).body if isinstance(one, ast.Assign)], []))
    )


def decided_by_words(path: Path) -> Iterator[str]:
    """Every place of a file where something is decided by a sentence, or by text that reads like one."""
    module = tree(path)
    constants = set(constants_of(path))
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pannesi."):
            file = ROOT.joinpath("src", *str(node.module).split(".")).with_suffix(".py")
            if file.exists():
                constants |= constants_of(file) & {one.asname or one.name for one in node.names}
    scopes = [node for node in ast.walk(module) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    for scope in (*scopes, module):
        bound = constants | (bound_to_sentences(scope) if scope is not module else set())
        for node in ast.walk(scope):
            operands: list[ast.expr] = []
            if isinstance(node, ast.Compare):
                compared = (
                    [*node.comparators] if isinstance(node.ops[0], ast.Eq | ast.NotEq | ast.In | ast.NotIn) else []
                )
                operands = [node.left, *compared] if compared else []
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _ASKED_OF:
                operands = [node.func.value, *node.args]
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _LOOKED_FOR:
                operands = [one for one in node.args[:1] if is_sentence(one, bound)]
            if any(is_sentence(one, bound) or is_prose(one) for one in operands):
                yield f"{name(path)}:{operands[0].lineno}"


def test_nothing_is_decided_by_a_sentence_that_a_person_reads() -> None:
    found = {place for path in SOURCES for place in decided_by_words(path)}
    assert not {place for place in found if place.rpartition(":")[0] not in IN_THE_WORDS_OF_OTHERS}
    assert {place.rpartition(":")[0] for place in found} == IN_THE_WORDS_OF_OTHERS


@pytest.mark.parametrize(
    "body",
    [
        'words == _("oui")', 'words.startswith(_("Titre :"))', '_("NON ÉCRIT") in words', '"RÉPONSE" in words',
        'words.startswith((_("Titre"), "x"))', 'words == n_("{count} fait", "{count} faits", 2)', 'words == "gardé sous"',
        'words == _("de {who}").format(who="AB")', 'words.replace(_(", depuis"), "")', "words != YES", "words.find(yes)",
    ],
)  # fmt: skip
def test_a_decision_by_a_sentence_is_seen(body: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.support.project_files.ROOT", tmp_path)
    path = tmp_path / "decided.py"
    path.write_text(f'YES = _("oui")\n\ndef decided(words):\n    yes = _("oui")\n    return {body}\n', "utf-8")
    assert set(decided_by_words(path)) == {"decided.py:5"}


def test_only_the_atomic_writer_gives_a_file_its_name() -> None:
    moves = {
        "src/pannesi/support/atomic_files.py",
        "src/pannesi/journal/stand_in/renewal.py",  # a damaged journal is set aside as it is
        "src/pannesi/journal/stand_in_journal.py",  # an emergency journal that was taken back
    }

    def moved(node: ast.AST) -> bool:
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            return False
        module = node.func.value.id if isinstance(node.func.value, ast.Name) else ""
        names = {"os": ("replace", "rename", "link"), "tempfile": ("mkstemp", "NamedTemporaryFile")}
        return node.func.attr in names.get(module, ())

    assert {place.rpartition(":")[0] for place in places(SOURCES, moved)} == moves


def test_what_is_temporary_is_made_in_one_module() -> None:
    def loads_tempfile(node: ast.AST) -> bool:
        return (isinstance(node, ast.Import) and any(name.name == "tempfile" for name in node.names)) or (
            isinstance(node, ast.ImportFrom) and node.module == "tempfile"
        )

    files = {place.rpartition(":")[0] for place in places(SOURCES, loads_tempfile)}
    assert files == {"src/pannesi/support/user_folders.py"}


_NO_NAMES = {"one", "found", "told", "known"}


def is_empty_name(node: ast.AST) -> bool:
    """Whether a node gives a thing a name that says nothing of it."""
    match node:
        case ast.Name(id=named, ctx=ast.Store()) | ast.Attribute(attr=named, ctx=ast.Store()):
            return named in _NO_NAMES
        case ast.arg(arg=named) | ast.FunctionDef(name=named):
            return named in _NO_NAMES
    return False


def test_no_name_says_nothing() -> None:
    assert places(SOURCES, is_empty_name) == []
    written = "def told(known):\n    for one in known:\n        here.found = lambda one: one\n"
    assert sum(map(is_empty_name, ast.walk(ast.parse(written)))) == 5
