"""Every command of the registry, reached from the keyboard; what it wrote is looked at first, its words after."""

from __future__ import annotations

import re
import string
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from pannesi.application.context import Station
from pannesi.plain.letter_hints import REFUSED
from pannesi.plain.repl import find_command
from pannesi.plain.session import Guide
from pannesi.presentation.commands.command import Command
from pannesi.presentation.commands.session import ON_SESSION, TYPED_IN_SESSION
from pannesi.session.events import Event
from pannesi.session.facts.lines import (
    CallMade,
    ConditionSet,
    LineAnswered,
    LineDone,
    LineImpossible,
    LineLeft,
    LineNotNeeded,
    RedlineRaised,
)
from pannesi.session.facts.patients import DutyDone, PatientCorrected
from pannesi.session.facts.session import (
    HandoverOffered,
    HandoverTaken,
    NoteWritten,
    PersonNamed,
    SessionClosed,
    SessionOpened,
    SessionWord,
    Undone,
)
from pannesi.session.facts.visits import CaseFellAgain, ReturnAnnounced, VisitOpened
from pannesi.session.state import State
from tests.support.plain_playing import ALERTED, PACS, flat, play, stage_of, state_of, station_of


def last(state: State, kind: str) -> Event:
    """The last fact of a kind, which must be there."""
    events = [event for event in state.timeline if event.kind == kind]
    assert events, f"{kind} is not in {[event.kind for event in state.timeline]}"
    return events[-1]


@dataclass(frozen=True)
class Try:
    """What is typed, and what must then hold of the session and of the screen."""

    lines: tuple[str, ...]
    holds: Callable[[State], bool]
    says: str = ""


def wrote(kind: str, **payload: object) -> Callable[[State], bool]:
    """Makes a test whether the last fact of a kind says these things."""
    return lambda state: payload.items() <= last(state, kind).payload.items()


def nothing(state: State) -> bool:
    """Only the opening is there."""
    return [event.kind for event in state.timeline] == [SessionOpened.kind, VisitOpened.kind]


