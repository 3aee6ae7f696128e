"""A folder becomes a site, or every problem of every file at once; what lies on the disk can do no harm."""

from __future__ import annotations

import os
import random
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pannesi.procedure.checks.diagnostic import render_in_full
from pannesi.procedure.gaps import gaps_of
from pannesi.procedure.loading.loader import MAX_PROBLEMS_PER_FILE, LoadedSite, load_files, load_site
from pannesi.procedure.loading.site_files import MAX_FILES, digest_of
from tests.support.small_site import HEAD, SMALL, codes, small, small_site


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "cases").mkdir()
    for path, content in small().items():
        (tmp_path / path).write_bytes(content)
    return tmp_path


def test_a_valid_folder_gives_a_site_its_files_and_their_trees() -> None:
    loaded = load_site(SMALL)
    assert loaded.problems == ()
    assert loaded.site is not None
    assert [unit.id for unit in loaded.site.units] == ["annexe-1", "cas-1", "cas-2", "triage"]
    assert loaded.site.folder == str(SMALL)
    assert loaded.files["contacts.yaml"] == (SMALL / "contacts.yaml").read_bytes()
    assert set(loaded.files) == set(loaded.trees)
    assert loaded.trees["cases/cas-2-tout.yaml"].keys_at["mark"] == (4, 1)


def test_the_same_files_give_the_same_site_without_a_disk() -> None:
    loaded = load_files(small(), str(SMALL))
    assert loaded.site == small_site()


def test_what_was_loaded_cannot_be_changed() -> None:
    unit = small_site().units[0]
    with pytest.raises(AttributeError):
        unit.title = "autre"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        del unit.title


def test_units_come_in_the_order_of_their_files() -> None:
    files = small()
    files["cases/zzz.yaml"] = files.pop("cases/annexe-1-secours.yaml")
    loaded = load_files(dict(reversed(files.items())), "x")
    assert loaded.site is not None
    assert [unit.id for unit in loaded.site.units] == ["cas-1", "cas-2", "triage", "annexe-1"]


FILES = st.dictionaries(st.text(), st.binary(), max_size=4)


@given(FILES, FILES)
def test_two_sets_of_files_have_one_digest_only_when_they_are_the_same(
    one: dict[str, bytes], other: dict[str, bytes]
) -> None:
    assert (digest_of(one) == digest_of(other)) == (one == other)
    assert digest_of(dict(reversed(one.items()))) == digest_of(one)


def test_the_digest_cannot_be_fooled_by_moving_bytes_between_names_and_contents() -> None:
    assert digest_of({"a": b"bc"}) != digest_of({"ab": b"c"}) != digest_of({"a": b"", "bc": b""})


def test_the_digest_is_that_of_the_files_that_were_read(folder: Path) -> None:
    (folder / "cases/notes.txt").write_text("autre chose", "utf-8")
    loaded = load_site(folder)
    assert loaded.site is not None
    assert loaded.site.digest == digest_of(loaded.files) == small_site().digest


def test_problems_of_all_files_are_told_at_once_and_none_hides_another() -> None:
    faulty = small(
        contacts=small()["contacts.yaml"].replace(b"hours: hotline", b"hours: hotlin"),
        cas_1_pacs=small()["cases/cas-1-pacs.yaml"].replace(b"call: informatique", b"call: informatik"),
        cas_8="a: [",
        cas_9=HEAD + "zzz: 1\nalert:\n  - {id: a, call: personne, label: x, say: y, source: z}\n  - {id: a, do: x}\n",
    )
    assert codes(load_files(faulty, "x")) == [
        ("cases/cas-1-pacs.yaml", 25, 11, "P301"),
        ("cases/cas-8.yaml", 1, 5, "P101"),
        ("cases/cas-9.yaml", 7, 1, "P204"),
        ("cases/cas-9.yaml", 9, 19, "P301"),
        ("cases/cas-9.yaml", 10, 5, "P307"),
        ("cases/cas-9.yaml", 10, 10, "P304"),
        ("contacts.yaml", 24, 12, "P301"),
    ]


