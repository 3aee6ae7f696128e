"""A sheet that the procedure asks to keep for each patient stands among what lasts, as long as its case does."""

from __future__ import annotations

from pannesi.presentation.session.session_view import View
from pannesi.presentation.session.standing_orders import everything_in_force, lasting
from pannesi.session import actions as want
from tests.support.building import Played, start
from tests.support.shipped_site import shipped


def view(played: Played) -> View:
    return View(played.site, played.state, played.look(), None, "AB")


def words(played: Played) -> list[str]:
    return [last.words for last in lasting(view(played))]


def test_the_sheet_of_case_2_stands_with_its_orders_until_the_return_is_announced() -> None:
    played = start(shipped(), "cas-2", "ris")
    assert words(played) == ["CD coupe (externes)", "fiche « Mode dégradé »", "identité vérifiée"]
    played.do(want.Settle(*played.line("registre").key))
    assert "fiche « Mode dégradé »" in words(played), "taken note of, it lasts all the same"
    listed = list(everything_in_force(view(played)))
    assert "■ fiche « Mode dégradé »" in listed
    assert any(line.strip().endswith("Utiliser la fiche « Mode dégradé » pour chaque patient") for line in listed)
    played.do(want.AnnounceReturn(played.look().current_cases[0], "AB, salle 2"))
    assert words(played) == []


def test_the_sheet_of_case_4_stands_with_what_is_typed_by_hand_and_only_there_when_case_2_became_case_4() -> None:
    played = start(shipped(), "cas-2", "ris")
    played.do(want.Settle(*played.line("registre").key))
    played.do(want.Answer(*played.line("pacs-aussi").key, "non"))
    played.do(want.Follow(*played.line("vers-cas-4").key))
    assert [said for said in words(played) if "fiche" in said] == ["saisie main + fiche"]


def test_a_list_that_we_added_does_not_outrank_what_lasts() -> None:
    for unit, symptom in (("cas-1", "pre-numerotee"), ("cas-3", "images-invisibles"), ("cas-6", "myvue")):
        assert not [said for said in words(start(shipped(), unit, symptom)) if "Noter" in said]
