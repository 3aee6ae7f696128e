"""Exercises in words: when each case is due, who took part, what the facilitator is to tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime

from pannesi.history.exercises.exercise_injects import Cue
from pannesi.history.exercises.exercises import ExerciseDue
from pannesi.presentation.learning.incident_review import said_words, words_of
from pannesi.session.incident_review.fields import field_of
from pannesi.session.incident_review.review import IncidentReview, Objective, Participant
from pannesi.support.i18n import N_, _, n_, translated

EVIDENCE = N_(
    "Pièces pour un plan de continuité et de reprise d'activité (PCRA) : elles montrent ce qui a été joué et tenu à"
    " jour. Ce n'est pas le PCRA."
)
SCORES = N_("Un exercice note la procédure, jamais les personnes.")


def due_words(due: ExerciseDue, today: date) -> str:
    """When something is due: `jamais joué`, `joué le 12/03/2026, à rejouer avant le 12/03/2027`."""
    if due.last is None or due.due is None:
        return _("JAMAIS JOUÉ")
    words = _("joué le {last:%d/%m/%Y}, EN RETARD depuis le {due:%d/%m/%Y}") if due.is_overdue(today) else _(
        "joué le {last:%d/%m/%Y}, à rejouer avant le {due:%d/%m/%Y}"
    )  # fmt: skip
    return words.format(last=due.last, due=due.due)


def overdue_words(due: Iterable[ExerciseDue], today: date) -> str:
    """How many cases are to be played: `2 cas à jouer en exercice, dont 1 jamais joué`; empty where none is."""
    late = [each for each in due if each.is_overdue(today)]
    if not late:
        return ""
    never = sum(each.due is None for each in late)
    if never == len(late):
        return n_("{count} cas jamais joué en exercice", "{count} cas jamais joués en exercice", never)
    words = n_("{count} cas à jouer en exercice", "{count} cas à jouer en exercice", len(late))
    return words + (n_(", dont {count} jamais joué", ", dont {count} jamais joués", never) if never else "")


def participant_words(participant: Participant) -> str:
    """Somebody who takes part: `AB, manipulateur, joue`."""
    part = field_of(participant.about, "part")
    does = said_words(participant.part, part) if participant.part is not None and part is not None else ""
    return ", ".join(filter(None, (words_of(participant.who), words_of(participant.function), does)))


def objective_words(objective: Objective) -> str:
    """An objective with whether it was reached: `prévenir en 10 min : en partie`."""
    field = field_of(objective.about, "reached")
    reached = said_words(objective.reached, field) if field is not None else ""
    return _("{what} : {reached}").format(what=words_of(objective.what), reached=reached)


def exercise_lines(review: IncidentReview) -> Iterator[tuple[str, str]]:
    """Who took part and what for, as (style, words) for a terminal."""
    yield "title", _("Participants")
    yield from (("plain", "  " + participant_words(participant)) for participant in review.participants)
    if not review.participants:
        yield "quiet", "  " + _("personne n'est noté : pannesi exercise join")
    yield "title", _("Objectifs")
    yield from (("plain", "  " + objective_words(objective)) for objective in review.objectives)
    if not review.objectives:
        yield "quiet", "  " + _("aucun : pannesi exercise goal")


def cue_words(cue: Cue, hour: Callable[[datetime], str]) -> str:
    """What is to be told, and when: `03:22 · le radiologue : il ne voit plus les images`."""
    when = hour(cue.due) if cue.due is not None else _("à {line}").format(line=cue.inject.line)
    said = _("{by} : {say}").format(by=cue.inject.by, say=cue.inject.say) if cue.inject.by else cue.inject.say
    return _("{when} · {said}").format(when=when, said=said)


def given_words(given: str) -> str:
    """Whether an inject was told."""
    field = field_of("inject:1", "given")
    return translated(field.options[given]) if field is not None and given in field.options else _("pas encore")
