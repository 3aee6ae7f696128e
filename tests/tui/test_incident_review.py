"""The incident review in the full screen: said line by line, after closing in one key each, never in the guide."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from pannesi.history.learning.incident_reviews import StationReview, read_review
from pannesi.session import actions as want
from pannesi.session.incident_review.rules import new_action
from pannesi.tui.screens.incident_review import IncidentReviewScreen
from pannesi.tui.screens.session import SessionScreen
from tests.support.driving import (
    open_sessions,
    play,
    press,
    running,
    screen_line,
    screen_text,
    station,
    wait_for_words,
    write,
)


def a_session(folder: Path, *, close: bool, exercise: bool = False) -> str:
    """Writes a session on case 3, closed with a reason where it is to be closed; its id."""
    here = station(folder)
    desk = here.desk(exercise=exercise)
    desk.open(want.Open("cas-3", "images-invisibles", exercise=exercise))
    if close:
        desk.do(want.Close("essai"))
    here.journal.close()
    return desk.session or ""


def test_a_review_is_said_line_by_line_and_an_action_followed_until_it_is_done(tmp_path: Path) -> None:
    session = a_session(tmp_path, close=True)

    async def act() -> None:
        async with running(tmp_path) as pilot:
            await open_sessions(pilot)
            await press(pilot, "enter")
            await wait_for_words(pilot, "S retour d'expérience")
            before = pilot.app.station.journal.events(session)
            await press(pilot, "s")
            await wait_for_words(pilot, "pannesi ne décide d'aucun de ces signalements")
            assert isinstance(pilot.app.screen, IncidentReviewScreen)
            await press(pilot, "enter")
            await wait_for_words(pilot, "Événement indésirable")
            await press(pilot, "1")
            await wait_for_words(pilot, "Son numéro ?")
            await write(pilot, "2026-114")
            await wait_for_words(pilot, "fait, n° 2026-114")
            await press(pilot, "a")
            await wait_for_words(pilot, "Quelle action ?")
            await write(pilot, "relire 3.7")
            await wait_for_words(pilot, "Qui la pilote ?")
            await write(pilot, "AB")
            await wait_for_words(pilot, "Pour quand ?")
            await write(pilot, "hier")
            await wait_for_words(pilot, "« hier » n'est pas un jour")
            assert read_review(pilot.app.station.journal, session).actions == ()
            await write(pilot, "dans 3 semaines")
            await wait_for_words(pilot, "1 action : 1 à faire")
            await press(pilot, "end", "enter")
            await wait_for_words(pilot, "abandonnée, avec le motif")
            await press(pilot, "1")
            await wait_for_words(pilot, "Ce qui a été fait ?")
            await write(pilot, "relu")
            await wait_for_words(pilot, "0 à faire, 1 faite")
            await press(pilot, "home", "z")
            await wait_for_words(pilot, "Événement indésirable      pas dit")
            review = read_review(pilot.app.station.journal, session)
            assert review.open_actions == ()
            assert review.declarations[0].state is None
            assert pilot.app.station.journal.events(session) == before
            await press(pilot, "escape")
            await wait_for_words(pilot, "S retour d'expérience")

    play(act)


def test_while_the_outage_lasts_the_list_of_the_technologist_has_none_of_it(tmp_path: Path) -> None:
    session = a_session(tmp_path, close=False)

    async def act() -> None:
        async with running(tmp_path) as pilot:
            await open_sessions(pilot)
            await press(pilot, "enter")
            await wait_for_words(pilot, "S à signaler")
            await press(pilot, "s")
            await wait_for_words(pilot, "Cause, tickets et actions : une fois la session close")
            assert "A action" not in screen_text(pilot)
            await press(pilot, "down", "enter", "2")
            await wait_for_words(pilot, "RSSI                       non")
            await press(pilot, "escape", "r")
            await wait_for_words(pilot, "Un seul poste, ou plusieurs")
            assert "RSSI" not in screen_text(pilot)
            assert read_review(pilot.app.station.journal, session).begun

    play(act)


def test_after_closing_severity_and_effect_take_one_key_each_and_enter_alone_says_nothing(tmp_path: Path) -> None:
    session = a_session(tmp_path, close=True)

    async def act() -> None:
        async with running(tmp_path) as pilot:
            await open_sessions(pilot)
            await press(pilot, "enter")
            await wait_for_words(pilot, "S retour d'expérience")
            await press(pilot, "r")
            await wait_for_words(pilot, "Cette session est close")
            assert isinstance(pilot.app.screen, SessionScreen)
            await press(pilot, "g")
            await wait_for_words(pilot, "plus tard")
            await press(pilot, "enter")
            await wait_for_words(pilot, "Rien n'est noté")
            assert not read_review(pilot.app.station.journal, session).begun
            await press(pilot, "g")
            await wait_for_words(pilot, "Gravité ?")
            await press(pilot, "3")
            await wait_for_words(pilot, "Effet sur les soins ?")
            await press(pilot, "0")
            await wait_for_words(pilot, "Noté. La suite")
            review = read_review(pilot.app.station.journal, session)
            severity, effect = review.field("severity"), review.field("effect")
            assert severity is not None
            assert effect is not None
            assert (severity.values, effect.values) == (("major",), ("unknown",))
            await press(pilot, "g")
            await wait_for_words(pilot, "Effet sur les soins        pas su")

    play(act)


def test_open_actions_stand_on_the_referents_list_and_lead_to_their_review(tmp_path: Path) -> None:
    session = a_session(tmp_path, close=True)
    here = station(tmp_path)
    review = StationReview(here, session)
    review.say(lambda reviewed: new_action("relire 3.7", "AB", date(2099, 12, 15), review.context(reviewed)))
    here.journal.close()

    async def act() -> None:
        async with running(tmp_path) as pilot:
            await open_sessions(pilot)
            await press(pilot, "s")
            await wait_for_words(pilot, "à faire pour le 15/12/2099")
            assert "Retours d'expérience · 1 action : 1 à faire" in screen_line(pilot)
            await press(pilot, "end", "enter")
            await wait_for_words(pilot, "écrit à part de la session")
            assert isinstance(pilot.app.screen, IncidentReviewScreen)
            await press(pilot, "end", "enter", "1")
            await wait_for_words(pilot, "Ce qui a été fait ?")
            await write(pilot, "relu")
            await wait_for_words(pilot, "1 faite")
            await press(pilot, "escape")
            await wait_for_words(pilot, "Aucune ligne n'a été signalée, aucun numéro noté.")

    play(act)


def test_an_overdue_action_is_said_above_the_sessions_until_it_is_done(tmp_path: Path) -> None:
    session = a_session(tmp_path, close=True)
    here = station(tmp_path)
    review = StationReview(here, session)
    days_ago = date(2026, 11, 20)
    review.say(lambda reviewed: new_action("relire", "AB", days_ago, replace(review.context(reviewed), today=days_ago)))
    review.say(lambda reviewed: new_action("relire 3.8", "AB", date(2099, 12, 15), review.context(reviewed)))
    here.journal.close()

    async def act() -> None:
        async with running(tmp_path) as pilot:
            await open_sessions(pilot)
            await wait_for_words(pilot, "1 action de retour d'expérience en retard : S")
            await press(pilot, "x")
            await wait_for_words(pilot, "EXERCICES")
            assert "en retard" not in screen_text(pilot)

    play(act)


def test_the_debriefing_of_an_exercise_has_actions_and_nothing_that_is_only_of_an_outage(tmp_path: Path) -> None:
    session = a_session(tmp_path, close=True, exercise=True)

    async def act() -> None:
        async with running(tmp_path) as pilot:
            await open_sessions(pilot)
            await press(pilot, "x", "enter")
            await wait_for_words(pilot, "S débriefing")
            await press(pilot, "s")
            await wait_for_words(pilot, "Débriefing de l'exercice")
            shown = screen_text(pilot)
            assert "Participants" in shown
            assert not any(words in shown for words in ("À signaler", "Gravité", "Tickets", "T ticket"))
            await press(pilot, "enter")
            await wait_for_words(pilot, "Ce qui a bien marché ?")
            await write(pilot, "l'appel")
            await wait_for_words(pilot, "Noté.")
            await press(pilot, "t")
            assert "Ticket" not in screen_text(pilot)
            review = read_review(pilot.app.station.journal, session)
            worked = review.field("worked")
            assert worked is not None
            assert worked.words == "l'appel"

    play(act)
