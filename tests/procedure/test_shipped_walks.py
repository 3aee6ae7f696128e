"""The shipped procedure walked: every entry reaches a closed session, whatever is answered, day or night."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest

from pannesi.procedure.model.lines import Ask, Line, Run, Verify
from pannesi.procedure.model.numbering import branches_of
from pannesi.procedure.model.procedure import EntryPoint
from pannesi.session import actions as want
from pannesi.session.projection.read_model import Row
from tests.support.building import NIGHT, Played, start
from tests.support.session_playing import intents_of_row, to_the_end, try_to
from tests.support.shipped_site import lines_of, shipped, text_of

MORNING = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
SATURDAY = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
SUNDAY = datetime(2026, 11, 29, 20, 30, tzinfo=UTC)


@pytest.mark.parametrize("moment", [NIGHT, MORNING], ids=["night", "morning"])
@pytest.mark.parametrize("entry", shipped().entries, ids=lambda one: one.symptom.id)
def test_every_entry_is_walked_to_a_closed_session(entry: EntryPoint, moment: datetime) -> None:
    played = Played(shipped(), now=moment)
    played.do(want.Open(entry.unit.id, entry.symptom.id))
    for facts in ({"origin": "externe", "exam": "coupe", "identity": "inconnue"}, {"unit": "réanimation adulte"}):
        played.do(want.AddPatient(facts, "Inventé"))
    assert to_the_end(played).stage == "closed"
    assert not played.state.closing.payload["forced"]  # type: ignore[union-attr]


def branches(line: Line) -> list[str]:
    return [name for name, _lines in branches_of(line)] if not isinstance(line, Run) else []


def any_intent(row: Row, dice: random.Random) -> want.Intent:
    """A random answer to a question, else what its line offers first."""
    if isinstance(row.line, Ask | Verify):
        return want.Answer(*row.key, dice.choice(branches(row.line)))
    return intents_of_row(row)[0]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("entry", shipped().entries, ids=lambda one: one.symptom.id)
def test_every_entry_ends_closed_whatever_is_answered_on_the_way(entry: EntryPoint, seed: int) -> None:
    dice = random.Random(seed)
    played = Played(shipped(), now=(NIGHT, MORNING, SATURDAY, SUNDAY)[seed])
    played.do(want.Open(entry.unit.id, entry.symptom.id))
    for _step in range(30):
        row = played.look().next
        if row is None or not try_to(played, any_intent(row, dice)):
            break
    assert to_the_end(played).stage == "closed"


def test_every_answer_of_the_triage_leads_to_a_case_or_says_whom_to_ask() -> None:
    steps = {place.line.id for place in shipped().places.values() if place.symptom is None}
    for line in lines_of("triage"):
        if line.id not in steps:
            continue  # of a card, which is walked as a case is
        for name, below in branches_of(line):
            if (line.id, name) == ("autre-poste", "pareil"):
                continue
            onward = {one.verb for one in below} & {"becomes", "ask", "verify", "call"}
            assert onward or any("répondre ci-dessus" in text_of(one) for one in below), (line.id, name)


@pytest.mark.parametrize("answers", range(40))
def test_the_triage_leads_somewhere_whatever_is_answered(answers: int) -> None:
    dice = random.Random(answers)
    played = start(shipped(), "triage")
    for _step in range(12):
        row = played.look().next
        if row is None or row.unit != "triage":
            break
        if row.line.verb == "becomes":
            played.do(want.Follow(*row.key))
        else:
            played.do(any_intent(row, dice))
    else:
        pytest.fail("the triage goes on for ever")
    assert len(played.state.visits) == 2 or played.look().stage == "to_close"


def test_case_7_puts_the_backup_in_place_without_a_trial_and_still_asks_imadis() -> None:
    played = start(shipped(), "cas-7", "cache-seul")
    row = played.line("imadis-actif")
    assert row.suggestion == "oui"
    played.do(want.Answer(*row.key, "oui"))
    played.do(want.RunAnnex(*played.line("secours").key))
    status = {name: played.line(name).status for name in ("renvoyer-une", "serie-recue", "renvoyer-toutes", "arrivent")}
    assert status == {
        "renvoyer-une": "not_applicable", "serie-recue": "not_applicable", "renvoyer-toutes": "open", "arrivent": "open",
    }  # fmt: skip


def test_an_annex_begun_for_a_critical_line_goes_on_after_the_return_is_announced() -> None:
    played = start(shipped(), "cas-7", "cache-seul")
    played.do(want.RunAnnex(*played.line("ticket-philips").key))
    played.do(want.AnnounceReturn(played.look().current_cases[0], "AB, poste 2"))
    following = played.look().next
    assert following is not None
    assert following.unit == "annexe-5"
    assert to_the_end(played).stage == "closed"
