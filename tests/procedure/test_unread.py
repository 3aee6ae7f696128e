"""What an author wrote and the program would not read is told: cut texts, and files that nobody reads."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pannesi.procedure.checks.diagnostic import Problem
from pannesi.procedure.checks.site_check import check_folder
from pannesi.procedure.loading.loader import load_files, load_site
from pannesi.procedure.loading.site_choice import SiteFolder
from pannesi.procedure.loading.yaml_reader import read
from tests.support.plain_playing import ROOT
from tests.support.small_site import SMALL


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "site"))


def told(site: Path, code: str) -> list[Problem]:
    return [problem for problem in check_folder(SiteFolder(site)).problems if problem.code == code]


CUT = [
    ("do: Appeler le #3200\n", (1, 16), '"Appeler le #3200"'),
    ("do: Appeler\n  le #3200\n", (2, 6), '"Appeler le #3200"'),
    ("do: #3200\n", (1, 5), '"#3200"'),
    ("do:\n  - #3200\n", (2, 5), '"#3200"'),
    ("do: [poste #3200, cadre]\n", (1, 12), '"poste #3200"'),
    ("do: {call: poste #3200}\n", (1, 18), '"poste #3200"'),
    ("do:\tposte \t#3200\r\n", (1, 12), '"poste #3200"'),
]


@pytest.mark.parametrize(("text", "place", "remedy"), CUT, ids=[text for text, _place, _remedy in CUT])
def test_an_unquoted_text_that_a_hash_cuts_is_an_error_with_its_remedy(
    text: str, place: tuple[int, int], remedy: str
) -> None:
    problem = next(one for one in read("f", text.encode())[1] if one.code == "P113")
    assert (problem.severity, problem.line, problem.column) == ("error", *place)
    assert "#3200" in problem.message
    assert remedy in problem.help


@pytest.mark.parametrize(
    "text",
    [
        "do: Appeler # le matin\n",
        "#do: Appeler\ndo: x\n  #y\n",
        "do: x #\n",
        "do: poste#3200\n",
        'do: "Appeler le #3200"\n',
        "do: |\n  Appeler le #3200\n",
        "do: x ## y\n",
    ],
)
def test_a_comment_and_a_hash_that_cuts_nothing_stay_what_they_were(text: str) -> None:
    assert "P113" not in {one.code for one in read("f", text.encode())[1]}


def test_a_site_kept_by_an_earlier_program_is_read_all_the_same(site: Path) -> None:
    path = site / "cases" / "cas-1-pacs.yaml"
    content = path.read_bytes()
    line = next(one for one in content.splitlines() if one.startswith(b"title:"))
    path.write_bytes(content.replace(line, line + b" #3200"))
    assert [problem.severity for problem in told(site, "P113")] == ["error"]
    files = {"contacts.yaml": (site / "contacts.yaml").read_bytes()}
    files |= {f"cases/{one.name}": one.read_bytes() for one in (site / "cases").iterdir()}
    assert load_files(files, "").site is not None


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("cases/cas-3.yaml.txt", "« cas-3.yaml »"),
        ("cases/cas-3.yml", "renommer"),
        ("cases/cas-3.yaml.bak", "copie"),
        ("cases/cas-3.YAML", "renommer"),
        ("cases/procedure.docx", "pannesi new case"),
        ("cases/notes.txt", "ranger ailleurs"),
        ("cases/sous/cas-3.yaml", "directement dans « cases »"),
        ("cas-3.yaml", "dans le dossier « cases »"),
        ("cas-3.yaml.txt", "dans le dossier « cases »"),
        ("contacts-nuit.yaml", "recopier"),
        ("contacts.yaml.txt", "recopier"),
        ("contacts.yml", "recopier"),
        ("procedure.docx", "pannesi new case"),
    ],
)
def test_each_file_that_nobody_reads_is_named_with_what_to_do(site: Path, name: str, remedy: str) -> None:
    file = site / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("format: 1\n", "utf-8")
    (problem,) = told(site, "P121")
    assert (problem.severity, problem.path) == ("warning", "cases/sous" if "sous" in name else name)
    assert remedy.casefold() in problem.help.casefold()


@pytest.mark.parametrize("name", ["cases/.cas-3.yaml.swp", "cases/Thumbs.db", "README.md", "mkdocs.yml", ".git/config"])
def test_what_no_author_takes_for_a_part_of_the_site_is_not_told(site: Path, name: str) -> None:
    file = site / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("site_name: autre chose\n", "utf-8")
    assert told(site, "P121") == []


def test_the_shipped_site_has_no_file_that_nobody_reads() -> None:
    assert [problem.path for problem in load_site(ROOT).problems if problem.code == "P121"] == []


@pytest.mark.parametrize("name", ["cases/annexe.yaml.txt", "cases/sous/annexe.yaml", "annexe.yaml"])
def test_a_broken_reference_names_the_unread_file_that_has_it(site: Path, name: str) -> None:
    case = site / "cases" / "cas-1-pacs.yaml"
    case.write_text(case.read_text("utf-8").replace("opens: annexe-1/", "opens: annexe-zz/"), "utf-8")
    file = site / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("format: 1\nkind: annexe\nid: annexe-zz\n", "utf-8")
    broken = [problem for problem in told(site, "P301") if "annexe-zz" in problem.message]
    assert broken
    assert all(name in problem.help for problem in broken)


def test_a_link_or_a_pipe_beside_the_contacts_is_not_looked_into(site: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.yaml").write_text("format: 1\n", "utf-8")
    (site / "lien.yaml").symlink_to(tmp_path / "outside.yaml")
    assert told(site, "P121") == []
