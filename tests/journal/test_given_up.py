"""An entering that was given up leaves no text, here or where the journal is merged; nothing else goes by it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pannesi.application.retention.settled import refuse_unsettled as check_loss
from pannesi.application.session_service import Desk
from pannesi.journal.audit_log import abandoned_drafts, audit_events
from pannesi.journal.exchange.merge import merge
from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.journal.store import Journal, NotSettled
from pannesi.session.events import Draft
from pannesi.session.facts.session import Undone
from pannesi.session.register.draft_entries import DraftEntry
from tests.support.desks import desk_on, opened
from tests.support.writers import chains_broken, erasing, fake_writer

MARK = "ZZMARQUEZZ"


def typing(journal: Journal) -> tuple[Desk, DraftEntry]:
    """A desk at which two fields of a patient were left."""
    desk, _visit = opened(journal)
    entering = DraftEntry.of_patient(None)
    for words in (MARK, MARK + " bis"):
        entering.note_written(
            desk.carry_out(entering.save_intent({}, {"identite": words}, None, "", draft=True)).written
        )
    return desk, entering


def texts(journal: Journal, session: str | None) -> list[str]:
    return [one.text for one in journal.events(session or "") if one.text is not None]


def test_no_text_of_it_is_left_in_the_journal_nor_in_its_file(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    journal = SqliteJournal(path, fake_writer())
    desk, entering = typing(journal)
    assert len(texts(journal, desk.session)) == 2
    assert MARK.encode() in path.read_bytes()
    desk.do(entering.abandon_intent())
    assert texts(journal, desk.session) == []
    assert not any(MARK in (one.text or "") for one in desk.state.timeline), "a stand-in would be given it"
    assert desk.look().patients == ()
    assert chains_broken(journal) == []
    assert [one.payload["why"] for one in audit_events(journal)] == ["given_up"]
    assert journal.scrub(), "the file is marked to be written anew"
    assert MARK.encode() not in path.read_bytes()


def test_a_copy_in_which_it_was_given_up_is_merged_though_the_session_is_open(tmp_path: Path) -> None:
    here, there = (
        SqliteJournal(tmp_path / "here.db", fake_writer()),
        SqliteJournal(tmp_path / "there.db", fake_writer("w2")),
    )
    desk, entering = typing(here)
    there.receive(*here.events_with_salts())
    there.keep_site(desk.site.digest, {})
    other = desk_on(there, tag="y")
    other.resume(desk.session or "")
    other.do(entering.abandon_intent())
    merge(there, here, check_loss)
    assert texts(here, desk.session) == []


def test_a_forged_giving_up_takes_nothing_that_was_saved(tmp_path: Path) -> None:
    here, there = (
        SqliteJournal(tmp_path / "here.db", fake_writer()),
        SqliteJournal(tmp_path / "there.db", fake_writer("w2")),
    )
    desk, entering = typing(here)
    desk.do(entering.save_intent({}, {"identite": "gardé"}, None, "", draft=False))
    there.receive(*here.events_with_salts())
    session = desk.session or ""
    saved = here.events(session)[-1]
    forged = {"event": saved.id, "about": ["patient", "x"], "keeps": [], "given_up": True}
    there.append([Draft("f1", session, Undone.kind, forged, saved.at, "CD"), erasing(saved.id, session=session)])
    assert abandoned_drafts(there.events(session)) == frozenset()
    with pytest.raises(NotSettled):
        merge(there, here, check_loss)
    assert "gardé" in texts(here, session)[-1]
