"""Commands for starting a procedure and changing it safely: new, diff, replay, graph."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pannesi.cli.commands.base import DataOption, JsonOption, SiteOption, app, folders_of
from pannesi.cli.help import FrenchCommand, FrenchGroup
from pannesi.cli.use_cases.folders import journal_to_read, selected_site
from pannesi.support.console import stderr, stdout
from pannesi.support.i18n import N_, _, format_number

if TYPE_CHECKING:
    from datetime import datetime

    from pannesi.procedure.model.procedure import Site


@app.command(
    "diff",
    cls=FrenchCommand,
    help=N_(
        """Ce qu'un opérateur verrait changé entre deux versions d'un site, ligne par ligne.

        Compare par identifiant, jamais par place dans le fichier. Finit par 0 si
        rien ne change, 1 sinon, 2 si la comparaison est impossible.

        Exemples :
          pannesi diff /hopital-avant /hopital
          pannesi diff /hopital-avant              et le site d'aujourd'hui
          pannesi diff --session 20261124-0312     la procédure qu'elle a suivie"""
    ),
)
def diff_command(
    ctx: typer.Context,
    old: Annotated[str, typer.Argument(metavar="[ANCIEN]", help=N_("Le dossier de l'ancienne version."))] = "",
    new: Annotated[str, typer.Argument(metavar="[NOUVEAU]", help=N_("Le dossier de la nouvelle."))] = "",
    session: Annotated[
        str | None, typer.Option("--session", metavar="ID", help=N_("La version qu'une session a suivie."))
    ] = None,
    as_json: JsonOption = False,
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    """`pannesi diff`: what an operator would see changed between two versions.

    Raises UsageError, NotFound, Ambiguous.
    """
    from pannesi.application.compared_sites import site_of_session, site_to_compare
    from pannesi.cli.use_cases.compare import print_diff
    from pannesi.support.errors import UsageError

    folders = folders_of(ctx, site, data)
    if bool(old) == (session is not None) or (session is not None and new):
        raise UsageError(_("Nommer un ou deux dossiers, ou une session avec --session."))
    before = site_to_compare(old) if session is None else site_of_session(journal_to_read(folders), session)
    after = site_to_compare(new) if new else selected_site(folders).site
    raise typer.Exit(print_diff(before, after, stdout(), as_json=as_json))


new = typer.Typer(cls=FrenchGroup, rich_markup_mode=None, context_settings={"help_option_names": ["--help", "-h"]})
app.add_typer(
    new,
    name="new",
    help=N_(
        """Commencer : un site complet et commenté, ou un cas de plus.

        Exemples :
          pannesi new site /hopital
          pannesi new case /hopital/cases/cas-9-portail.yaml"""
    ),
)


@new.command(
    "site",
    cls=FrenchCommand,
    help=N_(
        """Écrire dans un dossier neuf le site d'un hôpital inventé, à adapter.

        Contacts, deux cas, deux annexes, triage : chaque fichier s'explique par
        ses commentaires. N'écrase jamais rien.

        Exemple :
          pannesi new site /hopital"""
    ),
)
def new_site_command(
    folder: Annotated[str, typer.Argument(metavar="DOSSIER", help=N_("Un dossier qui n'existe pas, ou vide."))],
) -> None:
    """`pannesi new site`: writes the files of an invented hospital into a new folder.

    Raises what `write_new_site` raises.
    """
    from pannesi.procedure.authoring.new_site import write_new_site
    from pannesi.support.shell_words import shell_argument
    from pannesi.support.text_safety import clean_line

    out = stdout()
    for path in write_new_site(Path(folder)):
        out.line(f"  {path}")
    shown = clean_line(folder)
    words = _("Site écrit dans {folder}. Ensuite : pannesi check --site {argument}")
    out.wrapped(words.format(folder=shown, argument=shell_argument(shown)))


@new.command(
    "case",
    cls=FrenchCommand,
    help=N_(
        """Écrire un cas neuf, en brouillon, qui se lit tel quel. N'écrase jamais rien.

        Exemples :
          pannesi new case /hopital/cases/cas-9-portail.yaml
          pannesi new case /hopital                              le numéro suivant"""
    ),
)
def new_case_command(
    target: Annotated[str, typer.Argument(metavar="FICHIER", help=N_("SITE/cases/cas-9-nom.yaml, ou le SITE."))],
) -> None:
    """`pannesi new case`: writes a draft of a new case. Raises what `write_new_case` raises."""
    from pannesi.procedure.authoring.new_site import write_new_case
    from pannesi.support.text_safety import clean_line

    file = clean_line(str(write_new_case(Path(target))))
    stdout().wrapped(_("Brouillon écrit : {file}. Il se déroule en exercice seulement.").format(file=file))


@app.command(
    "replay",
    cls=FrenchCommand,
    help=N_(
        """Rejouer les sessions passées, et les scénarios gardés, sur la procédure d'aujourd'hui.

        Dit ce qui mènerait ailleurs, les réponses disparues, les lignes qui ne
        seraient plus demandées. Les scénarios sont les fichiers de SITE/scenarios.
        Code de sortie 1 si un scénario gardé finit autrement. Rien n'est écrit.

        Exemples :
          pannesi replay
          pannesi replay --since 2026-01-01 --site /hopital-nouveau
          pannesi replay --save 20261124-0312 /hopital/scenarios/nuit.yaml"""
    ),
)
def replay_command(
    ctx: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar="[FICHIER]", help=N_("Avec --save : le fichier du scénario, qui n'existe pas."))
    ] = "",
    since: Annotated[
        str | None, typer.Option("--since", metavar="QUAND", help=N_("Depuis ce jour : 2026-01-01, 24/11/2026 08:00."))
    ] = None,
    save: Annotated[
        str | None,
        typer.Option("--save", metavar="ID", help=N_("Garder cette session close comme scénario, sans patient.")),
    ] = None,
    as_json: JsonOption = False,
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    """`pannesi replay`: replays past sessions and kept scenarios under today's procedure.

    Raises UsageError, NotFound.
    """
    from pannesi.cli.use_cases.replay import print_replay, save_scenario
    from pannesi.history.replay.replayed import replay_scenarios, replay_sessions
    from pannesi.support.errors import UsageError

    folders = folders_of(ctx, site, data)
    if (save is not None) != bool(file):
        raise UsageError(_("Écrire : pannesi replay --save SESSION FICHIER, ou pannesi replay seul."))
    if save is not None:
        save_scenario(journal_to_read(folders), save, file, stdout())
        return
    selected = selected_site(folders)
    moment = _replay_start(since, selected.site) if since is not None else None
    replays = (
        *replay_sessions(journal_to_read(folders), selected.site, moment, _progress_line()),
        *replay_scenarios(selected.folder.path, selected.site),
    )
    raise typer.Exit(print_replay(replays, stdout(), as_json=as_json))