TRIES: dict[str, Try] = {
    "fait": Try((*ALERTED, "fait"), wrote(LineDone.kind, line="production"), "lu"),
    "joint": Try((PACS, "1", "1", "joint"), wrote(CallMade.kind, outcome="reached", contact="astreinte-informatique")),
    "s": Try((PACS, "1", "1", "s"), wrote(CallMade.kind, outcome="no_answer"), "sans réponse"),
    "ouvrir": Try((PACS, "1", "2", "ouvrir"), lambda state: state.visits[-1].unit == "cas-7"),
    "n": Try((*ALERTED, "n", "1"), lambda state: last(state, LineNotNeeded.kind).text == "sans objet cette fois"),
    "i": Try((*ALERTED, "i", "1"), lambda state: last(state, LineImpossible.kind).text == "personne ne répond"),
    "plus tard": Try((PACS, "plus tard"), nothing, "Plus tard : 3.1"),
    "au retour": Try((*ALERTED, "au retour"), wrote(LineLeft.kind, line="production")),
    "k": Try((PACS, "1", "1", "joint", "k", "2"), wrote(ConditionSet.kind, holds=False, line="imadis-recoit")),
    "z": Try((PACS, "1", "j 3.1", "z"), wrote(Undone.kind), "annulé : 3.1"),
    "liste": Try((PACS, "liste"), nothing, "▶ ○ 3.1"),
    "u": Try((PACS, "1", "u"), wrote(Undone.kind)),
    "p": Try((*ALERTED, "p", "1", "1", "DUPONT", "", ""), wrote(PatientCorrected.kind, facts={"exam": "coupe", "origin": "externe", "unit": "autre"})),
    "d": Try((*ALERTED, "fait", "fait", "fait", "p", "1", "1", "", "", "", "d", "1", ""), wrote(DutyDone.kind, key="cd")),
    "t": Try((PACS, "t", "5", "1"), lambda state: [visit.unit for visit in state.visits] == ["cas-3", "cas-2"]),
    "r": Try((*ALERTED, "r", "CD", "salle 2", ""), lambda state: last(state, ReturnAnnounced.kind).text == "CD, salle 2"),
    "ra": Try((*ALERTED, "re", "CD", "salle 2", "", "ra"), wrote(CaseFellAgain.kind)),
    "clore": Try((PACS, "clore", "erreur de saisie"), wrote(SessionClosed.kind, forced=True), "Retour à la normale non annoncé"),
    "gr": Try((PACS, "clore", "erreur de saisie", "gr", "3", "2"), wrote(SessionClosed.kind, forced=True), "Noté : retard"),
    "m": Try((PACS, "m le poste 4 aussi"), lambda state: last(state, NoteWritten.kind).text == "le poste 4 aussi"),
    "f": Try((PACS, "f mauvais poste", "1"), wrote(RedlineRaised.kind, line="combien-de-postes", about="wrong"), "signalé faux : mauvais poste"),
    "h": Try((PACS, "h", "1", "0230"), lambda state: f"{state.began:%H:%M}" == "01:30"),
    "mot": Try((PACS, "mot nuit du scanner 2"), lambda state: last(state, SessionWord.kind).text == "nuit du scanner 2"),
    "mp": Try((PACS, "mp"), nothing, "Aucune autre session à ces heures-là"),
    "b": Try((PACS, "b 1 h 30"), lambda state: state.expected_minutes == 90),
    "v": Try((*ALERTED, "fait", "fait", "fait", "v"), wrote(LineDone.kind, line="dictee"), "    3.16 Sortir des CD"),
    "contacts": Try((PACS, "contacts"), nothing, "04 37 23 00 00"),
    "j": Try((PACS, "1", "j 3.1"), wrote(LineAnswered.kind, line="combien-de-postes"), "répondu : Plusieurs"),
    "cpt": Try((PACS, "1", "cpt"), wrote(LineAnswered.kind), "premier geste : après 0 h 00"),
    "a": Try((PACS, "1", "a"), wrote(LineAnswered.kind), "3. 03:12 AB · 3.1"),
    "y": Try((PACS, "y"), nothing, "Rien n'a deux réponses"),
    "w": Try((PACS, "w CD", "2", "1"), lambda state: last(state, LineAnswered.kind).actor == "CD" and last(state, PersonNamed.kind).payload["role"] == "référent"),
    "pa": Try((PACS, "pa ticket à suivre"), lambda state: last(state, HandoverOffered.kind).text == "ticket à suivre", "MAIN PROPOSÉE"),
    "pr": Try((PACS, "pa", "", "pr EF"), lambda state: last(state, HandoverTaken.kind).payload["by"] == "EF"),
    "ac": Try((PACS, "ac"), nothing, "En cours\n  ● Dysfonctionnement du PACS"),
    "q": Try((PACS, "q"), nothing, "Ajout à valider"),
    "quitter": Try((PACS, "quitter"), nothing, "--resume"),
}  # fmt: skip
ELSEWHERE = {"su", "!", "hj"}
"""Commands that go on in another session, or need a clock in doubt: tried on their own."""


def test_every_command_is_tried() -> None:
    assert set(TRIES) | ELSEWHERE == {command.as_typed.key for command in TYPED_IN_SESSION}


@pytest.mark.parametrize("key", list(TRIES))
def test_each_command_does_what_its_help_says(key: str) -> None:
    station, tried = station_of(), TRIES[key]
    screen = play(station, *tried.lines)
    assert tried.holds(state_of(station)), screen[-1500:]
    assert tried.says in screen, screen[-1500:]


@pytest.mark.parametrize("command", TYPED_IN_SESSION, ids=lambda command: command.as_typed.key)
def test_each_command_answers_to_its_words_as_to_its_key(command: Command[Guide]) -> None:
    typed = command.as_typed
    for name in (typed.key, typed.key.upper(), *typed.words):
        assert find_command(name) == (command, "")
        assert find_command(f"{name} Suite") == (command, "Suite")


