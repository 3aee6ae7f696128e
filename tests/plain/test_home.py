"""The first screen: nothing stands before it, and it leads everywhere."""

from __future__ import annotations

import itertools
import re
from datetime import timedelta

import pytest

from pannesi.application.site_selection import SelectedSite
from pannesi.procedure.checks.diagnostic import Problem
from pannesi.procedure.loading.site_choice import SiteFolder
from pannesi.session import actions as want
from tests.support.plain_playing import (
    NIGHT,
    PACS,
    ROOT,
    flat,
    pass_time,
    play,
    play_from,
    shipped,
    state_of,
    station_of,
)


def test_the_first_screen_fits_a_small_terminal_and_names_the_site() -> None:
    lines = play(station_of()).splitlines()
    assert lines[0] == "pannesi · Imagerie, CH de Pau · mar. 24 nov. 2026 · 03:12"
    assert lines[1] == f"Site : {ROOT}"
    assert len(lines) <= 24
    assert all(len(line) <= 80 for line in lines)


def test_all_fifteen_entries_and_the_way_for_who_does_not_know_are_there() -> None:
    screen = play(station_of())
    for entry in shipped().site.entries:
        assert re.search(rf"^.* {entry.number}  {re.escape(entry.symptom.label)}$", screen, re.MULTILINE)
    assert re.search(r"^ +0  Je ne sais pas", screen, re.MULTILINE)


def test_a_number_opens_at_once_and_nothing_is_asked_before_the_first_line() -> None:
    station = station_of()
    screen = play(station, PACS)
    assert state_of(station).visits[0].symptom == "images-invisibles"
    assert "3.1 · Un seul poste" in screen


@pytest.mark.parametrize(("typed", "number"), [("imags", 6), ("écran noir", 6), ("internett", 14), ("dictee", 4)])
def test_words_find_and_only_numbers_open(typed: str, number: int) -> None:
    station = station_of()
    screen = play(station, typed)
    assert re.search(rf"^ +{number}  ", screen.partition(typed)[2], re.MULTILINE)
    assert station.journal.sessions() == ()


def test_a_number_counted_down_the_lines_found_does_not_open_another_case_unasked() -> None:
    station = station_of()
    screen = play(station, "imags", "1", "n", PACS)
    assert "n'est pas dans ce qui a été trouvé" in flat(screen)
    assert [visit.symptom for visit in state_of(station).visits] == ["images-invisibles"]


@pytest.mark.parametrize("typed", ["zzzz", "16", "999999999999", "€€", "[/x]"])
def test_what_leads_nowhere_says_what_to_type(typed: str) -> None:
    station = station_of()
    assert "Rien ne correspond" in play(station, typed)
    assert station.journal.sessions() == ()


def test_zero_leads_through_the_triage() -> None:
    station = station_of()
    screen = play(station, "0")
    assert state_of(station).visits[0].unit == "triage"
    assert "RECHERCHE DU CAS" in screen
    assert "r retour" not in screen


def test_an_open_session_stands_first_and_an_empty_line_takes_it_up() -> None:
    station = station_of()
    play(station, PACS, "1", "1", "joint")
    pass_time(station, timedelta(minutes=47))
    screen = play(station, "")
    assert "● Dysfonctionnement du PACS, alerte, depuis 0 h 47, AB" in flat(screen)
    assert len(station.journal.sessions()) == 1
    assert "3.10 · Les images" in screen


def test_with_nothing_open_an_empty_line_only_shows_the_screen_again() -> None:
    station = station_of()
    assert play(station, "").count("Que se passe-t-il ?") == 2
    assert station.journal.sessions() == ()


def test_a_symptom_picked_during_an_outage_may_join_it() -> None:
    station = station_of()
    play(station, PACS)
    screen = play(station, "5", "2")
    assert "Est-ce la même ?" in flat(screen)
    assert [visit.unit for visit in state_of(station).visits] == ["cas-3", "cas-2"]


def test_or_be_another_outage_or_nothing_at_all() -> None:
    station = station_of()
    play(station, PACS)
    play(station, "5", "")
    assert len(station.journal.sessions()) == 1
    play(station, "5", "1")
    assert len(station.journal.sessions()) == 2


