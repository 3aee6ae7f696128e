"""Translation of every sentence that a person reads: French is the source text, gettext finds the others."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NewType, Protocol

_LOCALES = Path(__file__).parents[1] / "locale"


class _Catalogue(Protocol):
    """The part of `gettext.NullTranslations` that is used here."""

    def gettext(self, message: str) -> str:
        """The translation of a message, or the message itself."""
        ...

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The translation of a message in the plural form of `n`."""
        ...


def _load_catalogue(folder: Path) -> _Catalogue | None:
    """The translations into the user's language; None where there are none, and then gettext is not loaded at all."""
    if not folder.is_dir():
        return None
    import gettext

    return gettext.translation("pannesi", localedir=folder, fallback=True)


_translations = _load_catalogue(_LOCALES)


def only_french() -> bool:
    """Whether no translations are installed, so that every sentence is shown in French."""
    return _translations is None


def _(sentence: str) -> str:
    """A sentence in the user's language; the caller fills placeholders such as `{name}` afterwards."""
    return sentence if _translations is None else _translations.gettext(sentence)


Marked = NewType("Marked", str)
"""A French sentence of a table of constants, marked for translation; `translated` translates it when it is shown."""


def N_(sentence: str) -> Marked:
    """Marks a sentence of a table of constants for the catalogue, without translating it yet."""
    return Marked(sentence)


def translated(sentence: Marked) -> str:
    """A marked sentence in the user's language."""
    return sentence if _translations is None or not sentence else _translations.gettext(sentence)


def all_translated(sentences: Iterable[Marked]) -> tuple[str, ...]:
    """Marked sentences in the user's language, in the same order."""
    return tuple(map(translated, sentences))


class TranslatedField:
    """A dataclass field (descriptor) that is set to a marked sentence and read in the user's language.

    What has no translation, such as the name of a key, is read as it was set.
    """

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
    """A number in French notation: thousands grouped by no-break spaces, `14 418`."""
    return f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")


def n_(singular: str, plural: str, count: int) -> str:
    """The form of a sentence that `count` needs, with its `{count}` filled in. In French zero takes the singular."""
    if _translations is None:
        return (singular if abs(count) < 2 else plural).format(count=format_number(count))
    return _translations.ngettext(singular, plural, count).format(count=format_number(count))
