"""The chain of an incident review: carried, merged, restored, salvaged and erased beside that of its session."""

from __future__ import annotations

import itertools
import json
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pannesi.application.retention.erase import carry_out_plan, plan_by_retention, plan_for_review, plan_for_session
from pannesi.application.retention.settled import refuse_unsettled, refuse_unsettled_file
from pannesi.history.learning.incident_reviews import (
    context_for,
    read_review,
    reviewed_outage,
    reviewed_sessions,
    say_in_review,
)
from pannesi.journal.audit_log import Who, tombstone
from pannesi.journal.exchange.merge import merge
from pannesi.journal.exchange.session_archive import decode_archive
from pannesi.journal.exchange.session_transfer import export_to_file, merge_import, preview_import
from pannesi.journal.memory import MemoryJournal
from pannesi.journal.salvage import read_damaged, write_salvaged
from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.journal.store import Journal, NothingToDo, NotSettled, SessionRemoved, is_session, review_chain
from pannesi.procedure.model.contacts import Retention
from pannesi.session.incident_review.facts import OutageReviewed
from pannesi.session.incident_review.rules import Statement, new_action, new_ticket
from tests.support.journal_nights import DAY, night, site
from tests.support.plain_playing import NIGHT
from tests.support.writers import Wall, fake_writer

MORNING = NIGHT + DAY
CHAIN = review_chain("s1")
IDS = map("x{:05d}".format, itertools.count())


def who(moment: datetime) -> Who:
    """Who writes at a moment; no id is given twice."""
    return Who(lambda: moment, IDS.__next__, "CD")


def reviewed(journal: Journal, wall: Wall, *, action: bool = False, words: str = "le numéro de l'astreinte") -> None:
    """A night that was closed, and its review, with an open `action` if asked."""
    night(journal, wall, NIGHT, "s1")
    say(journal, Statement("", "severity", ("major",)), Statement("", "failed", words=words))
    if action:
        outage, by = reviewed_outage(journal, site(), "s1"), who(MORNING + DAY)
        context = context_for(outage, site(), by)
        say_in_review(journal, outage, new_action("relire", "AB", context.today, context), context)


def say(journal: Journal, *said: Statement, at: int = 0) -> None:
    outage, by = reviewed_outage(journal, site(), "s1"), who(MORNING + at * DAY)
    say_in_review(journal, outage, said, context_for(outage, site(), by))


def words(journal: Journal) -> list[str]:
    return [event.text for event in journal.events(CHAIN) if event.text is not None]


@pytest.fixture
def kept(tmp_path: Path) -> SqliteJournal:
    """A journal whose wall clock stands at the night."""
    return SqliteJournal(tmp_path / "journal.db", fake_writer("w1", Wall(int(MORNING.timestamp() * 1000))))


def test_no_fact_of_the_session_changes_and_no_list_shows_the_review_as_a_session(kept: SqliteJournal) -> None:
    night(kept, Wall(), NIGHT, "s1")
    before = kept.events("s1")
    say(kept, Statement("", "severity", ("major",)))
    assert kept.events("s1") == before
    assert [row.id for row in kept.sessions()] == ["s1"]
    assert not is_session(CHAIN)
    assert CHAIN in kept.session_ids()
    assert reviewed_sessions(kept) == ("s1",)
    assert kept.verify() == ()


def test_a_review_travels_with_its_session_and_is_united_with_what_was_said_there(
    kept: SqliteJournal, tmp_path: Path
) -> None:
    reviewed(kept, Wall(), action=True)
    file = tmp_path / "s1.pannesi"
    export_to_file(kept, "s1", file, who(MORNING), patients=True, force=False)
    there = MemoryJournal(fake_writer("w2"))
    what = preview_import(there, file)
    assert (what.new, what.review_new) == (len(kept.events("s1")) + len(kept.events(CHAIN)), len(kept.events(CHAIN)))
    merge_import(there, what, file, who(MORNING))
    assert there.events(CHAIN) == kept.events(CHAIN)
    assert words(there) == words(kept)
    say(there, Statement("", "worked", words="les CD"))
    export_to_file(there, "s1", file, who(MORNING), patients=True, force=True)
    merge_import(kept, preview_import(kept, file), file, who(MORNING))
    assert read_review(kept, "s1").field("worked") is not None
    assert there.verify() == kept.verify() == ()
    assert preview_import(kept, file).is_empty


def test_without_patients_no_word_of_the_review_leaves(kept: SqliteJournal, tmp_path: Path) -> None:
    reviewed(kept, Wall(), words="Zzinventé")
    file = tmp_path / "s1.pannesi"
    export_to_file(kept, "s1", file, who(MORNING), patients=False, force=False)
    assert "Zzinventé" not in file.read_text("utf-8")
    there = MemoryJournal(fake_writer("w2"))
    merge_import(there, preview_import(there, file), file, who(MORNING))
    failed = read_review(there, "s1").field("failed")
    assert failed is not None
    assert failed.missing
    assert not failed.erased
    assert there.verify() == ()


