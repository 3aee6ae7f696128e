"""What is imported only where it is used, so as to paint early, is imported all the same while nobody types.

The program may lie on a share that goes down with the network, or be replaced by another version during the night: what
a person opens next must not depend on files that were there when the program began.
"""

from __future__ import annotations

from collections import deque
from importlib import import_module

BEAT = 0.1
"""Seconds between two modules: keys that come meanwhile wait for one import at most."""
SILENCE = 0.5
"""Seconds without a key before anything is imported."""
_SCREENS = "pannesi.tui.screens"
LATER = (
    "pannesi.tui.question", f"{_SCREENS}.patient", f"{_SCREENS}.register", f"{_SCREENS}.worklist",
    f"{_SCREENS}.listing", f"{_SCREENS}.palette", f"{_SCREENS}.contacts", "pannesi.telling.in_force",
    "pannesi.output", "pannesi.tui.pasting", "pannesi.review.survey", "pannesi.site.load", "rapidfuzz.distance",
    f"{_SCREENS}.sessions", f"{_SCREENS}.session", f"{_SCREENS}.filters", f"{_SCREENS}.figures",
    f"{_SCREENS}.redlines", f"{_SCREENS}.exports", "pannesi.site.show", "pannesi.telling.account",
    "pannesi.journal.settled", "pannesi.journal.damage", "pannesi.journal.elsewhere", "pannesi.journal.way_back",
    "pannesi.journal.careful", "pannesi.journal.checking", "pannesi.journal.renewal",
    "pannesi.session.lasting", "pannesi.site.stand_ins", "pannesi.telling.wanted", "pannesi.reporting",
)  # fmt: skip
"""The modules that screens import where they need them, what is wanted first before what can wait."""


class Ahead:
    """What is still to be imported."""

    def __init__(self) -> None:
        self.left = deque(LATER)

    def import_one(self) -> None:
        """One module more. When one is out of reach already, no other is tried: whoever needs it will be told."""
        try:
            import_module(self.left.popleft())
        except (ImportError, OSError):
            self.left.clear()
