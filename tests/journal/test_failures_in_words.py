"""What a failure of the file is called, to the letter, and which kind of error it becomes."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

import pytest

from pannesi.journal.sqlite.errors import is_damage, journal_error
from pannesi.journal.sqlite.schema import ReadLimit
from pannesi.journal.store import Busy, Clash, Corrupt, NotWritten, SessionRemoved
from pannesi.support.errors import JournalError

DAMAGED = "Le journal j.db est abîmé."
NOT_WRITTEN = "Le journal j.db n'a pas pu être écrit."


def failure(name: str, words: str = "", kind: type[sqlite3.Error] = sqlite3.OperationalError) -> sqlite3.Error:
    """An error as SQLite gives it."""
    error = kind(words)
    if name:
        error.sqlite_errorname = name
    return error


@pytest.mark.parametrize(
    ("name", "words", "kind", "sentence"),
    [
        ("SQLITE_NOTADB", "", Corrupt, "Le fichier j.db n'est pas un journal de pannesi, ou son début est abîmé."),
        ("SQLITE_CORRUPT", "", Corrupt, DAMAGED), ("SQLITE_CORRUPT_VTAB", "", Corrupt, DAMAGED),
        ("SQLITE_ERROR", "", Corrupt, DAMAGED), ("SQLITE_TOOBIG", "", Corrupt, DAMAGED),
        ("SQLITE_MISMATCH", "", Corrupt, DAMAGED), ("SQLITE_SCHEMA", "", Corrupt, DAMAGED), ("", "", Corrupt, DAMAGED),
        ("SQLITE_BUSY", "", Busy, "Le journal j.db est occupé par un autre programme : réessayer."),
        ("SQLITE_BUSY_SNAPSHOT", "", Busy, "Le journal j.db est occupé par un autre programme : réessayer."),
        ("SQLITE_FULL", "", NotWritten, "Le disque est plein : libérer de la place."),
        ("SQLITE_READONLY_DIRECTORY", "", NotWritten,
         "Le journal j.db est en lecture seule : vérifier les droits du dossier."),
        ("SQLITE_CANTOPEN", "", NotWritten,
         "Le journal j.db ne peut pas être ouvert : vérifier le dossier et ses droits."),
        ("SQLITE_IOERR_WRITE", "", NotWritten, "Le disque ne répond pas : le journal j.db n'a pas pu être écrit."),
        ("SQLITE_PROTOCOL", "", NotWritten, NOT_WRITTEN), ("SQLITE_CONSTRAINT_CHECK", "other", NotWritten, NOT_WRITTEN),
    ],
)  # fmt: skip
def test_an_error_of_sqlite_becomes_one_of_the_journal(
    name: str, words: str, kind: type[JournalError], sentence: str
) -> None:
    error = journal_error(failure(name, words), "j.db")
    assert (type(error), str(error)) == (kind, sentence)


def test_what_the_schema_refuses_is_said_by_its_own_error() -> None:
    removed = journal_error(failure("SQLITE_CONSTRAINT_TRIGGER", "removed", sqlite3.IntegrityError), "j.db")
    clash = journal_error(failure("SQLITE_CONSTRAINT_TRIGGER", "append-only", sqlite3.IntegrityError), "j.db")
    assert (type(removed), type(clash)) == (SessionRemoved, Clash)


def test_what_the_system_refuses_is_told_with_its_reason() -> None:
    error = journal_error(OSError(errno.ENOSPC, "No space left on device"), "j.db")
    assert type(error) is NotWritten
    assert str(error).startswith("Le journal j.db ne peut pas être écrit : ")
    assert not is_damage(MemoryError())


def test_only_a_reading_at_its_limit_is_no_interruption_by_a_person(tmp_path: Path) -> None:
    (tmp_path / "j.db").touch()
    limit = ReadLimit(sqlite3.connect(":memory:"), tmp_path / "j.db")
    interrupted = failure("SQLITE_INTERRUPT")
    for bound in (None, limit):
        with pytest.raises(KeyboardInterrupt):
            journal_error(interrupted, "j.db", bound)
    while not limit():
        pass
    error = journal_error(interrupted, "j.db", limit)
    assert str(error) == "La lecture de j.db ne finit pas : ce n'est pas un journal de pannesi."
    assert type(error) is Corrupt


def test_an_error_without_a_name_and_a_fault_of_the_program_are_told_as_such() -> None:
    assert str(journal_error(failure("", "", sqlite3.InterfaceError), "j.db")) == NOT_WRITTEN
    error = journal_error(AttributeError("x"), "j.db")
    assert type(error) is NotWritten
    assert str(error) == "Le journal j.db n'est pas en cause : erreur du programme, AttributeError."


def test_errors_of_the_port_are_damage_only_where_they_say_so() -> None:
    assert is_damage(Corrupt("x"))
    assert not is_damage(NotWritten("x"))
    assert not is_damage(failure("", "", sqlite3.InterfaceError))
    assert is_damage(ValueError("x"))
