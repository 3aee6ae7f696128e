"""Whether a recorded end of an annex still stands when something was said differently since."""

from __future__ import annotations

from typing import Any

from pannesi.session import actions as want
from pannesi.session.projection.visit_endings import visit_ending
from tests.support.building import Played, site, start
from tests.support.session_sites import CONTACTS

ANNEX: dict[str, Any] = {
    "id": "annexe", "kind": "annex", "outcomes": {"fini": "Fini"},
    "steps": [
        {"id": "vu", "verify": "Vu ?", "yes": [{"id": "fin", "outcome": "fini", "label": "Fini", "when": {"open": "nuit"}}]},
    ],
}  # fmt: skip


def ended() -> Played:
    """An annex that ended below a yes, by a line that is for the night."""
    played = start(site(ANNEX, contacts=CONTACTS), "annexe")
    (visit,) = played.state.visits
    played.do(want.Answer(visit.id, "vu", "oui"))
    played.do(want.Conclude(visit.id, "fin"))
    return played


def ending(played: Played) -> object:
    (visit,) = played.state.visits
    return visit_ending(played.site, played.state, visit)


def test_an_end_stands_until_the_answer_above_it_is_another() -> None:
    played = ended()
    assert ending(played) is not None
    (visit,) = played.state.visits
    played.do(want.Answer(visit.id, "vu", "non"))
    assert ending(played) is None
    played.do(want.Answer(visit.id, "vu", "oui"))
    assert ending(played) is not None


def test_an_end_stands_only_while_nobody_says_that_its_condition_does_not_hold() -> None:
    played = ended()
    (visit,) = played.state.visits
    played.do(want.SetCondition(visit.id, "fin", holds=False))
    assert ending(played) is None
    played.do(want.SetCondition(visit.id, "fin", holds=True))
    assert ending(played) is not None