def test_a_name_that_a_faulty_file_may_hold_is_not_said_to_be_missing() -> None:
    broken = small(cas_2_tout=small()["cases/cas-2-tout.yaml"] + b"\n]")
    assert {path for path, *_where in codes(load_files(broken, "x"))} == {"cases/cas-2-tout.yaml"}
    without_contacts = small(contacts="[")
    assert codes(load_files(without_contacts, "x")) == [("contacts.yaml", 1, 2, "P101")]
    half = small(contacts=small()["contacts.yaml"].replace(b"name: Hotline", b"nom: Hotline"))
    assert [code for *_where, code in codes(load_files(half, "x"))] == ["P203", "P204"]
    line = small(cas_1_pacs=small()["cases/cas-1-pacs.yaml"].replace(b"standing: Graver un CD", b"stand: Graver un CD"))
    assert [code for *_where, code in codes(load_files(line, "x"))] == ["P201"]


def test_a_slip_in_one_key_is_one_problem_only() -> None:
    text = small()["cases/cas-1-pacs.yaml"]
    for right, wrong, code in [
        (b"source: Cas N\xc2\xb01\n  - id: message-panne", b"soruce: Cas N\xc2\xb01\n  - id: message-panne", "P204"),
        (b"elapsed: 1 h 30 min", b"elapsed: 90", "P207"),
        (b"title: PACS en panne", b"titre: PACS en panne", "P204"),
        (b"by: manipulateur", b"by: manip", "P301"),
        (b"kind: case", b"kind: cas", "P205"),
        (b"title: Dysfonctionnement du PACS\n", b"", "P203"),
    ]:
        assert text.count(right) >= 1
        loaded = load_files(small(cas_1_pacs=text.replace(right, wrong, 1)), "x")
        assert [problem.code for problem in loaded.problems] == [code], wrong


def test_a_link_after_a_faulty_line_is_placed_where_it_stands() -> None:
    lines = "alert:\n  - {id: a, do: x, zzz: y, source: z}\n  - {id: Å, do: x, source: z}\n  - {id: c, do: x}\n"
    assert codes(load_files(small(cas_9=HEAD + lines), "x")) == [
        ("cases/cas-9.yaml", 8, 20, "P204"),
        ("cases/cas-9.yaml", 9, 10, "P206"),
        ("cases/cas-9.yaml", 10, 5, "P307"),
    ]


def test_two_files_with_one_id_or_one_mark_or_two_triages_are_named_both() -> None:
    twin = small()["cases/triage.yaml"]
    loaded = load_files({**small(), "cases/zzz.yaml": twin}, "x")
    assert [problem.code for problem in loaded.problems] == ["P304"] * 3
    assert {problem.path for problem in loaded.problems} == {"cases/zzz.yaml"}
    assert all("cases/triage.yaml" in problem.message for problem in loaded.problems)


def test_names_that_differ_by_case_or_accents_only_are_refused() -> None:
    for one, other in [("cases/A.yaml", "cases/a.yaml"), ("cases/\u00e9.yaml", "cases/e\u0301.yaml")]:
        files = {**small(), one: HEAD.encode(), other: HEAD.replace("9", "8").encode()}
        (problem,) = load_files(files, "x").problems
        assert (problem.code, problem.line) == ("P122", None)
        assert min(one, other) in problem.message


def test_of_one_file_no_more_problems_are_told_than_anybody_reads() -> None:
    loaded = load_files(small(cas_9=HEAD + "".join(f"k{number}: v\n" for number in range(5000))), "x")
    assert len(loaded.problems) <= MAX_PROBLEMS_PER_FILE + 1
    many = load_files(small(cas_9=HEAD + "alert:\n" + "  - {id: a, do: x, source: z}\n" * 3000), "x")
    assert len(many.problems) == MAX_PROBLEMS_PER_FILE + 1
    assert [problem.code for problem in many.problems if problem.line is None] == ["P199"]


