"""Opening an interactive face: what `pannesi` alone does. Apart from the command line, which costs time to load."""

from __future__ import annotations

import gc
import os
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pannesi.support.capabilities import Capability, capability, outputs_are_terminals

if TYPE_CHECKING:
    from pannesi.application.context import Station
    from pannesi.procedure.model.contacts import ContactsFile


@dataclass(frozen=True)
class LaunchOptions:
    """What was asked for on the command line; nothing by default."""

    site: str | None = None
    data: str | None = None
    plain: bool = False
    at: str | None = None
    exercise: bool = False
    who: str | None = None
    resume: str | None = None


def open_face(wanted: LaunchOptions) -> int:
    """Runs the best face that the terminal can show; returns the exit code.

    Raises PannesiError, OutputClosed.
    """
    station = _station(wanted)
    typed = sys.stdin is not None and sys.stdin.isatty()
    depth = "plain" if wanted.plain else _depth(typed)
    if depth != "plain":
        from pannesi.tui.app import run_app

        try:
            return run_app(station, depth, wanted.resume)
        finally:
            station.journal.close()  # waits for a commit that is under way
    from pannesi.plain.app import run_plain
    from pannesi.plain.prompts import input_lines
    from pannesi.support.console import stdout

    gc.freeze()
    gc.enable()
    return run_plain(station, input_lines(sys.stdin), stdout(), echo=not typed, resume=wanted.resume)


def _station(wanted: LaunchOptions) -> Station:
    from pannesi.application.context import open_station

    exercise = wanted.exercise or wanted.at is not None
    station = open_station(wanted.site, wanted.data, wanted.who, os.environ, Path.cwd(), exercise=exercise)
    if wanted.at is not None:
        station.clock.set_to(parse_at(wanted.at, station.site.contacts, station.clock.real_now()))
    return station


def parse_at(text: str, contacts: ContactsFile, now: datetime) -> datetime:
    """The moment that `--at` names. Raises ImpossibleTime."""
    from pannesi.procedure.availability.reachability import zone_of
    from pannesi.procedure.availability.typed_times import parse_instant

    return parse_instant(text, now, zone_of(contacts))


def _depth(typed: bool) -> Capability:
    """What the terminal can show."""
    out = sys.stdout
    both = typed and outputs_are_terminals()
    encoding = out.encoding if out is not None else None
    return capability(os.environ, tty=both, encoding=encoding, windows=sys.platform == "win32")
