"""The statistics of a period in words: lines for a terminal or the full screen, tables and charts for a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import copy
from datetime import date, datetime
from zoneinfo import ZoneInfo

from pannesi.history.figures.statistics import OutageStatistics
from pannesi.history.index_reviews import ActionCounts
from pannesi.presentation.figures.care_figures import CallHours, Calls, Forced, Patients, Redlines
from pannesi.presentation.figures.delay_figures import Availability, Delays, SystemDelays
from pannesi.presentation.figures.downtime_figures import (
    Cases,
    Hours,
    Months,
    OpenNow,
    PartsOfTime,
    Previous,
    Systems,
    Totals,
)
from pannesi.presentation.figures.figure_words import (
    EVERY_ROW,
    WHOLE,
    FigureLine,
    FigureWords,
    PageTable,
    ShownLine,
    rest_line,
)
from pannesi.procedure.availability.moments import format_date, hour_words
from pannesi.support.i18n import _, format_number, n_


def figure_lines(figures: OutageStatistics, zone: ZoneInfo, width: int, *, whole: bool = False) -> Iterator[ShownLine]:
    """All figures as lines for a terminal of `width` columns; moments are those of `zone`. Lists have all of their rows
    where they are shown `whole`."""
    yield ShownLine("title", period_title(figures.first, figures.last), "pannes")
    for each in FIGURES:
        if not figures.any_outage and each.of_outages:
            continue
        figure = copy(each)
        if whole:
            figure.most = EVERY_ROW
        for style, words, *lead in figure.lines(figures, zone, width):
            yield ShownLine(style, words, lead[0] if lead else figure.lead)


def period_title(first: date | None, last: date | None) -> str:
    """The title of a period: `Pannes du 01/01/2026 au 31/12/2026`; either end may be open."""
    if first is not None and last is not None:
        return _("Pannes du {first:%d/%m/%Y} au {last:%d/%m/%Y}").format(first=first, last=last)
    if first is not None:
        return _("Pannes depuis le {first:%d/%m/%Y}").format(first=first)
    return _("Pannes jusqu'au {last:%d/%m/%Y}").format(last=last) if last is not None else _("Toutes les pannes")


class _Lines(FigureWords):
    """The lines that were skipped, impossible, or redlined."""

    lead = "lignes"

    def lines(self, figures: OutageStatistics, zone: ZoneInfo, width: int) -> Iterator[FigureLine]:
        """What happened at each of the first lines, and how many more there are."""
        yield "title", _("Lignes passées, impossibles ou signalées")
        yield (
            "quiet",
            _("Comptées dans les sessions commencées dans la période ; dites impossibles, même réglées depuis."),
        )
        if not figures.lines:
            yield "plain", _("Aucune.")
        for line in figures.lines[: self.most]:
            parts = []
            if line.skipped:
                parts.append(n_("{count} fois non nécessaire", "{count} fois non nécessaire", line.skipped))
            if line.could_not:
                parts.append(n_("dite {count} fois impossible", "dite {count} fois impossible", line.could_not))
            if line.redlines:
                parts.append(n_("signalée dans {count} session", "signalée dans {count} sessions", line.redlines))
            yield "plain", _("{line} : {told}").format(line=line.label, told=", ".join(parts)), f"ligne:{line.id}"
        yield from rest_line(len(figures.lines), self.most)

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


class _Exercises(FigureWords):
    """The exercises held. They are listed only, and count in no other figure."""

    of_outages = False
    lead = "exercices"

    def lines(self, figures: OutageStatistics, zone: ZoneInfo, width: int) -> Iterator[FigureLine]:
        """How many were held and who took part, a line for each of the last, and how many came before them."""
        yield "title", _("Exercices")
        if not figures.exercises:
            yield "plain", _("Aucun exercice dans cette période.")
        else:
            yield "plain", _held(figures)
        for exercise in figures.exercises[-self.most :]:
            persons = n_("{count} personne", "{count} personnes", exercise.persons)
            local = exercise.began.astimezone(zone)
            yield (
                "plain",
                f"{format_date(local)} {hour_words(local, short=True)} · {exercise.title} · {persons}"
                + ("" if exercise.closed else _(" · pas clos")),
            )
        if len(figures.exercises) > self.most:
            left = format_number(len(figures.exercises) - self.most)
            yield "quiet", _("et {count} avant ceux-ci").format(count=left), WHOLE
        if figures.exercises:
            yield "quiet", _("Comptés à part des pannes. Personnes : qui a agi ou s'est nommé, chacune une fois.")

    def summary(self, figures: OutageStatistics) -> list[list[str]]:
        """How many exercises were held, and how many persons took part."""
        held = [[_("Exercices"), format_number(len(figures.exercises))]]
        return [*held, [_("Personnes exercées"), format_number(figures.trained)]] if figures.exercises else held

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


def _held(figures: OutageStatistics) -> str:
    return _("{exercises}, {persons} en tout.").format(
        exercises=n_("{count} exercice tenu", "{count} exercices tenus", len(figures.exercises)),
        persons=n_("{count} personne", "{count} personnes", figures.trained),
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
    Delays(),
    SystemDelays(),
    Availability(),
    Patients(),
    Calls(),
    CallHours(),
    _Lines(),
    Redlines(),
    Forced(),
    _Exercises(),
    _Actions(),
)
"""Every figure, in the order in which they are shown."""
