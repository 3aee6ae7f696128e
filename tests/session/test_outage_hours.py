"""When the outage began, who found it, since when it works again: facts of the session, told where they cannot be."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pannesi.history.session_summary import session_summary_of
from pannesi.session import actions as want
from pannesi.session.event_writer import Refused
from pannesi.session.events import is_out_of_range
from pannesi.session.facts.session import OutageFound
from pannesi.session.moments import utc_text
from pannesi.session.projection.time_order import time_doubts, time_doubts_raised
from tests.support.building import NIGHT, Played, start
from tests.support.session_playing import to_the_end
from tests.support.shipped_site import shipped

MINUTE = timedelta(minutes=1)


def begun() -> tuple[Played, str]:
    """Case 3, opened at 02:13 UTC, one hour on."""
    played = start(shipped(), "cas-3", "images-invisibles")
    played.now += timedelta(hours=1)
    return played, played.look().current_cases[0]


def returned(played: Played) -> timedelta | None:
    account = session_summary_of(played.session, played.state, played.site, played.now)
    assert account is not None
    return account.elapsed_until(account.returned_at)


def test_a_return_is_since_the_moment_given_and_without_one_since_it_was_said() -> None:
    played, visit = begun()
    since = played.now - 10 * MINUTE
    played.do(want.AnnounceReturn(visit, "AB, salle 2", since))
    said = played.state.timeline[-1]
    assert said.payload["since"] == utc_text(since)
    assert (played.state.when(said), played.state.returned_since(said)) == (played.now, since)
    assert returned(played) == since - played.events[0].moment
    other, visit = begun()
    other.do(want.AnnounceReturn(visit, "AB, salle 2"))
    assert "since" not in other.state.timeline[-1].payload, "absent: the moment of the act"
    assert returned(other) == other.now - other.events[0].moment


def test_a_corrected_time_of_the_return_goes_before_what_was_said_first() -> None:
    played, visit = begun()
    played.do(want.AnnounceReturn(visit, "AB, salle 2", played.now - 10 * MINUTE))
    announced = played.state.timeline[-1]
    corrected = played.now - 30 * MINUTE
    played.do(want.CorrectTime(announced.id, corrected))
    assert played.state.returned_since(announced) == corrected


@pytest.mark.parametrize(("back", "words"), [(timedelta(hours=2), "avant le début"), (-timedelta(hours=1), "futur")])
def test_a_return_before_the_outage_or_to_come_is_refused(back: timedelta, words: str) -> None:
    played, visit = begun()
    with pytest.raises(Refused, match=words):
        played.do(want.AnnounceReturn(visit, "AB, salle 2", played.now - back))
    played.do(want.AnnounceReturn(visit, "AB, salle 2"))
    with pytest.raises(Refused, match=words):
        played.do(want.CorrectTime(played.state.timeline[-1].id, played.now - back))


def test_the_minute_of_the_beginning_itself_is_no_earlier_than_it() -> None:
    played, visit = begun()
    opened = played.events[0].moment.replace(second=40)
    played.do(want.SetBegan(opened))
    played.do(want.AnnounceReturn(visit, "AB, salle 2", opened.replace(second=0)))
    assert returned(played) == timedelta(0)


def test_a_return_before_the_last_relapse_is_refused() -> None:
    played, visit = begun()
    played.do(want.AnnounceReturn(visit, "AB, salle 2"))
    played.now += 20 * MINUTE
    played.do(want.FellAgain(visit))
    played.now += 20 * MINUTE
    with pytest.raises(Refused, match="avant la rechute"):
        played.do(want.AnnounceReturn(visit, "AB, salle 2", played.now - 30 * MINUTE))
    played.do(want.AnnounceReturn(visit, "AB, salle 2", played.now - 5 * MINUTE))


def test_the_beginning_cannot_follow_the_return_nor_the_closing_and_may_be_said_after_both() -> None:
    played, visit = begun()
    played.do(want.AnnounceReturn(visit, "AB, salle 2", played.now - 30 * MINUTE))
    with pytest.raises(Refused, match="après le retour"):
        played.do(want.SetBegan(played.now - 10 * MINUTE))
    to_the_end(played)
    played.do(want.SetBegan(NIGHT - timedelta(hours=1)))
    assert played.state.began == NIGHT - timedelta(hours=1)
    played.do(want.Undo(played.state.timeline[-1].id))
    assert played.state.began == played.events[0].moment
    forced, _visit = begun()
    forced.do(want.Close("fin de service"))
    forced.now += timedelta(days=1)
    with pytest.raises(Refused, match="après la clôture"):
        forced.do(want.SetBegan(forced.now - timedelta(hours=3)))
    assert forced.state.closing is not None
    forced.do(want.SetBegan(forced.state.when(forced.state.closing)))  # a minute ends where it began: both may be one


def test_who_found_the_outage_is_free_text_of_its_own_replaced_and_undone_like_anything() -> None:
    played, _visit = begun()
    with pytest.raises(Refused, match="qui a constaté"):
        played.do(want.SayWhoFound(" "))
    for who in ("radiologue", "manipulateur"):
        played.do(want.SayWhoFound(who))
        head = played.state.slot(OutageFound.claim).head
        assert head is not None
        assert head.text == who
        assert who not in str(head.payload)
    played.do(want.UndoLast())
    head = played.state.slot(OutageFound.claim).head
    assert head is not None
    assert head.text == "radiologue"


def paper(played: Played, examined: timedelta) -> str:
    """A patient from a paper sheet, examined so long before now."""
    fields = {"nom": "Inventé", "prenom": "Essai"}
    moment = played.now - examined
    played.do(want.AddPatient({"origin": "urgences"}, fields=fields, paper="P-017", examined=moment, draft=True))
    return played.look().patients[-1].id


def test_a_patient_examined_before_the_beginning_is_told_at_once_and_stays_told_until_one_hour_is_corrected() -> None:
    played, _visit = begun()
    patient = paper(played, timedelta(hours=2))
    (doubt,) = time_doubts_raised(played.state, played.look().patients, played.events[-1:])
    assert (doubt.code, doubt.patient, doubt.limit) == ("before_beginning", "P-017", played.state.began)
    assert time_doubts(played.state, played.look().patients) == (doubt,)
    played.do(want.SetBegan(played.now - timedelta(hours=3)))
    assert time_doubts(played.state, played.look().patients) == ()
    played.do(want.UndoLast())
    assert len(time_doubts(played.state, played.look().patients)) == 1
    played.do(want.VoidPatient(patient, "doublon", want.ImagesFate("none")))
    assert time_doubts(played.state, played.look().patients) == (), "a line struck out is no fact of the night"


def test_a_beginning_after_facts_tells_each_of_them_and_a_corrected_hour_its_own() -> None:
    played, _visit = begun()
    played.do(want.Note("vu au poste 2"))
    note = played.state.timeline[-1]
    assert time_doubts(played.state, played.look().patients) == ()
    played.do(want.CorrectTime(note.id, played.now - timedelta(hours=3)))
    (doubt,) = time_doubts_raised(played.state, played.look().patients, played.events[-1:])
    assert (doubt.event, doubt.at) == (note, played.state.when(note))
    other, _visit = begun()
    other.do(want.Note("vu"))
    other.now += timedelta(hours=1)
    other.do(want.SetBegan(other.now - 10 * MINUTE))
    raised = time_doubts_raised(other.state, other.look().patients, other.events[-1:])
    assert [one.event.kind for one in raised] == ["session.opened", "visit.opened", "noted"]


def test_a_return_before_its_case_was_joined_is_told() -> None:
    played, first = begun()
    played.do(want.Join("cas-2", "ris"))
    joined = next(visit for visit in played.look().current_cases if visit != first)
    played.do(want.AnnounceReturn(joined, "AB, salle 2", played.now - 20 * MINUTE))
    (doubt,) = time_doubts(played.state, played.look().patients)
    assert (doubt.code, doubt.event.kind) == ("before_case", "return.announced")


def test_an_impossible_year_of_a_return_is_not_taken_from_elsewhere() -> None:
    played, visit = begun()
    played.do(want.AnnounceReturn(visit, "AB, salle 2", played.now - MINUTE))
    event = played.events[-1]
    assert not is_out_of_range(event)
    assert is_out_of_range(replace(event, payload={**event.payload, "since": "9999-12-31T23:59:59-14:00"}))


def test_two_hours_of_one_return_are_a_conflict_that_a_person_settles() -> None:
    played, visit = begun()
    twin = played.apart("w2")
    played.do(want.AnnounceReturn(visit, "AB, salle 2", played.now - 10 * MINUTE))
    twin.do(want.AnnounceReturn(visit, "CD, salle 3"))
    played.take(twin.events[-1])
    assert len(played.state.conflicts) == 1
