"""Which lines tell how to work meanwhile."""

from __future__ import annotations

from pannesi.procedure.model.lines import Know, Line


def is_guidance(line: Line) -> bool:
    """Whether a line tells how to work meanwhile. A question does not, nor something to know that we added: that one
    often says that nothing is written. What an annex tells is looked at inside it."""
    return line.traits.guides and (not isinstance(line, Know) or line.source is not None)
