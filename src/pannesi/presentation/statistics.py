"""The statistics of a period in words: lines for a terminal or the full screen, tables and charts for a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from pannesi.history.statistics import DurationQuartiles, OutageGroup, OutageStatistics
from pannesi.presentation.bar_charts import ChartBar, text_bars, text_columns
from pannesi.procedure.availability.moments import end_words, format_length, hour_words
from pannesi.support.i18n import _, format_number, n_

FigureStyle = Literal["title", "plain", "chart", "quiet"]
FigureLine = tuple[FigureStyle, str]
"""One line with its style. Titles and sentences may be wrapped, charts not."""
_MOST, _MONTHS = 12, 24
"""How many rows of a list are shown; the JSON has them all."""
_TOO_WIDE = 1000
"""From here on a number is wider than an upright column of a page."""


@dataclass(frozen=True)
class PageTable:
    """A table of a page; one without rows is left out."""

    title: str
    columns: list[str]
    rows: list[list[str]]


@dataclass(frozen=True)
class PageChart:
    """A chart of a page."""

    title: str
    rows: list[tuple[str, float, str]]
    """Label, length (not negative), what is written at the end of the bar."""
    upright: bool = False
    """Whether the chart has upright columns rather than horizontal bars."""


class FigureWords:
    """How one figure is shown. A place whose method is not overridden does not show it."""

    leads = False
    """Whether its table comes before the others on a page."""
    of_outages = True
    """Whether it says nothing about a period without outages."""

    def lines(self, figures: OutageStatistics, zone: ZoneInfo, width: int) -> Iterator[FigureLine]:
        """The figure as lines for a terminal of `width` columns; moments are those of `zone`."""
        return iter(())

    def summary(self, figures: OutageStatistics) -> list[list[str]]:
        """Its rows in the summary of a page: a name, a number."""
        return []

    def charts(self, figures: OutageStatistics) -> list[PageChart]:
        """Its charts on a page."""
        return []

    def table(self, figures: OutageStatistics, hour: Callable[[datetime], str]) -> PageTable | None:
        """Its table on a page; None without one. `hour` writes a moment."""
        return None


def figure_lines(figures: OutageStatistics, zone: ZoneInfo, width: int) -> Iterator[FigureLine]:
    """All figures as lines for a terminal of `width` columns; moments are those of `zone`."""
    yield "title", period_title(figures.first, figures.last)
    for figure in FIGURES:
        if figures.outages or not figure.of_outages:
            yield from figure.lines(figures, zone, width)


def period_title(first: date | None, last: date | None) -> str:
    """The title of a period: `Pannes du 01/01/2026 au 31/12/2026`; either end may be open."""
    if first is not None and last is not None:
        return _("Pannes du {first:%d/%m/%Y} au {last:%d/%m/%Y}").format(first=first, last=last)
    if first is not None:
        return _("Pannes depuis le {first:%d/%m/%Y}").format(first=first)
    return _("Pannes jusqu'au {last:%d/%m/%Y}").format(last=last) if last is not None else _("Toutes les pannes")


class _Totals(FigureWords):
    """How many outages there were, and their whole duration."""

    of_outages = False

    def lines(self, figures: OutageStatistics, zone: ZoneInfo, width: int) -> Iterator[FigureLine]:
        """The totals, then up to when durations are counted; one line where there were no outages."""
        if not figures.outages:
            yield "plain", _("Aucune panne dans cette période.")
            return
        yield "plain", _("{outages}, {length} en tout{open}").format(
            outages=n_("{count} panne", "{count} pannes", figures.outages), length=format_length(figures.downtime),
            open=n_(", dont {count} encore ouverte", ", dont {count} encore ouvertes", figures.still_open)
            if figures.still_open else "",
        )  # fmt: skip
        yield "plain", _("Durées comptées {ends}.").format(ends=_counted_to())

    def summary(self, figures: OutageStatistics) -> list[list[str]]:
        """Outages, those still open, their whole duration, and up to when it is counted."""
        return [
            [_("Pannes"), format_number(figures.outages)],
            [_("Encore ouvertes"), format_number(figures.still_open)],
            [_("Durée en tout"), format_length(figures.downtime)],
            [_("Durées comptées"), _counted_to()],
        ]


def _counted_to() -> str:
    """Up to when the durations of outages are counted."""
    return _("{to_return} ; sans retour annoncé, {to_closing}").format(
        to_return=end_words("return"), to_closing=end_words("closing")
    )


class _Cases(FigureWords):
    """Outages by case."""

    def lines(self, figures: OutageStatistics, zone: ZoneInfo, width: int) -> Iterator[FigureLine]:
        """A bar for each of the first cases."""
        return _group_lines(_("Par cas : durée (pannes)"), figures.cases[:_MOST], width)

    def charts(self, figures: OutageStatistics) -> list[PageChart]:
        """The durations by case."""
        return [_downtime_chart(_("Durée par cas"), figures.cases)]

    def table(self, figures: OutageStatistics, hour: Callable[[datetime], str]) -> PageTable:
        """A row for each case."""
        return _group_table(_("Par cas"), figures.cases)


class _Systems(FigureWords):
    """Outages by system that failed."""

    def lines(self, figures: OutageStatistics, zone: ZoneInfo, width: int) -> Iterator[FigureLine]:
        """A bar for each of the first systems."""
        return _group_lines(_("Par système : durée (pannes)"), figures.systems[:_MOST], width)

    def charts(self, figures: OutageStatistics) -> list[PageChart]:
        """The durations by system."""
        return [_downtime_chart(_("Durée par système"), figures.systems)]

    def table(self, figures: OutageStatistics, hour: Callable[[datetime], str]) -> PageTable:
        """A row for each system."""
        return _group_table(_("Par système"), figures.systems)


class _Months(FigureWords):
    """Outages by month."""

    def lines(self, figures: OutageStatistics, zone: ZoneInfo, width: int) -> Iterator[FigureLine]:
        """A bar for each of the last months."""
        return _group_lines(_("Par mois : durée (pannes)"), figures.months[-_MONTHS:], width)

    def charts(self, figures: OutageStatistics) -> list[PageChart]:
        """The durations of the last months."""
        return [_downtime_chart(_("Durée par mois"), figures.months[-_MONTHS:])]

    def table(self, figures: OutageStatistics, hour: Callable[[datetime], str]) -> PageTable:
        """A row for each month."""
        return _group_table(_("Par mois"), figures.months)


class _Hours(FigureWords):
    """Outages by the hour at which they began: how many, and how long they lasted."""

    def lines(self, figures: OutageStatistics, zone: ZoneInfo, width: int) -> Iterator[FigureLine]:
        """The counts as upright columns where they fit in `width`, then the durations as bars."""
        chart = text_columns([group.outages for group in figures.hours])
        if chart and max(map(len, chart)) <= width:
            yield "title", _("Heure du début (heure locale) : nombre de pannes")
            yield from (("chart", row) for row in chart)
        title = _("Heure du début (heure locale) : durée (pannes)")
        yield from _group_lines(title, _with_outages(figures.hours), width)

    def charts(self, figures: OutageStatistics) -> list[PageChart]:
        """The counts, upright where every number fits above its column, and the durations."""
        groups = _with_outages(figures.hours)
        upright = max(group.outages for group in figures.hours) < _TOO_WIDE
        counts: list[tuple[str, float, str]] = (
            [(f"{at}", group.outages, "") for at, group in enumerate(figures.hours)] if upright
            else [(group.label, group.outages, format_number(group.outages)) for group in groups]
        )  # fmt: skip
        return [
            PageChart(_("Heure du début (heure locale) : nombre de pannes"), counts, upright),
            _downtime_chart(_("Heure du début (heure locale) : durée"), groups),
        ]

    def table(self, figures: OutageStatistics, hour: Callable[[datetime], str]) -> PageTable:
        """A row for each hour at which an outage began."""
        return _group_table(_("Par heure du début"), _with_outages(figures.hours))


def _with_outages(groups: tuple[OutageGroup, ...]) -> tuple[OutageGroup, ...]:
    return tuple(group for group in groups if group.outages)


def _group_lines(title: str, groups: tuple[OutageGroup, ...], width: int) -> Iterator[FigureLine]:
    """A bar chart of the durations of groups of outages, under its title."""
    yield "title", title
    rows = [ChartBar(group.label, group.downtime.total_seconds(), _duration_and_count(group)) for group in groups]
    yield from (("chart", row) for row in text_bars(rows, width))


def _duration_and_count(group: OutageGroup) -> str:
    """`12 h 05 (3)`: the whole duration, and of how many outages."""
    return f"{format_length(group.downtime)} ({format_number(group.outages)})"


def _downtime_chart(title: str, groups: tuple[OutageGroup, ...]) -> PageChart:
    """A chart of the durations of groups of outages."""
    rows = [(group.label, group.downtime.total_seconds(), format_length(group.downtime)) for group in groups]
    return PageChart(title, rows)


def _group_table(title: str, groups: tuple[OutageGroup, ...]) -> PageTable:
    """A table of groups of outages: how many, and how long in all."""
    rows = [[group.label, format_number(group.outages), format_length(group.downtime)] for group in groups]
    return PageTable(title, [_("Libellé"), _("Pannes"), _("Durée")], rows)


class _Delays(FigureWords):
    """The delays from the beginning: to the first act, to the alert, to the return, to the reconciliation."""

    leads = True

    def lines(self, figures: OutageStatistics, zone: ZoneInfo, width: int) -> Iterator[FigureLine]:
        """A line for each delay."""
        yield "title", _("Depuis le début de la panne")
        for words, spread in (
            (_("premier geste"), figures.to_act),
            (_("quelqu'un prévenu"), figures.to_alert),
            (_("retour annoncé"), figures.to_recover),
            (_("patients réconciliés"), figures.to_reconcile),
        ):
            yield "plain", f"{words} : {spread_words(spread)}"

    def table(self, figures: OutageStatistics, hour: Callable[[datetime], str]) -> PageTable:
        """The quartiles of each delay that was ever noted."""
        spreads = (
            (_("Premier geste"), figures.to_act),
            (_("Alerte"), figures.to_alert),
            (_("Retour"), figures.to_recover),
            (_("Réconciliation"), figures.to_reconcile),
        )
        return PageTable(
            _("Délais"),
            [_("Libellé"), _("Sessions"), _("Médiane"), _("De (1er quart)"), _("À (3e quart)"), _("Le plus long")],
            [_spread_row(name, spread) for name, spread in spreads if spread is not None],
        )


def spread_words(spread: DurationQuartiles | None) -> str:
    """Durations in words: `médiane 0 h 07 ; la moitié entre 0 h 04 et 0 h 12 ; au plus 1 h 30 (18 sessions)`."""
    if spread is None:
        return _("jamais noté")
    if spread.count == 1:
        return _("{length} (1 session)").format(length=format_length(spread.median))
    return _("médiane {median} ; la moitié entre {low} et {high} ; au plus {longest} ({sessions})").format(
        median=format_length(spread.median), low=format_length(spread.low), high=format_length(spread.high),
        longest=format_length(spread.longest), sessions=n_("{count} session", "{count} sessions", spread.count),
    )  # fmt: skip


def _spread_row(name: str, spread: DurationQuartiles) -> list[str]:
    lengths = (spread.median, spread.low, spread.high, spread.longest)
    return [name, format_number(spread.count), *map(format_length, lengths)]


class _Lines(FigureWords):
    """The lines that were skipped, impossible, or redlined."""

    def lines(self, figures: OutageStatistics, zone: ZoneInfo, width: int) -> Iterator[FigureLine]:
        """What happened at each of the first lines, and how many more there are."""
        yield "title", _("Lignes passées, impossibles ou signalées")
        if not figures.lines:
            yield "plain", _("Aucune.")
        for line in figures.lines[:_MOST]:
            parts = []
            if line.skipped:
                parts.append(n_("{count} fois non nécessaire", "{count} fois non nécessaire", line.skipped))
            if line.could_not:
                parts.append(n_("{count} fois impossible", "{count} fois impossible", line.could_not))
            if line.redlines:
                parts.append(n_("signalée dans {count} session", "signalée dans {count} sessions", line.redlines))
            yield "plain", _("{line} : {told}").format(line=line.label, told=", ".join(parts))
        if len(figures.lines) > _MOST:
            rest = len(figures.lines) - _MOST
            yield (
                "quiet",
                n_("et {count} autre ligne, dans le fichier.", "et {count} autres lignes, dans le fichier.", rest),
            )

    def summary(self, figures: OutageStatistics) -> list[list[str]]:
        """In how many sessions a line was redlined."""
        return [[_("Sessions avec une ligne signalée"), format_number(figures.redlined)]]

    def table(self, figures: OutageStatistics, hour: Callable[[datetime], str]) -> PageTable:
        """The counts of each line."""
        return PageTable(
            _("Lignes passées, impossibles ou signalées"),
            [_("Libellé"), _("Passée"), _("Impossible"), _("Signalée")],
            [
                [line.label, *map(format_number, (line.skipped, line.could_not, line.redlines))]
                for line in figures.lines
            ],
        )


class _Silences(FigureWords):
    """The contacts who did not answer."""

    def lines(self, figures: OutageStatistics, zone: ZoneInfo, width: int) -> Iterator[FigureLine]:
        """A bar for each of the first contacts: how many calls went unanswered."""
        yield "title", _("Contacts qui n'ont pas répondu")
        if not figures.silent:
            yield "plain", _("Aucun.")
        shown = figures.silent[:_MOST]
        rows = [
            ChartBar(contact.label, contact.calls, n_("{count} appel", "{count} appels", contact.calls))
            for contact in shown
        ]
        yield from (("chart", row) for row in text_bars(rows, width))

    def table(self, figures: OutageStatistics, hour: Callable[[datetime], str]) -> PageTable:
        """The unanswered calls to each contact."""
        rows = [[contact.label, format_number(contact.calls)] for contact in figures.silent]
        return PageTable(_("Contacts sans réponse"), [_("Libellé"), _("Appels")], rows)


class _Exercises(FigureWords):
    """The exercises held. They are listed only, and count in no other figure."""

    of_outages = False

    def lines(self, figures: OutageStatistics, zone: ZoneInfo, width: int) -> Iterator[FigureLine]:
        """A line for each of the last exercises, and how many came before them."""
        yield "title", _("Exercices")
        if not figures.exercises:
            yield "plain", _("Aucun exercice dans cette période.")
        for exercise in figures.exercises[-_MOST:]:
            persons = n_("{count} personne", "{count} personnes", exercise.persons)
            local = exercise.began.astimezone(zone)
            yield (
                "plain",
                f"{local:%d/%m/%Y} {hour_words(local, short=True)} · {exercise.title} · {persons}"
                + ("" if exercise.closed else _(" · pas clos")),
            )
        if len(figures.exercises) > _MOST:
            yield "quiet", _("et {count} avant ceux-ci.").format(count=format_number(len(figures.exercises) - _MOST))

    def summary(self, figures: OutageStatistics) -> list[list[str]]:
        """How many exercises were held."""
        return [[_("Exercices"), format_number(len(figures.exercises))]]

    def table(self, figures: OutageStatistics, hour: Callable[[datetime], str]) -> PageTable:
        """A row for each exercise."""
        return PageTable(
            _("Exercices tenus"),
            [_("Libellé"), _("Début"), _("Personnes"), _("État")],
            [
                [
                    exercise.title,
                    hour(exercise.began),
                    format_number(exercise.persons),
                    _("clos") if exercise.closed else _("ouvert"),
                ]
                for exercise in figures.exercises
            ],
        )


FIGURES: tuple[FigureWords, ...] = (
    _Totals(),
    _Cases(),
    _Systems(),
    _Months(),
    _Hours(),
    _Delays(),
    _Lines(),
    _Silences(),
    _Exercises(),
)
"""Every figure, in the order in which they are shown."""
