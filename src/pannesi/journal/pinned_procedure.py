"""The procedure that a session pins: the version of the site it was opened with, whatever the files say today."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from pannesi.journal.store import Journal
from pannesi.procedure.model.procedure import Site

if TYPE_CHECKING:
    from pannesi.session.state import State


def pinned_site(
    journal: Journal, state: State, today: Site, read: Callable[[Mapping[str, bytes]], Site | None]
) -> Site | None:
    """The site that a session pins: `today` when it has the pinned digest, else the stored version, else None.

    `read` makes a site of stored files, or returns None when this version of the program cannot read them. None is
    also returned when the stored files do not have the digest they are stored under. Raises JournalError.
    """
    digest = pinned_digest(state)
    if digest is None or digest == today.digest:
        return today
    files = journal.site(digest)
    kept = read(files) if files is not None else None
    return kept if kept is not None and kept.digest == digest else None


def pinned_digest(state: State) -> str | None:
    """The digest (SHA-256, hex) of the site that a session pins; None when it pins none."""
    return state.opening.site if state.opening is not None else None
