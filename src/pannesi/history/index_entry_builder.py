"""Building the index entry of a session from its folded state."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from pannesi.history.figures.session_digest import session_digest_of
from pannesi.history.index_entry import IndexEntry, certain_moment, index_entry_of
from pannesi.history.learning.noted_numbers import numbers_noted_in
from pannesi.history.outages import OutageLink
from pannesi.history.overview import PROGRAM_FAULT, UNREADABLE, Overview, OverviewStage
from pannesi.history.session_summary import SessionSummary, session_summary_of
from pannesi.journal.pinned_procedure import pinned_digest
from pannesi.journal.store import SessionRow
from pannesi.procedure.availability.reachability import zone_of
from pannesi.procedure.model.lines import text_of
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import is_search
from pannesi.session.labels import title_of
from pannesi.session.moments import moment_or_none
from pannesi.session.projection.applied_mode import nothing_applied
from pannesi.session.projection.missing_guidance import rows_ruling_out_outage
from pannesi.session.projection.read_model import Walk
from pannesi.session.projection.return_checks import return_unconfirmed
from pannesi.session.projection.same_outage import same_outages_said
from pannesi.session.state import State
from pannesi.support.i18n import _
from pannesi.support.program_faults import fault_words


def build_entry(session: str, state: State, procedure: Site, now: datetime, hospital: str = "") -> IndexEntry | None:
    """The entry of a session of `hospital` as it stands at `now`; None when its first event is not in the journal.

    `procedure` is the site that it pins.
    """
    account = session_summary_of(session, state, procedure, now)
    if account is None:
        return None
    local = account.began.astimezone(zone_of(procedure.contacts))
    overview = replace(
        _overview_of_session(account, state, procedure, now), hospital=hospital, site=pinned_digest(state) or ""
    )
    entry = index_entry_of(overview, account, procedure, local)
    lessons = (*entry.lessons, *numbers_noted_in(session, state, procedure))
    links = tuple(OutageLink(session, said.other, said.stands) for said in same_outages_said(state))
    return replace(entry, lessons=lessons, links=links, digest=session_digest_of(account, procedure))


def unreadable_entry(row: SessionRow, now: datetime, *, exercise: bool, failure: Exception | None = None) -> IndexEntry:
    """The entry of a session that cannot be read: listed as closed, by the row of the journal, and in no statistics.

    `failure` is that of the program, where the session itself is sound.
    """
    began = moment_or_none(row.first_at) or now
    last = moment_or_none(row.last_at) or began
    stage: OverviewStage = UNREADABLE if failure is None else PROGRAM_FAULT
    title = _("Session illisible")
    if failure is not None:
        title = _("Session non lue, {fault}").format(fault=fault_words(failure))
    overview = Overview(row.id, title, stage, exercise, began, last, last, 0, (), row.events, now)
    return IndexEntry(overview, month=f"{began:%Y-%m}", hour=began.hour)


def _overview_of_session(account: SessionSummary, state: State, procedure: Site, now: datetime) -> Overview:
    call_again_at, call_again = _call_to_repeat(account.walk)
    closed = account.closed_at is not None
    unit = state.opening.unit if state.opening is not None else None
    return Overview(
        id=account.session,
        title=title_of(account.walk, procedure, unit),
        stage=_stage_of(account.walk, state, procedure),
        exercise=account.exercise,
        began=account.began,
        last_at=state.when(state.timeline[-1]),
        closed_at=account.closed_at,
        patients=account.patients.noted,
        persons=tuple(person.name for person in account.persons),
        events=len(state.events),
        now=now,
        could_not=account.failures,
        redlines=len(account.redlines),
        to_take_over=account.offered and not closed,
        seen=_symptom_words(state, procedure, account.walk.current_cases),
        next_act=text_of(account.walk.next.line) if account.walk.next is not None else "",
        call_again=call_again,
        call_again_at=call_again_at,
        entered=tuple(
            f"{visit.unit}/{visit.symptom}" if visit.symptom else visit.unit
            for visit in state.visits
            if visit.id in account.walk.current_cases
        ),
        shift=state.simulated_shift,
        returned_at=certain_moment(account, account.returned_at),
        end_unknown=account.end_unknown,
        word_event=state.word.id if state.word is not None else "",
    )


def _call_to_repeat(walk: Walk) -> tuple[datetime | None, str]:
    """The unanswered call that is to be made again first, with its time; (None, "") where there is none."""
    calls = [(row.call_again_at, text_of(row.line)) for row in walk.rows if row.call_again_at is not None]
    return min(calls, default=(None, ""))


def _stage_of(walk: Walk, state: State, procedure: Site) -> OverviewStage:
    if walk.stage == "closed":
        return walk.stage
    if _is_case_search(state, procedure, walk.current_cases):
        return "search"
    if return_unconfirmed(walk):
        return "unconfirmed"
    if walk.stage == "waiting" and rows_ruling_out_outage(procedure, walk):
        return "to_announce"
    if nothing_applied(procedure, walk):
        return "not_applied" if walk.stage == "degraded_mode" else "not_applied_waiting"
    return walk.stage


def _symptom_words(state: State, procedure: Site, roots: tuple[str, ...]) -> str:
    """The labels of the symptoms by which the current cases were entered."""
    going = [visit for visit in state.visits if visit.id in roots]
    symptoms = [
        symptom.label
        for visit in going
        if (unit := procedure.unit_by_id.get(visit.unit)) is not None
        for symptom in unit.symptoms
        if symptom.id == visit.symptom
    ]
    return _(" + ").join(dict.fromkeys(symptoms))


def _is_case_search(state: State, procedure: Site, roots: tuple[str, ...]) -> bool:
    going = [(procedure.unit_by_id.get(visit.unit), visit.symptom) for visit in state.visits if visit.id in roots]
    return bool(going) and all(unit is not None and is_search(unit, symptom) for unit, symptom in going)
