"""From an intent to the drafts of its events, by the handler of its class. Pure: time and ids are passed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pannesi.procedure.model.procedure import Site
from pannesi.session import actions as want
from pannesi.session.event_writer import ActContext, DraftWriter
from pannesi.session.events import Draft
from pannesi.session.handlers import collisions, images, lines, outage, paths, register, session, undo, unidentified
from pannesi.session.outage_actions import SaySameOutage, SayWhoFound
from pannesi.session.projection.read_model import Walk
from pannesi.session.projection.walk import walk
from pannesi.session.state import State

_HANDLERS: dict[type, Callable[[DraftWriter, Any], None]] = {
    want.Open: paths.open_session,
    want.Settle: lines.settle,
    want.NotNeeded: lines.not_needed,
    want.CouldNot: lines.could_not,
    want.Leave: lines.leave,
    want.Answer: lines.answer,
    want.Called: lines.called,
    want.SetCondition: lines.set_condition,
    want.RunAnnex: paths.run_annex,
    want.Conclude: paths.conclude,
    want.Follow: paths.follow,
    want.Join: paths.join,
    want.TurnAll: paths.turn_all,
    want.Undo: undo.undo,
    want.UndoLast: undo.undo_last,
    want.Note: session.note,
    want.Redline: session.redline,
    want.SetBegan: outage.set_began,
    SayWhoFound: outage.say_who_found,
    SaySameOutage: outage.say_same_outage,
    want.SetExpected: session.set_expected,
    want.CorrectTime: outage.correct_time,
    want.AddPatient: register.add_patient,
    want.CorrectPatient: register.correct_patient,
    want.AbandonEntry: undo.abandon_entry,
    want.VoidPatient: register.void_patient,
    want.SetImagesFate: images.set_images_fate,
    want.SettleDuty: register.settle_duty,
    want.AnswerDuty: register.answer_duty,
    want.MarkDutyNotNeeded: register.mark_duty_not_needed,
    want.MarkDutyImpossible: register.mark_duty_impossible,
    want.Reconcile: register.reconcile,
    want.HandIdentityOn: unidentified.hand_identity_on,
    want.ConfirmSharedNumber: collisions.confirm_shared_number,
    want.Waive: register.waive,
    want.VerifyPatient: register.verify,
    want.NamePerson: session.name_person,
    want.OfferHandover: session.offer_handover,
    want.TakeHandover: session.take_handover,
    want.AnnounceReturn: outage.announce_return,
    want.FellAgain: outage.fell_again,
    want.Close: session.close,
}


def drafts(
    site: Site, state: State, intent: want.Intent, context: ActContext, seen: Walk | None = None
) -> tuple[Draft, ...]:
    """The drafts that carry out `intent`, to be committed together. Raises Refused, with a sentence for the person.

    `seen` is the walk that the person acts on, where it is still what `walk` gives at this moment.
    """
    writer = DraftWriter(site, state, seen or walk(site, state, context.now), context)
    _HANDLERS[type(intent)](writer, intent)
    return tuple(writer.written)
