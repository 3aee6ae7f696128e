"""The one door for every sentence that a person reads: French is the source text, gettext finds the others."""

from __future__ import annotations

from collections.abc import Iterable
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


def only_french() -> bool:
    """Whether no other language is installed."""
    return _found is None


def _(sentence: str) -> str:
    """The sentence in the reader's language; placeholders such as `{name}` are filled by the caller, after."""
    return sentence if _found is None else _found.gettext(sentence)


Marked = NewType("Marked", str)
"""A sentence of a table, in French: `translated` puts it into the reader's language each time it is shown."""


def N_(sentence: str) -> Marked:
    """Marks a sentence of a table for the catalogue; it is translated with `translated` where it is shown."""
    return Marked(sentence)


def translated(sentence: Marked) -> str:
    """A sentence of a table in the reader's language."""
    return sentence if _found is None or not sentence else _found.gettext(sentence)


def all_translated(sentences: Iterable[Marked]) -> tuple[str, ...]:
    """Sentences of a table, in their order, in the reader's language."""
    return tuple(map(translated, sentences))


class TranslatedField:
    """A field of a frozen table: takes a marked sentence, and gives it in the reader's language each time it is read.
    What no catalogue knows, such as the name of a key, it gives as it is."""

    def __init__(self, default: str | None = None) -> None:
        self._default = default

    def __set_name__(self, table: type, name: str) -> None:
        self._name = name

    def __get__(self, row: object | None, table: type | None = None) -> str:
        if row is not None:
            return translated(vars(row)[self._name])
        if self._default is None:
            raise AttributeError(self._name)  # a dataclass asks its class for the default
        return self._default

    def __set__(self, row: object, sentence: str) -> None:
        vars(row)[self._name] = sentence


def format_number(number: int) -> str:
    """A number as it is written in French, `14 418`: no end of line tears its thousands apart."""
    return f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")


def n_(one: str, many: str, count: int) -> str:
    """The right plural for `count`, with `{count}` filled in, in `digits`. In French zero takes the singular."""
    if _found is None:
        return (one if abs(count) < 2 else many).format(count=format_number(count))
    return _found.ngettext(one, many, count).format(count=format_number(count))
