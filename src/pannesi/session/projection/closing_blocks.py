"""What prevents closing a session, each in a French sentence that says what is missing."""

from __future__ import annotations

from collections.abc import Iterator

from pannesi.procedure.model.lines import Becomes, QuestionLine, Verify, text_of
from pannesi.procedure.model.numbering import UNKNOWN, YES, branches_of
from pannesi.procedure.model.units import unit_title
from pannesi.session.claims import ABOUT_PATIENTS
from pannesi.session.labels import answer_label, owed_words
from pannesi.session.projection.case_proposals import systems_down
from pannesi.session.projection.case_search import no_case_yet
from pannesi.session.projection.deciding_questions import rows_deciding_critical_lines
from pannesi.session.projection.next_lines import ends_an_order, return_is_due
from pannesi.session.projection.read_model import Block, DutyRow, MessageState, Patient, Row, still_owed
from pannesi.session.projection.visits import VisitGraph
from pannesi.session.register.collisions import SharedNumberDoubt, shared_number_words
from pannesi.session.register.due import due_to
from pannesi.session.register.projection import RegisterProjection
from pannesi.support.i18n import _, n_

_NAMED = 5
"""How many patients are named; the others are only counted."""


def closing_blocks(
    graph: VisitGraph,
    rows: tuple[Row, ...],
    sent: tuple[MessageState, ...],
    register: RegisterProjection,
    concluding: frozenset[str],
) -> tuple[Block, ...]:
    """Everything that prevents closing, in the order of the list on the screen.

    `sent` are the messages seen, `concluding` the visits of annexes on whose end a
    standing order depends.
    """
    patients = register.patients
    blocks = [*no_case_yet(graph, rows), *_unannounced_returns(graph), *_open_lines(graph, rows, concluding)]
    blocks += [*_unconfirmed_checks(graph, rows), *_other_system_down(graph, rows), *_other_system_unknown(graph, rows)]
    blocks += _contradicted_checks(rows, register)
    blocks += _messages_in_force(rows, sent, {block.row for block in blocks})
    blocks += [*_still_due(register), *_open_image_steps(patients), *_unsettled_patients(patients)]
    blocks += _unsettled_conflicts(graph, rows, patients)
    return tuple(blocks)


def _unannounced_returns(graph: VisitGraph) -> Iterator[Block]:
    """The current cases whose return was not announced."""
    for visit in graph.current_cases:
        if not graph.is_search(visit) and graph.return_announced(visit) is None:
            title = unit_title(graph.site.unit_by_id[visit.unit], visit.symptom)
            yield Block("return", _("Retour à la normale non annoncé : {title}").format(title=title), visit=visit.id)


def _open_lines(graph: VisitGraph, rows: tuple[Row, ...], concluding: frozenset[str]) -> Iterator[Block]:
    """The open lines of the return, those that are critical or decide of a critical one, and ends of annexes on which a
    standing order depends."""
    decisive = rows_deciding_critical_lines(rows)
    for row in rows:
        if not row.is_open:
            continue
        if row.phase == "return_to_normal":
            if return_is_due(graph, row):
                yield _to_settle(row)
        elif row.line.critical == "yes":
            yield Block("critical", _("{number} ligne critique : {line}").format(**_words_of_row(row)), row.key)
        elif row.key in decisive:
            words = _("{number} décide d'une ligne critique : {line}").format(**_words_of_row(row))
            yield Block("critical", words, row.key)
        elif ends_an_order(row, concluding):
            yield _to_settle(row)


def _to_settle(row: Row) -> Block:
    return Block("back", _("{number} à régler : {line}").format(**_words_of_row(row)), row.key)


def _to_review(row: Row, question: QuestionLine) -> Block:
    words = _("{number} {line} → {answer}, à revoir").format(
        answer=answer_label(question, row.answer), **_words_of_row(row)
    )
    return Block("unconfirmed", words, row.key)


def _unsettled_patients(patients: tuple[Patient, ...]) -> Iterator[Block]:
    """How many patient lines are neither verified, waived nor voided."""
    unsettled = sum(not patient.settled and not patient.voided_or_waived for patient in patients)
    if unsettled:
        text = n_("{count} patient ni vérifié ni dispensé", "{count} patients ni vérifiés ni dispensés", unsettled)
        yield Block("patient", text)


def _unsettled_conflicts(graph: VisitGraph, rows: tuple[Row, ...], patients: tuple[Patient, ...]) -> Iterator[Block]:
    """Conflicts that nobody settled, each with the line or patient that it is about."""
    conflicts = graph.state.conflicts
    if not conflicts:
        return
    by_key, by_id = {row.key: row for row in rows}, {patient.id: patient for patient in patients}
    for key, _sides in conflicts:
        row = by_key.get((key[1], key[2])) if key[0] in ("line", "condition") else None
        patient = by_id.get(key[1]) if key[0] in ABOUT_PATIENTS else None
        if row is not None:
            words = _("{number} {line} : deux réponses différentes, à trancher").format(**_words_of_row(row))
            yield Block("conflict", words, row.key)
        elif patient is not None:
            words = (
                _("{patient} : deux versions, à trancher")
                if key[0] == "patient"
                else _("{patient} : deux réponses différentes, à trancher")
            ).format(patient=patient.label)
            yield Block("conflict", words, patient=patient.id)
        else:
            yield Block("conflict", _("Deux réponses différentes, à trancher"))


