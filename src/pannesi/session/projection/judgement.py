"""By what a line that nobody settled is judged: an order by what it owes to each patient, the register by its patients,
a thing to know by having been shown."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Literal

from pannesi.procedure.model.lines import DutyLine, Know, Register, Standing

if TYPE_CHECKING:
    from pannesi.session.projection.read_model import DutyRow, Row, Walk

JudgedBy = Literal["duties", "register", "shown"]
"""`duties`: all that it owes to the patients noted is settled. `register`: patients were noted. `shown`: it was on the
screen when something after it was done, or as long as it lasted."""


def lines_left_undone(walk: Walk) -> tuple[Row, ...]:
    """The lines not done, in order: open, put off, or passed by when their annex ended; without ended orders, nor what
    is settled in another way than by an act at the line. What prevents closing is settled by an act alone."""
    return tuple(row for row, how in _judgements(walk) if how is None)


def lines_judged(walk: Walk) -> tuple[tuple[Row, JudgedBy], ...]:
    """The lines without an act of their own that are settled all the same, each with by what."""
    return tuple((row, how) for row, how in _judgements(walk) if how is not None)


def _judgements(walk: Walk) -> Iterator[tuple[Row, JudgedBy | None]]:
    """The lines without an act of their own, each with by what it is settled; None for those left undone."""
    passed, holding = _lines_passed(walk.rows), {block.row for block in walk.blocks}
    for row in walk.rows:
        if row.left_undone:
            yield row, None if row.key in holding else _judged_by(walk, row, passed)


def _judged_by(walk: Walk, row: Row, passed: Collection[tuple[str, str]]) -> JudgedBy | None:
    """By what a line is settled; None where it is left undone. `passed` are the keys of the lines gone past."""
    if row.fact is not None or row.again or row.status == "left":
        return None
    line = row.line
    if isinstance(line, DutyLine) and line.duty is not None:
        return "duties" if _owes_nothing_more(walk, row) else None
    if isinstance(line, Standing):
        return "shown"
    if isinstance(line, Register):
        return "register" if walk.patients else None
    return "shown" if isinstance(line, Know) and row.key in passed else None


def duties_of_line(walk: Walk, row: Row) -> tuple[DutyRow, ...]:
    """What a line owes to patients: by itself, or by its key where earlier cases of the session owed it."""
    duty = row.line.duty if isinstance(row.line, DutyLine) else None
    if duty is None:
        return ()
    return tuple(owed for owed in walk.duties if row.key in owed.lines or _same_at_return(row, owed.key, duty.key))


def _same_at_return(row: Row, owed: str, key: str) -> bool:
    return row.phase == "return_to_normal" and owed == key


def _owes_nothing_more(walk: Walk, row: Row) -> bool:
    """Whether nothing is open of what a line owes. One of the return must have owed something: without patients noted
    somebody has to see whether there were any."""
    owed = duties_of_line(walk, row)
    if any(duty.status == "open" for duty in owed):
        return False
    return bool(owed) or isinstance(row.line, Standing)


def _lines_passed(rows: Iterable[Row]) -> frozenset[tuple[str, str]]:
    """The keys of the lines after which, in the order of the list of their visit, a person did something."""
    passed: set[tuple[str, str]] = set()
    before: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        waiting = before.setdefault(row.visit, [])
        acted = row.attempts or (row.fact is not None and not row.fact.body.preset and not row.carried)
        if acted:
            passed.update(waiting)
            waiting.clear()
        waiting.append(row.key)
    return frozenset(passed)
