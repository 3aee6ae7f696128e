"""Commands on exercises: when each case is due, who takes part, the facilitator's terminal, the evidence of a year."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pannesi.cli.commands.base import DataOption, JsonOption, SiteOption, app, folders_of
from pannesi.cli.commands.incident_reviews import WhoOption, writing_review
from pannesi.cli.help import FrenchCommand, FrenchGroup, deferred_help
from pannesi.cli.use_cases.folders import journal_to_read, selected_site
from pannesi.documents.formats import FORMATS, format_names_words, formats_of
from pannesi.support.console import stderr, stdout
from pannesi.support.i18n import N_, _

exercises = typer.Typer(cls=FrenchGroup, rich_markup_mode=None, add_completion=False)
app.add_typer(exercises, name="exercise")

ExerciseArgument = Annotated[
    str, typer.Argument(metavar="ID", help=N_("L'identifiant de l'exercice, ou son début (pannesi sessions)."))
]
ScenarioArgument = Annotated[
    Path, typer.Argument(metavar="SCÉNARIO", help=N_("Le fichier du scénario, avec ses événements (injects)."))
]
_FORMS = deferred_help("exercise formats", lambda: format_names_words("review"))
FormOption = Annotated[str, typer.Option("--format", metavar="FORME", help=_FORMS)]
OutOption = Annotated[Path | None, typer.Option("--out", "-o", metavar="FICHIER", help=N_("Le fichier à écrire."))]
ForceOption = Annotated[bool, typer.Option("--force", help=N_("Remplacer le fichier s'il existe déjà."))]


@exercises.callback(
    invoke_without_command=True,
    help=N_(
        """Les exercices : ce qui est à rejouer, qui a participé, les événements que l'animateur joue.

        Sans rien de plus : quand chaque cas a été joué, et ce qui est en retard. Un exercice note la procédure,
        jamais les personnes. Après : pannesi rex say et pannesi rex action gardent les points trouvés et les actions.

        Exemples :
          pannesi exercise
          pannesi exercise join 20261124 AB --function manipulateur
          pannesi exercise goal 20261124 "prévenir le service informatique en 10 min"
          pannesi exercise lead 20261124 scenario.yaml
          pannesi exercise cues scenario.yaml --format pdf
          pannesi dossier --from 2026-01-01 --to 2026-12-31"""
    ),
)
def exercise_command(
    ctx: typer.Context, as_json: JsonOption = False, site: SiteOption = None, data: DataOption = None
) -> None:
    """`pannesi exercise`: what is due. Options are kept for its subcommands."""
    folders = ctx.obj = folders_of(ctx, site, data)
    if ctx.invoked_subcommand is not None:
        return
    from pannesi.cli.use_cases.exercises import print_calendar
    from pannesi.support.clock import wall_clock

    print_calendar(journal_to_read(folders), selected_site(folders).site, wall_clock(), stdout(), as_json=as_json)


@exercises.command(
    cls=FrenchCommand, name="show", help=N_("""Qui participe à un exercice, et ses objectifs.""")
)  # fmt: skip
def show_exercise_command(
    ctx: typer.Context, name: ExerciseArgument, as_json: JsonOption = False, site: SiteOption = None,
    data: DataOption = None,
) -> None:  # fmt: skip
    """`pannesi exercise show`: one exercise. Raises NotFound, Ambiguous, Refused."""
    from pannesi.cli.use_cases.exercises import print_exercise

    folders = folders_of(ctx, site, data)
    print_exercise(journal_to_read(folders), selected_site(folders).site, name, stdout(), as_json=as_json)


@exercises.command(
    cls=FrenchCommand,
    name="join",
    help=N_(
        """Noter qui participe : des initiales, une fonction, ou les deux. L'attestation les liste.

        Exemples :
          pannesi exercise join 20261124 AB --function manipulateur
          pannesi exercise join 20261124 --function "cadre de santé" --part observe"""
    ),
)
def join_command(
    ctx: typer.Context,
    name: ExerciseArgument,
    person: Annotated[str, typer.Argument(metavar="[QUI]", help=N_("Des initiales, ou un nom."))] = "",
    function: Annotated[str, typer.Option("--function", metavar="FONCTION", help=N_("Sa fonction."))] = "",
    part: Annotated[str, typer.Option("--part", metavar="RÔLE", help=N_("joue, observe ou anime."))] = "joue",
    who: WhoOption = None,
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    """`pannesi exercise join`: writes down a participant. Raises Refused, NotFound, Ambiguous, NotWritten."""
    from pannesi.cli.use_cases.exercises import join

    with writing_review(folders_of(ctx, site, data), who) as (journal, selected, by):
        join(journal, selected, by, name, person, function, part, stdout())


@exercises.command(
    cls=FrenchCommand, name="leave", help=N_("""Retirer un participant noté par erreur.""")
)  # fmt: skip
def leave_command(
    ctx: typer.Context,
    name: ExerciseArgument,
    person: Annotated[str, typer.Argument(metavar="QUI", help=N_("Ses initiales, ou sa fonction."))],
    who: WhoOption = None,
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    """`pannesi exercise leave`: takes a participant back. Raises Refused, NotFound, Ambiguous, NotWritten."""
    from pannesi.cli.use_cases.exercises import leave

    with writing_review(folders_of(ctx, site, data), who) as (journal, selected, by):
        leave(journal, selected, by, name, person, stdout())


@exercises.command(
    cls=FrenchCommand, name="goal", help=N_("""Noter un objectif de l'exercice : ce que la procédure doit permettre.""")
)  # fmt: skip
def goal_command(
    ctx: typer.Context,
    name: ExerciseArgument,
    what: Annotated[str, typer.Argument(metavar="OBJECTIF", help=N_("L'objectif, en quelques mots."))],
    who: WhoOption = None,
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    """`pannesi exercise goal`: adds an objective. Raises Refused, NotFound, Ambiguous, NotWritten."""
    from pannesi.cli.use_cases.exercises import add_objective

    with writing_review(folders_of(ctx, site, data), who) as (journal, selected, by):
        add_objective(journal, selected, by, name, what, stdout())


@exercises.command(
    cls=FrenchCommand,
    name="reached",
    help=N_(
        """Dire si un objectif est atteint : atteint, en partie, pas atteint, pas su.

        Exemple :
          pannesi exercise reached 20261124 1 "en partie" """
    ),
)
def reached_command(
    ctx: typer.Context,
    name: ExerciseArgument,
    number: Annotated[str, typer.Argument(metavar="N°", help=N_("Le numéro de l'objectif."))],
    answer: Annotated[str, typer.Argument(metavar="RÉPONSE", help=N_("Atteint ou non."))],
    who: WhoOption = None,
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    """`pannesi exercise reached`: judges an objective. Raises Refused, NotFound, Ambiguous, NotWritten."""
    from pannesi.cli.use_cases.exercises import judge_objective

    with writing_review(folders_of(ctx, site, data), who) as (journal, selected, by):
        judge_objective(journal, selected, by, name, number, answer, stdout())


@exercises.command(
    cls=FrenchCommand,
    name="lead",
    help=N_(
        """Le terminal de l'animateur : ce qui est à dire aux joueurs, maintenant et ensuite.

        À ouvrir sur un autre terminal que celui des joueurs, avec le même journal : rien n'en est montré chez eux.
        Entrée : c'est dit ; p : pas dit ; q : quitter. Une vraie panne ouverte pendant l'exercice est dite ici.

        Le scénario est un fichier YAML ; ses événements viennent à une heure ou avec une ligne :
          injects:
            - {at: 10 min, by: le radiologue, say: "il ne voit plus les images"}
            - {line: cas-3/images-continuent, say: "un externe attend son CD"}"""
    ),
)
def lead_command(
    ctx: typer.Context,
    name: ExerciseArgument,
    scenario: ScenarioArgument,
    once: Annotated[bool, typer.Option("--once", help=N_("Dire où on en est, et rendre la main."))] = False,
    who: WhoOption = None,
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    """`pannesi exercise lead`: the facilitator's terminal. Raises Refused, NotFound, Ambiguous, NotWritten."""
    from pannesi.cli.use_cases.exercise_lead import lead
    from pannesi.cli.use_cases.exercises import scenario_in

    folders = folders_of(ctx, site, data)
    cues = scenario_in(scenario, selected_site(folders).site)
    with writing_review(folders, who) as (journal, selected, by):
        lead(journal, selected, by, name, cues, stdout(), once=once)


@exercises.command(
    cls=FrenchCommand,
    name="cues",
    help=N_(
        """La feuille de l'animateur, à imprimer : chaque événement, quand le dire, et une case à cocher."""
    ),
)  # fmt: skip
def cues_command(
    ctx: typer.Context,
    scenario: ScenarioArgument,
    form: FormOption = "md",
    out: OutOption = None,
    force: ForceOption = False,
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    """`pannesi exercise cues`: the printed cue sheet. Raises InvalidValue, Refused, CannotExport, AlreadyExists."""
    from pannesi.cli.use_cases.exercises import scenario_in
    from pannesi.documents.exercises.cue_sheet import write_cue_sheet

    _check_form(form)
    target = out or Path(f"animateur-{scenario.stem}.{form}")
    procedure = selected_site(folders_of(ctx, site, data)).site
    write_cue_sheet(scenario_in(scenario, procedure), procedure, form, target, force=force)
    stdout().wrapped(_("Écrit : {file}.").format(file=target))


@app.command(
    cls=FrenchCommand,
    name="dossier",
    help=N_(
        """Le dossier d'une période : exercices, pannes, actions, procédure, preuve de couverture, chiffres.

        Des pièces pour le plan de continuité et de reprise d'activité (PCRA) ; ce n'est pas le PCRA. Sans patient.
        Avec --words, ce qui est écrit en toutes lettres y est aussi, et cette sortie est notée dans le journal.

        Exemple :
          pannesi dossier --from 2026-01-01 --to 2026-12-31 --format pdf"""
    ),
)
def dossier_command(
    ctx: typer.Context,
    first: Annotated[str, typer.Option("--from", metavar="JOUR", help=N_("Le premier jour : 2026-01-01."))],
    last: Annotated[str, typer.Option("--to", metavar="JOUR", help=N_("Le dernier jour : 2026-12-31."))],
    form: FormOption = "pdf",
    out: OutOption = None,
    words: Annotated[
        bool, typer.Option("--words", help=N_("Avec ce qui est écrit en toutes lettres ; c'est enregistré."))
    ] = False,
    force: ForceOption = False,
    site: SiteOption = None,
    data: DataOption = None,
) -> None:
    """`pannesi dossier`: the evidence of a period as one file. Raises UsageError, InvalidValue, CannotExport."""
    from pannesi.cli.use_cases.dossier import print_dossier
    from pannesi.support.clock import wall_clock

    _check_form(form)
    folders = folders_of(ctx, site, data)
    if FORMATS[form].laid_out:
        stderr().wrapped(_("Mise en page du dossier…"))
    print_dossier(
        journal_to_read(folders), selected_site(folders), folders, first, last, form, out, wall_clock(), stdout(),
        words=words, force=force,
    )  # fmt: skip


def _check_form(form: str) -> None:
    """Raises InvalidValue for a format that these documents do not have."""
    from pannesi.support.errors import InvalidValue

    names = [format.name for format in formats_of("review")]
    if form not in names:
        asked = _("Le format « {form} » n'existe pas. Il y a : {known}.")
        raise InvalidValue(asked.format(form=form[:40], known=", ".join(names)))
