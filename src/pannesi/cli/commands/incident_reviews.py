"""Commands on incident reviews (retours d'expérience): what is said after an outage, and the actions decided."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pannesi.cli.commands.base import DataOption, JsonOption, SiteOption, app, folders_of
from pannesi.cli.help import FrenchCommand, FrenchGroup, deferred_help
from pannesi.cli.use_cases.folders import (
    Folders,
    journal_of_exports,
    journal_to_read,
    main_journal_to_write,
    selected_site,
)
from pannesi.documents.formats import FORMATS, format_names_words, formats_of
from pannesi.support.console import stderr, stdout
from pannesi.support.i18n import N_, _, translated

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pannesi.journal.audit_log import Who
    from pannesi.journal.store import Journal
    from pannesi.procedure.model.procedure import Site
    from pannesi.support.i18n import Marked

reviews = typer.Typer(cls=FrenchGroup, rich_markup_mode=None, add_completion=False)
app.add_typer(reviews, name="rex")

SessionArgument = Annotated[
    str, typer.Argument(metavar="ID", help=N_("L'identifiant de la session, ou son début (pannesi sessions)."))
]
ActionArgument = Annotated[
    str, typer.Argument(metavar="ID", help=N_("L'identifiant de l'action, ou son début (pannesi rex)."))
]
WhoOption = Annotated[str | None, typer.Option("--who", metavar="NOM", help=N_("Qui le dit. Sinon le nom du compte."))]
_FORMS = deferred_help("review formats", lambda: format_names_words("review"))


def _choices(name: str) -> Mapping[str, Marked]:
    from pannesi.session.incident_review.fields import field_of

    field = field_of("", name)
    return field.options if field is not None else {}


def _list_help(name: str, begin: Marked) -> str:
    """The help of an option with a closed list: what it is, and its words."""
    return deferred_help(
        f"review {name}", lambda: f"{translated(begin)} {', '.join(map(translated, _choices(name).values()))}."
    )


_SEVERITY = _list_help("severity", N_("La gravité :"))
_EFFECT = _list_help("effect", N_("L'effet sur les soins, plusieurs fois si besoin :"))
_CAUSE = _list_help("cause", N_("La cause :"))


@contextlib.contextmanager
def writing_review(folders: Folders, who: str | None) -> Iterator[tuple[Journal, Site, Who]]:
    """The main journal, the site and who writes. Raises NotWritten where only a stand-in is open."""
    from pannesi.application.journal_commands import acting_person

    site = selected_site(folders).site
    with main_journal_to_write(folders) as journal:
        yield journal, site, acting_person(who)


@reviews.callback(
    invoke_without_command=True,
    help=N_(
        """Le retour d'expérience d'une panne : cause, effet, tickets, ce qui a marché ou non, actions suivies.

        Sans rien de plus : les actions qui restent à faire, les plus pressées d'abord, et les dernières pannes
        closes sans retour d'expérience. Il a sa propre chaîne dans le journal, reste après l'effacement de la
        session, et ne change aucun fait de celle-ci.

        Exemples :
          pannesi rex
          pannesi rex show 20261124
          pannesi rex say 20261124 --severity majeure --effect retard --cause réseau
          pannesi rex declare 20261124 dpo fait --number 2026-14
          pannesi rex action 20261124 "relire 3.7" --pilot AB --due 15/12/2026
          pannesi rex done 3f2a91c0 --how "relu, version 2026-12"
          pannesi rex print 20261124 --format pdf --words"""
    ),
)
def rex_command(
    ctx: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help=N_("Aussi les actions faites ou abandonnées."))] = False,
    as_json: JsonOption = False,
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    """`pannesi rex`: the open actions. Options are kept for its subcommands."""
    folders = ctx.obj = folders_of(ctx, site, data)
    if ctx.invoked_subcommand is not None:
        return
    from pannesi.cli.use_cases.incident_reviews import print_actions
    from pannesi.support.clock import wall_clock

    journal, selected = journal_to_read(folders), selected_site(folders).site
    print_actions(journal, selected, wall_clock(), stdout(), everything=everything, as_json=as_json)


@reviews.command(
    cls=FrenchCommand,
    name="show",
    help=N_(
        """Lire le retour d'expérience d'une session ; pendant la panne, ce qui est à signaler.

        Ce bloc est pour le référent et le cadre : la liste du manipulateur ne le montre jamais."""
    ),
)
def show_command(
    ctx: typer.Context, name: SessionArgument, as_json: JsonOption = False, site: SiteOption = None,
    data: DataOption = None,
) -> None:  # fmt: skip
    """`pannesi rex show`: one review. Raises NotFound, Ambiguous."""
    from pannesi.cli.use_cases.incident_reviews import print_review
    from pannesi.support.clock import wall_clock

    folders = folders_of(ctx, site, data)
    print_review(
        journal_to_read(folders), selected_site(folders).site, name, wall_clock(), stdout(), as_json=as_json
    )  # fmt: skip


@reviews.command(
    cls=FrenchCommand,
    name="say",
    help=N_(
        """Dire ce qui s'est passé : gravité, effet sur les soins, cause, ce qui a marché ou non.

        Rien n'a de réponse d'avance. Un tiret seul ("-") retire ce qui était dit ; ce qui l'était reste dans la
        chaîne. Gravité et effet se disent dès la panne, le reste une fois la session close.

        Exemples :
          pannesi rex say 20261124 --severity majeure --effect retard --effect transfert
          pannesi rex say 20261124 --cause intervention --cause-words "bascule du pare-feu, non annoncée"
          pannesi rex say 20261124 --worked "les CD" --failed "le numéro de l'astreinte"
          pannesi rex say 20261124 --effect -"""
    ),
)
def say_command(
    ctx: typer.Context,
    name: SessionArgument,
    severity: Annotated[str, typer.Option("--severity", metavar="GRAVITÉ", help=_SEVERITY)] = "",
    effect: Annotated[list[str] | None, typer.Option("--effect", metavar="EFFET", help=_EFFECT)] = None,
    cause: Annotated[str, typer.Option("--cause", metavar="CAUSE", help=_CAUSE)] = "",
    cause_words: Annotated[
        str, typer.Option("--cause-words", metavar="MOTS", help=N_("La cause, en quelques mots."))
    ] = "",
    worked: Annotated[str, typer.Option("--worked", metavar="MOTS", help=N_("Ce qui a bien marché."))] = "",
    failed: Annotated[str, typer.Option("--failed", metavar="MOTS", help=N_("Ce qui n'a pas marché."))] = "",
    blackout: Annotated[
        str,
        typer.Option(
            "--blackout", metavar="RÉPONSE", help=N_("D'un exercice : SI entièrement coupé, joué ? oui ou non.")
        ),
    ] = "",
    who: WhoOption = None,
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    """`pannesi rex say`: what fields hold. Raises UsageError, Refused, NotFound, Ambiguous, NotWritten."""
    from pannesi.cli.use_cases.incident_reviews import say

    fields = {
        "severity": (severity,), "effect": tuple(effect or ()), "cause": (cause,), "cause_words": (cause_words,),
        "worked": (worked,), "failed": (failed,), "blackout": (blackout,),
    }  # fmt: skip
    given = {field: words for field, words in fields.items() if any(words)}
    with writing_review(folders_of(ctx, site, data), who) as (journal, selected, by):
        say(journal, selected, by, name, given, stdout())


@reviews.command(
    cls=FrenchCommand,
    name="declare",
    help=N_(
        """Garder ce qui a été signalé : événement indésirable, RSSI, DPO, identitovigilance, radioprotection.

        pannesi ne décide d'aucun de ces signalements : il garde « fait », « non » ou « pas su », et un numéro.
        Possible pendant la panne.

        Exemples :
          pannesi rex declare 20261124 rssi fait --number INC-2211
          pannesi rex declare 20261124 radioprotection non"""
    ),
)
def declare_command(
    ctx: typer.Context,
    name: SessionArgument,
    what: Annotated[str, typer.Argument(metavar="QUOI", help=N_("Le signalement, ou le début de son nom."))],
    state: Annotated[str, typer.Argument(metavar="RÉPONSE", help=N_("fait, non ou pas su ; - retire la réponse."))],
    number: Annotated[str, typer.Option("--number", metavar="N°", help=N_("Le numéro de la déclaration."))] = "",
    who: WhoOption = None,
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    """`pannesi rex declare`: whether something was declared. Raises Refused, NotFound, Ambiguous, NotWritten."""
    from pannesi.cli.use_cases.incident_reviews import declare

    with writing_review(folders_of(ctx, site, data), who) as (journal, selected, by):
        declare(journal, selected, by, name, what, state, number, stdout())


@reviews.command(
    cls=FrenchCommand,
    name="ticket",
    help=N_(
        """Garder un ticket ouvert pour la panne, et qui a répondu.

        Exemple :
          pannesi rex ticket 20261124 --number 4711 --answered "hotline du PACS, à 03:40" """
    ),
)
def ticket_command(
    ctx: typer.Context,
    name: SessionArgument,
    number: Annotated[str, typer.Option("--number", metavar="N°", help=N_("Le numéro du ticket."))] = "",
    answered: Annotated[str, typer.Option("--answered", metavar="QUI", help=N_("Qui a répondu."))] = "",
    who: WhoOption = None,
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    """`pannesi rex ticket`: adds a ticket. Raises Refused, NotFound, Ambiguous, NotWritten."""
    from pannesi.cli.use_cases.incident_reviews import add_ticket

    with writing_review(folders_of(ctx, site, data), who) as (journal, selected, by):
        add_ticket(journal, selected, by, name, number, answered, stdout())


@reviews.command(
    cls=FrenchCommand,
    name="action",
    help=N_(
        """Décider une action : quoi, qui la pilote, pour quand. Elle est suivie jusqu'à ce qu'elle soit faite.

        L'échéance : 15/12/2026, 15/12, ou "dans 3 semaines".

        Exemple :
          pannesi rex action 20261124 "écrire le numéro de l'astreinte" --pilot AB --due "dans 3 semaines" """
    ),
)
def action_command(
    ctx: typer.Context,
    name: SessionArgument,
    what: Annotated[str, typer.Argument(metavar="QUOI", help=N_("Ce qui est à faire."))],
    pilot: Annotated[str, typer.Option("--pilot", metavar="QUI", help=N_("Qui la pilote."))],
    due: Annotated[str, typer.Option("--due", metavar="JOUR", help=N_("Pour quand."))],
    who: WhoOption = None,
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    """`pannesi rex action`: adds an action. Raises Refused, NotFound, Ambiguous, NotWritten."""
    from pannesi.cli.use_cases.incident_reviews import add_action

    with writing_review(folders_of(ctx, site, data), who) as (journal, selected, by):
        add_action(journal, selected, by, name, what, pilot, due, stdout())


@reviews.command(cls=FrenchCommand, name="done", help=N_("""Dire qu'une action est faite."""))
def done_command(
    ctx: typer.Context,
    name: ActionArgument,
    how: Annotated[str, typer.Option("--how", metavar="MOTS", help=N_("Ce qui a été fait."))] = "",
    who: WhoOption = None,
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    """`pannesi rex done`: an action is done. Raises Refused, NotFound, Ambiguous, NotWritten."""
    _settle(folders_of(ctx, site, data), who, name, "done", how)


@reviews.command(cls=FrenchCommand, name="drop", help=N_("""Dire qu'une action est abandonnée, et pourquoi."""))
def drop_command(
    ctx: typer.Context,
    name: ActionArgument,
    why: Annotated[str, typer.Option("--why", metavar="MOTIF", help=N_("Pourquoi elle est abandonnée."))],
    who: WhoOption = None,
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    """`pannesi rex drop`: an action is given up. Raises Refused, NotFound, Ambiguous, NotWritten."""
    _settle(folders_of(ctx, site, data), who, name, "dropped", why)


@reviews.command(cls=FrenchCommand, name="reopen", help=N_("""Dire qu'une action est de nouveau à faire."""))
def reopen_command(
    ctx: typer.Context, name: ActionArgument, who: WhoOption = None, site: SiteOption = None, data: DataOption = None
) -> None:
    """`pannesi rex reopen`: an action is open again. Raises Refused, NotFound, Ambiguous, NotWritten."""
    _settle(folders_of(ctx, site, data), who, name, "open", "")


def _settle(folders: Folders, who: str | None, name: str, state: str, words: str) -> None:
    from pannesi.cli.use_cases.incident_reviews import settle_action

    with writing_review(folders, who) as (journal, selected, by):
        settle_action(journal, selected, by, name, state, words, stdout())


@reviews.command(
    cls=FrenchCommand,
    name="print",
    help=N_(
        """La fiche du retour d'expérience, à signer, pour le service qualité.

        Ce qui est écrit en toutes lettres peut porter des noms : la fiche ne l'a qu'avec --words, et cette sortie
        est notée dans le journal.

        Exemples :
          pannesi rex print 20261124                       rex-20261124-….md
          pannesi rex print 20261124 --format pdf --words"""
    ),
)
def print_sheet_command(
    ctx: typer.Context,
    name: SessionArgument,
    form: Annotated[str, typer.Option("--format", metavar="FORME", help=_FORMS)] = "md",
    out: Annotated[Path | None, typer.Option("--out", "-o", metavar="FICHIER", help=N_("Le fichier à écrire."))] = None,
    words: Annotated[
        bool, typer.Option("--words", help=N_("Avec ce qui est écrit en toutes lettres ; c'est enregistré."))
    ] = False,
    force: Annotated[bool, typer.Option("--force", help=N_("Remplacer le fichier s'il existe déjà."))] = False,
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    """`pannesi rex print`: the sheet of a review as a file. Raises InvalidValue, NotFound, Ambiguous, CannotExport."""
    from pannesi.application.lookup import form_named
    from pannesi.cli.use_cases.incident_reviews import print_sheet
    from pannesi.support.clock import wall_clock

    form = form_named([format.name for format in formats_of("review")], form)
    folders = folders_of(ctx, site, data)
    if FORMATS[form].laid_out:
        stderr().wrapped(_("Mise en page de la fiche…"))
    print_sheet(
        journal_to_read(folders), selected_site(folders).site, name, form, out, wall_clock(), stdout(), words=words,
        force=force, recorder=partial(_record_sheet, folders),
    )  # fmt: skip


def _record_sheet(folders: Folders, session: str, target: Path) -> None:
    """Records in the audit log that what people wrote leaves the program, before it does. Raises CannotExport."""
    from pannesi.application.journal_commands import acting_person
    from pannesi.documents.incident_review import record_sheet

    with journal_of_exports(folders) as journal:
        record_sheet(journal, acting_person(None), session, target)
