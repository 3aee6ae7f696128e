"""The summary of one session in words and as JSON. It holds no free text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Literal

from pannesi.history.account.durations import LengthName, NamedLength
from pannesi.history.account.lines import BroadcastSeen, LineOvercome, UnansweredCall
from pannesi.history.account.patients import DutyOutcome, DutyTotals, LetGo, duty_totals
from pannesi.history.session_summary import Person, RaisedRedline, SessionSummary
from pannesi.presentation.closing.usual_reasons import is_usual
from pannesi.presentation.facts.outage_hours import time_doubt_words
from pannesi.presentation.facts.timeline import SentenceWriter
from pannesi.procedure.availability.moments import format_length, shown_length, with_end
from pannesi.procedure.model.lines import text_of
from pannesi.procedure.model.procedure import Site
from pannesi.session.events import Event
from pannesi.session.labels import message_word, patient_count_words, redline_word, settled_word, status_word
from pannesi.session.projection.read_model import Row
from pannesi.support.i18n import _, n_

SummaryStyle = Literal["title", "plain"]


def summary_lines(summary: SessionSummary, writer: SentenceWriter) -> Iterator[tuple[SummaryStyle, str]]:
    """The summary line by line, each with its style; empty lists are left out, missing moments are not."""
    yield "title", _("Depuis le début de la panne ({hour})").format(hour=writer.hour(summary.began))
    for name, words in milestones(summary, writer):
        yield "plain", f"{name} : {words}"
    yield from (("plain", words) for words in length_lines(summary, writer.hour))
    yield from _titled_list(
        _("heures à vérifier"), [time_doubt_words(doubt, replace(writer, free=False)) for doubt in summary.time_doubts]
    )
    if summary.forced:
        yield from _titled_list(_("CLÔTURE FORCÉE malgré"), summary.prevented or (_("non noté"),))
    yield "title", _("Lignes")
    yield "plain", n_("{count} faite", "{count} faites", len(summary.done))
    for title, rows in _line_groups(summary):
        yield from _titled_list(title, [_row_words(row) for row in rows])
    yield from _titled_list(
        _("dit impossible, puis réglé autrement"), [_overcome_line_words(line, writer) for line in summary.overcome]
    )
    yield from _titled_list(
        _("corrections et annulations"), [_corrected_words(event, writer) for event in summary.corrected]
    )
    yield from _titled_list(
        _("appels sans réponse"), [_unanswered_words(call, writer) for call in summary.unanswered_calls]
    )
    yield from _titled_list(_("lignes signalées"), [_redline_words(redline, writer) for redline in summary.redlines])
    yield "title", _("Patients, messages, personnes")
    yield "plain", _patients_line(summary)
    yield from _titled_list(_("dû aux patients"), map(totals_words, duty_totals(summary.duties)))
    yield from _titled_list(
        _("impossible pour un patient"), [outcome_words(duty, writer) for duty in summary.duties_impossible]
    )
    yield from _titled_list(
        _("dit impossible pour un patient, puis réglé autrement"),
        [overcome_words(duty, writer) for duty in summary.duties_overcome],
    )
    yield from _titled_list(
        _("dit non nécessaire pour un patient"), [outcome_words(duty, writer) for duty in summary.duties_skipped]
    )
    yield from _titled_list(_("rayés ou dispensés"), [let_go_words(line, writer) for line in summary.let_go])
    yield from _titled_list(_("messages vus"), [_message_words(message, writer) for message in summary.messages])
    yield from _titled_list(_("personnes"), [_person_words(person) for person in summary.persons])


def milestones(summary: SessionSummary, writer: SentenceWriter) -> Iterator[tuple[str, str]]:
    """The milestones of a session, each with how long after the beginning of the outage it came."""
    for name, moment in _titled_moments(summary):
        yield name, _elapsed_words(summary, moment, writer)


def summary_paragraphs(summary: SessionSummary, writer: SentenceWriter) -> Iterator[tuple[str, str]]:
    """The summary as (indent, words), with an empty line before each title."""
    for style, words in summary_lines(summary, writer):
        if style == "title":
            yield "", ""
        text = words.lstrip()
        yield ("" if style == "title" else "  ") + words[: len(words) - len(text)], text


def event_json(event: Event, writer: SentenceWriter) -> dict[str, Any]:
    """A recorded fact as JSON values, with its sentence."""
    return {
        "id": event.id,
        "at": event.at,
        "actor": event.actor,
        "kind": event.kind,
        "line": writer.number(event),
        "words": writer.sentence(event),
        "writer": event.writer,
        "seq": event.seq,
    }


def summary_json(summary: SessionSummary) -> dict[str, Any]:
    """The summary as JSON values: moments in UTC, durations in whole seconds from the beginning of the outage."""
    after = {name: summary.elapsed_until(moment) for name, moment in _named_moments(summary)}
    return {
        "began": _iso_moment(summary.began),
        "systems": list(summary.systems),
        "seconds_to": {name: _whole_seconds(length) for name, length in after.items()},
        "degraded_seconds": _whole_seconds(summary.duration),
        "lengths": {length.name: _length_json(length) for length in summary.lengths},
        "closed_at": _iso_moment(summary.closed_at),
        "forced": summary.forced,
        "lines": _lines_json(summary),
        "corrected": [event.id for event in summary.corrected],
        "silences": [
            {"unit": call.unit, "line": call.line, "contact": call.contact, "at": _iso_moment(call.at)}
            for call in summary.unanswered_calls
        ],
        "redlines": [
            {
                "id": redline.event, "unit": redline.unit, "line": redline.line, "about": redline.about,
                "who": redline.who, "at": _iso_moment(redline.at),
            }
            for redline in summary.redlines
        ],
        "messages": [
            {
                "number": message.row.number, "line": message.row.line.id,
                "at": _iso_moment(message.at), "who": message.who,
            }
            for message in summary.messages
        ],
        "patients": _patients_json(summary),
        "duties": [_duty_json(duty) for duty in summary.duties],
        "let_go": [{"patient": line.patient, "how": line.how, "event": line.fact.id} for line in summary.let_go],
        "settled_otherwise": [
            {"visit": row.visit, "line": row.line.id, "number": row.number, "by": how} for row, how in summary.judged
        ],
        "time_doubts": [
            {
                "code": doubt.code, "event": doubt.event.id,
                "at": _iso_moment(doubt.at), "limit": _iso_moment(doubt.limit),
            }
            for doubt in summary.time_doubts
        ],
        "same_outage": [said.other for said in summary.same if said.stands],
        "persons": [
            {"name": person.name, "roles": list(person.roles), "since": _iso_moment(person.since)}
            for person in summary.persons
        ],
        "to_take_over": summary.offered,
    }  # fmt: skip


def _lines_json(summary: SessionSummary) -> dict[str, list[dict[str, str]]]:
    """The lines by what became of them."""
    groups = {
        "done": summary.done,
        "skipped": summary.skipped,
        "could_not": summary.could_not,
        "left": summary.left,
        "overridden": summary.overridden,
        "out_of_order": summary.out_of_order,
    }
    return {
        name: [{"visit": row.visit, "unit": row.unit, "line": row.line.id, "number": row.number} for row in rows]
        for name, rows in groups.items()
    }


def _length_json(length: NamedLength) -> dict[str, Any]:
    """A duration: exact in seconds, and in the minutes that are shown; both null where the clock cannot tell."""
    shown = length.shown
    return {
        "from": _iso_moment(length.start), "to": _iso_moment(length.end), "counted_to": length.to,
        "seconds": _whole_seconds(length.exact),
        "minutes_shown": int(shown.total_seconds()) // 60 if shown is not None else None,
    }  # fmt: skip


def _duty_json(duty: DutyOutcome) -> dict[str, Any]:
    """What became of one thing due to one patient, by the label of the line."""
    return {
        "patient": duty.patient, "key": duty.key, "status": duty.status, "impossible": duty.impossible,
        "line": duty.row.line.id if duty.row is not None else None,
        "number": duty.row.number if duty.row is not None else None,
        "event": duty.fact.id if duty.fact is not None else None,
    }  # fmt: skip


def _patients_json(summary: SessionSummary) -> dict[str, int]:
    """How many patients were noted, and what is open of them."""
    counts = summary.patients
    return {
        "noted": counts.noted,
        "voided": counts.voided,
        "duties": counts.duties,
        "duties_open": counts.duties_open,
        "images_open": counts.images_open,
    }


def _whole_seconds(length: timedelta | None) -> int | None:
    return int(length.total_seconds()) if length is not None else None


def _named_moments(summary: SessionSummary) -> tuple[tuple[str, datetime | None], ...]:
    return (
        ("first_action", summary.first_action_at),
        ("alert", summary.alerted_at),
        ("return", summary.returned_at),
        ("reconciliation", summary.reconciled_at),
        ("closing", summary.closed_at),
    )


def _iso_moment(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment is not None else None


def _titled_moments(summary: SessionSummary) -> Iterator[tuple[str, datetime | None]]:
    words = (
        _("premier geste"), _("quelqu'un prévenu"), _("retour à la normale"), _("patients réconciliés"), _("clôture"),
    )  # fmt: skip
    return zip(words, (moment for _name, moment in _named_moments(summary)), strict=True)


def _elapsed_words(summary: SessionSummary, moment: datetime | None, writer: SentenceWriter) -> str:
    length = summary.elapsed_until(moment)
    if moment is None:
        return _("pas encore") if summary.open else _("pas noté")
    if length is None:
        return _("durée inconnue ({hour})").format(hour=unknown_length_words(summary, moment, writer.hour))
    shown = format_length(shown_length(summary.began, moment))
    return _("après {length} ({hour})").format(length=shown, hour=writer.hour(moment))


def unknown_length_words(summary: SessionSummary, moment: datetime, hour: Callable[[datetime], str]) -> str:
    """Why the time from the beginning of the outage to a moment is not known."""
    certain = summary.uncertain.isdisjoint((moment, summary.began))
    words = _("{hour}, avant le début noté") if certain else _("{hour}, heure incertaine")
    return words.format(hour=hour(moment))


def length_lines(summary: SessionSummary, hour: Callable[[datetime], str]) -> Iterator[str]:
    """Each duration of a session on a line, by its name."""
    for length in summary.lengths:
        words = named_length_words(summary, length, hour)
        still = length.to == "now" and length.certain and length.name in ("outage", "degraded")
        yield f"{length_name(length.name)} : {words}" + (_(", et cela dure") if still else "")


def length_name(name: LengthName) -> str:
    """The name of a duration, the same wherever it is shown."""
    return {
        "outage": _("panne"), "degraded": _("mode dégradé"), "reconciliation": _("réconciliation"),
        "session": _("session"),
    }[name]  # fmt: skip


def named_length_words(summary: SessionSummary, length: NamedLength, hour: Callable[[datetime], str]) -> str:
    """How long something was, and to what it is counted; why that is not known."""
    shown = length.shown
    if summary.end_unknown and length.name != "session":
        return _("durée inconnue (heure du retour pas sue)")
    if shown is None:
        doubted = length.end if length.end != summary.began else length.start
        return _("durée inconnue ({why})").format(why=unknown_length_words(summary, doubted, hour))
    return with_end(format_length(shown), length.to)


def totals_words(totals: DutyTotals) -> str:
    """What became of one thing due to patients: `3.16 CD remis 1/2, 1 impossible`."""
    counts, number = totals.counts, totals.row.number if totals.row is not None else ""
    words = _("{what} {done}/{owed}").format(
        what=f"{number} {totals.label}".strip(), done=counts["done"], owed=len(totals.outcomes)
    )
    parts = [
        words,
        n_("{count} impossible", "{count} impossibles", len(totals.impossible)) if totals.impossible else "",
        _("{count} non nécessaires").format(count=counts["not_needed"]) if counts["not_needed"] > 1 else "",
        _("1 non nécessaire") if counts["not_needed"] == 1 else "",
        n_("{count} reste dû", "{count} restent dus", counts["open"]) if counts["open"] else "",
    ]
    return ", ".join(filter(None, parts))


def outcome_words(duty: DutyOutcome, writer: SentenceWriter) -> str:
    """What became of one thing due to one patient, with its usual reason and its hour."""
    words = _("{patient} · {what}").format(patient=duty.patient, what=duty.label)
    if duty.impossible and duty.status == "open":
        words += _(", reste dû")
    return words + _fact_words(duty.fact, writer)


def overcome_words(duty: DutyOutcome, writer: SentenceWriter) -> str:
    """One thing said impossible at first for a patient, with its usual reason and hour, then what was said since."""
    words = _("{patient} · {what}").format(patient=duty.patient, what=duty.label)
    words += _fact_words(duty.failed_before, writer)
    now = settled_word(duty.status) + _fact_words(duty.fact, writer)
    return _("{words} ; puis {now}").format(words=words, now=now)


def _overcome_line_words(line: LineOvercome, writer: SentenceWriter) -> str:
    words = f"{line.row.number} {text_of(line.row.line)}" + _fact_words(line.failed, writer)
    return _("{words} ; puis {now}").format(words=words, now=status_word(line.row) + _fact_words(line.row.fact, writer))


def let_go_words(line: LetGo, writer: SentenceWriter) -> str:
    """A patient line struck or waived, with its usual reason and its hour."""
    word = _("{patient} · rayé") if line.how == "voided" else _("{patient} · dispensé")
    return word.format(patient=line.patient) + _fact_words(line.fact, writer)


def _fact_words(fact: Event | None, writer: SentenceWriter) -> str:
    if fact is None:
        return ""
    reason = f" : {fact.text}" if is_usual(fact.text) else ""
    return f"{reason}, {writer.hour(writer.state.when(fact))}"


def _line_groups(summary: SessionSummary) -> tuple[tuple[str, tuple[Row, ...]], ...]:
    return (
        (_("impossible"), summary.could_not),
        (_("dit non nécessaire"), summary.skipped),
        (left_title(summary), summary.left),
        (_("contre ce que disait l'heure ou la réponse"), summary.overridden),
        (_("hors de l'ordre"), summary.out_of_order),
    )


def left_title(summary: SessionSummary) -> str:
    """The title of the lines that are not done: still to do in an open session, save those that an annex left
    behind."""
    if not summary.open:
        return _("pas fait, ou laissé")
    return _("reste à faire, ou laissé") if any(row.passed_by for row in summary.left) else _("reste à faire")


def _titled_list(title: str, rows: Iterable[str]) -> Iterator[tuple[SummaryStyle, str]]:
    listed = list(rows)
    if listed:
        yield "plain", _("{title} ({count}) :").format(title=title, count=len(listed))
        yield from (("plain", f"  {words}") for words in listed)


def _row_words(row: Row) -> str:
    return f"{row.number} {text_of(row.line)}"


def _corrected_words(event: Event, writer: SentenceWriter) -> str:
    words = replace(writer, free=False).sentence(event)
    return _("{hour} · {words}").format(hour=writer.hour(writer.state.when(event)), words=words)


def _unanswered_words(call: UnansweredCall, writer: SentenceWriter) -> str:
    contact = writer.site.contact_by_id.get(call.contact)
    name = contact.name if contact is not None else call.contact
    number = writer.site.number(call.unit, call.line)
    return _("{name}, {hour} ({number})").format(name=name, hour=writer.hour(call.at), number=number)


def _redline_words(redline: RaisedRedline, writer: SentenceWriter) -> str:
    return _("{line} : {about}, {hour}{by}").format(
        line=_site_line_words(writer.site, redline.unit, redline.line), about=redline_word(redline.about),
        hour=writer.hour(redline.at), by=f", {redline.who}" if redline.who else "",
    )  # fmt: skip


def _site_line_words(site: Site, unit: str, line: str) -> str:
    place = site.places.get((unit, line))
    return f"{place.number} {text_of(place.line)}" if place is not None else line


def _message_words(message: BroadcastSeen, writer: SentenceWriter) -> str:
    end = message_word(message.becomes.state) if message.becomes is not None else ""
    return f"{_row_words(message.row)}, {writer.hour(message.at)}" + (f" · {end}" if end else "")


def _person_words(person: Person) -> str:
    return person.name + (f" ({', '.join(person.roles)})" if person.roles else "")


def _patients_line(summary: SessionSummary) -> str:
    counts = summary.patients
    return patient_count_words(counts.noted, counts.voided, counts.duties_open, counts.images_open)
