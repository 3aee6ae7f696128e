"""Commands that read a site: show, contacts."""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from pannesi.cli.commands.base import (
    DataOption,
    Folders,
    JsonOption,
    SiteOption,
    app,
    folders_of,
    newest_contacts,
    selected_site,
)
from pannesi.cli.help import FrenchCommand
from pannesi.support.console import stderr, stdout
from pannesi.support.i18n import N_

if TYPE_CHECKING:
    from datetime import datetime

    from pannesi.procedure.availability.reachability import ContactRow
    from pannesi.procedure.model.contacts import ContactsFile
    from pannesi.support.clock import ClockDoubt


@app.command(
    "show",
    cls=FrenchCommand,
    help=N_(
        """Montrer la procédure telle qu'elle est lue : tout le site, ou un cas.

        Exemples :
          pannesi show              les cas et les annexes
          pannesi show 3            le Cas N°3
          pannesi show annexe-4
          pannesi show all"""
    ),
)
def show_command(
    ctx: typer.Context,
    case: Annotated[str, typer.Argument(metavar="[CAS|all]", help=N_("Un cas (3, cas-3, A4), ou all."))] = "",
    as_json: JsonOption = False,
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    """`pannesi show`: the procedure as it is read. Raises NotFound, Ambiguous."""
    from pannesi.cli.use_cases.show import print_procedure

    print_procedure(selected_site(folders_of(ctx, site, data)).site, case, stdout(), as_json=as_json)


@app.command(
    "contacts",
    cls=FrenchCommand,
    help=N_(
        """Qui appeler maintenant, par quel numéro, jusqu'à quand.

        Exemples :
          pannesi contacts
          pannesi contacts --at 22:30
          pannesi contacts --role manipulateur --json"""
    ),
)
def contacts_command(
    ctx: typer.Context,
    at: Annotated[
        str | None, typer.Option("--at", metavar="QUAND", help=N_("À un autre moment : 03:12, 2026-11-24 03:12."))
    ] = None,
    role: Annotated[
        str | None, typer.Option("--role", metavar="RÔLE", help=N_("Pour qui : manipulateur, référent…"))
    ] = None,
    as_json: JsonOption = False,
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    """`pannesi contacts`: whom to call now, or at another moment. Raises ImpossibleTime, NotFound."""
    from pannesi.cli.launch import parse_at
    from pannesi.journal.location import data_folder
    from pannesi.procedure.availability.reachability import contact_row_as_json, contacts_at, zone_of
    from pannesi.support.clock import machine_clock, wall_clock

    folders = folders_of(ctx, site, data)
    newest = newest_contacts(folders)
    doubt = machine_clock(data_folder(folders.data, dict(os.environ))).doubt()
    if doubt is not None:
        newest = _without_doubtful_hours(doubt, newest, decided=at is not None)
    moment = wall_clock() if at is None else parse_at(at, newest, wall_clock())
    if role is not None:
        from pannesi.application.lookup import role_named

        role = role_named(role)
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
            from pannesi.presentation.lessons import contact_lessons
            from pannesi.presentation.noted_numbers import row_number_notices

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
    from pannesi.presentation.common_phrases import clock_doubt_words
    from pannesi.procedure.availability.reachability import zone_of
    from pannesi.procedure.loading.substitutes import without_clock_decisions

    zone = zone_of(contacts)
    hour = f"{doubt.now.astimezone(zone):%Y-%m-%d %H:%M}"
    stderr().wrapped(clock_doubt_words(doubt, zone, f'pannesi contacts --at "{hour}"'))
    return without_clock_decisions(contacts) if doubt.alarm and not decided else contacts
