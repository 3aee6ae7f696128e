"""The one door for every sentence that a person reads: French is the source text, gettext finds the others."""

from __future__ import annotations

import gettext
from pathlib import Path

_LOCALES = Path(__file__).parent / "locale"
_catalogue = gettext.translation("pannesi", localedir=_LOCALES, fallback=True)


def _(sentence: str) -> str:
    """The sentence in the reader's language; placeholders such as `{name}` are filled by the caller, after."""
    return _catalogue.gettext(sentence)


def n_(one: str, many: str, count: int) -> str:
    """The right plural for `count`, with `{count}` filled in. In French zero takes the singular."""
    chosen = _catalogue.ngettext(one, many, 1 if count == 0 else count)
    return chosen.format(count=count)
