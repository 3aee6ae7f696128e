"""`pannesi figures`: the statistics of a period, on screen or as files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from pannesi.documents.report_files import write_figures
from pannesi.history.catalogue import catalogue_of
from pannesi.history.period import parse_period
from pannesi.history.statistics import outage_statistics
from pannesi.journal.store import Journal
from pannesi.presentation.statistics import figure_lines
from pannesi.procedure.availability.reachability import local_date, zone_of
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.review_status import overdue, overdue_words
from pannesi.support.console import Output
from pannesi.support.i18n import _
from pannesi.support.progress import Progress, interruptible
from pannesi.support.text_safety import clean_line

_INDENT = "  "


def print_figures(
    journal: Journal | None,
    site: Site,
    first: str | None,
    last: str | None,
    now: datetime,
    out: Output,
    *,
    as_json: bool,
) -> None:
    """Prints the statistics of a period; outages still open last until `now`. Raises ImpossibleTime, UsageError."""
    period, zone = parse_period(first, last), zone_of(site.contacts)
    if journal is None:
        out.wrapped(_("Aucune session dans ce journal."))
        return
    with interruptible(_("Rien n'est compté, rien n'a changé.")):
        catalogue = catalogue_of(journal, site).caught_up(now, Progress(_("faits lus")))
        figures = outage_statistics(catalogue.index, period, now, zone)
    if as_json:
        out.json(figures.as_json(now))
        return
    for unit in overdue(site, local_date(site.contacts, now)):
        out.wrapped(_("Relecture en retard : {what}.").format(what=overdue_words(unit)))
    for style, words in figure_lines(figures, zone, min(out.width, 100) - len(_INDENT)):
        if style == "title":
            out.line()
        if style == "chart":
            out.line(_INDENT + words)
        else:
            out.wrapped(words, "" if style == "title" else _INDENT, "    ")


def write_figure_files(
    journal: Journal | None,
    site: Site,
    asked: tuple[str | None, str | None],
    now: datetime,
    files: Mapping[str, Path],
    out: Output,
    *,
    force: bool,
) -> None:
    """Writes the statistics of a period to files, by format, and says where. Raises what `write_figures` does."""
    with interruptible(_("Aucun fichier n'est écrit à moitié.")):
        write_figures(journal, site, asked, now, files, force=force, progress=Progress(_("faits lus")))
    for file in files.values():
        out.wrapped(_("Écrit : {file}.").format(file=clean_line(str(file))))