def test_no_two_commands_share_a_name() -> None:
    names = [name for command in TYPED_IN_SESSION for name in (command.as_typed.key, *command.as_typed.words)]
    assert len(names) == len(set(names))


def test_help_shows_what_works_here_and_the_rest_by_name() -> None:
    screen = play(station_of(), PACS, "?")
    shown = screen.rpartition("> ?")[2]
    assert "\nliste toute la liste" in shown
    assert "m note" in shown
    assert "\njoint " not in shown, "there is no call to make on this line"


def test_help_twice_explains_every_command() -> None:
    screen = play(station_of(), PACS, "??").rpartition("> ??")[2]
    for command in TYPED_IN_SESSION:
        assert f"\n{command.as_typed.key:<3} " in screen


def test_a_follow_on_names_the_closed_session() -> None:
    station = station_of()
    screen = play(station, PACS, "cl", "fausse manœuvre", "su", "1")
    names = [row.id for row in station.journal.sessions()]
    follows = {name: station.journal.events(name)[0].payload["follows"] for name in names}
    (first,) = (name for name, before in follows.items() if before is None)
    (second,) = (name for name, before in follows.items() if before == first)
    assert (stage_of(station, first), stage_of(station, second)) == ("closed", "alert")
    assert "nouvelle session" in screen


def test_one_key_turns_an_exercise_into_a_real_session_by_the_real_clock() -> None:
    station = station_of(exercise=True)
    station.clock.set_to(station.clock.real_now() + timedelta(hours=5))
    screen = play(station, PACS, "!", "1")
    real, played = (
        next(
            name for name in (row.id for row in station.journal.sessions()) if state_of(station, name).exercise is kind
        )
        for kind in (False, True)
    )
    assert last(state_of(station, real), LineAnswered.kind).moment == station.clock.real_now()
    assert state_of(station, played).closing is None
    assert "EXERCICE" not in screen.rpartition("nouvelle session")[2]


def test_what_does_not_apply_here_says_so_and_does_nothing() -> None:
    station = station_of()
    screen = play(station, PACS, "joint", "fait", "ra", "z", "su", "!", "k")
    assert nothing(state_of(station))
    assert re.sub(r"\s+", " ", screen).count("n'est pas possible ici") == 7


@pytest.mark.parametrize("typed", ["zorglub", "7", "²", "-1", "3.1", "fff", "[/x]", "%s {0}"])
def test_what_is_not_understood_does_nothing_and_says_so(typed: str) -> None:
    station = station_of()
    screen = play(station, PACS, typed)
    assert nothing(state_of(station))
    assert any(words in screen for words in ("Je n'ai pas compris", "n'est pas une réponse ici", "rien d'enregistré"))


def test_a_number_of_many_digits_is_read_as_a_label_and_does_nothing() -> None:
    station = station_of()
    screen = play(station, PACS, "9" * 23)
    assert nothing(state_of(station))
    assert f"lu : {'9' * 23}, rien d'enregistré" in screen


def test_a_word_badly_typed_is_guessed_and_never_done() -> None:
    station = station_of()
    screen = play(station, PACS, "anuler")
    assert "Peut-être « annuler » : taper u" in screen
    assert nothing(state_of(station))


def test_words_of_another_failure_point_to_it() -> None:
    screen = play(station_of(), PACS, "datacenter")
    assert "Taper t 13" in screen


def test_an_empty_line_never_does_anything() -> None:
    station = station_of()
    screen = play(station, PACS, "", "", "")
    assert nothing(state_of(station))
    assert screen.count("3.1 · Un seul poste") == 4