def _replay_start(text: str, site: Site) -> datetime:
    """A moment, or a day from its first minute. Raises ImpossibleTime."""
    from pannesi.procedure.availability.reachability import zone_of
    from pannesi.procedure.availability.typed_times import parse_instant
    from pannesi.support.clock import wall_clock

    whole_day = text if ":" in text or "h" in text else f"{text} 00:00"
    return parse_instant(whole_day, wall_clock(), zone_of(site.contacts))


def _progress_line() -> Callable[[int, int], None]:
    """A callback that reports progress on standard error, where a person watches and there is much to do."""
    import sys

    watched = sys.stderr is not None and sys.stderr.isatty()

    def tell(done: int, total: int) -> None:
        if watched and total > 20 and (done % 20 == 0 or done == total):
            stderr().line(_("{done} / {total} sessions").format(done=format_number(done), total=format_number(total)))

    return tell


@app.command(
    "graph",
    cls=FrenchCommand,
    help=N_(
        """L'arbre d'un cas : dans le terminal, en Mermaid, en DOT, ou en image SVG.

        Exemples :
          pannesi graph 3
          pannesi graph 3 --format svg > cas-3.svg
          pannesi graph annexe-4 --format mermaid"""
    ),
)
def graph_command(
    ctx: typer.Context,
    case: Annotated[str, typer.Argument(metavar="CAS", help=N_("Un cas (3, cas-3, A4)."))],
    form: Annotated[str, typer.Option("--format", metavar="FORME", help=N_("text, mermaid, dot ou svg."))] = "text",
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    """`pannesi graph`: the tree of a case. Raises NotFound, InvalidValue."""
    from pannesi.application.lookup import unit_named
    from pannesi.cli.use_cases.graph import print_graph

    selected = selected_site(folders_of(ctx, site, data)).site
    print_graph(selected, unit_named(selected, case), form, stdout())
