"""What each code of a diagnostic means: one page a code, with an example of wrong and of right."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from pannesi.procedure.checks.code_page import CodePage

__all__ = ["CodePage", "cause_of", "code_pages"]


@cache
def code_pages() -> Mapping[str, CodePage]:
    """Every page by its code, in order."""
    from pannesi.procedure.checks.codes import gaps, links, proof, reading, shape
    from pannesi.procedure.checks.rules import registry

    every = [page for family in (reading, shape, links, gaps, proof) for page in family.pages()]
    every += [rule.page() for rule in registry()]
    return {page.code: page for page in sorted(every, key=lambda page: page.code)}


def cause_of(code: str) -> str:
    """In one sentence, why a code matters; empty for one that has no page."""
    page = code_pages().get(code)
    return page.cause if page is not None else ""
