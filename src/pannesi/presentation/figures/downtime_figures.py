"""How many outages there were, and the time that they took, in words, tables and charts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pannesi.history.figures.intervals import NIGHT_FROM, NIGHT_TO, WORK_FROM, WORK_TO
from pannesi.history.figures.outage_groups import OutageFigures, OutageGroup
from pannesi.history.figures.statistics import OutageStatistics
from pannesi.presentation.figures.bar_charts import ChartBar, bars_by_row, text_columns
from pannesi.presentation.figures.figure_words import (
    MONTHS,
    MOST,
    WHOLE,
    FigureLine,
    FigureWords,
    PageChart,
    PageTable,
    rest_line,
)
from pannesi.procedure.availability.moments import end_words, format_length, hour_words
from pannesi.support.i18n import _, format_number, n_

_TOO_WIDE = 1000
"""From here on a number is wider than an upright column of a page."""


class Totals(FigureWords):
    """How many outages there were and the time that they took, in a sentence, and how both are counted."""

    of_outages = False

    def lines(self, figures: OutageStatistics, zone: ZoneInfo, width: int) -> Iterator[FigureLine]:
        """The summary sentence, the lengths of whole outages, then how all is counted; one line without outages."""
        if not figures.any_outage:
            yield "plain", _("Aucune panne dans cette période.")
            return
        yield "plain", summary_sentence(figures)
        if figures.overall.median != figures.overall.longest or figures.overall.percentile_90 is not None:
            yield "plain", _("Une panne finie : {lengths}.").format(lengths=_lengths(figures.overall))
        yield "plain", _("Durées comptées {ends}.").format(ends=_counted_to())
        yield (
            "quiet",
            _(
                "Pannes commencées dans la période ; temps passé dedans, deux pannes en même temps comptées une fois, "
                "deux sessions dites la même panne comptées pour une. Seules les pannes ouvertes dans pannesi comptent."
            ),
        )

    def summary(self, figures: OutageStatistics) -> list[list[str]]:
        """Outages, those that began before, those still open, the whole time, and up to when it is counted."""
        overall = figures.overall
        rows = [[_("En une phrase"), summary_sentence(figures)]] if figures.any_outage else []
        rows += [
            [_("Pannes"), format_number(figures.outages)],
            [_("Encore ouvertes"), format_number(figures.still_open)],
            [_("Durée en tout"), format_length(figures.downtime)],
            [_("Durées comptées"), _counted_to()],
            [_("Comment"), _("pannes finies, temps passé dans la période ; en même temps, comptées une fois")],
        ]
        if overall.began_before:
            rows.insert(2, [_("Commencées avant, finies dedans ou après"), format_number(overall.began_before)])
        if overall.still_open:
            rows.insert(-2, [_("Encore ouvertes, à part"), format_length(overall.open_downtime)])
        return rows


def summary_sentence(figures: OutageStatistics) -> str:
    """The period in one sentence; the time of outages still open is not in it."""
    overall = figures.overall
    whole = _("{outages}, {length} en tout").format(
        outages=n_("{count} panne", "{count} pannes", figures.outages), length=format_length(overall.downtime)
    )
    if overall.downtime:
        whole += _(", dont {length} la nuit").format(length=format_length(overall.night))
    parts = [whole]
    if len(figures.systems) > 1 and figures.systems[0].downtime:
        longest = format_length(figures.systems[0].downtime)
        most = [group.label for group in figures.systems if format_length(group.downtime) == longest]
        parts.append(_("le plus : {system} ({length})").format(system=_(" et ").join(most), length=longest))
    if overall.began_before:
        parts.append(
            n_("{count} commencée avant la période", "{count} commencées avant la période", overall.began_before)
        )
    parts.append(_still_open(overall))
    return " ; ".join(filter(None, parts)) + "."


def _still_open(group: OutageFigures) -> str:
    if not group.still_open:
        return ""
    return n_("{count} encore ouverte, à part", "{count} encore ouvertes, à part", group.still_open)


def _joined(parts: Sequence[str]) -> str:
    return ", ".join(filter(None, parts))


def _counted_to() -> str:
    """Up to when the durations of outages are counted."""
    return _("{to_return} ; sans retour annoncé, {to_closing}").format(
        to_return=end_words("return"), to_closing=end_words("closing")
    )


def _lengths(group: OutageFigures) -> str:
    """`médiane 0 h 40, la plus longue 3 h 10`, from ten outages on with the length of nine out of ten."""
    parts = []
    if group.median is not None and group.longest is not None:
        parts = [
            _("médiane {length}").format(length=format_length(group.median)),
            _("la plus longue {length}").format(length=format_length(group.longest)),
        ]
    if group.percentile_90 is not None:
        parts.append(_("neuf sur dix sous {length}").format(length=format_length(group.percentile_90)))
    return ", ".join(parts)


class OpenNow(FigureWords):
    """The outages that still last, also those that began before the period."""

    lead = "ouvertes"

    def lines(self, figures: OutageStatistics, zone: ZoneInfo, width: int) -> Iterator[FigureLine]:
        """A line for each, and that their time is in no other figure."""
        if not figures.open:
            return
        yield "title", _("Encore ouvertes")
        yield "quiet", _("Ni retour annoncé, ni clôture. Leur durée n'est ajoutée à aucune autre.")
        for outage in figures.open[: self.most]:
            local = outage.began.astimezone(zone)
            yield (
                "plain",
                _("{title}, depuis le {day:%d/%m/%Y} {hour} : {length}").format(
                    title=outage.title, day=local, hour=hour_words(local, short=True),
                    length=format_length(outage.so_far),
                ),
            )  # fmt: skip
        yield from rest_line(len(figures.open), self.most)

    def table(self, figures: OutageStatistics, hour: Callable[[datetime], str]) -> PageTable:
        """A row for each."""
        return PageTable(
            _("Encore ouvertes, comptées dans aucune autre durée"),
            [_("Libellé"), _("Début"), _("Durée jusqu'ici")],
            [[outage.title, hour(outage.began), format_length(outage.so_far)] for outage in figures.open],
        )


class Previous(FigureWords):
    """The period before this one."""

    def lines(self, figures: OutageStatistics, zone: ZoneInfo, width: int) -> Iterator[FigureLine]:
        """A line with both figures of the period before, and whether this one is over."""
        overall, before = figures.overall, figures.previous
        if before is None or overall.previous_outages is None or overall.previous_downtime is None:
            return
        yield (
            "title",
            _("Période d'avant, du {first:%d/%m/%Y} au {last:%d/%m/%Y}").format(first=before.first, last=before.last),
        )
        yield "plain", _before(overall)
        how = _("Comptée de la même façon, sur le même nombre de mois ou de jours.")
        yield "quiet", how + (_(" La période montrée n'est pas finie.") if figures.unfinished else "")

    def table(self, figures: OutageStatistics, hour: Callable[[datetime], str]) -> PageTable | None:
        """Both periods for each system, and in all."""
        before = figures.previous
        if before is None:
            return None
        title = _("Période d'avant, du {first:%d/%m/%Y} au {last:%d/%m/%Y}").format(
            first=before.first, last=before.last
        )
        rows = [
            [
                name, format_number(group.outages), format_length(group.downtime),
                format_number(group.previous_outages or 0), format_length(group.previous_downtime or timedelta(0)),
            ]
            for name, group in _all_and_systems(figures)
        ]  # fmt: skip
        return PageTable(title, [_("Libellé"), _("Pannes"), _("Durée"), _("Pannes avant"), _("Durée avant")], rows)


def _before(group: OutageFigures) -> str:
    return _("{outages}, {length} en tout").format(
        outages=n_("{count} panne", "{count} pannes", group.previous_outages or 0),
        length=format_length(group.previous_downtime or timedelta(0)),
    )


def _all_and_systems(figures: OutageStatistics) -> list[tuple[str, OutageFigures]]:
    return [(_("En tout"), figures.overall), *((group.label, group) for group in figures.systems)]


class Systems(FigureWords):
    """Outages by system that failed."""

    def lines(self, figures: OutageStatistics, zone: ZoneInfo, width: int) -> Iterator[FigureLine]:
        """A bar for each of the first systems, how they are counted, then the lengths of each."""
        yield from _group_lines(_("Par système : durée (pannes)"), figures.systems, width, "systeme", self.most)
        yield "quiet", _("Une panne compte pour chacun de ses systèmes : la somme peut dépasser le total.")
        for group in figures.systems[: self.most]:
            parts = [_lengths(group) if len(figures.systems) > 1 else "", _still_open(group)]
            if any(parts):
                words = _("{system} : {lengths}").format(system=group.label, lengths=_joined(parts))
                yield "plain", words, f"systeme:{group.id}"

    def table(self, figures: OutageStatistics, hour: Callable[[datetime], str]) -> PageTable:
        """A row for each system, with the lengths of its whole outages."""
        return _length_table(_("Par système"), figures.systems)


class PartsOfTime(FigureWords):
    """The time at night, at the week-end and in working hours."""

    def lines(self, figures: OutageStatistics, zone: ZoneInfo, width: int) -> Iterator[FigureLine]:
        """A line in all and one for each of the first systems, then what the parts are."""
        yield "title", _("Nuit, week-end, heures ouvrées")
        rows = _all_and_systems(figures)
        for name, group in rows[: MOST + 1] if len(rows) > 2 else rows[:1]:
            yield (
                "plain",
                _("{name} : nuit {night}, week-end {weekend}, heures ouvrées {working}").format(
                    name=name, night=format_length(group.night), weekend=format_length(group.weekend),
                    working=format_length(group.working_hours),
                ),
            )  # fmt: skip
        yield "quiet", _parts_words()

    def table(self, figures: OutageStatistics, hour: Callable[[datetime], str]) -> PageTable:
        """A row in all and one for each system."""
        rows = [
            [name, *map(format_length, (group.night, group.weekend, group.working_hours))]
            for name, group in _all_and_systems(figures)
        ]
        return PageTable(
            _("Nuit, week-end, heures ouvrées"),
            [_("Libellé"), _("Nuit"), _("Week-end"), _("Heures ouvrées")],
            rows if figures.any_outage else [],
        )

    def summary(self, figures: OutageStatistics) -> list[list[str]]:
        """What the parts are."""
        return [[_("Nuit, week-end, heures ouvrées"), _parts_words()]] if figures.any_outage else []


def _parts_words() -> str:
    return _(
        "Nuit : {night} h à {morning} h, tous les jours ; week-end : samedi et dimanche entiers, nuits comprises ; "
        "heures ouvrées : lundi à vendredi, {begin} h à {end} h, jours fériés compris."
    ).format(night=NIGHT_FROM, morning=NIGHT_TO, begin=WORK_FROM, end=WORK_TO)


class Cases(FigureWords):
    """Outages by case."""

    def lines(self, figures: OutageStatistics, zone: ZoneInfo, width: int) -> Iterator[FigureLine]:
        """A bar for each of the first cases, and how they are counted."""
        yield from _group_lines(_("Par cas : durée (pannes)"), figures.cases, width, "cas", self.most)
        yield "quiet", _("Une panne compte pour chacun de ses cas : la somme peut dépasser le total.")

    def table(self, figures: OutageStatistics, hour: Callable[[datetime], str]) -> PageTable:
        """A row for each case, with the lengths of its whole outages."""
        return _length_table(_("Par cas"), figures.cases)


class Months(FigureWords):
    """Outages by month."""

    charted = True

    def lines(self, figures: OutageStatistics, zone: ZoneInfo, width: int) -> Iterator[FigureLine]:
        """A bar for each of the last months, and how they are counted."""
        months = figures.months[-max(self.most, MONTHS) :]
        yield from _group_lines(_("Par mois : durée (pannes)"), months, width, "mois")
        if len(figures.months) > len(months):
            left = format_number(len(figures.months) - len(months))
            yield "quiet", _("et {count} mois avant ceux-ci").format(count=left), WHOLE
        yield "quiet", _("Le temps compte dans le mois où il est passé, la panne dans celui de son début.")

    def charts(self, figures: OutageStatistics) -> list[PageChart]:
        """The durations of the last months."""
        title = _("D'un mois à l'autre, combien de temps en panne ?")
        return [_downtime_chart(title, figures.months[-MONTHS:], _("mois"))]

    def table(self, figures: OutageStatistics, hour: Callable[[datetime], str]) -> PageTable:
        """A row for each month."""
        return _group_table(_("Par mois"), figures.months)


class Hours(FigureWords):
    """Outages by hour of the day: how many began in it, and the time that lies in it."""

    charted = True

    def lines(self, figures: OutageStatistics, zone: ZoneInfo, width: int) -> Iterator[FigureLine]:
        """The counts as upright columns where they fit in `width`, then the durations as bars."""
        chart = text_columns([group.outages for group in figures.hours])
        if figures.outages and chart and max(map(len, chart)) <= width:
            yield "title", _("Heure du début (heure locale) : nombre de pannes")
            yield from (("chart", row) for row in chart)
        title = _("Heure du jour (heure locale) : durée (débuts)")
        yield from _group_lines(title, _with_any(figures.hours), width, "heure")
        yield "quiet", _("Le temps compte dans l'heure où il est passé ; entre parenthèses, les pannes commencées là.")

    def charts(self, figures: OutageStatistics) -> list[PageChart]:
        """The counts, upright where every number fits above its column, and the durations."""
        groups = _with_any(figures.hours)
        upright = max(group.outages for group in figures.hours) < _TOO_WIDE
        counts: list[tuple[str, float, str]] = (
            [(f"{at}", group.outages, "") for at, group in enumerate(figures.hours)] if upright
            else [(group.label, group.outages, format_number(group.outages)) for group in groups]
        )  # fmt: skip
        return [
            PageChart(
                _("À quelle heure les pannes commencent-elles ?"),
                counts,
                upright,
                (_("heure locale du début"), _("nombre de pannes")),
            ),
            _downtime_chart(_("À quelles heures le temps de panne est-il passé ?"), groups, _("heure locale")),
        ]

    def table(self, figures: OutageStatistics, hour: Callable[[datetime], str]) -> PageTable:
        """A row for each hour in which an outage began or had its time."""
        return _group_table(_("Par heure du jour"), _with_any(figures.hours))


def _with_any(groups: tuple[OutageGroup, ...]) -> tuple[OutageGroup, ...]:
    return tuple(group for group in groups if group.outages or group.downtime)


def _group_lines(
    title: str, groups: Sequence[OutageGroup], width: int, kind: str, most: int | None = None
) -> Iterator[FigureLine]:
    """A bar chart of the durations of the first groups of outages, under its title; `kind` leads to their sessions."""
    yield "title", title
    shown = groups[:most]
    rows = [ChartBar(group.label, group.downtime.total_seconds(), _duration_and_count(group)) for group in shown]
    for group, lines in zip(shown, bars_by_row(rows, width), strict=True):
        for line in lines:
            yield "chart", line, f"{kind}:{group.id}"
    yield from rest_line(len(groups), most or len(groups))


def _duration_and_count(group: OutageGroup) -> str:
    """`12 h 05 (3)`: the whole duration, and of how many outages."""
    return f"{format_length(group.downtime)} ({format_number(group.outages)})"


def _downtime_chart(title: str, groups: Sequence[OutageGroup], what: str) -> PageChart:
    """A chart of the durations of groups of outages, each labelled by `what` it is."""
    rows = [(group.label, group.downtime.total_seconds(), format_length(group.downtime)) for group in groups]
    return PageChart(title, rows, axes=(what, _("durée des pannes finies")))


def _group_table(title: str, groups: Sequence[OutageGroup]) -> PageTable:
    """A table of groups of outages: how many began, and their time."""
    rows = [[group.label, format_number(group.outages), format_length(group.downtime)] for group in groups]
    return PageTable(title, [_("Libellé"), _("Pannes"), _("Durée")], rows)


def _length_table(title: str, groups: Sequence[OutageFigures]) -> PageTable:
    """A table of groups of outages, with the lengths of whole ones."""
    rows = [
        [
            group.label, format_number(group.outages), format_number(group.still_open),
            *map(_length_or_blank, (group.downtime, group.median, group.longest, group.percentile_90)),
        ]
        for group in groups
    ]  # fmt: skip
    columns = [_("Pannes"), _("Ouvertes"), _("Durée"), _("Médiane"), _("La plus longue"), _("Neuf sur dix sous")]
    return PageTable(title, [_("Libellé"), *columns], rows)


def _length_or_blank(length: timedelta | None) -> str:
    return format_length(length) if length is not None else ""
