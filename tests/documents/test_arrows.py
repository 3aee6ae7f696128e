"""Every arrow of paper, followed under every answer, beside the walk of the same answers: they never part."""

from __future__ import annotations

import copy
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest

from pannesi.documents.binder.binder import binder_of
from pannesi.procedure.model.lines import Ask, Becomes, Call, Joins, Line, Outcome, Run, Verify, When
from pannesi.procedure.model.numbering import UNKNOWN, branches_of, phases_of
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import Annexe, AnyUnit
from pannesi.session import actions as want
from pannesi.session.events import Draft
from pannesi.session.facts.visits import ReturnAnnounced, VisitClosed
from pannesi.session.projection.retries import question_to_ask_again
from tests.support.building import Played, site
from tests.support.document_sites import printed_site

NIGHT = datetime(2026, 11, 24, 2, 12, tzinfo=UTC)
MORNING = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
SATURDAY = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
MOMENTS = {"night": NIGHT, "morning": MORNING, "saturday": SATURDAY}
Row = dict[str, Any]


@cache
def sheets(name: str) -> dict[str, dict[str, Any]]:
    return {sheet["id"]: sheet for sheet in binder_of(printed_site(name), blank_sheets=0).sheets}


def below(lines: tuple[Line, ...]) -> Iterator[Line]:
    for line in lines:
        yield line
        for _name, inner in branches_of(line):
            yield from below(inner)


def by_answers_alone(when: When | None) -> bool:
    """Whether what decides a condition stands on the sheet, and not on a clock. At the head of a branch it is read: of
    several lines that exclude each other, the arrow leads to the first."""
    if when is None:
        return True
    timed = any((when.open, when.closed, when.elapsed, when.expected, when.symptom))
    return not timed and all(by_answers_alone(one) for one in (*when.any_of, *when.none_of))


NEW_IDS = map("f{:06d}".format, itertools.count())


def fork(played: Played) -> Played:
    """Another passage that has lived the same so far."""
    twin = Played(played.site, played.session, played.writer, played.now, played.actor)
    twin.ids = NEW_IDS.__next__
    for event in played.events:
        twin.take(event)
    return twin


def answer(played: Played, visit: str, line: str, option: str) -> None:
    row = played.look().row(visit, line)
    if row is not None and row.answer != option:
        played.do(want.Answer(visit, line, option))


