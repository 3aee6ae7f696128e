"""A case as the operator would see it: the list of lines just after opening it, then the card of each."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from pannesi.application.lookup import unit_named
from pannesi.presentation.line.line_card import card_lines
from pannesi.presentation.line.line_list_text import whole_list_lines
from pannesi.presentation.session.session_view import View
from pannesi.procedure.availability.reachability import local_date
from pannesi.procedure.checks.diagnostic import render_on_one_line
from pannesi.procedure.checks.site_check import problems_of
from pannesi.procedure.loading.loader import load_site
from pannesi.procedure.loading.site_choice import SiteFolder
from pannesi.procedure.loading.site_files import CONTACTS
from pannesi.procedure.model.lines import text_of
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import AnyUnit, Triage
from pannesi.session import actions as want
from pannesi.session.event_writer import ActContext
from pannesi.session.events import Event
from pannesi.session.handlers.dispatch import drafts
from pannesi.session.labels import verb_word
from pannesi.session.projection.read_model import Row
from pannesi.session.projection.walk import walk
from pannesi.session.state import State, fold
from pannesi.support.errors import NotFound
from pannesi.support.i18n import _
from pannesi.support.text_safety import clean_line


@dataclass(frozen=True)
class PreviewContent:
    """What a preview shows: the text of the case, and the problems of its files."""

    lines: tuple[str, ...]
    problems: tuple[str, ...]


def preview_content(folder: SiteFolder, name: str, now: datetime, before: PreviewContent) -> PreviewContent:
    """The preview of a unit, its folder read anew.

    A site in error keeps the lines of `before`, and the problems say so.
    """
    loaded = load_site(folder.path)
    today = local_date(loaded.site.contacts, now) if loaded.site is not None else None
    problems = problems_of(loaded, today, proof=False)
    if loaded.site is None:
        wrong = [render_on_one_line(problem) for problem in problems if problem.severity == "error"]
        first = (
            _("EN ERREUR ; au-dessus, la dernière version lisible.")
            if before.lines
            else _("EN ERREUR : rien à montrer avant qu'il se lise.")
        )
        return PreviewContent(before.lines, (first, *wrong))
    try:
        unit = unit_named(loaded.site, name)
    except NotFound as unknown:
        return PreviewContent(before.lines, (clean_line(str(unknown)),))
    paths = {tree.get("id"): path for path, tree in loaded.trees.items() if path != CONTACTS}
    reported = [
        render_on_one_line(problem)
        for problem in problems
        if problem.path == paths.get(unit.id) or problem.severity == "error"
    ]
    return PreviewContent(
        tuple(preview_lines(loaded.site, unit, now)), tuple(reported) or (_("Rien à signaler dans ce fichier."),)
    )


def preview_lines(site: Site, unit: AnyUnit, now: datetime) -> Iterator[str]:
    """The text of a preview: for each symptom, how to recognise it, the whole list, then the card of each line."""
    names: list[str | None] = [symptom.id for symptom in unit.symptoms if symptom.opens is None]
    if not names or isinstance(unit, Triage):
        names.insert(0, None)
    for number, symptom in enumerate(names):
        if number:
            yield ""
        yield from _symptom_lines(site, unit, symptom, now)


def _symptom_lines(site: Site, unit: AnyUnit, symptom: str | None, now: datetime) -> Iterator[str]:
    view = _opened_view(site, unit, symptom, now)
    yield "══ " + next((other.label for other in unit.symptoms if other.id == symptom), unit.title)
    yield from (view.recognise(visit) for visit in view.current_cases)
    for text, _blanks in whole_list_lines(view):
        yield text
    yield ""
    yield _("── Ce que montre chaque ligne quand on y arrive")
    for row in view.walk.rows:
        yield _row_headline(row)
        yield from (f"      {text}" for text in card_lines(View(site, view.state, view.walk, row, ""), row))


def _row_headline(row: Row) -> str:
    return f"{row.number}  {verb_word(row.line).upper()} : {text_of(row.line)}"


def _opened_view(site: Site, unit: AnyUnit, symptom: str | None, now: datetime) -> View:
    """A session just opened on a unit, as an exercise, in memory only."""
    state, ids = State(), itertools.count()
    opening = want.Open(unit.id, symptom, exercise=True)
    written = drafts(site, state, opening, ActContext("preview", now, "", lambda: f"p{next(ids)}"))
    fold(
        [
            Event(
                draft.id, draft.session, "preview", rank, rank, draft.at, "", draft.kind, draft.payload, draft.replaces,
                text=draft.text,
            )
            for rank, draft in enumerate(written, start=1)
        ],
        state,
    )  # fmt: skip
    return View(site, state, walk(site, state, now), None, "")
