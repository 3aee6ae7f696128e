"""Commands that read a site: show, contacts."""

from __future__ import annotations

import os
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
    from collections.abc import Callable, Iterable

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
    from pannesi.procedure.availability.reachability import (
        contact_row_as_json,
        contacts_at,
        render_contact_rows,
        zone_of,
    )
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
    numbers = _numbers_noted(folders, newest)
    _print_indented(render_contact_rows(rows, wall_clock(), zone_of(newest), then=at is not None, numbers=numbers))


def _numbers_noted(folders: Folders, contacts: ContactsFile) -> Callable[[ContactRow], Iterable[str]]:
    """The numbers that earlier sessions noted, in words, of a contact. The sessions are opened only where
    one may be shown; where they cannot be read, that is said, and the contacts are shown all the same."""
    from pannesi.cli.use_cases.peek import may_show_numbers, noted_lessons

    if not may_show_numbers(folders.data, contacts):
        return lambda row: ()
    from pannesi.presentation.noted_numbers import row_number_notices
    from pannesi.support.clock import wall_clock
    from pannesi.support.errors import PannesiError

    try:
        lessons = noted_lessons(folders.data, folders.site, wall_clock())
    except PannesiError as failure:
        stderr().wrapped(str(failure))
        return lambda row: ()
    return lambda row: row_number_notices(contacts, lessons, row)


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
