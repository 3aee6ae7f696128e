"""Replaying the sessions of a journal and the scenarios of a site on another version of the procedure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pannesi.application.lookup import session_named
from pannesi.history.replay.comparison import Difference, compare_runs
from pannesi.history.replay.player import ReplayRun, play
from pannesi.history.replay.recorded_session import recorded_session_of
from pannesi.history.replay.scenario import Scenario, UnreadableScenario, read_scenario, scenario_of
from pannesi.journal.pinned_procedure import pinned_digest
from pannesi.journal.store import Journal, OnProgress
from pannesi.procedure.availability.moments import format_date, hour_words
from pannesi.procedure.availability.reachability import zone_of
from pannesi.procedure.loading.loader import load_files
from pannesi.procedure.loading.site_files import read_site_file
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import unit_title
from pannesi.session.moments import utc_moment
from pannesi.session.state import State, fold
from pannesi.support.errors import NotFound, WrongState
from pannesi.support.i18n import _
from pannesi.support.text_safety import clean_line

SCENARIOS = "scenarios"
"""The folder beside `cases/` in which a site keeps scenarios."""


@dataclass(frozen=True)
class Replayed:
    """The replay of one session or scenario."""

    name: str
    """The id of the session, or the path of the scenario."""
    title: str
    kept: bool
    """Whether it is a scenario of the site, whose route must not change unnoticed."""
    findings: tuple[Difference, ...]

    @property
    def grave(self) -> bool:
        """Whether it takes another way or another end."""
        return any(finding.grave for finding in self.findings)

    def as_json(self) -> dict[str, Any]:
        """The replay as plain JSON values."""
        return {
            "name": self.name, "title": self.title, "scenario": self.kept, "changed": self.grave,
            "findings": [finding.as_json() for finding in self.findings],
        }  # fmt: skip


def replay_sessions(
    journal: Journal | None, new: Site, since: datetime | None, progress: OnProgress
) -> Iterator[Replayed]:
    """Replays every session of a journal opened at `since` or later on the site `new`.

    `progress` gets sessions replayed and sessions in all. Raises JournalError.
    """
    kept: dict[str | None, Site | None] = {}
    rows = journal.sessions() if journal is not None else ()
    rows = tuple(row for row in rows if since is None or utc_moment(row.first_at) >= since)
    for number, row in enumerate(rows, start=1):
        assert journal is not None
        state = fold(journal.events(row.id))
        digest = pinned_digest(state)
        if digest not in kept:
            kept[digest] = _kept_site(journal, digest)
        old = kept[digest]
        lived = recorded_session_of(state, _session_title(state, old or new), (old or new).register_fields)
        if lived is not None:
            before = play(lived, old) if old is not None else None
            title = lived.scenario.title
            yield Replayed(row.id, title, False, compare_runs(lived, before, play(lived, new), old, new))
        progress(number, len(rows))


def replay_scenarios(folder: Path, new: Site) -> Iterator[Replayed]:
    """Replays every scenario in the folder of a site on the site `new`.

    A scenario that cannot be read counts as a difference. So does a symbolic link in place of their folder, which is
    not followed: it could lead anywhere on the machine.
    """
    if (folder / SCENARIOS).is_symlink():
        words = _("{path} est un lien, qui n'est pas suivi : le remplacer par une copie du dossier.")
        yield Replayed(SCENARIOS, SCENARIOS, True, (Difference("elsewhere", words.format(path=f"{SCENARIOS}/")),))
        return
    try:
        names = sorted(path.name for path in (folder / SCENARIOS).iterdir() if path.suffix in (".yaml", ".json"))
    except OSError:
        return
    for name in names:
        path = f"{SCENARIOS}/{clean_line(name)}"
        content = read_site_file(folder, f"{SCENARIOS}/{name}")
        try:
            if content is None:
                raise UnreadableScenario(_("{path} ne peut pas être lu.").format(path=path))
            scenario = read_scenario(path, content)
        except UnreadableScenario as wrong:
            yield Replayed(path, path, True, (Difference("elsewhere", str(wrong)),))
            continue
        yield Replayed(path, scenario.title, True, compare_runs(scenario, None, play(scenario, new), None, new))


def _kept_site(journal: Journal, digest: str | None) -> Site | None:
    files = journal.site(digest) if digest is not None else None
    return load_files(files, digest or "").site if files is not None else None


def _session_title(state: State, site: Site) -> str:
    """The title of a session in a replay: `Dysfonctionnement du PACS, 24/11/2026 03:12`."""
    opened, opening = state.opened, state.opening
    if opened is None or opening is None:
        return "–"
    unit = site.unit_by_id.get(opening.unit or "")
    name = unit_title(unit, opening.symptom) if unit is not None else clean_line(str(opening.unit))
    local = opened.moment.astimezone(zone_of(site.contacts))
    return f"{name}, {format_date(local)} {hour_words(local)}"


def session_to_scenario(journal: Journal | None, begin: str) -> tuple[Scenario, int]:
    """A closed session as a scenario, with the route that it takes on the site it pins; and how many steps were left
    out because they depend on patients, or on what two people did at once.

    Raises NotFound (no such session, or its site is not stored), Ambiguous, WrongState (not closed), JournalError.
    """
    if journal is None:
        raise NotFound(_("Aucune session dans ce journal."))
    name = session_named([row.id for row in journal.sessions()], begin)
    state = fold(journal.events(name))
    site = _kept_site(journal, pinned_digest(state))
    if state.closing is None:
        raise WrongState(_("La session {id} n'est pas close : la clore d'abord.").format(id=name))
    if site is None:
        raise NotFound(_("La procédure de la session {id} n'est pas dans ce journal.").format(id=name))
    scenario = scenario_of(state, _session_title(state, site))
    assert scenario is not None
    run: ReplayRun = play(scenario, site)
    steps = tuple(step for rank, step in enumerate(scenario.steps) if rank not in run.failed)
    scenario = scenario.model_copy(update={"steps": steps, "expects": run.route})
    return scenario, len(run.failed)
