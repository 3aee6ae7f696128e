"""Handlers about the outage: when it began, who found it, its return, its hours, the same outage in another session."""

from __future__ import annotations

from datetime import datetime

from pannesi.procedure.availability.moments import format_moment
from pannesi.procedure.availability.reachability import zone_of
from pannesi.session import actions as want
from pannesi.session.event_writer import (
    BeforeBeginning,
    DraftWriter,
    Refused,
    is_no_name,
    required_name,
    required_reason,
    says_who_and_where,
)
from pannesi.session.facts.session import BeginningSet, OutageFound, SameOutage, TimeCorrected
from pannesi.session.facts.visits import CaseFellAgain, ReturnAnnounced
from pannesi.session.moments import start_of_minute
from pannesi.session.projection.return_checks import was_found_to_last
from pannesi.session.projection.visits import VisitGraph
from pannesi.support.i18n import _


def set_began(writer: DraftWriter, intent: want.SetBegan) -> None:
    """Sets when the outage began, also once the session is closed. Raises Refused for a time in the future, or after
    the return or the closing."""
    _refuse_unless_opened(writer)
    began = writer.not_in_future(intent.began)
    for event in writer.state.heads("return"):
        if isinstance(event.body, ReturnAnnounced) and writer.state.returned_since(event) < start_of_minute(began):
            raise Refused(
                _("{hour} est après le retour à la normale ({later}) : donner une heure d'avant.").format(
                    hour=_hour(writer, began), later=_hour(writer, writer.state.returned_since(event))
                )
            )
    closing = writer.state.closing
    if closing is not None and writer.state.when(closing) < start_of_minute(began):
        raise Refused(_("{hour} est après la clôture : donner une heure d'avant.").format(hour=_hour(writer, began)))
    writer.write(BeginningSet(began=began))


def say_who_found(writer: DraftWriter, intent: want.SayWhoFound) -> None:
    """Says who found the outage, also once the session is closed. Raises Refused without a name or a role."""
    _refuse_unless_opened(writer)
    who = required_name(intent.who, _("Dire qui a constaté la panne : un rôle, un nom ou des initiales."))
    writer.write(OutageFound(), text=who)


def say_same_outage(writer: DraftWriter, intent: want.SaySameOutage) -> None:
    """Says that another session is about the same outage, also once this one is closed. Raises Refused for itself, or
    where it is said already."""
    _refuse_unless_opened(writer)
    if intent.other in ("", writer.context.session):
        raise Refused(_("Donner une autre session que celle-ci."))
    slot = writer.state.slot("same", intent.other)
    if slot.head is not None and not slot.conflict:
        raise Refused(_("C'est déjà dit de {session}.").format(session=intent.other))
    writer.write(SameOutage(other=intent.other))


def correct_time(writer: DraftWriter, intent: want.CorrectTime) -> None:
    """Corrects the time of an event; what was written stays. Raises Refused for a time in the future, and for a return
    before the beginning."""
    corrected = writer.state.events.get(intent.event)
    if corrected is None:
        raise Refused(_("Ce fait n'est pas dans la session."))
    at = writer.not_in_future(intent.at)
    if isinstance(corrected.body, ReturnAnnounced):
        _refuse_early_return(writer, corrected.body.visit, at)
    writer.write(TimeCorrected(event=intent.event, at=at))


def announce_return(writer: DraftWriter, intent: want.AnnounceReturn) -> None:
    """Announces the return of a case: who saw it where, and since when it works again. Raises Refused where it is not
    current, or was announced, and for a time in the future or before the outage."""
    writer.refuse_unless_running()
    if intent.visit not in writer.walk.current_cases:
        raise Refused(_("Ce cas n'est pas en cours."))
    slot = writer.state.slot("return", intent.visit)
    if slot.head is not None and isinstance(slot.head.body, ReturnAnnounced) and not slot.conflict:
        raise Refused(_("Le retour à la normale est déjà annoncé."))
    who_and_where = _("Dire qui a constaté le retour, et sur quel poste.")
    seen = required_reason(intent.seen, who_and_where)
    if any(map(is_no_name, seen.split(","))):
        raise Refused(who_and_where)
    if not says_who_and_where(seen):
        raise Refused(_("« {who} », et vu sur quel poste ? Par exemple : {who}, scanner 2.").format(who=seen))
    since = writer.not_in_future(intent.since) if intent.since is not None else None
    if since is not None:
        _refuse_early_return(writer, intent.visit, since)
    writer.write(ReturnAnnounced(visit=intent.visit, since=since), text=seen)


def fell_again(writer: DraftWriter, intent: want.FellAgain) -> None:
    """Cancels the announced return of a case that failed again, or was found to fail still. Raises Refused where no
    return is announced."""
    writer.refuse_unless_running()
    if intent.visit not in writer.walk.current_cases:
        raise Refused(_("Ce cas n'est pas en cours."))
    slot = writer.state.slot("return", intent.visit)
    if slot.head is None or not (isinstance(slot.head.body, ReturnAnnounced) or slot.conflict):
        raise Refused(_("Aucun retour à la normale n'est annoncé : la panne dure toujours."))
    writer.write(CaseFellAgain(visit=intent.visit, lasted=was_found_to_last(writer.walk, intent.visit)))


def _refuse_unless_opened(writer: DraftWriter) -> None:
    """Raises Refused unless the session was opened; it may be closed."""
    if writer.state.opened is None:
        writer.refuse_unless_running()


def _refuse_early_return(writer: DraftWriter, visit: str, since: datetime) -> None:
    """Raises Refused for a return before the outage began, or before it came back last."""
    began, graph = writer.state.began, VisitGraph.of(writer.site, writer.state)
    if began is not None and since < start_of_minute(began):
        raise BeforeBeginning(
            _("{hour} est avant le début de la panne ({began}) : donner une autre heure, ou corriger le début.").format(
                hour=_hour(writer, since), began=_hour(writer, began)
            )
        )
    returned = graph.by_id.get(visit)
    fell = graph.fell_again(returned) if returned is not None else None
    if fell is not None and since < start_of_minute(writer.state.when(fell)):
        raise Refused(
            _("{hour} est avant la rechute notée à {fell} : donner une autre heure.").format(
                hour=_hour(writer, since), fell=_hour(writer, writer.state.when(fell))
            )
        )


def _hour(writer: DraftWriter, moment: datetime) -> str:
    return format_moment(moment, writer.context.now, zone_of(writer.site.contacts))
