"""Links that a schema cannot judge: each kind of slip in a valid site is one error, at its place, with a way out."""

from __future__ import annotations

import pytest

from pannesi.procedure.checks.diagnostic import Problem
from pannesi.procedure.loading.loader import load_files
from tests.support.small_site import HEAD, small, small_loaded


def after(path: str, right: str, wrong: str) -> tuple[Problem, ...]:
    """What the small site says once `right`, the first time it stands in a file, was replaced."""
    files = small()
    text = files[path].decode()
    assert right in text
    return load_files({**files, path: text.replace(right, wrong, 1).encode()}, "x").problems


SLIPS = [
    ("contacts.yaml", "outside: hotline", "outside: hotlines", "hotline"),
    ("contacts.yaml", "members: [hotline", "members: [hotlne", "hotline"),
    ("contacts.yaml", "then: [cadre]", "then: [cadres]", "cadre"),
    ("contacts.yaml", "hours: astreinte", "hours: astrinte", "astreinte"),
    ("cases/annexe-1-secours.yaml", "outcome: reussi,", "outcome: reusi,", "reussi"),
    ("cases/annexe-1-secours.yaml", "annex: annexe-1,", "annex: anexe-1,", "annexe-1"),
    ("cases/annexe-1-secours.yaml", "outcome: reussi}}", "outcome: reusi}}", "reussi"),
    ("cases/annexe-1-secours.yaml", "answers: {recue: non}", "answers: {recu: non}", "recue"),
    ("cases/annexe-1-secours.yaml", "answers: {recue: non}", "answers: {recue: nom}", "non"),
    ("cases/cas-1-pacs.yaml", "opens: annexe-1/portail", "opens: annex-1/portail", "annexe-1"),
    ("cases/cas-1-pacs.yaml", "opens: annexe-1/portail", "opens: annexe-1/portal", "portail"),
    ("cases/cas-1-pacs.yaml", "call: informatique", "call: informatik", "informatique"),
    ("cases/cas-1-pacs.yaml", "broadcast: panne", "broadcast: pane", "panne"),
    ("cases/cas-1-pacs.yaml", "contact: hotline", "contact: hotlin", "hotline"),
    ("cases/cas-1-pacs.yaml", "unit: réanimation", "unit: reanimation", "réanimation"),
    ("cases/cas-1-pacs.yaml", "schedule: hotline", "schedule: hotlin", "hotline"),
    ("cases/cas-1-pacs.yaml", "open: hotline", "open: hotlin", "hotline"),
    ("cases/cas-1-pacs.yaml", "line: quels-examens", "line: quel-examen", "quels-examens"),
    ("cases/cas-1-pacs.yaml", "option: aucun", "option: aucune", "aucun"),
    ("cases/cas-1-pacs.yaml", "run: annexe-1", "run: anexe-1", "annexe-1"),
    ("cases/cas-1-pacs.yaml", "answers: {recue:", "answers: {recu:", "recue"),
    ("cases/cas-1-pacs.yaml", "ne-sait-pas}", "ne-sais-pas}", "ne-sait-pas"),
    ("cases/cas-1-pacs.yaml", "- id: echec", "- id: echecs", "echec"),
    ("cases/cas-1-pacs.yaml", "joins: cas-2", "joins: ca-2", "cas-2"),
    ("cases/cas-1-pacs.yaml", "symptom: tout", "symptom: touts", "tout"),
    ("cases/cas-1-pacs.yaml", "closes: panne", "closes: pane", "panne"),
    ("cases/cas-2-tout.yaml", "supersedes: [cas-1/panne]", "supersedes: [cas-1/pane]", "panne"),
    ("cases/cas-2-tout.yaml", "carries: [cas-1/cd]", "carries: [ca-1/cd]", "cas-1"),
    ("cases/cas-2-tout.yaml", "carries: [cas-1/cd]", "carries: [cas-1/cds]", "cd"),
    ("cases/cas-2-tout.yaml", "becomes: cas-1", "becomes: cas-l", None),
    ("cases/cas-2-tout.yaml", "answers: {quels-examens: aucun}", "answers: {quels-examens: aucuns}", "aucun"),
]


