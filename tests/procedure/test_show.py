"""The procedure as it was read: all of it, in plain words, whatever the width."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pannesi.procedure.loading.loader import load_files
from pannesi.procedure.loading.places import lines_with_paths
from pannesi.procedure.loading.yaml_reader import Map
from pannesi.procedure.model.introspection import model_fields
from pannesi.procedure.model.lines import VERBS
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import AnyUnit
from pannesi.procedure.wording.show_text import show_site, show_unit, unit_as_json
from tests.support.small_site import HEAD, small, small_loaded, small_site

CODED = {
    "format", "kind", "type", "preferred", "needs", "only", "deduced", "critical", "skip", "form", "fill", "verb", "holidays",
    "exam", "reviewed_on", "remind_after", "elapsed", "expected", "open", "closed", "option", "schedule", "hours", "outside",
    "members", "then", "contact", "symptom", "annex", "outcome", "opens", "line", "answers", "days", "from", "to",
}  # fmt: skip
"""Keys whose values are told in other words than the file's."""
UNSAID = {("duty", "key"), ("options", "id"), ("outcomes", "id"), ("gaps", "id"), ("questions", "id"), ("lines", "id")}
"""Ids that only the program uses."""


def texts(node: Any, owner: str = "", key: str = "") -> list[str]:
    """Every text of a tree that is said to the letter."""
    if isinstance(node, Map):
        owner = key or owner
        kept = {name: value for name, value in node.items() if name not in CODED}
        if "verb" in node:
            del kept["id"]
            if "label" in node:
                kept.pop("value")
        return [text for name, value in kept.items() for text in texts(value, owner, name)]
    if isinstance(node, list):
        return [text for value in node for text in texts(value, owner, key)]
    return [] if (owner, key) in UNSAID else node.split("\n")


def test_every_text_of_the_files_is_shown_to_the_letter() -> None:
    shown = show_site(small_site(), width=10_000)
    for tree in small_loaded().trees.values():
        found = texts(tree)
        assert len(found) > 10
        for text in found:
            assert text in shown


def test_nothing_is_cut_whatever_the_width() -> None:
    wide = show_site(small_site(), width=10_000).split()
    for width in (1, 10, 33, 60, 80):
        narrow = show_site(small_site(), width)
        assert narrow.split() == wide
        assert all(len(line) <= max(width, 75) for line in narrow.split("\n"))


@pytest.mark.parametrize("unit", small_site().units, ids=lambda unit: unit.id)
def test_every_line_is_shown_with_its_number_once(unit: AnyUnit) -> None:
    shown = [line.strip() for line in show_unit(small_site(), unit).split("\n")]
    for line, _loc in lines_with_paths(unit):
        number = small_site().number(unit.id, line.id)
        assert sum(text.startswith(f"{number}  ") for text in shown) == 1


def shown(cas_9: str) -> str:
    """One more case of the small site, as shown."""
    loaded = load_files(small(cas_9=HEAD + cas_9), "x")
    assert loaded.problems == ()
    assert loaded.site is not None
    return show_unit(loaded.site, loaded.site.unit_by_id["cas-9"])


def test_a_call_says_whom_and_what_to_say() -> None:
    text = shown("alert: [{id: a, call: informatique, label: Prévenir, say: Plus rien., critical: yes, source: Ici}]\n")
    assert text.split("ALERTER\n")[1] == (
        "  9.1  appeler : Prévenir\n      qui : Service informatique\n      dire : « Plus rien. »\n"
        "      critique\n      source : Ici"
    )


def test_the_ways_of_a_question_lead_to_their_lines_further_in() -> None:
    text = shown(
        "alert: [{id: q, verify: Marche ?, added: x, no: [{id: a, do: Agir, by: référent, deduced: yes, source: z}]}]\n"
    )
    assert text.split("ALERTER\n")[1].split("\n") == [
        "  9.1  à vérifier : Marche ?",
        "      ajout : x",
        "      – oui",
        "      – non",
        "          9.2  à faire : Agir",
        "              par : référent (déduit)",
        "              source : z",
        "      – je ne sais pas",
    ]


def test_a_message_is_shown_to_the_letter_with_its_lines() -> None:
    body = "Le PACS est en panne.\\n\\n  Appeler le 1 [RADI]."
    text = shown(f'messages: {{m: {{to: Tous, type: ⚠, title: PACS, body: "{body}"}}}}\n')
    assert "\n      Le PACS est en panne.\n\n        Appeler le 1 [RADI]." in text


