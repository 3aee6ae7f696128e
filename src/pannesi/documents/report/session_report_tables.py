"""The tables of the report of one session."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from pannesi.documents.exercises.exercise_tables import exercise_tables
from pannesi.documents.page import Table, used_columns_table
from pannesi.documents.report.session_report_patients import patient_tables, patients_at_a_glance
from pannesi.history.account.lines import BroadcastSeen, LineOvercome
from pannesi.history.account.patients import DutyOutcome, duty_totals
from pannesi.history.session_record import SessionRecord
from pannesi.history.session_summary import SessionSummary
from pannesi.presentation.closing.usual_reasons import is_usual
from pannesi.presentation.facts.outage_hours import time_doubt_words
from pannesi.presentation.facts.timeline import SentenceWriter
from pannesi.presentation.session_lists.session_summary import left_title
from pannesi.presentation.text.date_times import date_time_formatter
from pannesi.procedure.model.lines import text_of
from pannesi.procedure.model.procedure import Site
from pannesi.session.events import Event
from pannesi.session.labels import free_words, message_word, outcome_label, redline_word, settled_word, status_word
from pannesi.session.projection.read_model import Row
from pannesi.session.register.draft_entries import is_superseded_draft
from pannesi.support.i18n import _


@dataclass(frozen=True)
class ReportScope:
    """The session that a report is about, and how much of it is shown."""

    record: SessionRecord
    patients: bool
    """Whether patients are in it."""
    reasons: bool = False
    """Whether free text is in it, without the patients."""

    @property
    def summary(self) -> SessionSummary:
        """The summary of the session."""
        return self.record.account

    @property
    def procedure(self) -> Site:
        """The procedure that the session ran."""
        return self.record.procedure

    @property
    def free(self) -> bool:
        """Whether free text, which may hold names, is shown; that of an exercise always is."""
        return self.patients or self.reasons or self.record.state.exercise

    def words_of(self, event: Event, expected: str | None = None) -> str:
        """The free text of a fact, that may be one of the usual answers; else, where it is left out, that it is."""
        words = free_words(event)
        return words if not words or self.free or is_usual(words, expected) else _("motif non imprimé")

    @cached_property
    def hour(self) -> Callable[[datetime], str]:
        """Writes a moment with its date, in the time zone of the site."""
        return date_time_formatter(self.procedure)

    @cached_property
    def writer(self) -> SentenceWriter:
        """Writes the sentences of facts."""
        return SentenceWriter(self.procedure, self.record.state, self.hour, reasons=True, free=self.free)

    def fact_rows(self, events: Iterable[Event]) -> list[list[str]]:
        """One row for each fact: when, by whom, its sentence."""
        when, writer = self.record.state.when, self.writer
        return [[self.hour(when(event)), event.actor, writer.sentence(event)] for event in events]


def section_tables(scope: ReportScope) -> Iterator[Table]:
    """The tables of the body of the report; some may be without rows."""
    summary, hour = scope.summary, scope.hour
    if scope.patients:
        yield patients_at_a_glance(summary.walk, scope.procedure)
    yield used_columns_table(
        _("Ce qui empêchait la clôture"), [_("Encore dû")], [[words] for words in summary.prevented]
    )
    if summary.exercise:
        yield from exercise_tables(scope.record.review)
    persons = [[person.name, ", ".join(person.roles), hour(person.since)] for person in summary.persons]
    yield used_columns_table(_("Personnes"), [_("Nom"), _("Rôle"), _("Depuis")], persons)
    yield _messages_table(scope)
    yield from _line_tables(scope)
    yield _totals_table(scope)
    yield _let_go_table(scope)
    yield _unanswered_calls_table(scope)
    doubts = [[time_doubt_words(doubt, scope.writer)] for doubt in summary.time_doubts]
    yield used_columns_table(_("Heures à vérifier"), [_("Fait")], doubts)
    corrected = scope.fact_rows(summary.corrected)
    yield used_columns_table(_("Corrections et annulations"), [_("Heure"), _("Par"), _("Fait")], corrected)
    yield _redlines_table(scope)
    yield used_columns_table(
        _("Manques de la procédure rencontrés"),
        [_("Ligne"), _("Texte"), _("Manque")],
        [[row.number, text_of(row.line), row.line.gap or ""] for row in gaps_met(summary)],
    )


def _messages_table(scope: ReportScope) -> Table:
    return used_columns_table(
        _("Messages vus diffusés"),
        [_("Ligne"), _("Message"), _("Heure"), _("Par"), _("Suite")],
        [
            [message.row.number, text_of(message.row.line), scope.hour(message.at), message.who, _end_words(message)]
            for message in scope.summary.messages
        ],
    )


def _line_tables(scope: ReportScope) -> Iterator[Table]:
    """One table for each way in which lines were not simply done."""
    summary = scope.summary
    columns = [_("Ligne"), _("Texte"), _("Heure"), _("Par"), _("Motif")]
    yield used_columns_table(
        _("Impossible"), columns,
        [
            *_line_rows(summary.could_not, scope),
            *_overcome_line_rows(summary.overcome, scope),
            *_duty_rows(summary.duties_impossible, scope),
            *_overcome_rows(summary.duties_overcome, scope),
        ],
    )  # fmt: skip
    yield used_columns_table(
        _("Dit non nécessaire"), columns,
        [*_line_rows(summary.skipped, scope), *_duty_rows(summary.duties_skipped, scope)],
    )  # fmt: skip
    for title, rows in (
        (capitalised(left_title(summary)), summary.left),
        (_("Fait contre ce que disait l'heure ou la réponse"), summary.overridden),
        (_("Fait hors de l'ordre"), summary.out_of_order),
    ):
        yield used_columns_table(title, columns, _line_rows(rows, scope))


def _duty_rows(duties: Iterable[DutyOutcome], scope: ReportScope) -> list[list[str]]:
    """One row for each thing due to a patient, in the columns of lines."""
    when = scope.record.state.when
    return [
        [
            duty.row.number if duty.row is not None else "",
            _("{patient} · {what}").format(patient=duty.patient, what=duty.label)
            + (_(", reste dû") if duty.status == "open" else ""),
            scope.hour(when(duty.fact)) if duty.fact is not None else "",
            duty.fact.actor if duty.fact is not None else "",
            scope.words_of(duty.fact) if duty.fact is not None else "",
        ]
        for duty in duties
    ]


def _overcome_line_rows(lines: Iterable[LineOvercome], scope: ReportScope) -> list[list[str]]:
    """Lines said impossible at first, and what was said since."""
    return [
        [
            line.row.number,
            _("{line}, puis {now}, {hour}").format(
                line=text_of(line.row.line),
                now=status_word(line.row),
                hour=scope.hour(line.row.at) if line.row.at else "",
            ),
            scope.hour(scope.record.state.when(line.failed)),
            line.failed.actor,
            scope.words_of(line.failed, line.row.line.expect),
        ]
        for line in lines
    ]


def _overcome_rows(duties: Iterable[DutyOutcome], scope: ReportScope) -> list[list[str]]:
    """What was said impossible at first, and what was said since, in the columns of lines."""
    when = scope.record.state.when
    return [
        [
            duty.row.number if duty.row is not None else "",
            _("{patient} · {what}, puis {now}, {hour}").format(
                patient=duty.patient, what=duty.label, now=settled_word(duty.status), hour=scope.hour(when(duty.fact))
            ),
            scope.hour(when(duty.failed_before)),
            duty.failed_before.actor,
            scope.words_of(duty.failed_before),
        ]
        for duty in duties
        if duty.fact is not None and duty.failed_before is not None
    ]


def _totals_table(scope: ReportScope) -> Table:
    """What was due to patients, thing by thing, in numbers: what standing orders are judged by."""
    places = {row.key: place for place, row in enumerate(scope.summary.walk.rows)}
    last = len(places)
    in_order = sorted(
        duty_totals(scope.summary.duties),
        key=lambda totals: places.get(totals.row.key, last) if totals.row is not None else last,
    )
    rows = [
        [
            totals.row.number if totals.row is not None else "",
            totals.label,
            str(len(totals.outcomes)),
            *(str(totals.counts[status] or "") for status in ("done", "not_needed")),
            str(len(totals.impossible) or ""),
            str(totals.counts["open"] or ""),
            str(sum(outcome.voided for outcome in totals.outcomes) or ""),
        ]
        for totals in in_order
    ]
    columns = [
        _("Ligne"), _("Libellé"), _("Dû"), _("Faits"), _("Non nécessaires"), _("Impossibles"), _("Reste dû"),
        _("Dont lignes rayées"),
    ]  # fmt: skip
    return used_columns_table(_("Dû aux patients"), columns, rows)


def _let_go_table(scope: ReportScope) -> Table:
    """The patient lines struck or waived."""
    words = {"voided": _("rayé"), "waived": _("dispensé")}
    rows = [
        [line.patient, words[line.how], scope.hour(scope.record.state.when(line.fact)), line.fact.actor,
         scope.words_of(line.fact)]
        for line in scope.summary.let_go
    ]  # fmt: skip
    columns = [_("Patient"), _("État"), _("Heure"), _("Par"), _("Motif")]
    return used_columns_table(_("Lignes de patient rayées ou dispensées"), columns, rows)


def _unanswered_calls_table(scope: ReportScope) -> Table:
    site = scope.procedure
    return used_columns_table(
        _("Appels sans réponse"),
        [_("Ligne"), _("Qui"), _("Heure")],
        [
            [site.number(call.unit, call.line), _contact_name(site, call.contact), scope.hour(call.at)]
            for call in scope.summary.unanswered_calls
        ],
    )


def _redlines_table(scope: ReportScope) -> Table:
    site = scope.procedure
    return used_columns_table(
        _("Lignes signalées"),
        [_("Ligne"), _("Texte"), _("Avis"), _("Mots"), _("Par"), _("Heure")],
        [
            [
                site.number(redline.unit, redline.line),
                _line_text(site, redline.unit, redline.line),
                redline_word(redline.about),
                redline.words if scope.free else "",
                redline.who,
                scope.hour(redline.at),
            ]
            for redline in scope.summary.redlines
        ],
    )


def annex_tables(scope: ReportScope) -> Iterator[Table]:
    """The long tables: each patient, then every fact in the order in which it was lived."""
    state = scope.record.state
    if scope.patients:
        yield from patient_tables(scope.summary.walk, scope.procedure)
    lived = sorted(state.timeline, key=state.when)
    facts = scope.fact_rows(event for event in lived if not is_superseded_draft(state, event))
    yield used_columns_table(_("Faits, dans l'ordre"), [_("Heure"), _("Par"), _("Fait")], facts)


def _line_rows(rows: Sequence[Row], scope: ReportScope) -> list[list[str]]:
    return [
        [
            row.number,
            " → ".join(filter(None, (text_of(row.line), outcome_label(scope.procedure, row)))),
            scope.hour(row.at) if row.at is not None else "",
            row.fact.actor if row.fact is not None else "",
            scope.words_of(row.fact, row.line.expect) if row.fact is not None else "",
        ]
        for row in rows
    ]


def _end_words(message: BroadcastSeen) -> str:
    return message_word(message.becomes.state) if message.becomes is not None else ""


def _contact_name(site: Site, name: str) -> str:
    contact = site.contact_by_id.get(name)
    return contact.name if contact is not None else name


def _line_text(site: Site, unit: str, line: str) -> str:
    place = site.places.get((unit, line))
    return text_of(place.line) if place is not None else line


def gaps_met(account: SessionSummary) -> list[Row]:
    """The lines reached for which the procedure leaves something unwritten."""
    return [row for row in account.walk.rows if row.line.gap and row.status not in ("not_applicable", "pending")]


def capitalised(words: str) -> str:
    """Words with a capital at their beginning, the others as they are."""
    return words[:1].upper() + words[1:]
