"""The statistics of a period as a report: the same numbers as in the terminal, with charts as pictures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from pannesi.documents.page import Chart, ReportPage, empty_page, used_columns_table
from pannesi.documents.svg_charts import svg_bars, svg_columns
from pannesi.history.figures.statistics import OutageStatistics
from pannesi.presentation.figures.figure_words import WHOLE, FigureWords, PageChart
from pannesi.presentation.figures.statistics import FIGURES
from pannesi.presentation.text.date_times import date_time_formatter
from pannesi.procedure.availability.moments import format_date
from pannesi.procedure.availability.reachability import zone_of
from pannesi.procedure.model.procedure import Site
from pannesi.support.i18n import _

_ANY_WIDTH = 100
"""Columns: only bars depend on it."""


def figures_page(figures: OutageStatistics, site: Site, until: datetime, *, charts: bool = True) -> ReportPage:
    """The statistics as a page, with `charts` in place of the tables that say the same.

    `until`, the moment to which outages still open are counted, is shown only where there are any.
    """
    hour = date_time_formatter(site)
    notes = []
    if figures.still_open:
        notes = [_("Les pannes encore ouvertes sont comptées à part, jusqu'au {moment}.").format(moment=hour(until))]
    drawn = [chart for figure in FIGURES if figures.any_outage for chart in figure.charts(figures)]
    sections = [
        used_columns_table(table.title, table.columns, table.rows, _how(figure, figures, zone_of(site.contacts)))
        for figure in sorted(FIGURES, key=lambda figure: not figure.leads_page)
        if not (charts and figure.charted) and (table := figure.table(figures, hour)) is not None and table.rows
    ]
    return replace(
        empty_page(site, _page_title(figures)),
        summary=[row for figure in FIGURES for row in figure.summary(figures)],
        notes=notes,
        charts=[Chart(chart.title, _chart_svg(chart)) for chart in drawn],
        sections=sections,
        data=figures.as_json(until),
    )


def _how(figure: FigureWords, figures: OutageStatistics, zone: ZoneInfo) -> str:
    """How a figure is computed, as its quiet lines say."""
    if figure.of_outages and not figures.any_outage:
        return ""
    lines = figure.lines(figures, zone, _ANY_WIDTH)
    return " ".join(words for style, words, *lead in lines if style == "quiet" and lead != [WHOLE])


def _page_title(figures: OutageStatistics) -> str:
    if figures.first is None and figures.last is None:
        return _("Chiffres de tout le journal")
    return _("Pannes du {first} au {last}").format(
        first=_day_or(figures.first, _("début")), last=_day_or(figures.last, _("dernier jour noté"))
    )


def _day_or(day: date | None, otherwise: str) -> str:
    return format_date(day) if day is not None else otherwise


def _chart_svg(chart: PageChart) -> str:
    return (
        svg_columns([(label, length) for label, length, _words in chart.rows], axes=chart.axes)
        if chart.upright
        else svg_bars(chart.rows, axes=chart.axes)
    )
