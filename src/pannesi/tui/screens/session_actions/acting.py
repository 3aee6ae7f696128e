"""What the acts of the guide are written on: one session at a desk, one line under the cursor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from pannesi.application.session_service import Desk
from pannesi.presentation.session_view import View
from pannesi.session import actions as want
from pannesi.session.projection.read_model import Row, Walk
from pannesi.tui.screen import Base
from pannesi.tui.screens.choice_list import Listing, choices

Key = tuple[str, str]
ENDING: Key = ("", "")
"""Where the cursor stands when no line is left to do: on what is said of that, below the list."""


class Acting(Base):
    """The guide as its acts see it; `Guide` draws it and commits."""

    desk: Desk
    view: View
    cursor: Key | None

    @property
    def acting(self) -> bool:
        """Whether something can be done here: not while something is asked, nor once the session is closed."""
        return self.view.walk.stage != "closed" and not self.asking

    @property
    def row(self) -> Row | None:
        return self.view.walk.row(*self.cursor) if self.cursor is not None else None

    def do(self, intent: want.Intent, then: Callable[[], None] | None = None) -> None:
        """Commits an intent, then shows."""
        raise NotImplementedError

    def draw(self, walk: Walk | None = None) -> None:
        """Shows the session as it stands."""
        raise NotImplementedError

    def do_duties(self) -> None:
        """Opens the register."""
        raise NotImplementedError

    def ask_return(self, visit: str) -> None:
        """Asks who saw that a case works again."""
        raise NotImplementedError

    def open_patient(self, patient: str) -> None:
        """Opens one line of the register."""
        raise NotImplementedError

    def here(self) -> Row:
        """The line under the cursor. Only called where a command applies that wants one."""
        row = self.row
        if row is None:
            raise LookupError("a command that needs a line was obeyed without one")
        return row

    def go_to(self, key: Key | None) -> None:
        if key is not None:
            self.cursor = key
        self.draw()

    def pick(
        self, title: str, pairs: Sequence[tuple[Any, str]], chosen: Callable[[Any], None], aside: Sequence[Any] = ()
    ) -> None:
        """A list to choose from; nothing happens when it is left. Those `aside` bear no number."""
        listed = choices(pairs, self.ink.key, self.ink.plain, aside)
        self.app.push_screen(
            Listing(self.station, title, listed, digits=True, aside=aside),
            lambda key: chosen(key) if key is not None else None,
        )
