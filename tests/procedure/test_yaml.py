"""YAML text becomes a tree of text with positions; nothing is guessed, nothing harmful passes, nothing crashes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import yaml as pyyaml
from hypothesis import given
from hypothesis import strategies as st

from pannesi.procedure.loading import yaml_reader as reader
from pannesi.procedure.loading.site_files import MAX_BYTES
from pannesi.procedure.loading.yaml_reader import MAX_DEPTH, MAX_NODES, MAX_SCALAR, Map, Seq, read
from pannesi.support.text_safety import clean


@pytest.fixture(params=["libyaml", "pure Python"])
def either_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "pure Python":
        monkeypatch.setattr(reader, "_PARSER", pyyaml.SafeLoader)


def tree_of(text: str) -> Map:
    tree, problems = read("a.yaml", text.encode())
    assert problems == []
    assert tree is not None
    return tree


def codes(text: str | bytes) -> list[tuple[str, int | None, int | None]]:
    _tree, problems = read("a.yaml", text if isinstance(text, bytes) else text.encode())
    return [(problem.code, problem.line, problem.column) for problem in problems]


TRAPS = [
    "19:30", "0153622400", "+33 1 53 62 24 00", "+33153622400", "1.10", "yes", "no", "on", "off", "y", "n", "true",
    "0o17", "0x1F", "1e3", "1_000", ".inf", ".nan", "2026-11-24", "2026-11-24 03:12:00", "=", "08", "1:30:00", "-1",
    "Non", "TRUE", "~user", "null-part", "M[RADI|NUCL]DWSXXX", "$HOME", "100 %s", "a {0}", "C:\\partage",
]  # fmt: skip


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize("written", TRAPS)
def test_a_plain_scalar_stays_the_text_that_was_written(written: str) -> None:
    tree = tree_of(f"{written}: {written}\nliste: ['{written}', \"x\"]\n")
    assert list(tree) == [written, "liste"]
    assert list(tree.values()) == [written, [written, "x"]]


@pytest.mark.usefixtures("either_parser")
def test_every_key_value_and_item_knows_where_it_stands() -> None:
    tree = tree_of("# note\nclé: é ⚠️ v\nautre:\n  - {a: [b, 'c']}\n  - |\n    long\n")
    assert tree.place == (2, 1)
    assert tree.keys_at == {"clé": (2, 1), "autre": (3, 1)}
    assert tree.values_at == {"clé": (2, 6), "autre": (4, 3)}
    items: Seq = tree["autre"]
    assert items.items_at == [(4, 5), (5, 5)]
    inner: Map = items[0]
    assert (inner.place, inner.keys_at, inner.values_at) == ((4, 5), {"a": (4, 6)}, {"a": (4, 9)})
    assert inner["a"].items_at == [(4, 10), (4, 13)]


def test_a_byte_order_mark_and_windows_line_ends_are_no_matter() -> None:
    tree, problems = read("a.yaml", "\ufeffa: b\r\nc: |\r\n  d\r\n  e\r\n".encode())
    assert problems == []
    assert tree == {"a": "b", "c": "d\ne\n"}
    assert tree.keys_at == {"a": (1, 1), "c": (2, 1)}


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: *b", [("P107", 1, 4)]),
        ("a: &b c", [("P107", 1, 4)]),
        ("&a b: c", [("P107", 1, 1)]),
        ("a:\n  <<: {b: c}", [("P107", 2, 3)]),
        ("a: !!str b", [("P108", 1, 4)]),
        ("!x\na: b", [("P108", 1, 1)]),
        ("a: b\n---\nc: d", [("P105", 2, 1)]),
        ("- a", [("P106", 1, 1)]),
        ("\n\ntexte", [("P106", 3, 1)]),
        ("", [("P106", 1, 1)]),
        ("a: 1\nb: 2\na: 3\na: 4", [("P109", 3, 1), ("P109", 4, 1)]),
        ("a:\nb: ~\nc: [d, null]\ne: ''", [("P110", 1, 1), ("P110", 2, 1), ("P110", 3, 8)]),
        ("? [a]\n: b", [("P111", 1, 3)]),
        ("a\u00a0: b", [("P112", 1, 1)]),
        ("a: \"b\\e\"\nc: \"\\u202e\"", [("P104", 1, 4), ("P104", 2, 4)]),
        ("a: \x1b\nb: \u202e", [("P104", 1, 4), ("P104", 2, 4)]),
        ("a: b # \u2066", [("P104", 1, 8)]),
        ("a:\n\tb: c", [("P101", 2, 1)]),
        ("a: [b", [("P101", 1, 4)]),
        ("a: 'b", [("P101", 1, 4)]),
    ],
)  # fmt: skip
def test_what_is_refused_is_refused_at_its_place(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert codes(text) == expected


def test_a_repeated_key_names_the_line_of_the_first() -> None:
    _tree, (problem,) = read("a.yaml", b"x: 1\ntitre: a\ny: 2\ntitre: b\n")
    assert "« titre »" in problem.message
    assert "ligne 2" in problem.message


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"a: \xe9", (1, 4)),
        ("é: é\nà: ".encode() + b"\xff", (2, 4)),
        (b"\xef\xbb\xbfa: b\n\xc3(", (2, 1)),
        (b"\x80", (1, 1)),
    ],
)
def test_a_byte_that_is_no_utf8_is_pointed_at(content: bytes, place: tuple[int, int]) -> None:
    assert codes(content) == [("P103", *place)]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "a:\n"])
def test_depth_is_bounded_long_before_it_could_hurt(opening: str) -> None:
    text = "".join("  " * depth + opening for depth in range(500)) if opening == "a:\n" else "a:\n " + opening * 250
    ((code, _line, _column),) = codes(text)
    assert code == "P102"


def test_fifty_thousand_open_brackets_are_an_error_like_another() -> None:
    ((code, line, _column),) = codes("a: " + "[" * 50_000)
    assert (code, line) in {("P101", 1), ("P102", 1)}


def test_what_is_just_within_the_limits_is_read() -> None:
    deep = "a: " + "[" * (MAX_DEPTH - 1) + "x" + "]" * (MAX_DEPTH - 1)
    assert codes(deep) == []
    assert codes(deep.replace("x", "[x]")) == [("P102", 1, MAX_DEPTH + 3)]
    assert codes("a: " + "é" * MAX_SCALAR) == []
    assert codes("a: " + "é" * (MAX_SCALAR + 1)) == [("P102", 1, 4)]
    assert codes("a:\n" + "- x\n" * (MAX_NODES - 3)) == []
    assert codes("a:\n" + "- x\n" * (MAX_NODES - 2)) == [("P102", MAX_NODES - 1, 3)]
    assert codes(b"a: b".ljust(MAX_BYTES, b"\n")) == []
    assert codes(b"a: b".ljust(MAX_BYTES + 1, b"\n")) == [("P102", None, None)]


def test_reading_a_bomb_of_aliases_stops_at_the_first_anchor() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(30))
    assert codes(bomb) == [("P107", 1, 4)]


def positions_are_inside(text: str, problems: list[Any]) -> None:
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    for problem in problems:
        if problem.line is not None:
            assert 1 <= problem.line <= len(lines)
            assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        assert clean(problem.message) == problem.message


YAMLISH = st.text(st.sampled_from(" \n\t:-#{}[],'\"&*!|>%@`?~<=.\\ab01é漢\x1b\u202e\u00a0\ufeff\r"), max_size=60)


@given(st.one_of(st.text(), YAMLISH))
def test_any_text_is_read_or_refused_with_positions_inside_it(text: str) -> None:
    content = text.encode("utf-8", "surrogatepass")
    tree, problems = read("a.yaml", content)
    assert tree is not None or problems
    positions_are_inside(content.decode("utf-8", "replace"), problems)


@given(YAMLISH)
def test_any_text_is_read_or_refused_by_the_slow_parser_too(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "_PARSER", pyyaml.SafeLoader)
        tree, problems = read("a.yaml", text.encode())
    assert tree is not None or problems
    positions_are_inside(text, problems)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_with_positions_inside_them(content: bytes) -> None:
    tree, problems = read("a.yaml", content)
    assert tree is not None or problems
    positions_are_inside(content.decode("utf-8", "replace"), problems)


SAFE = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Cn")), max_size=40)


@given(SAFE)
def test_any_harmless_text_survives_between_quotes_to_the_letter(text: str) -> None:
    escaped = text.encode("unicode_escape").decode().replace('"', '\\"')
    assert tree_of(f'a: "{escaped}"\n') == {"a": text}
    assert tree_of(f"a: {json.dumps(text, ensure_ascii=False)}\n") == {"a": text}
    single = text.replace("'", "''")
    assert tree_of(f"a: '{single}'\n") == {"a": text}


@given(st.text(st.sampled_from(list("0123456789+-.:_eExyno ")), min_size=1, max_size=16).map(str.strip).filter(bool))
def test_any_number_or_word_that_yaml_would_type_survives_without_quotes(text: str) -> None:
    tree, problems = read("a.yaml", f"a: {text}\n".encode())
    if not problems:
        assert tree is not None
        assert tree == {"a": text} or not isinstance(tree["a"], str)


NAMES = st.text(st.sampled_from(list("abcé-_ 0")), min_size=1, max_size=8).map(str.strip).filter(bool)
TREES = st.recursive(
    SAFE.filter(bool),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(NAMES, inner, max_size=4)),
    max_leaves=15,
)


def spots(node: Map | Seq) -> Iterator[tuple[str, tuple[int, int]]]:
    """Every key and text of a tree with its position."""
    pairs = (
        [(node[key], node.values_at[key]) for key in node]
        if isinstance(node, Map)
        else zip(node, node.items_at, strict=True)
    )
    if isinstance(node, Map):
        yield from node.keys_at.items()
    for value, place in pairs:
        if isinstance(value, str):
            yield value, place
        else:
            yield from spots(value)


@given(st.dictionaries(NAMES, TREES, min_size=1, max_size=4), st.booleans())
def test_what_is_written_is_read_and_each_position_is_where_its_text_begins(
    written: dict[str, Any], flow: bool
) -> None:
    text = pyyaml.safe_dump(written, allow_unicode=True, default_flow_style=flow, default_style='"', width=10_000)
    tree = tree_of(text)
    assert tree == written
    lines = text.split("\n")
    for value, (line, column) in spots(tree):
        assert lines[line - 1][column - 1] == '"'
        rest = lines[line - 1][column:]
        assert rest.startswith(("\\", value[:1] or '"'))
