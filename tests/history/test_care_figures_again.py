"""Figures of delays, calls, patients, forced closings and what was signalled are those of an independent count, from
the events of the journal alone."""

from __future__ import annotations

import json
import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from pannesi.application.context import Station
from pannesi.history.catalogue import catalogue_of
from pannesi.history.figures.delays import DelaySpread
from pannesi.history.figures.downtime import DelayName
from pannesi.history.figures.figure_sessions import sessions_behind
from pannesi.history.figures.statistics import OutageStatistics, outage_statistics
from pannesi.history.index import SessionIndex
from pannesi.history.period import DayRange
from tests.support.lived_nights import LAST, MINUTE, lived_nights

PARIS = ZoneInfo("Europe/Paris")
PERIODS = (
    DayRange(None, None),
    DayRange(date(2026, 1, 1), date(2026, 12, 31)),
    DayRange(date(2026, 10, 1), date(2026, 10, 31)),
    DayRange(date(2026, 10, 25), date(2026, 10, 25)),
)
PROGRAM_OWES = "ipp-definitif"
"""What is due, by the program itself, for a patient whom the systems do not know."""
KINDS = {"duty.done": "given", "duty.could_not": "impossible", "duty.not_needed": "not_needed"}


@pytest.fixture
def station() -> Iterator[Station]:
    opened = lived_nights()
    yield opened
    opened.journal.close()


def minute(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp()) // 60


@dataclass
class Lived:
    """What the stored events of one session say."""

    began: int
    events: list[Any]
    returned: list[int] = field(default_factory=list)
    closed: list[int] = field(default_factory=list)

    def when(self, *kinds: str) -> list[int]:
        return [minute(one.at) for one in self.events if one.kind in kinds]

    @property
    def end(self) -> int:
        return (self.returned or self.closed or [minute(LAST.isoformat())])[0]

    @property
    def ended(self) -> bool:
        return bool(self.returned or self.closed)

    @property
    def patients(self) -> dict[str, Any]:
        """The facts of the patients noted and not struck."""
        gone = {one.payload["patient"] for one in self.events if one.kind == "patient.voided"}
        added = {one.payload["patient"]: one.payload["facts"] for one in self.events if one.kind == "patient.added"}
        return {patient: facts for patient, facts in added.items() if patient not in gone}

    @property
    def settled(self) -> int | None:
        """When the last of them was let go and the last thing due done, where all were."""
        there = self.patients
        about = [
            one for one in self.events if one.kind in (*KINDS, "patient.waived") and one.payload["patient"] in there
        ]
        said = {(one.payload["patient"], one.payload.get("key")): one for one in about}
        owed = {(patient, key) for patient, facts in there.items() for key, due in due_of(facts).items() if due}
        back = [one.at for one in self.events if one.kind == "return.announced"]
        for at in owed | {(patient, None) for patient in there}:
            if at not in said or (said[at].kind == "duty.could_not" and back and said[at].at < back[-1]):
                return None
        return max(minute(one.at) for one in said.values()) if said else None


def due_of(facts: Mapping[str, str]) -> dict[str, bool]:
    """What the procedure owes to a patient, by its key."""
    return {
        "cd": (facts["origin"], facts["exam"]) == ("externe", "coupe"),
        "film": facts["unit"] == "réanimation",
    }


def read(station: Station) -> tuple[dict[str, Lived], list[list[str]]]:
    """The real sessions of a journal, and which of them are one outage."""
    lived: dict[str, Lived] = {}
    group: dict[str, int] = {}
    for number, row in enumerate(station.journal.sessions()):
        events = list(station.journal.events(row.id))
        opening = events[0].payload
        if not opening["exercise"]:
            lived[row.id] = Lived(minute(opening.get("began") or events[0].at), events)
            group[row.id] = number
    for name, session in lived.items():
        for one in session.events:
            if one.kind == "return.announced":
                session.returned.append(minute(one.payload.get("since") or one.at))
            elif one.kind == "session.closed":
                session.closed.append(minute(one.at))
            elif one.kind == "outage.same":
                old, new = group[one.payload["other"]], group[name]
                group = {each: new if number == old else number for each, number in group.items()}
    gathered: dict[int, list[str]] = {}
    for name, number in group.items():
        gathered.setdefault(number, []).append(name)
    return lived, list(gathered.values())


def inside(period: DayRange) -> Callable[[int], bool]:
    since, until = period.since(PARIS), period.until(PARIS)
    return lambda at: (since is None or at * 60 >= since.timestamp()) and (until is None or at * 60 < until.timestamp())


