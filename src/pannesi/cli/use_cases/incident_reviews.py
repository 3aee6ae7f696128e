"""`pannesi rex`: incident reviews, their actions, and the sheet of one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pannesi.application.lookup import only_one_named
from pannesi.history.catalogue import catalogue_of
from pannesi.history.learning.incident_reviews import (
    ReviewedOutage,
    context_for,
    read_review,
    reviewed_outage,
    reviewed_sessions,
    say_in_review,
)
from pannesi.history.session_filter import SessionFilter
from pannesi.journal.audit_log import Who
from pannesi.journal.store import Journal
from pannesi.presentation.learning.incident_review import (
    action_end_words,
    action_id,
    action_words,
    counted_actions,
    review_lines,
    standing_words,
)
from pannesi.presentation.text.date_times import date_time_formatter
from pannesi.procedure.availability.reachability import zone_of
from pannesi.procedure.model.procedure import Site
from pannesi.session.incident_review.fields import DECLARATIONS, field_of, review_fields
from pannesi.session.incident_review.review import Action, IncidentReview, Said
from pannesi.session.incident_review.rules import Statement, new_action, new_ticket
from pannesi.session.incident_review.typed_answers import day_to_come, option_named
from pannesi.support.console import Output
from pannesi.support.errors import NotFound, UsageError
from pannesi.support.i18n import _, translated


@dataclass(frozen=True)
class _DecidedAction:
    """An action with the session whose review decided it."""

    session: str
    review: IncidentReview
    action: Action


def _today(site: Site, now: datetime) -> date:
    return now.astimezone(zone_of(site.contacts)).date()


def _every_action(journal: Journal) -> Iterator[_DecidedAction]:
    for session in reviewed_sessions(journal):
        review = read_review(journal, session)
        for action in review.actions:
            yield _DecidedAction(session, review, action)


def print_actions(
    journal: Journal | None, site: Site, now: datetime, out: Output, *, everything: bool, as_json: bool
) -> None:
    """Prints the actions that are still open, the first due first; with `everything` the others too. Raises
    JournalError."""
    every = list(_every_action(journal)) if journal is not None else []
    today = _today(site, now)
    shown = [decided for decided in every if everything or not decided.action.settled]
    shown.sort(key=lambda decided: (bool(decided.action.settled), decided.action.due or date.max, decided.session))
    if as_json:
        out.json([_action_json(decided, today) for decided in shown])
        return
    out.wrapped(_("Retours d'expérience : {counted}.").format(
        counted=counted_actions(tuple(decided.action for decided in every), today)
    ))  # fmt: skip
    hour = date_time_formatter(site)
    for decided in shown:
        action = decided.action
        out.line(f"{action_id(action)}  {standing_words(action, today)}  ({decided.session})")
        out.wrapped(action_words(action), "    ", "      ")
        if ended := action_end_words(action, hour):
            out.wrapped(ended, "    ", "      ")
    if journal is not None:
        _print_unreviewed(journal, site, now, out)
    if any(not decided.action.settled for decided in shown):
        out.line()
        out.wrapped(_('Dire une action faite : pannesi rex done ID, ou pannesi rex drop ID --why "…".'))


def _print_unreviewed(journal: Journal, site: Site, now: datetime, out: Output) -> None:
    """Says which of the last outages that are closed have no review yet."""
    catalogue = catalogue_of(journal, site).caught_up(now)
    closed = catalogue.index.page(SessionFilter(exercise=False, state="closed"), now, most=5)
    without = [session.id for session in closed if not read_review(journal, session.id).begun]
    if without:
        out.wrapped(_("Sans retour d'expérience, parmi les dernières pannes closes : {sessions}.").format(
            sessions=", ".join(without)
        ))  # fmt: skip
        out.wrapped(_("En commencer un : pannesi rex say {session} --help.").format(session=without[0]))


def _action_json(decided: _DecidedAction, today: date) -> dict[str, Any]:
    action = decided.action
    return {
        "id": action.about.partition(":")[2],
        "session": decided.session,
        "what": _words_json(action.what),
        "pilot": _words_json(action.pilot),
        "due": action.due.isoformat() if action.due is not None else None,
        "standing": action.standing(today),
        "settled_by": action.state.event.actor if action.settled and action.state else None,
        "settled_at": action.state.event.moment.isoformat(timespec="seconds") if action.settled and action.state
        else None,
        "how": _words_json(action.state),
    }  # fmt: skip


def _words_json(said: Said | None) -> str | None:
    return said.words or None if said is not None else None


def print_review(journal: Journal | None, site: Site, begin: str, now: datetime, out: Output, *, as_json: bool) -> None:
    """Prints one review, or what may have to be declared while its session is open. Raises NotFound, Ambiguous."""
    reviewed = _reviewed(journal, site, begin)
    today = _today(site, now)
    if as_json:
        out.json(review_json(reviewed, today))
        return
    out.wrapped(_("{session} · {title}").format(session=reviewed.session, title=reviewed.outage.title))
    if not reviewed.there:
        out.wrapped(_("La session a été effacée après sa durée de conservation."))
    if not reviewed.closed:
        out.wrapped(_("La session est ouverte : le retour d'expérience se complète après la clôture."))
    hour = date_time_formatter(site)
    for style, words in review_lines(
        reviewed.review, closed=reviewed.closed, exercise=reviewed.exercise, today=today, hour=hour
    ):
        if style == "title":
            out.line()
        blanks = len(words) - len(words.lstrip())
        out.wrapped(words.strip(), " " * blanks, " " * (blanks + 2))
    if reviewed.outage.redlines:
        out.line()
        out.wrapped(_("Lignes signalées"))
        for event, line in zip(reviewed.outage.redlines, reviewed.outage.lines, strict=False):
            out.wrapped(f"{event[:8]}  {line}", "  ", "    ")


def review_json(reviewed: ReviewedOutage, today: date) -> dict[str, Any]:
    """A review as plain JSON values."""
    review, outage = reviewed.review, reviewed.outage
    fields: dict[str, Any] = {}
    for field in review_fields(exercise=reviewed.exercise):
        said = review.field(field.name)
        several = field.kind == "several"
        values = list(said.values) if said is not None else []
        fields[field.name] = (
            _words_json(said) if field.kind == "words" else values if several else next(iter(values), None)
        )
    return {
        "session": reviewed.session,
        "title": outage.title,
        "closed": reviewed.closed,
        "session_erased": not reviewed.there,
        **fields,
        "declarations": {
            declaration.name: {
                "state": next(iter(declaration.state.values), None) if declaration.state is not None else None,
                "number": _words_json(declaration.number),
            }
            for declaration in review.declarations
        },
        "tickets": [
            {"number": _words_json(ticket.number), "answered": _words_json(ticket.answered)}
            for ticket in review.tickets
        ],
        "actions": [_action_json(_DecidedAction(reviewed.session, review, action), today) for action in review.actions],
        "redlines": list(outage.redlines),
        "conflicts": [":".join(filter(None, key)) for key in review.conflicts],
    }


def _reviewed(journal: Journal | None, site: Site, begin: str) -> ReviewedOutage:
    from pannesi.application.lookup import no_such_session

    if journal is None:
        raise no_such_session(begin)
    return reviewed_outage(journal, site, begin)


def say(journal: Journal, site: Site, by: Who, begin: str, fields: dict[str, tuple[str, ...]], out: Output) -> None:
    """Says what fields hold, in the words of their lists or in any words. Raises Refused, NotFound, Ambiguous,
    NotWritten."""
    said = [_statement("", name, typed) for name, typed in fields.items() if typed]
    if not said:
        raise UsageError(_("Rien à dire : --severity, --effect, --cause, --worked… (pannesi rex say --help)."))
    _commit(journal, site, by, reviewed_outage(journal, site, begin), said, out)


def _statement(about: str, name: str, typed: tuple[str, ...]) -> Statement:
    """What is typed for a field; a dash alone withdraws what it holds."""
    field = field_of(about, name)
    if field is None or typed == ("-",):
        return Statement(about, name)
    if field.kind == "words":
        return Statement(about, name, words=typed[0])
    label = translated(field.label)
    return Statement(about, name, tuple(option_named(field.options, words, label) for words in typed))


def declare(journal: Journal, site: Site, by: Who, begin: str, what: str, state: str, number: str, out: Output) -> None:
    """Says whether something was declared elsewhere. Raises Refused, NotFound, Ambiguous, NotWritten."""
    name = option_named(DECLARATIONS, what, _("signalement"))
    about = f"declaration:{name}"
    said = [_statement(about, "state", (state,))]
    if number:
        said.append(_statement(about, "number", (number,)))
    _commit(journal, site, by, reviewed_outage(journal, site, begin), said, out)


def add_ticket(journal: Journal, site: Site, by: Who, begin: str, number: str, answered: str, out: Output) -> None:
    """Adds a ticket. Raises Refused, NotFound, Ambiguous, NotWritten."""
    reviewed = reviewed_outage(journal, site, begin)
    _commit(journal, site, by, reviewed, new_ticket(number, answered, context_for(reviewed, site, by)), out)


def add_action(journal: Journal, site: Site, by: Who, begin: str, what: str, pilot: str, due: str, out: Output) -> None:
    """Adds an action. Raises Refused, NotFound, Ambiguous, NotWritten."""
    reviewed = reviewed_outage(journal, site, begin)
    context = context_for(reviewed, site, by)
    said = new_action(what, pilot, day_to_come(due, context.today), context)
    _commit(journal, site, by, reviewed, said, out)


def settle_action(journal: Journal, site: Site, by: Who, begin: str, state: str, words: str, out: Output) -> None:
    """Says that an action is done, given up, or open again. Raises Refused, NotFound, Ambiguous, NotWritten."""
    actions = {decided.action.about.partition(":")[2]: decided for decided in _every_action(journal)}
    decided = only_one_named(
        actions, begin.strip().casefold(),
        nothing=_("Aucune action n'a cet identifiant : « {id} ». pannesi rex --all les montre."),
        several=_("L'identifiant de plusieurs actions commence par « {id} » : en taper plus."),
    )  # fmt: skip
    reviewed = reviewed_outage(journal, site, decided.session)
    _commit(journal, site, by, reviewed, [Statement(decided.action.about, "state", (state,), words)], out)


def _commit(
    journal: Journal, site: Site, by: Who, reviewed: ReviewedOutage, said: Iterable[Statement], out: Output
) -> None:
    said = tuple(said)
    context = context_for(reviewed, site, by)
    after = say_in_review(journal, reviewed, said, context)
    words = _("Noté dans le retour d'expérience de {session}. Aucun fait de la session ne change.")
    out.wrapped(words.format(session=reviewed.session))
    changed = {statement.about for statement in said}
    for action in after.review.actions:
        if action.about in changed:
            out.wrapped(f"{action_id(action)}  {standing_words(action, context.today)} · {action_words(action)}",
                        "  ", "    ")  # fmt: skip


def print_sheet(
    journal: Journal | None, site: Site, begin: str, form: str, target: Path | None, now: datetime, out: Output, *,
    words: bool, force: bool, recorder: Callable[[str, Path], None],
) -> None:  # fmt: skip
    """Writes the sheet of a review to a file. Raises InvalidValue, NotFound, Ambiguous, CannotExport."""
    from pannesi.documents.incident_review import write_review
    from pannesi.support.text_safety import clean_line

    reviewed = _reviewed(journal, site, begin)
    if not reviewed.review.begun:
        raise NotFound(
            _("La session {session} n'a pas encore de retour d'expérience.").format(session=reviewed.session)
        )
    name = re.sub(r"[^A-Za-z0-9-]", "_", reviewed.session)
    file = target or Path(f"rex-{name}.{form}")
    write_review(
        reviewed, site, form, _today(site, now), file, words=words, force=force,
        recorder=lambda path: recorder(reviewed.session, path),
    )  # fmt: skip
    out.wrapped(_("Écrit : {file}.").format(file=clean_line(str(file))))
    if not words:
        out.wrapped(_("Sans ce qui est écrit en toutes lettres ; pour l'ajouter : --words, c'est enregistré."))