def test_a_changed_review_in_a_file_is_not_taken(kept: SqliteJournal, tmp_path: Path) -> None:
    reviewed(kept, Wall())
    file = tmp_path / "s1.pannesi"
    export_to_file(kept, "s1", file, who(MORNING), patients=True, force=False)
    archive = decode_archive(file.read_bytes())
    assert archive.review is not None
    assert archive.review.session == CHAIN
    for broken in (b'"major"', b"astreinte"):
        with pytest.raises(Exception, match="modifié"):
            decode_archive(file.read_bytes().replace(broken, broken[::-1]))


def test_merging_brings_the_review_and_what_was_erased_stays_erased(kept: SqliteJournal, tmp_path: Path) -> None:
    reviewed(kept, Wall())
    other = SqliteJournal(tmp_path / "other.db", fake_writer("w2"))
    result = merge(kept, other, refuse_unsettled)
    assert other.events(CHAIN) == kept.events(CHAIN)
    assert result.sessions == ("s1",)
    carry_out_plan(other, plan_for_review(other, "s1"), who(MORNING))
    assert words(other) == []
    merge(kept, other, refuse_unsettled)
    assert words(other) == []
    merge(other, kept, refuse_unsettled)
    assert words(kept) == []
    assert kept.verify() == other.verify() == ()
    with pytest.raises(NothingToDo):
        plan_for_review(kept, "s1")


def test_what_another_machine_erases_of_a_review_with_an_open_action_is_refused(
    kept: SqliteJournal, tmp_path: Path
) -> None:
    reviewed(kept, Wall())
    other = SqliteJournal(tmp_path / "other.db", fake_writer("w2"))
    merge(kept, other, refuse_unsettled)
    carry_out_plan(other, plan_for_review(other, "s1"), who(MORNING))
    outage = reviewed_outage(kept, site(), "s1")
    context = context_for(outage, site(), who(MORNING + 2 * DAY))
    after = say_in_review(kept, outage, new_action("relire", "AB", context.today, context), context)
    with pytest.raises(NotSettled, match="retour d'expérience de la session s1, et 1 action"):
        merge(other, kept, refuse_unsettled)
    file = tmp_path / "s1.pannesi"
    export_to_file(other, "s1", file, who(MORNING), patients=True, force=False)
    what = preview_import(kept, file)
    assert (what.erases, what.review_erases) == (1, 1)
    with pytest.raises(NotSettled):
        refuse_unsettled_file(kept, what.archive, session=False, review=True)
    say(kept, Statement(after.review.actions[0].about, "state", ("done",)), at=3)
    merge(other, kept, refuse_unsettled)
    assert "le numéro de l'astreinte" not in words(kept)


def test_a_review_outlives_its_session_and_its_words_those_of_the_session(kept: SqliteJournal) -> None:
    reviewed(kept, Wall(), action=True)
    carry_out_plan(kept, plan_for_session(kept, "s1", None, site(), lambda files: None), who(MORNING))
    assert "le numéro de l'astreinte" in words(kept)
    plan = plan_by_retention(kept, site(), Retention(), NIGHT + 400 * DAY, lambda files: None)
    assert [removal.session for removal in plan.removals] == ["s1"]
    assert plan.reviews == ()
    carry_out_plan(kept, plan, who(NIGHT + 400 * DAY))
    outage = reviewed_outage(kept, site(), "s1")
    assert not outage.there
    assert outage.outage.title == "Dysfonctionnement du PACS"
    assert len(outage.review.open_actions) == 1
    say(kept, Statement(outage.review.actions[0].about, "state", ("done",), "relu"), at=401)
    assert kept.verify() == ()


def test_a_review_goes_after_its_own_time_but_not_before_its_actions_are_done(kept: SqliteJournal) -> None:
    reviewed(kept, Wall(), action=True)
    late = NIGHT + 2000 * DAY
    plan = plan_by_retention(kept, site(), Retention(), late, lambda files: None)
    assert plan.reviews == ()
    assert [held.why for held in plan.kept] == ["son retour d'expérience : 1 action n'est ni faite ni abandonnée"]
    with pytest.raises(NotSettled, match="1 action"):
        plan_for_review(kept, "s1")
    action = read_review(kept, "s1").actions[0]
    say(kept, Statement(action.about, "state", ("dropped",), "sans objet"))
    assert plan_by_retention(kept, site(), Retention(), NIGHT + 1800 * DAY, lambda files: None).reviews == ()
    plan = plan_by_retention(kept, site(), Retention(), late, lambda files: None)
    assert [review.session for review in plan.reviews] == ["s1"]
    carry_out_plan(kept, plan, who(late))
    assert kept.events(CHAIN) == ()
    assert tombstone(kept, CHAIN) is not None
    assert kept.verify() == ()


