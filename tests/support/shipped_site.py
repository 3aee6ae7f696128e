"""The shipped site, loaded once."""

from __future__ import annotations

from functools import lru_cache

from pannesi.procedure.loading.loader import load_site
from pannesi.procedure.loading.site_choice import shipped_folder
from pannesi.procedure.model.lines import Line
from pannesi.procedure.model.procedure import Site


@lru_cache(maxsize=1)
def shipped() -> Site:
    """The shipped site, which has no problem."""
    site = load_site(shipped_folder()).site
    assert site is not None
    return site


def text_of(line: Line) -> str:
    """A line as it is shown."""
    return getattr(line, "label", line.value)


def lines_of(unit: str) -> list[Line]:
    """Every line of a unit, with those below others."""
    return [place.line for (owner, _line), place in shipped().places.items() if owner == unit]
