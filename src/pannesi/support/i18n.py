"""The one door for every sentence that a person reads: French is the source text, gettext finds the others."""

from __future__ import annotations

from pathlib import Path
from typing import NewType, Protocol

_LOCALES = Path(__file__).parents[1] / "locale"


class _Catalogue(Protocol):
    def gettext(self, message: str) -> str: ...

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str: ...


def _catalogue(folder: Path) -> _Catalogue | None:
    """The reader's language, None where only French is there: gettext is then not loaded at all."""
    if not folder.is_dir():
        return None
    import gettext

    return gettext.translation("pannesi", localedir=folder, fallback=True)


_found = _catalogue(_LOCALES)


def _(sentence: str) -> str:
    """The sentence in the reader's language; placeholders such as `{name}` are filled by the caller, after."""
    return sentence if _found is None else _found.gettext(sentence)


Marked = NewType("Marked", str)
"""A sentence of a table, in French: `translated` puts it into the reader's language each time it is shown."""


def N_(sentence: str) -> Marked:
    """Marks a sentence that stands in a table for translation."""
    return Marked(sentence)


def translated(sentence: Marked) -> str:
    """A sentence of a table in the reader's language."""
    return sentence if _found is None else _found.gettext(sentence)


def digits(number: int) -> str:
    """A number as it is written in French, `14 418`: no end of line tears its thousands apart."""
    return f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")


def n_(one: str, many: str, count: int) -> str:
    """The right plural for `count`, with `{count}` filled in, in `digits`. In French zero takes the singular."""
    if _found is None:
        return (one if abs(count) < 2 else many).format(count=digits(count))
    return _found.ngettext(one, many, count).format(count=digits(count))
