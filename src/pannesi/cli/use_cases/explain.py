"""`pannesi explain`: what a diagnostic code means, or the list of codes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from pannesi.procedure.checks.codes import CodePage, code_pages
from pannesi.procedure.spelling import nearest_name
from pannesi.support.console import Output
from pannesi.support.errors import NotFound
from pannesi.support.i18n import _
from pannesi.support.text_safety import clean_line

_MOST_LINES = 14
"""How many lines of an example are printed."""


def print_codes(out: Output, *, as_json: bool) -> None:
    """Prints every code with its title."""
    if as_json:
        out.json([asdict(page) for page in code_pages().values()])
        return
    families = {
        "P1": _("Lire les fichiers"),
        "P2": _("Clés et valeurs"),
        "P3": _("Renvois"),
        "P4": _("Ce que la procédure ne dit pas"),
        "P5": _("À relire"),
        "P6": _("Preuve (check --proof)"),
    }
    for number, (begin, title) in enumerate(families.items()):
        if number:
            out.line()
        out.line(title)
        for page in code_pages().values():
            if page.code.startswith(begin):
                out.wrapped(f"{page.code}  {page.title}", "  ", "        ")


def print_code_page(code: str, out: Output, *, as_json: bool) -> None:
    """Prints what a code means, with a wrong and a right example. Raises NotFound."""
    page = code_pages().get(code.strip().upper())
    if page is None:
        near = nearest_name(code.strip().upper(), list(code_pages()))
        words = _("Le code « {code} » n'existe pas.").format(code=clean_line(code))
        hint = _(" Peut-être : {near} ?").format(near=near) if near is not None else ""
        raise NotFound(words + hint + _(" Tous les codes : pannesi explain"))
    if as_json:
        out.json(asdict(page))
        return
    out.wrapped(f"{page.code} · {page.title}")
    out.wrapped(page.cause)
    for title, example in ((_("Faux"), page.wrong), (_("Juste"), page.right)):
        if example:
            out.line()
            out.line(f"{title} ({_where_it_applies(page)}) :")
            for line in _example_lines(example):
                out.line(f"    {line}")


def _example_lines(example: str) -> Iterator[str]:
    lines = example.rstrip("\n").split("\n")
    yield from lines[:_MOST_LINES]
    if len(lines) > _MOST_LINES:
        yield "…"


def _where_it_applies(page: CodePage) -> str:
    return {
        "case": _("dans un cas"),
        "annex": _("dans une annexe"),
        "triage": _("dans le triage"),
        "contacts": _("dans contacts.yaml"),
        "file": _("tout le fichier"),
        "folder": _("les fichiers du site"),
    }[page.where]
