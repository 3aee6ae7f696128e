"""When the commands of one line of the list apply beside what the line allows, and what doing it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pannesi.procedure.model.lines import Broadcast, Outcome, QuestionLine
from pannesi.session.projection.allowed_acts import Act
from pannesi.support.i18n import _, translated

if TYPE_CHECKING:
    from pannesi.session.projection.read_model import Row


def has_message(row: Row) -> bool:
    """Whether a line has a text to broadcast."""
    return isinstance(row.line, Broadcast)


def may_put_off(row: Row) -> bool:
    """Whether the next line may be shown first."""
    return row.is_open


def asks_condition(row: Row | None) -> bool:
    """Whether somebody must say if the condition of a line holds."""
    return row is not None and row.condition is not None and row.condition.worth_showing


def answer_digits(row: Row) -> str:
    """`1 2 0`: the digits that answer a question; `1-5 0` when they are more."""
    from pannesi.procedure.model.numbering import options_of

    last = len(options_of(row.line)) if isinstance(row.line, QuestionLine) else 0
    return f"1-{last} 0" if last > 2 else "1 2 0"[-1 - 2 * last :]


def settle_word(row: Row) -> str:
    """What the one key of the full screen says of a line."""
    from pannesi.session.labels import done_word

    if Act.SETTLE_PATIENTS in row.allowed:
        return _("voir les patients")
    go = row.line.traits.go
    return translated(go) if go is not None else done_word(row.line)


def tick_word(row: Row) -> str:
    """What ticking a line says of it."""
    from pannesi.session.labels import done_word

    return done_word(row.line)


def go_on_word(row: Row) -> str:
    """What following a line does."""
    from pannesi.session.labels import done_word

    go = row.line.traits.go_in_full
    return translated(go) if go is not None else done_word(row.line)


def could_not_word(row: Row) -> str:
    """What is said of a line that fails: the end of an annex is not reached."""
    return _("non atteint") if isinstance(row.line, Outcome) else _("impossible")
