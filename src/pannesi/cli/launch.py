"""Opening an interactive face, the best that the terminal can show, as `pannesi` alone does. Kept apart from the
command line, which takes time to load."""

from __future__ import annotations

import codecs
import gc
import os
import sys
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pannesi.support.light_dataclass import dataclass

if TYPE_CHECKING:
    from pannesi.application.context import Station
    from pannesi.application.site_selection import StationBeforeJournal
    from pannesi.journal.writer import LockWait
    from pannesi.procedure.model.contacts import ContactsFile

Capability = Literal["full", "ansi", "mono", "plain"]
"""`full`: the full screen in true or 256 colours. `ansi`: in the terminal's sixteen. `mono`: none (NO_COLOR).
`plain`: the line-by-line face, where there is no terminal or one that would show escape codes as text."""


@dataclass(frozen=True)
class LaunchOptions:
    """The options of `pannesi` without a command."""

    site: str | None = None
    data: str | None = None
    plain: bool = False
    at: str | None = None
    exercise: bool = False
    who: str | None = None
    resume: str | None = None


def open_face(options: LaunchOptions) -> int:
    """Runs the best face that the terminal can show, and returns the exit code.

    Raises PannesiError, OutputClosed.
    """
    input_is_terminal = sys.stdin is not None and sys.stdin.isatty()
    face = "plain" if options.plain else _terminal_capability(input_is_terminal)
    if face != "plain":
        from pannesi.journal.writer import tell_on_stderr
        from pannesi.tui.first_paint.start import run_full_screen

        return run_full_screen(
            face, partial(_open_station, options), partial(_before_journal, options), tell_on_stderr, options.resume
        )
    station = _open_station(options)
    from pannesi.plain.app import run_plain
    from pannesi.plain.prompts import input_lines
    from pannesi.support.console import stdout

    gc.freeze()
    gc.enable()
    return run_plain(
        station, input_lines(sys.stdin), stdout(),
        echo=not input_is_terminal, resume=options.resume, options=options_again(options),
    )  # fmt: skip


def options_again(options: LaunchOptions) -> str:
    """The options that open the same journal with the same site, line by line, as they are typed."""
    from pannesi.support.shell_words import shell_argument

    named = (("--site", options.site), ("--data", options.data), ("--who", options.who))
    return " ".join(["--plain", *(f"{name} {shell_argument(given)}" for name, given in named if given is not None)])


def _open_station(options: LaunchOptions, waiting: LockWait | None = None) -> Station:
    from pannesi.application.context import open_station

    exercise = options.exercise or options.at is not None
    station = open_station(
        options.site, options.data, options.who, os.environ, Path.cwd(), exercise=exercise, waiting=waiting
    )
    if options.at is not None:
        station.clock.set_to(parse_at(options.at, station.site.contacts, station.clock.real_now()))
    return station


def _before_journal(options: LaunchOptions) -> tuple[StationBeforeJournal, datetime]:
    """What is known of the station before its journal is open, and the moment. Raises PannesiError."""
    from pannesi.application.site_selection import StationBeforeJournal, read_site
    from pannesi.procedure.loading.site_choice import choose_folder
    from pannesi.support.clock import wall_clock

    reading, now = read_site(choose_folder(options.site, os.environ, Path.cwd()), lambda: None), wall_clock()
    if options.at is not None:
        now = parse_at(options.at, reading.site.contacts, now)
    return StationBeforeJournal(reading, exercise=options.exercise or options.at is not None), now


def parse_at(text: str, contacts: ContactsFile, now: datetime) -> datetime:
    """The moment that `--at` names, in the time zone of the site. Raises ImpossibleTime."""
    from pannesi.procedure.availability.reachability import zone_of
    from pannesi.procedure.availability.typed_times import parse_instant

    return parse_instant(text, now, zone_of(contacts))


def _terminal_capability(input_is_terminal: bool) -> Capability:
    """What the terminal can show."""
    out = sys.stdout
    interactive = input_is_terminal and outputs_are_terminals()
    encoding = out.encoding if out is not None else None
    return capability(os.environ, tty=interactive, encoding=encoding, windows=sys.platform == "win32")


def capability(environment: Mapping[str, str], *, tty: bool, encoding: str | None, windows: bool = False) -> Capability:
    """The most capable face for a terminal. `tty`: input and output are terminals. `encoding`: the output's."""
    term = environment.get("TERM", "")
    if not tty or term in ("dumb", "unknown") or not (term or windows):
        return "plain"
    if not _is_utf8(encoding):
        return "plain"
    if windows and not _interprets_escapes(environment):
        return "plain"
    if environment.get("NO_COLOR"):
        return "mono"
    if (
        environment.get("COLORTERM", "").lower() in ("truecolor", "24bit")
        or "256color" in term
        or "WT_SESSION" in environment
    ):
        return "full"
    return "ansi"


def outputs_are_terminals() -> bool:
    """Whether standard output is a terminal, and standard error too except on Windows.

    The full screen is drawn on standard error: redirected to a file, the person would see a blank window.
    """
    outputs = (sys.stdout,) if sys.platform == "win32" else (sys.stdout, sys.stderr)
    return all(stream is not None and stream.isatty() for stream in outputs)


def _is_utf8(encoding: str | None) -> bool:
    """Whether an encoding is UTF-8 under any of its names (`utf8`, `UTF-8`, `cp65001`)."""
    try:
        return codecs.lookup(encoding or "").name == "utf-8"
    except LookupError:
        return False


def _interprets_escapes(environment: Mapping[str, str]) -> bool:
    """Whether a Windows console announces that it interprets escape codes; the old console does not."""
    conemu = environment.get("ConEmuANSI", "OFF") == "ON"
    return conemu or "WT_SESSION" in environment or "TERM_PROGRAM" in environment