@pytest.mark.parametrize(
    ("path", "right", "wrong", "meant"), SLIPS, ids=[wrong for _path, _right, wrong, _meant in SLIPS]
)
def test_a_name_of_nothing_is_pointed_at_with_the_nearest_name(
    path: str, right: str, wrong: str, meant: str | None
) -> None:
    (problem,) = after(path, right, wrong)
    assert (problem.path, problem.severity, problem.code) == (path, "error", "P301")
    line = small()[path].decode().replace(right, wrong, 1).split("\n")[(problem.line or 0) - 1]
    written = line[(problem.column or 0) - 1 :]
    named = problem.message.split("« ")[1].split(" »")[0]
    assert named in written
    assert (f"« {meant} »" if meant else "cas-1") in problem.help


@pytest.mark.parametrize(
    ("path", "right", "wrong", "code"),
    [
        ("contacts.yaml", "value: 01 00 00 00 00", "value: 01 00 00 00 OO", "P306"),
        ("contacts.yaml", 'value: "*3200"', 'value: "#3200"', "P306"),
        ("contacts.yaml", "value: 01 00 00 00 00", "value: 01\u00a000\u00a000\u00a000\u00a000", "P306"),
        ("contacts.yaml", "timezone: Europe/Paris", "timezone: ../Paris", "P302"),
        ("contacts.yaml", "timezone: Europe/Paris", "timezone: Europe", "P302"),
        ("contacts.yaml", "holidays: FR", "holidays: Frankreich", "P302"),
        ("contacts.yaml", "id: hotline\n", "id: astreinte\n", "P304"),
        ("contacts.yaml", "outside: hotline", "outside: astreinte", "P305"),
        ("contacts.yaml", "missing: le numéro", 'value: "1", missing: le numéro', "P303"),
        ("contacts.yaml", "outside: hotline,", "", "P303"),
        ("cases/annexe-1-secours.yaml", "critical: yes\n", "critical: no\n", "P303"),
        ("cases/cas-1-pacs.yaml", "mark: b", "recognise: x", "P303"),
        ("cases/cas-1-pacs.yaml", "id: prevenir\n", "id: fiche\n", "P304"),
        ("cases/cas-1-pacs.yaml", "{id: aucun,", "{id: urgents,", "P304"),
        ("cases/cas-1-pacs.yaml", "critical: yes\n    source: Cas N°1", "critical: yes", "P307"),
        ("cases/cas-1-pacs.yaml", "critical: yes\n", "added: nous\n", "P307"),
        ("cases/cas-1-pacs.yaml", "do: Changer de poste", "outcome: fini, label: x", "P308"),
        ("cases/cas-1-pacs.yaml", "    body: |-\n      Le PACS est en panne.\n      Appeler les radiologues directement.\n", "", "P303"),
        ("cases/cas-1-pacs.yaml", "run: annexe-1", "run: cas-2", "P301"),
        ("cases/cas-2-tout.yaml", "mark: 2", "mark: 1", "P304"),
        ("cases/cas-2-tout.yaml", "carries: [cas-1/cd]", "carries: [cd]", "P309"),
    ],
)  # fmt: skip
def test_a_contradiction_is_one_error(path: str, right: str, wrong: str, code: str) -> None:
    problems = after(path, right, wrong)
    assert code in {problem.code for problem in problems}
    assert all(problem.path == path for problem in problems if problem.code == code)
    assert all(problem.help for problem in problems)


def test_the_other_use_of_an_id_is_named_by_its_line() -> None:
    problems = after("cases/cas-1-pacs.yaml", "id: fiche\n", "id: prevenir\n")
    assert [(problem.line, "ligne 24" in problem.message) for problem in problems] == [(35, True)]


@pytest.mark.parametrize("value", ["01.53.62.24.00", "0153622400", "+33 1 53 62 24 00", "*3200", "04 37 23 00 00"])
def test_numbers_as_people_write_them_are_accepted(value: str) -> None:
    assert after("contacts.yaml", "value: 01 00 00 00 00", f'value: "{value}"') == ()


@pytest.mark.parametrize("value", ["01 53 62 24 00 (nuit)", "poste 3200", "", " ", "+", "0153622400\n", "٠١٥٣"])
def test_what_no_phone_can_dial_is_refused(value: str) -> None:
    (problem, *_more) = after("contacts.yaml", "value: 01 00 00 00 00", "value: " + repr(value).replace("'", '"'))
    assert problem.code in ("P306", "P209")


