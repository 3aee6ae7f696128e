"""What the journal holds, for `pannesi sessions`, `pannesi session` and `pannesi verify`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from pannesi.application.lookup import session_named
from pannesi.history.catalogue import SessionCatalogue, catalogue_of, in_list_order
from pannesi.history.overview import Overview
from pannesi.history.session_filter_words import TypedFilter, filter_of
from pannesi.history.session_summary import session_summary_of
from pannesi.journal.pinned_procedure import pinned_site
from pannesi.journal.store import Journal
from pannesi.presentation.chain_problems import problem_json, problem_words
from pannesi.presentation.session_summary import event_json, summary_json, summary_paragraphs
from pannesi.presentation.timeline import SentenceWriter
from pannesi.procedure.availability.moments import format_moment
from pannesi.procedure.availability.reachability import local_date, zone_of
from pannesi.procedure.loading.loader import load_files
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.review_status import overdue, overdue_words
from pannesi.session.free_text import has_free_text, may_name
from pannesi.session.state import State, fold
from pannesi.support import exit_codes as exits
from pannesi.support.console import Output, stderr
from pannesi.support.errors import NotFound
from pannesi.support.i18n import _, n_
from pannesi.support.progress import Progress, interruptible


def tell_sessions(
    journal: Journal | None, site: Site, now: datetime, out: Output, asked: TypedFilter, *, as_json: bool
) -> None:
    """The sessions asked for: real ones first, exercises apart; in each those still open first. Raises UsageError,
    ImpossibleTime."""
    groups: list[Iterable[Overview]] = []
    strange: list[Overview] = []
    if journal is None:
        filter_of(asked, site)
    else:
        known = catalogue_of(journal, site).caught_up(now, Progress(_("faits lus")))
        wanted = filter_of(asked, site, known.index.cases())
        noted = _with_words_in_notes(known, asked.notes) if asked.notes else []
        for exercise in (True,) if asked.exercise else (False, True):
            these = replace(wanted, exercise=exercise)
            strange += known.find(now, replace(these, elsewhere=True)) if not asked.notes else []
            if asked.notes:
                groups.append(in_list_order(known.index.select(noted, these, now), oldest=these.oldest))
            else:
                groups.append(known.find(now, these))
    if as_json:
        ours = [one.as_json() for group in groups for one in group]
        out.json(ours + [{**one.as_json(), "elsewhere": True} for one in strange])
        return
    for unit in overdue(site, local_date(site.contacts, now)):
        out.wrapped(_("Relecture en retard : {what}.").format(what=overdue_words(unit)))
    where = zone_of(site.contacts)
    told = False
    for group in groups:
        for number, one in enumerate(group):
            if one.exercise and not number:
                out.line(_("EXERCICES"))
            hour = format_moment(one.began, now, where, short=True)
            out.wrapped(f"{'●' if one.open else '✓'} {one.id}  {hour} · {one.sentence()}", "", "    ")
            told = True
    for number, one in enumerate(strange):
        if not number:
            out.line(_("AUTRE ÉTABLISSEMENT, tenu à part"))
        hour = format_moment(one.began, now, where, short=True)
        mark = _("EXERCICE, ") if one.exercise else ""
        out.wrapped(f"  {one.id}  {hour} · {one.hospital} · {mark}{one.sentence()}", "", "    ")
        told = True
    if not told:
        anything = journal is not None and asked != TypedFilter()
        out.wrapped(_("Aucune session ne répond à cela.") if anything else _("Aucune session dans ce journal."))


def _with_words_in_notes(known: SessionCatalogue, words: str) -> list[str]:
    found: list[str] = []
    progress = Progress(_("notes lues"))
    for note in known.search_notes(words):
        found += note.sessions
        progress(note.done, note.whole)
    return found


@dataclass(frozen=True)
class SessionParts:
    """What is to be seen of one session."""

    everything: bool = False
    """The facts that the program wrote by itself, too."""
    procedure: bool = False
    """The procedure as it stood, instead of what happened."""
    as_json: bool = False
    reasons: bool = False
    """Free words (notes, reasons, words of a hand-over) too: they may hold names."""


def tell_session(
    journal: Journal | None, site: Site, begin: str, now: datetime, out: Output, shown: SessionParts
) -> None:
    """One session fact by fact, then its account, in the words of the procedure that it ran. Raises NotFound,
    Ambiguous."""
    if journal is None:
        raise NotFound(_("Aucune session dans ce journal."))
    name = session_named([row.id for row in journal.sessions()], begin)
    state = fold(journal.events(name))
    found = pinned_site(journal, state, site, lambda files: load_files(files, site.folder).site)
    procedure = found or site
    if found is None:
        stderr().wrapped(_("La procédure de ce jour-là n'a pas été retrouvée : celle d'aujourd'hui est montrée."))
    where = zone_of(site.contacts)
    hour = partial(format_moment, now=now, zone=where)
    tell = SentenceWriter(procedure, state, hour, reasons=shown.reasons, free=shown.reasons)
    if shown.procedure:
        _tell_procedure(procedure, state, out)
        return
    account = session_summary_of(name, state, procedure, now)
    if shown.as_json:
        told = summary_json(account) if account is not None else None
        events = [event_json(one, tell) for one in state.timeline]
        out.json({"id": name, "exercise": state.exercise, "events": events, "account": told})
        return
    out.wrapped(name + (_(" · EXERCICE") if state.exercise else ""))
    _tell_facts(tell, out, everything=shown.everything)
    for indent, words in summary_paragraphs(account, tell) if account is not None else ():
        out.wrapped(words, indent, "      ")


def _tell_facts(tell: SentenceWriter, out: Output, *, everything: bool) -> None:
    hidden = 0
    for number, event in enumerate(tell.state.timeline, start=1):
        if tell.is_hidden(event) and not everything:
            hidden += 1
            continue
        by = f" {event.actor}" if event.actor else ""
        out.wrapped(f"{number:>3}. {tell.hour(tell.state.when(event))}{by} · {tell.sentence(event)}", "", "     ")
    unread = (
        0 if tell.free else sum(has_free_text(one) and may_name(one) != "the_patient" for one in tell.state.timeline)
    )
    if unread:
        words = n_("{count} fait a des mots libres", "{count} faits ont des mots libres", unread)
        out.wrapped(_("({words}, qui peuvent porter un nom ; --reasons les montre)").format(words=words))
    if hidden:
        words = n_("{count} fait du programme caché", "{count} faits du programme cachés", hidden)
        out.wrapped(_("({words} ; --all les montre)").format(words=words))
    if tell.state.conflicts:
        count = len(tell.state.conflicts)
        out.wrapped(n_("{count} réponse en double.", "{count} réponses en double.", count))


def _tell_procedure(procedure: Site, state: State, out: Output) -> None:
    """The units that the session went through, to the letter, as they stood."""
    from pannesi.procedure.wording.show_text import show_unit

    names = dict.fromkeys(visit.unit for visit in state.visits)
    for number, name in enumerate(one for one in names if one in procedure.unit_by_id):
        if number:
            out.line()
        for line in show_unit(procedure, procedure.unit_by_id[name], out.width).splitlines():
            out.line(line)


def tell_verify(journal: Journal | None, out: Output, *, as_json: bool) -> int:
    """What is wrong in the chains; returns the exit code."""
    with interruptible(_("La vérification n'est pas finie ; elle ne change rien au journal.")):
        problems = journal.verify(Progress(_("faits vérifiés"))) if journal is not None else ()
    if as_json:
        out.json([problem_json(problem) for problem in problems])
    elif not problems:
        count = len(journal.sessions()) if journal is not None else 0
        out.wrapped(n_("Rien d'anormal dans {count} session.", "Rien d'anormal dans {count} sessions.", count))
    else:
        for one in problems:
            out.wrapped(problem_words(one), "", "  ")
        out.wrapped(
            _(
                "Le journal a été modifié ou abîmé : le copier tel quel avant toute chose."
                " pannesi salvage écrit un nouveau journal de ce qui s'y lit."
            )
        )
    return exits.PROBLEMS if problems else exits.OK
