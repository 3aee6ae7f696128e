"""Commands on what past sessions taught: lines that were signalled, numbers that were noted, and the answers."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Protocol

import typer

from pannesi.cli.commands.base import DataOption, JsonOption, SiteOption, app, folders_of
from pannesi.cli.help import FrenchCommand, FrenchGroup
from pannesi.cli.use_cases.folders import Folders, journal_to_read, main_journal_to_write, selected_site
from pannesi.support.console import stdout
from pannesi.support.i18n import N_

if TYPE_CHECKING:
    from datetime import datetime

    from pannesi.application.site_selection import SelectedSite
    from pannesi.journal.audit_log import Who
    from pannesi.journal.store import Journal
    from pannesi.support.console import Output

redlines = typer.Typer(cls=FrenchGroup, rich_markup_mode=None, add_completion=False)
numbers = typer.Typer(cls=FrenchGroup, rich_markup_mode=None, add_completion=False)
app.add_typer(redlines, name="redlines")
app.add_typer(numbers, name="numbers")

OnlyOpenOption = Annotated[bool, typer.Option("--open", help=N_("Seulement ce qui attend une réponse."))]
WhoOption = Annotated[str | None, typer.Option("--who", metavar="NOM", help=N_("Qui répond. Sinon le nom du compte."))]
NameArgument = Annotated[str, typer.Argument(metavar="ID", help=N_("L'identifiant, ou son début : la liste le dit."))]


class _Printer(Protocol):
    """Prints a list of lessons."""

    def __call__(
        self, journal: Journal | None, selected: SelectedSite, now: datetime, out: Output, *,
        only_open: bool, as_json: bool,
    ) -> None: ...  # fmt: skip


def _print_list(folders: Folders, printed: _Printer, *, only_open: bool, as_json: bool) -> None:
    from pannesi.support.clock import wall_clock

    journal, selected = journal_to_read(folders), selected_site(folders)
    printed(journal, selected, wall_clock(), stdout(), only_open=only_open, as_json=as_json)


@contextlib.contextmanager
def _answering(folders: Folders, who: str | None) -> Iterator[tuple[Journal, Who]]:
    """The main journal, to record an answer in, and who answers. Raises NotWritten where only a stand-in is open."""
    from pannesi.application.journal_commands import acting_person

    with main_journal_to_write(folders) as journal:
        yield journal, acting_person(who)


@redlines.callback(
    invoke_without_command=True,
    help=N_(
        """Lignes signalées fausses, impossibles ou pas claires, à côté du fichier et de la ligne qui les écrit.

        Exemples :
          pannesi redlines --open
          pannesi redlines answer 3f2a91c0 --declined "le numéro est bon"
          pannesi redlines answer 3f2a91c0 --corrected 2026-12
          pannesi redlines undo 3f2a91c0"""
    ),
)
def redlines_command(
    ctx: typer.Context,
    only_open: OnlyOpenOption = False,
    as_json: JsonOption = False,
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    """`pannesi redlines`: what was said against lines of the procedure. Options are kept for `redlines answer`."""
    folders = ctx.obj = folders_of(ctx, site, data)
    if ctx.invoked_subcommand is not None:
        return
    from pannesi.cli.use_cases.lessons import print_redlines

    _print_list(folders, print_redlines, only_open=only_open, as_json=as_json)


@redlines.command(
    cls=FrenchCommand,
    name="answer",
    help=N_(
        """Répondre à un signalement : corrigé dans une version, ou gardé tel quel avec le motif.

        La session passée ne change pas : la réponse est écrite à part."""
    ),
)
def answer_redline_command(
    ctx: typer.Context,
    name: NameArgument,
    corrected: Annotated[
        str, typer.Option("--corrected", metavar="VERSION", help=N_("La version de la procédure qui corrige la ligne."))
    ] = "",
    declined: Annotated[
        str, typer.Option("--declined", metavar="MOTIF", help=N_("Pourquoi la ligne reste comme elle est."))
    ] = "",
    who: WhoOption = None,
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    """`pannesi redlines answer`: records the answer to a redline.

    Raises UsageError, NotFound, Ambiguous, NotWritten.
    """
    from pannesi.cli.use_cases.lessons import answer_redline
    from pannesi.support.clock import wall_clock

    folders = folders_of(ctx, site, data)
    selected = selected_site(folders)
    with _answering(folders, who) as (journal, by):
        answer_redline(journal, by, selected, name, wall_clock(), stdout(), corrected=corrected, declined=declined)


@redlines.command(
    cls=FrenchCommand,
    name="undo",
    help=N_(
        """Retirer la réponse à un signalement : il attend de nouveau, et sa ligne le redit aux nuits suivantes.

        La réponse retirée reste dans le journal du poste, avec qui l'a retirée et quand."""
    ),
)
def undo_redline_command(
    ctx: typer.Context, name: NameArgument, who: WhoOption = None, site: SiteOption = None, data: DataOption = None
) -> None:
    """`pannesi redlines undo`: withdraws an answer. Raises NotFound, Ambiguous, WrongState, NotWritten."""
    from pannesi.cli.use_cases.lessons import undo_redline_answer
    from pannesi.support.clock import wall_clock

    folders = folders_of(ctx, site, data)
    selected = selected_site(folders)
    with _answering(folders, who) as (journal, by):
        undo_redline_answer(journal, by, selected, name, wall_clock(), stdout())


