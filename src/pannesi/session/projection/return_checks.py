"""What is not sure at the end of a session: whether what was announced works again, and what nobody knew."""

from __future__ import annotations

from pannesi.procedure.model.lines import QuestionLine, Verify
from pannesi.procedure.model.numbering import NO, UNKNOWN
from pannesi.session.projection.read_model import Row, Walk


def return_unconfirmed(walk: Walk) -> bool:
    """Whether no line is left, and yet what was announced to work is not confirmed: an order is in force, or a check
    says otherwise."""
    in_doubt = bool(walk.standing) or any(block.code == "unconfirmed" for block in walk.blocks)
    return walk.stage == "to_close" and in_doubt


def was_found_to_last(walk: Walk, case: str) -> bool:
    """Whether a check that opens the return of a case says that it does not work again."""
    for row in walk.rows:
        if row.visit != case or row.phase != "return_to_normal" or row.depth > 0:
            continue
        if not isinstance(row.line, QuestionLine):
            return False
        denied = isinstance(row.line, Verify) and row.answer == NO and row.status == "done"
        if denied and not (row.again or row.off_branch):
            return True
    return False


def left_unknown(walk: Walk) -> tuple[Row, ...]:
    """The questions answered "je ne sais pas" that do not prevent closing, in order; without those of a search."""
    holding = {block.row for block in walk.blocks}
    unknown = (row for row in walk.rows if row.answer == UNKNOWN and row.status == "done" and not row.off_branch)
    return tuple(row for row in unknown if row.key not in holding and not row.of_search)
