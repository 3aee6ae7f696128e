"""All that can be done in a session, by idea."""

from __future__ import annotations

from pannesi.tui.screens.session_actions.line import LineActs
from pannesi.tui.screens.session_actions.message import MessageActs
from pannesi.tui.screens.session_actions.paths import PathActs
from pannesi.tui.screens.session_actions.patients import PatientActs
from pannesi.tui.screens.session_actions.session import SessionActs


class GuideActs(LineActs, MessageActs, PatientActs, PathActs, SessionActs):
    """The methods that commands of the registry name."""
