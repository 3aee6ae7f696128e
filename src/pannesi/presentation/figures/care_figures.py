"""The figures of calls, of patients, of forced closings and of what was signalled, in words and tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from pannesi.history.figures.delays import DelaySpread
from pannesi.history.figures.digest_figures import CallGroup, ContactCalls, DutyFigure, PatientFigures, RedlinedLine
from pannesi.history.figures.statistics import OutageStatistics
from pannesi.presentation.figures.bar_charts import ChartBar, bars_by_row
from pannesi.presentation.figures.delay_figures import spread_words
from pannesi.presentation.figures.figure_words import FigureLine, FigureWords, PageTable, rest_line
from pannesi.procedure.availability.moments import format_length
from pannesi.support.i18n import _, format_number, n_


class Patients(FigureWords):
    """The patients examined in degraded mode, and what became of everything due to them."""

    lead = "patients"

    def lines(self, figures: OutageStatistics, zone: ZoneInfo, width: int) -> Iterator[FigureLine]:
        """The counts, the time to the last line settled, then each thing due."""
        counts = figures.patients
        yield "title", _("Patients examinés en mode dégradé")
        yield "quiet", _("Notés dans les sessions commencées dans la période, où ils en sont aujourd'hui.")
        if not counts.examined and not counts.struck:
            yield "plain", _("Aucun.")
            return
        yield "plain", _counts_words(counts)
        settled = figures.overall.delays["reconciliation"]
        yield (
            "plain",
            _("Du retour au dernier patient réglé : {delay}").format(delay=spread_words(settled)),
            "delai:reconciliation",
        )
        for duty in counts.duties[: self.most]:
            yield "plain", _duty_words(duty), f"du:{duty.id}"
        yield from rest_line(len(counts.duties), self.most)
        yield (
            "quiet",
            _(
                "Inconnus : pas connus du SI, ou un trait d'identité « inconnu ». Dû : fait, impossible (dit, et rien "
                "d'autre depuis), non nécessaire, reste dû ; dit impossible d'abord : réglé autrement depuis. Rayés : "
                "comptés dans aucun autre nombre, sauf ce qui leur "
                "avait été fait."
            ),
        )

    def summary(self, figures: OutageStatistics) -> list[list[str]]:
        """The counts in one row."""
        counts = figures.patients
        there = counts.examined or counts.struck
        return [[_("Patients examinés en mode dégradé"), _counts_words(counts)]] if there else []

    def table(self, figures: OutageStatistics, hour: Callable[[datetime], str]) -> PageTable:
        """A row for each thing due, by its key in the site."""
        rows = [
            [
                duty.label, duty.id,
                *map(
                    format_number,
                    (duty.owed, duty.given, duty.impossible, duty.not_needed, duty.open, duty.made_good),
                ),
            ]
            for duty in figures.patients.duties
        ]  # fmt: skip
        columns = [
            _("Libellé"), _("Clé"), _("Dû"), _("Faits"), _("Impossible"), _("Non nécessaire"), _("Reste dû"),
            _("Dit impossible d'abord"),
        ]  # fmt: skip
        return PageTable(_("Dû aux patients"), columns, rows)


def _counts_words(counts: PatientFigures) -> str:
    parts = [
        n_("{count} examiné", "{count} examinés", counts.examined),
        n_("{count} inconnu", "{count} inconnus", counts.unknown),
        n_("{count} vérifié", "{count} vérifiés", counts.verified),
        n_("{count} dispensé", "{count} dispensés", counts.waived),
        n_("{count} rayé", "{count} rayés", counts.struck),
    ]
    return ", ".join(parts) + "."


def _duty_words(duty: DutyFigure) -> str:
    parts = [n_("{count} fait", "{count} faits", duty.given)]
    if duty.impossible:
        parts.append(n_("{count} impossible", "{count} impossibles", duty.impossible))
    if duty.not_needed:
        parts.append(n_("{count} non nécessaire", "{count} non nécessaires", duty.not_needed))
    if duty.open:
        parts.append(n_("{count} reste dû", "{count} restent dus", duty.open))
    owed = n_("{count} dû", "{count} dus", duty.owed)
    words = _("{what} : {owed}, {parts}").format(what=duty.label, owed=owed, parts=", ".join(parts))
    if not duty.made_good:
        return words
    first = n_("{count} dit impossible d'abord", "{count} dits impossibles d'abord", duty.made_good)
    return _("{words}, dont {first}").format(words=words, first=first)


class Calls(FigureWords):
    """The calls: how many, unanswered, how long until somebody answered; by contact and by hour."""

    lead = "appels"

    def lines(self, figures: OutageStatistics, zone: ZoneInfo, width: int) -> Iterator[FigureLine]:
        """The counts, a line for each of the first contacts, then the hours in which nobody answered."""
        calls = figures.calls
        yield "title", _("Appels")
        yield "quiet", _("Des sessions commencées dans la période. Attente : du premier essai à la réponse.")
        if not calls.tries:
            yield "plain", _("Aucun appel noté.")
            return
        yield (
            "plain",
            _("{unanswered} sans réponse sur {tries} ; par contact :").format(
                unanswered=format_number(calls.unanswered), tries=n_("{count} appel", "{count} appels", calls.tries)
            ),
        )
        contacts = calls.contacts[: self.most]
        bars = [ChartBar(contact.label, contact.unanswered, _silences(contact)) for contact in contacts]
        for contact, drawn in zip(contacts, bars_by_row(bars, width), strict=True):
            for line in drawn:
                yield "chart", line, f"contact:{contact.id}"
        for contact in contacts:
            if contact.waited is not None and contact.waited.longest:
                yield "plain", _waited_words(contact.label, contact.waited), f"contact:{contact.id}"
        yield from rest_line(len(calls.contacts), self.most)
        silent = [hour for hour in calls.hours if hour.unanswered]
        if silent:
            hours = ", ".join(f"{hour.label} {hour.unanswered}/{hour.tries}" for hour in silent)
            yield "plain", _("Sans réponse, par heure de l'appel : {hours}").format(hours=hours)

    def summary(self, figures: OutageStatistics) -> list[list[str]]:
        """The counts in one row."""
        calls = figures.calls
        counted = f"{format_number(calls.unanswered)} / {format_number(calls.tries)}"
        return [[_("Appels sans réponse, sur combien"), counted]] if calls.tries else []

    def table(self, figures: OutageStatistics, hour: Callable[[datetime], str]) -> PageTable:
        """A row for each contact."""
        rows = [[contact.label, *_call_cells(contact), *_waited_cells(contact)] for contact in figures.calls.contacts]
        columns = [
            _("Libellé"), _("Appels"), _("Sans réponse"), _("Attente médiane"), _("La plus longue"),
        ]  # fmt: skip
        return PageTable(_("Appels, par contact"), columns, rows)


class CallHours(FigureWords):
    """The calls by hour of the day, on a page."""

    def table(self, figures: OutageStatistics, hour: Callable[[datetime], str]) -> PageTable:
        """A row for each hour with a call."""
        rows = [[group.label, *_call_cells(group)] for group in figures.calls.hours]
        return PageTable(_("Appels, par heure"), [_("Libellé"), _("Appels"), _("Sans réponse")], rows)


def _call_cells(group: CallGroup) -> list[str]:
    return [format_number(group.tries), format_number(group.unanswered)]


def _waited_cells(contact: ContactCalls) -> list[str]:
    waited = contact.waited
    return [format_length(waited.median), format_length(waited.longest)] if waited is not None else ["", ""]


def _silences(contact: ContactCalls) -> str:
    return f"{format_number(contact.unanswered)} / {format_number(contact.tries)}"


def _waited_words(contact: str, waited: DelaySpread) -> str:
    return _("{contact} : attente médiane {median}, au plus {longest}").format(
        contact=contact, median=format_length(waited.median), longest=format_length(waited.longest)
    )


class Forced(FigureWords):
    """The sessions closed though something prevented it."""

    lead = "forcees"

    def lines(self, figures: OutageStatistics, zone: ZoneInfo, width: int) -> Iterator[FigureLine]:
        """One count."""
        yield "title", _("Clôtures forcées")
        yield "plain", n_("{count} session close quand même.", "{count} sessions closes quand même.", figures.forced)
        yield "quiet", _("Closes avec un motif, alors que quelque chose l'empêchait ; commencées dans la période.")

    def summary(self, figures: OutageStatistics) -> list[list[str]]:
        """The count."""
        return [[_("Clôtures forcées"), format_number(figures.forced)]]


class Redlines(FigureWords):
    """What people signalled against lines of the procedure, answered or not, and against which the most."""

    lead = "signalees"

    def lines(self, figures: OutageStatistics, zone: ZoneInfo, width: int) -> Iterator[FigureLine]:
        """The counts, then the lines signalled the most."""
        counts = figures.redlines
        yield "title", _("Signalé contre la procédure")
        yield "quiet", _("Dans les sessions commencées dans la période ; réponses comme elles en sont aujourd'hui.")
        if not counts.raised:
            yield "plain", _("Rien.")
            return
        yield "plain", _redline_counts(figures)
        for line in counts.lines[: self.most]:
            yield "plain", _("{line} : {kinds}").format(line=line.label, kinds=_kinds(line)), f"ligne:{line.id}"
        yield from rest_line(len(counts.lines), self.most)

    def summary(self, figures: OutageStatistics) -> list[list[str]]:
        """The counts in one row."""
        return [[_("Signalé contre la procédure"), _redline_counts(figures)]] if figures.redlines.raised else []

    def table(self, figures: OutageStatistics, hour: Callable[[datetime], str]) -> PageTable:
        """A row for each line signalled."""
        rows = [
            [line.label, *map(format_number, (line.count, line.wrong, line.impossible, line.unclear))]
            for line in figures.redlines.lines
        ]
        columns = [_("Libellé"), _("Fois"), _("Faux"), _("Impossible"), _("Pas clair")]
        return PageTable(_("Lignes signalées"), columns, rows)


def _redline_counts(figures: OutageStatistics) -> str:
    counts = figures.redlines
    raised = n_("{count} fois", "{count} fois", counts.raised)
    if counts.open is None:
        return raised
    return ", ".join((
        raised,
        n_("{count} avec réponse", "{count} avec réponse", counts.raised - counts.open),
        n_("{count} sans réponse", "{count} sans réponse", counts.open),
    ))  # fmt: skip


def _kinds(line: RedlinedLine) -> str:
    parts = []
    if line.wrong:
        parts.append(n_("{count} fois fausse", "{count} fois fausse", line.wrong))
    if line.impossible:
        parts.append(n_("{count} fois impossible", "{count} fois impossible", line.impossible))
    if line.unclear:
        parts.append(n_("{count} fois pas claire", "{count} fois pas claire", line.unclear))
    return ", ".join(parts)
