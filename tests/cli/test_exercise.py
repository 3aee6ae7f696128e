"""`pannesi exercise` and `pannesi dossier`: who takes part, what the facilitator tells, the evidence of a year."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest

from pannesi.cli.use_cases.exercise_lead import lead
from pannesi.cli.use_cases.exercises import scenario_in
from pannesi.journal.audit_entries import ExportEntry
from pannesi.journal.audit_log import Who, entries_of
from pannesi.journal.memory import MemoryJournal
from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.journal.stand_in_journal import OpenedJournal
from pannesi.journal.store import review_chain
from pannesi.session import actions as want
from pannesi.support import errors as exits
from pannesi.support.clock import wall_clock
from pannesi.support.console import Output
from tests.support.command_line import Pannesi
from tests.support.journal_nights import Night, site
from tests.support.plain_playing import shipped
from tests.support.writers import Wall, fake_writer

EXERCISE, REAL = "20261124-0912-exer", "20261124-0930-vrai"
SCENARIO = """\
format: 1
title: PACS de nuit
opened: 2026-11-24T02:12:00.000Z
entry: cas-3/images-invisibles
injects:
  - {at: 0 min, by: le radiologue, say: "il ne voit plus les images"}
  - {at: 10 min, say: "un externe attend son CD"}
"""


def opened(journal: SqliteJournal, session: str, *, exercise: bool, ago: timedelta) -> Night:
    """A session of case 3 that was opened so long ago."""
    wall = Wall()
    played = Night(site(), session, "w1", wall_clock() - ago, "AB", journal=journal, wall=wall)
    played.ids = map((session + "-{:05d}").format, itertools.count()).__next__
    played.do(want.Open("cas-3", "images-invisibles", exercise=exercise))
    return played


@pytest.fixture
def journal(tmp_path: Path) -> SqliteJournal:
    """A journal with an exercise that began five minutes ago."""
    kept = SqliteJournal(tmp_path / "data" / "journal.db", fake_writer("w1"))
    kept.keep_site(site().digest, shipped().files)
    opened(kept, EXERCISE, exercise=True, ago=timedelta(minutes=5))
    return kept


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    path = tmp_path / "scenario.yaml"
    path.write_text(SCENARIO, "utf-8")
    return path


def leading(journal: SqliteJournal, scenario: Path, *typed: str | Callable[[], None] | None) -> str:
    """What the terminal of the facilitator shows, who types these lines; None is a second without any, and what is
    called happens elsewhere meanwhile."""
    shown, waiting = StringIO(), iter(typed)
    ids = map("lead-{:05d}".format, itertools.count()).__next__

    def wait(_seconds: float) -> str | None:
        following = next(waiting, "end")
        if following == "end":
            raise EOFError
        if following is None or isinstance(following, str):
            return following
        following()
        return None

    by = Who(wall_clock, ids, "CD")
    lead(journal, site(), by, EXERCISE, scenario_in(scenario, site()), Output(shown, 100), once=False, typed=wait)
    return " ".join(shown.getvalue().split())


def test_who_takes_part_and_what_for_is_kept_apart_from_the_session(journal: SqliteJournal, pannesi: Pannesi) -> None:
    before = journal.events(EXERCISE)
    assert pannesi("exercise", "join", EXERCISE[:8], "AB", "--function", "manipulateur").code == exits.OK
    assert pannesi("exercise", "join", EXERCISE, "--function", "cadre", "--part", "observe").code == exits.OK
    assert pannesi("exercise", "join", EXERCISE, "ZZ").code == exits.OK
    assert pannesi("exercise", "leave", EXERCISE, "zz").code == exits.OK
    assert pannesi("exercise", "goal", EXERCISE, "prévenir en 10 min").code == exits.OK
    assert pannesi("exercise", "reached", EXERCISE, "1", "en partie").code == exits.OK
    shown = json.loads(pannesi("exercise", "show", EXERCISE, "--json").out)
    assert shown["participants"] == [
        {"who": "AB", "function": "manipulateur", "part": "player"},
        {"who": "", "function": "cadre", "part": "observer"},
    ]
    assert shown["objectives"] == [{"what": "prévenir en 10 min", "reached": "partly"}]
    assert "AB, manipulateur, joue" in pannesi("exercise", "show", EXERCISE).flat
    assert journal.events(EXERCISE) == before
    assert pannesi("verify").code == exits.OK


def test_the_facilitator_is_told_what_to_say_and_the_players_never_see_it(
    journal: SqliteJournal, scenario: Path
) -> None:
    before = journal.events(EXERCISE)
    shown = leading(journal, scenario, "", None, "")
    assert shown.count("> À DIRE") == 1
    assert "le radiologue : il ne voit plus les images" in shown
    assert "Ensuite" in shown
    assert shown.endswith("Rien n'est à dire pour le moment.")
    assert journal.events(EXERCISE) == before
    assert any(event.text == "il ne voit plus les images" for event in journal.events(review_chain(EXERCISE)))
    assert "> À DIRE" not in leading(journal, scenario), "it was told"


def test_a_real_outage_in_the_middle_of_the_exercise_is_told_to_the_facilitator_once(
    journal: SqliteJournal, scenario: Path
) -> None:
    shown = leading(journal, scenario, lambda: _open_real(journal), None, None)
    assert shown.count("VRAIE PANNE") == 1
    assert REAL in shown


def test_the_attestation_tells_a_real_outage_opened_while_it_was_played_and_no_other(
    journal: SqliteJournal, pannesi: Pannesi, tmp_path: Path
) -> None:
    opened(journal, "20261124-0800-avan", exercise=False, ago=timedelta(hours=2))
    played = opened(journal, "20261124-0955-clos", exercise=True, ago=timedelta(minutes=30))
    opened(journal, REAL, exercise=False, ago=timedelta(minutes=20))
    played.now = wall_clock() - timedelta(minutes=11)
    played.do(want.Close("arrêté"))
    opened(journal, "20261124-1000-apre", exercise=False, ago=timedelta(0))
    report = tmp_path / "attestation.md"
    assert pannesi("report", played.session, "--format", "md", "--out", str(report)).code == exits.OK
    (row,) = [line for line in report.read_text("utf-8").splitlines() if "VRAIE PANNE" in line]
    assert REAL in row
    assert not any(other in row for other in ("avan", "apre"))


def test_what_is_not_a_key_of_the_facilitator_asserts_nothing(journal: SqliteJournal, scenario: Path) -> None:
    shown = leading(journal, scenario, "oui", "2600451278")
    assert shown.count("p puis Entrée : pas dit") == 3
    assert not journal.events(review_chain(EXERCISE))
    leading(journal, scenario, "p")
    assert [
        event.payload["values"] for event in journal.events(review_chain(EXERCISE)) if "values" in event.payload
    ] == [["left_out"]]


def test_an_inject_at_a_line_that_nobody_wrote_is_refused_before_it_is_waited_for(
    journal: SqliteJournal, pannesi: Pannesi, scenario: Path
) -> None:
    scenario.write_text(SCENARIO + '  - {line: cas-3/absente, say: "jamais"}\n', "utf-8")
    for words in (("lead", EXERCISE, str(scenario), "--once"), ("cues", str(scenario))):
        refused = pannesi("exercise", *words)
        assert refused.code != exits.OK
        assert "pas de ligne cas-3/absente" in refused.flat


def _open_real(journal: SqliteJournal) -> None:
    opened(journal, REAL, exercise=False, ago=timedelta(0))


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("join", EXERCISE), "Donner des initiales, ou une fonction"),
        (("join", EXERCISE, "?"), "Donner des initiales, ou une fonction"),
        (("join", EXERCISE, "AB", "--part", "dort"), "joue, observe, anime"),
        (("leave", EXERCISE, "AB"), "ne désigne pas un participant"),
        (("reached", EXERCISE, "1", "atteint"), "Il n'y a pas d'objectif 1"),
        (("goal", REAL, "prévenir"), "est une vraie panne"),
        (("lead", EXERCISE, "absent.yaml"), "ne se lit pas"),
        (("cues", "absent.yaml", "--format", "docx"), "n'existe pas"),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(
    journal: SqliteJournal, pannesi: Pannesi, words: tuple[str, ...], why: str
) -> None:
    _open_real(journal)
    refused = pannesi("exercise", *words)
    assert refused.code != exits.OK
    assert why in refused.flat
    assert pannesi("rex", "say", EXERCISE, "--severity", "majeure").code != exits.OK, "an exercise harms nobody"


def test_the_calendar_counts_closed_exercises_and_says_what_is_due(journal: SqliteJournal, pannesi: Pannesi) -> None:
    assert "7 cas jamais joués en exercice" in pannesi("exercise").flat
    pannesi("exercise", "join", EXERCISE, "AB", "--function", "manipulateur")
    played = opened(journal, "20261124-0955-clos", exercise=True, ago=timedelta(minutes=3))
    played.do(want.Close("fini"))
    calendar = json.loads(pannesi("exercise", "--json").out)
    due = {one["name"]: one for one in calendar["cases"]}
    assert (due["cas-3"]["overdue"], due["cas-4"]["overdue"]) == (False, True)
    assert [one["participants"] for one in calendar["exercises"]] == [1, 0]
    assert calendar["people"] == [], "that exercise is not closed"


def test_the_dossier_gathers_a_period_and_shows_words_only_where_that_is_asked_and_recorded(
    journal: SqliteJournal, pannesi: Pannesi, tmp_path: Path
) -> None:
    played = opened(journal, "20261124-0955-clos", exercise=True, ago=timedelta(minutes=3))
    played.do(want.Close("fini"))
    pannesi("exercise", "join", EXERCISE, "Zzinventé", "--function", "manipulateur")
    pannesi("exercise", "goal", EXERCISE, "objectif inventé")
    pannesi("rex", "action", EXERCISE, "écrire le numéro", "--pilot", "Yyinventée", "--due", "demain")
    year = f"{wall_clock():%Y}"
    asked = ("dossier", "--from", year, "--to", year, "--format", "md", "--out")
    plain, wordy = tmp_path / "plain.md", tmp_path / "wordy.md"
    assert pannesi(*asked, str(plain)).code == exits.OK
    text = plain.read_text("utf-8")
    assert "Ce n'est pas le PCRA" in text
    assert "jamais joué dans la période" in text
    assert not any(words in text for words in ("Zzinventé", "objectif inventé", "Yyinventée"))
    pannesi("rex", "say", EXERCISE, "--blackout", "oui")
    assert pannesi(*asked, str(wordy), "--words").code == exits.OK
    text = wordy.read_text("utf-8")
    assert all(words in text for words in ("Zzinventé, manipulateur, joue", "objectif inventé", "Yyinventée"))
    assert "SI entièrement coupé" in text
    assert "jamais joué dans la période" not in text
    exports = [entry.sessions for _event, entry in entries_of(journal, ExportEntry)]
    assert exports == [(review_chain(EXERCISE),)]
    assert pannesi("dossier", "--from", "2026", "--to", "2025").code != exits.OK


def test_the_dossier_says_how_far_the_review_of_an_outage_has_come(
    journal: SqliteJournal, pannesi: Pannesi, tmp_path: Path
) -> None:
    real = opened(journal, "20261124-0312-vraie", exercise=False, ago=timedelta(minutes=3))
    real.do(want.Close("fini"))
    year, said = f"{wall_clock():%Y}", []
    for place, answers in enumerate(((), ("--severity", "majeure", "--effect", "retard"), ("--cause", "autre"))):
        if answers:
            assert pannesi("rex", "say", "20261124-0312-vraie", *answers).code == exits.OK
        file = tmp_path / f"{place}.md"
        assert pannesi("dossier", "--from", year, "--to", year, "--format", "md", "--out", str(file)).code == exits.OK
        (row,) = [row for row in file.read_text("utf-8").splitlines() if "| close |" in row]
        said.append(row.split("|")[4].strip())
    assert said == ["pas commencé", "2 réponses sur 6", "3 réponses sur 6"]


def test_the_attestation_lists_the_participants_and_the_sheet_of_the_facilitator_its_injects(
    journal: SqliteJournal, pannesi: Pannesi, scenario: Path, tmp_path: Path
) -> None:
    pannesi("exercise", "join", EXERCISE, "AB", "--function", "manipulateur")
    pannesi("exercise", "goal", EXERCISE, "prévenir en 10 min")
    pannesi("rex", "action", EXERCISE, "écrire le numéro", "--pilot", "CD", "--due", "demain")
    leading(journal, scenario, "")
    report, cues = tmp_path / "attestation.md", tmp_path / "animateur.md"
    assert pannesi("report", EXERCISE, "--format", "md", "--out", str(report)).code == exits.OK
    text = report.read_text("utf-8")
    for words in ("AB, manipulateur, joue", "prévenir en 10 min", "il ne voit plus les images", "écrire le numéro"):
        assert words in text
    assert pannesi("exercise", "cues", str(scenario), "--out", str(cues)).code == exits.OK
    assert "un externe attend son CD" in cues.read_text("utf-8")
    assert "les joueurs ne la voient pas" in cues.read_text("utf-8")


@pytest.mark.parametrize(
    "words",
    [
        ("dossier", "--from", "2020", "--to", "2030", "--words"),
        ("rex", "print", EXERCISE, "--words"),
        ("report", EXERCISE, "--patients"),
        ("register", EXERCISE),
    ],
    ids=lambda words: words[0],
)
def test_nothing_that_may_hold_names_leaves_while_that_cannot_be_recorded(
    journal: SqliteJournal,
    pannesi: Pannesi,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
) -> None:
    pannesi("exercise", "join", EXERCISE, "AB")
    stand_in = OpenedJournal(MemoryJournal(fake_writer("w9")), "memory", "Le disque est plein.")
    monkeypatch.setattr("pannesi.application.context.open_for_writing", lambda *_given: stand_in)
    out = "--csv" if words[0] == "register" else "--out"
    refused = pannesi(*words, out, str(tmp_path / "sorti"))
    assert refused.code != exits.OK
    assert "Rien n'est écrit : cette sortie se note dans le journal" in refused.flat
    assert not list(tmp_path.glob("sorti*"))
