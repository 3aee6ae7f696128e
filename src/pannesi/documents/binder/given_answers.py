"""Which answers a reader of paper has given on the way to a line, and so which lines do not apply."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from pannesi.procedure.model.conditions import all_hold, any_holds, conditions_in, negated
from pannesi.procedure.model.lines import Line, Run, When
from pannesi.procedure.model.numbering import branches_of
from pannesi.procedure.model.procedure import Site, split_ref
from pannesi.procedure.model.units import Annexe, AnyUnit

GivenAnswers = Mapping[str, frozenset[str]]
"""The possible answers, by the id of a question or the key of an annex; one that is absent may have any answer."""
_MOST_COMBINATIONS = 4096
"""Above this many combinations of answers nothing is claimed."""


def condition_holds(when: When | None, given: GivenAnswers) -> bool | None:
    """Whether a condition holds by these answers alone; None where the clock, the symptom or another answer decides."""
    if when is None:
        return True
    parts: list[bool | None] = []
    for name, option in _answers_named(when):
        parts.append(_is_answer(given.get(name), option))
    if any((when.open, when.closed, when.symptom, when.elapsed, when.expected)):
        parts.append(None)
    if when.any_of:
        parts.append(any_holds(condition_holds(other, given) for other in when.any_of))
    parts.extend(negated(condition_holds(other, given)) for other in when.none_of)
    return all_hold(parts)


def answers_in_condition(when: When | None) -> Iterator[str]:
    """The questions and annexes whose answers a condition names."""
    for _where, part in conditions_in(when):
        yield from (name for name, _option in _answers_named(part))


def with_answer(given: GivenAnswers, line: Line, option: str) -> GivenAnswers:
    """The answers given once a question also has this answer, or an annex this end."""
    return {**given, _question_key(line): frozenset({option})}


def with_condition(site: Site, unit: AnyUnit, given: GivenAnswers, when: When | None) -> GivenAnswers:
    """The answers given once a line with this condition applies."""
    if when is None:
        return given
    answers = dict(given)
    for name, option in _answers_named(when):
        answers[name] = frozenset({option})
    for excluded in when.none_of:
        alone = list(_answers_named(excluded))
        if len(alone) == 1 and excluded == When(answer=excluded.answer, outcome=excluded.outcome):
            name, option = alone[0]
            answers[name] = answers.get(name, _all_options(site, unit, name)) - {option}
    return answers


def some_line_always_applies(
    site: Site, unit: AnyUnit, lines: tuple[Line, ...], given: GivenAnswers, asked: frozenset[str]
) -> bool:
    """Whether one of these lines applies whatever was answered.

    False where a condition depends on a question that is neither given nor among those `asked` of every reader.
    """
    names = sorted({name for line in lines for name in answers_in_condition(line.when)})
    if not all(name in given or name in asked for name in names):
        return False
    choices = [sorted(given.get(name, _all_options(site, unit, name))) for name in names]
    combinations = 1
    for choice in choices:
        combinations *= len(choice)
    return combinations <= _MOST_COMBINATIONS and all(
        any(
            condition_holds(line.when, {name: frozenset({option}) for name, option in zip(names, options, strict=True)})
            for line in lines
        )
        for options in product(*choices)
    )


def _is_answer(possible: frozenset[str] | None, option: str) -> bool | None:
    """Whether the answer was `option`, given those that are possible; None where that is not certain."""
    if possible is None:
        return None
    if option not in possible:
        return False
    return True if possible == {option} else None


def _answers_named(when: When) -> Iterator[tuple[str, str]]:
    """The answers that a condition requires, as (question or annex, option); without its nested conditions."""
    if when.answer is not None:
        yield when.answer.line, when.answer.option
    if when.outcome is not None:
        yield _annex_key(when.outcome.annex), when.outcome.outcome


def _question_key(line: Line) -> str:
    return _annex_key(line.value) if isinstance(line, Run) else line.id


def _annex_key(annex: str) -> str:
    return f"run {split_ref('', annex)[1]}"


def _all_options(site: Site, unit: AnyUnit, name: str) -> frozenset[str]:
    place = site.places.get((unit.id, name))
    if place is not None:
        return frozenset(option for option, _lines in branches_of(place.line))
    annex = site.unit_by_id.get(name.removeprefix("run "))
    return frozenset(annex.outcomes) if isinstance(annex, Annexe) else frozenset()
