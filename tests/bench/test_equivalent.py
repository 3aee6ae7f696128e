"""Which mutants are left out of the draw because they do what the program does, and which are not."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from bench.equivalent import change_of, reason, reasons


def why(before: str, after: str) -> str:
    first, second = (ast.parse(f"def f(x):\n    return {part}") for part in (before, after))
    return reason("f", change_of(first, second))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('db.execute("SELECT max(hlc) FROM events WHERE at = ?", (x,))',
         'db.execute("select max(hlc) from events where at = ?", (x,))'),
        ('f"SELECT event FROM erased WHERE event IN ({x})"', 'f"SELECT EVENT FROM ERASED WHERE EVENT IN ({x})"'),
        ('x.encode("utf-8")', 'x.encode("UTF-8")'),
        ('cast("dict[str, int]", x)', "cast(None, x)"),
        ("zip(x, x, strict=False)", "zip(x, x, strict=None)"),
    ],
)  # fmt: skip
def test_a_mutant_that_does_the_same_is_left_out_with_the_reason(before: str, after: str) -> None:
    assert why(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("\"SELECT 1 FROM a WHERE name = 'events'\"", "\"SELECT 1 FROM a WHERE name = 'EVENTS'\""),
        ('db.execute("SELECT 1 FROM a")', 'db.execute("XXSELECT 1 FROM aXX")'),
        ('_("Selectionner")', '_("SELECTIONNER")'),
        ('x.encode("utf-8")', "x.encode(None)"),
        ('cast("dict[str, int]", x)', "cast(x)"),
        ("zip(x, x, strict=True)", "zip(x, x, strict=None)"),
        ("zip(x, x, strict=False)", "zip(x, x, strict=True)"),
        ('x + "oui"', 'x + "OUI"'),
        ("x > 1", "x >= 1"),
    ],
)
def test_a_mutant_that_does_something_else_is_drawn(before: str, after: str) -> None:
    assert not why(before, after)


def test_a_mutant_is_known_by_what_it_changes_in_the_file_that_holds_it(tmp_path: Path) -> None:
    made = tmp_path / "made.py"
    made.write_text(
        "class A:\n"
        '    def xǁAǁread__mutmut_orig(self):\n        return self.db("SELECT 1 FROM a")\n'
        '    def xǁAǁread__mutmut_1(self):\n        return self.db("select 1 from a")\n'
        '    def xǁAǁread__mutmut_2(self):\n        return self.db("XXSELECT 1 FROM aXX")\n'
        "    def xǁAǁread__mutmut_3(self):\n        return self.db(None)\n",
        "utf-8",
    )
    names = [f"pannesi.a.xǁAǁread__mutmut_{number}" for number in (1, 2, 3)]
    assert reasons(made, names) == {names[0]: "SQL knows no case in its words and names"}
