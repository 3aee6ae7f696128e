"""`pannesi erase`: shows what would be erased and what is kept, asks, and erases."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pannesi.application.journal_commands import acting_person, existing_journal, journal_file
from pannesi.application.lookup import session_named
from pannesi.application.retention.erase import (
    ErasurePlan,
    ReadSite,
    Unanswered,
    carry_out_plan,
    plan_by_retention,
    plan_for_review,
    plan_for_session,
)
from pannesi.application.retention.leftovers import Leftover, erase_in_leftovers
from pannesi.application.retention.settled import refuse_unsettled
from pannesi.cli.use_cases.confirm import Confirm
from pannesi.journal.location import fallback_folders
from pannesi.journal.stand_in_journal import merge_emergency_journals
from pannesi.journal.store import Journal, reviewed_session
from pannesi.journal.writer import new_writer
from pannesi.procedure.availability.moments import format_date, format_period
from pannesi.procedure.model.procedure import Site
from pannesi.support.console import Output, stderr, stdout
from pannesi.support.errors import UsageError
from pannesi.support.i18n import _, n_
from pannesi.support.progress import Progress, interruptible


@dataclass(frozen=True)
class ErasureScope:
    """What is to be erased: what is past its retention, or what is named."""

    session: str | None = None
    patient: str | None = None
    """A line of that session, by its label."""
    review: str | None = None
    """The session whose incident review is erased."""

    def check(self) -> None:
        """Raises UsageError where the names do not go together."""
        if self.patient is not None and self.session is None:
            raise UsageError(_("Avec --patient, dire aussi la session : --session ID."))
        if self.review is not None and self.session is not None:
            raise UsageError(
                _(
                    "--rex efface les mots d'un retour d'expérience, --session ceux d'une session : l'un ou l'autre."
                )
            )  # fmt: skip


def run_erase(
    data: str | None, site: Site, name: str | None, scope: ErasureScope, ask: Confirm, *, dry_run: bool, as_json: bool
) -> bool:
    """Erases what `scope` names, once `ask` said yes. In JSON the plan comes after the answer, with whether it was
    carried out; whoever is asked reads it in words beforehand, on standard error.

    Returns whether it was done; True for a dry run. Raises UsageError, NotFound, NotSettled, NothingToDo and the errors
    of the port.
    """
    scope.check()
    by, out = acting_person(name), stderr() if as_json else stdout()
    left = _("Ce qui a été effacé jusque-là l'est, le reste ne l'est pas : recommencer reprend la suite.")
    with interruptible(left), contextlib.closing(existing_journal(data)) as journal:
        folders: tuple[Path, ...] = () if dry_run else _merge_emergencies(data, journal, stderr())
        plan = _plan(journal, site, scope, by.now())
        if not (dry_run and as_json):
            _print_plan(plan, site, scope, out)
        may = not dry_run and (plan.is_empty or ask(_("Effacer pour toujours ?")))
        if may and not plan.is_empty:
            carry_out_plan(journal, plan, by, Progress(_("effacement")))
            out.wrapped(_("Effacé. Les chaînes restent vérifiables (pannesi verify) ; c'est noté dans le journal."))
        elif not may and not dry_run:
            out.wrapped(_("Rien n'a été effacé."))
        if may:
            journal.scrub()
            _erase_in_other_files(journal, folders, stderr())
        if as_json:
            stdout().json({**_as_json(plan, dry_run=dry_run), "erased": may and not plan.is_empty})
    return may or dry_run


def _plan(journal: Journal, site: Site, scope: ErasureScope, now: datetime) -> ErasurePlan:
    if scope.review is not None:
        chains = [reviewed for chain in journal.session_ids() if (reviewed := reviewed_session(chain)) is not None]
        return plan_for_review(journal, session_named(chains, scope.review))
    if scope.session is None:
        steps = Progress(_("sessions lues"))
        return plan_by_retention(journal, site, site.contacts.retention, now, _site_reader(site), steps)
    matching = session_named([row.id for row in journal.sessions()], scope.session)
    return plan_for_session(journal, matching, scope.patient, site, _site_reader(site))


def _site_reader(site: Site) -> ReadSite:
    from pannesi.procedure.loading.loader import load_files

    return lambda files: load_files(files, site.folder).site


def _print_plan(plan: ErasurePlan, site: Site, scope: ErasureScope, out: Output) -> None:
    if scope.session is None and scope.review is None:
        periods = site.contacts.retention
        out.wrapped(
            _(
                "Durées de conservation ({site}) : journal {journal}, patients et textes {patients}, retours"
                " d'expérience {reviews}."
            ).format(
                site=site.contacts.site,
                journal=format_period(periods.journal),
                patients=format_period(periods.patients),
                reviews=format_period(periods.reviews),
            )
        )
    for texts in plan.texts:
        count = n_("{count} texte", "{count} textes", len(texts.events))
        reviewed = reviewed_session(texts.session)
        if reviewed is not None:
            what = _("retour d'expérience : {texts}").format(texts=count)
        elif texts.label is not None:
            what = _("ligne {label} : {texts}").format(label=texts.label, texts=count)
        else:
            patients = n_("{count} patient", "{count} patients", texts.patients)
            what = _("{texts}, {patients}").format(texts=count, patients=patients)
        words = _("{session} · {what} · dernier fait le {day}").format(
            session=reviewed or texts.session, what=what, day=_day_words(texts.last)
        )
        out.wrapped(words + _unanswered_words(texts.unanswered), "  ", "    ")
    for gone in plan.removals:
        words = _("{session} · toute la session ({events}) · dernier fait le {day}").format(
            session=gone.session, events=n_("{count} fait", "{count} faits", gone.events), day=_day_words(gone.last)
        )
        out.wrapped(words + _unanswered_words(gone.unanswered), "  ", "    ")
    for review in plan.reviews:
        words = _("{session} · son retour d'expérience ({events}) · dernier fait le {day}").format(
            session=review.session, events=n_("{count} fait", "{count} faits", review.events),
            day=_day_words(review.last),
        )  # fmt: skip
        out.wrapped(words, "  ", "    ")
    for kept in plan.kept:
        out.wrapped(_("{session} · gardée : {why}").format(session=kept.session, why=kept.why), "  ", "    ")
    if plan.is_empty:
        out.wrapped(_("Rien à effacer."))


def _unanswered_words(unanswered: Unanswered) -> str:
    """The end of a sentence about what nobody answered yet; empty without any."""
    words = ""
    if unanswered.redlines:
        lines = n_("{count} ligne signalée sans réponse", "{count} lignes signalées sans réponse", unanswered.redlines)
        words += _(" · {lines} (pannesi redlines)").format(lines=lines)
    if unanswered.numbers:
        numbers = n_("{count} numéro noté sans réponse", "{count} numéros notés sans réponse", unanswered.numbers)
        words += _(" · {numbers} (pannesi numbers)").format(numbers=numbers)
    return words


def _as_json(plan: ErasurePlan, *, dry_run: bool) -> dict[str, Any]:
    return {
        "dry_run": dry_run,
        "texts": [
            {"session": texts.session, "texts": len(texts.events), "patients": texts.patients, "label": texts.label,
             "last_at": texts.last.isoformat(), "why": texts.why, **_unanswered_json(texts.unanswered)}
            for texts in plan.texts
        ],
        "sessions": [
            {"session": removal.session, "events": removal.events, "patients": removal.patients,
             "last_at": removal.last.isoformat(), **_unanswered_json(removal.unanswered)}
            for removal in plan.removals
        ],
        "reviews": [
            {"session": review.session, "events": review.events, "last_at": review.last.isoformat()}
            for review in plan.reviews
        ],
        "kept": [{"session": kept.session, "why": kept.why} for kept in plan.kept],
    }  # fmt: skip


def _unanswered_json(unanswered: Unanswered) -> dict[str, int]:
    return {"unanswered": unanswered.redlines, "unanswered_numbers": unanswered.numbers}


def _merge_emergencies(data: str | None, journal: Journal, out: Output) -> tuple[Path, ...]:
    """Merges the emergency journals before an erasure; returns the folders in which they may lie."""
    own = journal_file(data).parent
    folders = (own, *fallback_folders())
    for said in merge_emergency_journals(journal, folders, new_writer(), own, refuse_unsettled):
        out.wrapped(said)
    return folders


def _erase_in_other_files(journal: Journal, folders: tuple[Path, ...], out: Output) -> None:
    """Repeats an erasure in the files beside the journal, and names those in which it cannot be done."""
    for leftover in erase_in_leftovers(journal, folders, new_writer()):
        out.wrapped(_leftover_words(leftover), "  ", "    ")


def _leftover_words(leftover: Leftover) -> str:
    sentences: Mapping[str, str] = {
        "aside": _("{path} : ancien journal mis de côté, peut contenir des noms ; le supprimer s'il ne sert plus."),
        "part": _("{path} : copie inachevée, peut contenir des noms ; la supprimer."),
        "emergency": _("{path} : journal de secours qui n'a pas pu être nettoyé ; fermer pannesi et recommencer."),
        "index": _("{path} : index encore ouvert ; fermer pannesi partout et recommencer."),
        "unknown": _("{path} : fichier que pannesi ne connaît pas ; vérifier s'il contient des noms."),
    }
    return sentences[leftover.kind].format(path=leftover.path)


def _day_words(moment: datetime) -> str:
    """A day as `24/11/2026`, in the time zone of this machine."""
    return format_date(moment.astimezone())
