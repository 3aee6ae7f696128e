"""`pannesi replay`: what past sessions would become under today's procedure, and keeping one as a scenario."""

from __future__ import annotations

from pathlib import Path

from pannesi.history.replay.comparison import Difference
from pannesi.history.replay.replayed import Replayed, session_to_scenario
from pannesi.history.replay.scenario import scenario_yaml
from pannesi.journal.store import Journal
from pannesi.procedure.authoring.new_file import write_new_file
from pannesi.support import errors as exits
from pannesi.support.console import Output
from pannesi.support.i18n import _, n_
from pannesi.support.text_safety import clean_line


def save_scenario(journal: Journal | None, begin: str, file: str, out: Output) -> None:
    """Writes a closed session as a scenario, and prints what of it could not be kept.

    Raises NotFound, Ambiguous, WrongState, AlreadyExists (the file) and UnusablePath.
    """
    scenario, left_out = session_to_scenario(journal, begin)
    write_new_file(Path(file), scenario_yaml(scenario))
    steps = n_("{count} étape", "{count} étapes", len(scenario.steps))
    out.wrapped(_("Scénario écrit : {file}, {steps}.").format(file=clean_line(file), steps=steps))
    if left_out:
        out.wrapped(
            n_(
                "{count} étape n'y est pas : elle dépend des patients, ou de deux personnes à la fois.",
                "{count} étapes n'y sont pas : elles dépendent des patients, ou de deux personnes à la fois.",
                left_out,
            )
        )


def print_replay(replays: tuple[Replayed, ...], out: Output, *, as_json: bool) -> int:
    """Prints the differences and returns the exit code: 1 where a kept scenario ends otherwise."""
    changed = any(replay.kept and replay.grave for replay in replays)
    if as_json:
        out.json([replay.as_json() for replay in replays])
        return exits.PROBLEMS if changed else exits.OK
    for replay in replays:
        if not replay.findings:
            continue
        mark = "✗" if replay.grave else "~"
        out.wrapped(f"{mark} {replay.name} · {replay.title}", "", "    ")
        for finding in replay.findings:
            out.wrapped(f"{_difference_word(finding)} : {finding.text}", "    ", "      ")
    out.wrapped(_count_words(replays))
    if changed:
        out.wrapped(_("Un scénario gardé finit autrement : corriger la procédure, ou le scénario."))
    return exits.PROBLEMS if changed else exits.OK


def _count_words(replays: tuple[Replayed, ...]) -> str:
    """How many sessions and scenarios were played, and how many of them do not go as they did."""
    sessions = sum(not replay.kept for replay in replays)
    scenarios = len(replays) - sessions
    played = _("{sessions}, {scenarios}").format(
        sessions=n_("{count} session rejouée", "{count} sessions rejouées", sessions),
        scenarios=n_("{count} scénario", "{count} scénarios", scenarios),
    )
    changed, graver = sum(bool(replay.findings) for replay in replays), sum(replay.grave for replay in replays)
    if not changed:
        return _("{played} : rien ne s'y passe autrement.").format(played=played)
    otherwise = n_("{count} se passe autrement", "{count} se passent autrement", changed)
    ends = n_("{count} finit autrement", "{count} finissent autrement", graver)
    words = _("{played} : {otherwise}, {ends}.") if graver else _("{played} : {otherwise}, aucune fin n'a changé.")
    return words.format(played=played, otherwise=otherwise, ends=ends)


def _difference_word(finding: Difference) -> str:
    return {
        "elsewhere": _("mène ailleurs"),
        "answer": _("réponse disparue"),
        "unasked": _("ne serait plus demandé"),
        "asked": _("demandé en plus"),
        "field": _("fiche des patients"),
        "refused": _("refusé"),
        "unclosed": _("ne pourrait pas être close"),
    }[finding.how]
