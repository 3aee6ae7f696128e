"""What a person types line by line, what they read, and what is on record of it."""

from __future__ import annotations

import io

from pannesi.application.context import Station
from pannesi.plain.app import run_plain
from pannesi.session.projection.read_model import Patient
from pannesi.session.projection.walk import walk
from pannesi.support.console import Output
from tests.support.plain_playing import NIGHT, flat, site_of, state_of, station_of


def typed(*lines: str) -> tuple[str, list[tuple[str, str | None]]]:
    """What a person at a terminal reads, and the facts with words that are on record."""
    station, written = station_of(), io.StringIO()
    run_plain(station, lines, Output(written), echo=False)
    return flat(written.getvalue()), [(event.kind, event.text) for event in state_of(station).timeline]


NOTED = ("p", "1", "1", "", "DUPONT", "ANNE", "", "", "", "", "", "", "", "", "")
"""A patient from elsewhere, for cross-sectional imaging."""


def lines(station: Station) -> tuple[Patient, ...]:
    """The patient lines of the latest session."""
    return walk(site_of(station), state_of(station), NIGHT).patients
