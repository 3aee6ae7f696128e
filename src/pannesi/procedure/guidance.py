"""Which lines are guidance: what they say helps to work during the outage."""

from __future__ import annotations

from pannesi.procedure.model.lines import Know, Line


def is_guidance(line: Line) -> bool:
    """Whether a line says how to work during the outage.

    A question does not. Nor does a `know` line that was added to the procedure: it often says that nothing is written.
    The lines of an annex count for themselves, not the line that runs it.
    """
    return line.traits.guides and (not isinstance(line, Know) or line.source is not None)
