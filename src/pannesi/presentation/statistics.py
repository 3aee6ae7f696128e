"""The statistics of a period in words: lines for a terminal or the full screen, tables and charts for a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from pannesi.history.index_reviews import ActionCounts
from pannesi.history.statistics import DurationQuartiles, OutageStatistics
from pannesi.presentation.bar_charts import ChartBar, text_bars
from pannesi.presentation.downtime_figures import Cases, Hours, Months, OpenNow, PartsOfTime, Previous, Systems, Totals
from pannesi.presentation.figure_words import MOST, FigureLine, FigureWords, PageTable
from pannesi.procedure.availability.moments import format_date, format_length, hour_words
from pannesi.support.i18n import _, format_number, n_


def figure_lines(figures: OutageStatistics, zone: ZoneInfo, width: int) -> Iterator[FigureLine]:
    """All figures as lines for a terminal of `width` columns; moments are those of `zone`."""
    yield "title", period_title(figures.first, figures.last)
    for figure in FIGURES:
        if figures.any_outage or not figure.of_outages:
            yield from figure.lines(figures, zone, width)


def period_title(first: date | None, last: date | None) -> str:
    """The title of a period: `Pannes du 01/01/2026 au 31/12/2026`; either end may be open."""
    if first is not None and last is not None:
        return _("Pannes du {first:%d/%m/%Y} au {last:%d/%m/%Y}").format(first=first, last=last)
    if first is not None:
        return _("Pannes depuis le {first:%d/%m/%Y}").format(first=first)
    return _("Pannes jusqu'au {last:%d/%m/%Y}").format(last=last) if last is not None else _("Toutes les pannes")


class _Delays(FigureWords):
    """The delays from the beginning: to the first act, to the alert, to the return, to the reconciliation."""

    leads = True

    def lines(self, figures: OutageStatistics, zone: ZoneInfo, width: int) -> Iterator[FigureLine]:
        """A line for each delay."""
        yield "title", _("Depuis le début de la panne")
        yield "quiet", _("Des sessions commencées dans la période et arrivées jusque-là, chacune pour elle-même.")
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
        yield "quiet", _("Comptées dans les sessions commencées dans la période.")
        if not figures.lines:
            yield "plain", _("Aucune.")
        for line in figures.lines[:MOST]:
            parts = []
            if line.skipped:
                parts.append(n_("{count} fois non nécessaire", "{count} fois non nécessaire", line.skipped))
            if line.could_not:
                parts.append(n_("{count} fois impossible", "{count} fois impossible", line.could_not))
            if line.redlines:
                parts.append(n_("signalée dans {count} session", "signalée dans {count} sessions", line.redlines))
            yield "plain", _("{line} : {told}").format(line=line.label, told=", ".join(parts))
        if len(figures.lines) > MOST:
            rest = len(figures.lines) - MOST
            yield (
                "quiet",
                n_(
                    "et {count} autre ligne, dans le fichier.",
                    "et {count} autres lignes, dans le fichier.",
                    rest,
                ),
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
        yield "quiet", _("Appels sans réponse, dans les sessions commencées dans la période.")
        if not figures.silent:
            yield "plain", _("Aucun.")
        shown = figures.silent[:MOST]
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
        for exercise in figures.exercises[-MOST:]:
            persons = n_("{count} personne", "{count} personnes", exercise.persons)
            local = exercise.began.astimezone(zone)
            yield (
                "plain",
                f"{format_date(local)} {hour_words(local, short=True)} · {exercise.title} · {persons}"
                + ("" if exercise.closed else _(" · pas clos")),
            )
        if len(figures.exercises) > MOST:
            yield "quiet", _("et {count} avant ceux-ci.").format(count=format_number(len(figures.exercises) - MOST))

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


class _Actions(FigureWords):
    """The actions decided after outages: open, overdue, done."""

    def lines(self, figures: OutageStatistics, zone: ZoneInfo, width: int) -> Iterator[FigureLine]:
        """One count, and how it is made; nothing where no action was decided."""
        counts = figures.actions
        if not counts.whole:
            return
        yield "title", _("Actions des retours d'expérience")
        yield "plain", _count_words(counts)
        yield "quiet", _("Décidées après les pannes commencées dans la période, comme elles en sont aujourd'hui.")

    def summary(self, figures: OutageStatistics) -> list[list[str]]:
        """The count in one row."""
        counts = figures.actions
        if not counts.whole:
            return []
        return [[_("Actions décidées après les pannes, aujourd'hui"), _count_words(counts)]]


def _count_words(counts: ActionCounts) -> str:
    """How many actions are open, overdue, done and given up, in words."""
    return ", ".join((
        n_("{count} à faire dans les temps", "{count} à faire dans les temps", counts.open),
        n_("{count} en retard", "{count} en retard", counts.overdue),
        n_("{count} faite", "{count} faites", counts.done),
        n_("{count} abandonnée", "{count} abandonnées", counts.dropped),
    ))  # fmt: skip


FIGURES: tuple[FigureWords, ...] = (
    Totals(),
    OpenNow(),
    Previous(),
    Systems(),
    PartsOfTime(),
    Cases(),
    Months(),
    Hours(),
    _Delays(),
    _Lines(),
    _Silences(),
    _Exercises(),
    _Actions(),
)
"""Every figure, in the order in which they are shown."""
