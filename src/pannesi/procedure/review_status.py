"""The review status of units: drafts, which must not be followed yet, and units whose review is overdue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from pannesi.procedure.checks.diagnostic import Problem
from pannesi.procedure.checks.references import References, UnitFile
from pannesi.procedure.loading.places import Loc, place_of, unit_paths
from pannesi.procedure.loading.yaml_reader import Map
from pannesi.procedure.model.lines import OtherUnitLine
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import AnyUnit
from pannesi.support.i18n import _


def overdue(site: Site, today: date) -> tuple[AnyUnit, ...]:
    """The units whose date of review has passed."""
    return tuple(unit for unit in site.units if unit.review_by is not None and unit.review_by < today)


def overdue_words(unit: AnyUnit) -> str:
    """A unit with the date of its review, in words: `cas-3 (Panne du PACS), à relire avant le 2026-01-31`."""
    review_by = unit.review_by.isoformat() if unit.review_by is not None else "–"
    return _("{id} ({title}), à relire avant le {date}").format(id=unit.id, title=unit.title, date=review_by)


def review_warnings(site: Site, trees: Mapping[str, Map], today: date) -> tuple[Problem, ...]:
    """P407 for each unit whose review is overdue: shown to authors, never to operators."""
    return tuple(_overdue_warnings(site, trees, today))


def _overdue_warnings(site: Site, trees: Mapping[str, Map], today: date) -> Iterator[Problem]:
    path_of = unit_paths(trees)
    for unit in overdue(site, today):
        path = path_of.get(unit.id, unit.id)
        line, column = place_of(trees[path], ("review_by",)) if path in trees else (None, None)
        message = _("Relecture en retard : {what}.").format(what=overdue_words(unit))
        remedy = _("Relire le cas, puis écrire « reviewed_on » et un nouveau « review_by ».")
        yield Problem(path, line, column, "warning", "P407", message, remedy)


def check_drafts(references: References) -> None:
    """P310 for each line, or symptom, of a unit in use that leads into a draft, which a real outage refuses."""
    for file in references.files:
        if file.unit.draft:
            continue
        for line, loc in file.lines:
            if isinstance(line, OtherUnitLine):
                _check_no_draft(references, file, line.value, (*loc, "value"))
        for index, symptom in enumerate(file.unit.symptoms):
            if symptom.opens is not None:
                _check_no_draft(references, file, symptom.opens.partition("/")[0], ("symptoms", index, "opens"))


def _check_no_draft(references: References, file: UnitFile, target: str, loc: Loc) -> None:
    target_file = references.file_of.get(target)
    if target_file is not None and target_file.unit.draft:
        message = _("« {id} » est un brouillon : il serait refusé pendant une vraie panne.").format(id=target)
        remedy = _("Finir le brouillon et écrire « status: à relire », ou mettre aussi ce fichier en brouillon.")
        references.report(file, loc, "P310", message, remedy)
