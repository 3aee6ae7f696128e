"""What the README, the locks and the dependencies promise."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib

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
    for dependency in tomllib.loads(text)["project"]["dependencies"]:
        (line,) = [line for line in text.splitlines() if f'"{dependency}"' in line]
        assert re.search(r"# \w", line), dependency


def test_the_readme_leads_with_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert -1 < text.index("make run") < text.index("make test") < 1500


def test_the_transcript_of_the_readme_is_what_the_program_shows() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from docs.transcript import transcript; print(transcript())"],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    assert done.stdout.strip() in (ROOT / "README.md").read_text("utf-8")
