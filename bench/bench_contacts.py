"""`pannesi contacts`, now and on a public holiday, against an import of typer, pydantic and yaml."""

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

        run("-m", "pannesi", "show", "--data", scratch)  # the site is known from now on
        yield compare(
            "pannesi contacts / import typer, pydantic, yaml",
            lambda: run("-m", "pannesi", "contacts"),
            lambda: run("-c", "import typer, pydantic, yaml"),
            1.0,
        )
        yield compare(
            "pannesi contacts on a holiday / import typer, pydantic, yaml",
            lambda: run("-m", "pannesi", "contacts", "--at", "2026-05-01 10:00", "--data", scratch),
            lambda: run("-c", "import typer, pydantic, yaml"),
            2.0,
        )