def _unconfirmed_checks(graph: VisitGraph, rows: tuple[Row, ...]) -> Iterator[Block]:
    """Checks of the return that were not answered yes: acts done since do not confirm them."""
    for row in rows:
        line = row.line
        if not isinstance(line, QuestionLine) or row.phase != "return_to_normal" or not return_is_due(graph, row):
            continue
        unconfirmed = row.answer != YES if isinstance(line, Verify) else row.answer == UNKNOWN
        if row.status == "done" and not row.is_open and not row.off_branch and unconfirmed:
            yield _to_review(row, line)


def _other_system_down(graph: VisitGraph, rows: tuple[Row, ...]) -> Iterator[Block]:
    """Answers by which another system is down, where nobody went on to the case of that one.

    The return of this case says nothing of the other system. A question without answer blocks nothing.
    """
    if not any(graph.return_announced(visit) for visit in graph.current_cases):
        return
    above: dict[tuple[str, int], Row] = {}
    for row in rows:
        above[row.visit, row.depth] = row
        question, line = above.get((row.visit, row.depth - 1)), row.line
        if question is None or not isinstance(question.line, QuestionLine):
            continue  # it follows from no answer, but from how an annex ended
        if not isinstance(line, Becomes) or row.status != "open":
            continue
        if row.phase == "return_to_normal" or not return_is_due(graph, row):
            continue
        visit = graph.by_id[row.visit]
        there = systems_down(graph.site, line.value, line.symptom)
        if there - systems_down(graph.site, visit.unit, visit.symptom):
            yield _to_review(question, question.line)


def _other_system_unknown(graph: VisitGraph, rows: tuple[Row, ...]) -> Iterator[Block]:
    """Questions answered "je ne sais pas" of which another answer says that another system is down (rules 4): nobody
    knows whether the outage is over."""
    if not graph.state.is_bound_by(4):
        return
    for row in rows:
        line = row.line
        if not isinstance(line, QuestionLine) or row.answer != UNKNOWN or row.status != "done" or row.off_branch:
            continue
        if row.phase == "return_to_normal" or not return_is_due(graph, row):
            continue
        case = graph.current_case(graph.by_id[row.visit])
        down = systems_down(graph.site, case.unit, case.symptom)
        ways = (way for _option, lines in branches_of(line) for way in lines if isinstance(way, Becomes))
        if any(systems_down(graph.site, way.value, way.symptom) - down for way in ways):
            yield _to_review(row, line)


def _contradicted_checks(rows: tuple[Row, ...], register: RegisterProjection) -> Iterator[Block]:
    """Checks answered yes for everybody that duties of the register contradict."""
    for row in rows:
        duties = still_owed(row, register.duties_by_patient.values())
        if duties:
            words = _("{number} {line} → oui, mais le registre dit l'inverse : {who}").format(
                who=", ".join(duty.patient.label for duty in duties), **_words_of_row(row)
            )
            yield Block("contradicted", words, row.key)


def _still_due(register: RegisterProjection) -> Iterator[Block]:
    """What is due by patient. A waived line still has its duties: only steps of the return are waived."""
    due = ((patient, due_to(patient, register.duties_by_patient.get(patient.id, ()))) for patient in register.patients)
    owing = [(patient, items) for patient, items in due if items]
    for patient, items in owing[:_NAMED]:
        what = ", ".join(owed_words(item) if isinstance(item, DutyRow) else item.label for item in items)
        text = _("Reste dû à {patient} : {what}").format(patient=patient.label, what=what)
        yield Block("duty", text, patient=patient.id)
    more = len(owing) - _NAMED
    if more > 0:
        yield Block("duty", n_("Reste dû à {count} autre patient", "Reste dû à {count} autres patients", more))


def _open_image_steps(patients: tuple[Patient, ...]) -> Iterator[Block]:
    """What is left to do about the images of voided or waived lines."""
    owing = [patient for patient in patients if patient.voided_or_waived and patient.missing]
    for patient in owing[:_NAMED]:
        words = _("{label}, rayée : {what}") if patient.voided else _("{label}, dispensée : {what}")
        text = words.format(label=patient.label, what=patient.missing[0].label)
        yield Block("images", text, patient=patient.id)
    more = len(owing) - _NAMED
    if more > 0:
        yield Block("images", n_("Images de {count} autre ligne", "Images de {count} autres lignes", more))


def number_doubt_blocks(
    graph: VisitGraph, patients: tuple[Patient, ...], doubts: tuple[SharedNumberDoubt, ...]
) -> Iterator[Block]:
    """Doubtful numbers that nobody confirmed: they may mix two patients."""
    labels = {patient.id: patient.label for patient in patients}
    open_ones = [doubt for doubt in doubts if doubt.confirmed_by is None]
    for doubt in open_ones[:_NAMED]:
        words = shared_number_words(doubt, doubt.second, labels, graph.site.register_fields)
        yield Block("doubt", f"{labels[doubt.second]} : {words}", patient=doubt.second)
    more = len(open_ones) - _NAMED
    if more > 0:
        yield Block("doubt", n_("{count} autre numéro en doute", "{count} autres numéros en doute", more))


def _messages_in_force(
    rows: tuple[Row, ...], sent: tuple[MessageState, ...], named_rows: set[tuple[str, str] | None]
) -> list[Block]:
    """ "Down" messages still in force whose "up" message is open and not yet among the blocks."""
    by_key = {row.key: row for row in rows}
    unended = []
    for message in sent:
        if message.state != "in_force" or message.up is None or message.up in named_rows:
            continue
        if by_key[message.up].status != "open":
            continue
        text = _("Message de rétablissement attendu : {line}").format(line=text_of(by_key[message.up].line))
        unended.append(Block("message", text, message.up))
    return unended


def _words_of_row(row: Row) -> dict[str, str]:
    return {"number": row.number, "line": text_of(row.line)}
