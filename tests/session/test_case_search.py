"""While no case was found, closing says so and wants a motive; a search that an answer ended leads to none."""

from __future__ import annotations

import pytest

from pannesi.presentation.session.session_view import View
from pannesi.presentation.session.status_band import no_return_words, nothing_to_do_lines
from pannesi.session import actions as want
from pannesi.session.event_writer import Refused
from tests.support.building import Played, start
from tests.support.shipped_site import shipped

NONE_APPLIES = (("autre-poste", "pareil"), ("ris-repond", "oui"), ("quoi", "autre"))


def searching(*answers: tuple[str, str]) -> Played:
    played = start(shipped(), "triage")
    for line, option in answers:
        played.do(want.Answer(*played.line(line).key, option))
    return played


def words(played: Played) -> str:
    return "\n".join(nothing_to_do_lines(View(played.site, played.state, played.look(), None, "AB")))


@pytest.mark.parametrize(
    "answers",
    [
        (),
        (("autre-poste", "ne-sait-pas"),),
        (("autre-poste", "pareil"), ("ris-repond", "oui"), ("quoi", "ne-sait-pas")),
        (("autre-poste", "pareil"), ("ris-repond", "oui"), ("quoi", "images")),
        (("autre-poste", "pareil"), ("ris-repond", "non"), ("images-sans-ris", "oui")),
    ],
)
def test_a_search_that_found_no_case_is_closed_with_a_motive_only(answers: tuple[tuple[str, str], ...]) -> None:
    played = searching(*answers)
    walk = played.look()
    assert walk.search_goes_on
    assert all(block.code == "search" and "Cas non trouvé" in block.text for block in walk.blocks)
    open_lines = {row.key for row in walk.rows if row.is_open}
    assert open_lines <= {block.row for block in walk.blocks}
    with pytest.raises(Refused, match="Cas non trouvé"):
        played.do(want.Close())
    played.do(want.Close("réglé tout seul"))
    assert played.look().stage == "closed"


def test_what_nobody_knew_holds_the_search_open_once_its_call_was_made() -> None:
    played = searching(("autre-poste", "pareil"), ("ris-repond", "oui"), ("quoi", "ne-sait-pas"))
    played.do(want.Called(*played.line("decrire-informatique").key, "service-informatique", "reached"))
    assert played.look().stage == "to_close"
    assert [block.row for block in played.look().blocks] == [played.line("quoi").key]
    assert "réglé ceci" in words(played)
    assert "Tout est réglé" not in words(played)


def test_an_answer_that_says_that_none_applies_ends_the_search() -> None:
    played = searching(*NONE_APPLIES)
    assert not played.look().search_goes_on
    assert [row.line.id for row in played.look().left_open] == ["decrire-autre"], "shown before closing"
    played.do(want.Called(*played.line("decrire-autre").key, "service-informatique", "reached"))
    assert words(played).startswith("Recherche finie : aucun cas")
    assert "Aucun cas ne s'applique" in no_return_words(View(played.site, played.state, played.look(), None, "AB"))
    played.do(want.Close())
    assert played.look().stage == "closed"


def test_one_workstation_alone_ends_the_search_too() -> None:
    assert not searching(("autre-poste", "un-seul")).look().search_goes_on


def test_a_case_found_ends_the_search_whatever_it_left_open() -> None:
    played = searching(("autre-poste", "pareil"))
    played.do(want.Join("cas-3", "images-invisibles"))
    assert not played.look().search_goes_on


def test_a_search_beside_a_case_is_one_that_goes_on() -> None:
    played = start(shipped(), "cas-3", "images-invisibles")
    played.do(want.Join("triage", None))
    assert played.look().search_goes_on


def test_a_way_to_a_case_that_was_put_aside_leaves_the_search_without_one() -> None:
    played = searching(("autre-poste", "pareil"), ("ris-repond", "non"), ("images-sans-ris", "oui"))
    played.do(want.NotNeeded(*played.line("t-cas-2").key, "ce n'est pas lui"))
    assert [(block.code, block.text) for block in played.look().blocks] == [("search", "Cas non trouvé")]
