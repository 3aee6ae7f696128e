"""Names on a circle are found, all of them, whatever hangs on it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pannesi.procedure.checks.cycles import cycle_numbers, names_in_cycles

NAMES = st.sampled_from("abcdefg")


def test_a_chain_has_no_circle_and_a_loop_is_all_of_it() -> None:
    assert names_in_cycles({"a": ["b"], "b": ["c"], "c": []}) == set()
    assert names_in_cycles({"a": ["b"], "b": ["c"], "c": ["b"], "d": ["d"]}) == {"b", "c", "d"}
    assert names_in_cycles({"a": ["nobody"]}) == set()


def test_what_leads_from_one_circle_to_another_lies_on_none() -> None:
    links = {"a": ["b"], "b": ["a", "c"], "c": ["d"], "d": ["e"], "e": ["d"]}
    assert names_in_cycles(links) == {"a", "b", "d", "e"}
    assert cycle_numbers(links)["b"] != cycle_numbers(links)["d"]


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

    assert names_in_cycles(links) == {name for name in links if name in reached(name)}
    circle = cycle_numbers(links)
    for one in circle:
        for other in circle:
            assert (circle[one] == circle[other]) is (other in reached(one) and one in reached(other))


def test_a_very_long_chain_takes_no_stack() -> None:
    chain = {str(number): [str(number + 1)] for number in range(50_000)}
    assert names_in_cycles(chain) == set()
    assert len(names_in_cycles({**chain, "50000": ["0"]})) == 50_001
