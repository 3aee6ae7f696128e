"""Which lines tell how to work meanwhile."""

from __future__ import annotations

from pannesi.procedure.model.lines import Ask, Know, Line, Outcome, Run, Verify


def is_guidance(line: Line) -> bool:
    """Whether a line tells how to work meanwhile. A question does not, nor something to know that we added: that one
    often says that nothing is written. What an annex tells is looked at inside it."""
    if isinstance(line, Ask | Verify | Run | Outcome):
        return False
    return not isinstance(line, Know) or line.source is not None
