"""What the index holds of incident reviews: where their actions stand, and not a word of them."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from pannesi.application.retention.erase import carry_out_plan, plan_by_retention
from pannesi.history.catalogue import SessionCatalogue, catalogue_of
from pannesi.history.figures.statistics import outage_statistics
from pannesi.history.index_reviews import ActionCounts
from pannesi.history.index_schema import INDEX_FILE
from pannesi.history.learning.incident_reviews import (
    context_for,
    open_actions,
    overdue_actions,
    reviewed_outage,
    say_in_review,
)
from pannesi.history.period import DayRange
from pannesi.journal.audit_log import Who
from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.procedure.availability.reachability import zone_of
from pannesi.procedure.model.contacts import Retention
from pannesi.session.incident_review.rules import Statement, new_action
from tests.support.journal_nights import DAY, night, site
from tests.support.plain_playing import NIGHT
from tests.support.writers import Wall, fake_writer

IDS = map("x{:05d}".format, itertools.count())
ALL = DayRange(None, None)


class Kept:
    """A journal in a folder with three nights, each a day after the other, and a catalogue of it."""

    def __init__(self, folder: Path) -> None:
        self.wall = Wall()
        self.journal = SqliteJournal(folder / "journal.db", fake_writer("w1", self.wall))
        for number in range(3):
            night(self.journal, Wall(), NIGHT + number * DAY, f"s{number}")

    def catalogue(self, now: datetime = NIGHT + 4 * DAY) -> SessionCatalogue:
        return catalogue_of(self.journal, site()).caught_up(now)

    def decide(self, session: str, what: str, due: date, *ends: str) -> None:
        reviewed = reviewed_outage(self.journal, site(), session)
        context = context_for(reviewed, site(), Who(lambda: NIGHT + 3 * DAY, IDS.__next__, "CD"))
        statements = new_action(what, "AB", due, context)
        reviewed = say_in_review(self.journal, reviewed, statements, context)
        for end in ends:
            said = Statement(statements[0].about, "state", (end,), "essai")
            reviewed = say_in_review(self.journal, reviewed, (said,), context)

    def counts(self, now: datetime, period: DayRange = ALL) -> ActionCounts:
        catalogue = self.catalogue(now)
        figures = outage_statistics(catalogue.index, period, now, zone_of(site().contacts))
        catalogue.close()
        return figures.actions


def test_actions_are_counted_by_where_they_stand_on_the_day_that_is_asked_for(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    kept.decide("s0", "relire", date(2026, 12, 15))
    kept.decide("s0", "appeler", date(2026, 12, 1), "done")
    kept.decide("s2", "écrire", date(2026, 12, 20), "done", "open")
    kept.decide("s2", "payer", date(2026, 12, 20), "dropped")
    assert kept.counts(NIGHT + 4 * DAY) == ActionCounts(open=2, overdue=0, done=1, dropped=1)
    assert kept.counts(datetime(2026, 12, 15, 22, 59, tzinfo=NIGHT.tzinfo)).overdue == 0
    assert kept.counts(datetime(2026, 12, 15, 23, 1, tzinfo=NIGHT.tzinfo)) == ActionCounts(1, 1, 1, 1)
    catalogue = kept.catalogue()
    days = date(2026, 12, 15), date(2026, 12, 16), date(2026, 12, 21)
    assert [overdue_actions(catalogue, day) for day in days] == [0, 1, 2]
    catalogue.close()
    first = DayRange(date(2026, 11, 24), date(2026, 11, 24))
    assert kept.counts(NIGHT + 4 * DAY, first) == ActionCounts(open=1, overdue=0, done=1, dropped=0)


def test_open_actions_are_listed_the_first_due_first_and_their_words_are_in_no_index(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    kept.decide("s2", "Zzinventé relire", date(2026, 12, 15))
    kept.decide("s0", "Zzinventé écrire", date(2026, 12, 1))
    kept.decide("s1", "Zzinventé payer", date(2026, 12, 1), "done")
    catalogue = kept.catalogue()
    assert [(waiting.session, waiting.action.due) for waiting in open_actions(catalogue)] == [
        ("s0", date(2026, 12, 1)), ("s2", date(2026, 12, 15)),
    ]  # fmt: skip
    assert [overview.id for overview in catalogue.real_and_exercises(NIGHT + 4 * DAY)] == ["s2", "s1", "s0"]
    catalogue.close()
    assert "Zzinventé".encode() not in (tmp_path / INDEX_FILE).read_bytes()


def test_a_review_that_is_removed_leaves_the_index_and_one_whose_session_is_removed_stays(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    kept.decide("s0", "relire", date(2026, 12, 15))
    kept.decide("s1", "écrire", date(2026, 12, 15), "done")
    assert kept.counts(NIGHT + 4 * DAY).whole == 2
    late = NIGHT + 2000 * DAY
    plan = plan_by_retention(kept.journal, site(), Retention(), late, lambda files: None)
    assert [review.session for review in plan.reviews] == ["s1"]
    carry_out_plan(kept.journal, plan, Who(lambda: late, IDS.__next__, "CD"))
    assert kept.counts(late) == ActionCounts(open=0, overdue=1, done=0, dropped=0)
    (tmp_path / INDEX_FILE).unlink()
    assert kept.counts(late) == ActionCounts(open=0, overdue=1, done=0, dropped=0)


def test_the_actions_of_another_hospital_are_not_counted_here(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    kept.decide("s0", "relire", date(2026, 12, 15))
    elsewhere = replace(site(), contacts=replace(site().contacts, site="Hôpital inventé"), digest="f" * 64)
    catalogue = catalogue_of(kept.journal, elsewhere).caught_up(NIGHT + 4 * DAY)
    figures = outage_statistics(catalogue.index, ALL, NIGHT + 4 * DAY, zone_of(site().contacts))
    assert (figures.outages, figures.actions.whole) == (0, 0)
    assert open_actions(catalogue) == ()
    catalogue.close()
    late = NIGHT + 500 * DAY
    plan = plan_by_retention(kept.journal, site(), Retention(), late, lambda files: None)
    assert len(plan.removals) == 3
    carry_out_plan(kept.journal, plan, Who(lambda: late, IDS.__next__, "CD"))
    (tmp_path / INDEX_FILE).unlink()
    catalogue = catalogue_of(kept.journal, elsewhere).caught_up(late)
    assert open_actions(catalogue) == ()
    catalogue.close()
    catalogue = catalogue_of(kept.journal, site()).caught_up(late)
    assert [waiting.session for waiting in open_actions(catalogue)] == ["s0"]
    catalogue.close()