def check_spread(found: DelaySpread | None, minutes: list[int]) -> None:
    if not minutes:
        assert found is None
        return
    assert found is not None
    middle = statistics.median(minutes) * MINUTE
    assert (found.count, found.median, found.longest) == (len(minutes), middle, max(minutes) * MINUTE)
    if len(minutes) < 10:
        assert (found.low, found.high) == (None, None)
    else:
        low, _middle, high = statistics.quantiles([one * 60_000 for one in minutes], n=4, method="inclusive")
        assert (found.low, found.high) == (timedelta(milliseconds=round(low)), timedelta(milliseconds=round(high)))


def check_delays(found: OutageStatistics, outages: list[list[Lived]], wanted: Callable[[int], bool]) -> None:
    began = [min(one.began for one in outage) for outage in outages]
    mine = [(start, outage) for start, outage in zip(began, outages, strict=True) if wanted(start)]
    firsts: Mapping[DelayName, tuple[str, ...]] = {
        "to_act": ("call.outcome", "patient.added", *KINDS), "to_alert": ("reached",), "to_degraded": ("patient.added",),
    }  # fmt: skip
    for name, kinds in firsts.items():
        delays = []
        for start, outage in mine:
            moments = [at for one in outage for at in (answers(one) if kinds == ("reached",) else one.when(*kinds))]
            if moments:
                delays.append(min(moments) - start)
        check_spread(found.overall.delays[name], delays)
    back = [
        max(at for one in outage for at in one.returned) - start
        for start, outage in mine
        if all(one.ended for one in outage) and any(one.returned for one in outage)
    ]
    check_spread(found.overall.delays["to_recover"], back)
    settled = [
        (start, max(at for one in outage for at in one.returned), max(one.settled for one in outage if one.settled))
        for start, outage in mine
        if any(one.patients for one in outage) and all(one.settled for one in outage if one.patients)
        if all(one.ended for one in outage) and any(one.returned for one in outage)
    ]
    check_spread(found.overall.delays["reconciliation"], [last - returned for _start, returned, last in settled])
    check_spread(found.overall.delays["between"], gaps(outages, wanted))


def answers(session: Lived) -> list[int]:
    calls = [one for one in session.events if one.kind == "call.outcome"]
    return [minute(one.at) for one in calls if one.payload["outcome"] == "reached"]


def gaps(outages: list[list[Lived]], wanted: Callable[[int], bool]) -> list[int]:
    """Minutes from what ended last, of the outages with time in the period, to each that began in it."""
    there = [outage for outage in outages if any(map(wanted, minutes_of(outage)))]
    found = []
    for outage in outages:
        start = min(one.began for one in outage)
        before = [one for other in there for one in other if all(each.ended for each in other) and one.began < start]
        if wanted(start) and before and max(one.end for one in before) < start:
            found.append(start - max(one.end for one in before))
    return found


def minutes_of(outage: list[Lived]) -> Iterator[int]:
    """The minutes of an outage, and the one in which it began."""
    yield min(one.began for one in outage)
    for one in outage:
        yield from range(one.began, one.end)


def check_calls(found: OutageStatistics, sessions: Iterable[Lived]) -> None:
    tries, silent, waits = Counter[str](), Counter[str](), []
    for session in sessions:
        calls = [one for one in session.events if one.kind == "call.outcome"]
        for one in calls:
            hour = datetime.fromisoformat(one.at).astimezone(PARIS).strftime("%H")
            tries[hour] += 1
            silent[hour] += one.payload["outcome"] != "reached"
            if one.payload["outcome"] == "reached":
                waits.append(minute(one.at) - minute(calls[0].at))
    assert (found.calls.tries, found.calls.unanswered) == (tries.total(), silent.total())
    assert {one.id: (one.tries, one.unanswered) for one in found.calls.hours} == {
        hour: (count, silent[hour]) for hour, count in tries.items()
    }
    if tries:
        (contact,) = found.calls.contacts
        assert (contact.id, contact.tries, contact.unanswered) == ("informatique", tries.total(), silent.total())
        check_spread(contact.waited, waits)


