"""Words that say what is so, as people say it."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest

from pannesi.presentation.commands import session as commands
from pannesi.presentation.line.line_card import card_lines
from pannesi.presentation.session.session_view import View
from pannesi.presentation.session.standing_orders import everything_in_force, lasting
from pannesi.procedure.availability.moments import until_words
from pannesi.procedure.availability.opening_hours import time_zone
from pannesi.procedure.model.lines import text_of
from pannesi.session import actions as want
from tests.support.building import Played, start
from tests.support.local_hours import local
from tests.support.plain_playing import flat, play, station_of
from tests.support.shipped_site import shipped

PARIS = time_zone("Europe/Paris")


def view_of(played: Played, line: str | None = None) -> View:
    """The session as a face shows it, at a line."""
    return View(played.site, played.state, played.look(), played.line(line) if line else None, "AB")


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-11-24 08:00", "jusqu'à 08:00"),
        ("2026-11-25 08:00", "jusqu'à demain 08:00"),
        ("2026-11-27 08:00", "jusqu'au 27/11 à 08:00"),
        ("2027-01-04 08:00", "jusqu'au 04/01/2027 à 08:00"),
    ],
)
def test_until_a_day_is_said_as_people_say_it(moment: str, words: str) -> None:
    assert until_words(local(moment), local("2026-11-24 03:12"), PARIS) == words


def both_down() -> Played:
    """Case 4 with its two messages, of one title, seen broadcast."""
    played = start(shipped(), "cas-4", "ris-et-pacs")
    for line in ("message-imagerie", "message-tous"):
        played.do(want.Settle(*played.line(line).key))
    return played


def test_two_messages_of_one_title_are_told_apart_by_their_recipients() -> None:
    shown = [words for words in everything_in_force(view_of(both_down())) if words.startswith("Message affiché")]
    assert shown == [
        "Message affiché à l'hôpital : « RIS et PACS en panne », à : Postes Imagerie (MRADIXXX, MNUCLXXX)",
        "Message affiché à l'hôpital : « RIS et PACS en panne », à : Tous les postes du CH",
    ]
    shown = [last.words for last in lasting(view_of(both_down())) if last.words.startswith("affiché")]
    assert shown == ["affiché : RIS et PACS en panne"]


@pytest.mark.parametrize(
    ("unit", "symptom", "line", "followed"),
    [("cas-1", "non-reconnue", "message-identite", False), ("cas-3", "images-invisibles", "message-panne", True)],
)
def test_a_closed_session_follows_only_messages_whose_end_is_written(
    unit: str, symptom: str, line: str, followed: bool
) -> None:
    played = start(shipped(), unit, symptom)
    played.do(want.Settle(*played.line(line).key))
    assert any(last.words.startswith("affiché") for last in lasting(view_of(played)))
    played.do(want.Close("fin de service"))
    assert any(last.words.startswith("affiché") for last in lasting(view_of(played))) is followed
    shown = " ".join(everything_in_force(view_of(played)))
    assert ("Message affiché" in shown) is followed
    assert ("Session close : plus rien n'y est suivi." in shown) is not followed


def test_line_by_line_what_the_hospital_is_shown_stands_in_view() -> None:
    screen = flat(play(station_of(), "6", "1", "1", "joint", "1", "fait vu au poste 2"))
    assert "affiché : PACS en panne" in screen.rpartition("> f")[2]
    assert "affiché : " not in screen.partition("> f")[0]


def test_whom_to_tell_hears_of_what_was_chosen_and_of_nothing_else() -> None:
    for symptom, named, other in (("vueshare", "VueShare", "MyVue"), ("myvue", "MyVue", "VueShare")):
        played = start(shipped(), "cas-6", symptom)
        row = played.look().next
        assert row is not None
        assert row.line.verb == "call"
        said = next(line for line in card_lines(view_of(played), row) if line.startswith("À dire"))
        assert named in said
        assert other not in said


@pytest.mark.parametrize("unit", ["cas-1", "cas-2", "cas-3", "cas-4"])
def test_a_warning_about_the_list_of_patients_is_true_whatever_was_noted(unit: str) -> None:
    lines = [text_of(line) for line, _path in shipped().lines[unit] if line.id == "perimetre"]
    assert lines
    assert all("noté ne veut pas dire pas d'examen" in words and "0 patient" not in words for words in lines)


def test_the_hour_of_launch_is_said_to_be_that_of_seeing_it() -> None:
    played = start(shipped(), "cas-3", "images-invisibles")
    row = played.line("prevenir-informatique")
    assert any("Constaté à 03:13." in line for line in card_lines(view_of(played), row))
    played.do(want.SetBegan(played.now - timedelta(minutes=30)))
    said = " ".join(card_lines(view_of(played), row))
    assert "Depuis 02:43." in said
    assert "onstaté" not in said


@pytest.mark.parametrize(
    ("unit", "symptom", "line", "offered"),
    [
        ("cas-1", "non-reconnue", "message-identite", False),
        ("cas-3", "images-invisibles", "message-panne", True),
        ("cas-3", "images-invisibles", "prevenir-informatique", False),
    ],
)
def test_a_message_without_text_is_neither_copied_nor_written(
    unit: str, symptom: str, line: str, offered: bool
) -> None:
    played = start(shipped(), unit, symptom)
    view = view_of(played, line)
    here = cast(Any, SimpleNamespace(acting=True, row=view.row, view=view))
    assert [command.applies(here) for command in (commands.COPY, commands.WRITE)] == [offered, offered]


def test_an_order_that_an_annex_left_says_until_when_it_lasts() -> None:
    played = start(shipped(), "cas-7", "cache-seul")
    played.do(want.Answer(*played.line("imadis-actif").key, "oui"))
    played.do(want.RunAnnex(*played.line("secours").key))
    played.do(want.Settle(*played.line("renvoyer-toutes").key))
    played.do(want.Called(*played.line("appeler-imadis").key, "imadis-images", "reached"))
    played.do(want.Answer(*played.line("arrivent").key, "oui"))
    played.do(want.Conclude(*played.line("fin-reussi").key))
    played.do(want.AnnounceReturn(played.look().current_cases[0], "AB, poste 2"))
    words = "Dure jusqu'à ce que ceci soit réglé, même si le reste est revenu : A4.16"
    assert any(words in line for line in everything_in_force(view_of(played)))
    assert any(words in line for line in card_lines(view_of(played), played.line("vers-secours")))
    for line in ("resolution", "tests", "serveur-habituel"):
        assert "vers-secours" in {row.line.id for row in played.look().standing}
        played.do(want.Settle(*played.line(line).key))
    assert "vers-secours" not in {row.line.id for row in played.look().standing}


def test_an_order_of_a_case_says_nothing_of_lines() -> None:
    played = start(shipped(), "cas-3", "images-invisibles")
    assert not any("Dure jusqu'à" in line for line in everything_in_force(view_of(played)))


@pytest.mark.parametrize(
    ("joined", "title"),
    [
        (("cas-2", "ris"), "Dysfonctionnement du PACS + RIS"),
        (("cas-7", "cache-seul"), "Dysfonctionnement du PACS + L'archivage sur KRYPTON Philips ne fonctionne pas"),
    ],
)
def test_two_outages_are_both_named_within_a_line(joined: tuple[str, str], title: str) -> None:
    played = start(shipped(), "cas-3", "images-invisibles")
    played.do(want.Join(*joined))
    assert view_of(played).title == title
