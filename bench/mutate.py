"""Draws mutants of the core by a seed and says how many the tests notice: `make mutate ARGS="--seed 7 --count 60"`.

A mutant is the program with one small change. mutmut makes and runs them, in a copy of the project below `.cache`; this
chooses which modules are mutated and which of their mutants are run, so that a run ends within half an hour and the
same seed draws the same ones. Those that no test can tell from the program are not drawn: see `bench.equivalent`.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.equivalent import reasons

ROOT = Path(__file__).resolve().parents[1]
COPY = ROOT / ".cache" / "mutate"
LOG = COPY / "mutmut.log"
NONE = "no.such.mutant"
"""A name that makes mutmut make all mutants, and run the tests once, without running any mutant."""
MUTATED = ("session", "procedure/availability", "journal")
"""The folders of the package whose mutants are drawn."""
TESTS = {
    "session": ("tests/session", "tests/presentation", "tests/history", "tests/documents", "tests/promises"),
    "procedure/availability": tuple(
        f"tests/procedure/test_{name}.py" for name in ("hours", "holidays", "reach", "when", "grid", "recorded_hours")
    ),
    "journal": ("tests/journal", "tests/application", "tests/history", "tests/cli"),
}  # fmt: skip
"""What is asked whether it notices a mutant of each folder."""
OF_SOURCES = (
    "tests/journal/test_power_cut.py::test_a_weaker_program_loses_something_so_this_replay_can_fail",
    "tests/promises/test_free_words.py::test_no_act_writes_a_text_in_a_kind_of_fact_that_is_not_known_to_carry_one",
)
"""Tests that read or change the program's sources: in those of mutmut, each line stands once for each mutant."""
STUCK = ("-o", "faulthandler_timeout=90", "-o", "faulthandler_exit_on_timeout=true")
"""A mutant may make threads wait for each other for ever, which costs no time of the processor: the test fails."""
MODULES = 12
"""How many modules are mutated: making the mutants of all takes minutes."""
MINUTES = 30
NOTICED = frozenset({1, 3})
"""Exit codes of pytest for a mutant that a test noticed: a failure, or an error that the change made."""
TIMED_OUT = frozenset({36, 24, -24, 152, 255})
"""Those of a mutant that made a test go on for ever, which is noticed as well."""


@dataclass(frozen=True)
class Drawn:
    """What is run: modules relative to the package, and the names of their mutants."""

    modules: tuple[str, ...]
    mutants: tuple[str, ...]


def modules_of(seed: int) -> tuple[str, ...]:
    """Modules of the mutated folders, each with the same chance for each of its lines."""
    package = ROOT / "src" / "pannesi"
    found = sorted(
        path for folder in MUTATED for path in (package / folder).rglob("*.py") if path.name != "__init__.py"
    )
    lines = [len(path.read_text("utf-8").splitlines()) for path in found]
    chance, chosen = random.Random(seed), set[str]()
    while len(chosen) < min(MODULES, len(found)):
        chosen.add(str(chance.choices(found, lines)[0].relative_to(package)))
    return tuple(sorted(chosen))


def copied(modules: Sequence[str]) -> None:
    """The project's files in a folder of their own, with what mutmut must know."""
    shutil.rmtree(COPY, ignore_errors=True)
    COPY.mkdir(parents=True)
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in listed.splitlines():
        if (ROOT / name).is_file():
            (COPY / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, COPY / name)
    tests = [
        test for folder, tests in TESTS.items() if any(one.startswith(folder) for one in modules) for test in tests
    ]
    top = sorted({name.split("/")[0] for name in listed.splitlines()} - {"src", "tests", "pyproject.toml"})
    settings = {
        "source_paths": ["src"], "only_mutate": [f"src/pannesi/{one}" for one in modules], "also_copy": top,
        "pytest_add_cli_args": ["-n", "0", "-q", "-x", *STUCK, *(f"--deselect={test}" for test in OF_SOURCES)],
        "pytest_add_cli_args_test_selection": tests,
        "mutate_only_covered_lines": False,
    }  # fmt: skip
    written = "\n".join(f"{key} = {json.dumps(value)}" for key, value in settings.items())
    with (COPY / "pyproject.toml").open("a", encoding="utf-8") as stream:
        stream.write(f"\n[tool.mutmut]\n{written}\n")


def mutmut(*names: str, children: int) -> int:
    """Makes the mutants where they are not made yet, and runs those of these names. Returns the exit code of mutmut: 1
    where none has such a name. Raises subprocess.TimeoutExpired."""
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", str(children), *names]
    with LOG.open("ab") as stream:
        done = subprocess.run(command, cwd=COPY, stdout=stream, stderr=stream, check=False, timeout=MINUTES * 60)
    return done.returncode


def codes() -> dict[str, int | None]:
    """Every mutant that was made, with the exit code of its tests; None for one that was not run."""
    found: dict[str, int | None] = {}
    for meta in (COPY / "mutants").rglob("*.meta"):
        found |= json.loads(meta.read_text("utf-8")).get("exit_code_by_key", {})
    return found


def equivalent() -> dict[str, str]:
    """The mutants that do what the program does, with the reason."""
    found: dict[str, str] = {}
    for meta in (COPY / "mutants").rglob("*.meta"):
        names = json.loads(meta.read_text("utf-8")).get("exit_code_by_key", {})
        found |= reasons(meta.with_suffix(""), list(names))
    return found


def draw(seed: int, count: int, children: int) -> Drawn:
    """Makes the mutants of some modules and draws so many of them, those left out that do what the program does."""
    modules = modules_of(seed)
    copied(modules)
    mutmut(NONE, children=children)
    made, same = codes(), equivalent()
    names = sorted(name for name in made if name not in same)
    if not names:
        raise SystemExit(f"no mutant was made, or the tests fail without any: {LOG}")
    for why, count_of in sorted(Counter(same.values()).items()):
        print(f"left out, {count_of} of {len(made)}: {why}")
    return Drawn(modules, tuple(sorted(random.Random(seed).sample(names, min(count, len(names))))))


def main() -> int:
    """Prints the score and each mutant that nobody noticed; the exit code says whether it reaches the goal."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--count", type=int, default=60)
    asked.add_argument("--children", type=int, default=2)
    asked.add_argument("--goal", type=float, default=0.95)
    wanted = asked.parse_args()
    drawn = draw(wanted.seed, wanted.count, wanted.children)
    print(f"{len(drawn.mutants)} mutants of {len(drawn.modules)} modules, seed {wanted.seed}", flush=True)
    try:
        if mutmut(*drawn.mutants, children=wanted.children):
            print(f"mutmut failed: {LOG}")
            return 1
    except subprocess.TimeoutExpired:
        print(f"stopped after {MINUTES} minutes: the score is that of the mutants that were run by then")
    came = {name: code for name, code in codes().items() if name in drawn.mutants and code is not None}
    noticed = [name for name, code in came.items() if code in NOTICED | TIMED_OUT]
    for name in sorted(set(came) - set(noticed)):
        print(f"  not noticed: {name} (exit {came[name]})")
    for name in sorted(name for name in noticed if came[name] in TIMED_OUT):
        print(f"  noticed only by a test that went on for ever: {name}")
    score = len(noticed) / max(len(came), 1)
    print(f"noticed {len(noticed)} of {len(came)}: {score:.0%} (goal {wanted.goal:.0%})")
    return 0 if score >= wanted.goal else 1


if __name__ == "__main__":
    sys.exit(main())
