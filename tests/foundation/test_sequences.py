"""A longest rising run of a list, beside one found by trying all."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pannesi.support.sequences import longest_increasing_subsequence


def runs_of(values: list[int]) -> list[list[int]]:
    """Every rising run, gaps allowed."""
    runs: list[list[int]] = [[]]
    for value in values:
        runs += [[*run, value] for run in runs if not run or run[-1] < value]
    return runs


@given(st.lists(st.integers(0, 6), max_size=8))
def test_the_longest_run_rises_and_none_is_longer(values: list[int]) -> None:
    kept = [values[place] for place in sorted(longest_increasing_subsequence(values))]
    assert kept in runs_of(values)
    assert len(kept) == max(map(len, runs_of(values)))


def test_nothing_rises_in_an_empty_list() -> None:
    assert longest_increasing_subsequence([]) == set()
