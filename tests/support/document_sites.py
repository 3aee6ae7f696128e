"""Sites to print: the shipped one, another hospital's, the small invented one, and one whose every text tries to be something else."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pannesi.procedure.loading.loader import load_site
from pannesi.procedure.model.procedure import Site

ROOT = Path(__file__).parents[2]


@cache
def printed_site(name: str) -> Site:
    """`shipped`, `other` (another hospital's), `small` or `hostile`."""
    data = ROOT / "tests/data"
    folders = {"other": "autre-hopital", "small": "small", "hostile": "hostile/loads"}
    folder = data / folders[name] if name in folders else ROOT
    site = load_site(folder).site
    assert site is not None
    return site
