"""The font of the PDF: one made to be told apart, from a package of the extra `paper`; without it, one of Typst's."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

_PACKAGE = "fontpkg_atkinson_hyperlegible"
"""Atkinson Hyperlegible, by the Braille Institute of America, under the SIL Open Font License 1.1; its licence stands
beside its files."""
_FAMILY = "Atkinson Hyperlegible"
_OF_TYPST = "Libertinus Serif"
_OTHER_SIGNS = ("DejaVu Sans Mono", "New Computer Modern Math")
"""Typst's fonts for the signs that the font of the words lacks."""


def font_families() -> list[str]:
    """The fonts of the PDF by name, each for the signs that those before it lack."""
    return [_FAMILY if font_folders() else _OF_TYPST, *_OTHER_SIGNS]


def font_folders() -> list[Path]:
    """The folders of fonts that Typst does not bring: that of the package, where it is installed."""
    try:
        package = find_spec(_PACKAGE)
    except ValueError:  # a module of that name without a description of itself
        return []
    roots = package.submodule_search_locations if package is not None else None
    folders = [Path(root) / "files" for root in roots or ()]
    return [folder for folder in folders if folder.is_dir()]
