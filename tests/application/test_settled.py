"""An erasure made elsewhere wins over what is settled here, and over nothing else, whatever way it comes."""

from __future__ import annotations

from pathlib import Path

import pytest

from pannesi.application.retention.leftovers import erase_in_leftovers
from pannesi.application.retention.settled import refuse_unsettled as check_loss
from pannesi.journal.audit_log import audit_events
from pannesi.journal.exchange.merge import MergeLoss, merge, pending_losses
from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.journal.stand_in_journal import merge_emergency_journals
from pannesi.journal.store import AUDIT_SESSION, Journal, NotSettled
from pannesi.session.events import Draft
from tests.support.journal_nights import night
from tests.support.plain_playing import NIGHT
from tests.support.writers import Wall, draft, erasing, fake_writer, removing


def opened(folder: Path, writer: str = "w1", name: str = "journal.db") -> SqliteJournal:
    return SqliteJournal(folder / name, fake_writer(writer))


def twins(tmp_path: Path, close: str | None) -> tuple[SqliteJournal, SqliteJournal, tuple[str, ...]]:
    """The same night in two journals, here and there, and the ids of its texts."""
    here, there = opened(tmp_path / "here"), opened(tmp_path / "there", "w2")
    for journal in (here, there):
        night(journal, Wall(), NIGHT, "s1", close=close)
    return here, there, tuple(one.id for one in here.events("s1") if one.text is not None)


def everything(journal: Journal) -> tuple[object, object]:
    return journal.events_with_salts(), audit_events(journal)


def erasure(kind: str, ids: tuple[str, ...]) -> Draft:
    return removing("s1") if kind == "removed" else erasing(*ids)


@pytest.mark.parametrize("kind", ["removed", "erased"])
@pytest.mark.parametrize(("close", "why"), [(None, "pas close"), ("départ urgent", "A-01")])
def test_what_is_not_reconciled_here_stays_whatever_was_done_there(
    tmp_path: Path, kind: str, close: str | None, why: str
) -> None:
    here, there, ids = twins(tmp_path, close)
    there.append([erasure(kind, ids)])
    before = everything(here)
    with pytest.raises(NotSettled, match=why):
        merge(there, here, check_loss)
    assert everything(here) == before


@pytest.mark.parametrize("kind", ["removed", "erased"])
def test_what_is_settled_here_goes_and_the_chains_hold(tmp_path: Path, kind: str) -> None:
    here, there, ids = twins(tmp_path, "")
    there.append([erasure(kind, ids)])
    assert pending_losses(there, here) == (MergeLoss("s1", len(ids), kind == "removed"),)
    merge(there, here, check_loss)
    assert [one for one in here.events("s1") if one.text is not None] == []
    assert (here.events("s1") == ()) == (kind == "removed")
    assert here.verify() == ()
    assert pending_losses(there, here) == ()


def test_reading_every_session_for_what_was_erased_elsewhere_says_how_far_it_is(tmp_path: Path) -> None:
    here, there, ids = twins(tmp_path, "")
    night(here, Wall(), NIGHT, "s2", close="")
    read: list[tuple[int, int]] = []
    merge(there, here, check_loss, judging=lambda done, whole: read.append((done, whole)))
    assert read == [], "nothing was erased there: nothing is read"
    there.append([erasing(*ids)])
    merge(there, here, check_loss, judging=lambda done, whole: read.append((done, whole)))
    assert read == [(1, 2), (2, 2)]


def test_an_erasure_that_names_another_session_is_judged_by_whose_texts_go(tmp_path: Path) -> None:
    here, there, ids = twins(tmp_path, None)
    there.append([erasing(*ids, session="s9")])
    with pytest.raises(NotSettled, match="s1"):
        merge(there, here, check_loss)


def test_facts_that_come_with_the_copy_count_too(tmp_path: Path) -> None:
    """Settled here, but the other machine noted a patient since whom nobody reconciled."""
    from pannesi.session import actions as want

    here, there = opened(tmp_path / "here"), opened(tmp_path / "there", "w2")
    night(here, Wall(), NIGHT, "s1", close="")
    known = night(there, Wall(), NIGHT, "s1", close="")
    closing = known.state.closing
    assert closing is not None
    known.do(want.Undo(closing.id))
    ids = tuple(one.id for one in here.events("s1") if one.text is not None)
    there.append([erasing(*ids)])
    with pytest.raises(NotSettled, match="pas close"):
        merge(there, here, check_loss)


def test_an_emergency_journal_that_erases_what_is_open_here_is_not_taken_back_and_it_is_said(tmp_path: Path) -> None:
    here, there, ids = twins(tmp_path, None)
    spare = opened(tmp_path, "w5", "urgence-w5.db")
    spare.receive(*there.events_with_salts())
    spare.append([erasing(*ids)])
    spare.close()
    (said,) = merge_emergency_journals(here, [tmp_path], fake_writer("w6"), tmp_path, check_loss)
    assert "n'a pas pu être repris" in said
    assert [one.text for one in here.events("s1") if one.id in ids].count(None) == 0


def test_facts_that_only_an_emergency_journal_holds_are_not_erased_in_it_before_they_are_settled(
    tmp_path: Path,
) -> None:
    """Its facts contradict the journal's, so it could not be merged; its patients are nowhere else."""
    here, _there, ids = twins(tmp_path, "")
    spare = opened(tmp_path, "w5", "urgence-w5.db")
    night(spare, Wall(), NIGHT, "s1", close=None)
    spare.close()
    here.append([erasing(*ids), removing("s1")])
    left = erase_in_leftovers(here, [tmp_path], fake_writer("w6"))
    assert [(one.path.name, one.kind) for one in left] == [("urgence-w5.db", "emergency")]
    again = SqliteJournal(tmp_path / "urgence-w5.db", fake_writer("w7"), read_only=True)
    assert any(one.text is not None for one in again.events("s1"))


def test_erasures_already_obeyed_are_not_judged_again(tmp_path: Path) -> None:
    here, there, ids = twins(tmp_path, "")
    here.append([erasing(*ids)])
    there.receive(*here.events_with_salts(AUDIT_SESSION))
    here.append([draft("late", text="mot", session="s1")])
    assert pending_losses(there, here) == ()
    merge(there, here, check_loss)
    assert here.events("s1")[-1].text == "mot"
