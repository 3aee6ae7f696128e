"""All that can be done in a session, by idea."""

from __future__ import annotations

from pannesi.tui.screens.acts_line import LineActs
from pannesi.tui.screens.acts_message import MessageActs
from pannesi.tui.screens.acts_paths import PathActs
from pannesi.tui.screens.acts_patients import PatientActs
from pannesi.tui.screens.acts_session import SessionActs


class GuideActs(LineActs, MessageActs, PatientActs, PathActs, SessionActs):
    """The methods that commands of the registry name."""
