"""What the functions that faces ask of a session answer, told as text beside what the session shows by itself."""

from __future__ import annotations

from collections.abc import Iterator

from pannesi.procedure.model.lines import QuestionLine
from pannesi.procedure.model.procedure import Site
from pannesi.session import labels
from pannesi.session.events import Event
from pannesi.session.free_text import has_free_text, may_name, without_free_text
from pannesi.session.handlers.undo import is_disputed_undoing, is_in_force, last_act
from pannesi.session.projection.applied_mode import nothing_applied
from pannesi.session.projection.deciding_questions import open_deciding_rows, rows_deciding_critical_lines
from pannesi.session.projection.done_by_other import may_be_done_by_other
from pannesi.session.projection.messages_to_request import messages_to_ask_for
from pannesi.session.projection.missing_guidance import (
    cases_without_guidance,
    rows_ruling_out_outage,
    visits_without_guidance,
)
from pannesi.session.projection.read_model import DutyRow, Patient, Row, Walk
from pannesi.session.projection.retries import last_line_to_try, question_to_ask_again, questions_answered_unknown
from pannesi.session.projection.return_checks import left_unknown, return_unconfirmed
from pannesi.session.projection.unanswered_calls import calls_in_vain, next_decision_after
from pannesi.session.register import draft_entries, duties
from pannesi.session.register.contradictions import contradictions, uncontradicted_facts
from pannesi.session.register.duplicates import possible_duplicates
from pannesi.session.register.field_values import initials, is_asked_first, missing_fields, shown_fields
from pannesi.session.register.images import images_fate_words, lines_sending_images, traces_of_line
from pannesi.session.register.unidentified import identifier_pair_words, unknown_traits
from pannesi.session.state import State

Answers = dict[str, object]


def of_row(site: Site, walk: Walk, row: Row) -> Answers:
    """What is asked about one line."""
    line = row.line
    others = [other.line for other in walk.rows if other.visit == row.visit]
    return {
        "awaited": labels.awaited_words(site, row), "outcome": labels.outcome_label(site, row),
        "answer": labels.answer_label(line, row.answer), "by_other": labels.is_done_by_other(row),
        "may_be_by_other": may_be_done_by_other(site, row), "in_vain": [call.event for call in calls_in_vain(row)],
        "onward": next_decision_after(walk.rows, row), "messages": messages_to_ask_for(site, walk.rows, row),
        "contradicting": [(duty.patient, duty.key) for duty in walk.contradicting(row)],
        "worth_showing": row.condition is not None and row.condition.worth_showing,
        "last_to_try": last_line_to_try(line, others) if isinstance(line, QuestionLine) else None,
    }  # fmt: skip


def of_patient(site: Site, state: State, walk: Walk, line: Patient) -> Answers:
    """What is asked about one patient line."""
    sheet, labels_by_id = site.register_fields, {patient.id: patient.label for patient in walk.patients}
    shown = shown_fields(sheet, line.facts, line.fields, paper=line.paper, light=line.light)
    missing = missing_fields(sheet, line.facts, line.fields, paper=line.paper, light=line.light)
    return {
        "initials": initials(sheet, line.fields), "shown": shown, "missing": missing,
        "first": [field.id for field in shown if is_asked_first(field, light=line.light)],
        "against": contradictions(line, sheet), "agreed": uncontradicted_facts(line, sheet),
        "fate": images_fate_words(line, labels_by_id), "sent_by": lines_sending_images(walk.patients, line),
        "traces": traces_of_line(site, state, walk, line), "unknown": unknown_traits(sheet, line),
        "pair": identifier_pair_words(line, sheet, lambda moment: f"{moment:%H:%M}"), "word": labels.state_word(line.state),
        "facts": [labels.fact_word(*fact) for fact in labels.asked_facts(line.facts).items()],
        "hour_unknown": line.hour_unknown, "same_person": line.same_person,
    }  # fmt: skip


def of_duty(duty: DutyRow) -> Answers:
    """What is asked about one duty."""
    words = labels.duty_label(duty), labels.duty_label(duty, in_short=True), labels.duty_word(duty)
    return {"words": words, "status": labels.settled_word(duty.status)}


def of_event(state: State, walk: Walk, event: Event) -> Answers:
    """What is asked about a fact just recorded."""
    bare = without_free_text(event)
    return {
        "sign": labels.sign_of(event), "alarm": labels.needs_attention(event), "state": event.body.recorded_state,
        "instead": event.body.instead_of_undoing, "may_name": may_name(event), "has_text": has_free_text(event),
        "free": labels.free_words(event), "reason": labels.reason_words(event), "bare": (bare.text, bare.missing, sorted(bare.payload)),
        "ask_again": question_to_ask_again(walk.rows, event), "adds": draft_entries.adds_patient(state, event),
        "abandons": draft_entries.abandons_entry(event), "taken_back": draft_entries.events_taken_back(event),
        "first": draft_entries.first_version(state, event), "draft": draft_entries.is_draft(event),
        "superseded": draft_entries.is_superseded_draft(state, event), "facts": duties.facts_of(event),
        "disputed": is_disputed_undoing(state, event), "in_force": is_in_force(state, event),
    }  # fmt: skip


def of_walk(site: Site, state: State, walk: Walk) -> Answers:
    """What is asked about the whole session."""
    last, rows = last_act(state, lambda event: event.writer == "w1"), walk.rows
    phases = ("alert", "degraded_mode", "return_to_normal")
    return {
        "stage": labels.stage_word(walk.stage), "messages": [labels.message_word(sent.state) for sent in walk.messages],
        "progress": [labels.progress(row for row in rows if row.phase == phase) for phase in phases],
        "no_guidance": [case.title for case in cases_without_guidance(site, walk)],
        "visits_without": [visit for visit, _case in visits_without_guidance(site, walk)],
        "ruled_out": rows_ruling_out_outage(site, walk), "nothing_applied": nothing_applied(site, walk),
        "left_unknown": left_unknown(walk), "unconfirmed": return_unconfirmed(walk),
        "unknown": list(questions_answered_unknown(walk.todo)), "deciding": open_deciding_rows(rows),
        "deciding_critical": rows_deciding_critical_lines(rows),
        "duplicates": possible_duplicates(walk.patients, site.register_fields),
        "asks_for_patients": duties.asks_for_patients(rows), "facts_to_ask": duties.facts_to_ask(rows),
        "fields_to_ask": duties.fields_to_ask(site.register_fields, rows), "form": duties.register_form(rows),
        "last_act": (last.event.id, last.own) if last is not None else None, "unreadable": state.unreadable,
        "noted": [order.short for order in walk.orders if order.noted],
    }  # fmt: skip


def answers(site: Site, state: State, walk: Walk, events: tuple[Event, ...]) -> Iterator[tuple[str, Answers]]:
    """Everything that faces ask, by name."""
    yield from ((f"line {row.visit}/{row.line.id}", of_row(site, walk, row)) for row in walk.rows)
    yield from ((f"patient {line.id}", of_patient(site, state, walk, line)) for line in walk.patients)
    yield from ((f"duty {duty.patient.id} {duty.key}", of_duty(duty)) for duty in walk.duties)
    yield "walk", of_walk(site, state, walk)
    yield from ((f"fact {event.id}", of_event(state, walk, event)) for event in events)
