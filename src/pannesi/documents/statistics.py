"""The figures of a period as a report: the same numbers as in the terminal, with charts as pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from pannesi.documents.moments import dated_in
from pannesi.documents.page import Chart, Page, Table, page, section
from pannesi.documents.svg_charts import bars, columns
from pannesi.history.statistics import Figures, Share, Spread
from pannesi.procedure.availability.moments import format_length
from pannesi.procedure.model.procedure import Site
from pannesi.support.i18n import _, digits

_TOO_WIDE = 1000
"""From here on a number is wider than a column of a chart."""


def figures_page(figures: Figures, site: Site, until: datetime) -> Page:
    """The report as a plain value. Exercises are only listed: they are no outages.

    `until`, the moment to which outages still open are counted, is told when there is any: nothing else depends on it.
    """
    title = _("Pannes du {first} au {last}").format(
        first=_day(figures.first, _("début")), last=_day(figures.last, _("dernier jour noté"))
    )
    if figures.first is None and figures.last is None:
        title = _("Chiffres de tout le journal")
    summary = [
        [_("Pannes"), digits(figures.outages)],
        [_("Encore ouvertes"), digits(figures.still_open)],
        [_("Durée en tout"), format_length(figures.downtime)],
        [_("Sessions avec une ligne signalée"), digits(figures.redlined)],
        [_("Exercices"), digits(len(figures.exercises))],
    ]
    hour = dated_in(site)
    note = _("Les pannes encore ouvertes sont comptées jusqu'au {moment}.").format(moment=hour(until))
    charts = [
        Chart(name, svg)
        for name, svg in (
            (_("Durée par cas"), _bars(figures.cases)),
            (_("Durée par système"), _bars(figures.systems)),
            (_("Durée par mois"), _bars(figures.months[-24:])),
            (_("Heure du début (heure locale) : nombre de pannes"), _by_hour(figures.hours)),
            (_("Heure du début (heure locale) : durée"), _bars(_met(figures.hours))),
        )
        if figures.outages
    ]
    sections = [table for table in _sections(figures, hour) if table.rows]
    notes = [note] if figures.still_open else []
    data = figures.as_json(until)
    return replace(
        page(site, title), summary=summary, notes=notes, charts=charts, sections=sections, data=data
    )  # fmt: skip


def _day(day: date | None, otherwise: str) -> str:
    return f"{day:%d/%m/%Y}" if day is not None else otherwise


def _bars(shares: tuple[Share, ...]) -> str:
    return bars([(one.label, one.downtime.total_seconds(), format_length(one.downtime)) for one in shares])


def _met(hours: tuple[Share, ...]) -> tuple[Share, ...]:
    return tuple(one for one in hours if one.outages)


def _by_hour(hours: tuple[Share, ...]) -> str:
    """How many began in each hour: columns, unless a count is wider than its column."""
    if max(one.outages for one in hours) < _TOO_WIDE:
        return columns([(f"{at}", one.outages) for at, one in enumerate(hours)])
    return bars([(one.label, one.outages, digits(one.outages)) for one in _met(hours)])


def _sections(figures: Figures, hour: Callable[[datetime], str]) -> list[Table]:
    shares = [_("Libellé"), _("Pannes"), _("Durée")]
    return [
        section(
            _("Délais"),
            [_("Libellé"), _("Sessions"), _("Médiane"), _("De (1er quart)"), _("À (3e quart)"), _("Le plus long")],
            [
                _spread(name, one)
                for name, one in (
                    (_("Premier geste"), figures.to_act),
                    (_("Alerte"), figures.to_alert),
                    (_("Retour"), figures.to_recover),
                    (_("Réconciliation"), figures.to_reconcile),
                )
                if one is not None
            ],
        ),
        section(_("Par cas"), shares, _shares(figures.cases)),
        section(_("Par système"), shares, _shares(figures.systems)),
        section(_("Par mois"), shares, _shares(figures.months)),
        section(_("Par heure du début"), shares, _shares(_met(figures.hours))),
        section(
            _("Lignes passées, impossibles ou signalées"),
            [_("Libellé"), _("Passée"), _("Impossible"), _("Signalée")],
            [[one.label, digits(one.skipped), digits(one.could_not), digits(one.redlines)] for one in figures.lines],
        ),
        section(
            _("Contacts sans réponse"),
            [_("Libellé"), _("Appels")],
            [[one.label, digits(one.calls)] for one in figures.silent],
        ),
        section(
            _("Exercices tenus"),
            [_("Libellé"), _("Début"), _("Personnes"), _("État")],
            [
                [one.title, hour(one.began), digits(one.persons), _("clos") if one.closed else _("ouvert")]
                for one in figures.exercises
            ],
        ),
    ]


def _shares(shares: tuple[Share, ...]) -> list[list[str]]:
    return [[one.label, digits(one.outages), format_length(one.downtime)] for one in shares]


def _spread(name: str, one: Spread) -> list[str]:
    return [name, digits(one.count), *(format_length(each) for each in (one.median, one.low, one.high, one.longest))]
