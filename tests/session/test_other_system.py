"""A check of the degraded mode that asks after another system: what it says holds closing, what it did not ask does not.

In case 2 (RIS), line 2c.6 is ours: « Le PACS marche-t-il toujours ? », so that an outage of both is told as one. The
return of the RIS does not depend on it, and what does depend on the PACS is held by itself: the référents reconcile in
it (2c.10; l. 109 of the source). So a question left without answer is counted as left, and holds nothing. An answer that
says the PACS to be down is another matter: nobody may close over it.
"""

from __future__ import annotations

import pytest

from pannesi.session import actions as want
from tests.support.building import Played, site, start
from tests.support.session_playing import at
from tests.support.shipped_site import shipped

CASES = [("cas-2", "ris", "pacs-aussi", "non", "vers-cas-4"), ("cas-3", "images-invisibles", "ris-aussi", "non", "vers-cas-4"),
         ("cas-7", "cache-seul", "recents-visibles", "non", "vers-cas-3")]  # fmt: skip


def back(unit: str, symptom: str) -> Played:
    """A case whose return was announced."""
    played = start(shipped(), unit, symptom)
    played.do(want.AnnounceReturn(played.look().current_cases[0], "AB, salle 2"))
    return played


def held(played: Played) -> set[str]:
    """The lines whose answer is to be looked at again before closing."""
    keys = {block.row for block in played.look().blocks if block.code == "unconfirmed"}
    return {row.line.id for row in played.look().rows if row.key in keys}


@pytest.mark.parametrize(("unit", "symptom", "line", "_says", "_to"), CASES)
def test_a_check_that_nobody_answered_holds_nothing_and_is_counted_as_left(
    unit: str, symptom: str, line: str, _says: str, _to: str
) -> None:
    played = back(unit, symptom)
    row = played.line(line)
    assert row.key not in {block.row for block in played.look().blocks}
    assert row.key in {one.key for one in played.look().left_open}


@pytest.mark.parametrize(("unit", "symptom", "line", "says", "_to"), CASES)
def test_an_answer_that_says_another_system_to_be_down_holds_closing_until_it_says_otherwise(
    unit: str, symptom: str, line: str, says: str, _to: str
) -> None:
    played = back(unit, symptom)
    played.do(want.Answer(*played.line(line).key, says))
    assert held(played) == {line}
    played.do(want.Answer(*played.line(line).key, "oui"))
    assert held(played) == set()


@pytest.mark.parametrize(("unit", "symptom", "line", "says", "to"), CASES)
def test_it_holds_no_more_once_the_other_case_is_entered_or_said_not_to_be_needed(
    unit: str, symptom: str, line: str, says: str, to: str
) -> None:
    entered, waived = back(unit, symptom), back(unit, symptom)
    for played in (entered, waived):
        played.do(want.Answer(*played.line(line).key, says))
    key = entered.line(to).key
    entered.do(want.Follow(*key))
    waived.do(want.NotNeeded(*waived.line(to).key, "revenu depuis"))
    assert held(entered) == held(waived) == set()


def test_a_single_workstation_or_an_older_archive_says_no_other_system_to_be_down() -> None:
    played = back("cas-3", "images-invisibles")
    played.do(want.Answer(*played.line("combien-de-postes").key, "un-seul"))
    played.do(want.Answer(*played.line("quels-examens").key, "recents"))
    assert held(played) == set()


@pytest.mark.parametrize("patients", [0, 1])
def test_what_the_return_of_the_ris_asks_of_the_pacs_holds_closing_by_itself(patients: int) -> None:
    played = start(shipped(), "cas-2", "ris")
    for _one in range(patients):
        played.do(want.AddPatient({"origin": "externe"}, "Inventé"))
    played.do(want.AnnounceReturn(played.look().current_cases[0], "AB, salle 2"))
    line = at(played, "2c.10")
    assert (line.line.id, line.line.critical) == ("reconciliations", "yes")
    assert line.key in {block.row for block in played.look().blocks}


AFTER_AN_ANNEX = site(
    {
        "id": "panne", "symptoms": [{"id": "rien", "system": "RIS", "label": "rien", "systems": {"down": ["RIS"]}}],
        "alert": [
            {"id": "badge", "verify": "Un badge ?"},
            {"id": "essai", "run": "annexe", "label": "Essayer",
             "outcomes": [{"id": "echec", "lines": [
                 {"id": "vers-autre", "becomes": "autre", "label": "Autre", "symptom": "deux"}]}]},
        ],
    },
    {
        "id": "autre", "symptoms": [{"id": "deux", "system": "PACS", "label": "deux", "systems": {"down": ["PACS"]}}],
        "alert": [{"id": "a", "do": "A"}],
    },
    {"id": "annexe", "kind": "annex", "outcomes": {"echec": "Pas reçu"},
     "steps": [{"id": "fin", "outcome": "echec", "label": "Échec"}]},
)  # fmt: skip


@pytest.mark.parametrize("answer", ["oui", "non"])
def test_a_case_that_an_annex_leads_to_is_no_answer_of_the_question_before_it(answer: str) -> None:
    """No other answer to that question would settle it."""
    played = start(AFTER_AN_ANNEX, "panne", "rien")
    played.do(want.Answer(*played.line("badge").key, answer))
    played.do(want.RunAnnex(*played.line("essai").key))
    played.do(want.Conclude(*played.line("fin").key))
    assert played.line("vers-autre").status == "open"
    played.do(want.AnnounceReturn(played.look().current_cases[0], "AB, salle 2"))
    assert held(played) == set()
