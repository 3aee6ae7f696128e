"""The proof of coverage: planted holes are found, the shipped ones are known, and brute force agrees."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pannesi.procedure.availability.holidays import holiday_name
from pannesi.procedure.availability.opening_hours import state_at, time_zone
from pannesi.procedure.availability.reachability import contact_at
from pannesi.procedure.checks.coverage import CoverageProof, prove_coverage
from pannesi.procedure.checks.coverage.calendar import MomentClass, moment_classes
from pannesi.procedure.checks.coverage.path_search import dead_ends
from pannesi.procedure.checks.coverage.report import hole_table, holes_by_entry, is_always
from pannesi.procedure.guidance import is_guidance
from pannesi.procedure.model.contacts import ContactsFile
from pannesi.procedure.model.lines import Ask, Call, Outcome, Run, Verify
from pannesi.procedure.model.numbering import branches_of
from pannesi.procedure.model.procedure import Site
from pannesi.session import actions as want
from pannesi.session.projection.read_model import Row
from tests.support.building import Played, site
from tests.support.shipped_site import shipped

ROOT = Path(__file__).parents[2]
HOURS = {
    "jour": {"label": "Jour", "windows": [{"days": ["tous"], "from": "08:00", "to": "20:00"}]},
    "nuit": {"label": "Nuit", "outside": "jour"},
    "ouvres": {"label": "Ouvrés", "windows": [{"days": ["ouvrés"], "from": "08:00", "to": "18:00"}]},
    "toujours": {"label": "Toujours", "windows": [{"days": ["tous"], "from": "00:00", "to": "24:00"}]},
    "inconnu": {"label": "Inconnu", "unknown": "non écrit"},
}
NUMBER = [{"kind": "phone", "value": "01 00 00 00 00"}]
MISSING = [{"kind": "phone", "missing": "non écrit"}]
PEOPLE = [{"id": name, "name": name, "hours": name, "channels": NUMBER} for name in HOURS] + [
    {"id": "sans-heures", "name": "Sans heures", "channels": NUMBER},
    {"id": "relais", "name": "Relais", "members": ["jour", "nuit"]},
    {"id": "jour-puis", "name": "Jour puis nuit", "hours": "jour", "then": ["nuit"], "channels": NUMBER},
]
CONTACTS = {"schedules": HOURS, "contacts": PEOPLE}


def call(whom: str, **more: Any) -> dict[str, Any]:
    return {"id": f"appel-{whom}", "call": whom, "label": "Appeler", "say": "Panne", **more}


SUGGESTS = {"schedule": "jour", "open": "oui", "closed": "non"}
WORK = {"id": "travailler", "do": "Travailler sur papier"}
BACK = {"id": "saisir", "do": "Saisir"}


def case(alert: list[Any], degraded: list[Any], back: list[Any], *others: dict[str, Any]) -> Site:
    unit = {
        "id": "cas", "symptoms": [{"id": "s", "label": "Panne", "system": "X"}],
        "alert": alert, "degraded_mode": degraded, "return_to_normal": back,
    }  # fmt: skip
    return site(unit, *others, contacts=CONTACTS)


def holes(where: Site) -> dict[str, list[tuple[tuple[str, str], ...]]]:
    found: dict[str, list[tuple[tuple[str, str], ...]]] = {}
    for hole in prove_coverage(where).holes:
        found.setdefault(hole.lack, []).append(tuple((step.line, step.option) for step in hole.path))
    return found


def test_a_case_that_says_all_at_every_hour_has_no_hole() -> None:
    assert holes(case([call("toujours")], [WORK], [BACK])) == {}


@pytest.mark.parametrize(("lack", "alert", "degraded", "back"), [
    ("alert", [], [WORK], [BACK]),
    ("alert", [call("sans-heures")], [WORK], [BACK]),
    ("alert", [call("inconnu")], [WORK], [BACK]),
    ("degraded_mode", [call("toujours")], [], [BACK]),
    ("degraded_mode", [call("toujours")], [{"id": "q", "verify": "Oui ?"}], [BACK]),
    ("degraded_mode", [call("toujours")], [{"id": "k", "know": "Rien n'est écrit"}], [BACK]),
    ("degraded_mode", [call("toujours")], [{**WORK, "when": {"expected": "2 h"}}], [BACK]),
    ("end", [call("toujours")], [WORK], []),
])  # fmt: skip
def test_a_planted_hole_is_found_at_every_hour(
    lack: str, alert: list[Any], degraded: list[Any], back: list[Any]
) -> None:
    proof = prove_coverage(case(alert, degraded, back))
    assert [hole.lack for hole in proof.holes] == [lack]
    assert is_always(list(proof.holes))


@pytest.mark.parametrize("whom", ["toujours", "relais", "jour-puis"])
def test_somebody_is_reachable_by_members_and_stand_ins(whom: str) -> None:
    assert holes(case([call(whom)], [WORK], [BACK])) == {}


def rows_of(where: Site) -> dict[str, str]:
    (group,) = holes_by_entry(prove_coverage(where))
    return {line.split()[0]: line.split()[1] for line in list(hole_table(group))[1:-1]}


def test_hours_without_anybody_are_shown_by_day_and_hour() -> None:
    rows = rows_of(case([call("ouvres")], [WORK], [BACK]))
    assert rows["lundi"] == "■" * 8 + "·" * 10 + "■" * 6
    assert rows["samedi"] == rows["dimanche"] == rows["férié"] == "■" * 24


def test_an_answer_against_the_clock_is_another_mark() -> None:
    asked = {"id": "q", "verify": "Jour ?", "suggests": {"schedule": "jour", "open": "oui", "closed": "non"},
             "yes": [WORK], "no": [{"id": "k", "know": "Rien n'est écrit"}], "unknown": [{"id": "d", "do": "Demander"}]}  # fmt: skip
    rows = rows_of(case([call("toujours")], [asked], [BACK]))
    assert rows["mardi"] == "■" * 8 + "□" * 12 + "■" * 4


def asking_hours(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "verify": "Jour ?", "suggests": SUGGESTS, **more}


@pytest.mark.parametrize(
    ("question", "annex"),
    [
        (asking_hours("q"), {"id": "annexe", "kind": "annex", "return_to_normal": [], "steps": []}),
        (
            {"id": "r", "run": "annexe", "label": "Dérouler"},
            {"id": "annexe", "kind": "annex", "return_to_normal": [], "steps": [asking_hours("q")]},
        ),
    ],
    ids=["in the case", "in an annex that it runs"],
)
def test_an_answer_counts_more_than_the_hours_that_are_written(question: dict[str, Any], annex: dict[str, Any]) -> None:
    """Who said "non" at noon is led by the lines of the night, and who said "oui" at night by those of the day."""
    by_day, by_night = {**WORK, "when": {"open": "jour"}}, {**WORK, "id": "nuit", "when": {"closed": "jour"}}
    only_by_day = rows_of(case([question, call("toujours")], [by_day], [BACK], annex))
    assert only_by_day["mardi"] == "■" * 8 + "□" * 12 + "■" * 4
    only_by_night = rows_of(case([question, call("toujours")], [by_night], [BACK], annex))
    assert only_by_night["mardi"] == "□" * 8 + "■" * 12 + "□" * 4
    assert holes(case([question, call("toujours")], [by_day, by_night], [BACK], annex)) == {}


def test_two_questions_of_the_same_hours_that_differ_cover_nothing() -> None:
    """The last answer counts, and which that is depends on the session."""
    by_day = {**WORK, "when": {"open": "jour"}}
    found = holes(case([asking_hours("q"), asking_hours("w"), call("toujours")], [by_day], [BACK]))["degraded_mode"]
    assert (("q", "oui"), ("w", "non")) in found
    assert (("q", "oui"), ("w", "oui")) not in found


def test_complementary_conditions_leave_no_hole_and_one_answer_forgotten_does() -> None:
    def asked(*options: str) -> Site:
        question = {"id": "q", "ask": "Lequel ?", "options": [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}]}
        lines = [{"id": f"d-{one}", "do": "Faire", "when": {"answer": {"line": "q", "option": one}}} for one in options]
        return case([question, call("toujours")], lines, [BACK])

    assert holes(asked("a", "b", "ne-sait-pas")) == {}
    assert holes(asked("a", "b")) == {"degraded_mode": [(("q", "ne-sait-pas"),)]}


def test_what_an_annex_says_and_how_it_ends_count() -> None:
    annex = {"id": "annexe", "kind": "annex", "outcomes": {"bien": "Bien", "mal": "Mal"}, "return_to_normal": [],
             "steps": [{"id": "v", "verify": "Bien ?", "yes": [{"id": "f", "do": "Faire"}, {"id": "o", "outcome": "bien", "label": "Bien"}],
                        "no": [{"id": "p", "outcome": "mal", "label": "Mal"}]}]}  # fmt: skip
    run = {"id": "r", "run": "annexe", "label": "Dérouler"}
    assert holes(case([call("toujours")], [run], [BACK], annex)) == {"degraded_mode": [(("r", "mal"), ("v", "non"))]}
    after = {**run, "outcomes": [{"id": "mal", "lines": [WORK]}]}
    assert holes(case([call("toujours")], [after], [BACK], annex)) == {}
    told = {**WORK, "when": {"outcome": {"annex": "annexe", "outcome": "mal"}}}
    assert holes(case([call("toujours")], [run, told], [BACK], annex)) == {}


def test_turning_into_another_case_ends_what_this_one_owes() -> None:
    other = {"id": "autre", "alert": [call("toujours")], "degraded_mode": [WORK], "return_to_normal": [BACK]}
    asked = {"id": "q", "verify": "Pire ?", "yes": [{"id": "b", "becomes": "autre", "label": "Autre"}],
             "no": [WORK], "unknown": [{"id": "d", "do": "Voir"}]}  # fmt: skip
    assert holes(case([call("toujours")], [asked], [BACK], other)) == {}


def test_many_questions_cost_no_more_than_their_lines() -> None:
    questions = [{"id": f"q{n}", "verify": "Oui ?", "yes": [{"id": f"d{n}", "do": "Faire"}]} for n in range(200)]
    proof = prove_coverage(case([call("toujours")], questions, [BACK]))
    (walks,) = proof.path_counts
    assert walks.count == 3**200
    assert [len(hole.path) for hole in proof.holes] == [200]


def test_every_class_of_moment_is_looked_at() -> None:
    kinds = {(one.weekday, one.holiday, one.after_holiday) for one in moment_classes(site(contacts=CONTACTS).contacts)}
    assert len(kinds) == 28
    for kind in kinds:
        parts = [
            one
            for one in moment_classes(site(contacts=CONTACTS).contacts)
            if (one.weekday, one.holiday, one.after_holiday) == kind
        ]
        assert sum(one.end - one.start for one in parts) == 24 * 60


def test_the_holes_of_the_shipped_procedure_are_its_own_and_known() -> None:
    found = {(hole.entry.unit.id, hole.entry.symptom.id, hole.lack) for hole in prove_coverage(shipped()).holes}
    assert found == {
        ("cas-1", "pre-numerotee", "alert"),
        ("cas-2", "planning", "alert"),
        ("cas-5", "images-non-recues", "degraded_mode"),
        ("cas-5", "images-non-recues", "alert"),
        ("cas-5", "images-non-recues", "end"),
        ("cas-7", "cache-seul", "degraded_mode"),
        ("cas-7", "cache-seul", "alert"),
        ("annexe-3", "internet", "alert"),
        ("cas-1", "non-reconnue", "reach"),
        ("cas-2", "dictee", "reach"),
        ("cas-2", "ris", "reach"),
        ("cas-3", "images-invisibles", "reach"),
        ("cas-4", "ris-et-pacs", "reach"),
        ("cas-6", "vueshare", "reach"),
        ("cas-6", "myvue", "reach"),
        ("triage", "attaque", "reach"),
    }  # fmt: skip


def reached_by(*people: dict[str, Any], system: str = "X") -> dict[str, list[tuple[tuple[str, str], ...]]]:
    """The holes of a case whose one call is to the first of these people."""
    unit = {
        "id": "cas", "symptoms": [{"id": "s", "label": "Panne", "system": system}],
        "alert": [call(people[0]["id"])], "degraded_mode": [WORK], "return_to_normal": [BACK],
    }  # fmt: skip
    return holes(site(unit, contacts={"schedules": HOURS, "contacts": list(people)}))


def test_somebody_whose_every_channel_is_missing_is_there_but_cannot_be_reached() -> None:
    group = {"id": "groupe", "name": "Groupe", "members": ["hotline", "astreinte"], "then": ["cadre"]}
    hotline = {"id": "hotline", "name": "Hotline", "hours": "jour", "channels": MISSING}
    duty = {"id": "astreinte", "name": "Astreinte", "hours": "nuit", "channels": MISSING}
    manager = {"id": "cadre", "name": "Cadre", "hours": "toujours", "channels": MISSING}
    assert reached_by(group, hotline, duty, manager) == {"reach": [()]}
    assert reached_by(group, hotline, duty, {**manager, "channels": NUMBER}) == {}
    assert reached_by({**group, "channels": NUMBER}, hotline, duty, manager) == {}
    assert reached_by({"id": "cadre", "name": "Cadre", "hours": "toujours"}) == {"reach": [()]}


def test_who_is_reached_only_by_day_is_missed_at_night_alone() -> None:
    group = {"id": "groupe", "name": "Groupe", "members": ["hotline", "astreinte"]}
    hotline = {"id": "hotline", "name": "Hotline", "hours": "jour", "channels": NUMBER}
    duty = {"id": "astreinte", "name": "Astreinte", "hours": "nuit", "channels": MISSING}
    unit = {
        "id": "cas", "symptoms": [{"id": "s", "label": "Panne", "system": "X"}],
        "alert": [call("groupe")], "degraded_mode": [WORK], "return_to_normal": [BACK],
    }  # fmt: skip
    (hole,) = prove_coverage(site(unit, contacts={"schedules": HOURS, "contacts": [group, hotline, duty]})).holes
    assert hole.lack == "reach"
    assert {one.states["jour"] for one in hole.when} == {"closed"}


def test_what_goes_by_internet_reaches_nobody_when_internet_is_what_failed() -> None:
    mail = [{"kind": "mail", "value": "x@exemple.fr", "needs": "internet"}]
    support = {"id": "support", "name": "Support", "hours": "toujours", "channels": mail}
    assert reached_by(support) == {}
    assert reached_by(support, system="Internet") == {"reach": [()]}


def test_case_7_says_nothing_outside_the_activity_of_imadis() -> None:
    group = [
        hole
        for hole in prove_coverage(shipped()).holes
        if (hole.entry.unit.id, hole.lack) == ("cas-7", "degraded_mode")
    ]
    assert all(("imadis-actif", "non") in {(step.line, step.option) for step in hole.path} for hole in group)
    rows = {line.split()[0]: line.split()[1] for line in list(hole_table(group))[1:-1]}
    assert rows["mardi"] == "□" * 8 + "■" * 14 + "□" * 2


def test_the_shipped_annexes_and_triage_lead_somewhere_whatever_is_answered() -> None:
    for unit in shipped().units:
        if unit.id == "triage" or getattr(unit, "outcomes", None):
            assert dead_ends(shipped(), unit) == []  # type: ignore[arg-type]


NOON, NIGHT = datetime(2027, 3, 9, 11, 30, tzinfo=UTC), datetime(2027, 3, 9, 1, 30, tzinfo=UTC)
"""A Tuesday like any other."""


def conditions(asked: list[str], *, hours: bool = True) -> st.SearchStrategy[dict[str, Any]]:
    by_hours = [{"open": "jour"}, {"closed": "jour"}] if hours else []
    simple: list[st.SearchStrategy[dict[str, Any]]] = [
        st.sampled_from([*by_hours, {"outcome": {"annex": "annexe", "outcome": "bien"}}])
    ]
    if asked:
        options = st.sampled_from(["oui", "non", "ne-sait-pas"])
        simple.append(st.builds(lambda q, o: {"answer": {"line": q, "option": o}}, st.sampled_from(asked), options))
    one = st.one_of(*simple)
    return st.one_of(
        one,
        st.builds(lambda a, b: {"any_of": [a, b]}, one, one),
        st.builds(lambda a: {"none_of": [a]}, one),
    )


@st.composite
def some_lines(draw: st.DrawFn, asked: list[str], names: Iterator[int], depth: int, budget: list[int]) -> list[Any]:
    found: list[Any] = []
    for _number in range(draw(st.integers(0, 2))):
        name = f"l{next(names)}"
        verb = draw(st.sampled_from(["do", "know", "call", "verify", "verify", "run"] if depth < 2 else ["do", "know"]))
        line: dict[str, Any] = {"id": name}
        if verb in ("do", "know"):
            line[verb] = "x"
        elif verb == "call":
            line.update(call=draw(st.sampled_from(["jour", "nuit", "toujours", "relais"])), label="x", say="x")
        elif verb == "run" and budget[1]:
            budget[1] -= 1
            line.update(
                run="annexe", label="x", outcomes=[{"id": "mal", "lines": draw(some_lines(asked, names, 2, budget))}]
            )
        elif verb == "verify" and budget[0]:
            budget[0] -= 1
            line["verify"] = "x ?"
            for key in ("yes", "no"):
                line[key] = draw(some_lines(asked, names, depth + 1, budget))
            if budget[2] and depth == 0 and draw(st.booleans()):
                budget[2] -= 1
                line["suggests"] = SUGGESTS
        else:
            line["know"] = "x"
        if draw(st.booleans()) and depth < 2:
            line["when"] = draw(conditions(asked, hours="suggests" not in line))
        if "verify" in line:
            asked.append(name)
        found.append(line)
    return found


@st.composite
def small_sites(draw: st.DrawFn) -> Site:
    names, budget = iter(range(1000)), [2, 1, 1]
    asked: list[str] = []
    alert, degraded = (draw(some_lines(asked, names, 0, budget)) for _phase in range(2))
    back = draw(some_lines(asked, names, 0, [budget[0], 0, budget[2]]))
    alert.insert(draw(st.sampled_from([0, len(alert)])), {"id": "r", "run": "annexe", "label": "x"})
    inner = draw(some_lines([], names, 2, [0, 0, 0]))
    annex = {"id": "annexe", "kind": "annex", "outcomes": {"bien": "Bien", "mal": "Mal"},
             "steps": [{"id": "v", "verify": "Bien ?", "yes": [*inner, {"id": "ob", "outcome": "bien", "label": "Bien"}],
                        "no": [{"id": "om", "outcome": "mal", "label": "Mal"}],
                        "unknown": [{"id": "ou", "outcome": "mal", "label": "Mal"}]}],
             "return_to_normal": draw(st.sampled_from([[], [{"id": "rb", "do": "x", "when": {"outcome": {"annex": "annexe", "outcome": "bien"}}}]]))}  # fmt: skip
    return case(alert, degraded, back, annex)


def by_brute_force(where: Site, moment: datetime) -> set[str]:
    """What some combination of answers lacks at a moment, by playing every one of them."""
    lacking: set[str] = set()
    waiting: list[tuple[tuple[want.Intent, ...], tuple[Row, ...]]] = [((), ())]
    while waiting:
        done, seen = waiting.pop()
        played = replay(where, moment, done)
        walk = played.look()
        rows = [row for row in walk.rows if row.status != "not_applicable"]
        asked = next((row for row in rows if isinstance(row.line, Ask | Verify) and row.status == "open"), None)
        if asked is not None:
            names = [name for name, _below in branches_of(asked.line)]
            waiting += [((*done, want.Answer(*asked.key, name)), seen) for name in names]
            continue
        run = next((row for row in rows if isinstance(row.line, Run) and row.status == "open"), None)
        if run is None:
            lacking |= lacks(where, moment, (*rows, *seen))
        elif run.running is None:
            waiting.append(((*done, want.RunAnnex(*run.key)), seen))
        else:
            back = {line.id for line in where.unit_by_id["annexe"].return_to_normal}  # type: ignore[union-attr]
            inside = tuple(row for row in rows if row.visit == run.running and row.line.id not in back)
            ends = [row for row in inside if isinstance(row.line, Outcome)]
            waiting += [((*done, want.Conclude(*row.key)), (*seen, *inside)) for row in ends]
    return lacking


def replay(where: Site, moment: datetime, done: tuple[want.Intent, ...]) -> Played:
    played = Played(where, now=moment)
    played.do(want.Open("cas", "s"))
    for intent in done:
        played.do(intent)
    return played


def lacks(where: Site, moment: datetime, rows: tuple[Row, ...]) -> set[str]:
    found = set()
    if not any(row.phase == "degraded_mode" and is_guidance(row.line) for row in rows):
        found.add("degraded_mode")
    calls = [row.line for row in rows if row.phase != "return_to_normal" and isinstance(row.line, Call)]
    if not any(contact_at(where.contacts, line.value, moment).reachable == "yes" for line in calls):
        found.add("alert")
    if not any(row.phase == "return_to_normal" for row in rows):
        found.add("end")
    return found


def proved(proof: CoverageProof, moment: datetime) -> set[str]:
    minute = (moment.hour + 1) * 60 + moment.minute
    return {
        hole.lack
        for hole in proof.holes
        for one in (*hole.when, *hole.against)
        if (one.weekday, one.holiday, one.after_holiday) == (1, False, False) and one.start <= minute < one.end
    }


@settings(max_examples=30, deadline=None)
@given(small_sites(), st.sampled_from([NOON, NIGHT]))
def test_brute_force_with_the_real_walk_finds_the_same_holes(where: Site, moment: datetime) -> None:
    assert proved(prove_coverage(where), moment) == by_brute_force(where, moment)


TELLING_DAYS = [date(2026, 3, 28), date(2026, 3, 29), date(2026, 3, 30), date(2026, 4, 5), date(2026, 4, 6), date(2026, 4, 7),
                date(2026, 5, 1), date(2026, 5, 2), date(2026, 5, 8), date(2026, 10, 24), date(2026, 10, 25), date(2026, 10, 26),
                date(2026, 11, 10), date(2026, 11, 11), date(2026, 11, 12), date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 2),
                date(2026, 6, 19), date(2026, 6, 20), date(2026, 6, 21), date(2026, 6, 22)]  # fmt: skip
"""Clocks that change, holidays and the days beside them, the ends of a week and of a year; two local holidays in a row."""
LOCAL = (date(2026, 6, 19), date(2026, 6, 20))
EDGES = ["00:00", "02:30", "08:00", "12:30", "22:00", "24:00"]
DAYS = ["lundi", "vendredi", "samedi", "dimanche", "ouvrés", "fériés", "tous"]
WINDOWS = st.fixed_dictionaries({
    "days": st.lists(st.sampled_from(DAYS), min_size=1, max_size=2, unique=True),
    "from": st.sampled_from(EDGES[:-1]), "to": st.sampled_from(EDGES),
}, optional={"only": st.just("urgent")})  # fmt: skip
SCHEDULES = st.fixed_dictionaries({
    "label": st.just("x"), "windows": st.lists(WINDOWS, min_size=1, max_size=3), "holidays": st.sampled_from(["open", "closed", "unknown"]),
})  # fmt: skip


def class_of(contacts: ContactsFile, moment: datetime) -> MomentClass:
    """The one class of moment that a real moment is of."""
    day = moment.date()
    kind = (day.weekday(), *(holiday_name(contacts, one) is not None for one in (day, day - timedelta(days=1))))
    minute = moment.hour * 60 + moment.minute
    (found,) = [
        one
        for one in moment_classes(contacts)
        if (one.weekday, one.holiday, one.after_holiday) == kind and one.start <= minute < one.end
    ]
    return found


@settings(max_examples=60, deadline=None)
@given(SCHEDULES, st.sampled_from(TELLING_DAYS), st.sampled_from(EDGES[:-1]), st.sampled_from([-1, 0, 1]))
def test_each_real_moment_at_an_edge_is_as_the_proof_says_of_its_class(
    schedule: dict[str, Any], day: date, edge: str, beside: int
) -> None:
    written = {"s": schedule, "outside": {"label": "y", "outside": "s"}}
    contacts = site(contacts={"schedules": written, "local_holidays": list(LOCAL)}).contacts
    wall = datetime.combine(day, time.fromisoformat(edge)) + timedelta(minutes=beside)
    moment = wall.replace(tzinfo=time_zone(contacts.timezone)).astimezone(UTC).astimezone(time_zone(contacts.timezone))
    told = class_of(contacts, moment).states
    for name in written:
        state = state_at(contacts, name, moment).state
        assert told[name] == ("open" if state == "urgent-only" else state)


def test_two_local_holidays_in_a_row_and_a_night_across_them_are_seen_by_the_proof_as_by_the_clock() -> None:
    night = {"label": "x", "holidays": "closed", "windows": [{"days": ["tous"], "from": "22:00", "to": "08:00"}]}
    contacts = site(contacts={"schedules": {"s": night}, "local_holidays": list(LOCAL)}).contacts
    paris = time_zone(contacts.timezone)
    for day, hour, state in [(18, 23, "open"), (19, 3, "open"), (19, 23, "closed"), (20, 3, "closed"), (20, 23, "closed"),
                             (21, 3, "closed"), (21, 23, "open")]:  # fmt: skip
        moment = datetime(2026, 6, day, hour, tzinfo=paris)
        assert state_at(contacts, "s", moment).state == class_of(contacts, moment).states["s"] == state
