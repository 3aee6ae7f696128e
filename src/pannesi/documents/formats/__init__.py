"""The formats in which documents leave the program, for the command line and for the screens.

Each module here gives one as `FORMAT`, and is found by lying here: options, lists and messages derive from them.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

from pannesi.documents.format import Format, Kind
from pannesi.support.i18n import _


def _every() -> dict[str, Format]:
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    every: list[Format] = [module.FORMAT for module in modules]
    return {format.name: format for format in sorted(every, key=lambda format: (format.for_programs, format.rank))}


FORMATS: Mapping[str, Format] = _every()
"""Every format by its name: those that people read first, each kind from the plainest to the finest."""


def formats_of(kind: Kind) -> tuple[Format, ...]:
    """The formats in which something may be written, the plainest first."""
    return tuple(format for format in FORMATS.values() if kind in format.menu)


def menu_of(kind: Kind) -> list[tuple[Format, str]]:
    """The same as a list to choose from, each with its words: the finest first, those for programs last."""
    listed = sorted(formats_of(kind), key=lambda format: (format.for_programs, -format.rank))
    return [(format, format.menu[kind]()) for format in listed]


def with_option() -> tuple[Format, ...]:
    """The formats that have an option of their own, those with charts first."""
    optional = (format for format in FORMATS.values() if format.option is not None)
    return tuple(sorted(optional, key=lambda format: not format.charts))


def names_said(kind: Kind) -> str:
    """`md (Markdown), html, pdf ou json.`"""
    names = [f"{format.name} ({format.gloss})" if format.gloss else format.name for format in formats_of(kind)]
    return _("{names} ou {last}.").format(names=", ".join(names[:-1]), last=names[-1])