def test_annexes_that_run_one_another_without_end_are_refused_in_both() -> None:
    annex = (
        "format: 1\nkind: annex\nid: annexe-{}\nmark: A{}\ntitle: x\nrecognise: x\n"
        "steps: [{{id: a, run: annexe-{}, label: x, source: z}}]\n"
    )
    loaded = load_files(small(annexe_8=annex.format(8, 8, 9), annexe_9=annex.format(9, 9, 8)), "x")
    assert [(problem.path, problem.line, problem.code) for problem in loaded.problems] == [
        ("cases/annexe-8.yaml", 7, "P305"),
        ("cases/annexe-9.yaml", 7, "P305"),
    ]


def test_answers_brought_to_an_entry_that_opens_another_unit_are_that_units() -> None:
    wanted = "alert: [{id: a, joins: cas-1, symptom: envoi, answers: {recue: oui}, label: x, source: z}]\n"
    assert load_files(small(cas_9=HEAD + wanted), "x").problems == ()
    (problem,) = load_files(small(cas_9=HEAD + wanted.replace("recue: oui", "quels-examens: aucun")), "x").problems
    assert problem.code == "P301"


def test_a_condition_may_name_its_own_units_symptom_either_way() -> None:
    symptoms = "symptoms: [{id: s, label: x, system: y}]\n"
    for ref in ("s", "cas-9/s"):
        line = f"alert: [{{id: a, do: x, when: {{symptom: [{ref}]}}, source: z}}]\n"
        assert load_files(small(cas_9=HEAD + symptoms + line), "x").problems == ()


def test_a_valid_site_has_no_problem() -> None:
    assert small_loaded().problems == ()


SHEET = (
    "format: 1\nkind: annex\nid: annexe-8\nmark: A8\ntitle: x\nrecognise: x\n"
    "steps: [{id: a, know: x, source: z}]\n"
    "fields: [{id: prenom, label: Prénom, group: personne, added: z}]\n"
)


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("form: light, also: [prenom]", []),
        ("form: light, also: [prenoms]", ["P301"]),
        ("also: [prenom]", ["P303"]),
    ],
)
def test_a_short_line_asks_besides_only_fields_that_the_sheet_has(written: str, codes: list[str]) -> None:
    files = small(annexe_8=SHEET)
    path = "cases/cas-1-pacs.yaml"
    files[path] = files[path].replace(b"form: light", written.encode(), 1)
    assert [problem.code for problem in load_files(files, "x").problems] == codes


TOPIC = """unwritten:
  - {id: lenteur, label: lent, words: [lent], call: [informatique], near: [cas-1/images], added: cherché}
  - {id: doublon, label: doublon, words: [doublon], near: [annexe-1], source: Note}
"""


def after_topic(right: str = "", wrong: str = "") -> tuple[Problem, ...]:
    """What the small site says of topics that are not written, once `right` was replaced in them."""
    files = small()
    assert right in TOPIC
    written = files["cases/triage.yaml"] + TOPIC.replace(right, wrong, 1).encode()
    return load_files({**files, "cases/triage.yaml": written}, "x").problems


@pytest.mark.parametrize(
    ("right", "wrong", "code"),
    [
        ("[informatique]", "[informatik]", "P301"), ("[cas-1/images]", "[cas-1/image]", "P301"),
        ("[annexe-1]", "[annexe-9]", "P301"), ("id: doublon", "id: lenteur", "P304"), (", added: cherché", "", "P307"),
        (", source: Note", ", source: Note, added: x", "P307"), ("words: [lent]", "words: []", "P209"),
    ],
)  # fmt: skip
def test_a_slip_in_what_is_not_written_is_one_error_at_its_place(right: str, wrong: str, code: str) -> None:
    assert after_topic() == ()
    (problem,) = after_topic(right, wrong)
    assert (problem.path, problem.code) == ("cases/triage.yaml", code)
    assert problem.line in (14, 15, 16)
    assert problem.help


def test_only_the_triage_says_what_is_not_written() -> None:
    files = small()
    written = files["cases/cas-1-pacs.yaml"] + TOPIC.encode()
    assert load_files({**files, "cases/cas-1-pacs.yaml": written}, "x").problems
