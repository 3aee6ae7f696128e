"""The author's verb becomes `verb` and `value`, wherever a line may stand, and keeps its place."""

from __future__ import annotations

import pytest

from pannesi.procedure.checks.diagnostic import Problem
from pannesi.procedure.loading.verbs import normalise_verbs
from pannesi.procedure.loading.yaml_reader import Map, read
from pannesi.procedure.model.lines import VERBS

PLACES = [
    "alert", "degraded_mode", "return_to_normal", "steps", "symptoms.alert", "symptoms.degraded_mode",
    "symptoms.return_to_normal", "options", "unknown", "yes", "no", "outcomes",
]  # fmt: skip


def normal(text: str) -> tuple[Map, list[Problem]]:
    tree, problems = read("a.yaml", text.encode())
    assert tree is not None
    assert problems == []
    return tree, normalise_verbs("a.yaml", tree)


def found(problems: list[Problem]) -> list[tuple[str, int | None, int | None]]:
    return [(problem.code, problem.line, problem.column) for problem in problems]


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_becomes_verb_and_value_and_keeps_its_place(verb: str) -> None:
    tree, problems = normal(f"alert:\n  - id: a\n    {verb}: texte\n    source: z\n")
    assert problems == []
    line = tree["alert"][0]
    assert line == {"id": "a", "source": "z", "verb": verb, "value": "texte"}
    assert line.keys_at["value"] == line.keys_at["verb"] == (3, 5)
    assert line.values_at["value"] == (3, 7 + len(verb))


@pytest.mark.parametrize("place", PLACES)
def test_lines_are_found_wherever_they_may_stand(place: str) -> None:
    line = "[{id: x, do: y}]"
    within = {
        "options": f"alert: [{{id: a, ask: q, options: [{{id: o, lines: {line}}}]}}]",
        "outcomes": f"alert: [{{id: a, run: q, outcomes: [{{id: o, lines: {line}}}]}}]",
        "yes": f"alert: [{{id: a, verify: q, yes: {line}}}]",
        "no": f"alert: [{{id: a, verify: q, no: {line}}}]",
        "unknown": f"alert: [{{id: a, ask: q, unknown: {line}}}]",
    }
    if place.startswith("symptoms."):
        text = f"symptoms: [{{id: s, {place.removeprefix('symptoms.')}: {line}}}]"
    else:
        text = within.get(place, f"{place}: {line}")
    tree, problems = normal(text + "\n")
    assert problems == []
    assert "{'id': 'x', 'value': 'y', 'verb': 'do'}" in str(tree)


@pytest.mark.parametrize("place", ["unknown", "missing", "messages", "gaps", "outcomes"])
def test_what_is_no_line_is_left_alone(place: str) -> None:
    tree, problems = normal(f"{place}: [{{id: a, do: b}}]\n")
    assert problems == []
    assert tree[place] == [{"id": "a", "do": "b"}]


def test_problems_come_in_the_order_of_the_lines() -> None:
    text = "alert:\n- {id: a}\n- id: q\n  ask: x\n  options: [{id: o, lines: [{id: b}]}]\n- {id: c}\n"
    _tree, problems = normal(text)
    assert [problem.line for problem in problems] == [2, 5, 6]


def test_two_verbs_are_both_named_and_the_second_pointed_at() -> None:
    _tree, problems = normal("alert:\n  - {id: a, do: x, call: y}\n")
    assert found(problems) == [("P202", 2, 20)]
    assert "« do »" in problems[0].message
    assert "« call »" in problems[0].message


def test_without_a_verb_they_are_all_listed() -> None:
    _tree, problems = normal("alert:\n  - {id: a, source: z}\n")
    assert found(problems) == [("P201", 2, 5)]
    assert all(verb in problems[0].help for verb in VERBS)


@pytest.mark.parametrize(
    ("typed", "meant"), [("cal", "call"), ("brodcast", "broadcast"), ("verifie", "verify"), ("Do", "do")]
)
def test_a_misspelt_verb_brings_the_nearest_and_its_place(typed: str, meant: str) -> None:
    _tree, problems = normal(f"alert:\n  - id: a\n    {typed}: x\n    label: y\n")
    assert found(problems) == [("P201", 3, 5)]
    assert f"« {meant} »" in problems[0].help


@pytest.mark.parametrize("key", ["verb", "value"])
def test_nobody_writes_the_loaders_own_keys(key: str) -> None:
    tree, problems = normal(f"alert:\n  - {{id: a, {key}: x, do: y}}\n")
    assert found(problems) == [("P204", 2, 13)]
    assert tree["alert"][0]["value"] == "y"


@pytest.mark.parametrize("text", ["alert: x", "alert: {a: b}", "alert: [x, [y]]", "symptoms: {a: b}", "symptoms: [x]"])
def test_a_wrong_shape_is_left_for_the_models_to_tell(text: str) -> None:
    assert normal(text + "\n")[1] == []
