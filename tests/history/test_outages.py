"""The same outage in two sessions: said in each chain, counted once, a missing half told, taken back like anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pannesi.application.context import Station
from pannesi.application.outage_links import say_same_outage
from pannesi.history.catalogue import catalogue_of
from pannesi.history.outages import OutageLink, half_states, outages_of, same_outage_candidates
from pannesi.history.overview import Overview, OverviewStage
from pannesi.history.same_outage import links_of, sessions_proposed
from pannesi.session import actions as want
from pannesi.session.event_writer import Refused
from pannesi.session.facts.session import SameOutage
from pannesi.session.projection.same_outage import same_outages_said
from pannesi.session.state import fold
from tests.support.building import NIGHT, start
from tests.support.plain_playing import shipped, station_of
from tests.support.session_sites import HOSPITAL

HOUR = timedelta(hours=1)


def link(session: str, other: str, *, stands: bool = True) -> OutageLink:
    return OutageLink(session, other, stands)


def test_one_half_is_enough_unless_the_other_session_took_its_half_back() -> None:
    assert outages_of("abc", [link("a", "b")]) == (("a", "b"), ("c",))
    assert outages_of("abc", [link("a", "b"), link("b", "a")]) == (("a", "b"), ("c",))
    assert outages_of("abc", [link("a", "b"), link("b", "a", stands=False)]) == (("a",), ("b",), ("c",))
    assert outages_of("abc", [link("a", "b", stands=False)]) == (("a",), ("b",), ("c",))


def test_a_session_between_two_others_joins_them_even_where_it_is_not_here() -> None:
    assert outages_of("ac", [link("a", "b"), link("c", "b")]) == (("a", "c"),)


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef"), st.booleans()), max_size=12))
def test_groups_are_those_of_a_plain_search_through_the_links(said: list[tuple[str, str, bool]]) -> None:
    latest = {(one, other): stands for one, other, stands in said}
    beside: dict[str, set[str]] = {name: {name} for name in "abcdef"}
    for (one, other), stands in latest.items():
        if stands and latest.get((other, one), True):
            beside[one].add(other)
            beside[other].add(one)
    expected = set()
    for name in "abcdef":
        reached, waiting = {name}, [name]
        while waiting:
            new = beside[waiting.pop()] - reached
            reached |= new
            waiting += new
        expected.add(tuple(sorted(reached)))
    links = [link(one, other, stands=stands) for one, other, stands in said]
    assert set(outages_of("abcdef", links)) == expected


@pytest.mark.parametrize(
    ("links", "state"),
    [
        ([link("a", "b"), link("b", "a")], "both"),
        ([link("a", "b")], "here_only"),
        ([link("b", "a")], "there_only"),
        ([link("a", "b", stands=False), link("b", "a")], "taken_back_here"),
        ([link("a", "b"), link("b", "a", stands=False)], "taken_back_there"),
        ([link("a", "b", stands=False), link("b", "a", stands=False)], None),
    ],
)
def test_a_missing_half_is_told(links: list[OutageLink], state: str | None) -> None:
    assert half_states("a", links) == ({"b": state} if state else {})


def test_a_session_says_it_of_another_once_in_its_own_chain_and_takes_it_back() -> None:
    played = start(HOSPITAL, "cas-3", "images")
    with pytest.raises(Refused, match="autre session"):
        played.do(want.SaySameOutage(played.session))
    played.do(want.Close("fin"))
    played.do(want.SaySameOutage("s2"))
    assert played.events[-1].payload["other"] == "s2"
    with pytest.raises(Refused, match="déjà dit"):
        played.do(want.SaySameOutage("s2"))
    played.do(want.Undo(played.events[-1].id))
    (said,) = same_outages_said(played.state)
    assert (said.other, said.stands) == ("s2", False)
    played.do(want.SaySameOutage("s2"))
    assert [one.stands for one in same_outages_said(played.state)] == [True]
    assert played.state.conflicts == ()


def overview(name: str, began: float, closed: float | None) -> Overview:
    until = NIGHT + closed * HOUR if closed is not None else None
    stage: OverviewStage = "closed" if until else "waiting"
    return Overview(name, "PACS", stage, False, NIGHT + began * HOUR, NIGHT, until, 0, (), 3, NIGHT + 9 * HOUR)


def test_proposed_are_those_of_the_same_time_first_those_with_a_system_in_common() -> None:
    mine = overview("mine", 0, 6)
    others = [
        overview("later", 9, 10), overview("beside", 1, 5), overview("open", 2, None), overview("near", 7, 8),
        overview("same-system", 5, 7), replace(overview("drill", 0, 6), exercise=True), mine,
    ]  # fmt: skip
    proposed = same_outage_candidates(mine, others, {"same-system", "near"})
    assert [one.id for one in proposed] == ["same-system", "near", "beside", "open"]


def opened_twice(station: Station) -> tuple[str, str]:
    """Two sessions at the same entry, by their ids."""
    names = []
    for _turn in range(2):
        desk = station.desk()
        desk.open(want.Open("cas-3", "images-invisibles"))
        names.append(str(desk.session))
    first, second = names
    return first, second


def test_both_halves_are_written_by_one_act_and_the_index_knows_them() -> None:
    station = station_of()
    first, second = opened_twice(station)
    site = shipped().site
    catalogue = catalogue_of(station.journal, site).caught_up(NIGHT)
    proposed = sessions_proposed(catalogue, first, ("PACS",), NIGHT, exercise=False)
    assert [one.id for one in proposed] == [second]
    assert say_same_outage(station, first, second, same=True).written == (first, second)
    assert say_same_outage(station, first, second, same=True).written == ()
    links = catalogue.caught_up(NIGHT).index.links()
    assert half_states(first, links) == {second: "both"}
    assert outages_of((first, second), links) == ((first, second),)
    assert say_same_outage(station, second, first, same=False).written == (second, first)
    links = catalogue.caught_up(NIGHT).index.links()
    assert outages_of((first, second), links) == ((first,), (second,))
    kinds = [event.kind for event in station.journal.events(first)]
    assert kinds.count(SameOutage.kind) == 1
    catalogue.index.forget(first)
    assert {one.session for one in catalogue.index.links()} == {second}


def test_the_other_half_is_read_from_its_own_chain_where_the_index_is_behind() -> None:
    station = station_of()
    first, second = opened_twice(station)
    catalogue = catalogue_of(station.journal, shipped().site).caught_up(NIGHT)
    say_same_outage(station, first, second, same=True)
    state = fold(station.journal.events(first))
    assert half_states(first, links_of(catalogue, first, state)) == {second: "both"}
    desk = station.desk()
    desk.resume(second)
    desk.do(want.UndoLast())
    assert half_states(first, links_of(catalogue, first, state)) == {second: "taken_back_there"}
    other = fold(station.journal.events(second))
    assert half_states(second, links_of(catalogue, second, other)) == {first: "taken_back_here"}


def test_a_half_that_cannot_be_written_is_told_and_the_other_stays() -> None:
    station = station_of()
    desk = station.desk()
    desk.open(want.Open("cas-3", "images-invisibles"))
    here = str(desk.session)
    outcome = say_same_outage(station, here, "20200101-0000-nulle", same=True)
    assert outcome.written == (here,)
    assert "n'est pas dans le journal" in outcome.refused
    state = fold(station.journal.events(here))
    assert [one.other for one in same_outages_said(state)] == ["20200101-0000-nulle"]
