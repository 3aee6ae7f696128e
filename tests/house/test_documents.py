"""What the README, the locks and the dependencies promise."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from typing import Any

from tests.support.project_files import ROOT, name


def test_a_lock_names_no_host_and_pins_every_hash() -> None:
    locks = sorted((ROOT / "requirements").glob("*.lock"))
    assert locks
    for path in locks:
        text = path.read_text("utf-8")
        assert "://" not in text, name(path)
        assert text.count("==") <= text.count("--hash=sha256:"), name(path)


def test_every_dependency_says_why_it_is_there() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    for dependency in (*needed(), *(one for extra in extras().values() for one in extra)):
        (line,) = [line for line in text.splitlines() if f'"{dependency}"' in line]
        assert re.search(r"# \w", line), dependency


def test_a_plain_install_holds_no_extra_and_what_tests_use_is_in_the_other_lock() -> None:
    run, dev = (locked(name) for name in ("run", "dev"))
    every = {package_of(one) for extra in extras().values() for one in extra}
    assert {package_of(one) for one in needed()} <= run
    assert not every & run
    assert every <= dev
    assert run - {"colorama"} <= dev


def needed() -> list[str]:
    """What every install needs, as `pyproject.toml` writes it."""
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return list(project["dependencies"])


def extras() -> dict[str, list[str]]:
    """What each extra brings."""
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return dict(project["optional-dependencies"])


def package_of(dependency: str) -> str:
    return re.split(r"[>=<]", dependency)[0].lower()


def locked(lock: str) -> set[str]:
    """The packages that a lock pins."""
    return set(re.findall(r"(?m)^([a-z0-9.-]+)==", (ROOT / "requirements" / f"{lock}.lock").read_text("utf-8")))


def test_the_readme_leads_with_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert -1 < text.index("make run") < text.index("make test") < 1500


def test_the_transcript_of_the_readme_is_what_the_program_shows() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from docs.transcript import transcript; print(transcript())"],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    assert done.stdout.strip() in (ROOT / "README.md").read_text("utf-8")