def test_paths_that_are_no_part_of_a_site_are_not_looked_at() -> None:
    other = {
        "../contacts.yaml": b"[",
        "cases/a/b.yaml": b"[",
        "cases/.cache.yaml": b"[",
        "cases/notes.txt": b"[",
        "x": b"[",
    }
    assert load_files({**small(), **other}, "x").site == load_files(small(), "x").site


def test_without_contacts_or_cases_it_says_so(folder: Path) -> None:
    (folder / "contacts.yaml").unlink()
    assert codes(load_site(folder)) == [("contacts.yaml", None, None, "P120")]
    assert codes(load_files(small(contacts=None), "x")) == [("contacts.yaml", None, None, "P120")]
    only = {"contacts.yaml": small()["contacts.yaml"]}
    assert codes(load_files(only, "x")) == [("cases", None, None, "P120")]
    for file in (folder / "cases").iterdir():
        file.unlink()
    (folder / "contacts.yaml").write_bytes(only["contacts.yaml"])
    assert codes(load_site(folder)) == [("cases", None, None, "P120")]
    (folder / "cases").rmdir()
    assert codes(load_site(folder)) == [("cases", None, None, "P120")]
    assert codes(load_site(folder / "nowhere")) == [(".", None, None, "P120")]


def test_files_under_another_extension_are_pointed_out_and_do_no_harm(folder: Path) -> None:
    for name in ("cas-8.yml", "cas-9.YAML", "notes.txt", ".cas-7.yaml", "cas-6.yaml~"):
        (folder / "cases" / name).write_text("[", "utf-8")
    loaded = load_site(folder)
    unread = ("cas-6.yaml~", "cas-8.yml", "cas-9.YAML", "notes.txt")
    assert codes(loaded) == [(f"cases/{name}", None, None, "P121") for name in unread]
    assert {problem.severity for problem in loaded.problems} == {"warning"}
    assert loaded.site is not None


def test_contacts_under_another_name_are_recognised(folder: Path) -> None:
    (folder / "contacts.yaml").rename(folder / "contacts.yml")
    (problem,) = load_site(folder).problems
    assert "contacts.yml" in problem.help


needs_posix = pytest.mark.skipif(os.name != "posix", reason="named pipes and symbolic links as on POSIX")


@needs_posix
def test_a_pipe_a_link_a_folder_and_a_forbidden_file_are_told_of_without_hanging(folder: Path) -> None:
    os.mkfifo(folder / "cases/pipe.yaml")
    (folder / "cases/folder.yaml").mkdir()
    (folder / "cases/link.yaml").symlink_to(folder / "cases/triage.yaml")
    (folder / "cases/loop.yaml").symlink_to("loop.yaml")
    (folder / "cases/gone.yaml").symlink_to("nowhere")
    (folder / "cases/device.yaml").symlink_to("/dev/zero")
    found: list[LoadedSite] = []
    reading = threading.Thread(target=lambda: found.append(load_site(folder)), daemon=True)
    reading.start()
    reading.join(timeout=20)
    assert not reading.is_alive()
    (loaded,) = found
    assert codes(loaded) == [
        (f"cases/{name}.yaml", None, None, "P120") for name in ("device", "folder", "gone", "link", "loop", "pipe")
    ]
    assert loaded.site is None
    links = [problem.path for problem in loaded.problems if "lien" in problem.message]
    assert links == [f"cases/{name}.yaml" for name in ("device", "gone", "link", "loop")]


@needs_posix
def test_contacts_that_are_a_pipe_are_told_of_once(folder: Path) -> None:
    (folder / "contacts.yaml").unlink()
    os.mkfifo(folder / "contacts.yaml")
    assert codes(load_site(folder)) == [("contacts.yaml", None, None, "P120")]


