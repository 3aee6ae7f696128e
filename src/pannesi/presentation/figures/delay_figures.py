"""The delays of outages in words and tables: to the alert, the degraded mode, the return, the reconciliation; between
two outages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pannesi.history.figures.delays import DelaySpread
from pannesi.history.figures.downtime import DelayName
from pannesi.history.figures.outage_groups import OutageFigures
from pannesi.history.figures.statistics import OutageStatistics
from pannesi.presentation.figures.figure_words import FigureLine, FigureWords, PageTable
from pannesi.procedure.availability.moments import format_length
from pannesi.support.i18n import N_, Marked, _, all_translated, format_number, n_

_NAMES: dict[DelayName, Marked] = {
    "to_act": N_("premier geste"), "to_alert": N_("quelqu'un prévenu"), "to_degraded": N_("mode dégradé"),
    "to_recover": N_("retour annoncé"), "to_reconcile": N_("patients réconciliés"),
    "reconciliation": N_("du retour au dernier patient réglé"), "between": N_("entre deux pannes"),
}  # fmt: skip


def _names() -> dict[DelayName, str]:
    return dict(zip(_NAMES, all_translated(_NAMES.values()), strict=True))


class Delays(FigureWords):
    """The delays of all outages together."""

    leads_page = True
    lead = "delais"

    def lines(self, figures: OutageStatistics, zone: ZoneInfo, width: int) -> Iterator[FigureLine]:
        """A line for each delay, with the median of the period before."""
        yield "title", _("Depuis le début de la panne")
        yield "quiet", _("Des pannes commencées dans la période et arrivées jusque-là ; la même panne compte une fois.")
        before = figures.overall.previous_delays or {}
        for name, words in _names().items():
            if name == "reconciliation":
                yield "title", _("Du retour à la réconciliation, et entre deux pannes")
            spread = spread_words(figures.overall.delays[name])
            yield (
                "plain",
                _("{name} : {delay}").format(name=words, delay=spread) + _before_words(before.get(name)),
                f"delai:{name}",
            )
        yield (
            "quiet",
            _(
                "Entre deux pannes : de la fin de l'une, dans la période, au début de la suivante ; rien là où elles "
                "se chevauchent, et celles encore ouvertes n'ont pas de fin."
            ),
        )

    def table(self, figures: OutageStatistics, hour: Callable[[datetime], str]) -> PageTable:
        """The spread of each delay that was ever noted."""
        before = figures.overall.previous_delays or {}
        rows = [
            [words, *_spread_cells(spread), _length_or_blank(_median(before.get(name)))]
            for name, words in _names().items()
            if (spread := figures.overall.delays[name]) is not None
        ]
        columns = [
            _("Libellé"), _("Pannes"), _("Médiane"), _("De (1er quart)"), _("À (3e quart)"), _("Le plus long"),
            _("Médiane, période d'avant"),
        ]  # fmt: skip
        return PageTable(_("Délais"), columns, rows)


class SystemDelays(FigureWords):
    """The medians of the delays of each system."""

    def lines(self, figures: OutageStatistics, zone: ZoneInfo, width: int) -> Iterator[FigureLine]:
        """A line for each of the first systems that got anywhere; nothing where only one failed."""
        rows = [(group, _medians_words(group)) for group in figures.systems[: self.most]]
        if len(rows) < 2 or not any(words for _group, words in rows):
            return
        yield "title", _("Délais médians, par système")
        for group, words in rows:
            if words:
                yield "plain", f"{group.label} : {words}", f"systeme:{group.id}"
        yield "quiet", _("Entre parenthèses, de combien de pannes ; les mêmes moments que ci-dessus.")

    def table(self, figures: OutageStatistics, hour: Callable[[datetime], str]) -> PageTable:
        """A row for each system."""
        rows = [[group.label, *_medians(group)] for group in figures.systems]
        title = _("Délais médians, par système (de combien de pannes)")
        return PageTable(title, [_("Libellé"), *_names().values()], rows if len(rows) > 1 else [])


def _medians_words(group: OutageFigures) -> str:
    return ", ".join(
        f"{words} {format_length(spread.median)} ({spread.count})"
        for name, words in _names().items()
        if (spread := group.delays[name]) is not None
    )


def _medians(group: OutageFigures) -> list[str]:
    spreads = [group.delays[name] for name in _NAMES]
    return [f"{format_length(spread.median)} ({spread.count})" if spread is not None else "" for spread in spreads]


def _median(spread: DelaySpread | None) -> timedelta | None:
    return spread.median if spread is not None else None


def _before_words(spread: DelaySpread | None) -> str:
    if spread is None:
        return ""
    return _(" ; avant : {median}").format(median=format_length(spread.median))


def spread_words(spread: DelaySpread | None) -> str:
    """Durations in words: `médiane 0 h 07 ; la moitié entre 0 h 04 et 0 h 12 ; au plus 1 h 30 (18 pannes)`; the half is
    told from ten on."""
    if spread is None:
        return _("jamais noté")
    outages = n_("{count} panne", "{count} pannes", spread.count)
    if spread.count == 1:
        return f"{format_length(spread.median)} ({outages})"
    middle = ""
    if spread.low is not None and spread.high is not None:
        middle = _(" ; la moitié entre {low} et {high}").format(
            low=format_length(spread.low), high=format_length(spread.high)
        )
    return _("médiane {median}{middle} ; au plus {longest} ({outages})").format(
        median=format_length(spread.median), middle=middle, longest=format_length(spread.longest), outages=outages
    )


def _spread_cells(spread: DelaySpread) -> list[str]:
    return [
        format_number(spread.count),
        *map(_length_or_blank, (spread.median, spread.low, spread.high, spread.longest)),
    ]


def _length_or_blank(length: timedelta | None) -> str:
    return format_length(length) if length is not None else ""


class Availability(FigureWords):
    """How much of the period each system was there for, by the outages opened here: only on demand."""

    def lines(self, figures: OutageStatistics, zone: ZoneInfo, width: int) -> Iterator[FigureLine]:
        """A line for each system."""
        if not figures.with_availability:
            return
        yield "title", _availability_title()
        for name, words in _availability_rows(figures):
            yield "plain", f"{name} : {words}", f"systeme:{name}"
        yield "quiet", _availability_how()

    def table(self, figures: OutageStatistics, hour: Callable[[datetime], str]) -> PageTable:
        """A row for each system."""
        rows = [list(row) for row in _availability_rows(figures)] if figures.with_availability else []
        return PageTable(_availability_title(), [_("Libellé"), _("Disponibilité")], rows)

    def summary(self, figures: OutageStatistics) -> list[list[str]]:
        """How it is computed."""
        return [[_availability_title(), _availability_how()]] if figures.with_availability else []


def _availability_title() -> str:
    return _("Disponibilité, d'après les seules pannes ouvertes ici")


def _availability_how() -> str:
    return _(
        "Part de la période écoulée sans panne finie ouverte dans pannesi. Ce que personne n'a ouvert ici "
        "n'y est pas : ce n'est pas la disponibilité du système."
    )


def _availability_rows(figures: OutageStatistics) -> Iterator[tuple[str, str]]:
    for group in figures.systems:
        share = figures.availability_of(group)
        if share is not None:
            words = f"{share:.3f} %".replace(".", ",")
        elif figures.elapsed is None:
            words = _("pas calculée : la période n'a pas de début (--from)")
        else:
            words = _("pas calculée : une panne est encore ouverte")
        yield group.label, words
