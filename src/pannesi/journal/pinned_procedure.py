"""The procedure that a session ran, as it stood: the same whatever the files say today."""

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
    """The site that a session pins: `today`'s when it is that one, else the one kept; None when it is not to be had.

    `read` turns kept files into a site, or None when this program cannot read them any more. Files that are no longer
    those that the session named are not its procedure. Raises JournalError.
    """
    digest = pinned_digest(state)
    if digest is None or digest == today.digest:
        return today
    files = journal.site(digest)
    found = read(files) if files is not None else None
    return found if found is not None and found.digest == digest else None


def pinned_digest(state: State) -> str | None:
    """What names the site that a session pins; None when it pins none."""
    return state.opening.site if state.opening is not None else None
