"""What a reader of paper knows where a branch has led: which answers were given, so which lines do not apply."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from pannesi.procedure.model.conditions import conditions_in
from pannesi.procedure.model.lines import Line, Run, When
from pannesi.procedure.model.numbering import branches_of
from pannesi.procedure.model.procedure import Site, split_ref
from pannesi.procedure.model.units import Annexe, AnyUnit

GivenAnswers = Mapping[str, frozenset[str]]
"""By question, or by annex run: what may have been answered there; one that is absent may have had any answer."""
_MOST_TRIED = 4096


def condition_holds(when: When | None, known: GivenAnswers) -> bool | None:
    """Whether a condition holds by these answers alone; None when the clock, the entry or another answer decides."""
    if when is None:
        return True
    parts: list[bool | None] = []
    for name, option in _atoms_of(when):
        may = known.get(name)
        parts.append(None if may is None else False if option not in may else True if may == {option} else None)
    if any((when.open, when.closed, when.symptom, when.elapsed, when.expected)):
        parts.append(None)
    if when.any_of:
        parts.append(_any(condition_holds(one, known) for one in when.any_of))
    parts.extend(_not(condition_holds(one, known)) for one in when.none_of)
    return False if False in parts else None if None in parts else True


def answers_in_condition(when: When | None) -> Iterator[str]:
    """The questions, and the annexes, whose answers decide a condition."""
    for _where, part in conditions_in(when):
        yield from (name for name, _option in _atoms_of(part))


def with_answer(known: GivenAnswers, line: Line, option: str) -> GivenAnswers:
    """What is known besides, once a question has this answer, or an annex this end."""
    return {**known, _name(line): frozenset({option})}


def with_condition(site: Site, unit: AnyUnit, known: GivenAnswers, when: When | None) -> GivenAnswers:
    """What is known besides, once a line with this condition applies."""
    if when is None:
        return known
    found = dict(known)
    for name, option in _atoms_of(when):
        found[name] = frozenset({option})
    for one in when.none_of:
        alone = list(_atoms_of(one))
        if len(alone) == 1 and one == When(answer=one.answer, outcome=one.outcome):
            name, option = alone[0]
            found[name] = found.get(name, _all_options(site, unit, name)) - {option}
    return found


def some_line_always_applies(
    site: Site, unit: AnyUnit, lines: tuple[Line, ...], known: GivenAnswers, asked: frozenset[str]
) -> bool:
    """Whether some of these lines applies whatever was answered to the questions that everybody `asked` passes."""
    names = sorted({name for line in lines for name in answers_in_condition(line.when)})
    if not all(name in known or name in asked for name in names):
        return False
    choices = [sorted(known.get(name, _all_options(site, unit, name))) for name in names]
    ways = 1
    for choice in choices:
        ways *= len(choice)
    return ways <= _MOST_TRIED and all(
        any(
            condition_holds(line.when, {name: frozenset({one}) for name, one in zip(names, told, strict=True)})
            for line in lines
        )
        for told in product(*choices)
    )


def _atoms_of(when: When) -> Iterator[tuple[str, str]]:
    if when.answer is not None:
        yield when.answer.line, when.answer.option
    if when.outcome is not None:
        yield _ran(when.outcome.annex), when.outcome.outcome


def _name(line: Line) -> str:
    return _ran(line.value) if isinstance(line, Run) else line.id


def _ran(annex: str) -> str:
    return f"run {split_ref('', annex)[1]}"


def _all_options(site: Site, unit: AnyUnit, name: str) -> frozenset[str]:
    place = site.places.get((unit.id, name))
    if place is not None:
        return frozenset(option for option, _lines in branches_of(place.line))
    annex = site.unit_by_id.get(name.removeprefix("run "))
    return frozenset(annex.outcomes) if isinstance(annex, Annexe) else frozenset()


def _any(parts: Iterator[bool | None]) -> bool | None:
    found = list(parts)
    return True if True in found else None if None in found else False


def _not(part: bool | None) -> bool | None:
    return None if part is None else not part
