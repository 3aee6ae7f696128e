"""`pannesi contacts` on a public holiday, against an interpreter that only imports typer, pydantic and yaml."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator

from bench.measure import Figure, compare


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as scratch:

        def run(*arguments: str) -> None:
            subprocess.run(
                [sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )

        yield compare(
            "pannesi contacts on a holiday / import typer, pydantic, yaml",
            lambda: run("-m", "pannesi", "contacts", "--at", "2026-05-01 10:00", "--data", scratch),
            lambda: run("-c", "import typer, pydantic, yaml"),
            2.0,
        )
