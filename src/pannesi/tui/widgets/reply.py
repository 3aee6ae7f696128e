"""The entry that reads a few words."""

from __future__ import annotations

from textual import events
from textual.widgets import Input

from pannesi.text import clean_line, without_sequences


class Reply(Input):
    """What is pasted is one line, whole: of a name copied over two lines, the second is part of the name."""

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        text = without_sequences(event.text).replace("\r", "\n")  # some terminals paste a line's end as CR
        line = " ".join(clean_line(text).split())
        if not line:
            return
        if self.selection.is_empty:
            self.insert_text_at_cursor(line)
        else:
            self.replace(line, *self.selection)
