"""Who knows nothing is never left alone by the shipped procedure, nor led past what must not be forgotten."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from pannesi.documents.binder.given_answers import GivenAnswers, condition_holds, with_answer, with_condition
from pannesi.procedure.model.lines import Line, Outcome, QuestionLine, Run
from pannesi.procedure.model.numbering import UNKNOWN, branches_of, phases_of
from pannesi.procedure.model.procedure import EntryPoint, Site
from pannesi.procedure.model.units import Annexe, AnyUnit, Triage
from pannesi.session import actions as want
from pannesi.session.projection.read_model import Row
from tests.support.building import NIGHT, Played
from tests.support.session_playing import intents_of_row, to_the_end
from tests.support.shipped_site import shipped
from tests.support.unforeseen_sites import unforeseen


def alternatives(unit: AnyUnit) -> Iterator[tuple[tuple[Line, ...], QuestionLine]]:
    """The lines of a unit as each symptom enters it, and each question that they ask before the return."""
    symptoms: list[str | None] = [one.id for one in unit.symptoms]
    for symptom in symptoms or [None]:
        lines = tuple(line for name, below in phases_of(unit, symptom) if name != "return_to_normal" for line in below)
        yield from ((lines, one) for one in every(lines) if isinstance(one, QuestionLine))


def every(lines: tuple[Line, ...]) -> Iterator[Line]:
    for line in lines:
        yield line
        for _branch, below in branches_of(line):
            yield from every(below)


def due(site: Site, unit: AnyUnit, lines: tuple[Line, ...], known: GivenAnswers) -> Iterator[Line]:
    """The lines that may be due where these answers were given."""
    for line in lines:
        if condition_holds(line.when, known) is False:
            continue
        yield line
        here = with_condition(site, unit, known, line.when)
        for option, below in branches_of(line):
            if isinstance(line, Run) or option in known.get(line.id, frozenset({option})):
                yield from due(site, unit, below, here)


def asking(site: Site, unit: AnyUnit, lines: tuple[Line, ...], question: QuestionLine, option: str) -> GivenAnswers:
    """What is known where a question was asked, and answered so."""

    def path(below: tuple[Line, ...], known: GivenAnswers) -> GivenAnswers | None:
        for line in below:
            here = with_condition(site, unit, known, line.when)
            if line.id == question.id:
                return with_answer(here, line, option)
            for name, inner in branches_of(line):
                found = path(inner, here if isinstance(line, Run) else with_answer(here, line, name))
                if found is not None:
                    return found
        return None

    found = path(lines, {})
    assert found is not None
    return found


def left_alone(site: Site) -> set[str]:
    """Questions that decide of a critical line, or of the end of their annex, and let go of it where nobody knows."""
    found = set()
    for unit in site.units:
        if isinstance(unit, Triage):
            continue
        for lines, question in alternatives(unit):
            ways: dict[str, set[int]] = {
                option: set(map(id, due(site, unit, lines, asking(site, unit, lines, question, option))))
                for option, _below in branches_of(question)
            }
            vital = {id(one) for one in every(lines) if one.critical == "yes"}
            decided = set[int]().union(*ways.values()) - ways[UNKNOWN].intersection(*ways.values())
            if decided & vital and not decided & vital & ways[UNKNOWN]:
                found.add(question.id)
            ends = {id(one) for one in every(lines) if isinstance(one, Outcome)}
            if isinstance(unit, Annexe) and ends and not ends & ways[UNKNOWN]:
                found.add(question.id)
    return found


def test_no_question_that_decides_what_is_vital_lets_go_of_it_where_nobody_knows() -> None:
    assert left_alone(shipped()) == set()


def test_a_question_that_does_is_seen() -> None:
    assert left_alone(unforeseen()) == {"serie-recue"}


Policy = Callable[[Row], want.Intent]


def nobody_knows(row: Row) -> want.Intent:
    """« je ne sais pas » to every question; all else is done."""
    return want.Answer(*row.key, UNKNOWN) if isinstance(row.line, QuestionLine) else intents_of_row(row)[0]


def nothing_possible(row: Row) -> want.Intent:
    """« impossible » of all that may be passed."""
    if row.line.skip == "forbidden" or row.line.verb in ("outcome", "becomes", "joins", "standing"):
        return nobody_knows(row)
    return want.CouldNot(*row.key, "personne ne sait")


def questions_impossible(row: Row) -> want.Intent:
    """« impossible » of every question, of which one cannot be passed; all else is done."""
    return nothing_possible(row) if isinstance(row.line, QuestionLine) else intents_of_row(row)[0]


@pytest.mark.parametrize("policy", [nobody_knows, nothing_possible, questions_impossible])
@pytest.mark.parametrize("entry", shipped().entries, ids=lambda one: one.symptom.id)
def test_whoever_knows_nothing_comes_to_an_end(entry: EntryPoint, policy: Policy) -> None:
    played = Played(shipped(), now=NIGHT)
    played.do(want.Open(entry.unit.id, entry.symptom.id))
    asked: set[tuple[str, str]] = set()
    while (row := played.look().next) is not None:
        assert row.key not in asked, f"{row.number} is asked for ever"
        asked.add(row.key)
        played.do(policy(row))
    assert to_the_end(played).stage == "closed"


@pytest.mark.parametrize("policy", [nobody_knows, nothing_possible, questions_impossible])
def test_whoever_knows_nothing_in_case_5_is_told_to_call_the_cadre(policy: Policy) -> None:
    played = Played(shipped(), now=NIGHT)
    played.do(want.Open("cas-5", "images-non-recues"))
    met_lines = set()
    while (row := played.look().next) is not None:
        met_lines.add(row.line.id)
        played.do(policy(row))
    assert {"prevenir-cadre", "assistance-imadis"} <= met_lines
