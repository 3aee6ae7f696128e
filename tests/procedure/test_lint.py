"""The lint: each bad example is told in the words beside it, and the shipped site says only what is worth reading."""

from __future__ import annotations

import itertools
import shutil
from datetime import date
from pathlib import Path

import pytest

from pannesi.procedure.authoring.new_site import STARTER, write_new_case
from pannesi.procedure.checks.diagnostic import Problem, render_in_full
from pannesi.procedure.checks.rule import Rule
from pannesi.procedure.checks.rules import lint_of, registry
from pannesi.procedure.checks.rules.dialling import is_address, is_french_number
from pannesi.procedure.checks.rules.people import can_match
from pannesi.procedure.checks.rules.secrets import holds_secret
from pannesi.procedure.checks.site_check import problems_of
from pannesi.procedure.loading.loader import LoadedSite, load_files, load_site
from pannesi.procedure.loading.validation import validated
from pannesi.procedure.model.lines import PatientFacts
from pannesi.procedure.search import find_entries
from tests.support.explained_site import CONTACTS, OTHER, loaded_with
from tests.support.no_holidays import machine_for
from tests.support.small_site import HEAD, SMALL, WHERE, small

TODAY = date(2026, 11, 24)
EXAMPLES = sorted((WHERE / "lint").glob("*.yaml"))
ROOT = Path(__file__).parents[2]


def with_example(path: Path) -> tuple[LoadedSite, str]:
    """A small sound site with one more file, or with other contacts."""
    files = {"contacts.yaml": CONTACTS.encode(), "cases/cas-8.yaml": OTHER.encode()}
    where = "contacts.yaml" if "channels" in path.read_text("utf-8") else f"cases/{path.name}"
    return load_files({**files, where: path.read_bytes()}, "x"), where


def lint_at(loaded: LoadedSite, where: str) -> list[Problem]:
    assert loaded.site is not None, loaded.problems
    return [problem for problem in lint_of(loaded.site, loaded.trees) if problem.path == where]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_bad_example_is_told_in_the_words_beside_it(path: Path) -> None:
    loaded, where = with_example(path)
    with machine_for(path.stem):
        told = "".join(f"{render_in_full(problem, path.read_text('utf-8'))}\n" for problem in lint_at(loaded, where))
    assert told == path.with_suffix(".expected").read_text("utf-8")
    assert path.stem[:4] in told


@pytest.mark.parametrize("rule", registry(), ids=lambda rule: rule.code)
def test_the_wrong_example_of_a_rule_is_told_as_severely_as_the_rule_says(rule: Rule, tmp_path: Path) -> None:
    loaded, where = loaded_with(rule.page(), rule.wrong, tmp_path)
    with machine_for(rule.code):
        found = lint_at(loaded, where)
    assert rule.severity in {problem.severity for problem in found if problem.code == rule.code}


def test_no_two_rules_share_a_code() -> None:
    codes = [rule.code for rule in registry()]
    assert len(codes) == len(set(codes))


def test_the_shipped_site_has_no_error_and_only_doubts_worth_reading() -> None:
    loaded = load_site(ROOT)
    found = problems_of(loaded, TODAY, proof=False)
    assert [problem for problem in found if problem.severity == "error"] == []
    assert loaded.site is not None
    assert [(one.path, one.code) for one in lint_of(loaded.site, loaded.trees)] == [
        ("cases/cas-4-ris-et-pacs.yaml", "P505"),
        ("contacts.yaml", "P504"),
    ]


def test_a_dead_end_that_only_not_knowing_leads_to_is_a_warning() -> None:
    steps = "outcomes: {fini: Fini}\nsteps:\n  - id: q\n    verify: Oui ?\n    source: x\n"
    ends = "    yes: [{id: a, outcome: fini, label: Fin, source: x}]\n    no: [{id: b, outcome: fini, label: Fin, source: x}]\n"
    annex = HEAD.replace("kind: case", "kind: annex") + "source: x\n" + steps + ends
    loaded = load_files(small(cas_9=annex), "x")
    assert [(one.code, one.severity) for one in lint_at(loaded, "cases/cas-9.yaml")] == [("P502", "warning")]
    again = "    unknown: [{id: c, do: Essayer, source: x}]\n"
    assert lint_at(load_files(small(cas_9=annex + again), "x"), "cases/cas-9.yaml") == []


def codes(cas_9: str) -> list[str]:
    loaded = load_files(small(cas_9=HEAD + "source: x\n" + cas_9), "x")
    return [problem.code for problem in lint_at(loaded, "cases/cas-9.yaml")]


QUESTION = "degraded_mode:\n  - id: q\n    verify: Oui ou non ?\n    source: x\n    yes: [{id: a, do: A, source: x}]\n"


@pytest.mark.parametrize(
    ("condition", "reached"),
    [
        ("answer: {line: q, option: oui}", True),
        ("answer: {line: q, option: ne-sait-pas}", True),
        ("any_of: [{answer: {line: q, option: oui}}, {answer: {line: q, option: non}}]", True),
        ("none_of: [{answer: {line: q, option: oui}}]", True),
        ("answer: {line: q, option: oui}, none_of: [{answer: {line: q, option: oui}}]", False),
        ("none_of: [{any_of: [{answer: {line: q, option: oui}}, {none_of: [{answer: {line: q, option: oui}}]}]}]", False),
    ],
)  # fmt: skip
def test_only_a_line_that_no_answer_leads_to_is_unreachable(condition: str, reached: bool) -> None:
    found = codes(QUESTION + f"  - {{id: b, do: B, when: {{{condition}}}, source: x}}\n")
    assert ("P501" in found) is not reached


