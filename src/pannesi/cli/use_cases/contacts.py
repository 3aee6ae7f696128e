"""`pannesi contacts`: whom to call now, or at another moment. Read in haste, so that little is loaded for it."""

from __future__ import annotations

import os
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from pannesi.cli.use_cases.folders import Folders, newest_contacts
from pannesi.support.console import stderr, stdout

if TYPE_CHECKING:
    from pannesi.procedure.availability.reachability import ContactRow
    from pannesi.procedure.model.contacts import ContactsFile
    from pannesi.support.clock import ClockDoubt


def print_contacts(folders: Folders, at: str | None = None, role: str | None = None, *, as_json: bool = False) -> None:
    """Prints the contacts as they answer now, or `at` another moment, for a role. Raises ImpossibleTime, NotFound,
    SiteUnusable."""
    from pannesi.journal.location import data_folder
    from pannesi.procedure.availability.reachability import contact_row_as_json, contacts_at, zone_of
    from pannesi.support.clock import machine_clock, wall_clock

    newest = newest_contacts(folders)
    doubt = machine_clock(data_folder(folders.data, dict(os.environ))).doubt()
    if doubt is not None:
        newest = _without_doubtful_hours(doubt, newest, decided=at is not None)
    moment = wall_clock()
    if at is not None:
        from pannesi.cli.launch import parse_at

        moment = parse_at(at, newest, moment)
    if role is not None:
        from pannesi.application.lookup import role_named

        role = role_named(newest, role)
    rows = contacts_at(newest, moment, role)
    if as_json:
        stdout().json([contact_row_as_json(row, zone_of(newest)) for row in rows])
        return
    _print_contacts(folders, newest, rows, wall_clock(), then=at is not None)


def _print_contacts(
    folders: Folders, contacts: ContactsFile, rows: tuple[ContactRow, ...], now: datetime, *, then: bool
) -> None:
    """Prints contacts with what earlier sessions taught of them. The sessions are opened only where there may be
    something; where they cannot be read, that is said, and the contacts are shown all the same."""
    from pannesi.cli.use_cases.peek import contacts_lessons, may_show_lessons
    from pannesi.procedure.availability.reachability import render_contact_rows, zone_of
    from pannesi.support.errors import PannesiError

    printed = partial(render_contact_rows, rows, now, zone_of(contacts), then=then)
    if may_show_lessons(folders.data, contacts):
        try:
            lessons = contacts_lessons(folders.data, folders.site, now)
        except PannesiError as failure:
            stderr().wrapped(str(failure))
        else:
            from pannesi.presentation.calls.noted_numbers import row_number_notices
            from pannesi.presentation.learning.lessons import contact_lessons

            printed = partial(
                printed,
                notices=lambda contact: contact_lessons(contacts, lessons, contact),
                numbers=lambda row: row_number_notices(contacts, lessons, row),
            )
    _print_indented(printed())


def _print_indented(text: str) -> None:
    """Prints lines wrapped, continuation lines two blanks further in."""
    for line in text.split("\n"):
        blanks = " " * (len(line) - len(line.lstrip(" ")))
        stdout().wrapped(line.lstrip(" "), blanks, blanks + "  ")


def _without_doubtful_hours(doubt: ClockDoubt, contacts: ContactsFile, *, decided: bool) -> ContactsFile:
    """The contacts without what an unreliable clock would decide, unless the hour was `decided` by an option.

    The doubt is printed on standard error.
    """
    from pannesi.presentation.text.common_phrases import clock_doubt_words
    from pannesi.procedure.availability.reachability import zone_of
    from pannesi.procedure.loading.substitutes import without_clock_decisions

    zone = zone_of(contacts)
    hour = f"{doubt.now.astimezone(zone):%Y-%m-%d %H:%M}"
    stderr().wrapped(clock_doubt_words(doubt, zone, f'pannesi contacts --at "{hour}"'))
    return without_clock_decisions(contacts) if doubt.alarm and not decided else contacts
