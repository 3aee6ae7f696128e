"""A yes-or-no question before a command does what cannot be taken back."""

from __future__ import annotations

import sys
from collections.abc import Callable

from pannesi.support.console import Output
from pannesi.support.i18n import _

Confirm = Callable[[str], bool]
"""Asks a yes-or-no question; True for « oui »."""


def ask_on_terminal(out: Output, *, yes: bool) -> Confirm:
    """What asks questions on the terminal; with `yes` the answer is yes at once, without a terminal it is no."""

    def ask(question: str) -> bool:
        if yes:
            return True
        if sys.stdin is None or not sys.stdin.isatty():
            out.wrapped(_("Rien n'est fait sans réponse : ajouter --yes pour répondre oui d'avance."))
            return False
        out.prompt(question + _(" Taper oui : "))
        return sys.stdin.readline().strip().casefold() == "oui"

    return ask
