"""Handlers of a message to broadcast: copy it, or write it to a new file."""

from __future__ import annotations

from pathlib import Path

from pannesi.procedure.model.lines import Broadcast
from pannesi.procedure.model.procedure import split_ref
from pannesi.support.atomic_files import write_numbered
from pannesi.support.errors import reason
from pannesi.support.i18n import _
from pannesi.tui.screens.session_base import SessionBaseScreen


def message_text(here: SessionBaseScreen) -> str:
    """The message of the line under the cursor, as it is broadcast; empty where the procedure gives no text."""
    message = here.view.message_of(here.current_row())
    if message is None:
        return ""
    parts = (
        (_("Destinataires"), message.to),
        (_("Type"), message.type),
        (_("Titre"), message.title),
        (_("Message"), message.body),
    )
    return "\n".join(f"{label} : {value}" for label, value in parts if value is not None)


def _message_name(here: SessionBaseScreen) -> str:
    """The name of the message in the procedure, for its file."""
    row = here.current_row()
    return split_ref(row.unit, row.line.value)[1] if isinstance(row.line, Broadcast) else ""


def _text_or_refusal(here: SessionBaseScreen) -> str:
    text = message_text(here)
    if not text:
        here.say(_("Ce message n'a pas de texte dans la procédure."), alarm=True)
    return text


def copy_message(here: SessionBaseScreen) -> None:
    """Asks the terminal to copy the message to its clipboard."""
    text = _text_or_refusal(here)
    if text:
        here.app.copy_to_clipboard(text)
        here.say(_("Copie demandée au terminal ; vérifier en collant. Sinon E : dans un fichier."))


def write_message(here: SessionBaseScreen) -> None:
    """Writes the message to a new file in the home folder."""
    text = _text_or_refusal(here)
    if not text:
        return
    try:
        path = write_numbered(Path.home(), f"message-{_message_name(here)}", ".txt", (text + "\n").encode())
    except OSError as failure:
        here.say(_("Le fichier n'a pas pu être écrit : {why}").format(why=reason(failure)), alarm=True)
        return
    here.say(_("Écrit dans {path}").format(path=path))
