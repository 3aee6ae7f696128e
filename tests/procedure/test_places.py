"""From a path in a model to a place in its file: never further than what was written, whatever the path."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pannesi.procedure.loading.places import key_place_of, node_at, place_of
from pannesi.procedure.loading.yaml_reader import read

TREE, _PROBLEMS = read("x", b"a:\n  - b: c\n    d: [e, f]\ng: h\n")


def test_a_path_leads_to_what_stands_there_and_else_to_what_is_around_it() -> None:
    assert TREE is not None
    assert place_of(TREE, ("a", 0, "d", 1)) == (3, 12)
    assert place_of(TREE, ("a", 0, "d", 7)) == place_of(TREE, ("a", 0, "d", "e")) == (3, 8)
    assert key_place_of(TREE, ("a", 0, "d")) == (3, 5)
    assert node_at(TREE, ("a", 0, "d", "e")) == ["e", "f"]
    assert node_at(TREE, ("g", "h")) == "h"


@given(st.lists(st.one_of(st.sampled_from(["a", "b", "d", "g", "1", "x"]), st.integers(-2, 3)), max_size=5))
def test_no_path_leads_out_of_the_file(path: list[str | int]) -> None:
    assert TREE is not None
    places = [place_of(TREE, tuple(path))] + ([key_place_of(TREE, tuple(path))] if path else [])
    assert all(1 <= line <= 4 and 1 <= column <= 14 for line, column in places)
    node_at(TREE, tuple(path))
