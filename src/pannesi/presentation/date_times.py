"""Moments with their day, for what is read on another: reports, registers, figures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from pannesi.procedure.availability.moments import hour_words
from pannesi.procedure.availability.reachability import zone_of
from pannesi.procedure.model.procedure import Site


def date_time_formatter(site: Site) -> Callable[[datetime], str]:
    """What writes a moment in the site's own zone: `24/11/2026 03:12`."""
    where = zone_of(site.contacts)

    def dated(moment: datetime) -> str:
        local = moment.astimezone(where)
        return f"{local:%d/%m/%Y} {hour_words(local)}"

    return dated
