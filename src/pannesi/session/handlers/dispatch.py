"""From an intent to the drafts of its events, by the handler of its class. Pure: time and ids are passed in."""

from __future__ import annotations

from typing import assert_never

from pannesi.procedure.model.procedure import Site
from pannesi.session import actions as want
from pannesi.session.event_writer import ActContext, DraftWriter
from pannesi.session.events import Draft
from pannesi.session.handlers import collisions, images, lines, outage, paths, register, session, undo, unidentified
from pannesi.session.projection.read_model import Walk
from pannesi.session.projection.walk import walk
from pannesi.session.state import State


def drafts(
    site: Site, state: State, intent: want.Intent, context: ActContext, seen: Walk | None = None
) -> tuple[Draft, ...]:
    """The drafts that carry out `intent`, to be committed together. Raises Refused, with a sentence for the person.

    `seen` is the walk that the person acts on, where it is still what `walk` gives at this moment.
    """
    writer = DraftWriter(site, state, seen or walk(site, state, context.now), context)
    _handle(writer, intent)
    return tuple(writer.written)


def _handle(writer: DraftWriter, intent: want.Intent) -> None:
    """Calls the handler of an intent. Raises Refused."""
    match intent:
        case want.Open():
            paths.open_session(writer, intent)
        case want.Settle():
            lines.settle(writer, intent)
        case want.NotNeeded():
            lines.not_needed(writer, intent)
        case want.CouldNot():
            lines.could_not(writer, intent)
        case want.Leave():
            lines.leave(writer, intent)
        case want.Answer():
            lines.answer(writer, intent)
        case want.Called():
            lines.called(writer, intent)
        case want.SetCondition():
            lines.set_condition(writer, intent)
        case want.RunAnnex():
            paths.run_annex(writer, intent)
        case want.Conclude():
            paths.conclude(writer, intent)
        case want.Follow():
            paths.follow(writer, intent)
        case want.Join():
            paths.join(writer, intent)
        case want.TurnAll():
            paths.turn_all(writer, intent)
        case want.Undo():
            undo.undo(writer, intent)
        case want.UndoLast():
            undo.undo_last(writer, intent)
        case want.Note():
            session.note(writer, intent)
        case want.Redline():
            session.redline(writer, intent)
        case want.SetBegan():
            outage.set_began(writer, intent)
        case want.SayWhoFound():
            outage.say_who_found(writer, intent)
        case want.SaySameOutage():
            outage.say_same_outage(writer, intent)
        case want.GiveWord():
            session.give_word(writer, intent)
        case want.SetExpected():
            session.set_expected(writer, intent)
        case want.CorrectTime():
            outage.correct_time(writer, intent)
        case want.AddPatient():
            register.add_patient(writer, intent)
        case want.CorrectPatient():
            register.correct_patient(writer, intent)
        case want.AbandonEntry():
            undo.abandon_entry(writer, intent)
        case want.VoidPatient():
            register.void_patient(writer, intent)
        case want.SetImagesFate():
            images.set_images_fate(writer, intent)
        case want.SettleDuty():
            register.settle_duty(writer, intent)
        case want.AnswerDuty():
            register.answer_duty(writer, intent)
        case want.MarkDutyNotNeeded():
            register.mark_duty_not_needed(writer, intent)
        case want.MarkDutyImpossible():
            register.mark_duty_impossible(writer, intent)
        case want.Reconcile():
            register.reconcile(writer, intent)
        case want.HandIdentityOn():
            unidentified.hand_identity_on(writer, intent)
        case want.ConfirmSharedNumber():
            collisions.confirm_shared_number(writer, intent)
        case want.Waive():
            register.waive(writer, intent)
        case want.VerifyPatient():
            register.verify(writer, intent)
        case want.NamePerson():
            session.name_person(writer, intent)
        case want.OfferHandover():
            session.offer_handover(writer, intent)
        case want.TakeHandover():
            session.take_handover(writer, intent)
        case want.AnnounceReturn():
            outage.announce_return(writer, intent)
        case want.FellAgain():
            outage.fell_again(writer, intent)
        case want.Close():
            session.close(writer, intent)
        case other:
            assert_never(other)