def test_two_to_four_to_two_by_answers_is_right_and_by_answers_brought_along_is_not() -> None:
    case = (
        "format: 1\nkind: case\nid: cas-{me}\nmark: {me}\ntitle: x\nrecognise: x\nsource: x\n"
        "alert:\n  - id: q\n    verify: Pareil ?\n    source: x\n"
        "    yes: [{{id: vers, becomes: cas-{other}, label: Autre, answers: {{{brought}}}, source: x}}]\n"
    )

    def found(brought: str) -> list[str]:
        seven, eight = (case.format(me=me, other=15 - me, brought=brought) for me in (7, 8))
        loaded = load_files(small(cas_7=seven, cas_8=eight), "x")
        return [problem.code for problem in lint_at(loaded, "cases/cas-7.yaml")]

    assert "P503" not in found("")
    assert "P503" in found("q: oui")


@pytest.mark.parametrize(
    "number", ["01 53 62 24 00", "01.53.62.24.00", "+33 1 53 62 24 00", "0033153622400", "15", "112", "3639", "118 712"]
)
def test_numbers_that_a_french_phone_dials(number: str) -> None:
    assert is_french_number(number)


@pytest.mark.parametrize(
    "number", ["*3200", "01 53 62 24", "00 53 62 24 00", "01 53 62 24 00 0", "+33 01 53 62 24 00", "5", ""]
)
def test_numbers_that_no_french_phone_dials(number: str) -> None:
    assert not is_french_number(number)


@pytest.mark.parametrize(("address", "is_one"), [
    ("http://assistance.exemple.fr", True), ("https://intranet/page?x=1", True), ("https://exemple.fr:8443/", True),
    ("https://.exemple.fr", False), ("https://", False), ("https://exemple..fr", False), ("https://exemple.fr:99999", False),
    ("https://[", False),
])  # fmt: skip
def test_addresses_name_a_host(address: str, is_one: bool) -> None:
    assert is_address(address) is is_one


@pytest.mark.parametrize(("text", "secret"), [
    ("Mot de passe : Azerty123", True), ("mdp=Pacs2024!", True), ("le code d'accès est « 48#2 1 »", True),
    ("code d'accès : 4821", True), ("https://user:secret@exemple.fr", True), ("Password: hunter2", True),
    ("Modifier le mot de passe de l'utilisateur TEMPORAIRE", False), ("Le mot de passe est-il actif ?", False),
    ("Jamais au patient ; jamais écrit dans ce programme", False), ("Mot de passe : au coffre du bureau", False),
])  # fmt: skip
def test_a_password_in_the_open_is_seen_and_talk_of_passwords_is_not(text: str, secret: bool) -> None:
    assert holds_secret(text) is secret


def test_an_entry_whose_own_label_the_search_answers_with_another_first_is_told() -> None:
    first = "  - {id: un, label: Images absentes, system: RIS, words: [noir], source: x}\n"
    better = "  - {id: deux, label: Images, system: PACS images, words: [images absentes, absentes], source: x}\n"
    told = codes("symptoms:\n" + first + better)
    assert "P507" in told
    site = load_files(small(cas_9=HEAD + "source: x\nsymptoms:\n" + first + better), "x").site
    assert site is not None
    assert find_entries(site.entries, "Images absentes")[0].symptom.id == "deux"
    apart = "  - {id: deux, label: Imprimante éteinte, system: PACS, words: [papier], source: x}\n"
    assert "P507" not in codes("symptoms:\n" + first + apart)


def test_whatever_the_lint_says_nothing_of_is_found_first_by_its_own_label() -> None:
    for folder in (ROOT, WHERE / "autre-hopital", SMALL):
        loaded = load_site(folder)
        assert loaded.site is not None
        told = {one.message for one in lint_of(loaded.site, loaded.trees) if one.code == "P507"}
        for entry in loaded.site.entries:
            if not entry.unit.draft and not any(f"« {entry.symptom.label} »" in message for message in told):
                assert find_entries(loaded.site.entries, entry.symptom.label)[0] == entry


@pytest.mark.parametrize("facts", list(itertools.product(
    (None, "externe", "urgences", "service"), (None, "coupe"), (None, "réanimation"), (None, "inconnue")
)))  # fmt: skip
def test_an_order_is_impossible_only_where_an_outpatient_would_lie_in_a_unit(facts: tuple[str | None, ...]) -> None:
    named = dict(zip(("origin", "exam", "unit", "identity"), facts, strict=True))
    possible = not (named["origin"] == "externe" and named["unit"] is not None)
    assert can_match(validated(PatientFacts, named)) is possible


def test_what_the_model_of_a_new_case_leaves_open_is_told_once_it_is_in_use(tmp_path: Path) -> None:
    site = Path(shutil.copytree(STARTER, tmp_path / "site"))
    file = write_new_case(site)
    assert lint_at(load_site(site), f"cases/{file.name}") == []
    draft = file.read_text("utf-8")
    file.write_text(draft.replace("status: brouillon", "status: à relire", 1), "utf-8")
    told = [one for one in lint_at(load_site(site), f"cases/{file.name}") if one.code == "P517"]
    assert len(told) == draft.count('"À écrire') == len({one.line for one in told})
