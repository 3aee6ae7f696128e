"""Mutants that do what the program does, so that no test can tell them from it: by rules, and some by name with why.

A mutant is known by what it changes in its function, not by its number: numbers move with each line above them.
"""

from __future__ import annotations

import ast
import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LISTED: dict[tuple[str, str, str], str] = {
    ("comparable_number", "'0'", "'XX0XX'"): "only digits are left there: there is no X to strip",
}
"""The reason for each, by its function and the smallest part that it changes, before and after."""
_SQL = re.compile(
    r"\s*(?:select|insert|update|delete|pragma|explain|begin|commit|rollback|vacuum|attach|detach|release|savepoint"
    r"|where|from|order by|group by|and|values|limit)\b",
    re.IGNORECASE,
)
_FLAGS = frozenset({"ensure_ascii", "strict", "check", "reverse", "exist_ok", "missing_ok", "parents"})
"""Flags of the standard library, of which only the truth is looked at."""
_MUTANT = re.compile(r"(?P<module>.+)\.(?P<function>[^.]+)__mutmut_(?P<number>\d+)")


@dataclass(frozen=True)
class Change:
    """The smallest part of a function that a mutant changes, and what it is part of; None where a part came or went."""

    before: ast.AST | None
    after: ast.AST | None
    within: tuple[ast.AST, ...]
    """What it is part of in the program, the nearest last."""

    @property
    def parts(self) -> tuple[str, str]:
        """The part before and after, as source."""
        return _source(self.before), _source(self.after)


def _source(node: ast.AST | None) -> str:
    return ast.unparse(node) if node is not None else ""


def change_of(before: ast.AST, after: ast.AST, within: tuple[ast.AST, ...] = ()) -> Change:
    """Where two versions of a function differ."""
    if type(before) is type(after):
        pairs = list(_parts(before, after))
        unlike = [(old, new) for old, new in pairs if old is None or new is None or ast.dump(old) != ast.dump(new)]
        plain = all(getattr(before, name, None) == getattr(after, name, None) for name in _plain(before))
        if len(unlike) == 1 and plain and unlike[0][0] is not None and unlike[0][1] is not None:
            return change_of(unlike[0][0], unlike[0][1], (*within, before))
    return Change(before, after, within)


def _plain(node: ast.AST) -> list[str]:
    """The fields of a node that hold no nodes."""
    kept = []
    for name, value in ast.iter_fields(node):
        items = value if isinstance(value, list) else [value]
        if not any(isinstance(item, ast.AST) for item in items):
            kept.append(name)
    return kept


def _parts(before: ast.AST, after: ast.AST) -> Iterator[tuple[ast.AST | None, ast.AST | None]]:
    for name, value in ast.iter_fields(before):
        other = getattr(after, name, None)
        old, new = (item if isinstance(item, list) else [item] for item in (value, other))
        if len(old) != len(new):
            yield None, None
            continue
        for first, second in zip(old, new, strict=True):
            if isinstance(first, ast.AST) and isinstance(second, ast.AST):
                yield first, second
            elif first != second:
                yield None, None


def reason(function: str, change: Change) -> str:
    """Why a mutant does what the program does; empty where a test can tell them apart."""
    before, after = change.before, change.after
    if (listed := LISTED.get((function, *change.parts))) is not None:
        return listed
    above = change.within[-1] if change.within else None
    if isinstance(before, ast.Constant) and isinstance(after, ast.Constant):
        if isinstance(before.value, str) and isinstance(after.value, str):
            return _same_words(before.value, after.value)
        if isinstance(above, ast.keyword) and above.arg in _FLAGS and not before.value and after.value is None:
            return "nothing but the truth of this flag is looked at"
    if isinstance(above, ast.Call) and _name(above.func) == "cast" and above.args and before is above.args[0]:
        return "the type in a cast is for the type checker"
    return ""


def _name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _same_words(before: str, after: str) -> str:
    if before.casefold() != after.casefold():
        return ""
    if _SQL.match(before) and not set("'\"") & set(before):
        return "SQL knows no case in its words and names"
    try:
        same = codecs.lookup(before) == codecs.lookup(after)
    except LookupError:
        return ""
    return "names of encodings have no case" if same else ""


def functions_in(path: Path) -> dict[str, ast.AST]:
    """Every function and method of a file that mutmut made, by the name that mutmut gives it."""
    found: dict[str, ast.AST] = {}
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and "__mutmut_" in node.name:
            name, node.name = node.name, ""
            found[name] = node
    return found


def reasons(path: Path, names: list[str]) -> dict[str, str]:
    """Those among the mutants of one file that do what the program does, with the reason."""
    functions, found = functions_in(path), dict[str, str]()
    for name in names:
        match = _MUTANT.fullmatch(name)
        if match is None:
            continue
        mangled = match["function"]
        change = change_of(functions[f"{mangled}__mutmut_orig"], functions[f"{mangled}__mutmut_{match['number']}"])
        plain = mangled.rpartition("ǁ")[2] if "ǁ" in mangled else mangled.removeprefix("x_")
        if why := reason(plain, change):
            found[name] = why
    return found
