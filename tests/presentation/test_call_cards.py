"""The card of a call while it is to be made, when nobody answers, and once it is over; nothing in it is untrue."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pannesi.presentation.line.frame_words import frame_lines
from pannesi.presentation.line.line_card import card_lines
from pannesi.presentation.session.session_view import View
from pannesi.session import actions as want
from pannesi.session.event_writer import Refused
from pannesi.session.labels import needs_attention, sign_of, status_word
from tests.support.building import Played, start
from tests.support.shipped_site import shipped


def told(played: Played, line: str) -> str:
    row = played.line(line)
    return "\n".join(card_lines(View(played.site, played.state, played.look(), row, "AB"), row))


def backup_without_answer() -> tuple[Played, str]:
    """Annexe 4 up to the call that may not be left out; its visit."""
    played = start(shipped(), "cas-3", "images-invisibles")
    played.do(want.Answer(*played.line("imadis-recoit").key, "non"))
    played.do(want.RunAnnex(*played.line("secours-imadis").key))
    annex = played.line("arrivent").visit
    played.do(want.Answer(annex, "serie-recue", "non"))
    return played, annex


def test_nobody_answers_the_call_that_may_not_be_passed_and_the_night_goes_on_without_a_false_word() -> None:
    played, annex = backup_without_answer()
    assert "Si personne ne répond" not in told(played, "appeler-imadis")
    played.do(want.Called(annex, "appeler-imadis", "imadis-images", "no_answer"))
    words = told(played, "appeler-imadis")
    assert "Même organisme (IMADIS), autre numéro : IMADIS, assistance technique" in words
    assert "04 37 23 00 00" in words
    assert "Aucun autre contact" not in words
    assert (
        "Si personne ne répond : A4.9 Les images arrivent-elles chez IMADIS ? → « non », ou 0 si personne ne sait"
        in words
    )
    assert status_word(played.line("appeler-imadis")) == "sans réponse"
    played.do(want.Called(annex, "appeler-imadis", "imadis-assistance", "no_answer"))
    assert "Tous les contacts écrits ont été essayés.\n" in told(played, "appeler-imadis")
    assert "I impossible" not in told(played, "appeler-imadis")
    with pytest.raises(Refused, match=r"la suite est à A4\.9"):
        played.do(want.CouldNot(annex, "appeler-imadis", "personne ne répond"))
    played.do(want.Answer(annex, "arrivent", "non"))
    following = played.look().next
    assert following is not None
    assert following.line.id != "appeler-imadis", "tried, and something was said further on since"
    played.do(want.Conclude(annex, "fin-echec"))
    assert not [event for event in played.events if event.payload.get("outcome") == "reached"]


def test_the_call_that_was_tried_stays_to_be_made_and_is_no_longer_in_the_way() -> None:
    played, annex = backup_without_answer()
    played.do(want.Settle(annex, "renvoyer-toutes"))
    played.do(want.Called(annex, "appeler-imadis", "imadis-images", "no_answer"))
    assert played.line("appeler-imadis").key in [row.key for row in played.look().todo]
    order = [row.line.id for row in played.look().todo if row.visit == annex]
    assert order.index("appeler-imadis") < order.index("arrivent")
    played.do(want.Answer(annex, "arrivent", "ne-sait-pas"))
    order = [row.line.id for row in played.look().todo if row.visit == annex]
    assert order.index("redemander-arrivee") < order.index("appeler-imadis")


def test_where_a_line_may_be_left_out_the_ways_that_exist_are_named() -> None:
    played = start(shipped(), "cas-3", "images-invisibles")
    for contact in ("astreinte-informatique",):
        played.do(want.Called(*played.line("prevenir-informatique").key, contact, "no_answer"))
    words = told(played, "prevenir-informatique")
    assert "Tous les contacts écrits ont été essayés : rappeler, ou i impossible, ou écrire plus tard." in words


@pytest.mark.parametrize(
    ("line", "contact"),
    [("prevenir-informatique", "astreinte-informatique"), ("prevenir-cadre", "cadre-de-garde")],
)
def test_once_a_call_is_over_its_card_tells_what_was(line: str, contact: str) -> None:
    entry = ("cas-3", "images-invisibles") if line == "prevenir-informatique" else ("cas-5", "images-non-recues")
    played = start(shipped(), *entry)
    if line == "prevenir-cadre":
        played.do(want.Answer(*played.line("secours-fait").key, "echoue"))
    assert "Appeler maintenant" in told(played, line)
    played.do(want.Called(*played.line(line).key, contact, "reached"))
    words = told(played, line)
    assert "✓ joint à" in words
    assert "a répondu" in words
    for gone in ("Appeler maintenant", "À dire", "À NE PAS OUBLIER", "Si ce n'est pas vous", "maintenant jusqu'à"):
        assert gone not in words, gone


def test_what_was_said_impossible_is_no_longer_asked_for_by_its_card() -> None:
    played = start(shipped(), "cas-3", "images-invisibles")
    played.do(want.CouldNot(*played.line("prevenir-informatique").key, "numéro introuvable"))
    words = told(played, "prevenir-informatique")
    assert words.startswith("✗ impossible à")
    assert "Appeler maintenant" not in words


def test_a_message_seen_and_an_act_done_ask_nothing_more() -> None:
    played = start(shipped(), "cas-3", "images-invisibles")
    assert "Ici : confirmer ce qui a été vu." in told(played, "message-panne")
    assert "À voir ensuite" in told(played, "message-panne")
    played.do(want.Settle(*played.line("message-panne").key))
    words = told(played, "message-panne")
    assert "Ici : confirmer" not in words
    assert "À voir ensuite" not in words
    assert "Message : Le PACS est en panne." in words


def test_a_line_not_reached_yet_says_that_its_time_has_not_come() -> None:
    played = start(shipped(), "cas-4", "ris-et-pacs")
    words = told(played, "corriger-message-ris")
    assert "À appeler, le moment venu : Astreinte informatique" in words
    assert "Appeler maintenant" not in words


def test_a_closed_session_calls_nobody() -> None:
    played = start(shipped(), "cas-3", "images-invisibles")
    played.do(want.Close("fin de service"))
    assert "Appeler maintenant" not in told(played, "prevenir-informatique")


def test_only_what_was_achieved_is_told_with_a_tick() -> None:
    played = start(shipped(), "cas-3", "images-invisibles")
    call = played.line("prevenir-informatique").key
    for intent, sign in (
        (want.Called(*call, "astreinte-informatique", "no_answer"), "○"),
        (want.CouldNot(*call, "numéro introuvable"), "✗"),
        (want.NotNeeded(*call, "sans objet"), "–"),
        (want.Leave(*played.line("message-panne").key), "»"),
        (want.Called(*call, "astreinte-informatique", "reached"), "✓"),
    ):
        if sign in "–✓":
            played.do(want.UndoLast())
        played.do(intent)
        assert (sign_of(played.events[-1]), needs_attention(played.events[-1])) == (sign, sign != "✓")


def moved(played: Played, minutes: int) -> None:
    played.now += timedelta(minutes=minutes)


def test_what_is_told_of_an_outage_met_later_began_when_it_was_met() -> None:
    played = start(shipped(), "cas-3", "images-invisibles")
    began = View(played.site, played.state, played.look(), None, "AB").hour(played.now)
    moved(played, 47)
    played.do(want.Join("cas-2", "dictee"))
    met = View(played.site, played.state, played.look(), None, "AB").hour(played.now)
    assert began != met
    moved(played, 5)
    assert f"Constaté à {met}." in told(played, "prevenir-informatique-dictee")
    assert f"Constaté à {began}." in told(played, "prevenir-informatique")


def test_what_a_case_turned_into_began_with_it() -> None:
    played = start(shipped(), "cas-3", "images-invisibles")
    began = View(played.site, played.state, played.look(), None, "AB").hour(played.now)
    moved(played, 47)
    played.do(want.TurnAll(played.look().current_cases, "cas-4", "ris-et-pacs"))
    row = next(one for one in played.look().rows if (one.unit, one.line.verb) == ("cas-4", "call"))
    assert f"Constaté à {began}." in "\n".join(
        card_lines(View(played.site, played.state, played.look(), row, "AB"), row)
    )


def test_a_case_that_was_looked_for_first_began_with_the_search() -> None:
    played = start(shipped(), "triage")
    began = View(played.site, played.state, played.look(), None, "AB").hour(played.now)
    moved(played, 4)
    played.do(want.Join("cas-3", "images-invisibles"))
    assert f"Constaté à {began}." in told(played, "prevenir-informatique")


def test_the_sheet_for_a_ticket_says_when_its_own_outage_began() -> None:
    played = start(shipped(), "cas-2", "dictee")
    moved(played, 47)
    played.do(want.Join("cas-7", "cache-seul"))
    met = View(played.site, played.state, played.look(), None, "AB").hour(played.now)
    moved(played, 5)
    played.do(want.RunAnnex(*played.line("ticket-philips").key))
    assert f"Début (ajout) : constaté à {met}" in told(played, "fiche")


def test_a_contact_just_reached_while_the_case_was_looked_for_is_said_to_be_so() -> None:
    played = start(shipped(), "triage")
    for line, option in (("autre-poste", "pareil"), ("ris-repond", "non"), ("images-sans-ris", "ne-sait-pas")):
        played.do(want.Answer(*played.line(line).key, option))
    played.do(want.Called(*played.line("ris-au-moins").key, "service-informatique", "reached"))
    reached = played.line("ris-au-moins")
    hour = View(played.site, played.state, played.look(), None, "AB").hour(played.now)
    played.do(want.Follow(*played.line("t-cas-2-doute").key))
    assert f"Déjà joint à {hour} : {reached.number} Prévenir l'informatique" in told(
        played, "prevenir-informatique-ris"
    )


def test_nobody_is_said_to_be_reached_who_was_not() -> None:
    played = start(shipped(), "cas-2", "ris")
    assert "Déjà joint" not in told(played, "prevenir-informatique-ris")
    played.do(want.Called(*played.line("prevenir-informatique-ris").key, "service-informatique", "no_answer"))
    assert "Déjà joint" not in told(played, "prevenir-informatique-ris")


def test_what_is_told_at_the_return_has_no_hour_of_the_outage() -> None:
    """`le RIS est revenu … depuis 03:12` would say that it came back when it failed. Every call of every return."""
    site, seen = shipped(), 0
    for entry in site.entries:
        played = start(site, entry.unit.id, entry.symptom.id)
        played.do(want.AnnounceReturn(played.look().current_cases[0], "AB, poste 2"))
        view = View(played.site, played.state, played.look(), None, "AB")
        for row in view.walk.rows:
            if row.line.verb == "call" and row.phase == "return_to_normal":
                seen += 1
                assert "Depuis " not in "\n".join(card_lines(view, row)), (entry.unit.id, row.line.id)
    assert seen >= 3


def test_an_outage_of_the_day_before_was_seen_yesterday_and_one_whose_hour_was_given_lasts_since_then() -> None:
    played = start(shipped(), "cas-3", "images-invisibles")
    began = played.state.began
    assert began is not None
    moved(played, 24 * 60)
    view = View(played.site, played.state, played.look(), None, "AB")
    assert view.began_words(played.line("prevenir-informatique")) == "constaté hier 03:13"
    later = View(played.site, played.state, replace(played.look(), now=began + timedelta(days=12)), None, "AB")
    assert later.began_words(played.line("prevenir-informatique")) == "constaté le 24/11 à 03:13"
    played.do(want.SetBegan(began - timedelta(minutes=7)))
    view = View(played.site, played.state, played.look(), None, "AB")
    assert view.began_words(played.line("prevenir-informatique")) == "depuis hier 03:06"


def test_a_call_to_make_once_it_works_again_says_so_and_asks_for_no_broadcast() -> None:
    played = start(shipped(), "cas-3", "images-invisibles")

    def said() -> str:
        view = View(played.site, played.state, played.look(), None, "AB")
        return "\n".join(line.words for line in frame_lines(view, played.line("prevenir-informatique")))

    assert "Faire diffuser" in said()
    assert "Rétabli" not in said()
    played.do(want.AnnounceReturn(played.look().current_cases[0], "AB, poste 2"))
    assert "Rétabli depuis 03:" in said()
    assert "Faire diffuser" not in said()