@dataclass
class Reader:
    """Somebody who follows a sheet with a finger, and does what it says in the session beside it."""

    site: Site
    unit: AnyUnit
    symptom: str | None
    sheet: dict[str, Any]
    faults: set[str] = field(default_factory=set)
    ends: int = 0
    followed: set[str] = field(default_factory=set)
    seen: set[Any] = field(default_factory=set)

    def __post_init__(self) -> None:
        phases = phases_of(self.unit, self.symptom)
        mine = {one.id: phase for phase, lines in phases for one in below(lines)}
        numbers = {self.site.number(self.unit.id, one): one for one in mine}
        printed = [row for part in self.sheet["parts"] for row in part["rows"] if row["number"] in numbers]
        self.rows: list[Row] = printed
        self.ids = [numbers[row["number"]] for row in printed]
        self.lines = [self.site.places[(self.unit.id, one)].line for one in self.ids]
        self.back = [mine[one] == "return_to_normal" for one in self.ids]

    def read(self, moment: datetime) -> None:
        played = Played(self.site, now=moment)
        played.do(want.Open(self.unit.id, self.symptom))
        self.at(played, 0, arrow=False, detour=None)

    def at(
        self, played: Played, index: int, *, arrow: bool, detour: tuple[int, str] | None, again: bool = False
    ) -> None:
        """The finger is at a row; `detour` is the row that it was sent up to, and where to go after."""
        if detour is not None and not self.within(index, detour[0]):
            return self.go(played, detour[1], None)
        if index >= len(self.rows) or (self.back[index] and not self.announced(played)):
            return self.over(played, index if index < len(self.rows) else None)
        walk = played.look()
        told = walk.row(self.visit(played), self.ids[index])
        assert told is not None
        key = (index, arrow, detour, again, *((row.status == "open", row.condition and row.condition.holds) for row in walk.rows if row.visit == told.visit), len(played.state.heads("fate")))  # fmt: skip
        if key in self.seen:
            return None
        self.seen.add(key)
        row, line = self.rows[index], self.lines[index]
        if told.condition is not None and told.condition.holds is False:
            if arrow and by_answers_alone(line.when) and not row["branch"]:
                self.faults.add(f"an arrow into {row['number']}, which is ruled out")
            return self.on(played, index, detour, skipped=True)
        if told.status in ("not_applicable", "pending"):
            self.faults.add(f"{row['number']} is read, and is {told.status}")
        return self.act(played, index, detour, settled=told.status == "done" and not again)

    def act(self, played: Played, index: int, detour: tuple[int, str] | None, *, settled: bool) -> None:
        line, visit = self.lines[index], self.visit(played)
        if isinstance(line, Becomes | Outcome):
            self.ends += 1
            return None
        if isinstance(line, Ask | Verify):
            for option, printed in zip(branches_of(line), self.rows[index]["answers"], strict=True):
                twin = fork(played)
                answer(twin, visit, line.id, option[0])
                self.go(twin, printed["way"]["words"], detour)
            return None
        if isinstance(line, Run):
            for outcome in self.outcomes(line):
                twin = fork(played)
                if not settled:
                    self.run(twin, visit, line, outcome)
                ways = {one["label"]: one["way"]["words"] for one in self.rows[index]["answers"]}
                if not line.outcomes:
                    self.on(twin, index, detour)
                else:
                    label = self.site.unit_by_id[line.value].outcomes[outcome]  # type: ignore[union-attr]
                    self.go(twin, ways.get(label) or ways["autre fin"], detour)
            return None
        if not settled:
            self.settle(played, visit, line, index)
        return self.on(played, index, detour)

    def settle(self, played: Played, visit: str, line: Line, index: int) -> None:
        before = len(played.events)
        if isinstance(line, Call):
            played.do(want.Called(visit, line.id, line.value, "reached"))
        elif isinstance(line, Joins):
            played.do(want.Follow(visit, line.id))
        else:
            played.do(want.Settle(visit, line.id))
        asked = question_to_ask_again(played.look().rows, played.events[before])
        then = (self.rows[index]["then"] or {}).get("words", "")
        if asked is not None and not re.match(rf"répondre à {re.escape(asked.number)}(?: ;|$)", then):
            self.faults.add(f"{self.rows[index]['number']} does not send back to {asked.number}")
        if asked is None and then.startswith("répondre") and played.look().todo:
            self.faults.add(f"{self.rows[index]['number']} sends back, the walk goes on")

    def outcomes(self, line: Run) -> list[str]:
        annex = self.site.unit_by_id[line.value]
        return (list(annex.outcomes) if isinstance(annex, Annexe) else []) or [""]

    def run(self, played: Played, visit: str, line: Run, outcome: str) -> None:
        played.do(want.RunAnnex(visit, line.id))
        annex = played.state.visits[-1].id
        payload = {"visit": annex, "line": "", "outcome": outcome}
        played.take(
            played.stamp(Draft(played.ids(), played.session, VisitClosed.kind, payload, played.now.isoformat()))
        )

    def on(self, played: Played, index: int, detour: tuple[int, str] | None, *, skipped: bool = False) -> None:
        """Goes on from a row: where it sends, else to the next one; past its branches if it was skipped."""
        row = self.rows[index]
        then = row["then"]
        sent = then is not None and (then["before"] != "sinon :" or skipped)
        if sent and not (skipped and then["words"].startswith("répondre")):
            return self.go(played, then["words"], detour)
        after = index + 1
        while skipped and after < len(self.rows) and self.rows[after]["depth"] > row["depth"]:
            after += 1
        return self.at(played, after, arrow=False, detour=detour)

    def go(self, played: Played, words: str, detour: tuple[int, str] | None) -> None:
        """Follows an arrow to the letter."""
        self.followed.add(words)
        up = re.fullmatch(r"ligne (\S+) si pas faite, puis (.*)", words)
        asked = re.fullmatch(r"répondre à (\S+)(?: ; pas su : (.*))?", words)
        later = re.fullmatch(r"ligne (\S+), quand tout remarche", words)
        plain = re.fullmatch(r"ligne (\S+)", words)
        if up is not None:
            self.at(played, self.index(up[1]), arrow=True, detour=(self.index(up[1]), up[2]))
        elif asked is not None:
            self.answer_again(played, self.index(asked[1]), asked[2], detour)
        elif later is not None:
            self.over(played, self.index(later[1]))
        elif plain is not None:
            self.at(played, self.index(plain[1]), arrow=True, detour=detour)
        else:
            assert words in ("fin de la fiche", "revenir à la ligne qui a mené ici"), words
            self.over(played, None)

    def answer_again(self, played: Played, index: int, on: str | None, detour: tuple[int, str] | None) -> None:
        line = self.lines[index]
        assert isinstance(line, Ask | Verify)
        for option, printed in zip(branches_of(line), self.rows[index]["answers"], strict=True):
            if option[0] != UNKNOWN:
                twin = fork(played)
                answer(twin, self.visit(played), line.id, option[0])
                self.go(twin, printed["way"]["words"], detour)
        if on is not None:
            self.go(played, on, detour)

    def over(self, played: Played, after: int | None) -> None:
        """A part is over: nothing that is due may be left; then comes the return, from where paper takes it up."""
        self.left_behind(played)
        if self.announced(played) or isinstance(self.unit, Annexe) or not played.look().current_cases:
            self.ends += 1
            return
        if self.unit.kind != "case":
            self.ends += 1
            return
        twin = fork(played)
        twin.do(want.AnnounceReturn(self.visit(twin), "invention, poste 2"))
        if after is None:
            self.left_behind(twin)
            self.ends += 1
        else:
            self.at(twin, after, arrow=True, detour=None)

    def left_behind(self, played: Played) -> None:
        back = self.announced(played)
        for row in played.look().rows:
            if row.visit != self.visit(played) or row.line.verb == "standing" or not row.is_open:
                continue
            if (row.phase == "return_to_normal") == back:
                self.faults.add(f"{row.number} is due, and paper passes it by")

    def announced(self, played: Played) -> bool:
        return any(event.kind == ReturnAnnounced.kind for event in played.events)

    def visit(self, played: Played) -> str:
        return played.state.visits[0].id

    def within(self, index: int, root: int) -> bool:
        return index == root or (
            index > root
            and index < len(self.rows)
            and all(row["depth"] > self.rows[root]["depth"] for row in self.rows[root + 1 : index + 1])
        )

    def index(self, number: str) -> int:
        return next(place for place, row in enumerate(self.rows) if row["number"] == number)


