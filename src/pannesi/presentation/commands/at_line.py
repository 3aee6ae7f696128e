"""Conditions and words of the commands that act on one line of the procedure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pannesi.procedure.model.lines import Outcome, QuestionLine
from pannesi.session.projection.allowed_acts import Act
from pannesi.support.i18n import _, translated

if TYPE_CHECKING:
    from pannesi.session.projection.read_model import Row


def may_put_off(row: Row) -> bool:
    """Whether the next line may be shown while this one stays open."""
    return row.is_open


def asks_condition(row: Row | None) -> bool:
    """Whether a person must say if the condition of the line holds; False without a line."""
    return row is not None and row.condition is not None and row.condition.worth_showing


def answer_digits(row: Row) -> str:
    """The digits that answer a question, as the key bar writes them: `1 2 0`, or `1-5 0` when they are more."""
    from pannesi.procedure.model.numbering import options_of

    last = len(options_of(row.line)) if isinstance(row.line, QuestionLine) else 0
    return f"1-{last} 0" if last > 2 else "1 2 0"[-1 - 2 * last :]


def settle_word(row: Row) -> str:
    """The word in the key bar for the one key that settles the line."""
    from pannesi.session.labels import done_word

    if Act.SETTLE_PATIENTS in row.allowed:
        return _("voir les patients")
    go = row.line.traits.go
    return translated(go) if go is not None else done_word(row.line)


def tick_word(row: Row) -> str:
    """The word for settling a line that is done, read or seen; what is said patient by patient leads to them."""
    from pannesi.session.labels import done_word

    return _("voir les patients") if Act.SETTLE_PATIENTS in row.allowed else done_word(row.line)


def go_on_word(row: Row) -> str:
    """The words for following a line that leads elsewhere."""
    from pannesi.session.labels import done_word

    go = row.line.traits.go_in_full
    return translated(go) if go is not None else done_word(row.line)


def could_not_word(row: Row) -> str:
    """The word for a line that could not be done; for an end of an annex: not reached."""
    return _("non atteint") if isinstance(row.line, Outcome) else _("impossible")
