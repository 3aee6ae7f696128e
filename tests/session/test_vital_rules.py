"""Rules that would harm somebody in silence if they went: each has a test of its own."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta

from pannesi.journal.chain.hash_chain import verify_chains, with_hash
from pannesi.journal.memory import MemoryJournal
from pannesi.session import actions as want
from pannesi.session.state import fold
from tests.support.building import Played, site, start
from tests.support.writers import draft, fake_writer

EXTERNAL = {"origin": "externe", "exam": "coupe"}
RIS = {
    "id": "ris", "alert": [{"do": "Prévenir", "id": "prevenir"}],
    "degraded_mode": [
        {"do": "Saisir à la main", "id": "saisir"},
        {"standing": "CD pour les externes", "id": "cd", "duty": {"key": "cd", "when": EXTERNAL}},
    ],
    "return_to_normal": [{"do": "Ranger", "id": "ranger"}],
}  # fmt: skip
PACS = {
    "id": "pacs", "alert": [{"do": "Prévenir aussi", "id": "prevenir-pacs"}],
    "degraded_mode": [{"standing": "CD de chaque coupe", "id": "cd", "duty": {"key": "cd", "when": {"exam": "coupe"}}}],
    "return_to_normal": [{"do": "Remettre", "id": "remettre"}],
}  # fmt: skip


def two_cases() -> Played:
    """The first in its degraded mode, the second just joined."""
    played = start(site(RIS, PACS), "ris")
    played.do(want.Settle(played.look().current_cases[0], "prevenir"))
    played.do(want.Join("pacs"))
    return played


def test_whoever_must_be_told_is_told_before_the_degraded_mode_of_another_case_goes_on() -> None:
    seen = two_cases().look()
    assert [row.line.id for row in seen.todo][:2] == ["prevenir-pacs", "saisir"]


def test_of_two_facts_under_one_id_the_earlier_stays_whichever_comes_first() -> None:
    played = two_cases()
    real = played.events[-1]
    forged = [replace(real, hlc=real.hlc + moved, payload={**real.payload, "moved": moved}) for moved in (-5, 0, 7)]
    earlier = played.events[:-1]
    for order in itertools.permutations(forged):
        state = fold([*earlier, *order])
        assert state.events[real.id] == forged[0]
        assert state.timeline.count(forged[0]) == 1
        assert len(state.timeline) == len(played.events)


def test_what_one_case_owes_for_certain_is_certain_though_another_leaves_it_open() -> None:
    alone = start(site(RIS), "ris")
    alone.do(want.AddPatient({"exam": "coupe"}))
    assert [duty.sure for duty in alone.look().duties] == [False], "nobody said whether an external patient"
    both = two_cases()
    both.do(want.AddPatient({"exam": "coupe"}))
    assert [(duty.sure, len(duty.lines)) for duty in both.look().duties] == [(True, 2)]


def test_the_register_is_read_anew_once_the_hour_of_a_fact_of_it_was_corrected() -> None:
    """A line that says no hour of the examination bears that of its entry, as it was corrected."""
    written = two_cases()
    written.do(want.AddPatient(EXTERNAL))
    played = Played(written.site, now=written.now)
    for event in written.events:
        told = {key: value for key, value in event.payload.items() if key != "examined"}
        played.take(replace(event, payload=told))
    played.ids = written.ids
    entry = next(event for event in played.events if event.kind == "patient.added")
    assert [patient.examined for patient in played.look().patients] == [entry.moment]
    earlier = entry.moment - timedelta(minutes=3)
    played.do(want.CorrectTime(entry.id, earlier))
    assert [patient.examined for patient in played.look().patients] == [earlier]


def test_two_facts_of_one_chain_at_one_moment_of_its_clock_are_told() -> None:
    journal = MemoryJournal(fake_writer())
    first, second = journal.append([draft("e1"), draft("e2")])
    assert verify_chains([first, second], {}) == ()
    same = with_hash(replace(second, hlc=first.hlc))
    assert [(problem.code, problem.seq) for problem in verify_chains([first, same], {})] == [("order", 2)]