def entries(name: str) -> list[tuple[str, str, str | None]]:
    found: list[tuple[str, str, str | None]] = []
    for unit in printed_site(name).units:
        own = [one.id for one in unit.symptoms if one.opens is None]
        found += [(name, unit.id, one) for one in own or (None,)]
    return found


def reader(name: str, unit: str, symptom: str | None) -> Reader:
    found = printed_site(name)
    return Reader(found, found.unit_by_id[unit], symptom, sheets(name).get(f"{unit}/{symptom}") or sheets(name)[unit])


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize(
    ("name", "unit", "symptom"), [one for name in ("shipped", "other", "small") for one in entries(name)]
)
def test_paper_followed_under_every_answer_does_what_the_walk_asks(
    name: str, unit: str, symptom: str | None, moment: str
) -> None:
    reading = reader(name, unit, symptom)
    reading.read(MOMENTS[moment])
    assert reading.ends
    assert sorted(reading.faults) == []


def row_of(name: str, number: str) -> Row:
    found: Row
    (found,) = [
        row
        for sheet in sheets(name).values()
        for part in sheet["parts"]
        for row in part["rows"]
        if row["number"] == number
    ]
    return found


@pytest.mark.parametrize(
    ("number", "words"),
    [("5.3", "fin de la fiche"), ("5.4", "fin de la fiche"), ("T.3", "fin de la fiche"), ("A5.8", "ligne A5.10"),
     ("T.4", "répondre à T.1 ; pas su : ligne T.5"), ("A4.6", "répondre à A4.4 ; pas su : ligne A4.7"),
     ("A4.14", "répondre à A4.9 ; pas su : ligne A4.15"),
     ("5.16", "répondre à 5.14 ; pas su : ligne 5.17"),
     ("A2.12", "répondre à A2.4 ; pas su : ligne A2.13"),
     ("3.21", "répondre à 3.19 ; pas su : ligne 3.22, quand tout remarche")],
)  # fmt: skip
def test_a_branch_goes_on_past_what_it_rules_out_and_a_trial_goes_back_to_its_question(number: str, words: str) -> None:
    then = row_of("shipped", number)["then"]
    assert then is not None
    assert then["words"] == words


