"""A card of the triage: an entry with lines of its own, for what is no case of the procedure; the attack is one."""

from __future__ import annotations

import pytest

from pannesi.documents.binder.binder import binder_of
from pannesi.procedure.loading.loader import load_files
from pannesi.procedure.model.lines import Call, Line, Standing
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import is_search
from pannesi.procedure.wording.show_text import show_unit
from pannesi.session import actions as want
from pannesi.session.labels import title_of
from tests.support.building import start
from tests.support.shipped_site import shipped
from tests.support.small_site import small

ATTACK = ("triage", "attaque")


def card_lines() -> list[Line]:
    return [place.line for place in shipped().places.values() if place.symptom == "attaque"]


def test_the_card_of_an_attack_says_what_is_asked_of_it_and_that_it_is_ours() -> None:
    lines = card_lines()
    assert all(line.added is not None and line.source is None for line in lines)
    assert [line.value for line in lines if isinstance(line, Call)] == ["service-informatique"]
    assert [line.short for line in lines if isinstance(line, Standing)] == [
        "ne rien éteindre", "ni USB ni CD sans accord", "consignes informatique",
    ]  # fmt: skip
    assert any("papier" in line.value for line in lines)


def test_its_orders_are_in_view_from_the_first_moment() -> None:
    played = start(shipped(), *ATTACK)
    assert played.look().stage == "alert"
    assert [row.line.id for row in played.look().standing] == [
        "ne-pas-eteindre",
        "ne-rien-brancher",
        "suivre-consignes",
    ]


def test_it_is_no_search_it_has_a_return_and_the_search_has_none_of_its_lines() -> None:
    triage = shipped().triage
    assert triage is not None
    assert is_search(triage, None)
    assert not is_search(triage, "attaque")
    attack, search = start(shipped(), *ATTACK), start(shipped(), "triage")
    assert title_of(attack.look(), shipped(), "triage") == "Rançon, fichiers illisibles, tout tombe"
    assert title_of(search.look(), shipped(), "triage") == triage.title
    assert {block.code for block in attack.look().blocks} >= {"return", "critical"}
    ours = {line.id for line in card_lines()}
    assert ours == {row.line.id for row in attack.look().rows}
    assert ours.isdisjoint(row.line.id for row in search.look().rows)


def test_another_failure_beside_it_does_not_end_it_and_ends_a_search() -> None:
    attack, search = start(shipped(), *ATTACK), start(shipped(), "triage")
    for played in (attack, search):
        played.do(want.Join("cas-3", "images-invisibles"))
    assert len(attack.look().current_cases) == 2
    assert "ne-pas-eteindre" in {row.line.id for row in attack.look().standing}
    assert len(search.look().current_cases) == 1


def test_it_may_be_joined_to_what_goes_on_and_a_search_that_becomes_it_ends() -> None:
    pacs, search = start(shipped(), "cas-3", "images-invisibles"), start(shipped(), "triage")
    for played in (pacs, search):
        played.do(want.Join(*ATTACK))
    assert len(pacs.look().current_cases) == 2
    assert len(search.look().current_cases) == 1
    assert search.line("prevenir-attaque").status == "open"


def test_the_binder_has_its_page_and_the_front_page_leads_there() -> None:
    binder = binder_of(shipped())
    (sheet,) = [sheet for sheet in binder.sheets if sheet["id"] == "triage/attaque"]
    texts = [row["text"] for part in sheet["parts"] for row in (*part["standing"], *part["rows"])]
    assert sorted(texts) == sorted(line.label if isinstance(line, Call) else line.value for line in card_lines())
    assert [part["title"] for part in sheet["parts"]] == ["Alerter", "Mode dégradé", "Retour à la normale"]
    (row,) = [row for group in binder.front for row in group["entries"] if row["number"] == 15]
    assert row["way"]["sheet"] == "triage/attaque"
    assert "triage/attaque" in {row["sheet"] for row in binder.index}


CARD = b"""symptoms:
  - id: incendie
    mark: a
    label: Fumee dans la salle serveur
    system: Incendie
    words: [fumee]
    alert: [{id: appeler, call: informatique, label: Appeler, say: Fumee, added: ours}]
    degraded_mode: [{id: sortir, standing: Sortir, added: ours}]
    return_to_normal: [{id: fini, verify: Est-ce fini ?, added: ours}]
"""


def site_with_card(card: bytes = CARD) -> Site:
    files = small()
    loaded = load_files({**files, "cases/triage.yaml": files["cases/triage.yaml"] + card}, "x")
    assert loaded.site is not None, loaded.problems
    return loaded.site


def test_any_hospital_may_have_cards_of_its_own() -> None:
    played = start(site_with_card(), "triage", "incendie")
    assert [row.number for row in played.look().rows] == ["Ta.1", "Ta.2", "Ta.3"]
    assert "MODE DÉGRADÉ, entrée « Fumee dans la salle serveur »" in show_unit(
        played.site, played.site.unit_by_id["triage"], width=200
    )
    played.do(want.Called(*played.line("appeler").key, "hotline", "reached"))
    assert played.look().stage != "alert"


@pytest.mark.parametrize("left", [b"mark: a\n", b"words: [fumee]\n"])
def test_a_card_without_a_letter_is_refused_one_without_words_is_not(left: bytes) -> None:
    files = small()
    written = files["cases/triage.yaml"] + CARD.replace(b"    " + left, b"")
    problems = load_files({**files, "cases/triage.yaml": written}, "x").problems
    assert [problem.code for problem in problems] == (["P303"] if b"mark" in left else [])


def test_an_entry_of_the_triage_without_lines_of_its_own_is_a_search() -> None:
    plain = b"symptoms:\n  - {id: perdu, label: Perdu, system: Autre, words: [perdu]}\n"
    site = site_with_card(plain)
    played = start(site, "triage", "perdu")
    assert is_search(site.unit_by_id["triage"], "perdu")
    assert {row.of_search for row in played.look().rows} == {True}