def test_a_review_that_was_removed_does_not_come_back(kept: SqliteJournal, tmp_path: Path) -> None:
    reviewed(kept, Wall())
    file, late = tmp_path / "s1.pannesi", NIGHT + 2000 * DAY
    export_to_file(kept, "s1", file, who(MORNING), patients=True, force=False)
    there = SqliteJournal(tmp_path / "there.db", fake_writer("w2"))
    merge(kept, there, refuse_unsettled)
    plan = plan_by_retention(there, site(), Retention(), late, lambda files: None)
    carry_out_plan(there, plan, who(late))
    assert merge(kept, there, refuse_unsettled).new == 0
    assert there.events(CHAIN) == ()
    memory = MemoryJournal(fake_writer("w3"))
    merge(there, memory, refuse_unsettled)
    with pytest.raises(SessionRemoved):
        memory.append(kept_drafts(kept))
    only_review_gone = SqliteJournal(tmp_path / "only.db", fake_writer("w4"))
    only_review_gone.receive(*there.events_with_salts("poste"))
    assert only_review_gone.events(CHAIN) == ()


def kept_drafts(journal: Journal) -> list:  # type: ignore[type-arg]
    """The facts of a review as somebody would write them anew."""
    from pannesi.session.events import Draft

    return [Draft("again", CHAIN, event.kind, event.payload, event.at, "AB") for event in journal.events(CHAIN)[:1]]


def test_a_damaged_journal_gives_back_the_review_that_can_be_read(kept: SqliteJournal, tmp_path: Path) -> None:
    reviewed(kept, Wall(), action=True)
    events = kept.events(CHAIN)
    kept.close()
    saved = read_damaged(Path(kept.place))
    journal = MemoryJournal(fake_writer("w9"))
    write_salvaged(journal, saved, who(MORNING), "journal.db")
    assert journal.events(CHAIN) == events
    assert saved.lost == ()


_SAID = (
    Statement("", "severity", ("minor",)), Statement("", "severity", ("major",)), Statement("", "failed"),
    Statement("", "failed", words="l'annuaire"), Statement("declaration:rssi", "state", ("done",)),
    Statement("declaration:rssi", "number", words="12"), Statement("ticket:t", "number", words="4711"),
)  # fmt: skip
_STEPS = st.lists(st.tuples(st.integers(0, 1), st.sampled_from([*_SAID, "carry", "merge", "erase"])), max_size=12)


@settings(max_examples=15, deadline=None)
@given(steps=_STEPS)
def test_whatever_was_said_carried_merged_and_erased_both_machines_end_with_the_same_review(
    steps: list[tuple[int, Statement | str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("carried") / "s1.pannesi"
    machines = [MemoryJournal(fake_writer(name)) for name in ("w1", "w2")]
    for journal in machines:
        night(journal, Wall(), NIGHT, "s1")

    def carry(source: Journal, into: Journal) -> None:
        export_to_file(source, "s1", file, who(MORNING), patients=True, force=True)
        merge_import(into, preview_import(into, file), file, who(MORNING))

    for number, what in steps:
        here, there = machines[number], machines[1 - number]
        if isinstance(what, Statement):
            say(here, what)
        elif what == "carry":
            carry(here, there)
        elif what == "merge":
            merge(here, there, refuse_unsettled)
        elif words(here):
            carry_out_plan(here, plan_for_review(here, "s1"), who(MORNING))
    carry(machines[0], machines[1])
    carry(machines[1], machines[0])
    merge(machines[0], machines[1], refuse_unsettled)
    merge(machines[1], machines[0], refuse_unsettled)
    first, second = (read_review(journal, "s1") for journal in machines)
    assert first.events == second.events
    assert [event.text for event in first.events] == [event.text for event in second.events]
    assert first.said == second.said
    assert machines[0].verify() == machines[1].verify() == ()


FROZEN = Path(__file__).parents[1] / "data" / "facts" / "review.json"


def test_the_facts_of_a_review_are_stored_as_they_always_were_and_read_back() -> None:
    journal = MemoryJournal(fake_writer("w1"))
    night(journal, Wall(), NIGHT, "s1")
    ids = map("r{:03d}".format, itertools.count())
    by = Who(lambda: MORNING, ids.__next__, "CD")
    outage = reviewed_outage(journal, site(), "s1")
    context = context_for(outage, site(), by)
    said = [
        Statement("", "severity", ("major",)), Statement("", "effect", ("delay", "transfer")),
        Statement("", "cause", ("change",)), Statement("", "failed", words="le numéro de l'astreinte"),
        Statement("declaration:dpo", "state", ("done",)), Statement("declaration:dpo", "number", words="2026-14"),
        *new_ticket("4711", "hotline", context), *new_action("relire 3.7", "AB", date(2026, 12, 15), context),
    ]  # fmt: skip
    outage = say_in_review(journal, outage, said, context)
    (action,) = outage.review.actions
    say_in_review(
        journal, outage, [Statement(action.about, "state", ("done",), "relu"), Statement("", "cause")], context
    )
    stored = []
    for event in journal.events(CHAIN):
        payload: object = {name: value for name, value in event.payload.items() if name != "text"}
        if event.kind == OutageReviewed.kind:  # what it says is that of the shipped procedure
            payload = sorted(event.payload)
        stored.append([event.id, event.session, event.kind, event.at, list(event.replaces), payload, event.text])
    assert stored == json.loads(FROZEN.read_text("utf-8"))
    review = read_review(journal, "s1")
    assert (review.field("cause"), review.open_actions) == (None, ())
