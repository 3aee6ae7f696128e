"""Folders that are no site, or not quite: each is told in a sentence with what to do, and nothing outside is read."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from pannesi.checking import check_folder
from pannesi.folder import Folder
from pannesi.site.load import load_site
from pannesi.site.problem import Problem
from tests.site.small import HEAD, SMALL


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "site"))


def errors(site: Path) -> list[Problem]:
    return [problem for problem in check_folder(Folder(site)).problems if problem.severity == "error"]


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


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads whatever the rights")
def test_a_folder_without_rights_is_told_and_is_no_crash(site: Path) -> None:
    (site / "cases").chmod(0)
    try:
        assert "P120" in {problem.code for problem in errors(site)}
    finally:
        (site / "cases").chmod(0o700)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert [problem.code for problem in errors(tmp_path / "nowhere")] == ["P120"]
