"""Handlers of acts that open and end visits: opening a session, annexes, one case replacing or joining another."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pannesi.procedure.model.lines import Becomes, Joins, QuestionLine, Run, text_of
from pannesi.procedure.model.units import AnyUnit, is_search
from pannesi.session import actions as want
from pannesi.session.event_writer import DraftWriter, Refused
from pannesi.session.facts.lines import LineAnswered
from pannesi.session.facts.session import SessionOpened
from pannesi.session.facts.visits import VisitClosed, VisitOpened, VisitTurned
from pannesi.session.handlers.refusals import refusal, row_allowing
from pannesi.session.projection.allowed_acts import Act
from pannesi.session.projection.carried_over import answer_taken_over, every_line
from pannesi.session.projection.hours_said import original_answer
from pannesi.session.projection.read_model import Row
from pannesi.session.projection.visits import VisitGraph
from pannesi.support.i18n import _


def _unit_of_procedure(writer: DraftWriter, unit: str) -> AnyUnit:
    named = writer.site.unit_by_id.get(unit)
    if named is None:
        raise Refused(_("Le cas « {case} » n'est pas dans la procédure.").format(case=unit))
    return named


def _refuse_draft(unit: AnyUnit, exercise: bool) -> None:
    """Raises Refused for a unit that is a draft, except in an exercise."""
    if unit.draft and not exercise:
        raise Refused(
            _("« {title} » est un brouillon : il se déroule en exercice seulement (pannesi --exercise).").format(
                title=unit.title
            )
        )


def _entry_destination(
    writer: DraftWriter, unit: str, symptom: str | None
) -> tuple[str, str | None, Mapping[str, str]]:
    """(unit, symptom, preset answers) of an entry point, once `opens` of the symptom is followed. Raises Refused."""
    entry_unit = _unit_of_procedure(writer, unit)
    entered = next((candidate for candidate in entry_unit.symptoms if candidate.id == symptom), None)
    if symptom is not None and entered is None:
        raise Refused(_("L'entrée « {symptom} » n'est pas dans la procédure.").format(symptom=symptom))
    if entered is None:
        return unit, None, {}
    if entered.opens is not None:
        owner, _slash, name = entered.opens.partition("/")
        elsewhere = next(
            (candidate for candidate in _unit_of_procedure(writer, owner).symptoms if candidate.id == name), None
        )
        return owner, name or None, elsewhere.answers if elsewhere is not None else {}
    return unit, symptom, entered.answers


def _open_visit(
    writer: DraftWriter, unit: str, symptom: str | None, reason: str, *, parent: Row | None = None,
    origin: str | None = None, answers: Mapping[str, str] | None = None,
) -> str:  # fmt: skip
    """Writes the opening of a visit and its preset answers; returns the id of the visit."""
    if writer.state.opened is not None:
        _refuse_draft(_unit_of_procedure(writer, unit), writer.state.exercise)
    visit = writer.context.new_id()
    writer.write(
        VisitOpened(
            visit=visit, unit=unit, symptom=symptom, reason=reason,
            parent=parent.visit if parent is not None else origin,
            line=parent.line.id if parent is not None else None,
        )
    )  # fmt: skip
    for line, option in (answers or {}).items():
        writer.write(LineAnswered(visit=visit, line=line, option=option, preset=True))
    return visit


def open_session(writer: DraftWriter, intent: want.Open) -> None:
    """Opens a session and its first visit. Raises Refused for a draft, or an unknown unit or symptom."""
    if writer.state.opened is not None:
        raise Refused(_("Cette session est déjà ouverte."))
    unit, symptom, answers = _entry_destination(writer, intent.unit, intent.symptom)
    _refuse_draft(_unit_of_procedure(writer, unit), intent.exercise)
    writer.write(
        SessionOpened(
            unit=unit, symptom=symptom, entry=(intent.unit, intent.symptom),
            began=writer.not_in_future(intent.began) if intent.began is not None else None,
            exercise=intent.exercise, site=writer.site.digest, hospital=writer.site.contacts.site,
            follows=intent.follows,
        )
    )  # fmt: skip
    _open_visit(writer, unit, symptom, "start", answers=answers)


def run_annex(writer: DraftWriter, intent: want.RunAnnex) -> None:
    """Opens a visit of the annex that a `run` line names. Raises Refused while one is under way."""
    row = row_allowing(writer, intent.visit, intent.line, Act.RUN, Act.RUN_AGAIN)
    if not isinstance(row.line, Run):
        raise Refused(refusal(writer, row, Act.RUN))
    _open_visit(writer, row.line.value, None, "run", parent=row, answers=row.line.answers)


def conclude(writer: DraftWriter, intent: want.Conclude) -> None:
    """Ends an annex with the outcome of its line. Raises Refused while a line that may not be skipped is untried."""
    row = row_allowing(writer, intent.visit, intent.line, Act.CONCLUDE)
    end_annex(writer, row, str(row.line.value))


def end_annex(writer: DraftWriter, row: Row, outcome: str | None, why: str | None = None) -> None:
    """Writes that an annex ended at the line `row`; `outcome` is None where that was not reached, and `why` says why.

    Raises Refused while a line that may not be skipped is open and was not even tried.
    """
    for other in writer.walk.rows:
        untried = other.status == "open" and not other.attempts and other.line.skip == "forbidden"
        if other.visit == row.visit and untried:
            raise Refused(_("À faire d'abord : {line}.").format(line=text_of(other.line)))
    writer.write(VisitClosed(visit=row.visit, line=row.line.id, outcome=outcome), text=why)


def follow(writer: DraftWriter, intent: want.Follow) -> None:
    """Goes to the case where a `becomes` or `joins` line leads. Raises Refused where that was done already."""
    row = row_allowing(writer, intent.visit, intent.line, Act.FOLLOW)
    if isinstance(row.line, Joins):
        _unit_of_procedure(writer, row.line.value)
        unit, symptom, answers = _entry_destination(writer, row.line.value, row.line.symptom)
        _refuse_if_going(writer, unit, symptom)
        _open_visit(writer, unit, symptom, "joined", parent=row, answers={**answers, **row.line.answers})
    elif isinstance(row.line, Becomes):
        _turn_into(writer, (row.visit,), row.line.value, row.line.symptom, row)
    else:
        raise Refused(refusal(writer, row, Act.FOLLOW))


def _refuse_if_going(writer: DraftWriter, unit: str, symptom: str | None) -> None:
    going = {(visit.unit, visit.symptom) for visit in writer.state.visits if visit.id in writer.walk.current_cases}
    if (unit, symptom) in going:
        raise Refused(_("Ce cas est déjà en cours dans cette session."))


def _turn_into(writer: DraftWriter, visits: tuple[str, ...], unit: str, symptom: str | None, row: Row | None) -> None:
    unit, symptom, answers = _entry_destination(writer, unit, symptom)
    going = [
        visit for visit in visits if visit in writer.walk.current_cases or (row is not None and visit == row.visit)
    ]
    if not going:
        raise Refused(_("Ce cas a déjà laissé la place à un autre."))
    brought = row.line.answers if row is not None and isinstance(row.line, Becomes) else {}
    there = _visit_already_open(writer, unit, symptom, going)
    to = there or _open_visit(
        writer, unit, symptom, "turned", parent=row, origin=going[0], answers={**answers, **brought}
    )
    if there is None:
        _carry_answers(writer, to, unit, symptom, going, {*answers, *brought})
    for visit in going:
        line = row.line.id if row is not None and row.visit == visit else None
        writer.write(VisitTurned(visit=visit, line=line, to=to))


def _carry_answers(
    writer: DraftWriter, to: str, unit: str, symptom: str | None, leaving: list[str], already_answered: Collection[str]
) -> None:
    """Writes the answers that the new case takes over from the cases that it replaces, as presets that can be changed.

    "Je ne sais pas", and an answer that leads to another case, are not taken over but asked again.
    """
    graph = VisitGraph.of(writer.site, writer.state)
    before = [graph.by_id[visit] for visit in leaving if visit in graph.by_id]
    before += [earlier for visit in tuple(before) for earlier in graph.ancestors(visit)]
    for line in every_line(writer.site.unit_by_id[unit], symptom):
        if not isinstance(line, QuestionLine) or line.id in already_answered:
            continue
        given = [answer_taken_over(graph, visit, line) for visit in before]
        last = max((fact for fact in given if fact is not None), key=lambda fact: fact.order, default=None)
        if last is not None and isinstance(last.body, LineAnswered):
            said = original_answer(writer.state, last).id
            writer.write(LineAnswered(visit=to, line=line.id, option=last.body.option, preset=True, carried=said))


def _visit_already_open(writer: DraftWriter, unit: str, symptom: str | None, leaving: list[str]) -> str | None:
    """The id of a current visit of a case, other than those that it replaces; None where there is none."""
    others = (
        visit for visit in writer.state.visits if visit.id in writer.walk.current_cases and visit.id not in leaving
    )
    return next((visit.id for visit in others if (visit.unit, visit.symptom) == (unit, symptom)), None)


def join(writer: DraftWriter, intent: want.Join) -> None:
    """Opens another case beside the current ones; it replaces the search for it, which ends once a case is opened.

    Raises Refused for a case that is current already.
    """
    writer.refuse_unless_running()
    unit, symptom, answers = _entry_destination(writer, intent.unit, intent.symptom)
    _refuse_if_going(writer, unit, symptom)
    origin = writer.walk.current_cases[-1] if writer.walk.current_cases else None
    to = _open_visit(writer, unit, symptom, "joined", origin=origin, answers=answers)
    if is_search(writer.site.unit_by_id[unit], symptom):
        return
    for visit in writer.state.visits:
        if visit.id in writer.walk.current_cases and is_search(writer.site.unit_by_id[visit.unit], visit.symptom):
            writer.write(VisitTurned(visit=visit.id, line=None, to=to))


def turn_all(writer: DraftWriter, intent: want.TurnAll) -> None:
    """Replaces visits by one other case. Raises Refused for a case that would replace itself: everything done in it
    would be asked again."""
    writer.refuse_unless_running()
    unit, symptom, _answers = _entry_destination(writer, intent.unit, intent.symptom)
    if any(
        (visit.unit, visit.symptom) == (unit, symptom) for visit in writer.state.visits if visit.id in intent.visits
    ):
        raise Refused(_("Ce cas est déjà en cours dans cette session."))
    _turn_into(writer, intent.visits, intent.unit, intent.symptom, None)
