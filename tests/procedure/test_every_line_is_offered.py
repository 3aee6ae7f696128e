"""No line of the shipped procedure is there for nothing: each is the next to do on some way through a session."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

from pannesi.procedure.model.lines import Ask, Verify
from pannesi.procedure.model.numbering import UNKNOWN, options_of
from pannesi.procedure.model.procedure import Site
from pannesi.session import actions as want
from pannesi.session.event_writer import Refused
from pannesi.session.projection.read_model import Row, Walk
from tests.support.building import NIGHT, Played, start
from tests.support.session_playing import intents_of_row
from tests.support.shipped_site import shipped

MOMENTS = (
    NIGHT,
    datetime(2026, 11, 24, 9, 30, tzinfo=UTC),
    datetime(2026, 11, 28, 9, 0, tzinfo=UTC),
    datetime(2026, 11, 29, 13, 0, tzinfo=UTC),
)
"""A night, a morning, a Saturday morning and a Sunday afternoon."""
NEVER = {
    "1.1": "answered by the entry that was chosen; shown, and may be changed",
    "A2.1": "answered by the entry that was chosen, or by case 5; shown, and may be changed",
    "A2.10": "only for who changes the answer to A2.1 to « je ne sais pas »",
    "A1.1": "the sheet of annex 1: its fields are asked for each patient, nobody runs the annex itself",
}
"""The numbers of lines that are never the next to do, each with the reason."""

Key = tuple[str, str]


class Explorer:
    """Walks a site again and again, and takes each time the answer that was taken the least there."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.offered: set[Key] = set()
        self.taken: Counter[tuple[str, str, str]] = Counter()
        self.ways = 0
        """How many ways through the triage were taken."""

    def search(self) -> None:
        """Every way through the triage, with the first lines of the case where it leads."""
        waiting = [start(self.site, "triage")]
        while waiting:
            played = waiting.pop()
            seen = played.a_minute_later()
            if seen.next is None:
                continue
            self.offered.add((seen.next.unit, seen.next.line.id))
            for intent in self._intents(seen.next) if seen.next.unit == "triage" else ():
                self.ways += 1
                twin = played.apart(f"w{self.ways}")
                twin.do_on(seen, intent)
                waiting.append(twin)

    def walk(self, unit: str, symptom: str | None, now: datetime) -> None:
        """One session, to where only closing is left."""
        played = Played(self.site, now=now)
        played.do_on(played.a_minute_later(), want.Open(unit, symptom))
        for _step in range(200):
            seen = played.a_minute_later()
            row = seen.next
            if row is None:
                ongoing = [case for case in seen.current_cases if not self._returned(played, case)]
                if not ongoing or seen.search_goes_on:
                    return
                played.do_on(seen, want.AnnounceReturn(ongoing[0], "AB, poste 2"))
                continue
            self.offered.add((row.unit, row.line.id))
            if not self._one_of(played, seen, row):
                return
        raise AssertionError((unit, symptom, now))

    def _returned(self, played: Played, case: str) -> bool:
        return played.state.slot("return", case).head is not None

    def _one_of(self, played: Played, seen: Walk, row: Row) -> bool:
        """Does what was done the least at a line; whether anything was written."""
        for intent in sorted(self._intents(row), key=lambda one: self.taken[self._name(row, one)]):
            self.taken[self._name(row, intent)] += 1
            try:
                played.do_on(seen, intent)
            except Refused:
                continue
            return True
        return False

    def _intents(self, row: Row) -> list[want.Intent]:
        if isinstance(row.line, Ask | Verify):
            asked_again = row.answer == UNKNOWN
            options = [option.id for option in options_of(row.line)] + ([] if asked_again else [UNKNOWN])
            return [want.Answer(*row.key, option) for option in options]
        return intents_of_row(row)[:1]

    def _name(self, row: Row, intent: want.Intent) -> tuple[str, str, str]:
        return row.unit, row.line.id, intent.option if isinstance(intent, want.Answer) else ""


def never_offered(site: Site, rounds: int) -> set[str]:
    """The numbers of the lines that were never the next to do."""
    explorer = Explorer(site)
    for _round in range(rounds):
        for entry in site.entries:
            for moment in MOMENTS:
                explorer.walk(entry.unit.id, entry.symptom.id, moment)
    explorer.search()
    return {place.number for key, place in site.places.items() if key not in explorer.offered}


def test_every_line_is_offered_on_some_way() -> None:
    assert never_offered(shipped(), 5) == NEVER.keys()
