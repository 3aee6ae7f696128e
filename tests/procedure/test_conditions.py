"""The walk through the conditions inside a condition."""

from __future__ import annotations

from pannesi.procedure.model.conditions import all_hold, any_holds, conditions_in, negated
from pannesi.procedure.model.lines import AnswerIs, When

IN_ALL = When(
    open="jour", any_of=(When(open="a", none_of=(When(open="b"),)), When(open="c")), none_of=(When(open="d"),)
)


def test_every_condition_is_met_in_the_order_in_which_it_is_written_with_its_place() -> None:
    assert [(where, part.open) for where, part in conditions_in(IN_ALL)] == [
        ((), "jour"),
        (("any_of", 0), "a"),
        (("any_of", 0, "none_of", 0), "b"),
        (("any_of", 1), "c"),
        (("none_of", 0), "d"),
    ]


def test_what_must_not_hold_can_be_left_out() -> None:
    assert [part.open for _where, part in conditions_in(IN_ALL, denied=False)] == ["jour", "a", "c"]


def test_a_line_without_a_condition_has_none_inside() -> None:
    assert list(conditions_in(None)) == []
    alone = When(answer=AnswerIs(line="q", option="oui"))
    assert list(conditions_in(alone)) == [((), alone)]


def test_what_is_unknown_decides_nothing_that_something_known_decides() -> None:
    assert [all_hold(parts) for parts in ((), (True,), (True, None), (None, False), (True, False))] == [
        True, True, None, False, False,
    ]  # fmt: skip
    assert [any_holds(parts) for parts in ((), (False,), (False, None), (None, True), (False, True))] == [
        False, False, None, True, True,
    ]  # fmt: skip
    assert [negated(part) for part in (True, False, None)] == [False, True, None]