def test_an_answer_that_makes_an_earlier_line_due_leads_there_first() -> None:
    """Invented, since the shipped procedure asks such a question first."""
    made = site({
        "id": "cas",
        "alert": [{"id": "envoyer", "do": "Envoyer", "when": {"answer": {"line": "lit", "option": "oui"}}}],
        "degraded_mode": [{"id": "lit", "verify": "Lit-il ?"}, {"id": "suite", "do": "Continuer"}],
    })  # fmt: skip
    rows = [row for part in binder_of(made, blank_sheets=0).sheets[0]["parts"] for row in part["rows"]]
    answers = next(row["answers"] for row in rows if row["number"] == "1.2")
    ways = {one["label"]: one["way"]["words"] for one in answers}
    assert (ways["oui"], ways["non"]) == ("ligne 1.1 si pas faite, puis ligne 1.3", "ligne 1.3")


def test_an_answer_that_rules_out_what_follows_leads_past_it() -> None:
    ways = {one["label"]: one["way"]["words"] for one in row_of("shipped", "A4.2")["answers"]}
    assert ways["Constaté ici"] == "ligne A4.3"
    assert ways["Archivage en panne (Cas N°7) : pas d'essai"] == "ligne A4.7"


def test_the_ends_of_an_annex_that_lead_apart_are_told_apart() -> None:
    ways = {one["label"]: one["way"]["words"] for one in row_of("shipped", "5.2")["answers"]}
    assert ways == {
        "Réseau de secours en place": "ligne 5.3",
        "Le réseau habituel marche": "ligne 5.4",
        "Le secours a échoué": "ligne 5.8",
    }
    assert [one["label"] for one in row_of("shipped", "3.11")["answers"]] == ["Le secours a échoué", "autre fin"]


@pytest.mark.parametrize("number", ["T.9", "T.32", "A2.10"])
def test_no_way_out_is_said_beside_conditions_of_which_one_always_holds(number: str) -> None:
    assert row_of("shipped", number)["then"] is None


def test_a_wrong_arrow_is_seen() -> None:
    """The reader itself is held: sheets whose arrows were changed by hand do not pass."""
    for number, words in (("5.3", "ligne 5.8"), ("3.6", "ligne 3.13"), ("T.4", "ligne T.5"), ("A5.6", "ligne A5.10")):
        unit = next(one for one in printed_site("shipped").units if one.mark == number.partition(".")[0])
        wrong = copy.deepcopy(sheets("shipped")[unit.id])
        for row in (row for part in wrong["parts"] for row in part["rows"] if row["number"] == number):
            row["then"] = {"before": "ensuite :", "words": words, "sheet": None}
        symptom = next((one.id for one in unit.symptoms if one.opens is None), None)
        reading = Reader(printed_site("shipped"), unit, symptom, wrong)
        reading.read(MORNING)
        assert reading.faults, number
