"""Roles: the general ones, and those that a site names; nothing of one hospital is in the program."""

from __future__ import annotations

from pathlib import Path

import pytest

from pannesi.application.lookup import role_named
from pannesi.procedure.authoring.jsonschema import schemas
from pannesi.procedure.loading.loader import load_files
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.wording.roles import is_elsewhere, of_role, role_words, signers
from pannesi.support.errors import NotFound
from tests.support.shipped_site import shipped
from tests.support.small_site import HEAD, small, small_loaded

LINE = "alert:\n  - {id: fax, do: Envoyer le fax, by: %s, source: Cas 9}\n"


def site_with(roles: str, by: str) -> tuple[Site | None, str]:
    """The small site with these roles and a line of a role; and what is wrong with it."""
    contacts = small_loaded().files["contacts.yaml"].decode() + f"\n{roles}\n"
    loaded = load_files(small(contacts=contacts, cas_9=HEAD + LINE % by), "x")
    return loaded.site, "\n".join(
        f"{problem.message} {problem.help}" for problem in loaded.problems if problem.code == "P301"
    )


@pytest.mark.parametrize(
    ("names", "role", "words", "of"),
    [
        ({}, "radiologue", "le radiologue", "du radiologue"),
        ({}, "informatique", "l'informatique", "de l'informatique"),
        ({"imadis": "IMADIS"}, "imadis", "IMADIS", "d'IMADIS"),
        ({"cadre de garde": "la cadre de nuit"}, "cadre de garde", "la cadre de nuit", "de la cadre de nuit"),
        ({"lecture": "les lecteurs à distance"}, "lecture", "les lecteurs à distance", "des lecteurs à distance"),
        ({"référent": "le référent PACS"}, "référent", "le référent PACS", "du référent PACS"),
        ({}, "garde du réseau", "garde du réseau", "de garde du réseau"),
    ],
)
def test_a_role_is_written_in_the_words_of_the_site_with_its_article(
    names: dict[str, str], role: str, words: str, of: str
) -> None:
    assert (role_words(names, role), of_role(names, role)) == (words, of)


def test_a_line_is_of_a_general_role_or_of_one_that_the_site_names_and_a_slip_is_told() -> None:
    site, problems = site_with("roles: {téléradiologie: la téléradiologie}", "téléradiologie")
    assert (site is not None, problems) == (True, "")
    site, problems = site_with("", "manipulateurr")
    assert site is None
    assert "manipulateur" in problems
    site, problems = site_with("", "imadis")
    assert site is None
    assert "imadis" in problems, "no role of one hospital is offered to another"


def test_a_role_that_a_site_adds_is_awaited_and_can_be_asked_for() -> None:
    assert [is_elsewhere(role) for role in ("manipulateur", "référent", "informatique", "imadis")] == [
        False, False, True, True,
    ]  # fmt: skip
    assert role_named(shipped().contacts, "Imadis") == "imadis"
    with pytest.raises(NotFound, match="cadre de garde"):
        role_named(small_loaded().site.contacts, "imadis")  # type: ignore[union-attr]


def test_editors_propose_the_general_roles_and_take_others() -> None:
    by = schemas()["case.json"]["definitions"]["Do"]["properties"]["by"]
    assert "manipulateur" in by["anyOf"][0]["enum"]
    assert "imadis" not in str(by)
    assert "string" in by["anyOf"][1]["type"]


def test_who_signs_is_said_by_the_site_or_is_whoever_signs_anywhere() -> None:
    assert signers(shipped().contacts) == ("Référent RIS/PACS", "Cadre de santé")
    assert signers(small_loaded().site.contacts) == ("Référent", "Cadre de santé")  # type: ignore[union-attr]


def test_no_module_names_a_contact_or_a_role_of_the_shipped_hospital() -> None:
    contacts = shipped().contacts
    names = {*contacts.roles, *contacts.roles.values(), "Référent RIS/PACS", "Nicesoft", "Philips", "Syngo"}
    source = Path(__file__).parents[2] / "src" / "pannesi"
    for path in sorted(source.rglob("*.py")):
        code = [line for line in path.read_text("utf-8").splitlines() if not line.strip().startswith(("#", '"""'))]
        assert not [name for name in names if any(f'"{name}"' in line or f"{name} " in line for line in code)], path
