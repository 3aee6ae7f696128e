"""The message to broadcast: copied, or written to a new file."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from pannesi.procedure.model.lines import Broadcast
from pannesi.procedure.model.procedure import split_ref
from pannesi.support.errors import reason
from pannesi.support.i18n import _
from pannesi.support.new_file import whole_or_gone
from pannesi.tui.screens.session_actions.acting import Acting

_MOST = 99


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
            path = write_new(Path.home(), f"message-{self._message_name()}", text + "\n")
        except OSError as failure:
            self.say(_("Le fichier n'a pas pu être écrit : {why}").format(why=reason(failure)), alarm=True)
            return
        self.say(_("Écrit dans {path}").format(path=path))


def write_new(folder: Path, name: str, text: str) -> Path:
    """Writes `name.txt`, or the first of `name-2.txt`… that does not exist; never over another file. Raises OSError."""
    for number in range(1, _MOST + 1):
        path = folder / (f"{name}.txt" if number == 1 else f"{name}-{number}.txt")
        try:
            opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        with whole_or_gone(path), open(opened, "w", encoding="utf-8") as out:
            out.write(text)
        return path
    raise FileExistsError(errno.EEXIST, "too many files of this name", str(folder))
