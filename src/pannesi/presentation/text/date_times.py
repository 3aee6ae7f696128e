"""Moments with their date, for what is read on another day: reports, registers, statistics."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from pannesi.procedure.availability.moments import format_date, hour_words
from pannesi.procedure.availability.reachability import zone_of
from pannesi.procedure.model.procedure import Site


def date_time_formatter(site: Site) -> Callable[[datetime], str]:
    """A function that writes a moment with its date in the time zone of the site: `24/11/2026 03:12`."""
    zone = zone_of(site.contacts)

    def write(moment: datetime) -> str:
        local = moment.astimezone(zone)
        return f"{format_date(local)} {hour_words(local)}"

    return write
