"""After a relapse: what an annex that ended had asked of others is asked again, and a call in vain loses nothing."""

from __future__ import annotations

import pytest

from pannesi.presentation.calls.line_callee import callee_for
from pannesi.session import actions as want
from pannesi.session.projection.unanswered_calls import calls_in_vain
from tests.support.building import Played, start
from tests.support.shipped_site import shipped


def fallen_again(unit: str, symptom: str, *before: str) -> Played:
    """The backup of IMADIS in place, whose *3200 was called in vain once, then the return, then a relapse."""
    played = start(shipped(), unit, symptom)
    for line in before:
        played.do(want.Answer(*played.line(line).key, {"secours-fait": "a-faire", "imadis-actif": "oui"}[line]))
    played.do(want.RunAnnex(*played.line("secours").key))
    if unit == "cas-5":
        played.do(want.Answer(*played.line("signal").key, "appel"))
        played.do(want.Answer(*played.line("serie-recue").key, "non"))
    played.do(want.Called(*played.line("appeler-imadis").key, "imadis-images", "no_answer"))
    played.do(want.Called(*played.line("appeler-imadis").key, "imadis-assistance", "reached"))
    played.do(want.Answer(*played.line("arrivent").key, "oui"))
    played.do(want.Conclude(*played.line("fin-reussi").key))
    case = played.look().current_cases[0]
    played.do(want.AnnounceReturn(case, "AB, poste 2"))
    played.do(want.FellAgain(case))
    return played


@pytest.fixture(params=[("cas-5", "images-non-recues", "secours-fait"), ("cas-7", "cache-seul", "imadis-actif")])
def fallen(request: pytest.FixtureRequest) -> Played:
    """The relapse of a case that had put the backup in place."""
    return fallen_again(*request.param)


def asked(played: Played) -> list[str]:
    """The lines of annexe 4 to do, in order."""
    return [row.line.id for row in played.look().todo if row.unit == "annexe-4" and row.line.id != "vers-secours"]


def test_a_relapse_asks_again_whether_the_images_arrive_after_whom_to_call(fallen: Played) -> None:
    assert asked(fallen)[:2] == ["appeler-imadis", "arrivent"]


def test_a_call_in_vain_after_a_relapse_stays_to_be_made(fallen: Played) -> None:
    fallen.do(want.Called(*fallen.line("appeler-imadis").key, "imadis-images", "no_answer"))
    call = fallen.line("appeler-imadis")
    assert call.again
    assert asked(fallen)[:2] == ["appeler-imadis", "arrivent"]
    fallen.do(want.Called(*call.key, "imadis-images", "reached"))
    assert asked(fallen)[:1] == ["arrivent"]


def test_who_was_silent_before_somebody_was_reached_is_called_again_first(fallen: Played) -> None:
    who = callee_for(shipped().contacts, fallen.line("appeler-imadis"), fallen.look().now)
    assert who is not None
    assert (who.contact.id, who.all_tried) == ("imadis-images", False)
    fallen.do(want.Called(*fallen.line("appeler-imadis").key, "imadis-images", "no_answer"))
    who = callee_for(shipped().contacts, fallen.line("appeler-imadis"), fallen.look().now)
    assert who is not None
    assert (who.contact.id, who.all_tried) == ("imadis-assistance", False)


def test_the_same_answer_said_again_settles_and_another_one_opens_the_annex(fallen: Played) -> None:
    fallen.do(want.Called(*fallen.line("appeler-imadis").key, "imadis-images", "reached"))
    fallen.do(want.Answer(*fallen.line("arrivent").key, "oui"))
    assert not fallen.line("arrivent").again
    fallen.do(want.Answer(*fallen.line("arrivent").key, "non"))
    assert "fin-echec" in asked(fallen)


def test_a_call_in_vain_that_is_undone_leaves_the_one_that_was_answered(fallen: Played) -> None:
    fallen.do(want.Called(*fallen.line("appeler-imadis").key, "imadis-images", "no_answer"))
    fallen.do(want.UndoLast())
    assert fallen.line("appeler-imadis").again
    assert calls_in_vain(fallen.line("appeler-imadis")) == ()


def test_once_it_is_back_again_nobody_is_asked_whether_the_images_arrive_by_the_backup(fallen: Played) -> None:
    fallen.do(want.AnnounceReturn(fallen.look().current_cases[0], "AB, poste 2"))
    assert "arrivent" not in asked(fallen)


def test_a_relapse_that_is_undone_leaves_the_return_as_it_was_announced(fallen: Played) -> None:
    fallen.do(want.UndoLast())
    assert fallen.look().stage == "return_to_normal"
    assert [row.line.id for row in fallen.look().rows if row.again] == []


def test_of_two_relapses_the_first_counts_once_the_second_is_undone(fallen: Played) -> None:
    fallen.do(want.Called(*fallen.line("appeler-imadis").key, "imadis-images", "reached"))
    before = [(row.key, row.again) for row in fallen.look().rows]
    case = fallen.look().current_cases[0]
    fallen.do(want.AnnounceReturn(case, "AB, poste 2"))
    fallen.do(want.FellAgain(case))
    assert fallen.line("appeler-imadis").again
    fallen.do(want.UndoLast())
    fallen.do(want.UndoLast())
    assert [(row.key, row.again) for row in fallen.look().rows] == before