@numbers.callback(
    invoke_without_command=True,
    help=N_(
        """Numéros trouvés la nuit (touche M) pour des contacts sans numéro écrit, et où les écrire.

        Un numéro noté est montré aux nuits suivantes, « non validé », sous ce qui est écrit, jusqu'à ce qu'il soit
        écrit dans contacts.yaml ou retiré.

        Exemples :
          pannesi numbers --open
          pannesi numbers confirm 3f2a91c0
          pannesi numbers remove 3f2a91c0 --why "faux numéro"
          pannesi numbers undo 3f2a91c0"""
    ),
)
def numbers_command(
    ctx: typer.Context,
    only_open: OnlyOpenOption = False,
    as_json: JsonOption = False,
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    """`pannesi numbers`: the numbers noted. Options are kept for its subcommands."""
    folders = ctx.obj = folders_of(ctx, site, data)
    if ctx.invoked_subcommand is not None:
        return
    from pannesi.cli.use_cases.lessons import print_numbers

    _print_list(folders, print_numbers, only_open=only_open, as_json=as_json)


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
    _answer_number(folders_of(ctx, site, data), name, who, confirmed=True)


@numbers.command(
    cls=FrenchCommand,
    name="remove",
    help=N_(
        """Retirer un numéro noté : il n'est plus montré qu'ici.

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
    _answer_number(folders_of(ctx, site, data), name, who, confirmed=False, why=why)


@numbers.command(
    cls=FrenchCommand,
    name="undo",
    help=N_(
        """Retirer la réponse à un numéro noté : il est montré de nouveau, « non validé ».

        La réponse retirée reste dans le journal du poste, avec qui l'a retirée et quand."""
    ),
)
def undo_number_command(
    ctx: typer.Context, name: NameArgument, who: WhoOption = None, site: SiteOption = None, data: DataOption = None
) -> None:
    """`pannesi numbers undo`: withdraws an answer. Raises NotFound, Ambiguous, WrongState, NotWritten."""
    from pannesi.cli.use_cases.lessons import undo_number_answer
    from pannesi.support.clock import wall_clock

    folders = folders_of(ctx, site, data)
    selected = selected_site(folders)
    with _answering(folders, who) as (journal, by):
        undo_number_answer(journal, by, selected, name, wall_clock(), stdout())


def _answer_number(folders: Folders, name: str, who: str | None, *, confirmed: bool, why: str = "") -> None:
    from pannesi.cli.use_cases.lessons import answer_number_named
    from pannesi.support.clock import wall_clock

    selected = selected_site(folders)
    with _answering(folders, who) as (journal, by):
        answer_number_named(journal, by, selected, name, wall_clock(), stdout(), confirmed=confirmed, why=why)
