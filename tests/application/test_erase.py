"""What is erased, when, and what never is."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from pannesi.application.retention.erase import (
    ErasurePlan,
    Unanswered,
    carry_out_plan,
    plan_by_retention,
    plan_for_session,
)
from pannesi.journal.audit_entries import ExportEntry, NumberAnswerEntry, RedlineAnswerEntry
from pannesi.journal.audit_log import audit_events, record, tombstone, withdraw_answer
from pannesi.journal.chain.hash_chain import chain_heads
from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.journal.store import NothingToDo, NotSettled
from pannesi.procedure.model.contacts import Retention
from pannesi.procedure.model.scalars import RetentionPeriod
from pannesi.session import actions as want
from tests.support.journal_nights import DAY, night, site, who
from tests.support.plain_playing import NIGHT
from tests.support.writers import Wall, fake_writer

RETENTION = Retention()


class Kept:
    """A journal in a folder, and its wall clock."""

    def __init__(self, folder: Path, writer: str = "w1") -> None:
        self.wall = Wall()
        self.journal = SqliteJournal(folder / "journal.db", fake_writer(writer, self.wall))

    def plan(self, days: float, retention: Retention = RETENTION) -> ErasurePlan:
        return plan_by_retention(self.journal, site(), retention, NIGHT + days * DAY, lambda files: None)

    def texts(self, session: str) -> list[str]:
        return [event.text for event in self.journal.events(session) if event.text is not None]


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path)


def test_texts_go_after_their_time_and_not_before(kept: Kept) -> None:
    night(kept.journal, kept.wall, NIGHT, "s1")
    assert kept.plan(29.9).is_empty
    plan = kept.plan(31)
    assert [(one.session, one.patients, one.why) for one in plan.texts] == [("s1", 1, "retention")]
    assert plan.removals == ()
    carry_out_plan(kept.journal, plan, who(NIGHT + 31 * DAY))
    assert kept.texts("s1") == []
    assert kept.journal.verify() == ()
    assert kept.plan(32).is_empty


def test_the_last_fact_counts_not_the_first(kept: Kept) -> None:
    played = night(kept.journal, kept.wall, NIGHT, "s1")
    played.now = NIGHT + 20 * DAY
    played.do(want.Note("ajouté plus tard"))
    assert kept.plan(45).is_empty
    assert not kept.plan(51).is_empty


def test_a_whole_session_goes_after_the_journals_time_and_leaves_a_tombstone(kept: Kept) -> None:
    night(kept.journal, kept.wall, NIGHT, "s1")
    night(kept.journal, kept.wall, NIGHT + 300 * DAY, "s2")
    last = chain_heads(kept.journal.events("s1"))
    count = len(kept.journal.events("s1"))
    plan = kept.plan(366)
    assert [one.session for one in plan.removals] == ["s1"]
    assert [one.session for one in plan.texts] == ["s2"]
    carry_out_plan(kept.journal, plan, who(NIGHT + 366 * DAY))
    assert [row.id for row in kept.journal.sessions()] == ["s2"]
    stone = tombstone(kept.journal, "s1")
    assert stone is not None
    assert (stone.payload["heads"], stone.payload["events"], stone.payload["patients"]) == (list(last), count, 1)
    assert stone.payload["first_at"].startswith("2026-11-24")
    assert kept.journal.verify() == ()


def test_the_site_says_how_long(kept: Kept) -> None:
    night(kept.journal, kept.wall, NIGHT, "s1")
    short = Retention(journal=RetentionPeriod(3, "days"), patients=RetentionPeriod(1, "days"))
    assert kept.plan(2, short).texts
    assert kept.plan(4, short).removals


@pytest.mark.parametrize(("close", "why"), [(None, "pas close"), ("départ urgent", "A-01")])
def test_what_is_not_reconciled_is_kept_whatever_its_age(kept: Kept, close: str | None, why: str) -> None:
    night(kept.journal, kept.wall, NIGHT, "s1", close=close)
    plan = kept.plan(4000)
    assert plan.is_empty
    assert [(one.session, why in one.why) for one in plan.kept] == [("s1", True)]
    with pytest.raises(NotSettled, match="n'est pas effacée"):
        plan_for_session(kept.journal, "s1", None, site(), lambda files: None)
    with pytest.raises(NotSettled, match="A-01"):
        plan_for_session(kept.journal, "s1", "A-01", site(), lambda files: None)


def test_a_session_whose_beginning_has_not_arrived_is_kept(kept: Kept, tmp_path: Path) -> None:
    other = Kept(tmp_path / "other", "w2")
    night(other.journal, other.wall, NIGHT, "s1")
    events, salts = other.journal.events_with_salts("s1")
    kept.journal.receive([one for one in events if one.kind != "session.opened"], salts)
    assert kept.plan(4000).is_empty


def test_one_session_may_be_erased_before_its_time(kept: Kept) -> None:
    night(kept.journal, kept.wall, NIGHT, "s1")
    night(kept.journal, kept.wall, NIGHT, "s2")
    carry_out_plan(
        kept.journal, plan_for_session(kept.journal, "s1", None, site(), lambda files: None), who(NIGHT + DAY)
    )
    assert kept.texts("s1") == []
    assert kept.texts("s2") != []
    with pytest.raises(NothingToDo, match="plus aucun texte"):
        plan_for_session(kept.journal, "s1", None, site(), lambda files: None)


def test_one_patient_line_may_be_erased_and_nothing_else_goes(kept: Kept) -> None:
    played = night(kept.journal, kept.wall, NIGHT, "s1", words="note qui reste", close=None)
    with pytest.raises(NotSettled, match="ligne A-01 n'est pas effacée"):
        plan_for_session(kept.journal, "s1", "A-01", site(), lambda files: None)
    played.do(want.Waive(played.look().patients[0].id, "Inventé n'est jamais venu"))
    plan = plan_for_session(kept.journal, "s1", "a-01", site(), lambda files: None)
    assert len(plan.texts[0].events) == 2
    carry_out_plan(kept.journal, plan, who(NIGHT + DAY))
    assert kept.texts("s1") == ["note qui reste", "vu par note qui reste"]
    with pytest.raises(NothingToDo, match="plus aucun texte"):
        plan_for_session(kept.journal, "s1", "A-01", site(), lambda files: None)
    with pytest.raises(NothingToDo, match=r"A-09.*A-01"):
        plan_for_session(kept.journal, "s1", "A-09", site(), lambda files: None)


def test_erasing_is_recorded_with_who_and_why(kept: Kept) -> None:
    night(kept.journal, kept.wall, NIGHT, "s1")
    carry_out_plan(kept.journal, kept.plan(31), who(NIGHT + 31 * DAY))
    (entry,) = audit_events(kept.journal)
    assert (entry.kind, entry.actor, entry.payload["session"], entry.payload["why"]) == (
        "desk.erased", "CD", "s1", "retention",
    )  # fmt: skip


def test_the_words_of_the_desk_about_a_session_go_with_it(kept: Kept) -> None:
    night(kept.journal, kept.wall, NIGHT, "s1")
    record(
        kept.journal, RedlineAnswerEntry(session="s1", redline="", answer=""), who(NIGHT), text="vu avec Mme Inventée"
    )
    carry_out_plan(kept.journal, kept.plan(31), who(NIGHT + 31 * DAY))
    assert [entry.text for entry in audit_events(kept.journal)] == [None, None]


def test_lines_signalled_that_nobody_answered_are_told_before_their_words_go(kept: Kept) -> None:
    played = night(kept.journal, kept.wall, NIGHT, "s1")
    visit = played.state.visits[0].id
    for words in ("mauvais poste", "déjà vu", ""):
        played.do(want.Redline(visit, "production", "wrong", words))
    answered = next(one for one in kept.journal.events("s1") if one.text == "déjà vu")
    entry = RedlineAnswerEntry(session="s1", redline=answered.id, answer="declined")
    by = who(NIGHT)
    record(kept.journal, entry, by)
    assert [one.unanswered for one in kept.plan(40).texts] == [Unanswered(1)], "one of the two that wait has words"
    assert [one.unanswered for one in kept.plan(400).removals] == [Unanswered(2)]
    (asked,) = plan_for_session(kept.journal, "s1", None, site(), lambda files: None).texts
    assert asked.unanswered == Unanswered(1)
    withdraw_answer(kept.journal, "s1", answered.id, by)
    assert [one.unanswered for one in kept.plan(40).texts] == [Unanswered(2)], "its answer was withdrawn"
    carry_out_plan(kept.journal, kept.plan(40), who(NIGHT + 40 * DAY))
    assert kept.plan(41).is_empty


def test_numbers_noted_that_nobody_answered_are_told_before_their_words_go(kept: Kept) -> None:
    played = night(kept.journal, kept.wall, NIGHT, "s1")
    visit = played.state.visits[0].id
    call = next(row for row in played.look().rows if row.line.verb == "call")
    for words in ("4021", "4022", "sans numéro"):
        contact = "" if words.startswith("sans") else "astreinte-informatique"
        played.do(want.Note(words, visit, call.line.id, contact))
    answered = next(one for one in kept.journal.events("s1") if one.text == "4022")
    record(kept.journal, NumberAnswerEntry(session="s1", note=answered.id, answer="confirmed"), who(NIGHT))
    assert [one.unanswered.numbers for one in kept.plan(40).texts] == [1]
    carry_out_plan(kept.journal, kept.plan(40), who(NIGHT + 40 * DAY))
    assert [one.unanswered.numbers for one in kept.plan(400).removals] == [0], "no number is left to be answered"


def test_the_name_of_an_exported_file_goes_with_the_texts_of_its_session_or_in_its_own_time(kept: Kept) -> None:
    def exported(moment: datetime, file: str) -> None:
        kept.wall.ms = int(moment.timestamp() * 1000)
        entry = ExportEntry(what="report", sessions=("s1",), patients=True)
        record(kept.journal, entry, who(moment), text=file)

    def names() -> list[str | None]:
        return [one.text for one in audit_events(kept.journal) if one.kind == ExportEntry.kind]

    night(kept.journal, kept.wall, NIGHT, "s1")
    exported(NIGHT + DAY, "/x/Inventée.pdf")
    exported(NIGHT + 20 * DAY, "/x/tard.pdf")
    carry_out_plan(kept.journal, kept.plan(32), who(NIGHT + 32 * DAY))
    assert names() == [None, "/x/tard.pdf"], "its session's texts went when it was twelve days old"
    assert kept.plan(49).is_empty
    (left,) = kept.plan(51).texts
    assert (left.session, len(left.events)) == ("s1", 1)
    carry_out_plan(kept.journal, kept.plan(51), who(NIGHT + 51 * DAY))
    assert names() == [None, None]
    assert kept.journal.verify() == ()


def test_a_night_whose_texts_are_gone_is_folded_walked_and_told_all_the_same(kept: Kept) -> None:
    from pannesi.presentation.facts.timeline import SentenceWriter
    from pannesi.procedure.availability.moments import format_moment
    from pannesi.session.projection.walk import walk
    from pannesi.session.state import fold

    night(kept.journal, kept.wall, NIGHT, "s1")
    before = fold(kept.journal.events("s1"))
    carry_out_plan(kept.journal, kept.plan(31), who(NIGHT + 31 * DAY))
    after = fold(kept.journal.events("s1"))
    seen = [walk(site(), state, NIGHT + DAY) for state in (before, after)]
    assert [row.status for row in seen[0].rows] == [row.status for row in seen[1].rows]
    assert seen[0].stage == seen[1].stage == "closed"
    tell = SentenceWriter(site(), after, lambda moment: format_moment(moment, NIGHT, NIGHT.tzinfo))  # type: ignore[arg-type]
    words = [tell.sentence(one) for one in after.timeline if "text" in one.payload]
    assert words
    assert all("effacé" in one for one in words), words
