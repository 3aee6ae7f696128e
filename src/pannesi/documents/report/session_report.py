"""The report of one session; for an exercise, an attestation that the continuity plan was tried."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import starmap

from pannesi.documents.page import BlankTable, Chart, ReportPage, digest_proof, empty_page
from pannesi.documents.report.session_report_tables import (
    ReportScope,
    annex_tables,
    capitalised,
    gaps_met,
    section_tables,
)
from pannesi.documents.svg_charts import svg_timeline
from pannesi.history.account.durations import NamedLength
from pannesi.history.exercises.exercises import held_at
from pannesi.history.session_record import SessionRecord
from pannesi.history.session_summary import SessionSummary, systems_down
from pannesi.presentation.session_lists.same_outage import other_session_words
from pannesi.presentation.session_lists.session_summary import (
    left_title,
    length_name,
    named_length_words,
    unknown_length_words,
)
from pannesi.procedure.availability.moments import format_length, shown_length
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import unit_title
from pannesi.procedure.wording.roles import signers
from pannesi.session.free_text import has_free_text
from pannesi.session.labels import patient_count_words, reason_words
from pannesi.support.i18n import _, format_number, n_


def report_page(record: SessionRecord, *, patients: bool, reasons: bool = False) -> ReportPage:
    """The report as a page. Without `patients` or `reasons`, free text is left out too, save for an exercise and save
    the usual answers: it may hold names."""
    scope = ReportScope(record, patients, reasons)
    exercise = scope.summary.exercise
    title = _("Attestation d'exercice du plan de continuité") if exercise else _("Rapport de panne")
    return replace(
        empty_page(scope.procedure, title, exercise=exercise),
        session=scope.summary.session,
        summary=_summary_rows(scope),
        notes=_notes_on_scope(scope),
        charts=[Chart(_("Déroulement"), svg_timeline(marks)) for marks in [_timeline_marks(scope)] if marks],
        sections=[table for table in section_tables(scope) if table.rows],
        annexes=[table for table in annex_tables(scope) if table.rows],
        rooms=_blank_tables() if exercise else [],
        signatures=[_("Qui a conduit l'exercice"), *signers(scope.procedure.contacts)] if exercise else [],
        proof=digest_proof(record.digest),
    )


def _notes_on_scope(scope: ReportScope) -> list[str]:
    """What the report leaves out."""
    if not scope.free:
        return [
            _("Ce rapport laisse de côté les patients, et les mots libres : ils peuvent porter des noms."),
            _("Les motifs de la liste usuelle, qui n'en portent pas, y sont."),
        ]
    return [] if scope.patients else [_("Ce rapport laisse de côté les patients.")]


def _blank_tables() -> list[BlankTable]:
    return [
        BlankTable(_("Actions décidées"), [_("Action"), _("Qui"), _("Pour quand")], lines=5),
        BlankTable(_("Remarques"), [_("Ce qui a bien marché, ce qui a manqué")], lines=4),
    ]


def _closing_reason(scope: ReportScope) -> str:
    """Why the closing was forced; left out where free text is."""
    closing = scope.record.state.closing
    if closing is None or not has_free_text(closing):
        return reason_words(closing) if closing is not None else _("motif effacé")
    return scope.words_of(closing)


def _cases_words(summary: SessionSummary, site: Site) -> str:
    names = []
    for unit, symptom in summary.cases:
        case = site.unit_by_id.get(unit)
        label = next((entry.label for entry in case.symptoms if entry.id == symptom), "") if case is not None else ""
        title = unit_title(case, symptom) if case is not None else unit
        words = f"{title} ({label})" if label and label != title else title
        if (unit, symptom) not in summary.cases_standing:
            words = _("{case}, laissé : ce n'était pas le bon cas").format(case=words)
        names.append(words)
    return " ; ".join(names)


def _summary_rows(scope: ReportScope) -> list[list[str]]:
    summary, hour = scope.summary, scope.hour

    def since(moment: datetime | None) -> str:
        length = summary.elapsed_until(moment)
        if moment is None:
            return _("pas encore") if summary.open else _("non noté")
        if length is None:
            return unknown_length_words(summary, moment, hour)
        shown = format_length(shown_length(summary.began, moment))
        return _("{hour}, après {length}").format(hour=hour(moment), length=shown)

    rows = [
        [_("Session"), summary.session],
        [_("Scénario") if summary.exercise else _("Panne"), _cases_words(summary, scope.procedure)],
        [_("Systèmes en panne"), ", ".join(systems_down(scope.procedure, summary.cases_standing))],
        [_("Début"), _beginning_words(scope)],
        [_("Constatée par"), scope.words_of(summary.finder) if summary.finder is not None else ""],
        [_("Premier geste"), since(summary.first_action_at)],
        [_("Alerte donnée"), since(summary.alerted_at)],
        [_("Retour à la normale"), since(summary.returned_at)],
        [_("Patients réconciliés"), since(summary.reconciled_at)],
        [_("Clôture"), since(summary.closed_at) if summary.closed_at else _("session encore ouverte")],
        *[[_length_title(length), named_length_words(summary, length, hour)] for length in summary.lengths],
        [_("Même panne que"), ", ".join(starmap(other_session_words, scope.record.same.items()))],
        [_("Lignes faites"), format_number(len(summary.done))],
        [_("Registre"), _patients_words(summary)],
    ]
    played = held_at(scope.record.state)
    if played is not None:
        rows.insert(1, [_("Joué le"), hour(played)])
    if scope.record.real_outages:
        rows.append([_("VRAIE PANNE PENDANT L'EXERCICE"), ", ".join(scope.record.real_outages)])
    if summary.forced:
        rows.append([_("CLÔTURE FORCÉE"), _closing_reason(scope)])
    if summary.offered:
        rows.append([_("Passage de main"), _("proposé, personne n'a repris")])
    if summary.open and summary.left:
        rows.append([capitalised(left_title(summary)), n_("{count} ligne", "{count} lignes", len(summary.left))])
    rows.append([_("Écarts constatés"), _gap_words(summary)])
    return [row for row in rows if row[1]]


def _beginning_words(scope: ReportScope) -> str:
    """When the outage began, and whether somebody said so."""
    hour = scope.hour(scope.summary.began)
    return hour if scope.record.state.beginning_given else _("{hour}, à l'ouverture").format(hour=hour)


def _length_title(length: NamedLength) -> str:
    return _("Durée : {name}").format(name=length_name(length.name))


def _gap_words(summary: SessionSummary) -> str:
    """How many deviations from the procedure there were, by kind."""
    impossible = summary.duties_impossible
    owed = [duty for duty in summary.duties if duty.status == "open"]
    counted = (
        (n_("{count} ligne impossible", "{count} lignes impossibles", len(summary.could_not)), summary.could_not),
        (
            n_(
                "{count} ligne dite impossible, puis réglée autrement",
                "{count} lignes dites impossibles, puis réglées autrement",
                len(summary.overcome),
            ),
            summary.overcome,
        ),
        (
            n_(
                "{count} chose impossible pour un patient",
                "{count} choses impossibles pour un patient",
                len(impossible),
            ),
            impossible,
        ),
        (
            n_(
                "{count} chose dite impossible, puis réglée autrement",
                "{count} choses dites impossibles, puis réglées autrement",
                len(summary.duties_overcome),
            ),
            summary.duties_overcome,
        ),
        (n_("{count} pas faite", "{count} pas faites", len(summary.left)), () if summary.open else summary.left),
        (n_("{count} chose encore due", "{count} choses encore dues", len(owed)), () if summary.open else owed),
        (
            n_("{count} appel sans réponse", "{count} appels sans réponse", len(summary.unanswered_calls)),
            summary.unanswered_calls,
        ),
        (n_("{count} ligne signalée", "{count} lignes signalées", len(summary.redlines)), summary.redlines),
        (
            n_("{count} heure à vérifier", "{count} heures à vérifier", len(summary.time_doubts)),
            summary.time_doubts,
        ),
        (
            n_(
                "{count} manque de la procédure rencontré",
                "{count} manques de la procédure rencontrés",
                len(gaps_met(summary)),
            ),
            gaps_met(summary),
        ),
    )
    return ", ".join(words for words, gaps in counted if gaps) or _("aucun")


def _patients_words(summary: SessionSummary) -> str:
    counts = summary.patients
    return patient_count_words(counts.noted, counts.voided, counts.duties_open, counts.images_open)


def _timeline_marks(scope: ReportScope) -> list[tuple[float, str, str]]:
    """The moments of the session: position in its length (0 to 1), name, hour."""
    summary, hour = scope.summary, scope.hour
    moments = [
        (_("début"), summary.began),
        (_("premier geste"), summary.first_action_at),
        (_("alerte"), summary.alerted_at),
        (_("retour"), summary.returned_at),
        (_("réconcilié"), summary.reconciled_at),
        (_("clôture"), summary.closed_at),
    ]
    certain = [(words, at) for words, at in moments if at is not None and summary.elapsed_until(at) is not None]
    whole = max(((moment - summary.began).total_seconds() for _words, moment in certain), default=0) or 1
    return [
        (
            max((moment - summary.began).total_seconds(), 0) / whole,
            words,
            f"{hour(moment)} +{format_length(shown_length(summary.began, moment))}"
            if moment > summary.began
            else hour(moment),
        )
        for words, moment in certain
    ]
