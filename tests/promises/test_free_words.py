"""Whatever was typed in words leaves only where words are asked for: a marker in every free text that there is, looked
for in every output that claims to have none."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from pannesi.history.learning.incident_reviews import context_for, reviewed_outage, say_in_review
from pannesi.journal.audit_entries import ExportEntry
from pannesi.journal.audit_log import entries_of
from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.journal.store import Journal, review_chain
from pannesi.session import actions as want
from pannesi.session.facts.patients import DutyDone, PatientVerified
from pannesi.session.facts.reading import KINDS
from pannesi.session.incident_review.fields import FIELDS
from pannesi.session.incident_review.rules import Statement
from pannesi.session.projection.read_model import Row
from pannesi.support import errors as exits
from tests.support.command_line import Ran, at_the_project
from tests.support.journal_nights import DAY, Night, site, who
from tests.support.plain_playing import NIGHT, ROOT, shipped
from tests.support.writers import Wall, fake_writer

MARK = "Zzinventé"
SESSION = "20261124-0312-mots"


def marked(what: str) -> str:
    """A free text that names an invented person, and what it was typed for."""
    return f"{MARK}-{what}"


def open_line(night: Night, *verbs: str) -> Row:
    return next(row for row in night.look().rows if row.is_open and row.line.verb in verbs)


def play(night: Night) -> None:
    """A night on case 4 in which every free text that there is was typed."""
    night.do(want.Open("cas-4", "ris-et-pacs"))
    for act, words in ((want.Settle, "vu"), (want.NotNeeded, "inutile"), (want.CouldNot, "impossible")):
        visit, line = open_line(night, "do", "know", "standing").key
        night.do(act(visit, line, marked(words)))
    row = night.look().rows[0]
    night.do(want.Redline(*row.key, "unclear", marked("signalé")))
    night.do(want.SayWhoFound(marked("constatée")))
    night.do(want.GiveWord(marked("mot")))
    night.do(want.Note(marked("note")))
    night.do(want.Note(marked("note-annulée")))
    night.do(want.UndoLast())
    night.do(want.CorrectTime(night.state.notes[0].id, night.now))
    for number in range(4):
        night.do(want.AddPatient({"origin": "externe", "exam": "coupe"}, marked(f"patient-{number}")))
    first, second, third, fourth = night.look().patients
    night.do(want.CorrectPatient(first.id, {"origin": "externe", "exam": "coupe"}, marked("patient-corrigé")))
    owed = [duty.key for duty in night.look().duties_by_patient[first.id] if duty.phase != "return_to_normal"]
    night.do(want.MarkDutyImpossible(first.id, owed[0], marked("dû-impossible")))
    night.do(want.MarkDutyNotNeeded(second.id, owed[0], marked("dû-inutile")))
    night.do(want.SettleDuty(third.id, owed[0]))
    night.do(want.VoidPatient(fourth.id, marked("rayé"), want.ImagesFate("other", words=marked("images"))))
    night.do(want.AddPatient({"identity": "inconnue"}, fields={"nom": "?"}))
    night.do(want.HandIdentityOn(night.look().patients[-1].id, marked("transmise")))
    for name in ("Un", "Deux"):
        night.do(want.AddPatient({"identity": "connue"}, fields={"nom": name, "console": "300256"}))
    first_of_two, second_of_two = night.look().patients[-2:]
    night.do(want.ConfirmSharedNumber(first_of_two.id, second_of_two.id, marked("juste")))
    night.do(want.Join("annexe-3", "internet"))
    night.do(want.CouldNot(night.look().current_cases[-1], "fin", marked("non atteint")))
    _question_of_a_patient(night)
    night.do(want.OfferHandover(marked("main")))
    night.do(want.TakeHandover())
    for visit in night.look().current_cases:
        night.do(want.AnnounceReturn(visit, marked("retour, poste 2")))
    step = next(one for one in night.look().patient(first.id).steps if one.status == "open")  # type: ignore[union-attr]
    night.do(want.Reconcile(first.id, step.key, marked("rattaché")))
    night.do(want.Waive(second.id, marked("dispensé")))
    night.do(want.Close(marked("clôture")))


def _question_of_a_patient(night: Night) -> None:
    """Case 5 joins, and somebody is told of a physician whom nobody called."""
    night.do(want.Join("cas-5", "images-non-recues"))
    night.do(want.Answer(night.look().current_cases[-1], "secours-fait", "echoue"))
    night.do(want.AddPatient({}, fields={"nom": "?"}))
    night.do(want.AnswerDuty(night.look().patients[-1].id, "demandeur-prevenu", "no", marked("dit au cadre")))


def review(journal: Journal) -> None:
    """What is said of that night afterwards: marked words in every field that may hold any."""
    reviewed, by = reviewed_outage(journal, site(), SESSION), who(NIGHT + DAY)
    abouts = {"review": "", "ticket": "ticket:t", "declaration": "declaration:dpo", "action": "action:a"}
    said = [
        Statement(abouts[group], field.name, words=marked(f"{group}-{field.name}"))
        for group, fields in FIELDS.items()
        for field in fields
        if field.names is not None and field.name != "state" and field.of != "exercise"
    ]
    context = context_for(reviewed, site(), by)
    reviewed = say_in_review(journal, reviewed, said, context)
    dropped = Statement("action:a", "state", ("dropped",), marked("action-state"))
    say_in_review(journal, reviewed, (dropped,), context)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with that night in it."""
    at_the_project(monkeypatch, tmp_path)
    wall = Wall()
    journal = SqliteJournal(tmp_path / "data" / "journal.db", fake_writer("w1", wall))
    journal.keep_site(site().digest, shipped().files)
    play(Night(site(), SESSION, "w1", NIGHT, "AB", journal=journal, wall=wall))
    review(journal)
    journal.close()
    return tmp_path


