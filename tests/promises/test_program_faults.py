"""A fault of the program is told as such, never as damage, and takes neither journal nor session away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pannesi.application.retention.erase import plan_by_retention
from pannesi.application.retention.settled import refuse_unsettled as check_loss
from pannesi.history.index import SessionIndex
from pannesi.journal.sqlite.errors import journal_error
from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.journal.stand_in_journal import open_journal
from pannesi.journal.store import Corrupt, NotWritten
from pannesi.procedure.model.contacts import Retention
from pannesi.support.errors import JournalError
from pannesi.support.program_faults import fault_sentence, fault_words
from tests.support.journal_nights import DAY, night, site
from tests.support.plain_playing import NIGHT
from tests.support.writers import Wall, draft, fake_writer

FAULT = r"erreur du programme, AttributeError \(\w+\.py:\d+\)"


def broken(*_given: object, **_named: object) -> None:
    raise AttributeError("'NoneType' object has no attribute 'DUPONT'")


@pytest.mark.parametrize("kind", [AttributeError, NameError, ImportError, AssertionError, NotImplementedError])
def test_what_no_file_can_cause_is_no_damage(kind: type[Exception]) -> None:
    told = journal_error(kind("DUPONT"), "journal.db")
    assert isinstance(told, NotWritten)
    assert str(told) == f"Le journal journal.db n'est pas en cause : erreur du programme, {kind.__name__}."


@pytest.mark.parametrize("kind", [ValueError, TypeError, IndexError, OverflowError, UnicodeError])
def test_what_a_damaged_page_may_cause_stays_damage(kind: type[Exception]) -> None:
    assert isinstance(journal_error(kind("?"), "journal.db"), Corrupt)


def test_a_sound_journal_that_the_program_fails_to_open_stays_where_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, spare = tmp_path / "data", tmp_path / "spare"
    journal = SqliteJournal(folder / "journal.db", fake_writer())
    journal.append([draft("a")])
    journal.close()
    content = (folder / "journal.db").read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr(SqliteJournal, "_check_tables", broken)
        opened = open_journal(folder, [spare], fake_writer("w2"), check_loss)
    assert opened.state == "emergency"
    assert "erreur du programme, AttributeError" in str(opened.problem)
    assert "abîmé" not in str(opened.problem)
    assert {path.name for path in folder.iterdir()} == {"journal.db"}
    assert (folder / "journal.db").read_bytes() == content


def test_a_session_that_the_program_fails_to_read_is_kept_and_the_reason_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wall = Wall()
    journal = SqliteJournal(tmp_path / "journal.db", fake_writer("w1", wall))
    night(journal, wall, NIGHT, "s1")
    monkeypatch.setattr("pannesi.application.retention.erase._folded_session", broken)
    plan = plan_by_retention(journal, site(), Retention(), NIGHT + 31 * DAY, lambda files: None)
    assert [(kept.session, kept.why[:35]) for kept in plan.kept] == [("s1", "erreur du programme, AttributeError")]
    assert plan.is_empty


@pytest.mark.parametrize("in_memory", [False, True])
def test_figures_that_the_program_fails_to_count_leave_the_list_of_sessions(tmp_path: Path, in_memory: bool) -> None:
    index = SessionIndex(None if in_memory else tmp_path / "sessions.index")
    with pytest.raises(JournalError, match=FAULT), index.snapshot():
        broken()
    assert index.in_memory is in_memory
    assert in_memory or (tmp_path / "sessions.index").exists()


def raised(work: Callable[[], None]) -> Exception:
    try:
        work()
    except Exception as failure:  # noqa: BLE001  whatever it is
        return failure
    raise AssertionError("it raised nothing")


def test_its_words_have_the_place_and_no_value() -> None:
    failure = raised(broken)
    assert fault_words(failure).startswith("AttributeError (test_program_faults.py:")
    assert "DUPONT" not in fault_sentence(failure)
    assert fault_words(KeyError("DUPONT")) == "KeyError"
