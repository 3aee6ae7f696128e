"""Imports while nobody types what the start left out so as to paint early.

The program may lie on a network share that goes away, or be replaced by another version during the night: what a person
opens next must not depend on files that were there when the program began.
"""

from __future__ import annotations

from collections import deque
from importlib import import_module

from pannesi.tui import screens

_SCREENS = screens.__name__
FIRST_MODULES = (
    "hashlib", "pannesi.tui.prompt", "pannesi.session.register.duplicates", "pannesi.presentation.patients.register",
    f"{_SCREENS}.scanning", f"{_SCREENS}.patient_form", f"{_SCREENS}.register", f"{_SCREENS}.patient_line",
    f"{_SCREENS}.choice_list", f"{_SCREENS}.palette", f"{_SCREENS}.contacts",
    "pannesi.presentation.session.standing_orders", "pannesi.presentation.line.unwritten",
    "pannesi.presentation.session_lists.joining", "pannesi.presentation.home.side", "pannesi.support.console",
    "pannesi.tui.runtime.keyboard_input", "pannesi.history.index_entry_builder",
    "pannesi.history.index_lessons", "pydantic_core", "pydantic", "pydantic.main",
    "pannesi.procedure.loading.validation", "pannesi.procedure.loading.loader", "rapidfuzz.distance",
    "pannesi.history.figures.statistics", "pannesi.presentation.figures.statistics",
)  # fmt: skip
"""Modules that a session imports where it needs them, the most urgent first."""
LAST_MODULES = (
    "pannesi.procedure.wording.show_text", "pannesi.presentation.session_lists.session_summary",
    "pannesi.application.retention.settled", "pannesi.journal.sqlite.errors", "pannesi.journal.stand_in.unmerged",
    "pannesi.journal.stand_in.return_to_main", "pannesi.journal.sqlite.damaged_reading",
    "pannesi.journal.chain.verification", "pannesi.journal.stand_in.renewal",
    "pannesi.session.projection.standing_orders", "pannesi.procedure.loading.substitutes", "pannesi.journal.memory",
    "pannesi.presentation.session_lists.session_filter", "pannesi.documents.page", "pannesi.documents.formats",
    "pannesi.documents.tables.patient_register", "pannesi.documents.report.session_report",
    "pannesi.documents.report.report_files", "pannesi.application.stand_ins",
    "pannesi.presentation.closing.closing_side", "pannesi.presentation.calls.contact_side",
    "pannesi.presentation.session_lists.past_session_side", "pannesi.tui.drawing.export_boxes",
    "pannesi.history.index_links", "pannesi.history.index_digests", "pannesi.session.projection.judgement",
    "pannesi.tui.drawing.value_list", "pannesi.documents.incident_review",
)  # fmt: skip
"""Modules imported after those of all screens."""


def screen_modules() -> tuple[str, ...]:
    """Every module of the package of screens, from its folder."""
    import pkgutil

    modules = pkgutil.iter_modules(screens.__path__)
    return tuple(f"{screens.__name__}.{module.name}" for module in modules if not module.ispkg)


def preloaded_modules() -> tuple[str, ...]:
    """Every module to preload, in order, each once."""
    return tuple(dict.fromkeys((*FIRST_MODULES, *screen_modules(), *LAST_MODULES)))


class Preloader:
    """The queue of modules still to be imported."""

    def __init__(self) -> None:
        self.left = deque(preloaded_modules())

    def import_next(self) -> None:
        """Imports the next module. When one cannot be read any more the others are not tried: whoever opens their
        screen will be told."""
        try:
            import_module(self.left.popleft())
        except (ImportError, OSError):
            self.left.clear()
