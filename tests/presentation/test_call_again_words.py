"""What the faces say of a call that nobody answered: when to call again, whom else, and that the hour has come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from pannesi.presentation.line.frame_words import frame_lines
from pannesi.presentation.line.line_card import card_lines
from pannesi.presentation.line.line_list_text import whole_list_lines
from pannesi.presentation.session.session_view import View
from pannesi.presentation.session.status_band import calls_due_elsewhere
from pannesi.presentation.text.key_names import FULL_SCREEN
from pannesi.session import actions as want
from tests.support.building import Played
from tests.support.unanswered_calls import SITE, later, unanswered


def view_of(played: Played) -> View:
    return View(played.site, played.state, played.look(), None, "AB", FULL_SCREEN)


def frame(played: Played) -> list[str]:
    view = view_of(played)
    return [line.words for line in frame_lines(view, played.line("appel"))]


def card(played: Played) -> list[str]:
    return list(card_lines(view_of(played), played.line("appel")))


def listed(played: Played) -> list[str]:
    return [words for words, _indent in whole_list_lines(view_of(played))]


def elsewhere(view: View) -> Iterator[str]:
    yield from (line.words for line in calls_due_elsewhere(view))


def test_after_an_unanswered_call_stand_the_hour_to_call_again_and_who_else() -> None:
    played, _visit = unanswered()
    assert "03:14 : Garde, sans réponse · rappeler à 03:24" in frame(played)
    assert any("Cadre" in words for words in frame(played))
    assert "03:14 : Garde, sans réponse · rappeler à 03:24" in card(played)
    assert any(words.endswith("sans réponse · rappeler à 03:24") for words in listed(played))


def test_once_the_hour_has_come_it_is_said_in_place_with_the_number_of_who_did_not_answer() -> None:
    played, _visit = unanswered()
    before = len(frame(played))
    later(played, 10)
    assert "03:14 : Garde, sans réponse · à rappeler maintenant" in frame(played)
    assert "à rappeler : Garde, téléphone : 05 59 00 00 00" in frame(played)
    assert len(frame(played)) == before + 1
    assert card(played)[0] == "À RAPPELER MAINTENANT : sans réponse à 03:14."
    assert any(words.endswith("sans réponse · à rappeler maintenant") for words in listed(played))


def test_a_face_of_one_line_says_that_another_line_is_to_be_called_again() -> None:
    played, visit = unanswered()
    played.do(want.Settle(visit, "affiche"))
    assert not list(elsewhere(view_of(played)))
    later(played, 10)
    view = view_of(played)
    (said,) = elsewhere(replace(view, row=played.line("papier")))
    assert "Prévenir" in said
    assert not list(elsewhere(replace(view, row=played.line("appel"))))


@pytest.mark.parametrize("minutes", [0, 10])
def test_without_a_delay_no_hour_is_said(minutes: int) -> None:
    played, _visit = unanswered(replace(SITE, contacts=SITE.contacts.replace(call_again=None)))
    later(played, minutes)
    for said in (frame(played), card(played), listed(played)):
        assert not [words for words in said if "rappeler à" in words or "rappeler maintenant" in words]
