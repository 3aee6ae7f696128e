"""An annex that did not come to what its last line says ends without an outcome: nothing is supposed of it."""

from __future__ import annotations

import pytest

from pannesi.history.replay.scenario import acts_of
from pannesi.presentation.facts.timeline import SentenceWriter
from pannesi.session import actions as want
from pannesi.session.event_writer import Refused
from pannesi.session.labels import status_word
from tests.support.building import Played, start
from tests.support.session_playing import at
from tests.support.shipped_site import shipped


def not_opened() -> Played:
    """Case 7: the call to open a ticket just failed, and its annex is said not to have come to its end."""
    played = start(shipped(), "cas-7", "cache-seul")
    played.do(want.Answer(*at(played, "7.1").key, "oui"))
    played.do(want.RunAnnex(*at(played, "7.3").key))
    played.do(want.Answer(*at(played, "A5.1").key, "oui"))
    played.do(want.Settle(*at(played, "A5.4").key))
    played.do(want.Answer(*at(played, "A5.5").key, "oui"))
    played.do(want.CouldNot(*at(played, "A5.6").key, "personne ne répond"))
    played.do(want.CouldNot(*at(played, "A5.9").key, "personne ne répond"))
    return played


def test_an_end_that_is_not_reached_ends_the_annex_without_its_outcome() -> None:
    played = not_opened()
    ran, end = at(played, "7.3"), at(played, "A5.9")
    assert (ran.status, ran.running, end.status) == ("could_not", None, "could_not")
    assert [status_word(one) for one in (ran, end)] == ["non atteint", "non atteint"]
    assert end.fact is not None
    assert (end.fact.payload["outcome"], end.fact.text) == (None, "personne ne répond")
    tell = SentenceWriter(played.site, played.state, lambda moment: "")
    assert tell.sentence(end.fact).startswith("A5.9 Le ticket est ouvert · non atteint")


def test_what_depends_on_it_is_asked_about_and_a_word_settles_whether_it_applies() -> None:
    played = not_opened()
    waits = at(played, "7.4")
    assert waits.is_open
    assert waits.condition is not None
    assert waits.condition.holds is None
    assert played.look().next == waits
    assert [block.row for block in played.look().blocks if block.code == "critical"] == [waits.key]
    played.do(want.SetCondition(*waits.key, holds=False))
    assert at(played, "7.4").status == "not_applicable"
    played.do(want.SetCondition(*waits.key, holds=True))
    played.do(want.CouldNot(*waits.key, "personne la nuit"))
    assert not [block for block in played.look().blocks if block.code == "critical"]


def test_no_closing_needs_the_statement_that_the_end_was_reached() -> None:
    played = not_opened()
    assert at(played, "7.3").key not in {block.row for block in played.look().blocks}


def test_it_is_taken_back_and_reached_later() -> None:
    played = not_opened()
    fact = at(played, "A5.9").fact
    assert fact is not None
    played.do(want.Undo(fact.id))
    assert (at(played, "7.3").status, at(played, "A5.9").status) == ("open", "open")
    again = not_opened()
    again.do(want.Conclude(*at(again, "A5.9").key))
    assert (at(again, "7.3").status, at(again, "7.4").status) == ("done", "not_applicable")


@pytest.mark.parametrize("no", ["", "non", " n "])
def test_it_wants_a_reason(no: str) -> None:
    played = not_opened()
    with pytest.raises(Refused):
        played.do(want.CouldNot(*at(played, "A5.9").key, no))


def test_a_backup_that_may_be_in_place_is_not_supposed_away() -> None:
    played = start(shipped(), "cas-5", "images-non-recues")
    played.do(want.Answer(*at(played, "5.1").key, "a-faire"))
    played.do(want.RunAnnex(*at(played, "5.2").key))
    played.do(want.Answer(*at(played, "A4.4").key, "non"))
    with pytest.raises(Refused):
        played.do(want.CouldNot(*at(played, "A4.9").key, "pas sûr"))
    played.do(want.Settle(*at(played, "A4.7").key))
    played.do(want.Called(*at(played, "A4.8").key, "imadis-images", "reached"))
    played.do(want.Answer(*at(played, "A4.9").key, "oui"))
    played.do(want.CouldNot(*at(played, "A4.12").key, "les images s'arrêtent"))
    assert at(played, "5.2").status == "could_not"
    back = [row for row in played.look().rows if row.phase == "return_to_normal" and row.unit == "annexe-4"]
    assert {row.status for row in back} == {"open"}
    assert all(row.condition is not None and row.condition.holds is None for row in back)
    assert "vers-secours" in {row.line.id for row in played.look().standing}


def test_played_again_it_is_not_reached_again() -> None:
    played = not_opened()
    steps = [step for _events, found in acts_of(played.state) for step in found]
    assert (steps[-1].act, steps[-1].line) == ("could_not", "fin")


def at_the_return_of_the_portal(fax: str) -> Played:
    """Annex 2 ended as « fax en place », its order done, left unsaid or said impossible; the portal works again."""
    played = start(shipped(), "annexe-2", "itis-inaccessible")
    played.do(want.Answer(*played.line("decision").key, "oui"))
    order = played.line("faxer").key
    if fax == "impossible":
        played.do(want.CouldNot(*order, "fax en panne"))
    elif fax == "done":
        played.do(want.Settle(*order))
    played.do(want.Conclude(*played.line("fin-fax").key))
    played.do(want.AnnounceReturn(played.look().current_cases[0], "AB, salle 2"))
    return played


def test_what_came_of_the_fax_is_not_asked_where_faxing_was_said_impossible_and_that_is_said() -> None:
    played = at_the_return_of_the_portal("impossible")
    row = played.line("resultats-recus")
    assert row.status == "not_applicable"
    assert row.condition is not None
    assert row.condition.because == f"{played.line('faxer').number} dit impossible"
    assert row.key not in {block.row for block in played.look().blocks}
    played.do(want.SetCondition(*row.key, holds=True))
    assert played.line("resultats-recus").status == "open", "who knows better says so"


@pytest.mark.parametrize("fax", ["done", "unsaid"])
def test_what_came_of_the_fax_is_asked_where_it_may_have_been_used(fax: str) -> None:
    played = at_the_return_of_the_portal(fax)
    assert played.line("resultats-recus").status == "open"


def test_an_answer_given_before_stays_though_its_order_was_said_impossible() -> None:
    played = at_the_return_of_the_portal("done")
    played.do(want.Answer(*played.line("resultats-recus").key, "oui"))
    played.do(want.CouldNot(*played.line("faxer").key, "fax en panne"))
    assert played.line("resultats-recus").status == "done"
