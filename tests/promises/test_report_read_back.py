"""No statement of a report contradicts the journal: its JSON is read back against the stored events, by another reading
than the program's, over sessions played at random. `PANNESI_SESSIONS=2000` reads more of them than the suite does."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from pannesi.documents.report.report_files import report_bytes
from pannesi.history.index_entry_builder import build_entry
from pannesi.history.session_record import SessionRecord
from pannesi.history.session_summary import session_summary_of
from pannesi.presentation.session_lists.session_summary import summary_json
from pannesi.session.events import Event
from tests.support.building import Played
from tests.support.random_sessions import random_session
from tests.support.raw_journal import Raw

PARIS = ZoneInfo("Europe/Paris")
SESSIONS = int(os.environ.get("PANNESI_SESSIONS", "24"))
SETTLED = {
    "line.done": "done", "line.answered": "done", "line.not_needed": "skipped", "line.could_not": "could_not",
    "duty.done": "done", "patient.reconciled": "done", "duty.not_needed": "not_needed", "duty.could_not": "could_not",
}  # fmt: skip


class Told:
    """The report of a session at its last fact, as another program reads it."""

    def __init__(self, played: Played) -> None:
        last = max(map(played.state.when, played.state.timeline))
        account = session_summary_of(played.session, played.state, played.site, last)
        assert account is not None
        self.site = played.site
        record = SessionRecord(played.session, played.state, played.site, account, "")
        self.page: dict[str, Any] = json.loads(report_bytes(record, "json", patients=False))
        self.account: dict[str, Any] = json.loads(json.dumps(summary_json(account)))
        entry = build_entry(played.session, played.state, played.site, last)
        assert entry is not None
        self.entry = entry
        self.summary: dict[str, str] = dict(self.page["summary"])
        self.tables = {table["title"]: table["rows"] for table in (*self.page["sections"], *self.page["annexes"])}

    def rows(self, title: str) -> list[list[str]]:
        """The rows of a table; none where it is left out."""
        return self.tables.get(title, [])  # type: ignore[no-any-return]

    def lines(self, group: str) -> set[tuple[str, str]]:
        """The lines of a group of the account."""
        return {(line["visit"], line["line"]) for line in self.account["lines"][group]}


def hour(moment: datetime) -> str:
    """A moment as reports write it, without the side of an hour that a day has twice."""
    return f"{moment.astimezone(PARIS):%d/%m/%Y %H:%M}"


def same_hour(words: str, moment: datetime) -> bool:
    return words.startswith(hour(moment))


def minutes_between(start: datetime, end: datetime) -> int:
    """The difference of two moments as they are written."""
    first, last = (moment.astimezone(UTC).replace(second=0, microsecond=0) for moment in (start, end))
    return int((last - first) / timedelta(minutes=1))


def minutes_said(words: str) -> int | None:
    """The minutes of a duration in words; None for one in days, or unknown."""
    found = re.search(r"(\d+) h (\d\d)", words.replace("\N{NARROW NO-BREAK SPACE}", ""))
    return int(found[1]) * 60 + int(found[2]) if found else None


def reached(raw: Raw, key: tuple[str, str]) -> bool:
    return any(event.payload.get("outcome") == "reached" for event in raw.about.get(("line", *key), []))


def settled_as(raw: Raw, key: tuple[str, str]) -> str | None:
    """How a line is settled by the facts at it."""
    event = raw.in_force("line", *key)
    if event is None:
        return None
    if event.kind == "call.outcome":
        return "done" if reached(raw, key) else None
    return SETTLED.get(event.kind)


def check_lines(told: Told, raw: Raw) -> None:
    groups = {name: told.lines(name) for name in ("done", "skipped", "could_not")}
    for name, lines in groups.items():
        for key in lines:
            settled = settled_as(raw, key)
            if settled is not None:
                assert settled == name, (key, settled, name)
            else:
                assert comes_from_elsewhere(told, raw, key, name), (key, name)
    where = {key: name for name, lines in groups.items() for key in lines}
    for event in raw.all_in_force("line"):
        key = (event.payload["visit"], event.payload["line"])
        settled = settled_as(raw, key)
        if settled is not None and key[0] in raw.visits:
            assert where.get(key) == settled, (key, settled, where.get(key))
    assert told.summary["Lignes faites"] == str(len(groups["done"]))
    for key in told.lines("left"):
        settled = settled_as(raw, key)
        assert settled is None or may_be_asked_again(told, raw, key), (key, settled)


def comes_from_elsewhere(told: Told, raw: Raw, key: tuple[str, str], group: str) -> bool:
    """Whether a line without a fact of its own is settled by a visit that it opened or ended, or by an earlier case."""
    visit, line = key
    unit = raw.visits[visit]["unit"]
    written = told.site.places[unit, line].line
    if group == "could_not":
        fates = [event for event in raw.all_in_force("fate") if event.kind == "visit.closed"]
        opened = {event.payload["visit"] for event in fates if event.payload["outcome"] is None}
        return any(
            (raw.visits[one].get("parent"), raw.visits[one].get("line")) == key for one in opened if one in raw.visits
        ) or any(event.payload["visit"] == visit and event.payload["line"] == line for event in fates)
    if written.verb in ("run", "becomes", "joins", "outcome"):
        return True
    return group == "done" and bool(written.carries)


def may_be_asked_again(told: Told, raw: Raw, key: tuple[str, str]) -> bool:
    """Whether a settled line may be due again: the outage came back, or the clock that answered it moved on."""
    unit = raw.visits[key[0]]["unit"]
    line = told.site.places[unit, key[1]].line
    fell = any(event.kind == "return.undone" for event in raw.events if event.id not in raw.undone)
    return fell or getattr(line, "suggests", None) is not None


def check_orders(told: Told, raw: Raw) -> None:
    """No order, register or thing to know is left that the facts settle in another way."""
    open_keys = {duty["key"] for duty in told.account["duties"] if duty["status"] == "open"}
    for visit, name in told.lines("left"):
        event = raw.in_force("line", visit, name)
        if event is not None or may_be_asked_again(told, raw, (visit, name)):
            continue
        line = told.site.places[raw.visits[visit]["unit"], name].line
        duty = getattr(line, "duty", None)
        if line.verb == "standing":
            assert duty is not None, "an order that owes nothing was shown as long as it lasted"
            assert duty.key in open_keys, "an order is left only while something of it is due"
        if line.verb == "register":
            assert not raw.patients


def duty_said(raw: Raw, patient: str, key: str) -> Event | None:
    return raw.in_force("duty", patient, key)


MADE_GOOD = re.compile(r" · .*, puis (fait|non nécessaire), \d")


def failed_before(raw: Raw, patient: str, key: str) -> Event | None:
    """What said a thing impossible, where something else was said since and neither was undone."""
    facts = raw.about.get(("duty", patient, key), [])
    failures = [event for event in facts if event.kind == "duty.could_not"]
    return failures[-1] if failures and facts[-1] is not failures[-1] else None


def line_failed_before(told: Told, key: tuple[str, ...], facts: list[Event]) -> bool:
    """Whether a line that is settled otherwise now was said impossible before, and that was not undone."""
    settled = key in told.lines("done") or key in told.lines("skipped")
    return settled and any(event.kind == "line.could_not" for event in facts)


def check_duties(told: Told, raw: Raw) -> None:
    by_label = {raw.label(patient): patient for patient in raw.patients}
    assert len(by_label) == len(raw.patients)
    for duty in told.account["duties"]:
        event = duty_said(raw, by_label[duty["patient"]], duty["key"])
        assert duty["impossible"] is (event is not None and event.kind == "duty.could_not")
        status = SETTLED.get(event.kind) if event is not None else None
        if duty["status"] in ("done", "not_needed"):
            known = status == duty["status"] or duty["key"].startswith(("trait-", "ipp-"))
            assert known, duty
        if status in ("done", "not_needed") and not duty["key"].startswith(("trait-", "ipp-")):
            assert duty["status"] == status, duty
        if duty["impossible"] and duty["status"] == "open":
            returns = [raw.return_of(visit) for visit in raw.current_cases]
            assert any(returns), "owed again only since a return"
    impossible = [duty for duty in told.account["duties"] if duty["impossible"]]
    rows = [row for row in told.rows("Impossible") if row[1].split(" · ")[0] in by_label]
    made_good = Counter(
        (duty["patient"], raw.when(event))
        for duty in told.account["duties"]
        if duty["status"] in ("done", "not_needed")
        and (event := failed_before(raw, by_label[duty["patient"]], duty["key"])) is not None
    )
    assert len(rows) == len(impossible) + made_good.total()
    assert Counter(row[1].split(" · ")[0] for row in rows if MADE_GOOD.search(row[1])) == Counter(
        patient for patient, _at in made_good.elements()
    )
    for event in raw.all_in_force("duty"):
        if event.kind != "duty.could_not" or event.payload["patient"] not in raw.patients:
            continue
        label = raw.label(event.payload["patient"])
        there = [
            duty for duty in told.account["duties"] if (duty["patient"], duty["key"]) == (label, event.payload["key"])
        ]
        if not there:  # what is due changed with what the line says
            versions = raw.about["patient", event.payload["patient"]]
            assert len(versions) > 1 or event.payload["key"].startswith(("trait-", "ipp-", "identite", "cr-")), event
    found = told.entry.overview.could_not
    lines = [key for key, facts in raw.about.items() if key[0] == "line" and line_failed_before(told, key[1:], facts)]
    assert found == len(told.account["lines"]["could_not"]) + len(lines) + len(impossible) + made_good.total()
    tagged = Counter({tag.value: count for tag, count in told.entry.tags if tag.kind == "could_not"})
    assert tagged.total() == found
    assert any(tag.value == "could-not" for tag, _count in told.entry.tags) is (found > 0)


def check_register(told: Told, raw: Raw) -> None:
    struck = sum(raw.patients.values())
    counts = told.account["patients"]
    assert (counts["noted"], counts["voided"]) == (len(raw.patients) - struck, struck)
    assert told.summary["Registre"].startswith(f"{len(raw.patients) - struck} patient")
    verdicts = {event.payload["patient"]: event for event in raw.all_in_force("verdict")}
    waived = [patient for patient, event in verdicts.items() if event.kind == "patient.waived"]
    standing = [patient for patient in waived if raw.patients.get(patient) is False]
    let_go = [(line["how"], line["patient"]) for line in told.account["let_go"]]
    assert Counter(how for how, _label in let_go) == +Counter({"voided": struck, "waived": len(standing)})
    assert len(told.rows("Lignes de patient rayées ou dispensées")) == len(let_go)


def check_calls_and_messages(told: Told, raw: Raw) -> None:
    calls = [
        event for key, facts in raw.about.items() if key[0] == "line" and key[1] in raw.visits
        for event in facts if event.kind == "call.outcome" and event.payload["outcome"] == "no_answer"
    ]  # fmt: skip
    rows = told.rows("Appels sans réponse")
    assert sorted(row[-1][:16] for row in rows) == sorted(hour(raw.when(event)) for event in calls)
    seen = [
        event for event in raw.all_in_force("line")
        if event.kind == "line.done" and event.payload["verb"] == "broadcast" and event.payload["visit"] in raw.visits
    ]  # fmt: skip
    told_hours = [row[2][:16] for row in told.rows("Messages vus diffusés")]
    carried = len(told_hours) - len(seen)
    assert not Counter(hour(raw.when(event)) for event in seen) - Counter(told_hours)
    assert carried == 0 or carried <= len(raw.visits), "only what an earlier case had broadcast"


def check_hours(told: Told, raw: Raw) -> None:
    began, returned, closed = raw.began, raw.returned, raw.closed
    assert same_hour(told.summary["Début"], began)
    back = told.summary["Retour à la normale"]
    assert (returned is None) == (back in ("pas encore", "non noté")), (returned, back)
    if returned is not None:
        assert hour(returned) in back
        assert "après" not in back or minutes_said(back) in (None, max(minutes_between(began, returned), 0))
    if closed is None:
        assert told.summary["Clôture"] == "session encore ouverte"
    else:
        assert hour(raw.when(closed)) in told.summary["Clôture"]
        assert ("CLÔTURE FORCÉE" in told.summary) is closed.payload["forced"]
    for name, words in told.summary.items():
        if "après" in words and name != "Clôture":
            assert minutes_said(words.split("après")[1]) is None or hour_of(words) >= began - timedelta(minutes=3)


def hour_of(words: str) -> datetime:
    """The first hour in words, whichever of two that a day has twice."""
    return datetime.strptime(words[:16], "%d/%m/%Y %H:%M").replace(tzinfo=PARIS, fold=1)


def check_lengths(told: Told, raw: Raw) -> None:
    lengths = told.account["lengths"]
    end = raw.returned or (raw.when(raw.closed) if raw.closed is not None else max(map(raw.when, raw.events)))
    outage = lengths["outage"]
    assert outage["counted_to"] == ("return" if raw.returned else "closing" if raw.closed else "now")
    if outage["minutes_shown"] is not None:
        assert outage["minutes_shown"] == max(minutes_between(raw.began, end), 0)
        said = minutes_said(told.summary["Durée : panne"])
        assert said in (None, outage["minutes_shown"])
        listed = minutes_said(told.entry.overview.length)
        assert listed in (None, outage["minutes_shown"]), "lists say what the report says"
    names = {"outage": "panne", "degraded": "mode dégradé", "reconciliation": "réconciliation", "session": "session"}
    assert [name for name in told.summary if name.startswith("Durée : ")] == [
        f"Durée : {names[one]}" for one in lengths
    ]
    session = lengths["session"]
    until = raw.when(raw.closed) if raw.closed is not None else max(map(raw.when, raw.events))
    assert session["minutes_shown"] in (None, max(minutes_between(raw.when(raw.events[0]), until), 0))


def check_gaps(told: Told, raw: Raw) -> None:
    """The numbers of the deviations are those of the tables."""
    words = told.summary["Écarts constatés"]

    def said(pattern: str) -> int:
        found = re.search(rf"(\d+) {pattern}", words)
        return int(found[1]) if found else 0

    assert said("lignes? impossible") == len(told.lines("could_not"))
    assert said("choses? impossible") == sum(duty["impossible"] for duty in told.account["duties"])
    assert said("choses? dites? impossible") == sum(bool(MADE_GOOD.search(row[1])) for row in told.rows("Impossible"))
    assert len(told.rows("Impossible")) == sum(
        said(pattern)
        for pattern in (
            "lignes? impossible",
            "lignes? dites? impossible",
            "choses? impossible",
            "choses? dites? impossible",
        )
    )
    assert said("pas faite") == (len(told.account["lines"]["left"]) if raw.closed is not None else 0)
    assert said("appels? sans réponse") == len(told.rows("Appels sans réponse"))
    assert said("lignes? signalée") == len(told.rows("Lignes signalées"))
    open_duties = sum(duty["status"] == "open" for duty in told.account["duties"])
    assert said("choses? encore due") == (open_duties if raw.closed is not None else 0)
    assert told.account["patients"]["duties_open"] == open_duties


def check_reasons(told: Told, raw: Raw) -> None:
    """No free text leaves with it, save the usual answers."""
    page = json.dumps(told.page, ensure_ascii=False)
    assert "Inventé" not in page
    usual = [event for event in raw.all_in_force("duty") if event.text == "matériel en panne"]
    listed = {duty["event"] for duty in told.account["duties"] if duty["impossible"]}
    for event in usual:
        if event.id in listed:
            assert any("matériel en panne" in row for row in told.rows("Impossible"))


CHECKS = (
    check_lines, check_orders, check_duties, check_register, check_calls_and_messages, check_hours, check_lengths,
    check_gaps, check_reasons,
)  # fmt: skip


@pytest.mark.parametrize("first", range(0, SESSIONS, 8))
def test_a_report_says_nothing_that_the_journal_contradicts(first: int) -> None:
    for seed in range(first, min(first + 8, SESSIONS)):
        played = random_session(seed)
        told, raw = Told(played), Raw.read(played.events)
        for check in CHECKS:
            try:
                check(told, raw)
            except AssertionError as wrong:
                raise AssertionError(f"session {seed}, {check.__name__}: {wrong}") from wrong
