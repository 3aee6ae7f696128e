"""Commands for beginning a procedure and changing it safely: new, diff, replay, graph."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pannesi.cli.commands.base import DataOption, JsonOption, SiteOption, app, folders_of, journal_of, reading_of
from pannesi.cli.help import FrenchCommand, FrenchGroup
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
    from pannesi.application.compared_sites import site_of_session, site_to_compare
    from pannesi.cli.use_cases.compare import tell_diff
    from pannesi.support.errors import UsageError

    where = folders_of(ctx, site, data)
    if bool(old) == (session is not None) or (session is not None and new):
        raise UsageError(_("Nommer un ou deux dossiers, ou une session avec --session."))
    before = site_to_compare(old) if session is None else site_of_session(journal_of(where), session)
    after = site_to_compare(new) if new else reading_of(where).site
    raise typer.Exit(tell_diff(before, after, stdout(), as_json=as_json))


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
    from pannesi.procedure.authoring.new_site import write_new_site
    from pannesi.support.text_safety import clean_line

    out = stdout()
    for path in write_new_site(Path(folder)):
        out.line(f"  {path}")
    shown = clean_line(folder)
    out.wrapped(_("Site écrit dans {folder}. Ensuite : pannesi check --site {folder}").format(folder=shown))


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
        Finit par 1 si un scénario gardé finit autrement. Rien n'est écrit.

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
    from pannesi.cli.use_cases.replay import save_scenario, tell_replay
    from pannesi.history.replay.replayed import replay_scenarios, replay_sessions
    from pannesi.support.errors import UsageError

    where = folders_of(ctx, site, data)
    if (save is not None) != bool(file):
        raise UsageError(_("Écrire : pannesi replay --save SESSION FICHIER, ou pannesi replay seul."))
    if save is not None:
        save_scenario(journal_of(where), save, file, stdout())
        return
    reading = reading_of(where)
    moment = _since(since, reading.site) if since is not None else None
    found = (
        *replay_sessions(journal_of(where), reading.site, moment, _progress()),
        *replay_scenarios(reading.folder.path, reading.site),
    )
    raise typer.Exit(tell_replay(found, stdout(), as_json=as_json))


def _since(text: str, site: Site) -> datetime:
    """A day, from its first minute, or a moment. Raises ImpossibleTime."""
    from pannesi.procedure.availability.reachability import zone_of
    from pannesi.procedure.availability.typed_times import parse_instant
    from pannesi.support.clock import wall_clock

    whole_day = text if ":" in text or "h" in text else f"{text} 00:00"
    return parse_instant(whole_day, wall_clock(), zone_of(site.contacts))


def _progress() -> Callable[[int, int], None]:
    """Says how far it is where somebody watches, when it is long."""
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
    from pannesi.application.lookup import unit_named
    from pannesi.cli.use_cases.graph import tell_graph

    found = reading_of(folders_of(ctx, site, data)).site
    tell_graph(found, unit_named(found, case), form, stdout())
