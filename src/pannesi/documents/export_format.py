"""What a format for documents is: its name, its words, and the function that writes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pannesi.documents.page import Document, ReportPage

ExportKind = Literal["report", "figures", "register", "review"]
"""What is exported in a choice of formats; the binder has formats of its own."""
Words = Callable[[], str]


@dataclass(frozen=True)
class ExportFormat:
    """A format for documents."""

    name: str
    """As it is typed (`--format pdf`); also the suffix of its files."""
    write: Callable[[ReportPage], bytes]
    """Writes a page: the same bytes for the same page.

    Raises CannotExport, as when a module that it needs is not installed.
    """
    menu: Mapping[ExportKind, Words]
    """What it is offered for, each with the words by which it is chosen from a list."""
    laid_out: bool = False
    """Whether pages are laid out, which may take seconds: the person waiting is then told."""
    charts: bool = False
    """Whether it holds charts."""
    for_programs: bool = False
    """Whether it is read by programs rather than people."""
    gloss: str = ""
    """Its full name, where the short one says too little."""
    option: Words | None = None
    """The help of its own option (`pannesi figures --pdf FICHIER`); None without one."""
    write_binder: Callable[[Document], bytes] | None = None
    """Writes the binder; None where the binder is not offered in this format."""
