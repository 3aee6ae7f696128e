"""Acts on one line: tick it, answer it, say that it could not be done."""

from __future__ import annotations

from typing import Any

from pannesi.procedure.availability.reachability import row_for
from pannesi.procedure.model.lines import Ask, Call, Verify
from pannesi.procedure.model.numbering import UNKNOWN, options_of
from pannesi.session import actions as want
from pannesi.session.event_writer import Pen, Refused, reason
from pannesi.session.facts.lines import (
    CallMade,
    ConditionSet,
    LineAnswered,
    LineDone,
    LineImpossible,
    LineLeft,
    LineNotNeeded,
)
from pannesi.session.projection.read_model import Row
from pannesi.session.projection.unanswered_calls import way_on
from pannesi.support.i18n import _, n_

_TICKED = ("do", "know", "standing", "await", "broadcast", "ticket", "register")


def _open_row(pen: Pen, visit: str, line: str) -> Row:
    pen.must_be_running()
    row = pen.row(visit, line)
    if row.status == "not_applicable":
        raise Refused(_("Cette ligne ne s'applique pas : sa branche n'a pas été prise."))
    if row.status == "pending":
        raise Refused(_("Répondre d'abord à la question qui précède."))
    return row


def _seen(row: Row) -> dict[str, Any] | None:
    """What the operator saw of the line's condition and of the clock's suggestion, kept with the act."""
    seen: dict[str, Any] = {}
    if row.condition is not None:
        seen["holds"] = row.condition.holds
        seen["because"] = row.condition.because
        seen["told"] = row.condition.told
    if row.suggestion is not None:
        seen["suggested"] = row.suggestion
    return seen or None


def settle(pen: Pen, intent: want.Settle) -> None:
    """Ticks a line. Raises Refused where something else is asked, where it is done, or owed to patients still."""
    row = _open_row(pen, intent.visit, intent.line)
    if row.line.verb not in _TICKED:
        raise Refused(_refusal(row))
    if row.status == "done" and not (row.again or row.carried or row.conflict):
        raise Refused(_("C'est déjà fait."))
    if row.patients_due and row.line.verb == "do":
        raise Refused(
            n_("Il reste {count} patient à traiter.", "Il reste {count} patients à traiter.", row.patients_due)
        )
    fact = LineDone(visit=row.visit, line=row.line.id, verb=row.line.verb, seen=_seen(row))
    pen.write(fact, text=intent.response.strip() or None)


def _refusal(row: Row) -> str:
    return {
        "ask": _("C'est une question : choisir une réponse."),
        "verify": _("C'est une question : choisir une réponse."),
        "call": _("C'est un appel : dire s'il a abouti."),
        "run": _("C'est une procédure à dérouler : l'ouvrir."),
    }.get(row.line.verb, _("Cette ligne mène ailleurs : la suivre."))


def _may_be_skipped(pen: Pen, row: Row) -> None:
    """Raises Refused where a line may not be left out, with the way on where nobody answers: a line that cannot be
    passed must not be said to be done for want of another way."""
    if row.line.skip != "forbidden":
        return
    onward = way_on(pen.walk.rows, row) if isinstance(row.line, Call) else None
    if onward is None:
        raise Refused(_("Cette ligne ne peut pas être passée."))
    raise Refused(
        _(
            "Cette ligne ne peut pas être passée. Personne ne répond : « sans réponse » ; la suite est à {number}."
        ).format(number=onward.row.number)
    )


def not_needed(pen: Pen, intent: want.NotNeeded) -> None:
    """Says why a line is not needed. Raises Refused without a reason, or where it may not be left out."""
    row = _open_row(pen, intent.visit, intent.line)
    _may_be_skipped(pen, row)
    why = reason(intent.reason, _("Dire en quelques mots pourquoi ce n'est pas nécessaire."))
    pen.write(LineNotNeeded(visit=row.visit, line=row.line.id, seen=_seen(row)), text=why)


def could_not(pen: Pen, intent: want.CouldNot) -> None:
    """Says why a line could not be done. Raises Refused without a reason, or where it may not be left out."""
    row = _open_row(pen, intent.visit, intent.line)
    _may_be_skipped(pen, row)
    why = reason(intent.reason, _("Dire en quelques mots pourquoi c'était impossible."))
    pen.write(LineImpossible(visit=row.visit, line=row.line.id, seen=_seen(row)), text=why)


def leave(pen: Pen, intent: want.Leave) -> None:
    """Puts a line off until the return. Raises Refused for a line that decides what comes next."""
    row = _open_row(pen, intent.visit, intent.line)
    _may_be_skipped(pen, row)
    if row.phase == "return_to_normal":
        raise Refused(_("Cette ligne est déjà celle du retour à la normale."))
    if row.line.verb in ("ask", "verify", "becomes", "joins", "outcome"):
        raise Refused(_("Cette ligne décide de la suite : elle ne peut pas attendre le retour."))
    pen.write(LineLeft(visit=row.visit, line=row.line.id, seen=_seen(row)))


def answer(pen: Pen, intent: want.Answer) -> None:
    """Answers a question. Raises Refused for what is not offered, or was answered already."""
    row = _open_row(pen, intent.visit, intent.line)
    if not isinstance(row.line, Ask | Verify):
        raise Refused(_("Cette ligne n'est pas une question."))
    offered = {option.id for option in options_of(row.line)} | {UNKNOWN}
    if intent.option not in offered:
        raise Refused(_("Cette réponse n'est pas proposée."))
    if row.answer == intent.option and not row.again and not row.conflict:
        raise Refused(_("C'est déjà la réponse donnée."))
    pen.write(LineAnswered(visit=row.visit, line=row.line.id, option=intent.option, seen=_seen(row)))


def called(pen: Pen, intent: want.Called) -> None:
    """Writes the outcome of a call with the numbers that were shown. Raises Refused once somebody was reached."""
    row = _open_row(pen, intent.visit, intent.line)
    if not isinstance(row.line, Call):
        raise Refused(_("Cette ligne n'est pas un appel."))
    if intent.outcome not in ("reached", "no_answer"):
        raise Refused(_("Dire si l'appel a abouti ou s'il est resté sans réponse."))
    if intent.contact not in pen.site.contact_by_id:
        raise Refused(_("Ce contact n'est pas dans contacts.yaml."))
    if row.status == "done" and not (row.again or row.carried or row.conflict):
        raise Refused(_("L'appel a déjà abouti."))
    shown = row_for(pen.site.contacts, intent.contact, pen.now, None)
    channels = [[channel.kind, channel.value] for channel in shown.channels if channel.value is not None]
    pen.write(
        CallMade(
            visit=row.visit, line=row.line.id, contact=intent.contact, outcome=intent.outcome,
            shown={"reachable": shown.reachable, "channels": channels}, seen=_seen(row),
        )
    )  # fmt: skip


def set_condition(pen: Pen, intent: want.SetCondition) -> None:
    """Says whether a line's condition holds. Raises Refused where it has none."""
    pen.must_be_running()
    row = pen.row(intent.visit, intent.line)
    if row.condition is None:
        raise Refused(_("Cette ligne ne dépend d'aucune condition."))
    pen.write(ConditionSet(visit=row.visit, line=row.line.id, holds=intent.holds, seen=_seen(row)))
