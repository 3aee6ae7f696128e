"""Commands on phone numbers that were noted in sessions: the list, and the answers of the référent."""

from __future__ import annotations

from typing import Annotated

import typer

from pannesi.cli.commands.base import (
    DataOption,
    Folders,
    JsonOption,
    SiteOption,
    app,
    folders_of,
    journal_to_read,
    selected_site,
)
from pannesi.cli.help import FrenchCommand, FrenchGroup
from pannesi.support.console import stdout
from pannesi.support.i18n import N_
from pannesi.support.text_safety import clean_line

numbers = typer.Typer(cls=FrenchGroup, rich_markup_mode=None, add_completion=False)
app.add_typer(numbers, name="numbers")

NameArgument = Annotated[str, typer.Argument(metavar="ID", help=N_("L'identifiant, ou son début (pannesi numbers)."))]
WhoOption = Annotated[str | None, typer.Option("--who", metavar="NOM", help=N_("Qui répond. Sinon le nom du compte."))]


@numbers.callback(
    invoke_without_command=True,
    help=N_(
        """Numéros trouvés la nuit (touche M) pour des contacts sans numéro écrit, et où les écrire.

        Un numéro noté est montré aux nuits suivantes, « non validé », sous ce qui est écrit, jusqu'à ce qu'il soit
        écrit dans contacts.yaml ou retiré.

        Exemples :
          pannesi numbers --open
          pannesi numbers confirm 3f2a91c0
          pannesi numbers remove 3f2a91c0 --why "faux numéro\""""
    ),
)
def numbers_command(
    ctx: typer.Context,
    only_open: Annotated[bool, typer.Option("--open", help=N_("Seulement ceux qui attendent une réponse."))] = False,
    as_json: JsonOption = False,
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    """`pannesi numbers`: the numbers noted. Options are kept for its subcommands."""
    folders = ctx.obj = folders_of(ctx, site, data)
    if ctx.invoked_subcommand is not None:
        return
    from pannesi.cli.use_cases.numbers import print_numbers
    from pannesi.support.clock import wall_clock

    journal, selected = journal_to_read(folders), selected_site(folders)
    print_numbers(journal, selected, wall_clock(), stdout(), only_open=only_open, as_json=as_json)


@numbers.command(
    cls=FrenchCommand,
    name="confirm",
    help=N_(
        """Dire qu'un numéro noté est juste ; où l'écrire dans contacts.yaml est rappelé.

        Il reste montré, « confirmé », tant que contacts.yaml n'a pas de numéro pour ce contact. La session passée ne
        change pas : la réponse est écrite à part, avec qui et quand."""
    ),
)
def confirm_number_command(
    ctx: typer.Context, name: NameArgument, who: WhoOption = None, site: SiteOption = None, data: DataOption = None
) -> None:
    """`pannesi numbers confirm`: records that a number is right. Raises NotFound, Ambiguous, NotWritten."""
    _answer(folders_of(ctx, site, data), name, who, confirmed=True)


@numbers.command(
    cls=FrenchCommand,
    name="remove",
    help=N_(
        """Retirer un numéro noté : il n'est plus montré à personne d'autre qu'ici.

        La session passée ne change pas : la réponse est écrite à part, avec qui et quand."""
    ),
)
def remove_number_command(
    ctx: typer.Context,
    name: NameArgument,
    why: Annotated[str, typer.Option("--why", metavar="MOTIF", help=N_("Pourquoi il est retiré."))] = "",
    who: WhoOption = None,
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    """`pannesi numbers remove`: takes a number away. Raises NotFound, Ambiguous, NotWritten."""
    _answer(folders_of(ctx, site, data), name, who, confirmed=False, why=why)


def _answer(folders: Folders, name: str, who: str | None, *, confirmed: bool, why: str = "") -> None:
    import os

    from pannesi.application.context import account_name, new_edge, open_for_writing
    from pannesi.cli.use_cases.numbers import answer_number_named
    from pannesi.support.clock import wall_clock

    selected = selected_site(folders)
    opened = open_for_writing(folders.data, os.environ, new_edge())
    try:
        actor = clean_line(who).strip() if who else account_name()
        answer_number_named(opened, selected, name, actor, wall_clock(), stdout(), confirmed=confirmed, why=why)
    finally:
        opened.journal.close()
