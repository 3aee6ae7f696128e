"""`pannesi graph`: the tree of a case."""

from __future__ import annotations

from pannesi.application.lookup import form_named
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import AnyUnit
from pannesi.procedure.wording.graph import as_dot, as_mermaid, as_text, tree_of
from pannesi.procedure.wording.graph_svg import as_svg
from pannesi.support.console import Output

_WRITERS = {"mermaid": as_mermaid, "dot": as_dot, "svg": as_svg}
"""What writes a tree in each form for other programs, by the form as it is typed."""
FORMS = ("text", *_WRITERS)
"""The forms in which a tree is printed, as they are typed."""


def print_graph(site: Site, unit: AnyUnit, form: str, out: Output) -> None:
    """Prints the tree of a unit. Raises InvalidValue for an unknown form."""
    wanted, root = form_named(FORMS, form), tree_of(site, unit)
    if wanted == "text":
        for begin, hanging, words in as_text(root):
            out.wrapped(words, begin, hanging)
        return
    out.line(_WRITERS[wanted](root).rstrip("\n"))
