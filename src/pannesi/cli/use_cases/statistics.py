"""`pannesi figures`: the statistics of a period, on screen or as files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from pannesi.documents.report.report_files import figures_of, write_figures
from pannesi.history.catalogue import catalogue_of
from pannesi.history.figures.figure_sessions import sessions_behind
from pannesi.history.overview import Overview
from pannesi.history.period import parse_period
from pannesi.journal.store import Journal
from pannesi.presentation.figures.figure_words import WHOLE
from pannesi.presentation.figures.statistics import figure_lines
from pannesi.procedure.availability.moments import format_moment
from pannesi.procedure.availability.reachability import local_date, zone_of
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.review_status import overdue, overdue_words
from pannesi.support.clock import Clock
from pannesi.support.console import Output
from pannesi.support.i18n import _, n_
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
    whole: bool = False,
    availability: bool = False,
) -> None:
    """Prints the statistics of a period, lists with all of their rows where they are asked `whole`; outages still open
    last until `now`. Raises ImpossibleTime, UsageError."""
    parse_period(first, last)
    zone = zone_of(site.contacts)
    if journal is None:
        out.wrapped(_("Aucune session dans ce journal."))
        return
    with interruptible(_("Rien n'est compté, rien n'a changé.")):
        catalogue = catalogue_of(journal, site).caught_up(now, Progress(_("faits lus")))
        figures = replace(figures_of(catalogue, (first, last), now), with_availability=availability)
    if as_json:
        out.json(figures.as_json(now))
        return
    for unit in overdue(site, local_date(site.contacts, now)):
        out.wrapped(_("Relecture en retard : {what}.").format(what=overdue_words(unit)))
    for style, words, lead in figure_lines(figures, zone, min(out.width, 100) - len(_INDENT), whole=whole):
        if style == "title":
            out.line()
        if style == "chart":
            out.line(_INDENT + words)
        else:
            rest = _(" (toutes : --all)") if lead == WHOLE else ""
            out.wrapped(words + rest, "" if style == "title" else _INDENT, "    ")


def print_sessions_behind(
    journal: Journal | None, site: Site, asked: tuple[str | None, str | None], lead: str, now: datetime, out: Output,
    *, as_json: bool,
) -> None:  # fmt: skip
    """Prints the sessions that a figure of a period is made of, the earliest first. Raises InvalidValue, UsageError."""
    period, zone = parse_period(*asked), zone_of(site.contacts)
    behind: tuple[Overview, ...] = ()
    if journal is not None:
        catalogue = catalogue_of(journal, site).caught_up(now, Progress(_("faits lus")))
        behind = sessions_behind(catalogue.index, lead, period, now, zone)
    if as_json:
        out.json([session.as_json() for session in behind])
        return
    out.wrapped(n_("{count} session", "{count} sessions", len(behind)))
    for session in behind:
        hour = format_moment(session.began, now, zone, short=True)
        state = "●" if session.open else "✓"
        out.wrapped(f"{state} {session.id}  {hour} · {session.at(Clock(lambda: now)).sentence()}", "", "    ")


def write_figure_files(
    journal: Journal | None,
    site: Site,
    asked: tuple[str | None, str | None],
    now: datetime,
    files: Mapping[str, Path],
    out: Output,
    *,
    force: bool,
    availability: bool = False,
) -> None:
    """Writes the statistics of a period to files, by format, and says where. Raises what `write_figures` does."""
    with interruptible(_("Aucun fichier n'est écrit à moitié.")):
        write_figures(
            journal, site, asked, now, files, force=force, availability=availability, progress=Progress(_("faits lus"))
        )
    for file in files.values():
        out.wrapped(_("Écrit : {file}.").format(file=clean_line(str(file))))
