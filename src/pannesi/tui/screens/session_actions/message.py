"""The message to broadcast: copied, or written to a new file."""

from __future__ import annotations

from pathlib import Path

from pannesi.procedure.model.lines import Broadcast
from pannesi.procedure.model.procedure import split_ref
from pannesi.support.atomic_files import write_numbered
from pannesi.support.errors import reason
from pannesi.support.i18n import _
from pannesi.tui.screens.session_actions.acting import Acting


class MessageActs(Acting):
    """The methods that the commands of a message name."""

    def _message_text(self) -> str:
        row = self.here()
        if not isinstance(row.line, Broadcast):
            return ""
        unit, name = split_ref(row.unit, row.line.value)
        message = self.view.site.unit_by_id[unit].messages[name]
        parts = (
            (_("Destinataires"), message.to),
            (_("Type"), message.type),
            (_("Titre"), message.title),
            (_("Message"), message.body),
        )
        return "\n".join(f"{label} : {value}" for label, value in parts if value is not None)

    def _message_name(self) -> str:
        """What the message is called in its file: a line is often called a message already."""
        row = self.here()
        return split_ref(row.unit, row.line.value)[1] if isinstance(row.line, Broadcast) else ""

    def _text_or_refusal(self) -> str:
        text = self._message_text()
        if not text:
            self.say(_("Ce message n'a pas de texte dans la procédure."), alarm=True)
        return text

    def do_copy(self) -> None:
        text = self._text_or_refusal()
        if text:
            self.app.copy_to_clipboard(text)
            self.say(_("Copie demandée au terminal ; vérifier en collant. Sinon E : dans un fichier."))

    def do_write(self) -> None:
        text = self._text_or_refusal()
        if not text:
            return
        try:
            path = write_numbered(Path.home(), f"message-{self._message_name()}", ".txt", (text + "\n").encode())
        except OSError as failure:
            self.say(_("Le fichier n'a pas pu être écrit : {why}").format(why=reason(failure)), alarm=True)
            return
        self.say(_("Écrit dans {path}").format(path=path))
