"""The list shown when a session is to be closed: what prevents it or would stay undone, and where each entry leads."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from pannesi.presentation.closing.closing_blocks import block_words_without_keys
from pannesi.presentation.facts.outage_hours import beginning_to_say
from pannesi.presentation.line.line_numbers import number_and_passage
from pannesi.presentation.session.session_view import View
from pannesi.procedure.model.lines import text_of
from pannesi.session.projection.read_model import Block
from pannesi.support.i18n import _


@dataclass(frozen=True)
class ToLine:
    """Leads to a line of the list."""

    key: tuple[str, str]


@dataclass(frozen=True)
class ToPatients:
    """Leads to a patient line; to the register where it is about no single one."""

    patient: str | None


@dataclass(frozen=True)
class ToReturn:
    """Leads to the announcement of the return of a case, by its visit."""

    visit: str


class ClosingAct(Enum):
    """What an entry does that leads to no single thing."""

    SETTLE_CONFLICT = "settle_conflict"
    FIND_CASE = "find_case"
    SAY_BEGINNING = "say_beginning"
    CLOSE_WITH_REASON = "close_with_reason"
    CLOSE = "close"


ClosingChoice = ToLine | ToPatients | ToReturn | ClosingAct


def closing_list(view: View) -> tuple[str, list[tuple[ClosingChoice, str]]]:
    """The title and the entries, with their words."""
    walk = view.walk
    entries: list[tuple[ClosingChoice, str]]
    due = beginning_to_say(view)
    also: list[tuple[ClosingChoice, str]] = (
        [(ClosingAct.SAY_BEGINNING, _("aussi, sans rien empêcher : {what}").format(what=due))] if due else []
    )
    if walk.blocks:
        title = _("Ce qui empêche de clore : choisir une ligne pour y aller")
        entries = [(_leading_to(block), block_words_without_keys(view, block)) for block in walk.blocks]
        forced = _("clore quand même, avec un motif qui restera écrit")
        return title, [*entries, *also, (ClosingAct.CLOSE_WITH_REASON, forced)]
    if not walk.left_open:
        return _("Rien ne reste à faire : clore la session ?"), [(ClosingAct.CLOSE, _("clore la session")), *also]
    title = _("Lignes non faites : clore sans elles, ou en choisir une pour y aller")
    entries = [(ToLine(row.key), f"{number_and_passage(walk, row)} {text_of(row.line)}") for row in walk.left_open]
    return title, [(ClosingAct.CLOSE, _("clore sans faire ces lignes")), *entries, *also]


def _leading_to(block: Block) -> ClosingChoice:
    """Where what prevents closing is settled."""
    if block.code == "return" and block.visit is not None:
        return ToReturn(block.visit)
    if block.row is not None:
        return ToLine(block.row)
    if block.patient is None and block.code == "conflict":
        return ClosingAct.SETTLE_CONFLICT
    if block.patient is None and block.code == "search":
        return ClosingAct.FIND_CASE
    return ToPatients(block.patient)
