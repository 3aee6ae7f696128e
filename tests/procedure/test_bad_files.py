"""Each bad file of `tests/data` is refused, in the very words that stand beside it."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from pannesi.procedure.checks.diagnostic import problem_as_json
from pannesi.procedure.loading.loader import load_files, load_site
from pannesi.procedure.loading.site_files import MAX_BYTES
from tests.support.small_site import HEAD, bad_files, printed, small, with_file


@pytest.mark.parametrize("path", bad_files(), ids=lambda path: path.stem)
def test_a_bad_file_is_refused_in_the_words_beside_it(path: Path) -> None:
    assert printed(path) == path.with_suffix(".expected").read_text("utf-8")


@pytest.mark.parametrize("path", bad_files(), ids=lambda path: path.stem)
def test_a_bad_file_leaves_no_site_and_every_problem_says_where_and_what_to_do(path: Path) -> None:
    loaded = with_file(path)
    assert loaded.site is None
    assert loaded.problems
    for problem in loaded.problems:
        assert problem.path == ("contacts.yaml" if path.name.startswith("contacts") else f"cases/{path.name}")
        assert problem.line is not None
        assert problem.help
        assert problem.code != "P200"
        assert list(problem_as_json(problem)) == ["path", "line", "column", "severity", "code", "message", "help"]


def test_nobody_expects_what_no_file_brings() -> None:
    folders = {path.parent for path in bad_files()}
    assert {path for folder in folders for path in folder.glob("*.expected")} == {
        path.with_suffix(".expected") for path in bad_files()
    }


def on_disk(folder: Path, files: dict[str, bytes]) -> Path:
    (folder / "cases").mkdir()
    for path, content in files.items():
        (folder / path).write_bytes(content)
    return folder


def test_thirty_megabytes_are_told_of_and_not_read(tmp_path: Path) -> None:
    on_disk(tmp_path, small())
    with (tmp_path / "cases/huge.yaml").open("wb") as stream:
        stream.truncate(30 * 1024 * 1024)
    tracemalloc.start()
    loaded = load_site(tmp_path)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    (problem,) = loaded.problems
    assert (problem.path, problem.line, problem.code) == ("cases/huge.yaml", None, "P102")
    assert "31\N{NO-BREAK SPACE}457\N{NO-BREAK SPACE}280" in problem.message
    assert loaded.site is None
    assert "cases/huge.yaml" not in loaded.files
    assert most < 10 * 1024 * 1024


def test_a_file_just_under_the_limit_is_read_and_one_byte_more_is_not(tmp_path: Path) -> None:
    on_disk(tmp_path, small())
    page = tmp_path / "cases/cas-9.yaml"
    page.write_bytes(HEAD.encode().ljust(MAX_BYTES, b"\n"))
    assert load_site(tmp_path).problems == ()
    page.write_bytes(HEAD.encode().ljust(MAX_BYTES + 1, b"\n"))
    assert [problem.code for problem in load_site(tmp_path).problems] == ["P102"]


@pytest.mark.parametrize(("written", "told"), [
    ("    oui: []\n", "Écrire « yes » ?"), ("    non: []\n", "Écrire « no » ?"), ("    critical: oui\n", "Écrire « yes » ? Choix : yes, no."),
    ("    par: cadre de garde\n", "Écrire « by » ?"), ("    yes: faire\n", "Mettre chaque élément sur sa ligne, précédé de « - »."),
    ("    yes: {a: b}\n", "Mettre chaque élément sur sa ligne, précédé de « - »."),
])  # fmt: skip
def test_what_is_written_in_french_or_without_brackets_is_told_as_it_must_be_written(written: str, told: str) -> None:
    entry = "symptoms:\n  - {id: s, label: X, system: X, words: image, source: x}\n"
    line = f"degraded_mode:\n  - id: q\n    verify: Oui ?\n    source: x\n{written}"
    problems = load_files({**small(), "cases/cas-9.yaml": (HEAD + entry + line).encode()}, "x").problems
    assert {told, "Écrire « [image] »."} <= {problem.help for problem in problems if problem.path == "cases/cas-9.yaml"}


def test_whatever_list_of_words_is_written_without_brackets_is_told_with_them() -> None:
    contacts = small()["contacts.yaml"].decode() + "signatures: Directeur\nlocal_holidays: 2026-08-15\n"
    line = "degraded_mode:\n  - id: r\n    register: Noter\n    also: nom\n    source: x\n"
    problems = load_files({**small(contacts=contacts), "cases/cas-9.yaml": (HEAD + line).encode()}, "x").problems
    helps = {problem.help for problem in problems if problem.code == "P208"}
    assert helps == {"Écrire « [Directeur] ».", "Écrire « [2026-08-15] ».", "Écrire « [nom] »."}
