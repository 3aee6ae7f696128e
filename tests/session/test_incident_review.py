"""The incident review of an outage: what may be said in it, and what its facts amount to in whatever order they come."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pannesi.journal.memory import MemoryJournal
from pannesi.journal.store import review_chain
from pannesi.presentation.learning.incident_review import said_words, words_of
from pannesi.session.event_writer import Refused
from pannesi.session.incident_review.facts import OutageReviewed, ReviewSaid
from pannesi.session.incident_review.fields import ALONE, EFFECTS, FIELDS
from pannesi.session.incident_review.review import IncidentReview, fold_review
from pannesi.session.incident_review.rules import (
    ReviewContext,
    Statement,
    new_action,
    new_ticket,
    review_drafts,
    with_effect,
)
from pannesi.session.incident_review.typed_answers import day_to_come, option_named
from tests.support.writers import fake_writer

CHAIN = review_chain("s1")
TODAY = date(2026, 11, 25)
OUTAGE = OutageReviewed(
    session="s1", title="PACS", hospital="", systems=("PACS",), began=None, returned=None, closed=None, procedure="",
    redlines=(), lines=(),
)  # fmt: skip


class Table:
    """People who say things in the review of one session, each at a journal of their own."""

    def __init__(self, ids: Callable[[], str], writer: str = "w1") -> None:
        self.journal, self.ids = MemoryJournal(fake_writer(writer)), ids
        self.closed, self.exercise = True, False

    @property
    def context(self) -> ReviewContext:
        now = datetime(2026, 11, 25, 9, tzinfo=UTC)
        return ReviewContext(CHAIN, OUTAGE, self.exercise, self.closed, now, TODAY, "AB", self.ids)

    @property
    def review(self) -> IncidentReview:
        return fold_review(self.journal.events(CHAIN))

    def say(self, *said: Statement) -> IncidentReview:
        self.journal.append(review_drafts(self.review, said, self.context))
        return self.review

    def hears(self, other: Table) -> None:
        self.journal.receive(*other.journal.events_with_salts(CHAIN))


def table(writer: str = "w1", begin: str = "e") -> Table:
    return Table(map((begin + "{:04d}").format, itertools.count()).__next__, writer)


def test_nothing_is_said_by_default() -> None:
    review = IncidentReview()
    assert [review.field(field.name) for field in FIELDS["review"]] == [None] * len(FIELDS["review"])
    assert not review.begun
    assert (review.tickets, review.actions) == ((), ())
    assert len(review.declarations) == 5
    assert {declaration.state for declaration in review.declarations} == {None}


def test_what_is_said_last_of_a_field_counts_and_a_field_can_be_emptied() -> None:
    here = table()
    here.say(Statement("", "severity", ("minor",)), Statement("", "worked", words="les CD"))
    review = here.say(Statement("", "severity", ("major",)))
    severity, worked = review.field("severity"), review.field("worked")
    assert severity is not None
    assert severity.values == ("major",)
    assert severity.sides == ()
    assert worked is not None
    assert worked.words == "les CD"
    assert here.say(Statement("", "severity")).field("severity") is None
    assert [event.kind for event in here.journal.events(CHAIN)].count(OutageReviewed.kind) == 1
    assert here.journal.verify() == ()


def test_two_who_did_not_know_of_each_other_contradict_until_somebody_says_it_again() -> None:
    here, there = table("w1", "a"), table("w2", "b")
    here.say(Statement("", "cause", ("network",)), Statement("", "failed", words="le numéro"))
    there.say(Statement("", "cause", ("server",)), Statement("", "failed", words="l'annuaire"))
    here.hears(there)
    assert here.review.conflicts == (("", "cause"), ("", "failed"))
    there.hears(here)
    assert there.review.conflicts == here.review.conflicts
    field = FIELDS["review"][2]
    assert said_words(here.review.field("cause"), field).startswith("DEUX RÉPONSES, à redire : AB, ")
    assert {"réseau", "serveur ou stockage"} <= set(
        said_words(here.review.field("cause"), field).replace("AB, ", "").replace(" : ", " ; ").split(" ; ")
    )
    assert "l'annuaire" in words_of(here.review.field("failed"))
    assert "l'annuaire" not in words_of(here.review.field("failed"), words=False)
    cleared = here.say(Statement("", "cause", ("server",)), Statement("", "failed", words="les deux"))
    assert cleared.conflicts == ()


def test_an_action_has_words_a_pilot_and_a_day_and_is_followed_until_it_is_done() -> None:
    here = table()
    (action,) = here.say(*new_action("relire 3.7", "AB", date(2026, 12, 15), here.context)).actions
    assert action.what is not None
    assert action.pilot is not None
    assert (action.what.words, action.pilot.words, action.due) == ("relire 3.7", "AB", date(2026, 12, 15))
    assert action.standing(date(2026, 12, 15)) == "open"
    assert action.standing(date(2026, 12, 16)) == "overdue"
    assert here.say(Statement(action.about, "state", ("done",), "relu")).actions[0].standing(date(2027, 1, 1)) == "done"
    assert here.review.open_actions == ()
    assert len(here.say(Statement(action.about, "state", ("open",))).open_actions) == 1


def test_an_action_done_here_and_given_up_there_is_still_open() -> None:
    here, there = table("w1", "a"), table("w2", "b")
    (action,) = here.say(*new_action("relire", "AB", TODAY, here.context)).actions
    there.hears(here)
    here.say(Statement(action.about, "state", ("done",)))
    there.say(Statement(action.about, "state", ("dropped",), "inutile"))
    here.hears(there)
    assert len(here.review.open_actions) == 1


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (Statement("", "severity", ("enormous",)), "mineure, significative"),
        (Statement("", "severity", ("minor", "major")), "une seule réponse"),
        (Statement("", "effect", ("none_known", "delay")), "une seule réponse"),
        (Statement("", "severity", ("minor",), "Inventé"), "n'a pas de mots"),
        (Statement("", "worked", ("yes",)), "se dit en mots"),
        (Statement("", "weather", ("fine",)), "n'a pas de champ"),
        (Statement("declaration:police", "state", ("done",)), "n'a pas de champ"),
        (Statement("action:e0001", "due", ("tomorrow",)), "est un jour"),
        (Statement("action:e0001", "due", ("2999-01-01",)), "est un jour"),
        (Statement("action:e0001", "what"), "abandonnée, avec le motif"),
        (Statement("action:none", "state", ("done",)), "n'est pas dans le retour"),
        (Statement("action:e0000", "state", ("dropped",)), "pourquoi l'action est abandonnée"),
        (Statement("", "worked", words="x" * 2001), "trop long"),
    ],
)
def test_what_cannot_be_said_is_refused_and_nothing_is_written(said: Statement, why: str) -> None:
    here = table()
    here.say(*new_action("relire", "AB", TODAY, here.context))
    before = here.journal.events(CHAIN)
    with pytest.raises(Refused, match=why):
        here.say(Statement("", "cause", ("network",)), said)
    assert here.journal.events(CHAIN) == before


def test_an_action_without_words_pilot_or_a_day_to_come_is_refused() -> None:
    context = table().context
    for what, pilot, due in (
        (" ", "AB", TODAY), ("?", "AB", TODAY), ("0", "AB", TODAY), ("relire", "", TODAY), ("relire", "pas su", TODAY),
        ("relire", "AB", date(2026, 11, 24)),
    ):  # fmt: skip
        with pytest.raises(Refused):
            new_action(what, pilot, due, context)
    with pytest.raises(Refused):
        new_ticket(" ", "", context)


def test_before_the_session_is_closed_only_what_cannot_wait_is_said() -> None:
    here = table()
    here.closed = False
    review = here.say(
        Statement("declaration:dpo", "state", ("done",)), Statement("declaration:dpo", "number", words="2026-14"),
        Statement("", "severity", ("unknown",)), Statement("", "effect", ("delay",)),
    )  # fmt: skip
    assert {declaration.name for declaration in review.declarations if declaration.state} == {"dpo"}
    for said in (Statement("", "cause", ("network",)), *new_action("relire", "AB", TODAY, here.context)):
        with pytest.raises(Refused, match="n'est pas close"):
            here.say(said)
    here.exercise = here.closed = True
    with pytest.raises(Refused, match="exercice"):
        here.say(Statement("", "severity", ("minor",)))


@given(st.lists(st.sampled_from(sorted(EFFECTS)), max_size=8))
def test_effects_chosen_one_by_one_are_always_ones_that_may_be_said(chosen: list[str]) -> None:
    values: tuple[str, ...] = ()
    for effect in chosen:
        before, values = values, with_effect(values, effect)
        assert (effect in values) != (effect in before)
    assert len(values) == 1 or not ALONE & set(values)
    table().say(Statement("", "effect", values))


_SAID = st.one_of(
    st.builds(Statement, st.just(""), st.just("severity"), st.sampled_from([(), ("minor",), ("major",)])),
    st.builds(Statement, st.just(""), st.just("worked"), words=st.sampled_from(["", "les CD", "le fax"])),
    st.builds(Statement, st.just("declaration:rssi"), st.just("state"), st.sampled_from([(), ("done",), ("no",)])),
    st.builds(Statement, st.just("ticket:t1"), st.just("number"), words=st.sampled_from(["", "4711"])),
    st.sampled_from([Statement("action:x", "what", words="relire"), Statement("action:x", "due", ("2026-12-15",))]),
)
_STEPS = st.lists(st.one_of(st.tuples(st.integers(0, 2), _SAID), st.tuples(st.integers(0, 2), st.integers(0, 2))))


def told(review: IncidentReview) -> object:
    """Everything that a review amounts to, but for the identity of its events."""
    return (
        {key: (said.values, said.words, {event.id for event in said.sides}) for key, said in review.said.items()},
        dict(review.to_replace), review.outage, review.conflicts,
        [(action.about, action.due, action.settled) for action in review.actions],
        [ticket.about for ticket in review.tickets],
    )  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(steps=_STEPS, chance=st.randoms(use_true_random=False))
def test_a_review_is_the_same_in_whatever_order_and_however_often_its_facts_arrive(
    steps: list[tuple[int, object]], chance: object
) -> None:
    tables = [table(f"w{number}", f"{'abc'[number]}") for number in range(3)]
    for who, what in steps:
        if isinstance(what, Statement):
            tables[who].say(what)
        elif isinstance(what, int) and what != who:
            tables[who].hears(tables[what])
    for here, there in itertools.permutations(tables, 2):
        here.hears(there)
    for here, there in itertools.permutations(tables, 2):
        here.hears(there)
    events = list(tables[0].journal.events(CHAIN))
    whole = told(fold_review(events))
    assert all(told(here.review) == whole for here in tables)
    mixed = [*events, *events]
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert told(fold_review(mixed)) == whole
    assert all(here.journal.verify() == () for here in tables)


def test_a_fact_of_a_newer_program_or_a_forged_circle_stops_nothing() -> None:
    here = table()
    here.say(Statement("", "severity", ("minor",)))
    (outage, first) = here.journal.events(CHAIN)
    newer = replace(first, id="n", seq=3, hlc=first.hlc + 1, kind="rex.weather")
    field = replace(first, id="f", seq=4, hlc=first.hlc + 2, payload={"about": "", "field": "mood", "values": ["good"]})
    odd = replace(first, id="o", seq=5, hlc=first.hlc + 3, payload={"about": 4, "values": "x"})
    circle: Iterable[object] = ("x", "y")
    forged = [
        replace(first, id=str(name), seq=6 + rank, hlc=first.hlc + 4 + rank, replaces=(("y", "x")[rank], first.id))
        for rank, name in enumerate(circle)
    ]
    review = fold_review([outage, first, newer, field, odd, *forged])
    assert review.unread == 1
    severity = review.field("severity")
    assert severity is not None
    assert severity.event.id == "y"
    assert ReviewSaid.read(odd.payload).values == ()


def test_days_are_typed_as_people_write_them() -> None:
    typed = {
        "15/12/2026": date(2026, 12, 15), "15/12": date(2026, 12, 15), "24/11": date(2027, 11, 24),
        "25/11": TODAY, "2026-12-15": date(2026, 12, 15), "15.12.26": date(2026, 12, 15),
        "dans 3 semaines": date(2026, 12, 16), "10 jours": date(2026, 12, 5), "dans 3 mois": date(2027, 2, 25),
        "demain": date(2026, 11, 26), "29/02": date(2028, 2, 29),
    }  # fmt: skip
    assert {words: day_to_come(words, TODAY) for words in typed} == typed
    assert day_to_come("dans 1 mois", date(2027, 1, 31)) == date(2027, 2, 28)
    for wrong in ("", "31/02/2027", "bientôt", "15/12/2999", "0/0", "dans 0 ans"):
        with pytest.raises(Refused, match="n'est pas un jour"):
            day_to_come(wrong, TODAY)


def test_a_word_of_a_list_is_taken_by_its_beginning_and_never_guessed() -> None:
    assert option_named(EFFECTS, "Retard", "effet") == "delay"
    assert option_named(EFFECTS, "aucun", "effet") == "none_known"
    assert option_named(EFFECTS, "erreur d'identite", "effet") == "identity"
    for wrong in ("", "e", "mort"):
        with pytest.raises(Refused, match="Il y a : aucun connu"):
            option_named(EFFECTS, wrong, "effet")
