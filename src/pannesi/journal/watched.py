"""What is known to stand in a journal's file, one fact a session: the last that was written or shown.

A file may go back in time under the program: an older copy put over it, a restore in place, an emptied file. What was
said to be kept is then gone, though the file can be written as before. One look by its index, within the transaction
that commits, tells.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pannesi.i18n import _
from pannesi.journal.port import WentBack
from pannesi.session.events import Event

if TYPE_CHECKING:
    import sqlite3


def went_back(place: str) -> WentBack:
    """What is said of a journal that no longer holds what it had said to keep."""
    return WentBack(
        _("Le journal est revenu en arrière : ce qui y était noté n'y est plus ({path}).").format(path=place)
    )


class Watched:
    """The last fact known of each session that is worked on."""

    def __init__(self) -> None:
        self._last: dict[str, str] = {}

    def begin(self, db: sqlite3.Connection, session: str) -> None:
        """From now on, what is there of a session must stay."""
        query = "SELECT id FROM events WHERE session = ? ORDER BY arrival DESC LIMIT 1"
        row = db.execute(query, (session,)).fetchone()
        if row is not None:
            self._last[session] = row[0]

    def written(self, events: Iterable[Event]) -> None:
        """These were committed here, in this order."""
        self._last.update((one.session, one.id) for one in events)

    def shown(self, events: Iterable[Event]) -> None:
        """These arrived from elsewhere, in this order, and are shown."""
        self._last.update((one.session, one.id) for one in events if one.session in self._last)

    def gone(self, db: sqlite3.Connection, session: str) -> bool:
        """Whether what was known of a session is there no more, though nobody removed it."""
        last = self._last.get(session)
        if last is None or db.execute("SELECT 1 FROM events WHERE id = ?", (last,)).fetchone() is not None:
            return False
        return db.execute("SELECT 1 FROM removed WHERE session = ?", (session,)).fetchone() is None