def check_patients(found: OutageStatistics, sessions: Iterable[Lived]) -> None:
    counts, again, duties = Counter[str](), Counter[str](), Counter[tuple[str, str]]()
    for session in sessions:
        gone = {one.payload["patient"] for one in session.events if one.kind == "patient.voided"}
        let_go = {one.payload["patient"] for one in session.events if one.kind == "patient.waived"}
        settled = dict[tuple[str, str], str]()
        made_good = set[tuple[str, str]]()
        for one in session.events:
            if one.kind in KINDS:
                at = one.payload["patient"], one.payload["key"]
                if settled.get(at) == "impossible" != KINDS[one.kind]:
                    made_good.add(at)
                settled[at] = KINDS[one.kind]
        for one in session.events:
            if one.kind != "patient.added":
                continue
            patient, facts = one.payload["patient"], one.payload["facts"]
            counts["struck" if patient in gone else "examined"] += 1
            counts["unknown"] += patient not in gone and facts["identity"] == "inconnue"
            due = due_of(facts)
            counts["waived"] += patient in let_go
            if patient not in gone | let_go and facts["identity"] == "inconnue":
                duties[PROGRAM_OWES, "open"] += 1
            for key in (key for key, there in due.items() if there):
                became = settled.get((patient, key), "open")
                if patient not in gone or became != "open":
                    duties[key, became] += 1
                    again[key] += (patient, key) in made_good
    told = found.patients
    assert (told.examined, told.unknown, told.struck, told.waived) == tuple(
        counts[name] for name in ("examined", "unknown", "struck", "waived")
    )
    for duty in told.duties:
        each = {name: getattr(duty, name) for name in ("given", "impossible", "not_needed", "open")}
        assert each == {name: duties[duty.id, name] for name in each}
        assert (duty.owed, duty.made_good) == (sum(each.values()), again[duty.id])
    assert {duty.id for duty in told.duties} == {key for key, _became in duties}


def test_calls_patients_delays_and_what_leads_to_them_are_those_of_an_independent_count(station: Station) -> None:
    lived, groups = read(station)
    catalogue = catalogue_of(station.journal, station.site).caught_up(LAST)
    for period in PERIODS:
        wanted = inside(period)
        found = outage_statistics(catalogue.index, period, LAST, PARIS, answered=())
        there = [session for session in lived.values() if wanted(session.began)]
        check_delays(found, [[lived[name] for name in names] for names in groups], wanted)
        check_calls(found, there)
        check_patients(found, there)
        closings = [one for session in there for one in session.events if one.kind == "session.closed"]
        assert found.forced == sum(one.payload["forced"] for one in closings)
        raised = Counter(
            one.payload["about"] for session in there for one in session.events if one.kind == "redline.raised"
        )
        assert (found.redlines.raised, found.redlines.open) == (raised.total(), raised.total())
        assert [(one.wrong, one.impossible, one.unclear) for one in found.redlines.lines] == (
            [(raised["wrong"], raised["impossible"], raised["unclear"])] if raised else []
        )
        json.dumps(found.as_json(LAST))
    everything = outage_statistics(catalogue.index, PERIODS[0], LAST, PARIS)
    assert everything.redlines.open is None, "nobody looked for answers"
    assert everything.forced > 0
    assert sum(duty.made_good for duty in everything.patients.duties) > 5, "failures made good are among the nights"
    reconciliation = everything.overall.delays["reconciliation"]
    assert reconciliation is not None
    assert reconciliation.count > 5
    assert everything.patients.struck > 5 < everything.patients.unknown
    assert {duty.id for duty in everything.patients.duties} == {"cd", "film", PROGRAM_OWES}
    check_leads(catalogue.index, lived)
    catalogue.close()


def check_leads(index: SessionIndex, lived: dict[str, Lived]) -> None:
    """Each figure leads to the sessions that it counts."""
    period = PERIODS[1]
    wanted = inside(period)
    there = {name: session for name, session in lived.items() if wanted(session.began)}

    def behind(lead: str) -> set[str]:
        return {one.id for one in sessions_behind(index, lead, period, LAST, PARIS)}

    def with_events(*kinds: str) -> set[str]:
        return {name for name, session in there.items() if session.when(*kinds)}

    def payloads(name: str, kind: str) -> list[Any]:
        return [one.payload for one in there[name].events if one.kind == kind]

    goes_on = [name for name, one in lived.items() if inside(PERIODS[1])(one.end - 1) and one.end > one.began]
    assert behind("pannes") == {*there, *goes_on}
    assert behind("appels") == behind("contact:informatique") == with_events("call.outcome")
    assert behind("delai:to_alert") == {name for name in there if answers(there[name])}
    assert behind("delai:to_degraded") == behind("patients") == with_events("patient.added")
    assert behind("signalees") == behind("ligne:cas-1/prevenir") == with_events("redline.raised")
    assert behind("forcees") == {
        name for name in there if any(one["forced"] for one in payloads(name, "session.closed"))
    }
    assert behind("ouvertes") == {name for name, one in lived.items() if not one.ended}
    assert behind("systeme:RIS") < behind("systeme:pacs") == behind("pannes")
    assert behind("heure:03") == {
        name for name, one in there.items() if datetime.fromtimestamp(one.began * 60, PARIS).hour == 3
    }
    assert behind("exercices").isdisjoint(lived)
    assert len(behind("exercices")) > 0
