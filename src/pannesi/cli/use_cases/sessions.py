"""What the journal holds: `pannesi sessions`, `pannesi session` and `pannesi verify`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import NamedTuple

from pannesi.application.lookup import session_named
from pannesi.history.catalogue import SessionCatalogue, catalogue_of, in_list_order
from pannesi.history.learning.incident_reviews import overdue_actions
from pannesi.history.overview import Overview
from pannesi.history.session_filter_words import TypedFilter, filter_of
from pannesi.history.session_summary import session_summary_of
from pannesi.journal.pinned_procedure import pinned_site
from pannesi.journal.store import Journal
from pannesi.presentation.facts.chain_problems import problem_json, problem_words
from pannesi.presentation.facts.timeline import SentenceWriter
from pannesi.presentation.learning.incident_review import overdue_actions_words
from pannesi.presentation.session_lists.forgotten import forgotten_words
from pannesi.presentation.session_lists.session_summary import event_json, summary_json, summary_paragraphs
from pannesi.procedure.availability.moments import format_moment
from pannesi.procedure.availability.reachability import local_date, zone_of
from pannesi.procedure.loading.loader import load_files
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.review_status import overdue, overdue_words
from pannesi.session.free_text import has_free_text, may_name
from pannesi.session.state import State, fold
from pannesi.support import errors as exits
from pannesi.support.clock import Clock
from pannesi.support.console import Output, stderr
from pannesi.support.errors import NotFound
from pannesi.support.i18n import _, n_
from pannesi.support.progress import Progress, interruptible


def print_sessions(
    journal: Journal | None, site: Site, now: datetime, out: Output, asked: TypedFilter, *, as_json: bool
) -> None:
    """Prints the sessions asked for: real ones first, exercises apart, open ones first in each.

    Raises UsageError, ImpossibleTime.
    """
    selected = _select_sessions(journal, site, now, asked)
    if as_json:
        ours = [session.as_json() for _heading, sessions in selected.groups for session in sessions]
        out.json(ours + [{**session.as_json(), "elsewhere": True} for session in selected.of_other_hospitals])
        return
    for unit in overdue(site, local_date(site.contacts, now)):
        out.wrapped(_("Relecture en retard : {what}.").format(what=overdue_words(unit)))
    if selected.forgotten:
        words = _("{sessions} : pannesi close ID --why MOTIF --back HEURE.")
        out.wrapped(words.format(sessions=forgotten_words(selected.forgotten, site)))
    if selected.overdue:
        out.wrapped(_("{actions} : pannesi rex.").format(actions=overdue_actions_words(selected.overdue)))
    zone, clock = zone_of(site.contacts), Clock(lambda: now)

    def own(session: Overview) -> str:
        hour = format_moment(session.began, now, zone, short=True)
        return f"{'●' if session.open else '✓'} {session.id}  {hour} · {session.at(clock).sentence()}"

    def foreign(session: Overview) -> str:
        hour = format_moment(session.began, now, zone, short=True)
        mark = _("EXERCICE, ") if session.exercise else ""
        return f"  {session.id}  {hour} · {session.hospital} · {mark}{session.at(clock).sentence()}"

    printed = [_print_group(sessions, heading, own, out) for heading, sessions in selected.groups]
    printed.append(_print_group(selected.of_other_hospitals, _("AUTRE ÉTABLISSEMENT, tenu à part"), foreign, out))
    if not any(printed):
        filtered = journal is not None and asked != TypedFilter()
        out.wrapped(_("Aucune session ne correspond.") if filtered else _("Aucune session dans ce journal."))


def _print_group(sessions: Iterable[Overview], heading: str, words: Callable[[Overview], str], out: Output) -> bool:
    """Prints sessions under their heading; returns whether there were any."""
    printed = False
    for session in sessions:
        if heading and not printed:
            out.line(heading)
        out.wrapped(words(session), "", "    ")
        printed = True
    return printed


class _Selected(NamedTuple):
    """The sessions that a filter selects."""

    groups: list[tuple[str, Iterable[Overview]]]
    """Real outages, then exercises, each under a heading; exercises alone where only they are asked for."""
    of_other_hospitals: list[Overview]
    forgotten: int
    """How many sessions, real ones and exercises, are forgotten."""
    overdue: int
    """How many actions of incident reviews are."""


def _select_sessions(journal: Journal | None, site: Site, now: datetime, asked: TypedFilter) -> _Selected:
    """The sessions that a typed filter selects. Raises UsageError, ImpossibleTime."""
    if journal is None:
        filter_of(asked, site)
        return _Selected([], [], 0, 0)
    catalogue = catalogue_of(journal, site).caught_up(now, Progress(_("faits lus")))
    wanted = filter_of(asked, site, catalogue.index.cases())
    with_notes = _sessions_with_notes(catalogue, asked.notes) if asked.notes else []
    forgotten = [len(catalogue.forgotten(now, exercise=exercise)) for exercise in (False, True)]
    today = local_date(site.contacts, now)
    selected = _Selected([], [], sum(forgotten), overdue_actions(catalogue, today))
    for exercise in (True,) if asked.exercise else (False, True):
        filtered, heading = replace(wanted, exercise=exercise), _("EXERCICES") if exercise else ""
        if asked.notes:
            matching = catalogue.index.select(with_notes, filtered, now)
            selected.groups.append((heading, in_list_order(catalogue.completed(matching), oldest=filtered.oldest)))
        else:
            selected.groups.append((heading, catalogue.find(now, filtered)))
            selected.of_other_hospitals.extend(catalogue.find(now, replace(filtered, elsewhere=True)))
    return selected


def _sessions_with_notes(catalogue: SessionCatalogue, words: str) -> list[str]:
    """The ids of the sessions with all these words in their notes and reasons."""
    sessions: list[str] = []
    progress = Progress(_("notes lues"))
    for note in catalogue.search_notes(words):
        sessions += note.sessions
        progress(note.done, note.whole)
    return sessions


@dataclass(frozen=True)
class SessionParts:
    """What of a session is printed."""

    everything: bool = False
    """Also the facts that the program wrote by itself."""
    procedure: bool = False
    """The procedure that the session ran, instead of what happened."""
    as_json: bool = False
    reasons: bool = False
    """Also free text (notes, reasons, words of a hand-over), which may hold names."""


def print_session(
    journal: Journal | None, site: Site, begin: str, now: datetime, out: Output, parts: SessionParts
) -> None:
    """Prints one session fact by fact, then its summary, in the words of the procedure that it ran.

    Raises NotFound, Ambiguous.
    """
    if journal is None:
        raise NotFound(_("Aucune session dans ce journal."))
    name = session_named([row.id for row in journal.sessions()], begin)
    state = fold(journal.events(name))
    pinned = pinned_site(journal, state, site, lambda files: load_files(files, site.folder).site)
    procedure = pinned or site
    if pinned is None:
        stderr().wrapped(_("La procédure de ce jour-là n'a pas été retrouvée : celle d'aujourd'hui est montrée."))
    zone = zone_of(site.contacts)
    hour = partial(format_moment, now=now, zone=zone)
    writer = SentenceWriter(procedure, state, hour, reasons=parts.reasons, free=parts.reasons)
    if parts.procedure:
        _print_procedure(procedure, state, out)
        return
    account = session_summary_of(name, state, procedure, now)
    if parts.as_json:
        summary_values = summary_json(account) if account is not None else None
        events = [event_json(event, writer) for event in state.timeline]
        out.json({"id": name, "exercise": state.exercise, "events": events, "account": summary_values})
        return
    out.wrapped(name + (_(" · EXERCICE") if state.exercise else ""))
    _print_facts(writer, out, everything=parts.everything)
    for indent, words in summary_paragraphs(account, writer) if account is not None else ():
        out.wrapped(words, indent, "      ")


def _print_facts(writer: SentenceWriter, out: Output, *, everything: bool) -> None:
    for number, event in enumerate(writer.state.timeline, start=1):
        if writer.is_hidden(event) and not everything:
            continue
        by = f" {event.actor}" if event.actor else ""
        out.wrapped(f"{number:>3}. {writer.hour(writer.state.when(event))}{by} · {writer.sentence(event)}", "", "     ")
    unread = (
        0
        if writer.free
        else sum(has_free_text(event) and may_name(event) != "the_patient" for event in writer.state.timeline)
    )
    if unread:
        words = n_("{count} fait a des mots libres", "{count} faits ont des mots libres", unread)
        out.wrapped(_("({words}, qui peuvent porter un nom ; --reasons les montre)").format(words=words))
    hidden = writer.hidden_words()
    if hidden and not everything:
        out.wrapped(_("({words} ; --all les montre)").format(words=hidden))
    if writer.state.conflicts:
        count = len(writer.state.conflicts)
        out.wrapped(n_("Deux réponses, pas tranché.", "{count} fois deux réponses, pas tranché.", count))


def _print_procedure(procedure: Site, state: State, out: Output) -> None:
    """Prints the units that the session went through, as they were written then."""
    from pannesi.procedure.wording.show_text import show_unit

    names = dict.fromkeys(visit.unit for visit in state.visits)
    for number, name in enumerate(unit for unit in names if unit in procedure.unit_by_id):
        if number:
            out.line()
        for line in show_unit(procedure, procedure.unit_by_id[name], out.width).splitlines():
            out.line(line)


def print_verification(journal: Journal | None, out: Output, *, as_json: bool) -> int:
    """Prints the problems of the hash chains and returns the exit code."""
    with interruptible(_("La vérification n'est pas finie ; elle ne change rien au journal.")):
        problems = journal.verify(Progress(_("faits vérifiés"))) if journal is not None else ()
    if as_json:
        out.json([problem_json(problem) for problem in problems])
    elif journal is None:
        out.wrapped(_("Aucun journal : rien à vérifier."))
    elif not problems:
        count = len(journal.sessions())
        out.wrapped(n_("Rien d'anormal dans {count} session.", "Rien d'anormal dans {count} sessions.", count))
    else:
        for problem in problems:
            out.wrapped(problem_words(problem), "", "  ")
        out.wrapped(
            _(
                "Le journal a été modifié ou abîmé : le copier tel quel avant toute chose."
                " pannesi salvage écrit un nouveau journal de ce qui s'y lit."
            )
        )
    return exits.PROBLEMS if problems else exits.OK
