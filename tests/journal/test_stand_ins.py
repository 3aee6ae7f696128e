"""What a stand-in holds: every word that was shown, none that was erased, whenever and wherever it was erased."""

from __future__ import annotations

import os
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from pannesi.application.desk_environment import StandIn
from pannesi.application.retention.erase import carry_out_plan, plan_for_session
from pannesi.application.retention.settled import refuse_unsettled as check_loss
from pannesi.journal.memory import MemoryJournal
from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.journal.stand_in_journal import merge_emergency_journals, open_stand_in
from pannesi.journal.store import Journal
from pannesi.session import actions as want
from pannesi.support.errors import JournalError
from tests.support.desks import Failing, desk_on, opened
from tests.support.journal_nights import DAY, night, site, who
from tests.support.plain_playing import NIGHT
from tests.support.writers import Wall, chains_broken, draft, erasing, fake_writer

NAME = "Mme Inventée"


def texts(journal: Journal, session: str | None) -> list[str | None]:
    return [one.text for one in journal.events(session or "") if one.payload.get("text")]


def test_names_and_notes_already_shown_go_along_to_each_stand_in_after_the_other() -> None:
    first, second, last = Failing("w1"), Failing("w2"), MemoryJournal(fake_writer("w3"))
    second.durable = True
    left: list[MemoryJournal] = [second, last]
    desk, _visit = opened(first, spare=second)
    desk.environment = replace(desk.environment, stand_in=lambda failure: StandIn(left.pop(0), "Secours."))
    desk.do(want.AddPatient({"origin": "externe", "exam": "coupe"}, NAME))
    desk.do(want.Note("clé chez le gardien"))
    for journal in (first, second):
        journal.failures = 99
        desk.do(want.Note(f"après {journal.writer}"))
        kept = texts(desk.journal, desk.session)
        assert None not in kept
        assert NAME in str(kept)
        assert chains_broken(desk.journal) == []
    assert desk.journal is last
    first.failures = 0
    first.receive(*last.events_with_salts())
    assert texts(first, desk.session)[-2:] == ["après w1", "après w2"]
    assert chains_broken(first) == []


def test_a_session_taken_up_has_its_words_in_the_stand_in_too(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    first = SqliteJournal(path, fake_writer("w1"))
    old, _visit = opened(first)
    old.do(want.Note(NAME))
    first.close()
    spare = MemoryJournal(fake_writer("w3"))
    again = SqliteJournal(path, fake_writer("w2"))
    desk = desk_on(again, spare=spare, tag="y")
    desk.resume(old.session or "")
    again.close()
    path.unlink()
    desk.do(want.Note("après"))
    assert texts(spare, desk.session) == [NAME, "après"]


def test_a_text_erased_elsewhere_while_it_is_shown_is_brought_back_by_no_stand_in(tmp_path: Path) -> None:
    mine, others = (SqliteJournal(tmp_path / "journal.db", fake_writer(one)) for one in ("w1", "w2"))
    spare = MemoryJournal(fake_writer("w3"))
    desk, _visit = opened(mine, spare=spare)
    desk.do(want.Note(NAME))
    desk.do(want.Note("clé chez le gardien"))
    named = next(one for one in desk.state.timeline if one.text == NAME)
    desk.refresh()
    others.append([erasing(named.id, session=desk.session or "")])
    desk.refresh()
    assert NAME not in str(desk.state.timeline)
    (tmp_path / "journal.db").unlink()
    desk.do(want.Note("après"))
    assert texts(spare, desk.session) == [None, "clé chez le gardien", "après"]


def holds(path: Path, words: str) -> bool:
    return words.encode() in path.read_bytes()


def kept_night(folder: Path) -> tuple[SqliteJournal, Path]:
    """A night that was noted in an emergency journal, taken back, and then erased in the journal by somebody who has no
    right to that file; and where the emergency journal lies."""
    wall = Wall()
    opened = open_stand_in([folder / "own"], fake_writer("w1", wall), "Plein.", folder / "data")
    night(opened.journal, wall, NIGHT, "s1", identity=NAME)
    opened.journal.close()
    path = Path(opened.journal.place)
    journal = SqliteJournal(folder / "data" / "journal.db", fake_writer("w2", wall))
    assert merge_emergency_journals(journal, [folder / "own"], fake_writer("w2", wall), folder / "data", check_loss)
    wall.ms = int((NIGHT + 31 * DAY).timestamp() * 1000)
    carry_out_plan(journal, plan_for_session(journal, "s1", None, site(), lambda files: None), who(NIGHT + 31 * DAY))
    assert holds(path, NAME)
    return journal, path


def test_what_was_erased_in_the_journal_leaves_the_emergency_journal_at_the_next_start(tmp_path: Path) -> None:
    journal, path = kept_night(tmp_path)
    assert merge_emergency_journals(journal, [tmp_path / "own"], fake_writer("w3"), tmp_path / "data", check_loss) == []
    assert not holds(path, NAME)
    journal.close()


def test_so_it_does_when_its_file_was_put_by_long_ago(tmp_path: Path) -> None:
    journal, path = kept_night(tmp_path)
    by = path.rename(path.with_name(path.name + ".repris"))
    os.utime(by, (NIGHT.timestamp(), NIGHT.timestamp()))
    assert merge_emergency_journals(journal, [tmp_path / "own"], fake_writer("w3"), tmp_path / "data", check_loss) == []
    assert not holds(by, NAME)
    content = by.read_bytes()
    assert merge_emergency_journals(journal, [tmp_path / "own"], fake_writer("w4"), tmp_path / "data", check_loss) == []
    assert by.read_bytes() == content, "cleaned once, it is left alone"
    journal.close()


def test_a_stand_in_erases_nothing_by_the_word_of_another_stand_in(tmp_path: Path) -> None:
    """Only the journal itself was judged: what may be erased is told by its sessions, all of them."""
    first = open_stand_in([tmp_path / "own"], fake_writer("w1"), "Plein.", tmp_path / "data").journal
    second = open_stand_in([tmp_path / "temp"], fake_writer("w2"), "Plein.", tmp_path / "data").journal
    first.append([draft("a", text=NAME)])
    second.append([erasing("a")])
    merge_emergency_journals(second, [tmp_path / "own"], fake_writer("w3"), tmp_path / "data", check_loss)
    assert holds(Path(first.place), NAME)
    first.close()
    second.close()


def test_an_emergency_journal_that_cannot_be_cleaned_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal, path = kept_night(tmp_path)

    def stuck(*given: object) -> None:
        raise JournalError("Le fichier est en lecture seule.")

    monkeypatch.setattr("pannesi.journal.stand_in_journal.repeat_erasures", stuck)
    (said,) = merge_emergency_journals(journal, [tmp_path / "own"], fake_writer("w3"), tmp_path / "data", check_loss)
    assert path.name in said
    assert "noms effacés" in said
    journal.close()


def test_it_is_the_schema_that_refuses_an_erased_text(tmp_path: Path) -> None:
    journal, path = kept_night(tmp_path)
    merge_emergency_journals(journal, [tmp_path / "own"], fake_writer("w3"), tmp_path / "data", check_loss)
    db = sqlite3.connect(path)
    (name,) = db.execute("SELECT event FROM erased LIMIT 1").fetchone()
    with pytest.raises(sqlite3.IntegrityError):
        db.execute("INSERT INTO texts VALUES (?, ?, ?)", (name, "00", NAME))
    db.close()
    journal.close()
