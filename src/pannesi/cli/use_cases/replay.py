"""`pannesi replay`: what comes out otherwise under today's procedure, and a session kept as a scenario."""

from __future__ import annotations

from pathlib import Path

from pannesi.history.replay.comparison import Difference
from pannesi.history.replay.replayed import Replayed, session_to_scenario
from pannesi.history.replay.scenario import scenario_yaml
from pannesi.journal.store import Journal
from pannesi.procedure.authoring.new_file import write_new_file
from pannesi.support import exit_codes as exits
from pannesi.support.console import Output
from pannesi.support.i18n import _, n_
from pannesi.support.text_safety import clean_line


def save_scenario(journal: Journal | None, begin: str, file: str, out: Output) -> None:
    """Keeps a closed session as a scenario, and says what of it could not be kept. Raises NotFound, Ambiguous,
    WrongState, AlreadyExists (the file) and UnusablePath."""
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


def tell_replay(found: tuple[Replayed, ...], out: Output, *, as_json: bool) -> int:
    """What comes out otherwise; returns the exit code: 1 when a kept scenario leads to another end."""
    changed = any(one.kept and one.grave for one in found)
    if as_json:
        out.json([one.as_json() for one in found])
        return exits.PROBLEMS if changed else exits.OK
    for one in found:
        if not one.findings:
            continue
        mark = "✗" if one.grave else "~"
        out.wrapped(f"{mark} {one.name} · {one.title}", "", "    ")
        for finding in one.findings:
            out.wrapped(f"{_how(finding)} : {finding.text}", "    ", "      ")
    sessions = sum(not one.kept for one in found)
    scenarios = len(found) - sessions
    otherwise = sum(bool(one.findings) for one in found)
    out.wrapped(
        _("{sessions}, {scenarios} : {otherwise}, {ends}.").format(
            sessions=n_("{count} session rejouée", "{count} sessions rejouées", sessions),
            scenarios=n_("{count} scénario", "{count} scénarios", scenarios),
            otherwise=n_("{count} se passe autrement", "{count} se passent autrement", otherwise),
            ends=n_("{count} finit autrement", "{count} finissent autrement", sum(one.grave for one in found)),
        )
    )
    if changed:
        out.wrapped(_("Un scénario gardé finit autrement : corriger la procédure, ou le scénario."))
    return exits.PROBLEMS if changed else exits.OK


def _how(finding: Difference) -> str:
    return {
        "elsewhere": _("mène ailleurs"),
        "answer": _("réponse disparue"),
        "unasked": _("ne serait plus demandé"),
        "asked": _("demandé en plus"),
        "field": _("fiche des patients"),
        "refused": _("refusé"),
        "unclosed": _("ne pourrait pas être close"),
    }[finding.how]
