"""`pannesi exercise`: when each case is due, who takes part, what the facilitator tells the players."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

from pannesi.history.catalogue import catalogue_of
from pannesi.history.exercises.exercises import (
    ExerciseDue,
    PlayedExercise,
    cases_due,
    people_due,
    played_exercises,
)
from pannesi.history.learning.incident_reviews import ReviewedOutage, context_for, reviewed_outage, say_in_review
from pannesi.history.replay.scenario import Scenario, read_scenario
from pannesi.journal.audit_log import Who
from pannesi.journal.store import Journal
from pannesi.plain.prompts import whole_number
from pannesi.presentation.learning.exercises import (
    SCORES,
    due_words,
    exercise_lines,
    objective_words,
    overdue_words,
    participant_words,
)
from pannesi.presentation.learning.incident_review import words_of
from pannesi.procedure.availability.reachability import zone_of
from pannesi.procedure.model.procedure import Site
from pannesi.session.event_writer import Refused
from pannesi.session.incident_review.fields import PARTS, REACHED
from pannesi.session.incident_review.rules import Statement, new_objective, new_participant
from pannesi.session.incident_review.typed_answers import option_named
from pannesi.support.console import Output
from pannesi.support.errors import NotFound
from pannesi.support.i18n import _, translated
from pannesi.support.text_safety import clean_line, fold_accents


def print_calendar(journal: Journal | None, site: Site, now: datetime, out: Output, *, as_json: bool) -> None:
    """Prints when each case, and each group of people, is due for an exercise. Raises JournalError."""
    held = played_exercises(catalogue_of(journal, site).caught_up(now), now) if journal is not None else ()
    zone, every = zone_of(site.contacts), site.contacts.exercises.every
    today = now.astimezone(zone).date()
    cases, people = cases_due(site, held, every, zone), people_due(held, every, zone)
    if as_json:
        out.json({
            "cases": [_due_json(due, today) for due in cases],
            "people": [_due_json(due, today) for due in people],
            "exercises": [_held_json(exercise) for exercise in held],
        })  # fmt: skip
        return
    late = overdue_words(cases, today)
    out.wrapped(late[:1].upper() + late[1:] + "." if late else _("Chaque cas a été joué à temps."))
    for due in cases:
        out.wrapped(f"{site.unit_by_id[due.name].title} : {due_words(due, today)}", "  ", "    ")
    out.line()
    out.wrapped(_("Par groupe de personnes, d'après la fonction notée :"))
    for due in people:
        out.wrapped(f"{due.name} : {due_words(due, today)}", "  ", "    ")
    if not people:
        out.wrapped(_("personne n'est noté : pannesi exercise join"), "  ", "    ")
    out.line()
    out.wrapped(translated(SCORES))


def _due_json(due: ExerciseDue, today: date) -> dict[str, Any]:
    return {
        "name": due.name,
        "last": due.last.isoformat(timespec="seconds") if due.last is not None else None,
        "due": due.due.isoformat() if due.due is not None else None,
        "overdue": due.is_overdue(today),
    }


def _held_json(exercise: PlayedExercise) -> dict[str, Any]:
    return {
        "session": exercise.session,
        "held": exercise.held.isoformat(timespec="seconds"),
        "closed": exercise.closed,
        "units": sorted(exercise.units),
        "participants": len(exercise.review.participants),
        "functions": list(exercise.functions),
    }


def print_exercise(journal: Journal | None, site: Site, begin: str, out: Output, *, as_json: bool) -> None:
    """Prints who takes part in one exercise, and what for. Raises NotFound, Ambiguous, Refused."""
    reviewed = exercise_named(journal, site, begin)
    review = reviewed.review
    if as_json:
        out.json({
            "session": reviewed.session,
            "title": reviewed.outage.title,
            "closed": reviewed.closed,
            "participants": [
                {
                    "who": words_of(person.who), "function": words_of(person.function),
                    "part": person.part.values[0] if person.part is not None and person.part.values else None,
                }
                for person in review.participants
            ],
            "objectives": [
                {
                    "what": words_of(goal.what),
                    "reached": goal.reached.values[0] if goal.reached is not None and goal.reached.values else None,
                }
                for goal in review.objectives
            ],
        })  # fmt: skip
        return
    out.wrapped(_("{session} · {title}").format(session=reviewed.session, title=reviewed.outage.title))
    for style, words in exercise_lines(review):
        if style == "title":
            out.line()
        out.wrapped(words.strip(), " " * (len(words) - len(words.lstrip())), "    ")


def exercise_named(journal: Journal | None, site: Site, begin: str) -> ReviewedOutage:
    """The review of the only exercise whose id begins with `begin`. Raises NotFound, Ambiguous, and Refused for a real
    session."""
    from pannesi.application.lookup import no_such_session

    if journal is None:
        raise no_such_session(begin)
    reviewed = reviewed_outage(journal, site, begin)
    if not reviewed.exercise:
        raise Refused(_("{session} est une vraie panne, pas un exercice.").format(session=reviewed.session))
    return reviewed


def join(
    journal: Journal, site: Site, by: Who, begin: str, who: str, function: str, part: str, out: Output
) -> None:  # fmt: skip
    """Writes down who takes part. Raises Refused, NotFound, Ambiguous, NotWritten."""
    reviewed = exercise_named(journal, site, begin)
    context = context_for(reviewed, site, by)
    said = new_participant(who, function, option_named(PARTS, part, _("rôle")), context)
    after = say_in_review(journal, reviewed, said, context)
    out.wrapped(_("Noté : {who}.").format(who=participant_words(after.review.participants[-1])))


def leave(journal: Journal, site: Site, by: Who, begin: str, who: str, out: Output) -> None:
    """Takes back that somebody takes part. Raises Refused, NotFound, Ambiguous, NotWritten."""
    reviewed = exercise_named(journal, site, begin)
    wanted = fold_accents(who).strip()
    named = [
        person for person in reviewed.review.participants
        if wanted in (fold_accents(words_of(person.who)), fold_accents(words_of(person.function)))
    ]  # fmt: skip
    if len(named) != 1:
        there = " ; ".join(map(participant_words, reviewed.review.participants)) or _("personne")
        raise NotFound(_("« {who} » ne désigne pas un participant. Il y a : {there}.").format(who=who, there=there))
    say_in_review(
        journal, reviewed, (Statement(named[0].about, "part", ("withdrawn",)),), context_for(reviewed, site, by)
    )
    out.wrapped(_("Retiré : {who}.").format(who=participant_words(named[0])))


def add_objective(journal: Journal, site: Site, by: Who, begin: str, what: str, out: Output) -> None:
    """Adds an objective. Raises Refused, NotFound, Ambiguous, NotWritten."""
    reviewed = exercise_named(journal, site, begin)
    context = context_for(reviewed, site, by)
    after = say_in_review(journal, reviewed, new_objective(what, context), context)
    number = len(after.review.objectives)
    out.wrapped(_("Objectif {number} : {what}").format(
        number=number, what=words_of(after.review.objectives[-1].what)
    ))  # fmt: skip


def judge_objective(journal: Journal, site: Site, by: Who, begin: str, number: str, reached: str, out: Output) -> None:
    """Says whether an objective was reached. Raises Refused, NotFound, Ambiguous, NotWritten."""
    reviewed = exercise_named(journal, site, begin)
    objectives = reviewed.review.objectives
    rank = whole_number(number, len(objectives))
    if rank is None:
        raise NotFound(_("Il n'y a pas d'objectif {number} : {count} en tout.").format(
            number=clean_line(number)[:20], count=len(objectives)
        ))  # fmt: skip
    value = option_named(REACHED, reached, _("objectif"))
    said = (Statement(objectives[rank - 1].about, "reached", (value,)),)
    after = say_in_review(journal, reviewed, said, context_for(reviewed, site, by))
    out.wrapped(objective_words(after.review.objectives[rank - 1]))


def scenario_in(path: Path, site: Site) -> Scenario:
    """The scenario of a file, with what the facilitator tells. Raises UnreadableScenario, FileError, and Refused where
    it has no injects, or one at a line that the procedure does not have: it would never come."""
    from pannesi.support.errors import FileError

    try:
        content = path.read_bytes()
    except OSError as failure:
        raise FileError(_("{path} ne se lit pas : {why}.").format(path=path, why=failure.strerror)) from failure
    scenario = read_scenario(str(path), content)
    if not scenario.injects:
        raise Refused(_(
            "{path} n'a pas d'événements à jouer. En écrire sous « injects: » :\n"
            '  - {{at: 10 min, by: le radiologue, say: "il ne voit plus les images"}}'
        ).format(path=path))  # fmt: skip
    places = {f"{unit}/{line}" for unit, line in site.places}
    lost = [inject.line for inject in scenario.injects if inject.line is not None and inject.line not in places]
    if lost:
        words = _("{path} : la procédure n'a pas de ligne {lines} ; ces événements ne viendraient jamais.")
        raise Refused(words.format(path=path, lines=", ".join(lost)))
    return scenario
