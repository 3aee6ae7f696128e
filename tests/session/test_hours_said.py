"""What people answered of the hours counts more than the clock, until the hours change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from pannesi.session import actions as want
from pannesi.session.facts.session import SessionClosed
from tests.support.building import Played, site, start
from tests.support.shipped_site import shipped

SATURDAY_AFTERNOON = datetime(2026, 11, 28, 13, 0, tzinfo=UTC)
SATURDAY_MORNING = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
TUESDAY_NIGHT = datetime(2026, 11, 24, 2, 12, tzinfo=UTC)


def at(moment: datetime, unit: str, symptom: str) -> Played:
    """A session of the shipped procedure, opened at a moment."""
    played = Played(shipped(), now=moment)
    played.do(want.Open(unit, symptom))
    return played


def archive(answer: str) -> Played:
    """Case 7 on a Saturday afternoon, outside the hours of IMADIS, with the backup begun whatever the clock says."""
    played = at(SATURDAY_AFTERNOON, "cas-7", "cache-seul")
    played.do(want.Answer(*played.line("recents-visibles").key, "oui"))
    played.do(want.Answer(*played.line("imadis-actif").key, answer))
    return played


def test_a_line_for_the_closed_hours_is_not_shown_to_who_said_that_they_are_open() -> None:
    played = archive("oui")
    played.do(want.RunAnnex(*played.line("secours").key))
    assert played.line("hors-garde").status == "not_applicable"
    condition = played.line("hors-garde").condition
    assert condition is not None
    assert condition.because == "réponse donnée à 7.5 : oui"


@pytest.mark.parametrize("answer", ["non", "ne-sait-pas"])
def test_it_is_shown_to_who_said_that_they_are_closed_or_did_not_know(answer: str) -> None:
    played = archive(answer)
    played.do(want.Join("cas-5", "images-non-recues"))
    played.do(want.Answer(*played.line("secours-fait").key, "a-faire"))
    played.do(
        want.RunAnnex(*next(row.key for row in played.look().rows if row.line.id == "secours" and row.unit == "cas-5"))
    )
    assert played.line("hors-garde").status == "open"


def test_a_line_for_the_open_hours_is_not_asked_of_who_said_that_they_are_closed() -> None:
    played = at(TUESDAY_NIGHT, "cas-7", "cache-seul")
    played.do(want.Answer(*played.line("recents-visibles").key, "oui"))
    assert played.line("retour-imadis").status == "open"
    played.do(want.Answer(*played.line("imadis-actif").key, "non"))
    assert played.line("retour-imadis").status == "not_applicable"


def test_the_answer_no_longer_counts_once_the_hours_have_changed() -> None:
    played = archive("oui")
    played.do(want.RunAnnex(*played.line("secours").key))
    played.now = datetime(2026, 11, 29, 10, 0, tzinfo=UTC)  # the night came, and went
    assert played.line("imadis-actif").again
    assert played.line("hors-garde").status == "open"


def test_the_last_answer_counts_where_two_were_given() -> None:
    played = archive("non")
    played.do(want.Answer(*played.line("imadis-actif").key, "oui"))
    played.do(want.RunAnnex(*played.line("secours").key))
    assert played.line("hors-garde").status == "not_applicable"


def test_a_session_closed_before_keeps_what_the_clock_said() -> None:
    played = archive("oui")
    played.do(want.RunAnnex(*played.line("secours").key))
    played.do(want.Close("essai"))
    *before, closing = played.events
    assert closing.kind == SessionClosed.kind
    older = Played(played.site, now=played.now)
    for event in (*before, replace(closing, payload={**closing.payload, "rules": 3})):
        older.take(event)
    assert older.line("hors-garde").status == "open"
    assert played.line("hors-garde").status == "not_applicable"


def test_supposed_hours_are_said_to_be_supposed() -> None:
    played = at(SATURDAY_MORNING, "cas-3", "images-invisibles")
    condition = played.line("imadis-lit").condition
    assert condition is not None
    assert condition.assumed
    weekday = at(TUESDAY_NIGHT, "cas-3", "images-invisibles").line("imadis-recoit").condition
    assert weekday is not None
    assert not weekday.assumed


@pytest.mark.parametrize(("unit", "symptom"), [("cas-3", "images-invisibles"), ("cas-4", "ris-et-pacs")])
@pytest.mark.parametrize(("answer", "status"), [("oui", "open"), ("non", "not_applicable"), ("ne-sait-pas", "open")])
def test_on_a_saturday_the_images_are_asked_about_after_the_question_that_decides(
    unit: str, symptom: str, answer: str, status: str
) -> None:
    played = at(SATURDAY_MORNING, unit, symptom)
    assert played.line("imadis-recoit").status == "pending"
    played.do(want.Answer(*played.line("imadis-lit").key, answer))
    assert played.line("imadis-recoit").status == status


def test_a_check_of_what_others_did_comes_after_their_acts() -> None:
    played = at(TUESDAY_NIGHT, "cas-5", "images-non-recues")
    played.do(want.Answer(*played.line("secours-fait").key, "echoue"))
    played.do(want.Called(*played.line("prevenir-cadre").key, "cadre-de-garde", "reached"))
    played.do(want.NotNeeded(*played.line("assistance-imadis").key, "déjà joints"))
    ids = [row.line.id for row in played.look().todo]
    assert ids.index("imadis-recontacte") < ids.index("demandeur-appelle") < ids.index("tous-prevenus")
    assert ids.index("examens-en-attente") < ids.index("imadis-recontacte")


def test_a_check_that_stands_before_the_acts_of_others_keeps_its_place() -> None:
    check = {"id": "tous", "verify": "Tous prévenus ?", "asserts": "prevenu"}
    order = {"id": "consigne", "standing": "Prévenir", "duty": {"key": "prevenu", "label": "Prévenu"}}
    act = {"id": "appel", "await": "IMADIS appelle"}
    for lines, expected in (([order, check, act], ["tous", "appel"]), ([order, act, check], ["appel", "tous"])):
        played = start(site({"id": "cas", "degraded_mode": lines}), "cas")
        assert [row.line.id for row in played.look().todo if row.line.id != "consigne"] == expected
