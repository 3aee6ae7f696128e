"""Backup, restore, export, import and erase as commands: what they say, and what is left on the disk."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from pannesi.journal.audit_log import audit_events
from pannesi.journal.exchange.session_archive import SessionArchive, encode_archive
from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.session import actions as want
from pannesi.session.facts.session import SessionOpened
from pannesi.support import errors as exits
from tests.support.archives import WORDS, ask, fill
from tests.support.command_line import Ran
from tests.support.journal_nights import night
from tests.support.plain_playing import NIGHT, ROOT, shipped
from tests.support.writers import Wall, fake_writer, removing


def read(folder: Path) -> SqliteJournal:
    return SqliteJournal(folder / "journal.db", fake_writer("reader"), read_only=True)


def left_in(*folders: Path) -> list[tuple[str, str]]:
    """Which invented words stand in which file, to the byte."""
    found = []
    for folder in folders:
        for path in folder.rglob("*"):
            content = path.read_bytes() if path.is_file() else b""
            found += [(path.name, word) for word in WORDS if word.encode() in content]
    return found


def test_what_would_go_is_shown_and_nothing_goes(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ran = Ran(capsys, "erase", "--session", "s1", "--dry-run")
    assert ran.code == exits.OK
    assert "s1 · " in ran.flat
    assert {word for _name, word in left_in(place)} == set(WORDS)


def test_what_nobody_read_yet_is_said_before_it_goes(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    journal = SqliteJournal(place / "journal.db", fake_writer("w2"))
    played = night(journal, Wall(), NIGHT - timedelta(days=300), "s3")
    played.do(want.Redline(played.state.visits[0].id, "production", "wrong", "mauvais poste"))
    journal.close()
    ran = Ran(capsys, "erase", "--session", "s3", "--dry-run")
    assert "· 1 ligne signalée sans réponse (pannesi redlines)" in ran.flat


def test_nothing_is_erased_without_an_answer(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = Ran(capsys, "erase", "--session", "s1")
    assert ran.code == exits.PROBLEMS
    assert "--yes" in ran.flat
    ask(monkeypatch, "non")
    assert "Rien n'a été effacé" in Ran(capsys, "erase", "--session", "s1").flat
    assert left_in(place)
    ask(monkeypatch, "oui")
    assert Ran(capsys, "erase", "--session", "s1").code == exits.OK
    assert left_in(place) == []


def test_json_says_after_the_answer_whether_it_was_erased_and_who_is_asked_reads_the_plan_before(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(monkeypatch, "non")
    declined = Ran(capsys, "erase", "--session", "s1", "--json")
    assert (json.loads(declined.out)["erased"], json.loads(declined.out)["dry_run"]) == (False, False)
    assert declined.err.index("s1 · ") < declined.err.index("Effacer pour toujours ?")
    ask(monkeypatch, "oui")
    done = Ran(capsys, "erase", "--session", "s1", "--json")
    assert (done.code, json.loads(done.out)["erased"]) == (exits.OK, True)
    assert left_in(place) == []


def test_no_erased_word_is_left_in_any_file(place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spare = SqliteJournal(place / "urgence-w5.db", fake_writer("w5"))
    spare.receive(*read(place).events_with_salts())
    spare.close()
    taken_back = SqliteJournal(tmp_path / "own" / "pannesi" / "urgence-w6.db", fake_writer("w6"))
    taken_back.receive(*read(place).events_with_salts())
    taken_back.close()
    Ran(capsys, "sessions")
    assert len({name for name, _word in left_in(place, tmp_path / "own")}) == 3
    assert Ran(capsys, "erase", "--session", "s1", "--yes").code == exits.OK
    assert left_in(place, tmp_path / "own") == []
    assert Ran(capsys, "verify").code == exits.OK
    assert "(effacé)" in Ran(capsys, "session", "s1", "--reasons").flat


_CRASH = """
import os, sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("PRAGMA cache_size=5")
db.execute("BEGIN IMMEDIATE")
for number in range(200):
    db.execute("INSERT INTO texts VALUES (?, 'salt', ?)", (f"crash{number}", sys.argv[2] * 200))