@needs_posix
@pytest.mark.parametrize("name", ["a\x1b[31m.yaml", "a\u202e.yaml", "a\n.yaml"])
def test_a_file_name_that_could_act_on_a_terminal_is_refused_and_shown_safely(folder: Path, name: str) -> None:
    (folder / "cases" / name).write_bytes(HEAD.encode())
    (problem,) = load_site(folder).problems
    assert problem.code == "P123"
    assert problem.path.isprintable()


@needs_posix
def test_a_file_name_that_is_no_utf8_is_refused(folder: Path) -> None:
    (folder / "cases" / os.fsdecode(b"caf\xe9.yaml")).write_bytes(HEAD.encode())
    (problem,) = load_site(folder).problems
    assert (problem.code, problem.path) == ("P123", "cases/caf⟦U+DCE9⟧.yaml")


def test_too_many_files_are_refused_rather_than_half_read(folder: Path) -> None:
    for number in range(MAX_FILES):
        (folder / f"cases/zz-{number:03d}.txt").touch()
    assert load_site(folder).site is not None
    for number in range(MAX_FILES - 3):
        text = HEAD.replace("cas-9", f"z-{number}").replace("mark: 9", f"mark: Z{number % 100}")
        (folder / f"cases/z-{number:03d}.yaml").write_text(text, "utf-8")
    loaded = load_site(folder)
    assert loaded.site is None
    assert ("cases", None, None, "P120") in codes(loaded)


TEXTS = {path: content.decode() for path, content in small().items()}
BITS = st.sampled_from(
    ["\t", "\n", " ", ": ", "- ", "#", "{", "}", "[", "]", ",", "'", '"', "&a ", "*a", "!", "|", ">", "? ", "---\n", "~", "\x1b",
     "\u202e", "é", "\u00a0", "\\", "id: a\n", "do: x", "call: y", "when: {}", "source: z", "value: 1", "\r"]
)  # fmt: skip


def mutated(text: str, seed: int, bit: str) -> str:
    """A text with one stretch inserted, removed, doubled or moved."""
    chance = random.Random(seed)
    start = chance.randrange(len(text) + 1)
    end = min(start + chance.randrange(1, 60), len(text))
    to = chance.randrange(len(text) + 1)
    lines = text.split("\n")
    row, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    return chance.choice(
        [
            text[:start] + bit + text[start:],
            text[:start] + text[end:],
            text[:to] + text[start:end] + text[to:],
            "\n".join(lines[:row] + lines[row + 1 :]),
            "\n".join([*lines[:row], lines[other], *lines[row:]]),
            text.replace(text[start : start + 3], bit),
        ]
    )


@given(st.sampled_from(sorted(TEXTS)), st.lists(st.tuples(st.integers(0, 2**32), BITS), min_size=1, max_size=3))
def test_a_file_changed_at_random_gives_a_site_or_problems_inside_the_file(
    path: str, changes: list[tuple[int, str]]
) -> None:
    text = TEXTS[path]
    for seed, bit in changes:
        text = mutated(text, seed, bit)
    loaded = load_files({**small(), path: text.encode()}, "x")
    errors = [problem for problem in loaded.problems if problem.severity == "error"]
    assert (loaded.site is None) == bool(errors)
    for problem in loaded.problems:
        assert problem.help
        assert problem.code != "P200"
        lines = loaded.files[problem.path].decode().replace("\r\n", "\n").split("\n")
        if problem.line is not None and problem.column is not None:
            assert 1 <= problem.line <= len(lines)
            assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        assert render_in_full(problem, loaded.files[problem.path].decode())
    if loaded.site is not None:
        gaps_of(loaded.site, loaded.trees)


@given(st.dictionaries(st.sampled_from(["contacts.yaml", "cases/a.yaml", "cases/b.yaml"]), st.binary(max_size=80)))
def test_any_bytes_give_problems_and_never_a_traceback(files: dict[str, bytes]) -> None:
    loaded = load_files(files, "x\x1b")
    assert loaded.site is None
    assert loaded.problems
