"""Handlers of acts at one line: done, answered, called, not needed, impossible, put off."""

from __future__ import annotations

from typing import Any

from pannesi.procedure.availability.reachability import contact_at
from pannesi.procedure.model.lines import Outcome
from pannesi.procedure.model.numbering import branches_of
from pannesi.session import actions as want
from pannesi.session.event_writer import (
    DraftWriter,
    Refused,
    is_assent,
    is_no_name,
    required_name,
    required_reason,
)
from pannesi.session.facts.lines import (
    CallMade,
    ConditionSet,
    LineAnswered,
    LineDone,
    LineImpossible,
    LineLeft,
    LineNotNeeded,
)
from pannesi.session.handlers.paths import end_annex
from pannesi.session.handlers.refusals import row_allowing
from pannesi.session.projection.allowed_acts import Act
from pannesi.session.projection.done_by_other import may_be_done_by_other
from pannesi.session.projection.read_model import Row
from pannesi.support.i18n import _


def _shown_to_person(row: Row) -> dict[str, Any] | None:
    """What was shown of the line's condition and of the clock's suggestion, to be stored with the act."""
    seen: dict[str, Any] = {}
    if row.condition is not None:
        seen["holds"] = row.condition.holds
        seen["because"] = row.condition.because
        seen["told"] = row.condition.by_operator
    if row.suggestion is not None:
        seen["suggested"] = row.suggestion
    return seen or None


def settle(writer: DraftWriter, intent: want.Settle) -> None:
    """Marks a line as done. Raises Refused where it asks something else, is done, or is still owed to patients."""
    if intent.by_other:
        _settle_for_other(writer, intent)
        return
    row = row_allowing(writer, intent.visit, intent.line, Act.SETTLE)
    seen = intent.response.strip()
    if is_no_name(seen) and not is_assent(seen):
        raise Refused(_("« {words} » ne dit pas ce qui a été vu : rien n'est noté.").format(words=seen))
    fact = LineDone(visit=row.visit, line=row.line.id, verb=row.line.verb, seen=_shown_to_person(row))
    writer.write(fact, text=seen or None)


def _settle_for_other(writer: DraftWriter, intent: want.Settle) -> None:
    """Marks a line as done by somebody else. Raises Refused without a name, or where that cannot be said of it."""
    row = row_allowing(writer, intent.visit, intent.line, Act.NOT_NEEDED)
    if not may_be_done_by_other(writer.site, row):
        raise Refused(_("Ceci ne se note pas d'un mot : dire ligne par ligne ce qui a été fait."))
    who = required_name(intent.response, _("Dire qui l'a fait."))
    fact = LineDone(visit=row.visit, line=row.line.id, verb=row.line.verb, seen=_shown_to_person(row), by_other=True)
    writer.write(fact, text=who)


def not_needed(writer: DraftWriter, intent: want.NotNeeded) -> None:
    """Marks a line as not needed. Raises Refused without a reason, or where it may not be skipped."""
    row = row_allowing(writer, intent.visit, intent.line, Act.NOT_NEEDED)
    why = required_reason(intent.reason, _("Dire en quelques mots pourquoi ce n'est pas nécessaire."))
    writer.write(LineNotNeeded(visit=row.visit, line=row.line.id, seen=_shown_to_person(row)), text=why)


def could_not(writer: DraftWriter, intent: want.CouldNot) -> None:
    """Marks a line as impossible; at the end of an annex, ends the annex without its outcome.

    Raises Refused without a reason, or where the line may not be skipped.
    """
    row = row_allowing(writer, intent.visit, intent.line, Act.COULD_NOT)
    why = required_reason(intent.reason, _("Dire en quelques mots pourquoi c'était impossible."))
    if isinstance(row.line, Outcome):
        end_annex(writer, row, None, why)
        return
    writer.write(LineImpossible(visit=row.visit, line=row.line.id, seen=_shown_to_person(row)), text=why)


def leave(writer: DraftWriter, intent: want.Leave) -> None:
    """Puts a line off until the return. Raises Refused where it decides what comes next, or is not open."""
    row = row_allowing(writer, intent.visit, intent.line, Act.LEAVE)
    writer.write(LineLeft(visit=row.visit, line=row.line.id, seen=_shown_to_person(row)))


def answer(writer: DraftWriter, intent: want.Answer) -> None:
    """Answers a question. Raises Refused for an option that is not offered, or is the present answer."""
    row = row_allowing(writer, intent.visit, intent.line, Act.ANSWER)
    offered = {option for option, _lines in branches_of(row.line)}
    if intent.option not in offered:
        raise Refused(_("Cette réponse n'est pas proposée."))
    if row.answer == intent.option and not row.again and not row.conflict:
        raise Refused(_("C'est déjà la réponse donnée."))
    writer.write(LineAnswered(visit=row.visit, line=row.line.id, option=intent.option, seen=_shown_to_person(row)))


def called(writer: DraftWriter, intent: want.Called) -> None:
    """Records a call with the numbers that were shown. Raises Refused once somebody was reached."""
    row = row_allowing(writer, intent.visit, intent.line, Act.CALL)
    if intent.outcome not in ("reached", "no_answer"):
        raise Refused(_("Dire si l'appel a abouti ou s'il est resté sans réponse."))
    if intent.contact not in writer.site.contact_by_id:
        raise Refused(_("Ce contact n'est pas dans contacts.yaml."))
    shown = contact_at(writer.site.contacts, intent.contact, writer.context.now, None)
    channels = [[channel.kind, channel.value] for channel in shown.channels if channel.value is not None]
    writer.write(
        CallMade(
            visit=row.visit, line=row.line.id, contact=intent.contact, outcome=intent.outcome,
            shown={"reachable": shown.reachable, "channels": channels}, seen=_shown_to_person(row),
        )
    )  # fmt: skip


def set_condition(writer: DraftWriter, intent: want.SetCondition) -> None:
    """Sets whether the condition of a line holds. Raises Refused where it has none."""
    row = row_allowing(writer, intent.visit, intent.line, Act.SET_CONDITION)
    writer.write(ConditionSet(visit=row.visit, line=row.line.id, holds=intent.holds, seen=_shown_to_person(row)))
