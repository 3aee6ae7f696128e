"""The summary of one session in words and as JSON. It holds no free text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal

from pannesi.history.session_summary import BroadcastSeen, Person, RaisedRedline, SessionSummary, UnansweredCall
from pannesi.presentation.timeline import SentenceWriter
from pannesi.procedure.availability.moments import format_length, with_end
from pannesi.procedure.model.lines import text_of
from pannesi.procedure.model.procedure import Site
from pannesi.session.events import Event
from pannesi.session.labels import message_word, patient_count_words, redline_word
from pannesi.session.projection.read_model import Row
from pannesi.support.i18n import _, n_

SummaryStyle = Literal["title", "plain"]


def account_lines(account: SessionSummary, tell: SentenceWriter) -> Iterator[tuple[SummaryStyle, str]]:
    """The summary line by line, each with its style; empty lists are left out, missing moments are not."""
    yield "title", _("Depuis le début de la panne ({hour})").format(hour=tell.hour(account.began))
    for words, moment in _moments(account):
        yield "plain", f"{words} : {_after(account, moment, tell)}"
    yield "plain", _lasted(account, tell)
    if account.forced:
        yield from _list(_("CLÔTURE FORCÉE malgré"), account.prevented or (_("non noté"),))
    yield "title", _("Lignes")
    yield "plain", n_("{count} faite", "{count} faites", len(account.done))
    for title, rows in _groups(account):
        yield from _list(title, [_row(row) for row in rows])
    yield from _list(_("corrigé"), [_corrected(one, tell) for one in account.corrected])
    yield from _list(_("appels sans réponse"), [_silence(one, tell) for one in account.unanswered_calls])
    yield from _list(_("lignes signalées"), [_redline(one, tell) for one in account.redlines])
    yield "title", _("Patients, messages, personnes")
    yield "plain", _patients(account)
    yield from _list(_("messages vus"), [_heard(one, tell) for one in account.messages])
    yield from _list(_("personnes"), [_person(one) for one in account.persons])


def account_paragraphs(account: SessionSummary, tell: SentenceWriter) -> Iterator[tuple[str, str]]:
    """The summary as (indent, words), with an empty line before each title."""
    for style, words in account_lines(account, tell):
        if style == "title":
            yield "", ""
        said = words.lstrip()
        yield ("" if style == "title" else "  ") + words[: len(words) - len(said)], said


def event_json(event: Event, tell: SentenceWriter) -> dict[str, Any]:
    """A recorded fact as JSON values, with its sentence."""
    return {
        "id": event.id,
        "at": event.at,
        "actor": event.actor,
        "kind": event.kind,
        "line": tell.number(event),
        "words": tell.sentence(event),
        "writer": event.writer,
        "seq": event.seq,
    }


def account_json(account: SessionSummary, tell: SentenceWriter) -> dict[str, Any]:
    """The summary as JSON values: moments in UTC, durations in whole seconds from the beginning of the outage."""
    after = {name: account.elapsed_until(moment) for name, moment in _named(account)}
    return {
        "began": _utc(account.began),
        "systems": list(account.systems),
        "seconds_to": {
            name: int(length.total_seconds()) if length is not None else None for name, length in after.items()
        },
        "degraded_seconds": int(account.duration.total_seconds()) if account.duration is not None else None,
        "closed_at": _utc(account.closed_at),
        "forced": account.forced,
        "lines": {
            name: [{"visit": row.visit, "unit": row.unit, "line": row.line.id, "number": row.number} for row in rows]
            for name, rows in (
                ("done", account.done), ("skipped", account.skipped), ("could_not", account.could_not),
                ("left", account.left), ("overridden", account.overridden), ("out_of_order", account.out_of_order),
            )
        },
        "corrected": [one.id for one in account.corrected],
        "silences": [
            {"unit": call.unit, "line": call.line, "contact": call.contact, "at": _utc(call.at)}
            for call in account.unanswered_calls
        ],
        "redlines": [
            {
                "id": one.event, "unit": one.unit, "line": one.line, "about": one.about, "who": one.who,
                "at": _utc(one.at),
            }
            for one in account.redlines
        ],
        "messages": [
            {"number": one.row.number, "line": one.row.line.id, "at": _utc(one.at), "who": one.who}
            for one in account.messages
        ],
        "patients": {
            "noted": account.patients.noted, "voided": account.patients.voided,
            "duties": account.patients.duties, "duties_open": account.patients.duties_open,
            "images_open": account.patients.images_open,
        },
        "persons": [
            {"name": one.name, "roles": list(one.roles), "since": _utc(one.since)} for one in account.persons
        ],
        "to_take_over": account.offered,
    }  # fmt: skip


def _named(account: SessionSummary) -> tuple[tuple[str, datetime | None], ...]:
    return (
        ("first_action", account.first_action_at),
        ("alert", account.alerted_at),
        ("return", account.returned_at),
        ("reconciliation", account.reconciled_at),
        ("closing", account.closed_at),
    )


def _utc(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment is not None else None


def _moments(account: SessionSummary) -> Iterator[tuple[str, datetime | None]]:
    words = (_("premier geste"), _("quelqu'un prévenu"), _("retour annoncé"), _("patients réconciliés"), _("clôture"))
    return zip(words, (moment for _name, moment in _named(account)), strict=True)


def _after(account: SessionSummary, moment: datetime | None, tell: SentenceWriter) -> str:
    length = account.elapsed_until(moment)
    if moment is None:
        return _("pas encore") if account.open else _("pas noté")
    if length is None:
        return _("durée inconnue ({hour})").format(hour=unknown_length_words(account, moment, tell.hour))
    return _("après {length} ({hour})").format(length=format_length(length), hour=tell.hour(moment))


def unknown_length_words(account: SessionSummary, moment: datetime, hour: Callable[[datetime], str]) -> str:
    """Why the time from the beginning of the outage to a moment is not known."""
    certain = account.uncertain.isdisjoint((moment, account.began))
    words = _("{hour}, avant le début noté") if certain else _("{hour}, heure incertaine")
    return words.format(hour=hour(moment))


def _lasted(account: SessionSummary, tell: SentenceWriter) -> str:
    if account.duration is None:
        until = account.returned_at or account.until
        return _("en mode dégradé : durée inconnue ({hour})").format(
            hour=unknown_length_words(account, until, tell.hour)
        )
    length = with_end(format_length(account.duration), account.duration_end)
    if account.duration_end == "now":
        return _("en mode dégradé : {length}, et cela dure").format(length=length)
    return _("en mode dégradé : {length}").format(length=length)


def _groups(account: SessionSummary) -> tuple[tuple[str, tuple[Row, ...]], ...]:
    return (
        (_("impossible"), account.could_not),
        (_("dit non nécessaire"), account.skipped),
        (left_title(account), account.left),
        (_("contre ce que disait l'heure ou la réponse"), account.overridden),
        (_("hors de l'ordre"), account.out_of_order),
    )


def left_title(account: SessionSummary) -> str:
    """The title of the lines that are not done: still to do in an open session, save those that an annex left
    behind."""
    if not account.open:
        return _("pas fait, ou laissé")
    return _("reste à faire, ou laissé") if any(row.passed_by for row in account.left) else _("reste à faire")


def _list(title: str, rows: Iterable[str]) -> Iterator[tuple[SummaryStyle, str]]:
    told = list(rows)
    if told:
        yield "plain", _("{title} ({count}) :").format(title=title, count=len(told))
        yield from (("plain", f"  {words}") for words in told)


def _row(row: Row) -> str:
    return f"{row.number} {text_of(row.line)}"


def _corrected(event: Event, tell: SentenceWriter) -> str:
    words = replace(tell, free=False).sentence(event)
    return _("{hour} · {words}").format(hour=tell.hour(tell.state.when(event)), words=words)


def _silence(one: UnansweredCall, tell: SentenceWriter) -> str:
    found = tell.site.contact_by_id.get(one.contact)
    name = found.name if found is not None else one.contact
    number = tell.site.number(one.unit, one.line)
    return _("{name}, {hour} ({number})").format(name=name, hour=tell.hour(one.at), number=number)


def _redline(one: RaisedRedline, tell: SentenceWriter) -> str:
    return _("{line} : {about}, {hour}{by}").format(
        line=_place(tell.site, one.unit, one.line), about=redline_word(one.about), hour=tell.hour(one.at),
        by=f", {one.who}" if one.who else "",
    )  # fmt: skip


def _place(site: Site, unit: str, line: str) -> str:
    place = site.places.get((unit, line))
    return f"{place.number} {text_of(place.line)}" if place is not None else line


def _heard(one: BroadcastSeen, tell: SentenceWriter) -> str:
    end = message_word(one.becomes.state) if one.becomes is not None else ""
    return f"{_row(one.row)}, {tell.hour(one.at)}" + (f" · {end}" if end else "")


def _person(one: Person) -> str:
    return one.name + (f" ({', '.join(one.roles)})" if one.roles else "")


def _patients(account: SessionSummary) -> str:
    counts = account.patients
    return patient_count_words(counts.noted, counts.voided, counts.duties_open, counts.images_open)