def test_the_list_of_sessions_takes_up_any_of_them() -> None:
    station = station_of()
    play(station, PACS, "cl", "fin")
    pass_time(station, timedelta(hours=1))
    play(station, "5")
    screen = play(station, "s", "s 2")
    assert re.search(r"1  ● \S+ +04:12 · Dysfonctionnement du RIS", screen)
    assert re.search(r"2  ✓ \S+ +03:12 · Dysfonctionnement du PACS, close", screen)
    assert "CLOSE · Dysfonctionnement du PACS" in screen


@pytest.mark.parametrize("typed", ["s 9", "s x", "s 0"])
def test_a_session_that_is_not_listed_is_not_opened(typed: str) -> None:
    assert "Taper s pour la liste" in play(station_of(), "s", typed)


def test_an_exercise_is_not_taken_up_as_if_it_were_real() -> None:
    station = station_of(exercise=True)
    play(station, PACS)
    real = station_of(journal=station.journal)
    assert "le reprendre avec --exercise" in flat(play(real, "s", "s 1"))


def test_a_real_outage_is_one_key_away_from_an_exercise() -> None:
    station = station_of()
    play(station, PACS)
    exercise = station_of(journal=station.journal, exercise=True)
    screen = play(exercise, "s", "s 1", "1")
    assert "VRAIE PANNE EN COURS" in screen
    assert "EXERCICE" not in screen.rpartition("> 1")[2]
    assert not exercise.exercise


def test_within_an_exercise_the_real_outage_stays_said_with_the_way_to_it() -> None:
    station = station_of()
    play(station, PACS)
    exercise = station_of(journal=station.journal, exercise=True)
    exercise.new_id = map("{:032x}".format, itertools.count(500)).__next__
    screen = flat(play(exercise, "1"))
    assert (
        "VRAIE PANNE EN COURS : Dysfonctionnement du PACS, depuis 03:12. Arrêter l'exercice ; la reprendre : ac"
        in screen
    )


def test_contacts_and_help_are_one_key_away() -> None:
    screen = flat(play(station_of(), "c", "?"))
    assert "IMADIS, assistance technique : répond maintenant" in screen
    assert "Dans une session, ? explique chaque touche." in screen


def test_quitting_ends_with_nothing_left_to_say() -> None:
    screen, code = play_from(station_of(), ["q"])
    assert code == 0
    assert "reprendre :" not in screen


def test_an_unknown_session_to_resume_is_said_and_ends_with_two() -> None:
    station = station_of()
    screen, code = play_from(station, [], resume="2025")
    assert code == 2
    assert "Aucune session ne commence par « 2025 »" in flat(screen)


def test_a_site_in_error_is_said_on_top_and_in_the_prompt() -> None:
    good = shipped()
    error = Problem("cases/cas-3-pacs.yaml", 4, 1, "error", "P203", "Clé inconnue.")
    station = station_of(SelectedSite(good.site, good.files, SiteFolder(ROOT), (error,)), now=NIGHT)
    screen = flat(play(station))
    assert "SITE EN ERREUR : 1 erreur dans cases/cas-3-pacs.yaml" in screen
    assert "pannesi check" in screen
    assert "SITE EN ERREUR · Numéro ou mots" in screen


def test_the_shipped_copy_announces_itself() -> None:
    good = shipped()
    station = station_of(SelectedSite(good.site, good.files, SiteFolder(ROOT, shipped=True)))
    assert "COPIE LIVRÉE" in play(station)


def test_what_happened_to_the_journal_is_said_once_and_its_trouble_always() -> None:
    station = station_of()
    station.notices = ("3 faits repris d'un journal de secours.",)
    station.problem = "Journal de secours : /tmp/x."
    screen = play(station, PACS, "ac", "")
    assert screen.count("3 faits repris") == 1
    assert screen.count("Journal de secours : /tmp/x.") >= 4


