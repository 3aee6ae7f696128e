"""The dossier of a period: exercises, real outages, actions, the procedure's state, the proof of coverage, figures.

Evidence that a continuity plan of the imaging platform was tried and kept up; it is not that plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from pannesi.documents.page import ReportPage, Table, empty_page, used_columns_table
from pannesi.documents.statistics import figures_page
from pannesi.history.exercises.exercises import ExerciseDue, PlayedExercise
from pannesi.history.figures.statistics import OutageStatistics
from pannesi.history.overview import Overview
from pannesi.presentation.learning.exercises import (
    EVIDENCE,
    SCORES,
    due_words,
    objective_words,
    overdue_words,
    participant_words,
)
from pannesi.presentation.learning.incident_review import (
    NOT_SAID,
    action_end_words,
    said_words,
    standing_words,
    words_of,
)
from pannesi.presentation.text.date_times import date_time_formatter
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.review_status import overdue
from pannesi.procedure.review_status import overdue_words as review_overdue_words
from pannesi.session.incident_review.fields import field_of, review_fields
from pannesi.session.incident_review.review import Action, IncidentReview
from pannesi.support.i18n import _, format_number, n_, translated

if TYPE_CHECKING:
    from pannesi.procedure.checks.coverage.holes import CoverageProof

Hour = Callable[[datetime], str]


@dataclass(frozen=True)
class Evidence:
    """What is gathered of a period."""

    first: date
    last: date
    now: datetime
    today: date
    """The local day of `now`."""
    exercises: tuple[PlayedExercise, ...]
    """Those held in the period."""
    cases_due: tuple[ExerciseDue, ...]
    """When each case is due, by every exercise up to the end of the period."""
    people_due: tuple[ExerciseDue, ...]
    outages: tuple[Overview, ...]
    """The real sessions that began in the period, the earliest first."""
    reviews: tuple[tuple[str, IncidentReview], ...]
    """The incident reviews, each with its session."""
    figures: OutageStatistics
    proof: CoverageProof
    procedures: tuple[str, ...]
    """The codes of the procedures that sessions of the period followed, in the order in which they came."""

    @property
    def actions(self) -> tuple[tuple[str, Action], ...]:
        """Every action that was decided, with the session whose review did so."""
        return tuple((session, action) for session, review in self.reviews for action in review.actions)


def dossier_page(evidence: Evidence, site: Site, *, words: bool) -> ReportPage:
    """The dossier as a page. Without `words` it has closed lists, days and counts: what people wrote may hold names."""
    hour = date_time_formatter(site)
    notes = [translated(EVIDENCE), translated(SCORES)]
    if not words:
        notes.append(_("Ce dossier laisse de côté ce qui est écrit en toutes lettres, qui peut porter des noms."))
    figures = figures_page(evidence.figures, site, evidence.now)
    tables = [
        _exercises(evidence, site, hour, words=words), _calendar(evidence, site), _people(evidence),
        _outages(evidence, hour), _actions(evidence, hour, words=words), _procedure(evidence, site),
        _coverage(evidence), *figures.sections,
    ]  # fmt: skip
    return replace(
        empty_page(site, _("Dossier de continuité du {first:%d/%m/%Y} au {last:%d/%m/%Y}").format(
            first=evidence.first, last=evidence.last
        )),
        summary=_summary(evidence, hour),
        notes=notes,
        charts=figures.charts,
        sections=[table for table in tables if table.rows],
        signatures=[_("Référent"), _("Cadre de santé"), _("Direction")],
    )  # fmt: skip


def _summary(evidence: Evidence, hour: Hour) -> list[list[str]]:
    closed = sum(exercise.closed for exercise in evidence.exercises)
    people = sum(len(exercise.review.participants) for exercise in evidence.exercises)
    standings = [action.standing(evidence.today) for _session, action in evidence.actions]
    late = standings.count("overdue")
    waiting = late + standings.count("open")
    actions = n_("{count} à faire", "{count} à faire", waiting)
    return [
        [_("Exercices tenus"), _("{count}, dont {closed} clos").format(
            count=format_number(len(evidence.exercises)), closed=format_number(closed)
        )],
        [_("Participations notées"), format_number(people)],
        [_("Cas à jouer"), overdue_words(evidence.cases_due, evidence.today) or _("aucun en retard")],
        [_("SI entièrement coupé"), _blackout_words(evidence, hour)],
        [_("Pannes ouvertes ici"), format_number(len(evidence.outages))],
        [_("Actions décidées"), _("{count} : {actions}, {late} en retard").format(
            count=format_number(len(standings)), actions=actions, late=format_number(late)
        )],
    ]  # fmt: skip


def _blackout_words(evidence: Evidence, hour: Hour) -> str:
    """Whether an exercise with everything cut was played, as its debriefing says; the program guesses none."""
    played = [
        exercise for exercise in evidence.exercises
        if (said := exercise.review.field("blackout")) is not None and not said.sides and said.values == ("yes",)
    ]  # fmt: skip
    if not played:
        return _("jamais joué dans la période, d'après ce qui est noté des exercices")
    return _("joué le {days}").format(days=", ".join(hour(exercise.held) for exercise in played))


def _exercises(evidence: Evidence, site: Site, hour: Hour, *, words: bool) -> Table:
    rows = [
        [
            hour(exercise.held),
            ", ".join(site.unit_by_id[unit].title for unit in sorted(exercise.units) if unit in site.unit_by_id),
            _participants(exercise, words=words),
            _objectives(exercise, words=words),
            _("clos") if exercise.closed else _("pas clos"),
        ]
        for exercise in evidence.exercises
    ]
    columns = [_("Tenu le"), _("Joué"), _("Participants"), _("Objectifs"), _("État")]
    return used_columns_table(_("Exercices tenus"), columns, rows)


def _participants(exercise: PlayedExercise, *, words: bool) -> str:
    listed = exercise.review.participants
    if words:
        return " ; ".join(map(participant_words, listed))
    return n_("{count} personne", "{count} personnes", len(listed)) if listed else _("personne n'est noté")


def _objectives(exercise: PlayedExercise, *, words: bool) -> str:
    listed = exercise.review.objectives
    if words:
        return " ; ".join(map(objective_words, listed))
    field = field_of("objective:1", "reached")
    said = [said_words(objective.reached, field) for objective in listed] if field is not None else []
    return ", ".join(f"{said.count(words)} {words}" for words in dict.fromkeys(said))


def _calendar(evidence: Evidence, site: Site) -> Table:
    rows = [[site.unit_by_id[due.name].title, due_words(due, evidence.today)] for due in evidence.cases_due]
    return Table(_("Chaque cas, en exercice"), "", [_("Cas"), _("Dernier exercice clos")], rows)


def _people(evidence: Evidence) -> Table:
    rows = [[due.name, due_words(due, evidence.today)] for due in evidence.people_due]
    return Table(
        _("Chaque groupe de personnes, d'après la fonction notée"), "", [_("Fonction"), _("Dernier exercice")], rows
    )


def _review_words(review: IncidentReview | None) -> str:
    """How far the review of an outage has come: closing may have asked for two of its answers, and nothing more."""
    if review is None or not review.begun:
        return _("pas commencé")
    fields = review_fields(exercise=False)
    answered = sum(review.field(field.name) is not None for field in fields)
    return _("{answered} réponses sur {fields}").format(
        answered=format_number(answered), fields=format_number(len(fields))
    )


def _outages(evidence: Evidence, hour: Hour) -> Table:
    reviewed = dict(evidence.reviews)
    severity = field_of("", "severity")
    rows = []
    for outage in evidence.outages:
        review = reviewed.get(outage.id)
        said = review.field("severity") if review is not None else None
        rows.append([
            hour(outage.began),
            outage.title,
            _("close") if not outage.open else _("ouverte"),
            _review_words(review),
            said_words(said, severity) if said is not None and severity is not None else translated(NOT_SAID),
        ])  # fmt: skip
    columns = [_("Début"), _("Panne"), _("Session"), _("Retour d'expérience"), _("Gravité")]
    return Table(_("Pannes réelles ouvertes dans pannesi"), "", columns, rows)


def _actions(evidence: Evidence, hour: Hour, *, words: bool) -> Table:
    rows = [
        [
            session,
            words_of(action.what, words=words) or translated(NOT_SAID),
            words_of(action.pilot, words=words) or translated(NOT_SAID),
            standing_words(action, evidence.today),
            action_end_words(action, hour, words=words),
        ]
        for session, action in evidence.actions
    ]
    columns = [_("Session"), _("Action"), _("Pilote"), _("Échéance"), _("Comment c'est fini")]
    return used_columns_table(_("Actions décidées après une panne ou un exercice"), columns, rows)


def _procedure(evidence: Evidence, site: Site) -> Table:
    late = {unit.id: review_overdue_words(unit) for unit in overdue(site, evidence.today)}
    rows = [
        [
            unit.title,
            unit.version or "",
            unit.status,
            f"{unit.reviewed_on:%d/%m/%Y}" if unit.reviewed_on is not None else _("non écrit"),
            _("RELECTURE EN RETARD") if unit.id in late else
            f"{unit.review_by:%d/%m/%Y}" if unit.review_by is not None else _("non écrit"),
        ]
        for unit in site.units
    ]  # fmt: skip
    followed = ", ".join(evidence.procedures) or _("aucune session dans la période")
    note = _("Codes des versions suivies par les sessions de la période : {codes}.").format(codes=followed)
    columns = [_("Cas ou annexe"), _("Version"), _("État"), _("Relu le"), _("À relire avant le")]
    return used_columns_table(_("La procédure, version par version"), columns, rows, note)


def _coverage(evidence: Evidence) -> Table:
    from pannesi.procedure.checks.coverage.report import holes_by_entry, lack_words, path_count_words, when_words

    rows = [
        [holes[0].entry.symptom.label, f"{lack_words(holes[0].lack)}, {when_words(holes)}"]
        for holes in holes_by_entry(evidence.proof)
    ]
    counted = " ".join(path_count_words(evidence.proof.path_counts))
    rows = rows or [[_("Toutes les entrées"), _("chaque voie a quelqu'un à prévenir, un mode dégradé et un retour")]]
    return Table(_("Preuve de couverture de la procédure du jour"), counted, [_("Entrée"), _("Ce qui manque")], rows)


def codes_of(digests: Iterable[str]) -> tuple[str, ...]:
    """The short code of each procedure, each once, in the order in which they came."""
    from pannesi.documents.versions import short_code

    return tuple(dict.fromkeys(short_code(digest) for digest in digests if digest))
