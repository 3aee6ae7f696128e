"""The French sentences that refuse an act at a line, by the act and the state of the line."""

from __future__ import annotations

from typing import assert_never

from pannesi.procedure.model.lines import Call
from pannesi.procedure.model.verbs import SettledBy
from pannesi.session.event_writer import DraftWriter, Refused
from pannesi.session.projection.allowed_acts import Act
from pannesi.session.projection.read_model import Row
from pannesi.session.projection.unanswered_calls import next_decision_after
from pannesi.support.i18n import _, n_


def row_allowing(writer: DraftWriter, visit: str, line: str, *acts: Act) -> Row:
    """The row of a line at which one of these acts is allowed. Raises Refused for the first act otherwise."""
    writer.refuse_unless_running()
    row = writer.row(visit, line)
    if row.allowed.isdisjoint(acts):
        raise Refused(refusal(writer, row, acts[0]))
    return row


def refusal(writer: DraftWriter, row: Row, act: Act) -> str:
    """The sentence that refuses an act that is not in `row.allowed`."""
    settled_by = row.line.traits.settled_by
    match act:
        case Act.SETTLE | Act.SETTLE_PATIENTS:
            return _not_asked_yet(row) or _not_ticked(settled_by) or _not_yet(row) or _("C'est déjà fait.")
        case Act.ANSWER:
            return _not_asked_yet(row) or _("Cette ligne n'est pas une question.")
        case Act.CALL:
            if settled_by is not SettledBy.CALLING:
                return _not_asked_yet(row) or _("Cette ligne n'est pas un appel.")
            return _not_asked_yet(row) or _("L'appel a déjà abouti.")
        case Act.NOT_NEEDED | Act.COULD_NOT:
            return _not_asked_yet(row) or _not_passed(writer, row)
        case Act.LEAVE:
            return _not_asked_yet(row) or _not_left(writer, row)
        case Act.RUN | Act.RUN_AGAIN:
            if settled_by is not SettledBy.RUNNING_AN_ANNEX:
                return _not_applicable(row) or _("Cette ligne n'est pas une procédure à dérouler.")
            return _not_applicable(row) or _("Cette procédure est déjà en cours : la terminer d'abord.")
        case Act.CONCLUDE:
            if settled_by is not SettledBy.ENDING_THE_ANNEX:
                return _not_applicable(row) or _("Cette ligne n'est pas la fin d'une procédure.")
            return _not_applicable(row) or _("Cette procédure est déjà terminée.")
        case Act.FOLLOW:
            if row.status == "done":
                return _("C'est déjà fait : la suite est dans la liste.")
            return _not_applicable(row) or _("Cette ligne ne mène pas à un autre cas.")
        case Act.SET_CONDITION:
            return _("Cette ligne ne dépend d'aucune condition.")
        case Act.UNDO:
            return _("Rien n'a été dit de cette ligne.")
        case other:
            assert_never(other)


def _not_asked_yet(row: Row) -> str:
    return _("Répondre d'abord à la question qui précède.") if row.status == "pending" else _not_applicable(row)


def _not_applicable(row: Row) -> str:
    if row.status in ("not_applicable", "pending"):
        return _("Cette ligne ne s'applique pas : sa branche n'a pas été prise.")
    return ""


def _not_ticked(settled_by: SettledBy) -> str:
    match settled_by:
        case SettledBy.TICKING:
            return ""
        case SettledBy.ANSWERING:
            return _("C'est une question : choisir une réponse.")
        case SettledBy.CALLING:
            return _("C'est un appel : dire s'il a abouti.")
        case SettledBy.RUNNING_AN_ANNEX:
            return _("C'est une procédure à dérouler : l'ouvrir.")
        case SettledBy.TURNING_INTO_A_CASE | SettledBy.OPENING_A_CASE | SettledBy.ENDING_THE_ANNEX:
            return _("Cette ligne mène ailleurs : la suivre.")
        case other:
            assert_never(other)


def _not_yet(row: Row) -> str:
    if Act.SETTLE_PATIENTS not in row.allowed:
        return ""
    return n_("Il reste {count} patient à traiter.", "Il reste {count} patients à traiter.", row.patients_due)


def _not_passed(writer: DraftWriter, row: Row) -> str:
    """Why a line may not be skipped; for a call that nobody answers, also where to go on, so that nobody marks it as
    done for want of another way."""
    onward = next_decision_after(writer.walk.rows, row) if isinstance(row.line, Call) else None
    if onward is None:
        return _("Cette ligne ne peut pas être passée.")
    return _(
        "Cette ligne ne peut pas être passée. Personne ne répond : « sans réponse » ; la suite est à {number}."
    ).format(number=onward.row.number)


def _not_left(writer: DraftWriter, row: Row) -> str:
    if row.line.skip == "forbidden":
        return _not_passed(writer, row)
    if row.phase == "return_to_normal":
        return _("Cette ligne est déjà celle du retour à la normale.")
    if row.of_search:
        return _("Une recherche n'a pas de retour à la normale : cette ligne se fait maintenant, ou pas.")
    if row.line.traits.decides:
        return _("Cette ligne décide de la suite : elle ne peut pas attendre le retour.")
    return _("Cette ligne est déjà réglée : annuler d'abord ce qui en a été dit.")
