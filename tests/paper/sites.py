"""Sites to print: the shipped one, the small invented one, and one whose every text tries to be something else."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pannesi.site.load import load_site
from pannesi.site.model import Site

ROOT = Path(__file__).parents[2]


@cache
def printed_site(name: str) -> Site:
    """`shipped`, `small` or `hostile`."""
    folder = {"shipped": ROOT, "small": ROOT / "tests/data/small", "hostile": ROOT / "tests/data/hostile/loads"}[name]
    site = load_site(folder).site
    assert site is not None
    return site
