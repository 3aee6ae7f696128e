"""Ten thousand mutations of the shipped files, and changes of their shape: always a diagnosis inside the file."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pannesi.procedure.loading.loader import load_files, load_site
from pannesi.procedure.loading.yaml_reader import read
from tests.support.fuzzed_files import ROOT, SHIPPED, judged, places
from tests.support.small_site import SMALL, small

SEEDS, EACH = 20, 500
"""As many mutations in all as their product."""
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
