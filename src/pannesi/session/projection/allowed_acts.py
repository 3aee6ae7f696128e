"""Which acts are allowed at a line now, computed once for handlers and faces."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, assert_never

from pannesi.procedure.model.lines import Do
from pannesi.procedure.model.verbs import SettledBy

if TYPE_CHECKING:
    from pannesi.session.projection.read_model import Row


class Act(Enum):
    """An act on one line."""

    SETTLE = auto()
    """Mark it as done."""
    SETTLE_PATIENTS = auto()
    """Do it for each patient to whom it is owed; only that settles it."""
    ANSWER = auto()
    CALL = auto()
    """Say that somebody was reached, or that nobody answered."""
    RUN = auto()
    RUN_AGAIN = auto()
    """Run an annex once more."""
    FOLLOW = auto()
    """Go to the case to which it leads."""
    CONCLUDE = auto()
    """End the annex."""
    NOT_NEEDED = auto()
    COULD_NOT = auto()
    """Mark it as impossible; the outcome of an annex, as not reached."""
    LEAVE = auto()
    """Put it off until the return to normal."""
    SET_CONDITION = auto()
    UNDO = auto()


BY_ONE_KEY = frozenset({Act.SETTLE, Act.SETTLE_PATIENTS, Act.CALL, Act.RUN, Act.FOLLOW, Act.CONCLUDE})
"""The acts for which one key is enough; an answer needs a choice too."""


def allowed_acts(row: Row) -> frozenset[Act]:
    """The acts allowed at a line of an open session, by its row alone. Handlers refuse further acts that depend on
    other lines, such as ending an annex with untried lines."""
    acts: set[Act] = set()
    if row.condition is not None:
        acts.add(Act.SET_CONDITION)
    if row.fact is not None:
        acts.add(Act.UNDO)
    if row.status == "not_applicable" or row.status == "pending":
        return frozenset(acts)
    settling = _settling_act(row)
    if settling is not None:
        acts.add(settling)
    if row.line.skip == "allowed" and row.line.traits.may_be_passed:
        acts |= {Act.NOT_NEEDED, Act.COULD_NOT}
        later = row.phase != "return_to_normal" and not row.of_search
        if row.status == "open" and later and not row.line.traits.decides:
            acts.add(Act.LEAVE)
    if row.line.skip == "allowed" and row.line.traits.settled_by is SettledBy.ENDING_THE_ANNEX:
        acts.add(Act.COULD_NOT)
    return frozenset(acts)


def _settling_act(row: Row) -> Act | None:
    """The act that settles a line; None where it is settled."""
    stands = row.status == "done" and not (row.again or row.carried or row.conflict)
    match row.line.traits.settled_by:
        case SettledBy.TICKING:
            if stands:
                return None
            return Act.SETTLE_PATIENTS if row.patients_due and isinstance(row.line, Do) else Act.SETTLE
        case SettledBy.ANSWERING:
            return Act.ANSWER
        case SettledBy.CALLING:
            return None if stands else Act.CALL
        case SettledBy.RUNNING_AN_ANNEX:
            if row.running is not None:
                return None
            return Act.RUN_AGAIN if stands else Act.RUN
        case SettledBy.TURNING_INTO_A_CASE | SettledBy.OPENING_A_CASE:
            return Act.FOLLOW if row.status != "done" else None
        case SettledBy.ENDING_THE_ANNEX:
            return Act.CONCLUDE if row.status != "done" else None
        case other:
            assert_never(other)
