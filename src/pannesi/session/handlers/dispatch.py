"""From an intent to the drafts of its events, by the handler of its class. Pure: time and ids are passed in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from pannesi.procedure.model.procedure import Site
from pannesi.session import actions as want
from pannesi.session.event_writer import DraftWriter, Refused
from pannesi.session.events import RULES_VERSION, Draft, Event
from pannesi.session.handlers import collisions as acts_collisions
from pannesi.session.handlers import images as acts_images
from pannesi.session.handlers import lines as acts_lines
from pannesi.session.handlers import paths as acts_paths
from pannesi.session.handlers import register as acts_register
from pannesi.session.handlers import session as acts_session
from pannesi.session.handlers import undo as undoing
from pannesi.session.handlers import unidentified as acts_unidentified
from pannesi.session.projection.read_model import Walk
from pannesi.session.projection.walk import walk
from pannesi.session.state import State

__all__ = ["Refused", "drafts"]

_WRITERS: dict[type, Callable[[DraftWriter, Any], None]] = {
    want.Open: acts_paths.open_session,
    want.Settle: acts_lines.settle,
    want.NotNeeded: acts_lines.not_needed,
    want.CouldNot: acts_lines.could_not,
    want.Leave: acts_lines.leave,
    want.Answer: acts_lines.answer,
    want.Called: acts_lines.called,
    want.SetCondition: acts_lines.set_condition,
    want.RunAnnex: acts_paths.run_annex,
    want.Conclude: acts_paths.conclude,
    want.Follow: acts_paths.follow,
    want.Join: acts_paths.join,
    want.TurnAll: acts_paths.turn_all,
    want.Undo: undoing.undo,
    want.UndoLast: undoing.undo_last,
    want.Note: acts_session.note,
    want.Redline: acts_session.redline,
    want.SetBegan: acts_session.set_began,
    want.SetExpected: acts_session.set_expected,
    want.CorrectTime: acts_session.correct_time,
    want.AddPatient: acts_register.add_patient,
    want.CorrectPatient: acts_register.correct_patient,
    want.AbandonEntry: undoing.abandon_entry,
    want.VoidPatient: acts_register.void_patient,
    want.SetImagesFate: acts_images.set_images_fate,
    want.SettleDuty: acts_register.settle_duty,
    want.AnswerDuty: acts_register.answer_duty,
    want.MarkDutyNotNeeded: acts_register.duty_not_needed,
    want.MarkDutyImpossible: acts_register.duty_could_not,
    want.Reconcile: acts_register.reconcile,
    want.HandIdentityOn: acts_unidentified.hand_identity_on,
    want.ConfirmSharedNumber: acts_collisions.confirm_shared_number,
    want.Waive: acts_register.waive,
    want.VerifyLine: acts_register.verify,
    want.NamePerson: acts_session.name_person,
    want.OfferHandover: acts_session.offer_handover,
    want.TakeHandover: acts_session.take_handover,
    want.AnnounceReturn: acts_session.announce_return,
    want.FellAgain: acts_session.fell_again,
    want.Close: acts_session.close,
}


def drafts(
    site: Site,
    state: State,
    intent: want.Intent,
    *,
    session: str,
    now: datetime,
    actor: str,
    new_id: Callable[[], str],
    real_now: datetime | None = None,
    mine: Callable[[Event], bool] = lambda event: True,
    clock: str = "",
    seen: Walk | None = None,
    rules: int = RULES_VERSION,
) -> tuple[Draft, ...]:
    """The drafts that carry out `intent`, to be committed together. Raises Refused, with a sentence for the person.

    `now` is the time lived (simulated in an exercise, where `real_now` is the wall clock's). `mine` tells the facts of
    whoever asks from those of others. `clock` is what the facts say of the clock that dates them. `seen` is the walk
    that the person acts on, where it is still what `walk` gives. `rules` is what the facts bind to.
    """
    writer = DraftWriter(
        site, state, seen or walk(site, state, now), session, now, real_now, actor, new_id, mine, clock, rules=rules
    )
    _WRITERS[type(intent)](writer, intent)
    return tuple(writer.written)
