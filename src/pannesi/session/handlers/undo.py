"""Handlers that undo: which act is the last one, and which events are undone together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pannesi.session import actions as want
from pannesi.session.claims import slot_key
from pannesi.session.event_writer import DraftWriter, Refused
from pannesi.session.events import Event
from pannesi.session.facts.patients import PatientAdded
from pannesi.session.facts.session import SessionOpened, Undone
from pannesi.session.facts.visits import VisitOpened
from pannesi.session.register.draft_entries import is_draft, versions_up_to
from pannesi.session.register.images import traces_of_line
from pannesi.session.state import State
from pannesi.support.i18n import _


@dataclass(frozen=True)
class LastAct:
    """The act that an undo would take back, by one of its events."""

    event: Event
    own: bool
    """Whether it was written in this run of the program; an act of somebody else is shown and confirmed first."""


def last_act(state: State, mine: Callable[[Event], bool]) -> LastAct | None:
    """The last act of the person, whatever others did since, so that nobody undoes what they did not see; `mine` tells
    their events.

    Where somebody else replaced it, theirs is meant; where there is none of one's own, the last of all. Neither is own.
    """
    acts = [event for event in reversed(state.timeline) if _is_act(event)]
    for event in acts:
        if not mine(event):
            continue
        if is_in_force(state, event):
            return LastAct(event, own=True)
        theirs = [act for act in acts if event.id in act.replaces and not mine(act) and is_in_force(state, act)]
        if theirs:
            return LastAct(theirs[0], own=False)
    last = next((event for event in acts if is_in_force(state, event)), None)
    return LastAct(last, own=False) if last is not None else None


def _is_act(event: Event) -> bool:
    """Whether an event is an act that can be undone: no preset, no part of the opening, no undoing."""
    fact = event.body
    came_with_opening = isinstance(fact, VisitOpened) and fact.reason == "start"
    return fact.instead_of_undoing is None and not fact.preset and not came_with_opening


def is_in_force(state: State, event: Event) -> bool:
    """Whether an event is in force: nothing replaced it, or what did was undone."""
    key = slot_key(event)
    return key is not None and event in state.slot(*key).heads


def undo(writer: DraftWriter, intent: want.Undo) -> None:
    """Undoes an event and those of the same act. Raises Refused where it is not in force, or cannot be undone.

    An undoing can itself be undone only where it is one side of a conflict, and the person decides for the other side,
    or where the key that asked for it turned out to be a machine's.
    """
    target = writer.state.events.get(intent.event)
    if target is None:
        raise Refused(_("Ce fait n'est pas dans cette session : il ne peut pas être annulé ici."))
    if intent.put_back and isinstance(target.body, Undone):
        _put_back(writer, target)
        return
    if is_disputed_undoing(writer.state, target):
        writer.refuse_unless_running()
        _take_back(writer, target)
        return
    if target.body.instead_of_undoing is not None:
        raise Refused(target.body.instead_of_undoing)
    if writer.state.closing is not None and not target.body.undone_after_closing:
        writer.refuse_unless_running()
    together = [event for event in writer.state.timeline if event.act == target.act]
    opening = next((event.body for event in together if isinstance(event.body, SessionOpened)), None)
    if opening is not None:
        raise Refused(opening.instead_of_undoing)
    standing = [event for event in together if is_in_force(writer.state, event)]
    if target not in standing:
        raise Refused(_("Ceci a déjà été annulé ou remplacé."))
    _refuse_if_traces(writer, together, standing)
    for event in standing:
        _take_back(writer, event, _versions_of_entry(writer, event, lambda version: version.act == target.act))


def abandon_entry(writer: DraftWriter, intent: want.AbandonEntry) -> None:
    """Undoes an unfinished entry of a patient line. Raises Refused where it was finished meanwhile."""
    writer.refuse_unless_running()
    seen = writer.state.events.get(intent.seen)
    if seen is None or not is_draft(seen) or not is_in_force(writer.state, seen):
        raise Refused(_("Cette saisie a été finie ou corrigée entre-temps : la ligne reste au registre."))
    _take_back(writer, seen, _versions_of_entry(writer, seen, is_draft), given_up=True)


def _versions_of_entry(writer: DraftWriter, event: Event, together: Callable[[Event], bool]) -> tuple[Event, ...]:
    """The versions of a patient line that led to this event, itself last, as long as `together` holds; for any other
    event, itself alone."""
    key = slot_key(event)
    if key is None or key[0] != "patient":
        return (event,)
    return versions_up_to(writer.state.slot(*key), event, together)


def _refuse_if_traces(writer: DraftWriter, together: list[Event], standing: list[Event]) -> None:
    """Raises Refused for undoing the addition of a patient for whom something physical was done: the line must be
    voided instead, so that it can still be read and its images are dealt with. An unfinished entry may be undone."""
    noted = [event.body.patient for event in together if isinstance(event.body, PatientAdded)]
    line = writer.walk.patient(noted[0]) if noted else None
    if line is None or line.draft or line.latest not in standing or not writer.context.rules:
        return
    done = traces_of_line(writer.site, writer.state, writer.walk, line)
    if done:
        raise Refused(
            _("{label} a laissé une trace ({what}) : rayer la ligne plutôt, avec le motif.").format(
                label=line.label, what=", ".join(done)
            )
        )


def is_disputed_undoing(state: State, event: Event) -> bool:
    """Whether an event is an undoing that is one side of a conflict."""
    key = slot_key(event)
    return isinstance(event.body, Undone) and key is not None and event in state.slot(*key).conflict


def _take_back(writer: DraftWriter, event: Event, entered: tuple[Event, ...] = (), *, given_up: bool = False) -> None:
    """Writes the undoing of an event, and of the versions that it was `entered` with; what it was in conflict with
    stays in force."""
    key = slot_key(event)
    if key is None:
        return
    slot = writer.state.slot(*key)
    beside = tuple(other.id for other in slot.conflict or slot.heads if other.id != event.id)
    first, *later = [version.id for version in entered or (event,)]
    writer.write(Undone(event=first, about=key, keeps=beside, later=tuple(later), given_up=given_up))


def _put_back(writer: DraftWriter, undoing: Event) -> None:
    """Undoes an undoing and those of the same act: each slot is as it was before them. Raises Refused where somebody
    wrote there since."""
    together = [event for event in writer.state.timeline if event.act == undoing.act and isinstance(event.body, Undone)]
    for event in together:
        key = slot_key(event)
        if key is None or event.id not in writer.state.slot(*key).tips:
            raise Refused(_("Ceci a déjà été annulé ou remplacé."))
        writer.write(Undone(event=event.id, about=key, keeps=()), replaces=(event.id,))


def undo_last(writer: DraftWriter, intent: want.UndoLast) -> None:
    """Undoes the last act of this run of the program. Raises Refused where there is none: an act of somebody else must
    be named."""
    last = last_act(writer.state, writer.context.is_own)
    if last is None:
        raise Refused(_("Il n'y a rien à annuler."))
    if not last.own:
        raise Refused(_("Le dernier fait n'a pas été écrit ici : le nommer pour l'annuler."))
    undo(writer, want.Undo(last.event.id))