def test_sessions_are_listed_twenty_at_a_time_and_found_by_words() -> None:
    station = station_of()
    for number in range(23):
        unit, symptom = ("cas-3", "images-invisibles") if number % 2 else ("cas-2", "ris")
        station.desk().open(want.Open(unit, symptom))
    first, second = play(station, "s").count(" ● "), flat(play(station, "s", "s +", "s +"))
    assert first - second.partition(": s ")[0].count(" ● ") == 20
    assert " 23 ● " in second
    assert "Il n'y en a pas d'autre." in second
    listed = flat(play(station, "s pacs"))
    assert listed.partition(": s pacs")[2].count("Dysfonctionnement du PACS") == 11


def test_two_sessions_of_one_case_are_told_apart_by_what_each_was_entered_by() -> None:
    screen = play(station_of(), "4", "ac", "5", "1", "ac")
    open_sessions = screen.rpartition("En cours")[2]
    assert "● Impossible de dicter, alerte" in open_sessions
    assert "● Le RIS ne fonctionne pas, alerte" in open_sessions


def test_the_list_of_sessions_says_how_to_open_one_since_a_number_alone_is_an_entry() -> None:
    station = station_of()
    screen = play(station, "4", "ac", "s", "s 1")
    assert "En ouvrir une : s et son numéro, comme s 1." in screen
    assert "Dysfonctionnement du RIS · depuis" in screen.rpartition("comme s 1.")[2]
    assert "comme s" not in play(station_of(), "s")


@pytest.mark.parametrize("typed", ["mauvais patient", "doublon patient", "worklist vide", "c'est lent"])
def test_what_is_written_nowhere_says_so_and_whom_to_ask_and_zero_stays(typed: str) -> None:
    station = station_of()
    said = play(station, typed).partition(f": {typed}")[2]
    assert "Non écrit dans la procédure : " in flat(said)
    assert "Demander à : Astreinte informatique, numéro non écrit, jusqu'à 08:00." in flat(said)
    assert re.search(r"^ +0  Je ne sais pas", said, re.MULTILINE)
    assert "VueShare" not in said
    assert station.journal.sessions() == ()


def test_where_nobody_is_written_either_that_is_said() -> None:
    assert "À qui le demander n'est pas écrit non plus." in flat(play(station_of(), "coupure de courant"))


@pytest.mark.parametrize("typed", ["images", "zzzz", "internet"])
def test_who_does_not_know_has_a_way_whatever_was_typed(typed: str) -> None:
    said = play(station_of(), typed).partition(f": {typed}")[2]
    assert re.search(r"^ +0  Je ne sais pas", said, re.MULTILINE)


def test_another_failure_looked_for_during_an_outage_is_answered_alike() -> None:
    said = flat(play(station_of(), PACS, "t mauvais patient", "", "ac").partition("t mauvais patient")[2])
    assert "Non écrit dans la procédure : " in said
    assert "Demander à : Astreinte informatique" in said


@pytest.mark.parametrize("simulated", [False, True])
def test_an_exercise_has_lasted_as_long_on_home_and_in_the_list_as_in_the_guide_that_resumes_it(
    simulated: bool,
) -> None:
    station = station_of(exercise=True)
    if simulated:
        station.clock.set_to(NIGHT + timedelta(hours=3))
    play(station, PACS, "1")
    pass_time(station, timedelta(minutes=28))
    again = station_of(journal=station.journal, exercise=True, now=NIGHT + timedelta(minutes=28))
    screen = flat(play(again, "s", ""))
    assert screen.count("0 h 28") >= 3, "home, the list, the guide"
    assert "0 h 00" not in screen


def test_where_another_time_is_simulated_home_and_guide_count_to_that_one() -> None:
    station = station_of(exercise=True)
    play(station, PACS, "1")
    again = station_of(journal=station.journal, exercise=True)
    again.clock.set_to(NIGHT + timedelta(hours=2))
    assert flat(play(again, "")).count("2 h 00") >= 2


def test_an_entry_that_goes_on_already_is_resumed_first_and_joining_says_what_it_means() -> None:
    station = station_of()
    play(station, PACS)
    screen = flat(play(station, PACS, "1"))
    assert "1 déjà en cours, la reprendre : Dysfonctionnement du PACS" in screen
    assert "En plus : une seule session" in screen
    assert len(station.journal.sessions()) == 1
    assert len(state_of(station).visits) == 1
