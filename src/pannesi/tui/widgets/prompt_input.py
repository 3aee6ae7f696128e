"""The entry that reads a few words."""

from __future__ import annotations

from textual import events
from textual.message import Message
from textual.widgets import Input

from pannesi.support.text_safety import typed_line, without_sequences


class PromptInput(Input):
    """What is pasted is one line, whole: of a name copied over two lines, the second is part of the name.

    What there is no room for is not taken, not even in part, and the screen says so: half a sentence would pass for all
    of it.
    """

    class Full(Message):
        """Something typed or pasted was not taken."""

        def __init__(self, most: int) -> None:
            super().__init__()
            self.most = most

    def restricted(self) -> None:
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
        """What is marked is copied; whoever meant to leave is told how, all the same."""
        super().action_copy()
        self.app.action_help_quit()

    def put(self, words: str) -> None:
        """Takes a line at the cursor, in the place of what is marked."""
        line = self.room_for(words)
        if not line:
            return
        if self.selection.is_empty:
            self.insert_text_at_cursor(line)
        else:
            self.replace(line, *self.selection)


class SearchInput(PromptInput):
    """Words to look for: of what is too long the beginning does, and is seen."""

    def restricted(self) -> None:
        self.app.bell()

    def room_for(self, line: str) -> str:
        return line[: max((self.max_length or 0) - len(self.value) + len(self.selected_text), 0)]
