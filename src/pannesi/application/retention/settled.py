"""Whether a session is settled: closed, and every patient reconciled or waived. Only then may it be erased.

A journal carries out whatever its audit log says, in one transaction. So what comes from another file is checked before
it is merged: erasures of sessions that are settled here are accepted, and the whole merge is refused where one is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from pannesi.journal.exchange.merge import MergeLoss
from pannesi.journal.exchange.session_archive import SessionArchive
from pannesi.journal.pinned_procedure import pinned_digest
from pannesi.journal.store import Journal, NotSettled, reviewed_session
from pannesi.procedure.loading.loader import load_files
from pannesi.session.claims import ABOUT_PATIENTS
from pannesi.session.events import Event
from pannesi.session.facts.session import SessionClosed
from pannesi.session.projection.read_model import Patient, Walk
from pannesi.session.projection.walk import walk
from pannesi.session.state import State, fold
from pannesi.support.i18n import _, n_

FilesOf = Callable[[str], Mapping[str, bytes] | None]
"""The stored files of a site by its digest."""


def unsettled_reason(state: State, seen: Walk) -> str | None:
    """Why a session is not settled, in French; None when it is."""
    if state.opened is None:
        return _("son début n'est pas arrivé dans ce journal")
    if state.closing is None:
        return _("elle n'est pas close")
    if any(_may_hide_duty(event, state.closing) for event in state.unknown.values()):
        return _("un fait y est illisible, peut-être celui d'un patient")
    if any(key[0] in ABOUT_PATIENTS for key, _tips in state.conflicts):
        return _("une ligne de patient a deux réponses à trancher")
    unsettled = [patient.label for patient in seen.patients if patient_unsettled_reason(patient) is not None]
    if unsettled:
        count = len(unsettled)
        words = n_("{count} patient n'est pas réconcilié", "{count} patients ne sont pas réconciliés", count)
        return f"{words} ({', '.join(unsettled[:8])}{'…' if count > 8 else ''})"
    return None


def _may_hide_duty(event: Event, closing: Event) -> bool:
    """Whether an event may hide an open duty: it cannot be read, and the closing was forced or came before it."""
    return event.unreadable and (_is_forced(closing) or event.order > closing.order)


def _is_forced(closing: Event) -> bool:
    return isinstance(closing.body, SessionClosed) and closing.body.forced


def patient_unsettled_reason(patient: Patient) -> str | None:
    """Why one patient line is not reconciled, in French; None when it is verified, waived or voided."""
    if patient.settled:
        return None
    missing = ", ".join(step.label for step in patient.missing[:5])
    return _("il reste à faire : {what}").format(what=missing) if missing else _("elle n'est ni vérifiée ni dispensée")


def open_actions_reason(events: Iterable[Event]) -> str | None:
    """Why an incident review is kept, in French: an action of it is still open; None when none is."""
    from pannesi.session.incident_review.review import fold_review

    count = len(fold_review(events).open_actions)
    if not count:
        return None
    return n_("{count} action n'est ni faite ni abandonnée", "{count} actions ne sont ni faites ni abandonnées", count)


def refuse_unsettled(source: Journal, into: Journal, taken: MergeLoss) -> None:
    """Raises NotSettled where the session of a loss is not settled, or an action of the incident review is open, by the
    events of both journals together."""
    events = (*into.events(taken.session), *source.events(taken.session))
    reviewed = reviewed_session(taken.session)
    if reviewed is not None:
        _refuse_open_actions(reviewed, events)
        return
    _refuse_unless_settled(taken.session, events, lambda digest: into.site(digest) or source.site(digest))


def _refuse_open_actions(session: str, events: Iterable[Event]) -> None:
    """Raises NotSettled where an action of the incident review of a session is open."""
    why = open_actions_reason(events)
    if why is not None:
        raise NotSettled(
            _(
                "Rien n'est repris : ce fichier efface le retour d'expérience de la session {session}, et {why}."
                " Le dire ici d'abord."
            ).format(session=session, why=why)
        )


def refuse_unsettled_file(journal: Journal, archive: SessionArchive, *, session: bool, review: bool) -> None:
    """Raises NotSettled where an imported file erases texts of its `session` that is not settled, or of its `review`
    with an open action, by the events of both sides together."""
    if session:
        events = (*journal.events(archive.session), *archive.events)
        _refuse_unless_settled(archive.session, events, lambda digest: journal.site(digest) or archive.files)
    if review and archive.review is not None:
        _refuse_open_actions(archive.session, (*journal.events(archive.review.session), *archive.review.events))


def _refuse_unless_settled(session: str, events: Iterable[Event], files_of: FilesOf) -> None:
    state = fold(events)
    digest = pinned_digest(state)
    files = files_of(digest) if digest is not None else None
    procedure = load_files(files, "").site if files else None
    if procedure is None:
        why: str | None = _("sa procédure n'est ni ici ni dans le fichier")
    else:
        why = unsettled_reason(state, walk(procedure, state, max(event.moment for event in state.events.values())))
    if why is not None:
        raise NotSettled(
            _(
                "Rien n'est repris : ce fichier efface la session {session} ou ses textes, et {why}."
                " La réconcilier ici d'abord."
            ).format(session=session, why=why)
        )
