"""What is imported only where it is used, so as to paint early, is imported all the same while nobody types.

The program may lie on a share that goes down with the network, or be replaced by another version during the night: what
a person opens next must not depend on files that were there when the program began.
"""

from __future__ import annotations

from collections import deque
from importlib import import_module

from pannesi.tui import screens

BEAT = 0.1
"""Seconds between two modules: keys that come meanwhile wait for one import at most."""
SILENCE = 0.5
"""Seconds without a key before anything is imported."""
_SCREENS = screens.__name__
FIRST = (
    "pannesi.tui.prompt", f"{_SCREENS}.patient_form", f"{_SCREENS}.register", f"{_SCREENS}.patient_line",
    f"{_SCREENS}.choice_list", f"{_SCREENS}.palette", f"{_SCREENS}.contacts", "pannesi.presentation.standing_orders",
    "pannesi.support.console", "pannesi.tui.runtime.paste", "pannesi.history.index_entry_builder",
    "pannesi.procedure.loading.loader", "rapidfuzz.distance",
)  # fmt: skip
"""The modules that a session wants where it needs them, what is wanted soonest before what can wait."""
LAST = (
    "pannesi.procedure.wording.show_text", "pannesi.presentation.session_summary",
    "pannesi.application.retention.settled", "pannesi.journal.sqlite_errors", "pannesi.journal.unmerged",
    "pannesi.journal.return_to_main", "pannesi.journal.sqlite_damaged_reading", "pannesi.journal.verification",
    "pannesi.journal.renewal", "pannesi.session.projection.standing_orders", "pannesi.procedure.loading.substitutes",
    "pannesi.presentation.session_filter", "pannesi.documents.report_files",
)  # fmt: skip
"""What is looked at after all screens."""


def screen_modules() -> tuple[str, ...]:
    """Every module with a screen, as the folder has them."""
    import pkgutil

    modules = pkgutil.iter_modules(screens.__path__)
    return tuple(f"{screens.__name__}.{module.name}" for module in modules if not module.ispkg)


def preloaded_modules() -> tuple[str, ...]:
    """All that is imported ahead, in its order."""
    return tuple(dict.fromkeys((*FIRST, *screen_modules(), *LAST)))


class Preloader:
    """What is still to be imported."""

    def __init__(self) -> None:
        self.left = deque(preloaded_modules())

    def import_next(self) -> None:
        """One module more. When one is out of reach already, no other is tried: whoever needs it will be told."""
        try:
            import_module(self.left.popleft())
        except (ImportError, OSError):
            self.left.clear()
