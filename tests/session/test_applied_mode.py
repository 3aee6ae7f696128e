"""The band says degraded mode only where one is in place: in an annex opened by itself, once something is applied."""

from __future__ import annotations

from datetime import datetime

import pytest

from pannesi.history.index_entry_builder import build_entry
from pannesi.history.session_summary import session_summary_of
from pannesi.presentation.session.session_view import View
from pannesi.presentation.session.status_band import state_words
from pannesi.session import actions as want
from pannesi.session.projection.applied_mode import nothing_applied
from tests.support.building import Played, start
from tests.support.session_sites import HOSPITAL
from tests.support.shipped_site import shipped


def band(played: Played) -> str:
    view = View(played.site, played.state, played.look(), None, "AB")
    return state_words(view, "{mode}, retour attendu")


def listed(played: Played) -> tuple[str, str]:
    """The stage of the session for other programs, and in the list of sessions."""
    entry = build_entry("s", played.state, played.site, played.now)
    assert entry is not None
    words = entry.overview.sentence().removeprefix(f"{entry.overview.title}, ")
    assert entry.overview.title_suffixes[0].startswith(words)
    return entry.overview.as_json()["stage"], words.partition(" 0 h")[0]


def degraded_at(played: Played) -> datetime | None:
    summary = session_summary_of("s", played.state, played.site, played.now)
    assert summary is not None
    return summary.degraded_at


def portal() -> Played:
    """Entry 9, IMADIS called: their decision is asked."""
    played = start(shipped(), "annexe-2", "itis-inaccessible")
    assert band(played) == "PANNE EN COURS"
    played.do(want.Called(*played.line("joindre").key, "imadis-assistance", "reached"))
    played.do(want.Settle(*played.line("pilotage").key))
    assert band(played) == "PANNE EN COURS", "IMADIS has decided nothing yet"
    assert degraded_at(played) is None, "nor does the account count it"
    return played


def test_its_lines_are_steps_and_those_of_an_annex_run_in_a_case_stand_in_the_phase_of_that_case() -> None:
    played = start(shipped(), "annexe-2", "itis-inaccessible")
    view = View(played.site, played.state, played.look(), None, "AB")
    assert (view.phase_word(played.line("joindre")), view.short_phase_word(played.line("joindre"))) == (
        "Étapes", "étapes",
    )  # fmt: skip
    assert view.short_phase_word(played.line("tests")) == "retour"
    case = start(shipped(), "cas-6", "myvue")
    case.do(want.RunAnnex(*case.line("vue-motion").key))
    view = View(case.site, case.state, case.look(), None, "AB")
    assert view.phase_word(case.line("smartphone")) == "Mode dégradé"


def test_requests_are_faxed_from_the_decision_of_imadis_on() -> None:
    played = portal()
    played.do(want.Answer(*played.line("decision").key, "oui"))
    assert band(played) == "MODE DÉGRADÉ"
    played.do(want.Settle(*played.line("faxer").key))
    faxed = played.state.when(played.events[-1])
    played.do(want.Settle(*played.line("resultat").key))
    assert degraded_at(played) == faxed
    played.do(want.Conclude(*played.line("fin-fax").key))
    assert band(played) == "MODE DÉGRADÉ, retour attendu"
    assert listed(played) == ("waiting", "mode dégradé depuis")


@pytest.mark.parametrize(("answer", "end"), [("non", "fin-autre"), ("ne-sait-pas", "fin-sans-decision")])
def test_where_imadis_decides_otherwise_or_not_at_all_nothing_is_applied(answer: str, end: str) -> None:
    played = portal()
    played.do(want.Answer(*played.line("decision").key, answer))
    if answer == "ne-sait-pas":
        played.do(want.Called(*played.line("rappeler").key, "imadis-assistance", "reached"))
    assert band(played) == "PANNE EN COURS"
    assert listed(played) == ("alert", "panne en cours depuis")
    played.do(want.Conclude(*played.line(end).key))
    assert band(played) == "PANNE EN COURS, retour attendu"
    assert listed(played) == ("waiting", "panne en cours depuis")
    assert degraded_at(played) is None


def test_the_local_procedure_is_in_place_once_it_was_done_and_that_was_recorded() -> None:
    played = portal()
    played.do(want.Answer(*played.line("quoi").key, "transfert"))
    played.do(want.Answer(*played.line("decision").key, "oui"))
    assert band(played) == "PANNE EN COURS"
    played.do(want.Settle(*played.line("locale").key))
    played.do(want.Conclude(*played.line("fin-locale").key))
    assert band(played) == "MODE DÉGRADÉ, retour attendu"


def test_the_code_for_physicians_is_in_place_once_it_was_looked_at() -> None:
    played = start(shipped(), "annexe-3", "internet")
    for line in ("par-telephone", "smartphone"):
        assert band(played) == "PANNE EN COURS", line
        played.do(want.Settle(*played.line(line).key))
    played.do(want.Answer(*played.line("mot-de-passe").key, "non"))
    for line in ("ancien-code", "modifier", "tableau"):
        assert band(played) == "PANNE EN COURS", line
        played.do(want.Settle(*played.line(line).key))
    assert band(played) == "MODE DÉGRADÉ"


def test_where_no_degraded_mode_is_written_none_is_said_and_where_one_is_it_stays() -> None:
    played = start(shipped(), "cas-7", "cache-seul")
    played.do(want.Answer(*played.line("imadis-actif").key, "non"))
    assert band(played) == "PANNE EN COURS"
    besides = start(shipped(), "annexe-3", "internet")
    besides.do(want.Join("cas-2", "planning"))
    assert band(besides) == "MODE DÉGRADÉ", "of the second outage"


@pytest.mark.parametrize("number", range(len(HOSPITAL.entries)))
def test_cases_with_phases_of_their_own_never_say_it_while_an_order_of_theirs_is_in_force(number: int) -> None:
    entry = HOSPITAL.entries[number]
    played = start(HOSPITAL, entry.unit.id, entry.symptom.id)
    walk = played.look()
    assert not nothing_applied(HOSPITAL, walk) or not walk.standing