def test_a_letter_of_the_full_screen_means_the_same_line_by_line_or_nothing() -> None:
    letters = string.ascii_lowercase
    full = {command.keys: command for command in ON_SESSION if command.keys and command.keys in letters}
    mine = {command.as_typed.key: command for command in TYPED_IN_SESSION if command.as_typed.key in letters}
    assert [letter for letter in sorted(full.keys() & mine.keys()) if full[letter] is not mine[letter]] == []
    assert full.keys() - mine.keys() == {"c", "e", "g", "l", "o", "x"} == set(REFUSED)
    assert mine.keys() <= full.keys()
    assert {"p", "r", "a", "f", "j", "z", "b", "w", "y"} <= mine.keys()


@pytest.mark.parametrize(
    ("letter", "instead"),
    [("c", "contacts"), ("e 90", "durée"), ("g 3.2", "écrire j"), ("l", "écrire liste"), ("O", "écrire ouvrir"),
     ("x", "écrire clore"), ("j", "« j » : écrire joint")],
)  # fmt: skip
def test_an_old_letter_is_refused_with_its_new_word(letter: str, instead: str) -> None:
    station = station_of()
    screen = flat(play(station, PACS, letter))
    assert instead in screen
    assert nothing(state_of(station))


def test_a_letter_never_answers_yes_or_no() -> None:
    station = station_of()
    screen = flat(play(station, "13", "o", "n", "n 1"))
    assert "« o » : écrire oui, ou 1." in screen
    assert screen.count("« n » : écrire non, ou 2 ; nn si la question n'est pas nécessaire.") == 2
    assert nothing(state_of(station))
    play(station, "", "non")
    assert last(state_of(station), LineAnswered.kind).payload["option"] == "non"


@pytest.mark.parametrize(
    ("typed", "says"),
    [(("f", ""), "écrire fait"), (("p", "."), "écrire plus tard"), (("r", ""), "écrire au retour"), (("a",), ": p.")],
)
def test_an_old_letter_that_means_something_else_now_records_nothing_and_says_its_new_word(
    typed: tuple[str, ...], says: str
) -> None:
    station = station_of()
    before = len(_begun(station).timeline)
    screen = flat(play(station, "", *typed))
    assert says in screen
    assert len(state_of(station).timeline) == before


def _begun(station: Station) -> State:
    play(station, *ALERTED)
    return state_of(station)


def test_a_digit_says_what_is_printed_beside_it_and_at_a_question_it_answers() -> None:
    station = station_of()
    screen = flat(play(station, PACS, "1", "1", "2", "1"))
    assert "1 joint · 2 sans réponse · 3 non nécessaire" in screen
    assert [event.payload["outcome"] for event in state_of(station).timeline if event.kind == CallMade.kind] == [
        "no_answer", "reached",
    ]  # fmt: skip


def test_what_is_expected_to_be_seen_is_one_digit_away() -> None:
    station = station_of()
    play(station, *ALERTED, "j 3.7", "ok", "1")
    assert last(state_of(station), LineDone.kind).text == "message affiché sur un autre poste"


def test_a_message_is_seen_by_a_word_and_what_was_seen_is_asked() -> None:
    station = station_of()
    screen = flat(play(station, *ALERTED, "j 3.7", "vu", ".", "vu", "sur le poste 4"))
    assert "Ce qui a été vu : 1 message affiché sur un autre poste" in screen
    assert last(state_of(station), LineDone.kind).text == "sur le poste 4"
    assert [event.kind for event in state_of(station).timeline].count(LineDone.kind) == 1


def test_what_is_not_understood_is_led_only_where_one_can_go() -> None:
    """The number of a line, a line that is not in the list, and another failure, which a closed session does not
    take."""
    station = station_of()
    assert "C'est une ligne : j 2B.4 y va." in flat(play(station, "4", "2B.4"))
    assert "C'est une ligne" not in flat(play(station, "", "3.4"))
    assert "Taper t 13" in flat(play(station, "", "archives"))
    screen = flat(play(station, "", "clore", "motif inventé", "archives"))
    assert "Je n'ai pas compris « archives »" in screen
    assert "Taper t" not in screen
