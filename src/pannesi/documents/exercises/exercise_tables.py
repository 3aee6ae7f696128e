"""The tables of an exercise in its attestation. What people wrote is shown: of an exercise it always is."""

from __future__ import annotations

from collections.abc import Iterator

from pannesi.documents.page import Table
from pannesi.presentation.learning.exercises import given_words, objective_words, participant_words
from pannesi.presentation.learning.incident_review import said_words, words_of
from pannesi.session.incident_review.fields import ReviewField, review_fields
from pannesi.session.incident_review.review import IncidentReview
from pannesi.support.i18n import _, translated


def exercise_tables(review: IncidentReview) -> Iterator[Table]:
    """Who took part in an exercise and what for, what the facilitator told, the points found, the actions decided."""
    yield Table(
        _("Participants"),
        "",
        [_("Qui, fonction, rôle")],
        [[participant_words(person)] for person in review.participants],
    )
    yield Table(_("Objectifs"), "", [_("Objectif")], [[objective_words(objective)] for objective in review.objectives])
    injects = [
        [words_of(inject.what), given_words(inject.given.values[0] if inject.given and inject.given.values else "")]
        for inject in review.injects
    ]
    yield Table(_("Événements joués par l'animateur"), "", [_("Événement"), _("Dit")], injects)
    points = [
        [_label(field), said_words(said, field)]
        for field in review_fields(exercise=True)
        if (said := review.field(field.name)) is not None
    ]
    yield Table(_("Débriefing"), "", [_("Quoi"), _("Dit")], points)
    decided = [
        [words_of(action.what), words_of(action.pilot), f"{action.due:%d/%m/%Y}" if action.due is not None else ""]
        for action in review.actions
    ]
    yield Table(_("Actions décidées au débriefing"), "", [_("Action"), _("Pilote"), _("Pour quand")], decided)


def _label(field: ReviewField) -> str:
    label = translated(field.label)
    return label[:1].upper() + label[1:]
