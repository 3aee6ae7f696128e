"""Folders that are no site, or not quite: each is told in a sentence with what to do, and nothing outside is read."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pannesi.procedure.checks.diagnostic import Problem
from pannesi.procedure.checks.site_check import check_folder
from pannesi.procedure.loading.loader import load_site
from pannesi.procedure.loading.site_choice import SiteFolder
from tests.support.rights import needs_rights, ordinary_rights
from tests.support.small_site import HEAD, SMALL


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "site"))


def errors(site: Path) -> list[Problem]:
    return [problem for problem in check_folder(SiteFolder(site)).problems if problem.severity == "error"]


@pytest.mark.parametrize("name", ["contacts.yaml", "cases/cas-1-pacs.yaml"])
def test_a_link_out_of_the_site_is_told_and_not_followed(site: Path, tmp_path: Path, name: str) -> None:
    outside = tmp_path / "outside.yaml"
    (site / name).rename(outside)
    (site / name).symlink_to(outside)
    told = [problem for problem in errors(site) if problem.path == name]
    assert [problem.code for problem in told] == ["P120"]
    assert told[0].help
    assert name not in load_site(site).files


def test_two_files_with_one_id_are_told_of_by_their_names(site: Path) -> None:
    (site / "cases/double.yaml").write_bytes((site / "cases/cas-1-pacs.yaml").read_bytes())
    told = [problem for problem in errors(site) if problem.code == "P304"]
    assert {problem.path for problem in told} == {"cases/double.yaml"}
    assert "cases/cas-1-pacs.yaml" in told[0].message


def test_a_site_without_a_single_case_says_what_to_put_there(site: Path) -> None:
    for path in (site / "cases").glob("*.yaml"):
        path.unlink()
    (only,) = errors(site)
    assert (only.path, only.code, bool(only.help)) == ("cases", "P120", True)


def test_a_name_that_a_disk_without_capitals_would_confuse_is_told(site: Path) -> None:
    (site / "cases/Cas-1-PACS.yaml").write_text(HEAD, "utf-8")
    if len(list((site / "cases").glob("*1-*.yaml"))) < 2:
        pytest.skip("this disk does not tell capitals apart: the file was replaced before anything could read it")
    assert "P122" in {problem.code for problem in errors(site)}


def test_contacts_written_with_a_capital_are_found_and_named(site: Path) -> None:
    (site / "contacts.yaml").rename(site / "Contacts.yaml")
    told = next(problem for problem in errors(site) if problem.path == "contacts.yaml")
    assert "Contacts.yaml" in told.help


@needs_rights
@pytest.mark.parametrize(("name", "told"), [
    (".", "."), ("cases", "cases"), ("contacts.yaml", "contacts.yaml"), ("cases/cas-1-pacs.yaml", "cases/cas-1-pacs.yaml"),
])  # fmt: skip
def test_what_may_not_be_read_is_told_by_its_name_and_is_no_crash(site: Path, name: str, told: str) -> None:
    assert errors(site) == []
    with ordinary_rights(site) as here:
        assert errors(here) == []
        (here / name).chmod(0)
        assert [(problem.path, problem.code, "droits" in problem.help) for problem in errors(here)] == [
            (told, "P120", True)
        ]
        assert load_site(here).site is None


@needs_rights
def test_a_folder_whose_files_may_be_listed_but_not_opened_is_told(site: Path) -> None:
    with ordinary_rights(site) as here:
        (here / "cases").chmod(0o400)
        assert {problem.code for problem in errors(here)} == {"P120"}


def test_a_link_within_the_site_is_not_followed_either_and_what_to_do_is_said(site: Path) -> None:
    (site / "cases/cas-1-pacs.yaml").rename(site / "pacs.yaml")
    (site / "cases/cas-1-pacs.yaml").symlink_to("../pacs.yaml")
    (told,) = errors(site)
    assert (told.path, told.code) == ("cases/cas-1-pacs.yaml", "P120")
    assert "copie" in told.help


def test_a_site_may_itself_be_reached_by_a_link(site: Path, tmp_path: Path) -> None:
    (tmp_path / "in-force").symlink_to(site)
    assert errors(tmp_path / "in-force") == []


@pytest.mark.parametrize("loop", ["cases", "cases/loop.yaml"])
def test_a_link_to_itself_is_told_and_does_not_hang(site: Path, loop: str) -> None:
    if loop == "cases":
        shutil.rmtree(site / "cases")
    (site / loop).symlink_to(site / loop)
    assert [(problem.path, problem.code) for problem in errors(site)] == [(loop, "P120")]


def test_a_whole_folder_of_cases_linked_from_elsewhere_is_not_read(site: Path, tmp_path: Path) -> None:
    (site / "cases").rename(tmp_path / "outside")
    (site / "cases").symlink_to(tmp_path / "outside")
    assert {problem.code for problem in errors(site)} == {"P120"}
    assert not [name for name in load_site(site).files if name.startswith("cases/")]


@pytest.mark.parametrize("written", ["CAS-1", "Cas-1"])
def test_an_id_with_capitals_is_refused_so_that_two_can_never_differ_by_them_alone(site: Path, written: str) -> None:
    text = (site / "cases/cas-1-pacs.yaml").read_text("utf-8")
    (site / "cases/other.yaml").write_text(text.replace("id: cas-1\n", f"id: {written}\n", 1), "utf-8")
    assert ("cases/other.yaml", 3) in {(problem.path, problem.line) for problem in errors(site)}


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert [problem.code for problem in errors(tmp_path / "nowhere")] == ["P120"]
