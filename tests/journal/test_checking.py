"""What `verify` finds beside the chains: texts that are missing, erasures that nobody made, procedures that changed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pannesi.journal.exchange.session_transfer import export_to_file, merge_import, preview_import
from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.journal.store import Journal
from pannesi.presentation.facts.timeline import SentenceWriter
from pannesi.session.labels import free_words
from pannesi.session.state import fold
from tests.support.journal_nights import night, site, who
from tests.support.plain_playing import NIGHT
from tests.support.writers import Wall, draft, erasing, fake_writer, tampered

DIGEST = site().digest


@pytest.fixture
def place(tmp_path: Path) -> Path:
    journal = SqliteJournal(tmp_path / "journal.db", fake_writer("w1"))
    night(journal, Wall(), NIGHT, "s1")
    journal.append([erasing(*(one.id for one in journal.events("s1") if one.kind == "noted"))])
    assert journal.verify() == ()
    journal.close()
    return tmp_path


def opened(place: Path) -> SqliteJournal:
    return SqliteJournal(place / "journal.db", fake_writer("w2"))


PATIENT = "(SELECT id FROM events WHERE kind = 'patient.added')"


MISSING = "le texte de ce fait manque, et aucun effacement ne le dit"
MARKED = "un texte est marqué effacé, et aucun effacement ne le dit"
CHANGED = "la procédure gardée … a été modifiée"


@pytest.mark.parametrize(
    ("statement", "session", "code", "words"),
    [
        (f"DELETE FROM texts WHERE event = {PATIENT}", "s1", "missing", MISSING),
        (f"UPDATE texts SET event = 'q' WHERE event = {PATIENT}", "s1", "missing", MISSING),
        (f"UPDATE texts SET text = 'Autre' WHERE event = {PATIENT}", "s1", "text", "le texte de ce fait a été modifié"),
        (f"INSERT INTO erased SELECT event FROM texts WHERE event = {PATIENT}", "poste", "erasure", MARKED),
        ("INSERT INTO erased VALUES ('nobody')", "poste", "erasure", MARKED),
        ("INSERT INTO removed VALUES ('s7')", "s7", "erasure", "la suppression de cette session ne se lit qu'à moitié"),
        ("DELETE FROM site_files", "s1", "site", "la procédure que cette session a suivie n'est pas dans le journal"),
        ("UPDATE site_files SET content = CAST('format: 2' AS BLOB) WHERE path = 'contacts.yaml'", "poste", "site",
         CHANGED),
        ("DELETE FROM site_files WHERE path = 'contacts.yaml'", "poste", "site", CHANGED),
    ],
)  # fmt: skip
def test_what_was_done_to_the_file_is_found_with_its_place(
    place: Path, statement: str, session: str, code: str, words: str
) -> None:
    tampered(place, statement)
    found = [(one.session, one.code, re.sub("[0-9a-f]{12}", "…", one.message)) for one in opened(place).verify()]
    assert found == [(session, code, words)]


def test_a_row_marked_erased_and_its_text_taken_out_is_found_at_its_fact(place: Path) -> None:
    tampered(
        place, f"INSERT INTO erased SELECT event FROM texts WHERE event = {PATIENT}",
        f"DELETE FROM texts WHERE event = {PATIENT}",
    )  # fmt: skip
    (problem,) = opened(place).verify()
    assert (problem.session, problem.writer, problem.seq, problem.code) == ("s1", "w1", 3, "erasure")
    assert problem.message == "le texte de ce fait est retiré, et aucun effacement ne le dit"


def test_a_text_that_is_there_again_after_its_erasure_is_found_at_its_fact(place: Path) -> None:
    tampered(
        place, "DROP TRIGGER texts_no_return",
        f"INSERT INTO texts SELECT id, '{'0' * 64}', 'revenu' FROM events WHERE kind = 'noted'",
    )  # fmt: skip
    found = {problem.code: problem.message for problem in opened(place).verify() if problem.session == "s1"}
    assert found["erasure"] == "le texte de ce fait est là, alors qu'il a été effacé"


def test_an_erasure_that_the_file_no_longer_keeps_is_found(place: Path) -> None:
    import sqlite3

    db = sqlite3.connect(place / "journal.db")
    db.execute("DROP TRIGGER erased_no_delete")
    db.execute("DELETE FROM erased")
    db.commit()
    db.close()
    assert {(one.code, one.message) for one in opened(place).verify()} == {
        ("erasure", "un texte effacé n'est plus marqué comme tel : il pourrait revenir"), ("missing", MISSING),
    }  # fmt: skip


def told(journal: Journal, kind: str) -> str:
    state = fold(journal.events("s1"))
    tell = SentenceWriter(site(), state, str)
    return next(tell.sentence(one) for one in state.timeline if one.kind == kind)


def test_a_text_that_nobody_erased_is_called_missing_and_one_that_was_is_not(place: Path) -> None:
    assert "(effacé)" in told(opened(place), "noted")
    tampered(place, f"DELETE FROM texts WHERE event = {PATIENT}")
    assert "nom manquant" in told(opened(place), "patient.added")
    assert "(effacé)" in told(opened(place), "noted")
    event = next(one for one in opened(place).events("s1") if one.kind == "patient.added")
    assert free_words(event) == "(manquant)"


def test_a_session_that_came_without_its_patients_is_no_fault(place: Path, tmp_path: Path) -> None:
    export_to_file(opened(place), "s1", tmp_path / "nuit", who(NIGHT), patients=False, force=False)
    other = SqliteJournal(tmp_path / "other" / "journal.db", fake_writer("w5"))
    merge_import(other, preview_import(other, tmp_path / "nuit"), tmp_path / "nuit", who(NIGHT))
    assert other.verify() == ()
    assert "nom manquant" in told(other, "patient.added")


def test_one_that_came_with_them_is_checked_as_any_other(place: Path, tmp_path: Path) -> None:
    export_to_file(opened(place), "s1", tmp_path / "nuit", who(NIGHT), patients=True, force=False)
    other = SqliteJournal(tmp_path / "other" / "journal.db", fake_writer("w5"))
    merge_import(other, preview_import(other, tmp_path / "nuit"), tmp_path / "nuit", who(NIGHT))
    assert other.verify() == ()
    other.close()
    tampered(tmp_path / "other", f"DELETE FROM texts WHERE event = {PATIENT}")
    assert [one.code for one in SqliteJournal(tmp_path / "other" / "journal.db", fake_writer()).verify()] == ["missing"]


def test_a_text_without_a_whole_salt_is_told_as_altered(place: Path) -> None:
    journal = opened(place)
    journal.append([draft("late", "s1", text="mot")])
    journal.close()
    tampered(place, "UPDATE texts SET salt = 'zz' WHERE event = 'late'")
    assert [one.code for one in opened(place).verify()] == ["text"]
