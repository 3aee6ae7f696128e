"""Every command of the registry, reached from the keyboard; what it wrote is looked at first, its words after."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from pannesi.plain.commands import COMMANDS, Command
from pannesi.plain.obey import find
from pannesi.session.events import Event, Kind
from pannesi.session.state import State
from tests.plain.playing import ALERTED, PACS, play, stage_of, state_of, station_of


def last(state: State, kind: Kind) -> Event:
    found = [event for event in state.timeline if event.kind == kind]
    assert found, f"{kind} is not in {[event.kind for event in state.timeline]}"
    return found[-1]


@dataclass(frozen=True)
class Try:
    """What is typed, and what must then hold of the session and of the screen."""

    lines: tuple[str, ...]
    holds: Callable[[State], bool]
    says: str = ""


def wrote(kind: Kind, **payload: object) -> Callable[[State], bool]:
    return lambda state: payload.items() <= last(state, kind).payload.items()


def nothing(state: State) -> bool:
    """Only the opening is there."""
    return [event.kind for event in state.timeline] == [Kind.OPENED, Kind.VISIT_OPENED]


TRIES: dict[str, Try] = {
    "f": Try((*ALERTED, "f"), wrote(Kind.DONE, line="production"), "lu"),
    "j": Try((PACS, "1", "1", "j"), wrote(Kind.CALLED, outcome="reached", contact="astreinte-informatique")),
    "s": Try((PACS, "1", "1", "s"), wrote(Kind.CALLED, outcome="no_answer"), "sans réponse"),
    "o": Try((PACS, "1", "2", "o"), lambda state: state.visits[-1].unit == "cas-7"),
    "n": Try((*ALERTED, "n", "2"), lambda state: last(state, Kind.NOT_NEEDED).text == "sans objet cette fois"),
    "i": Try((*ALERTED, "i", "1"), lambda state: last(state, Kind.COULD_NOT).text == "personne ne répond"),
    "p": Try((PACS, "p"), nothing, "Plus tard : 3.1"),
    "r": Try((*ALERTED, "r"), wrote(Kind.LEFT, line="production")),
    "k": Try((PACS, "1", "1", "j", "k", "2"), wrote(Kind.CONDITION_SET, holds=False, line="imadis-recoit")),
    "x": Try((PACS, "1", "g 3.1", "x"), wrote(Kind.UNDONE), "annulé : 3.1"),
    "l": Try((PACS, "l"), nothing, "▶ ○ 3.1"),
    "u": Try((PACS, "1", "u"), wrote(Kind.UNDONE)),
    "a": Try((*ALERTED, "a", "1", "1", "DUPONT", "", ""), wrote(Kind.PATIENT_CORRECTED, facts={"exam": "coupe", "origin": "externe", "unit": "autre"})),
    "d": Try((*ALERTED, "f", "f", "f", "a", "1", "1", "", "", "", "d", "1", ""), wrote(Kind.DUTY_DONE, key="cd")),
    "t": Try((PACS, "t", "5", "1"), lambda state: [one.unit for one in state.visits] == ["cas-3", "cas-2"]),
    "re": Try((*ALERTED, "re", "CD", "salle 2"), lambda state: last(state, Kind.RETURN_ANNOUNCED).text == "CD, salle 2"),
    "ra": Try((*ALERTED, "re", "CD", "salle 2", "ra"), wrote(Kind.FELL_AGAIN)),
    "cl": Try((PACS, "cl", "erreur de saisie"), wrote(Kind.CLOSED, forced=True), "Retour à la normale non annoncé"),
    "m": Try((PACS, "m le poste 4 aussi"), lambda state: last(state, Kind.NOTED).text == "le poste 4 aussi"),
    "sig": Try((PACS, "sig mauvais poste", "1"), wrote(Kind.REDLINED, line="combien-de-postes", about="wrong"), "signalé faux : mauvais poste"),
    "h": Try((PACS, "h", "1", "0230"), lambda state: f"{state.began:%H:%M}" == "01:30"),
    "e": Try((PACS, "e 1 h 30"), lambda state: state.expected_minutes == 90),
    "v": Try((*ALERTED, "f", "f", "f", "v"), wrote(Kind.DONE, line="dictee"), "    3.14 Sortir des CD"),
    "c": Try((PACS, "c"), nothing, "04 37 23 00 00"),
    "g": Try((PACS, "1", "g 3.1"), wrote(Kind.ANSWERED, line="combien-de-postes"), "répondu : Plusieurs"),
    "cpt": Try((PACS, "1", "cpt"), wrote(Kind.ANSWERED), "premier geste : après 0 h 00"),
    "jo": Try((PACS, "1", "jo"), wrote(Kind.ANSWERED), "3. 03:12 AB · 3.1"),
    "co": Try((PACS, "co"), nothing, "Aucune réponse en double"),
    "qui": Try((PACS, "qui CD", "2", "1"), lambda state: last(state, Kind.ANSWERED).actor == "CD" and last(state, Kind.NAMED).payload["role"] == "référent"),
    "pa": Try((PACS, "pa ticket à suivre"), lambda state: last(state, Kind.HANDOVER_OFFERED).text == "ticket à suivre", "MAIN PROPOSÉE"),
    "pr": Try((PACS, "pa", "", "pr EF"), lambda state: last(state, Kind.HANDOVER_TAKEN).payload["by"] == "EF"),
    "ac": Try((PACS, "ac"), nothing, "En cours\n  ● Dysfonctionnement du PACS"),
    "q": Try((PACS, "q"), nothing, "--resume"),
}  # fmt: skip
ELSEWHERE = {"su", "!", "hj"}
"""Commands that go on in another session, or need a clock in doubt: tried on their own."""


def test_every_command_is_tried() -> None:
    assert set(TRIES) | ELSEWHERE == {command.key for command in COMMANDS}


@pytest.mark.parametrize("key", list(TRIES))
def test_each_command_does_what_its_help_says(key: str) -> None:
    station, tried = station_of(), TRIES[key]
    screen = play(station, *tried.lines)
    assert tried.holds(state_of(station)), screen[-1500:]
    assert tried.says in screen, screen[-1500:]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.key)
def test_each_command_answers_to_its_words_as_to_its_key(command: Command) -> None:
    for name in (command.key, command.key.upper(), *command.words):
        assert find(name) == (command, "")
        assert find(f"{name} Suite") == (command, "Suite")


def test_no_two_commands_share_a_name() -> None:
    names = [name for command in COMMANDS for name in (command.key, *command.words)]
    assert len(names) == len(set(names))


def test_help_shows_what_works_here_and_the_rest_by_name() -> None:
    screen = play(station_of(), PACS, "?")
    shown = screen.rpartition("> ?")[2]
    assert "\nl   toute la liste" in shown
    assert "m note" in shown
    assert "\nj   " not in shown, "there is no call to make on this line"


def test_help_twice_explains_every_command() -> None:
    screen = play(station_of(), PACS, "??").rpartition("> ??")[2]
    for command in COMMANDS:
        assert f"\n{command.key:<3} " in screen


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
    assert last(state_of(station, real), Kind.ANSWERED).moment == station.clock.real_now()
    assert state_of(station, played).closing is None
    assert "EXERCICE" not in screen.rpartition("nouvelle session")[2]


def test_what_does_not_apply_here_says_so_and_does_nothing() -> None:
    station = station_of()
    screen = play(station, PACS, "j", "f", "ra", "x", "su", "!", "k")
    assert nothing(state_of(station))
    assert re.sub(r"\s+", " ", screen).count("ne sert pas ici") == 7


@pytest.mark.parametrize(
    "typed", ["zorglub", "7", "99999999999999999999999", "²", "-1", "3.1", "fff", "[/x]", "%s {0}"]
)
def test_what_is_not_understood_does_nothing_and_says_so(typed: str) -> None:
    station = station_of()
    screen = play(station, PACS, typed)
    assert nothing(state_of(station))
    assert "Je n'ai pas compris" in screen or "n'est pas une réponse ici" in screen


def test_a_word_badly_typed_is_guessed_and_never_done() -> None:
    station = station_of()
    screen = play(station, PACS, "anuler")
    assert "Peut-être « annuler » : taper u" in screen
    assert nothing(state_of(station))


def test_words_of_another_failure_point_to_it() -> None:
    screen = play(station_of(), PACS, "datacenter")
    assert "Taper t 11" in screen


def test_an_empty_line_never_does_anything() -> None:
    station = station_of()
    screen = play(station, PACS, "", "", "")
    assert nothing(state_of(station))
    assert screen.count("QUESTION : Un seul poste") == 4
