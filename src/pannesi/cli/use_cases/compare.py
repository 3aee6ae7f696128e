"""`pannesi diff`: what an operator would see changed between two versions of a site."""

from __future__ import annotations

from pannesi.procedure.diff import site_changes
from pannesi.procedure.diff_words import change_paragraphs
from pannesi.procedure.model.procedure import Site
from pannesi.support import exit_codes as exits
from pannesi.support.console import Output


def tell_diff(old: Site, new: Site, out: Output, *, as_json: bool) -> int:
    """What an operator would see changed; returns the exit code: 0 when nothing, 1 when something."""
    found = site_changes(old, new)
    if as_json:
        out.json([one.as_json() for one in found])
    else:
        for level, text in change_paragraphs(found, old, new):
            out.wrapped(text, "  " * level, "  " * level + "  ")
    return exits.PROBLEMS if found else exits.OK
