"""A format in which documents leave the program: one object with its name, its words, and what writes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pannesi.documents.page import Document, ReportPage

ExportKind = Literal["report", "figures", "register"]
"""What may be written in one format or another; the binder apart, which has formats of its own."""
Words = Callable[[], str]


@dataclass(frozen=True)
class ExportFormat:
    """One format."""

    name: str
    """As it is typed (`--format pdf`), and the suffix of its files."""
    write: Callable[[ReportPage], bytes]
    """The same bytes for the same page. Raises CannotExport, as when the module that it needs is not installed."""
    menu: Mapping[ExportKind, Words]
    """What may be written in it, each with the words by which it is chosen from a list."""
    laid_out: bool = False
    """Whether it is laid out in pages, which may take seconds: who waits is told."""
    charts: bool = False
    """Whether charts are in it."""
    for_programs: bool = False
    """Whether programs read it rather than people."""
    gloss: str = ""
    """Its whole name, where the short one says too little."""
    option: Words | None = None
    """The help of its own option (`pannesi figures --pdf FICHIER`); None without one."""
    write_binder: Callable[[Document], bytes] | None = None
    """Writes the binder; None where it cannot be printed in this format."""
