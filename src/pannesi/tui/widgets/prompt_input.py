"""The input fields: one for words that are kept, one for words to search."""

from __future__ import annotations

from textual import events
from textual.message import Message
from textual.widgets import Input

from pannesi.support.text_safety import typed_line, without_sequences


class PromptInput(Input):
    """An `Input` that takes a paste as one line: the second line of a name copied over two is part of the name.

    What there is no room for is not taken, not even in part, and `Full` is posted: half a sentence would pass for all
    of it.
    """

    class Full(Message):
        """Something typed or pasted was too long and not taken."""

        def __init__(self, most: int) -> None:
            super().__init__()
            self.most = most

    def restricted(self) -> None:
        """Posts `Full`; Textual calls it for a character beyond the maximum length."""
        self.post_message(self.Full(self.max_length or 0))

    def room_for(self, line: str) -> str:
        """What is taken of a line that is pasted."""
        return line

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        text = without_sequences(event.text).replace("\r", "\n")  # some terminals paste a line's end as CR
        self.put(" ".join(typed_line(text).split()))

    def action_copy(self) -> None:
        """Copies the selection, and says how to quit: Ctrl+C may have been meant for that."""
        super().action_copy()
        self.app.action_help_quit()

    def put(self, words: str) -> None:
        """Inserts a line at the cursor, in place of the selection."""
        line = self.room_for(words)
        if not line:
            return
        if self.selection.is_empty:
            self.insert_text_at_cursor(line)
        else:
            self.replace(line, *self.selection)


class SearchInput(PromptInput):
    """A field for words to search: of what is too long the beginning is taken."""

    def restricted(self) -> None:
        """Rings the bell."""
        self.app.bell()

    def room_for(self, line: str) -> str:
        """The beginning of the line, as far as it fits."""
        return line[: max((self.max_length or 0) - len(self.value) + len(self.selected_text), 0)]
