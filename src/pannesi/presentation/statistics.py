"""Figures in words and bars, the same in the terminal and in the full screen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal
from zoneinfo import ZoneInfo

from pannesi.history.statistics import Figures, Share, Spread
from pannesi.presentation.bar_charts import Bar, bars, columns
from pannesi.procedure.availability.moments import format_length, hour_words
from pannesi.support.i18n import _, digits, n_

Style = Literal["title", "plain", "chart", "quiet"]
_MOST, _MONTHS = 12, 24
"""How many rows of a list are shown; the JSON has them all."""


def figure_lines(figures: Figures, where: ZoneInfo, width: int) -> Iterator[tuple[Style, str]]:
    """Everything, a line at a time, each with what it is. Charts fit in `width`; sentences may be wrapped."""
    yield "title", period_words(figures.first, figures.last)
    if not figures.outages:
        yield "plain", _("Aucune panne dans cette période.")
    else:
        yield "plain", _("{outages}, {length} en tout{open}").format(
            outages=n_("{count} panne", "{count} pannes", figures.outages), length=format_length(figures.downtime),
            open=n_(", dont {count} encore ouverte", ", dont {count} encore ouvertes", figures.still_open)
            if figures.still_open else "",
        )  # fmt: skip
        yield from _shares(_("Par cas : durée (pannes)"), figures.cases[:_MOST], width)
        yield from _shares(_("Par système : durée (pannes)"), figures.systems[:_MOST], width)
        yield from _shares(_("Par mois : durée (pannes)"), figures.months[-_MONTHS:], width)
        yield from _hours(figures, width)
        yield from _times(figures)
        yield from _lines(figures)
        yield from _silent(figures, width)
    yield from _exercises(figures, where)


def period_words(first: date | None, last: date | None) -> str:
    """`Pannes du 01/01/2026 au 31/12/2026`."""
    if first is not None and last is not None:
        return _("Pannes du {first:%d/%m/%Y} au {last:%d/%m/%Y}").format(first=first, last=last)
    if first is not None:
        return _("Pannes depuis le {first:%d/%m/%Y}").format(first=first)
    return _("Pannes jusqu'au {last:%d/%m/%Y}").format(last=last) if last is not None else _("Toutes les pannes")


def _shares(title: str, shares: tuple[Share, ...], width: int) -> Iterator[tuple[Style, str]]:
    yield "title", title
    rows = [Bar(one.label, one.downtime.total_seconds(), _said(one)) for one in shares]
    yield from (("chart", row) for row in bars(rows, width))


def _hours(figures: Figures, width: int) -> Iterator[tuple[Style, str]]:
    """When outages begin: how many, where that can be drawn, then how long those lasted."""
    drawn = columns([one.outages for one in figures.hours])
    if drawn and max(map(len, drawn)) <= width:
        yield "title", _("Heure du début (heure locale) : nombre de pannes")
        yield from (("chart", row) for row in drawn)
    met = tuple(one for one in figures.hours if one.outages)
    yield from _shares(_("Heure du début (heure locale) : durée (pannes)"), met, width)


def _said(one: Share) -> str:
    """`12 h 05 (3)`: how long, and of how many outages."""
    return f"{format_length(one.downtime)} ({digits(one.outages)})"


def _times(figures: Figures) -> Iterator[tuple[Style, str]]:
    yield "title", _("Depuis le début de la panne")
    for words, spread in (
        (_("premier geste"), figures.to_act),
        (_("quelqu'un prévenu"), figures.to_alert),
        (_("retour annoncé"), figures.to_recover),
        (_("patients réconciliés"), figures.to_reconcile),
    ):
        yield "plain", f"{words} : {spread_words(spread)}"


def spread_words(spread: Spread | None) -> str:
    """`médiane 0 h 07 ; la moitié entre 0 h 04 et 0 h 12 ; au plus 1 h 30 (18 sessions)`."""
    if spread is None:
        return _("jamais noté")
    if spread.count == 1:
        return _("{length} (1 session)").format(length=format_length(spread.median))
    return _("médiane {median} ; la moitié entre {low} et {high} ; au plus {longest} ({sessions})").format(
        median=format_length(spread.median), low=format_length(spread.low), high=format_length(spread.high),
        longest=format_length(spread.longest), sessions=n_("{count} session", "{count} sessions", spread.count),
    )  # fmt: skip


def _lines(figures: Figures) -> Iterator[tuple[Style, str]]:
    yield "title", _("Lignes passées, impossibles ou signalées")
    if not figures.lines:
        yield "plain", _("Aucune.")
    for one in figures.lines[:_MOST]:
        parts = []
        if one.skipped:
            parts.append(n_("{count} fois non nécessaire", "{count} fois non nécessaire", one.skipped))
        if one.could_not:
            parts.append(n_("{count} fois impossible", "{count} fois impossible", one.could_not))
        if one.redlines:
            parts.append(n_("signalée dans {count} session", "signalée dans {count} sessions", one.redlines))
        told = ", ".join(parts)
        yield "plain", _("{line} : {told}").format(line=one.label, told=told)
    if len(figures.lines) > _MOST:
        rest = len(figures.lines) - _MOST
        words = n_("et {count} autre ligne, dans le fichier.", "et {count} autres lignes, dans le fichier.", rest)
        yield "quiet", words


def _silent(figures: Figures, width: int) -> Iterator[tuple[Style, str]]:
    yield "title", _("Contacts qui n'ont pas répondu")
    if not figures.silent:
        yield "plain", _("Aucun.")
    rows = [Bar(one.label, one.calls, n_("{count} appel", "{count} appels", one.calls)) for one in figures.silent]
    yield from (("chart", row) for row in bars(rows[:_MOST], width))


def _exercises(figures: Figures, where: ZoneInfo) -> Iterator[tuple[Style, str]]:
    yield "title", _("Exercices")
    if not figures.exercises:
        yield "plain", _("Aucun exercice dans cette période.")
    for one in figures.exercises[-_MOST:]:
        persons, local = n_("{count} personne", "{count} personnes", one.persons), one.began.astimezone(where)
        yield (
            "plain",
            f"{local:%d/%m/%Y} {hour_words(local, short=True)} · {one.title} · {persons}"
            + ("" if one.closed else _(" · pas clos")),
        )
    if len(figures.exercises) > _MOST:
        yield "quiet", _("et {count} avant ceux-ci.").format(count=digits(len(figures.exercises) - _MOST))
