"""Every command of the registry, by the screen that offers it."""

from __future__ import annotations

from typing import Any

from pannesi.presentation.commands import general, history, patients, review, session
from pannesi.presentation.commands.command import Command

ON: dict[str, tuple[Command[Any], ...]] = {
    "home": general.ON_HOME,
    "session": session.ON_SESSION,
    "large": session.ON_LARGE,
    "choice_list": general.ON_LIST,
    "contacts": general.ON_CONTACTS,
    "sessions": history.ON_SESSIONS,
    "filters": history.ON_FILTERS,
    "past_session": history.ON_PAST_SESSION,
    "redlines": history.ON_REDLINES,
    "statistics": history.ON_STATISTICS,
    "review": review.ON_REVIEW,
    "register": patients.ON_REGISTER,
    "patient_line": patients.ON_PATIENT_LINE,
    "patient_form": patients.ON_PATIENT_FORM,
    "palette": general.ON_PALETTE,
    "everywhere": general.EVERYWHERE,
}
ALL = {command: None for commands in (*ON.values(), session.TYPED_IN_SESSION) for command in commands}
