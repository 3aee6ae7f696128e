"""A question, or an annex, that was said impossible decides nothing: what depends on it is asked, never let go of."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pannesi.procedure.model.numbering import UNKNOWN
from pannesi.session import actions as want
from pannesi.session.event_writer import Refused
from pannesi.session.events import RULES_VERSION
from pannesi.session.facts.session import SessionClosed
from pannesi.session.projection.missing_guidance import cases_without_guidance, rows_ruling_out_outage
from tests.support.building import Played, start
from tests.support.session_playing import at
from tests.support.shipped_site import shipped
from tests.support.unforeseen_sites import waiting


def impossible(unit: str, symptom: str, *before: str, line: str) -> Played:
    """A case of the shipped procedure in which a line was said impossible; `before` are lines and their answers,
    `LINE=OPTION`, or annexes to run."""
    played = start(shipped(), unit, symptom)
    for one in before:
        name, _equals, option = one.partition("=")
        key = played.line(name).key
        played.do(want.Answer(*key, option) if option else want.RunAnnex(*key))
    played.do(want.CouldNot(*played.line(line).key, "personne ne sait"))
    return played


@pytest.mark.parametrize(
    ("unit", "symptom", "before", "question", "onward"),
    [
        ("cas-1", "non-reconnue", (), "etiquette", "dans-le-doute"),
        ("cas-5", "images-non-recues", (), "secours-fait", "secours-dans-le-doute"),
        ("cas-5", "images-non-recues", ("secours-fait=a-faire", "secours"), "serie-recue", "renvoyer-toutes"),
        ("cas-7", "cache-seul", ("ticket-philips", "referent-present=oui"), "severite", "fin-remise"),
        ("annexe-2", "itis-inaccessible", ("decision=oui",), "quoi", "fin-sans-objet"),
        ("annexe-2", "itis-inaccessible", (), "decision", "fin-sans-decision"),
    ],
)
def test_a_question_said_impossible_goes_on_as_where_nobody_knows(
    unit: str, symptom: str, before: tuple[str, ...], question: str, onward: str
) -> None:
    played = impossible(unit, symptom, *before, line=question)
    asked, following = played.line(question), played.line(onward)
    assert (asked.status, asked.answer) == ("could_not", None), "it is told as it was said"
    assert following.status == "open"
    assert following.key in {row.key for row in played.look().todo}


def test_a_label_that_nobody_can_tell_leaves_the_call_to_be_made_and_holds_closing() -> None:
    played = impossible("cas-1", "non-reconnue", line="etiquette")
    played.do(want.AnnounceReturn(played.look().current_cases[0], "AB, salle 2"))
    assert played.line("dans-le-doute").key in {block.row for block in played.look().blocks}


@pytest.mark.parametrize(
    ("unit", "symptom", "before", "run", "onward"),
    [
        ("cas-5", "images-non-recues", ("secours-fait=a-faire",), "secours", "prevenir-cadre"),
        ("cas-5", "images-non-recues", ("secours-fait=ne-sait-pas",), "secours-dans-le-doute", "assistance-imadis"),
        ("cas-7", "cache-seul", (), "ticket-philips", "ticket-a-reprendre"),
        ("cas-3", "images-invisibles", ("imadis-recoit=non",), "secours-imadis", "vers-cas-5"),
        ("cas-4", "ris-et-pacs", ("imadis-recoit=non",), "secours-imadis", "vers-cas-5"),
    ],
)
def test_of_an_annex_said_impossible_nothing_is_supposed(
    unit: str, symptom: str, before: tuple[str, ...], run: str, onward: str
) -> None:
    played = impossible(unit, symptom, *before, line=run)
    row = played.line(onward)
    assert (row.status, row.condition and row.condition.holds) == ("open", None)
    played.do(want.SetCondition(*row.key, holds=False))
    assert played.line(onward).status == "not_applicable"


def left_waiting() -> Played:
    """Case 5, whose annex 4 was left by « impossible », at its question and then at the line that runs it."""
    played = waiting("cas-5", "images-non-recues", "5.2", ("5.1", "a-faire"))
    played.do(want.AddPatient({"origin": "externe"}, "Inventé"))
    for number in ("A4.4", "5.2"):
        played.do(want.CouldNot(*at(played, number).key, "personne ne sait"))
    return played


def test_the_call_to_the_cadre_and_what_patients_are_owed_are_there_and_nothing_is_called_unwritten() -> None:
    played = left_waiting()
    walk = played.look()
    assert walk.stage == "alert", "no return is awaited: somebody is to be called"
    assert walk.next is not None
    assert walk.next.line.id == "prevenir-cadre"
    assert cases_without_guidance(played.site, walk) == ()
    assert [duty.key for duty in walk.duties] == ["demandeur-prevenu"]
    played.do(want.AnnounceReturn(walk.current_cases[0], "AB, salle 2"))
    with pytest.raises(Refused, match="ligne critique"):
        played.do(want.Close())


def test_what_only_tells_how_the_annex_ended_is_not_told_where_nobody_knows() -> None:
    played = left_waiting()
    assert {played.line(name).status for name in ("secours-suffit", "habituel-suffit")} == {"not_applicable"}
    assert rows_ruling_out_outage(played.site, played.look()) == ()


def test_an_annex_that_ended_all_the_same_decides() -> None:
    played = start(shipped(), "cas-7", "cache-seul")
    run = played.line("ticket-philips").key
    played.do(want.RunAnnex(*run))
    played.do(want.Answer(*played.line("referent-present").key, "non"))
    played.do(want.CouldNot(*run, "pas le temps"))
    assert played.line("ticket-a-reprendre").condition is not None
    played.do(want.Conclude(*played.line("fin-sans-referent").key))
    row = played.line("ticket-a-reprendre")
    assert (row.status, row.condition) == ("open", None), "the ticket is known to be left"


def test_said_not_to_be_needed_is_somebody_s_word_and_decides_as_before() -> None:
    played = start(shipped(), "cas-1", "non-reconnue")
    played.do(want.NotNeeded(*played.line("etiquette").key, "plus d'étiquettes"))
    assert played.line("dans-le-doute").status == "not_applicable"


def test_a_session_closed_before_keeps_its_state() -> None:
    played = left_waiting()
    played.do(want.Close("fin de service"))
    assert played.line("prevenir-cadre").status == "open"
    *before, closing = played.events
    assert (closing.kind, closing.payload["rules"]) == (SessionClosed.kind, RULES_VERSION)
    earlier = Played(played.site, now=played.now)
    for event in before:
        earlier.take(event)
    earlier.take(replace(closing, payload={**closing.payload, "rules": 2}))
    assert earlier.line("prevenir-cadre").status == "not_applicable"
    assert earlier.line("habituel-suffit").status == "not_applicable"


@pytest.mark.parametrize("answer", ["les-deux", UNKNOWN])
def test_what_came_back_must_be_known_before_closing(answer: str) -> None:
    played = start(shipped(), "cas-4", "ris-et-pacs")
    visit = played.look().current_cases[0]
    played.do(want.AnnounceReturn(visit, "AB, salle 2"))
    played.do(want.Answer(visit, "qui-revient", answer))
    if answer == UNKNOWN:
        played.do(want.Settle(visit, "essayer-les-deux"))
    held = [block.row for block in played.look().blocks if block.code == "unconfirmed"]
    assert held == ([(visit, "qui-revient")] if answer == UNKNOWN else [])
