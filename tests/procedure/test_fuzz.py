"""Ten thousand mutations of the shipped files, and changes of their shape: always a diagnosis inside the file."""

from __future__ import annotations

import json
import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pannesi.procedure.checks.diagnostic import as_github_command, render_in_full
from pannesi.procedure.checks.site_check import problems_of
from pannesi.procedure.loading.loader import MAX_PROBLEMS_PER_FILE, LoadedSite, load_files, load_site
from pannesi.procedure.loading.site_files import MAX_BYTES
from pannesi.procedure.loading.yaml_reader import MAX_NODES, Map, Seq, read
from pannesi.support.text_safety import clean_line
from tests.support.small_site import SMALL, small

ROOT = Path(__file__).parents[2]
SEEDS, EACH = 20, 500
"""As many mutations in all as their product."""
SHIPPED = {path.name: path.read_bytes() for path in (ROOT / "contacts.yaml", *sorted((ROOT / "cases").glob("*.yaml")))}
BITS = [b":", b": ", b"- ", b"{", b"}", b"[", b"]", b"'", b'"', b"\n", b"\n  ", b"\t", b"#", b"&a", b"*a", b"!x", b"|", b">", b"%",
        b"\x00", b"\x1b", b"\xc3", b"\xe2\x80\xae", b"\xef\xbb\xbf", b"---", b"...", b"<<: ", b"? ", b"~", b",", b"\r", b"\x85"]  # fmt: skip


def mutated(content: bytes, dice: random.Random) -> bytes:
    """A stretch of a file with a few bytes changed, taken out, doubled, moved or added."""
    start = dice.randrange(len(content))
    kept = bytearray(content[: 200 + start % 1500] if dice.random() < 0.8 else content[start : start + 1500])
    for _change in range(dice.randint(1, 3)):
        at = dice.randrange(len(kept) + 1)
        span = dice.randrange(1, 30)
        match dice.randrange(5):
            case 0:
                kept[at : at + 1] = dice.randbytes(1)
            case 1:
                del kept[at : at + span]
            case 2:
                kept[at:at] = kept[at : at + span]
            case 3:
                kept[at:at] = dice.choice(BITS)
            case _:
                moved = kept[at : at + span]
                del kept[at : at + span]
                there = dice.randrange(len(kept) + 1)
                kept[there:there] = moved
    return bytes(kept)


def nodes_of(tree: Any) -> int:
    if isinstance(tree, Map):
        return 1 + sum(1 + nodes_of(one) for one in tree.values())
    return 1 + sum(nodes_of(one) for one in tree) if isinstance(tree, Seq) else 1


def judged(loaded: LoadedSite, path: str, content: bytes) -> None:
    """Whatever a file holds: every problem lies inside it and can be shown, within the limits."""
    text = content.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    problems = problems_of(loaded, date(2026, 11, 24), proof=False)
    assert loaded.site is not None or any(problem.severity == "error" for problem in problems)
    mine = [problem for problem in problems if problem.path == path]
    assert len([problem for problem in mine if problem.severity == "error"]) <= MAX_PROBLEMS_PER_FILE + 1
    for problem in mine:
        if problem.line is not None:
            assert 1 <= problem.line <= len(text)
            assert problem.column is not None
            assert 1 <= problem.column <= len(text[problem.line - 1]) + 1
        for line in (
            *render_in_full(problem, content.decode("utf-8", "replace")).split("\n"),
            as_github_command(problem),
        ):
            assert clean_line(line) == line
    tree = loaded.trees.get(path)
    assert tree is None or nodes_of(tree) <= MAX_NODES
    assert len(content) <= MAX_BYTES


@pytest.mark.parametrize("seed", range(SEEDS))
def test_no_mutation_of_a_shipped_file_brings_the_loader_down(seed: int) -> None:
    dice = random.Random(seed)
    others = {"contacts.yaml": b"format: 1\nsite: x\n", "cases/plain.yaml": small()["cases/annexe-1-secours.yaml"]}
    for _number in range(EACH):
        name = dice.choice(list(SHIPPED))
        content = mutated(SHIPPED[name], dice)
        path = name if name == "contacts.yaml" else f"cases/{name}"
        judged(
            load_files({**(others if seed == 0 else {"contacts.yaml": others["contacts.yaml"]}), path: content}, "x"),
            path,
            content,
        )


def test_there_are_ten_thousand_of_them() -> None:
    assert SEEDS * EACH == 10_000


def places(node: Any) -> list[tuple[Any, Any]]:
    keys = list(node) if isinstance(node, dict) else list(range(len(node))) if isinstance(node, list) else []
    return [(node, key) for key in keys] + [place for key in keys for place in places(node[key])]


VALUES = st.one_of(
    st.text(max_size=12), st.sampled_from(["yes", "oui", "cas-3", "annexe-4/x", "24:00", "10 min", "coupe", "case", "triage", "1"]),
    st.lists(st.text(max_size=3), max_size=3), st.dictionaries(st.text(max_size=6), st.text(max_size=3), max_size=2),
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(sorted(SHIPPED)), st.randoms(use_true_random=False), st.lists(VALUES, min_size=1, max_size=3))
def test_no_change_of_shape_brings_the_whole_check_down(name: str, dice: random.Random, values: list[Any]) -> None:
    files = dict(load_site(ROOT).files) if dice.random() < 0.2 else dict(load_site(SMALL).files)
    tree = json.loads(json.dumps(read(name, SHIPPED[name])[0]))
    for value in values:
        found = places(tree)
        if not found:
            break
        owner, key = dice.choice(found)
        what = dice.randrange(4)
        if what == 0:
            owner[key] = value
        elif what == 1:
            del owner[key]
        elif what == 2 and isinstance(owner, dict):
            owner[str(value)] = owner.pop(key)
        elif isinstance(owner, list):
            owner.append(owner[key])
    content = json.dumps(tree, ensure_ascii=False, indent=1).encode("utf-8", "replace")
    path = name if name == "contacts.yaml" else f"cases/{name}"
    judged(load_files({**files, path: content}, "x"), path, content)
