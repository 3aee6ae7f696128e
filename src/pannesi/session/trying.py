"""What "je ne sais pas" made one try, and the question that it was tried for."""

from __future__ import annotations

from collections.abc import Iterator

from pannesi.session.events import Event, Kind
from pannesi.session.rows import Row
from pannesi.site.lines import Ask, Verify, When
from pannesi.site.tree import UNKNOWN


def to_answer_now(rows: tuple[Row, ...], event: Event) -> Row | None:
    """The question that stayed without answer, once the last thing to try for it is done; None when `event` is no such
    act, or when the procedure goes on from not knowing."""
    tried = (event.payload.get("visit"), event.payload.get("line"))
    if event.kind != Kind.DONE:
        return None
    same = [row for row in rows if row.visit == tried[0]]
    for question in same:
        line = question.line
        if not isinstance(line, Ask | Verify) or question.answer != UNKNOWN:
            continue
        below = {one.id for one in line.unknown}
        trials = [row for row in same if row.line.id in below and row.status != "not_applicable"]
        if not any(row.key == tried and row.line.verb == "do" for row in trials):
            continue
        if any(row.is_open for row in trials) or any(line.id in _met_by_not_knowing(row.line.when) for row in same):
            return None
        return question
    return None


def _met_by_not_knowing(when: When | None) -> Iterator[str]:
    """The questions whose "je ne sais pas" leads somewhere of its own."""
    if when is None:
        return
    if when.answer is not None and when.answer.option == UNKNOWN:
        yield when.answer.line
    for one in when.any_of:
        yield from _met_by_not_knowing(one)