CONDITIONS = [
    ("{open: hotline}", "on est aux heures « Hotline »"),
    ("{closed: hotline, elapsed: 90 min}", "on est hors des heures « Hotline » et la panne dure depuis 1 h 30 min"),
    ("{expected: 2 h}", "la panne doit durer 2 h ou plus"),
    ("{answer: {line: q, option: non}}", "on a répondu « non » à 9.1"),
    ("{answer: {line: q, option: ne-sait-pas}}", "on a répondu « je ne sais pas » à 9.1"),
    ("{outcome: {annex: annexe-1, outcome: echec}}", "« Envoi de secours » a fini par « Pas reçu »"),
    ("{symptom: [s, cas-9/s]}", "on est entré par « S » ou « S »"),
    (
        "{open: cadre, none_of: [{open: hotline}, {closed: cadre, elapsed: 10 min}]}",
        "on est aux heures « Cadre », sauf si on est aux heures « Hotline », ou (on est hors des heures « Cadre » et la panne dure depuis 10 min)",
    ),
    (
        "{any_of: [{open: hotline}, {none_of: [{open: cadre}]}]}",
        "on est aux heures « Hotline », ou on est hors des heures « Cadre »",
    ),
    (
        "{any_of: [{open: hotline}, {none_of: [{closed: cadre}, {answer: {line: q, option: oui}}]}]}",
        "on est aux heures « Hotline », ou (on est aux heures « Cadre » et on n'a pas répondu « oui » à 9.1)",
    ),
    (
        "{any_of: [{expected: 1 h}, {none_of: [{any_of: [{elapsed: 10 min}, {expected: 2 h}]}]}]}",
        "la panne doit durer 1 h ou plus, ou (la panne ne dure pas encore depuis 10 min et la panne doit durer moins de 2 h)",
    ),
    (
        "{any_of: [{open: hotline}, {none_of: [{outcome: {annex: annexe-1, outcome: echec}}, {symptom: [s]}]}]}",
        "on est aux heures « Hotline », ou (« Envoi de secours » n'a pas fini par « Pas reçu » et on n'est pas entré par « S »)",
    ),
    (
        "{any_of: [{open: hotline}, {none_of: [{open: cadre, elapsed: 10 min}]}]}",
        "on est aux heures « Hotline », ou les conditions suivantes ne sont pas réunies : (on est aux heures « Cadre » et la panne dure depuis 10 min)",
    ),
    (
        "{any_of: [{outcome: {annex: annexe-1, outcome: echec}}, {outcome: {annex: annexe-1, outcome: reussi}}]}",
        "« Envoi de secours » a fini par « Pas reçu » ou « Reçu »",
    ),
    (
        "{any_of: [{answer: {line: q, option: non}}, {open: hotline}, {answer: {line: q, option: ne-sait-pas}}]}",
        "on est aux heures « Hotline », ou on a répondu « non » ou « je ne sais pas » à 9.1",
    ),
    (
        "{any_of: [{open: hotline}, {closed: cadre, elapsed: 10 min}], expected: 1 h}",
        "la panne doit durer 1 h ou plus et (on est aux heures « Hotline », ou (on est hors des heures « Cadre » et la panne dure depuis 10 min))",
    ),
]


@pytest.mark.parametrize(("when", "words"), CONDITIONS, ids=[when for when, _words in CONDITIONS])
def test_a_condition_is_told_in_words(when: str, words: str) -> None:
    lines = f"alert: [{{id: q, verify: x, source: z}}, {{id: a, do: y, when: {when}, source: z}}]\n"
    symptoms = "symptoms: [{id: s, label: S, system: PACS}]\n"
    assert f" y si {words} source : z" in " ".join(shown(symptoms + lines).split())


def test_a_condition_that_only_excludes_is_told_as_an_exception() -> None:
    lines = "alert: [{id: q, verify: x, source: z}, {id: a, do: y, when: {none_of: [{open: hotline}]}, source: z}]\n"
    assert " y sauf si on est aux heures « Hotline » source : z" in " ".join(shown(lines).split())


def every_line(node: Any) -> list[dict[str, Any]]:
    if isinstance(node, dict):
        return ([node] if "verb" in node else []) + [line for value in node.values() for line in every_line(value)]
    return [line for value in node for line in every_line(value)] if isinstance(node, list) else []


def test_as_json_a_unit_has_every_field_and_each_line_its_number() -> None:
    site: Site = small_site()
    verbs = set()
    for unit in site.units:
        made = json.loads(json.dumps(unit_as_json(site, unit), ensure_ascii=False))
        assert set(made) == set(model_fields(type(unit)))
        lines = every_line(made)
        assert sorted(line["id"] for line in lines) == sorted(line.id for line, _loc in lines_with_paths(unit))
        for line in lines:
            place = site.places[unit.id, line["id"]]
            assert line["number"] == place.number
            assert set(line) == {*model_fields(type(place.line)), "number"}
            verbs.add(line["verb"])
    assert verbs == set(VERBS)


def test_as_json_lengths_dates_and_conditions_are_plain() -> None:
    site = small_site()
    made = unit_as_json(site, site.unit_by_id["cas-1"])
    assert made["reviewed_on"] == "2026-01-05"
    by_id = {line["id"]: line for line in every_line(made)}
    assert by_id["rappel"]["remind_after"] == "PT10M"
    assert by_id["teleradiologie"]["when"]["any_of"][1]["elapsed"] == "PT1H30M"
