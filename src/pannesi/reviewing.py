"""What `pannesi figures` and `pannesi redlines` say."""

from __future__ import annotations

from datetime import datetime

from pannesi.i18n import _
from pannesi.journal.port import Journal
from pannesi.output import Output
from pannesi.review.figures import figures_of
from pannesi.review.period import parse_period
from pannesi.review.sessions import sessions_of
from pannesi.site.model import Site
from pannesi.site.reach import zone_of
from pannesi.telling.figures import figure_lines


def tell_figures(
    journal: Journal | None,
    site: Site,
    first: str | None,
    last: str | None,
    now: datetime,
    out: Output,
    *,
    as_json: bool,
) -> None:
    """The figures of a period. Raises ImpossibleTime."""
    period, where = parse_period(first, last), zone_of(site.contacts)
    if journal is None:
        out.wrapped(_("Aucune session dans ce journal."))
        return
    figures = figures_of(sessions_of(journal, site).wholly(now).index, period, now, where)
    if as_json:
        out.json(figures.as_json())
        return
    for style, words in figure_lines(figures, where, min(out.width, 100)):
        if style == "title":
            out.line()
        if style == "chart":
            out.line("  " + words)
        else:
            out.wrapped(words, "" if style == "title" else "  ", "    ")
