"""What somebody else did is recorded as done, and by whom; never as not needed."""

from __future__ import annotations

import pytest

from pannesi.presentation.facts.timeline import SentenceWriter
from pannesi.presentation.line.line_card import settled_words
from pannesi.presentation.session.session_view import View
from pannesi.session import actions as want
from pannesi.session.event_writer import Refused
from pannesi.session.facts.lines import LineDone
from pannesi.session.projection.done_by_other import may_be_done_by_other
from tests.support.building import Played, start
from tests.support.shipped_site import shipped

LINES = {
    "an annex of which nothing depends": ("cas-7", "cache-seul", "ticket-philips"),
    "a call": ("cas-3", "images-invisibles", "prevenir-informatique"),
    "something to do": ("cas-2", "ris", "fiche-presente"),
    "a message": ("cas-3", "images-invisibles", "message-panne"),
}


@pytest.mark.parametrize("kind", LINES)
def test_a_line_that_somebody_else_did_is_done_and_says_who(kind: str) -> None:
    unit, symptom, line = LINES[kind]
    played = start(shipped(), unit, symptom)
    played.do(want.Settle(*played.line(line).key, "CD, de jour", by_other=True))
    row, fact = played.line(line), played.events[-1]
    assert (row.status, row.is_open) == ("done", False)
    assert isinstance(fact.body, LineDone)
    assert (fact.body.by_other, fact.body.verb, fact.text) == (True, row.line.verb, "CD, de jour")
    view = View(played.site, played.state, played.look(), row, "AB")
    assert settled_words(view, row).startswith("fait par quelqu'un d'autre ; noté à")
    assert settled_words(view, row).endswith("par AB : CD, de jour")
    said = SentenceWriter(played.site, played.state, str).sentence(fact)
    assert said.endswith("fait par quelqu'un d'autre : CD, de jour")


def test_a_ticket_that_somebody_else_opened_leaves_nothing_for_the_morning() -> None:
    played = start(shipped(), "cas-7", "cache-seul")
    played.do(want.Settle(*played.line("ticket-philips").key, "CD", by_other=True))
    assert played.line("ticket-a-reprendre").status == "not_applicable"


@pytest.mark.parametrize(
    ("unit", "symptom", "line"),
    [
        ("cas-7", "cache-seul", "secours"),  # its order would not be in force
        ("cas-6", "vueshare", "vue-motion"),
        ("cas-3", "images-invisibles", "combien-de-postes"),  # a question needs its answer
        ("cas-5", "images-non-recues", "assistance-imadis"),
    ],
)
def test_what_other_lines_depend_on_is_not_done_by_one_word(unit: str, symptom: str, line: str) -> None:
    played = start(shipped(), unit, symptom)
    if unit == "cas-7":
        played.do(want.Answer(*played.line("imadis-actif").key, "oui"))
    if unit == "cas-5":
        played.do(want.Answer(*played.line("secours-fait").key, "echoue"))
    assert not may_be_done_by_other(played.site, played.line(line))
    with pytest.raises(Refused):
        played.do(want.Settle(*played.line(line).key, "CD", by_other=True))


@pytest.mark.parametrize("who", ["", "  ", "?"])
def test_it_says_who(who: str) -> None:
    played = start(shipped(), "cas-2", "ris")
    with pytest.raises(Refused):
        played.do(want.Settle(*played.line("fiche-presente").key, who, by_other=True))


def test_what_is_done_for_each_patient_is_said_of_each() -> None:
    played: Played = start(shipped(), "cas-2", "ris")
    played.do(want.AddPatient({"origin": "externe", "exam": "coupe"}, "Inventé"))
    played.do(want.AnnounceReturn(played.look().current_cases[0], "AB, poste 2"))
    assert not may_be_done_by_other(played.site, played.line("reconciliations"))
