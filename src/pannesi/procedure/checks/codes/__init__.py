"""The explanation of each code of a problem, with an example and its correction."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from pannesi.procedure.checks.code_page import CodePage

__all__ = ["CodePage", "cause_of", "code_pages"]


@cache
def code_pages() -> Mapping[str, CodePage]:
    """The page of every code, sorted by code."""
    from pannesi.procedure.checks.codes import gaps, links, proof, reading, shape
    from pannesi.procedure.checks.rules import registry

    all_pages = [page for family in (reading, shape, links, gaps, proof) for page in family.pages()]
    all_pages += [rule.page() for rule in registry()]
    return {page.code: page for page in sorted(all_pages, key=lambda page: page.code)}


def cause_of(code: str) -> str:
    """Why a code is a problem, in one sentence; empty for a code without a page."""
    page = code_pages().get(code)
    return page.cause if page is not None else ""
