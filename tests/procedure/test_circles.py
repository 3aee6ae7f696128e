"""Names on a circle are found, all of them, whatever hangs on it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pannesi.procedure.checks.cycles import circles_of, in_circles

NAMES = st.sampled_from("abcdefg")


def test_a_chain_has_no_circle_and_a_loop_is_all_of_it() -> None:
    assert in_circles({"a": ["b"], "b": ["c"], "c": []}) == set()
    assert in_circles({"a": ["b"], "b": ["c"], "c": ["b"], "d": ["d"]}) == {"b", "c", "d"}
    assert in_circles({"a": ["nobody"]}) == set()


def test_what_leads_from_one_circle_to_another_lies_on_none() -> None:
    links = {"a": ["b"], "b": ["a", "c"], "c": ["d"], "d": ["e"], "e": ["d"]}
    assert in_circles(links) == {"a", "b", "d", "e"}
    assert circles_of(links)["b"] != circles_of(links)["d"]


@given(st.dictionaries(NAMES, st.lists(NAMES, max_size=3)))
def test_every_name_that_comes_back_to_itself_is_found_and_no_dead_end_is(links: dict[str, list[str]]) -> None:
    def reached(start: str) -> set[str]:
        met: set[str] = set()
        waiting = list(links[start])
        while waiting:
            name = waiting.pop()
            if name in links and name not in met:
                met.add(name)
                waiting += links[name]
        return met

    assert in_circles(links) == {name for name in links if name in reached(name)}
    circle = circles_of(links)
    for one in circle:
        for other in circle:
            assert (circle[one] == circle[other]) is (other in reached(one) and one in reached(other))


def test_a_very_long_chain_takes_no_stack() -> None:
    chain = {str(number): [str(number + 1)] for number in range(50_000)}
    assert in_circles(chain) == set()
    assert len(in_circles({**chain, "50000": ["0"]})) == 50_001