os._exit(9)
"""


def test_what_a_crash_left_beside_the_journal_goes_too(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    subprocess.run([sys.executable, "-c", _CRASH, str(place / "journal.db"), WORDS[0]], check=False)
    assert (place / "journal.db-journal").exists()
    assert left_in(place)
    assert Ran(capsys, "erase", "--session", "s1", "--yes").code == exits.OK
    assert left_in(place) == []
    assert not (place / "journal.db-journal").exists()


def test_files_that_nobody_can_erase_in_are_named(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("journal.db.abime-1", ".copie.db.1a2b3c4d.part", "nuit.pannesi"):
        (place / name).write_text(WORDS[0])
    said = Ran(capsys, "erase", "--session", "s1", "--yes").flat
    for name in ("journal.db.abime-1", ".copie.db.1a2b3c4d.part", "nuit.pannesi"):
        assert name in said


def test_what_is_not_reconciled_is_refused_by_name(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ran = Ran(capsys, "erase", "--session", "s2", "--yes")
    assert ran.code == exits.PROBLEMS
    assert "elle n'est pas close" in ran.flat


def test_a_line_is_asked_for_with_its_session(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert Ran(capsys, "erase", "--patient", "A-01").code == exits.USAGE


def test_a_backup_says_that_it_holds_patients_and_is_recorded(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = Ran(capsys, "backup", str(tmp_path / "copy.db"), "--who", "CD")
    assert ran.code == exits.OK
    assert "noms des patients" in ran.flat
    assert [(one.kind, one.actor) for one in audit_events(read(place))] == [("desk.exported", "CD")]
    assert "existe déjà" in Ran(capsys, "backup", str(tmp_path / "copy.db")).flat


def test_a_lost_journal_is_restored(place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Ran(capsys, "backup", str(tmp_path / "copy.db"))
    before = read(place).events("s1")
    (place / "journal.db").unlink()
    ran = Ran(capsys, "restore", str(tmp_path / "copy.db"), "--yes")
    assert ran.code == exits.OK
    assert "Aucun journal ici" in ran.flat
    assert read(place).events("s1") == before
    assert [one.kind for one in audit_events(read(place))][-1] == "desk.restored"


def test_an_unusable_journal_is_set_aside_to_the_byte(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Ran(capsys, "backup", str(tmp_path / "copy.db"))
    (place / "journal.db").write_bytes(b"damaged " * 700)
    ran = Ran(capsys, "restore", str(tmp_path / "copy.db"), "--yes")
    assert ran.code == exits.OK
    assert (place / "journal.db.abime-1").read_bytes() == b"damaged " * 700
    assert {row.id for row in read(place).sessions()} == {"s1", "s2"}


def test_a_restore_waits_for_an_answer_and_brings_back_nothing_erased(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Ran(capsys, "backup", str(tmp_path / "copy.db"))
    Ran(capsys, "erase", "--session", "s1", "--yes")
    assert Ran(capsys, "restore", str(tmp_path / "copy.db")).code == exits.PROBLEMS
    ran = Ran(capsys, "restore", str(tmp_path / "copy.db"), "--yes")
    assert "Dans le journal : 2 sessions" in ran.flat
    assert left_in(place) == []


def test_a_session_goes_from_one_machine_to_another(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, other = str(tmp_path / "nuit.pannesi"), str(tmp_path / "other")
    assert "contient les patients" in Ran(capsys, "export", "s1", "--out", out).flat
    assert "pas encore dans ce journal" in Ran(capsys, "import", out, "--data", other).flat
    assert read(tmp_path / "other").events("s1") == read(place).events("s1")
    assert "déjà là" in Ran(capsys, "import", out, "--data", other).flat
    without = Ran(capsys, "export", "s1", "--out", out, "--force", "--without-patients")
    assert "Sans les patients" in without.flat
    assert WORDS[0] not in Path(out).read_text("utf-8")


def test_an_export_without_a_name_is_named_after_its_session_and_replaces_nothing(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "exportée : session-s1.pannesi" in Ran(capsys, "export", "s1").flat
    before = (tmp_path / "session-s1.pannesi").read_bytes()
    assert "existe déjà" in Ran(capsys, "export", "s1", "--without-patients").flat
    assert (tmp_path / "session-s1.pannesi").read_bytes() == before


@pytest.mark.parametrize(("session", "goes"), [("s1", True), ("s2", False)])
def test_an_erasure_made_elsewhere_wins_only_over_a_session_that_is_settled(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], session: str, goes: bool
) -> None:
    events, _salts = read(place).events_with_salts(session)
    texts = frozenset(one.id for one in events if one.text is not None)
    digest = next(str(one.payload["site"]) for one in events if one.kind == SessionOpened.kind)
    bare = tuple(replace(one, text=None) for one in events)
    source = tmp_path / "nuit.pannesi"
    source.write_bytes(
        encode_archive(SessionArchive(session, bare, {}, texts, digest, shipped().files, patients=False))
    )
    ran = Ran(capsys, "import", str(source), "--yes")
    assert ran.code == (exits.OK if goes else exits.PROBLEMS)
    assert ("elle n'est pas close" in ran.flat) is not goes
    assert {one.text is None for one in read(place).events(session) if one.id in texts} == {goes}


@pytest.mark.parametrize(("session", "goes"), [("s1", True), ("s2", False)])
def test_a_backup_that_erased_a_session_removes_it_only_if_it_is_settled_here(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], session: str, goes: bool
) -> None:
    fill(tmp_path / "other", "w2")
    other = SqliteJournal(tmp_path / "other" / "journal.db", fake_writer("w3"))
    other.append([removing(session)])
    other.close()
    ran = Ran(capsys, "restore", str(tmp_path / "other" / "journal.db"), "--yes")
    assert ran.code == (exits.OK if goes else exits.PROBLEMS)
    assert (f"{session} · supprimée là-bas" in ran.flat) is goes
    assert ("elle n'est pas close" in ran.flat) is not goes
    assert {row.id for row in read(place).sessions()} == ({"s1", "s2"} - {session} if goes else {"s1", "s2"})


@pytest.mark.parametrize("spoil", ["tampered", "truncated"])
def test_a_spoiled_file_is_refused_and_nothing_is_written(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], spoil: str
) -> None:
    out, other = tmp_path / "nuit.pannesi", tmp_path / "other"
    Ran(capsys, "export", "s1", "--out", str(out))
    content = out.read_bytes()
    out.write_bytes(content[:-50] if spoil == "truncated" else content.replace(b'"actor":"AB"', b'"actor":"ZZ"'))
    ran = Ran(capsys, "import", str(out), "--data", str(other))
    assert ran.code == exits.PROBLEMS
    assert "Rien n'a été pris" in ran.flat
    assert not other.exists() or read(other).sessions() == ()


@pytest.mark.parametrize(
    "words",
    [("verify",), ("sessions",), ("backup", "{out}"), ("export", "s1", "--out", "{out}"), ("import", "{nuit}"),
     ("restore", "{copy}", "--yes"), ("erase", "--yes"), ("report", "s1", "--out", "{out}"),
     ("register", "s1", "--csv", "{out}"), ("figures",)],
)  # fmt: skip
def test_a_journal_of_a_newer_program_is_refused_by_every_command_and_not_touched(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    Ran(capsys, "backup", str(tmp_path / "copy.db"))
    Ran(capsys, "export", "s1", "--out", str(tmp_path / "nuit.pannesi"))
    newer = sqlite3.connect(place / "journal.db")
    newer.execute("PRAGMA user_version=99")
    newer.close()
    before = (place / "journal.db").read_bytes()
    where = {"out": tmp_path / "out", "copy": tmp_path / "copy.db", "nuit": tmp_path / "nuit.pannesi"}
    ran = Ran(capsys, *(one.format(**where) for one in words))
    assert ran.code == exits.PROBLEMS
    assert "version plus récente de pannesi : mettre le programme à jour" in ran.flat
    assert (place / "journal.db").read_bytes() == before
    assert not (tmp_path / "out").exists()


def test_a_backup_of_a_newer_program_and_a_file_that_is_none_are_refused(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Ran(capsys, "backup", str(tmp_path / "copy.db"))
    newer = sqlite3.connect(tmp_path / "copy.db")
    newer.execute("PRAGMA user_version=99")
    newer.close()
    (tmp_path / "text.db").write_text("une liste de courses\n" * 50)
    before = read(place).events_with_salts()
    for name, why in (
        ("copy.db", "plus récente"),
        ("text.db", "n'est pas un journal de pannesi"),
        ("none.db", "n'existe pas"),
    ):
        ran = Ran(capsys, "restore", str(tmp_path / name), "--yes")
        assert ran.code != exits.OK
        assert why in ran.flat
    assert read(place).events_with_salts() == before


def test_a_backup_of_an_older_program_is_restored(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = ROOT / "tests" / "data" / "journals" / "version-1.db"
    before = old.read_bytes()
    assert Ran(capsys, "restore", str(old), "--yes", "--data", str(tmp_path / "new")).code == exits.OK
    assert Ran(capsys, "verify", "--data", str(tmp_path / "new")).code == exits.OK
    assert read(tmp_path / "new").events_with_salts("s1") == SqliteJournal(
        old, fake_writer(), read_only=True
    ).events_with_salts("s1")
    assert old.read_bytes() == before


NAMES = (
    "D'Essai-Żółć", "L’Haÿ-les-Inventé", "N" * 200, "[/x] [RADI] {0} %s $HOME", "\x1b[31mRouge\x07", "=1+1", "李 Inventé",
    "a\u202eb", "Inventé\nEssai\t;,\"",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_name_of_any_shape_goes_to_another_machine_to_the_letter_and_is_erased_there(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    journal = SqliteJournal(place / "journal.db", fake_writer("w4"))
    night(journal, Wall(), NIGHT - timedelta(days=300), "s7", identity=name, words=name)
    journal.close()
    out, other = str(tmp_path / "nuit.pannesi"), tmp_path / "other"
    assert Ran(capsys, "export", "s7", "--out", out).code == exits.OK
    assert Ran(capsys, "import", out, "--data", str(other)).code == exits.OK
    copied = SqliteJournal(other / "journal.db", fake_writer(), read_only=True)
    texts = [one.text for one in copied.events("s7") if one.text is not None]
    assert [one.text for one in read(place).events("s7") if one.text is not None] == texts
    assert any(name.strip() in str(text) for text in texts)
    copied.close()
    assert Ran(capsys, "erase", "--session", "s7", "--yes", "--data", str(other)).code == exits.OK
    assert name.encode() not in (other / "journal.db").read_bytes()
    told = Ran(capsys, "session", "s7")
    assert "\x1b" not in told.out
    assert "\u202e" not in told.out


@pytest.mark.parametrize(
    "command", [("backup", "{target}"), ("export", "s1", "--out", "{target}"), ("report", "s1", "--out", "{target}"),
                ("register", "s1", "--csv", "{target}"), ("figures", "--html", "{target}")],
)  # fmt: skip
def test_a_target_that_exists_or_cannot_be_written_is_told_and_nothing_is_touched(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    (tmp_path / "there").write_text("à moi")
    (tmp_path / "folder").mkdir()
    for name, why in (
        ("there", "existe déjà"), ("folder", "est un dossier"), ("none/file", "être écrit"),
        ("x" * 300, "être écrit"),
    ):  # fmt: skip
        ran = Ran(capsys, *(one.format(target=tmp_path / name) for one in command))
        assert ran.code == exits.PROBLEMS, name
        assert why in ran.flat
    assert (tmp_path / "there").read_text() == "à moi"
    assert not [one for one in tmp_path.iterdir() if one.name.endswith(".part")]
    forced = Ran(capsys, *(one.format(target=tmp_path / "there") for one in command), "--force")
    assert forced.code == exits.OK
    assert (tmp_path / "there").read_bytes() != "à moi".encode()


@pytest.mark.parametrize("command", ["backup", "restore", "export", "import", "erase"])
def test_help_is_french_with_examples(capsys: pytest.CaptureFixture[str], command: str) -> None:
    ran = Ran(capsys, command, "--help")
    assert ran.code == exits.OK
    assert f"pannesi {command} " in ran.out
    assert "-patientsSans" not in ran.out, "an option as wide as its column still stands apart from its words"
    assert all(len(line) <= 80 for line in ran.out.splitlines())


@pytest.mark.parametrize("command", [("backup", "x.db"), ("export", "s1", "--out", "x"), ("erase",)])
def test_without_a_journal_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    monkeypatch.chdir(ROOT)
    ran = Ran(capsys, *command, "--data", str(tmp_path / "none"))
    assert ran.code == exits.USAGE
    assert "Aucun journal" in ran.flat
