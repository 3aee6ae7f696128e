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
    "pannesi.tui.question", f"{_SCREENS}.patient_form", f"{_SCREENS}.register", f"{_SCREENS}.patient",
    f"{_SCREENS}.choice_list", f"{_SCREENS}.palette", f"{_SCREENS}.contacts", "pannesi.presentation.standing_orders",
    "pannesi.support.console", "pannesi.tui.runtime.paste", "pannesi.history.index_entry_builder",
    "pannesi.procedure.loading.loader", "rapidfuzz.distance", f"{_SCREENS}.sessions", f"{_SCREENS}.past_session",
    f"{_SCREENS}.filters", f"{_SCREENS}.statistics", f"{_SCREENS}.redlines", f"{_SCREENS}.exports",
    "pannesi.procedure.wording.show_text", "pannesi.presentation.session_summary",
    "pannesi.application.retention.settled", "pannesi.journal.damage", "pannesi.journal.unmerged",
    "pannesi.journal.failback", "pannesi.journal.damaged_reading", "pannesi.journal.verification",
    "pannesi.journal.renewal", "pannesi.session.projection.standing_orders", "pannesi.procedure.loading.substitutes",
    "pannesi.presentation.session_filter", "pannesi.documents.reports",
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
