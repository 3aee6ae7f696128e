"""The account of a session in words: lengths, lines by how they were settled, persons; never a free text."""

from __future__ import annotations

import json
from datetime import timedelta

from hypothesis import given

from pannesi.history.session_summary import session_summary_of
from pannesi.presentation.facts.timeline import SentenceWriter
from pannesi.presentation.session_lists.session_summary import summary_json, summary_lines
from pannesi.session import actions as want
from pannesi.session.state import fold
from tests.support.building import NIGHT, Played, start
from tests.support.foreign_events import EVENTS
from tests.support.plain_playing import shipped
from tests.support.session_sites import HOSPITAL

PRIVATE = "Madame Inventée"


def told(played: Played) -> tuple[str, dict[str, object]]:
    found = session_summary_of(played.session, played.state, played.site, played.now)
    assert found is not None
    tell = SentenceWriter(played.site, played.state, lambda moment: f"{moment:%H:%M}")
    return "\n".join(words for _style, words in summary_lines(found, tell)), summary_json(found)


def a_night() -> Played:
    played = start(HOSPITAL, "cas-3", "images", began=NIGHT)
    visit = played.look().current_cases[0]
    played.do(want.Answer(visit, "un-seul", "non"))
    played.do(want.Called(visit, "appel", "informatique", "no_answer"))
    played.do(want.Called(visit, "appel", "cadre", "reached"))
    played.do(want.CouldNot(visit, "changer", PRIVATE))
    played.do(want.Redline(visit, "message", "unclear", PRIVATE))
    return played


def test_what_was_done_and_was_not_is_told_with_how_long_it_took() -> None:
    words, plain = told(a_night())
    assert "premier geste : après 0 h 02 (" in words
    assert "quelqu'un prévenu : après 0 h 04 (" in words
    assert "retour à la normale : pas encore" in words
    assert ", et cela dure" in words
    assert "impossible (1) :" in words
    assert "appels sans réponse (1) :" in words
    assert "lignes signalées (1) :" in words
    assert "0 patient noté" in words
    assert plain["seconds_to"] == {
        "first_action": 120, "alert": 240, "return": None, "reconciliation": None, "closing": None,
    }  # fmt: skip
    assert isinstance(plain["lines"], dict)
    assert [one["line"] for one in plain["lines"]["could_not"]] == ["changer"]


def test_what_may_still_be_done_is_told_so_until_a_forced_closing_tells_one_by_one_what_it_overrode() -> None:
    played = a_night()
    words, _plain = told(played)
    assert "reste à faire (" in words
    assert "pas fait, ou laissé" not in words
    visit = played.look().current_cases[0]
    played.do(want.AddPatient({"origin": "externe", "exam": "coupe"}, PRIVATE))
    played.do(want.AnnounceReturn(visit, "AB, poste 2"))
    played.do(want.Close(PRIVATE))
    words, _plain = told(played)
    assert "reste à faire" not in words
    assert "pas fait, ou laissé (" in words
    assert "patients réconciliés : pas noté" in words
    found = session_summary_of(played.session, played.state, played.site, played.now)
    assert found is not None
    assert len(found.prevented) > 1
    at = words.splitlines().index(f"CLÔTURE FORCÉE malgré ({len(found.prevented)}) :")
    assert words.splitlines()[at + 1 : at + 1 + len(found.prevented)] == [f"  {one}" for one in found.prevented]


def test_nothing_that_somebody_wrote_freely_is_in_it() -> None:
    words, plain = told(a_night())
    assert PRIVATE not in words
    assert PRIVATE not in json.dumps(plain, ensure_ascii=False)


@given(EVENTS)
def test_an_account_of_facts_of_any_shape_is_told(events) -> None:  # type: ignore[no-untyped-def]
    state = fold(events)
    site = shipped().site
    found = session_summary_of("s", state, site, NIGHT + timedelta(hours=1))
    if found is None:
        return
    tell = SentenceWriter(site, state, lambda moment: f"{moment:%H:%M}")
    assert [style for style, _words in summary_lines(found, tell)].count("title") == 3
    json.dumps(summary_json(found))


def test_what_was_corrected_is_told_without_words_and_never_as_erased() -> None:
    played = a_night()
    played.do(want.AddPatient({"origin": "externe"}))
    played.do(want.VoidPatient(played.look().patients[0].id, PRIVATE))
    words, _plain = told(played)
    assert "patient rayé : A-01" in words
    assert "effacé" not in words
    assert PRIVATE not in words