def read(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace")


WITHOUT: tuple[tuple[str, ...], ...] = (
    ("session", SESSION),
    ("session", SESSION, "--all"),
    ("session", SESSION, "--json"),
    ("session", SESSION, "--all", "--json"),
    ("session", SESSION, "--procedure"),
    ("sessions", "--json"),
    ("figures",),
    ("figures", "--json"),
    ("verify",),
    ("verify", "--json"),
    ("replay",),
    ("replay", "--json"),
    ("erase", "--dry-run"),
    *(("report", SESSION, "--format", form, "--out", f"OUT.{form}") for form in ("md", "html", "json")),
    *(("figures", f"--{form}", f"OUT.{form}") for form in ("md", "html")),
    ("export", SESSION, "--without-patients", "--out", "OUT.pannesi"),
    ("replay", "--save", SESSION, "OUT.yaml"),
    *(("rex", "print", SESSION, "--format", form, "--out", f"OUT.{form}") for form in ("md", "html", "json")),
    ("dossier", "--from", "2026", "--to", "2026", "--format", "json", "--out", "OUT.json"),
)
"""Every output that claims to name nobody."""


@pytest.mark.parametrize("asked", WITHOUT, ids=" ".join)
def test_no_free_word_is_in_an_output_that_claims_to_have_none(
    place: Path, capsys: pytest.CaptureFixture[str], asked: tuple[str, ...]
) -> None:
    target = place / "sorti"
    ran = Ran(capsys, *(word.replace("OUT", str(target)) for word in asked))
    assert ran.code == exits.OK, ran.err
    told = [ran.out, ran.err, *(read(path) for path in place.glob("sorti*"))]
    assert len(told) == (3 if any("OUT" in word for word in asked) else 2)
    assert [words for words in told if MARK in words] == []


def test_a_list_of_sessions_has_the_word_that_each_was_given_and_no_other(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = Ran(capsys, "sessions")
    assert ran.code == exits.OK, ran.err
    assert f"« {marked('mot')} »" in ran.flat
    assert ran.flat.count(MARK) == 1
    assert MARK not in ran.err


def test_the_list_of_sessions_kept_beside_the_journal_has_no_free_word(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert Ran(capsys, "sessions").code == exits.OK
    beside = [path for path in (place / "data").iterdir() if path.is_file() and path.name != "journal.db"]
    assert [path.name for path in beside if MARK.encode() in path.read_bytes()] == []


@pytest.mark.parametrize("asked", [("session", SESSION, "--reasons"), ("session", SESSION, "--reasons", "--json")])
def test_asked_for_the_words_about_the_outage_and_its_patient_lines_are_told(
    place: Path, capsys: pytest.CaptureFixture[str], asked: tuple[str, ...]
) -> None:
    told = Ran(capsys, *asked).flat
    for what in (
        "vu",
        "inutile",
        "impossible",
        "non atteint",
        "signalé",
        "note",
        "mot",
        "main",
        "retour",
        "clôture",
        "rayé",
        "dispensé",
    ):
        assert marked(what) in told, what
    assert marked("patient-1") not in told, "what identifies a patient stays in the register"


def test_a_session_told_without_words_says_how_many_facts_have_some(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "--reasons les montre" in Ran(capsys, "session", SESSION).flat


def test_a_report_that_is_asked_for_words_gives_the_reason_of_a_forced_closing_and_else_says_that_it_is_left_out(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for more, reason in ((("--patients",), marked("clôture")), ((), "motif non imprimé")):
        target = place / f"rapport{len(more)}.json"
        Ran(capsys, "report", SESSION, "--format", "json", "--out", str(target), *more)
        assert reason in read(target)


def test_the_sheet_of_a_review_has_every_word_only_where_it_is_asked_for_and_that_is_recorded(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = place / "fiche.json"
    assert Ran(capsys, "rex", "print", SESSION, "--format", "json", "--out", str(target), "--words").code == exits.OK
    sheet = read(target)
    wordy = [
        (group, field)
        for group, fields in FIELDS.items()
        for field in fields
        if field.names is not None and field.of != "exercise"
    ]
    assert [field.name for group, field in wordy if marked(f"{group}-{field.name}") not in sheet] == []
    journal = SqliteJournal(place / "data" / "journal.db", fake_writer("reader"), read_only=True)
    exports = [(entry.what, entry.sessions) for _event, entry in entries_of(journal, ExportEntry)]
    journal.close()
    assert ("review", (SESSION, review_chain(SESSION))) in exports


def test_every_kind_of_fact_that_may_carry_words_was_played_and_no_other_carries_any(place: Path) -> None:
    journal = SqliteJournal(place / "data" / "journal.db", fake_writer("reader"), read_only=True)
    played = {one.kind for one in journal.events(SESSION) if one.text}
    journal.close()
    wordy = {kind for kind, fact in KINDS.items() if fact.free_text is not None}
    assert played <= wordy
    assert wordy - played <= {DutyDone.kind, PatientVerified.kind}, "which earlier programs wrote with words"


def test_no_act_writes_a_text_in_a_kind_of_fact_that_is_not_known_to_carry_one() -> None:
    """Read in the sources, where a fact is made: a new one must say whom its words may name."""
    wordy = {fact.__name__ for fact in KINDS.values() if fact.free_text is not None}
    seen: set[str] = set()
    for path in sorted((ROOT / "src/pannesi/session/handlers").glob("*.py")):
        for act in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(act, ast.FunctionDef):
                continue
            made = {ast.unparse(one.targets[0]): one.value for one in ast.walk(act) if isinstance(one, ast.Assign)}
            for call in ast.walk(act):
                if not (isinstance(call, ast.Call) and ast.unparse(call.func) == "writer.write"):
                    continue
                if any(word.arg == "text" for word in call.keywords):
                    fact = made.get(ast.unparse(call.args[0]), call.args[0])
                    assert isinstance(fact, ast.Call), f"{path.name}:{call.lineno}"
                    seen.add(ast.unparse(fact.func))
                    assert ast.unparse(fact.func) in wordy, f"{path.name}:{call.lineno}"
    assert len(seen) > 10
