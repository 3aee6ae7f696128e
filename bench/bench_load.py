"""Loading and validating the shipped site, against CSafeLoader parsing it and pydantic validating our own tree."""

from __future__ import annotations

from collections.abc import Iterator

from bench.measure import Figure, compare
from bench.parsed import parsing
from pannesi.procedure.loading.loader import load_files, load_site
from pannesi.procedure.loading.site_choice import shipped_folder


def figures() -> Iterator[Figure]:
    files = load_site(shipped_folder()).files
    yield compare(
        "shipped site loaded / CSafeLoader + pydantic", lambda: load_files(files, "x"), parsing(files), 1.5, rounds=31
    )
