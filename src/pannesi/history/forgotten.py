"""Whether a session that is read whole is forgotten; lists know it by their index, see `Overview.forgotten`."""

from __future__ import annotations

from datetime import datetime

from pannesi.history.catalogue import forgotten_before
from pannesi.procedure.model.procedure import Site
from pannesi.session.state import State


def is_forgotten(state: State, site: Site, now: datetime) -> bool:
    """Whether a session is still open though nothing was noted in it for long; `now` is that of the session."""
    if state.opened is None or state.closing is not None:
        return False
    return state.when(state.timeline[-1]) <= forgotten_before(site, now)
