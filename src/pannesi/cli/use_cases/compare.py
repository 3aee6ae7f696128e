"""`pannesi diff`: what an operator would see changed between two versions of a site."""

from __future__ import annotations

from pannesi.procedure.diff import site_changes
from pannesi.procedure.diff_words import change_paragraphs
from pannesi.procedure.model.procedure import Site
from pannesi.support import errors as exits
from pannesi.support.console import Output


def print_diff(old: Site, new: Site, out: Output, *, as_json: bool) -> int:
    """Prints the changes and returns the exit code: 0 without any, 1 with some."""
    changes = site_changes(old, new)
    if as_json:
        out.json([change.as_json() for change in changes])
    else:
        for level, text in change_paragraphs(changes, old, new):
            out.wrapped(text, "  " * level, "  " * level + "  ")
    return exits.PROBLEMS if changes else exits.OK
